"""One figure of a district and of the city by year, with limits and direction, however it is counted."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lib import figures, need, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.need_rules import Counted
from lib.settings import settings
from lib.table import SHOWN
from lib.ui import asking, parts
from lib.ui import need as page
from lib.ui.need import CITY, DISTRICT, PER, Shown

NOTHING = (float("nan"),) * 3


@dataclass(frozen=True)
class Line:
    """A figure over the years. own: value, lower and upper limit by year; city: its value by year.

    gone: the status of years without a value. direction: a state of lib.statistics.trend.
    """

    name: str
    measure: str
    unit: str
    decimals: int
    polarity: str
    direction: str
    own: dict[int, tuple[float, float, float]]
    city: dict[int, float]
    choose: str
    is_model: bool
    gone: dict[int, str] = field(default_factory=dict)

    def value(self, year: int) -> float:
        """The district's value, NaN where there is none."""
        return self.own.get(year, NOTHING)[0]

    def written(self, value: float, year: int) -> str:
        """A value with its unit, or the word of why there is none."""
        if pd.isna(value):
            return parts.words(f"state.{self.gone.get(year, 'missing')}")
        if self.unit == "per_1000":
            return text.number(value, self.decimals, parts.language())
        return text.figure(value, self.unit, self.decimals, parts.language())

    def limits(self, year: int) -> str:
        """The 95 % interval in words, or a dash."""
        _, lower, upper = self.own.get(year, NOTHING)
        if pd.isna(lower):
            return text.EN_DASH
        return text.interval(lower, upper, self.unit, self.decimals, parts.language())


def of_indicator(name: str, code: str) -> list[Line]:
    """A yearly figure of a theme; no line where the district has no row of it."""
    one = catalogue().indicators[name]
    table = asking.observations((name,), DISTRICT)
    table = table[table["area_code"].eq(code)]
    city = asking.observations((name,), CITY)
    city = city[city["area_code"].eq(settings().city_code)]
    if table.empty:
        return []
    return [_of_share(one, table, city) if one.kind == "share" else _of_count(one, table, city)]


def _of_share(one: Indicator, table: pd.DataFrame, city: pd.DataFrame) -> Line:
    table = figures.with_intervals(table, catalogue().indicators)
    table = table.assign(year=table["period_start"].dt.year, lower=table["lower_95"], upper=table["upper_95"])
    by_year = table.set_index("year").reindex(range(table["year"].min(), table["year"].max() + 1))
    direction = need.direction_of_shares(by_year["numerator"], by_year["denominator"])
    values = dict(zip(city["period_start"].dt.year, city["value"], strict=True))
    return _line(one, table, values, direction)


def _of_count(one: Indicator, table: pd.DataFrame, city: pd.DataFrame) -> Line:
    """A count by 1 000 residents with its Poisson limits; money by resident, which has none."""
    is_money = one.kind == "money"
    per = 1 if is_money else PER
    both = [_rates(part, level, per, is_money) for part, level in ((table, DISTRICT), (city, CITY))]
    own = both[0].merge(table.assign(year=table["period_start"].dt.year)[["year", "status"]], on="year")
    own_by_year = own.set_index("year").reindex(range(own["year"].min(), own["year"].max() + 1))
    direction = need.direction_of_values(*(own_by_year[name] for name in ("value", "lower", "upper")))
    return _line(one, own, dict(zip(both[1]["year"], both[1]["value"], strict=True)), direction)


def _rates(part: pd.DataFrame, level: str, per: int, is_money: bool) -> pd.DataFrame:  # noqa: FBT001
    years = part["period_start"].dt.year
    people = need.residents(page.residents(level), sorted(set(years)))
    value = part["value"].astype(float)
    error = np.sqrt(value) if not is_money else value * float("nan")
    counted = part.assign(year=years, count=value, error=error)[["area_code", "year", "count", "error"]]
    return need.rates(counted, people, per)


def _line(one: Indicator, own: pd.DataFrame, city: dict[int, float], direction: str) -> Line:
    unit, decimals = one.unit, one.decimals
    measure = text.unit_words(unit, parts.language())
    if one.kind != "share":
        unit, decimals = ("euro", 1) if one.kind == "money" else ("per_1000", 1)
        measure = parts.words("need.measure.money" if one.kind == "money" else "need.measure.per_1000")
    return Line(
        one.name[parts.language()],
        measure,
        unit,
        decimals,
        one.polarity,
        direction,
        _points(own),
        city,
        f"indicator:{one.id}",
        one.origin == "model",
        _gone(own),
    )


def _points(own: pd.DataFrame) -> dict[int, tuple[float, float, float]]:
    columns = (own[name].astype(float) for name in ("value", "lower", "upper"))
    return dict(zip(own["year"], zip(*columns, strict=True), strict=True))


def _gone(own: pd.DataFrame) -> dict[int, str]:
    gone = own[~own["status"].isin(SHOWN)]
    return dict(zip(gone["year"], gone["status"], strict=True))


def of_services(one: Counted, shown: Shown, code: str) -> list[Line]:
    """Counts of services by year and 1 000 residents; no line where no whole year is known."""
    own, city = (_yearly(one, shown, *area) for area in ((DISTRICT, code), (CITY, settings().city_code)))
    if own.empty:
        return []
    why = page.why(shown.sent[shown.sent["area_level"].eq(DISTRICT)], code, one.indicators)
    own = own.assign(status=np.where(own["value"].notna(), "published", why))
    direction = need.direction_of_values(*(own[name] for name in ("value", "lower", "upper")))
    indicator = catalogue().indicators[one.indicators[0]]
    return [
        Line(
            page.figure_name(one.id),
            parts.words(f"need.measure.{one.counted}"),
            "per_1000",
            1,
            "none",
            direction,
            _points(own),
            dict(zip(city["year"], city["value"], strict=True)),
            "",
            indicator.origin == "model",
            _gone(own),
        )
    ]


def _yearly(one: Counted, shown: Shown, level: str, code: str) -> pd.DataFrame:
    sent = shown.sent[shown.sent["area_level"].eq(level) & shown.sent["area_code"].eq(code)]
    if sent.empty:
        return pd.DataFrame(columns=["area_code", "year", "value", "lower", "upper"])
    months = need.months(sent, one.indicators)
    counted = (need.year_ends if one.counted == "year_end" else need.yearly)(months, shown.until)
    people = need.residents(page.residents(level), sorted(set(counted["year"])))
    return need.rates(counted, people, PER)
