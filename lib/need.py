"""Need held against supply: standardised scores of areas with limits, classes, and how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lib.statistics import intervals, trend
from lib.statistics.inputs import Floats, numbers
from lib.statistics.intervals import LEVEL_95, LEVEL_998, Limits, z_of

LOW, MIDDLE, HIGH = LEVELS = ("low", "middle", "high")
UNKNOWN = ""
# From the least to the most sure; the weaker of two speaks.
CERTAINTIES = ("not_assessed", "uncertain", "fairly_sure", "sure")
# With fewer areas than this nobody stands out from the others.
FEWEST_AREAS = 3
YEAR = 12
DECEMBER = 12


@dataclass(frozen=True)
class Scores:
    """A score for each area in standard deviations, and its standard error; NaN where a part is unknown."""

    value: Floats
    error: Floats

    def limits(self, level: float = LEVEL_95) -> Limits:
        """Normal limits of every area."""
        reach = z_of(level) * self.error
        return Limits(self.value - reach, self.value + reach)


def scores(values: ArrayLike, errors: ArrayLike, weights: ArrayLike) -> Scores:
    """The weighted mean of standardised figures. values, errors: (parts, areas); weights: (parts,) above 0.

    z = (value − mean)/s over the areas that have the figure, s with n below the line, since these are all the
    areas there are. Mean and s are taken as known, the errors of the parts as independent: the error of the
    score is √Σ(w·error/s)²/Σw. All NaN when a part has fewer than three areas or no spread.
    """
    x, e = (np.atleast_2d(numbers(one)) for one in (values, errors))
    w = numbers(weights)[:, None]
    known = ~np.isnan(x)
    count = known.sum(1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, x, 0).sum(1, keepdims=True) / count
        spread = np.sqrt(np.where(known, (x - mean) ** 2, 0).sum(1, keepdims=True) / count)
        usable = (count >= FEWEST_AREAS) & (spread > 0)
        z, error = (np.where(usable, one / spread, np.nan) for one in (x - mean, e))
    return Scores((w * z).sum(0) / w.sum(), np.sqrt(((w * error) ** 2).sum(0)) / w.sum())


def levels(value: ArrayLike, border: float) -> NDArray[np.str_]:
    """low, middle or high of each score, empty where unknown; on a border is outside the middle."""
    x = numbers(value)
    return np.select([np.isnan(x), x <= -border, x >= border], [UNKNOWN, LOW, HIGH], MIDDLE)


def certainty(found: Scores, border: float) -> NDArray[np.str_]:
    """Whether the limits stay within the score's own class: sure at 99.8 %, fairly sure at 95 %."""
    inside = [_stays(found, border, level) for level in (LEVEL_998, LEVEL_95)]
    known = ~np.isnan(found.value + found.error)
    return np.select([~known, *inside], ["not_assessed", "sure", "fairly_sure"], "uncertain")


def _stays(found: Scores, border: float, level: float) -> NDArray[np.bool_]:
    ends = [levels(end, border) for end in found.limits(level)]
    return (ends[0] == ends[1]) & (ends[0] != UNKNOWN)


def held(codes: Sequence[str], need: Scores, supply: Scores, border: float) -> pd.DataFrame:
    """One row an area, the greatest need first and those without a score last.

    Columns: area_code; need, need_lower, need_upper, need_level and the same of supply; certainty (the weaker
    of both); is_gap: need is high and supply low.
    """
    table = pd.DataFrame({"area_code": list(codes), **_columns("need", need, border)})
    table = table.assign(**_columns("supply", supply, border))
    places = [_place(certainty(one, border)) for one in (need, supply)]
    weaker = np.array(CERTAINTIES)[np.minimum(*places)]
    is_gap = table["need_level"].eq(HIGH) & table["supply_level"].eq(LOW)
    table = table.assign(certainty=weaker, is_gap=is_gap)
    return table.sort_values("need", ascending=False, na_position="last", ignore_index=True)


def _columns(name: str, found: Scores, border: float) -> dict[str, NDArray]:
    low, high = found.limits()
    of = {name: found.value, f"{name}_lower": low, f"{name}_upper": high}
    return {**of, f"{name}_level": levels(found.value, border)}


def _place(words: NDArray[np.str_]) -> NDArray[np.int_]:
    return np.array([CERTAINTIES.index(one) for one in words])


def share_errors(cases: ArrayLike, whole: ArrayLike) -> Floats:
    """The standard error of shares (0 to 1) behind their Wilson limits."""
    return intervals.standard_error(*intervals.wilson(np.atleast_1d(cases), np.atleast_1d(whole)))


def months(totals: pd.DataFrame, indicator_ids: Sequence[str]) -> pd.DataFrame:
    """The counts of several indicators added up: a row an area, a column a month.

    totals: indicator_id, area_code, period_start, value. NaN where one of the counts is hidden or lacking.
    """
    asked = totals[totals["indicator_id"].isin(indicator_ids)]
    wide = asked.pivot(index=["area_code", "period_start"], columns="indicator_id", values="value")
    summed = wide.reindex(columns=list(indicator_ids)).sum(axis=1, skipna=False)
    table = summed.unstack("period_start")
    return table.reindex(columns=pd.date_range(table.columns.min(), table.columns.max(), freq="MS"))


def without_holes(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals, blank in every month that lacks a service which sends both before and after it.

    totals: with `services`, how many sent a figure. Looks eleven months either way; the newest months are
    the matter of `complete_until`.
    """
    sent = totals.groupby("period_start")["services"].sum()
    before, after = (one.rolling(YEAR, min_periods=1).max() for one in (sent, sent[::-1]))
    hole = sent < np.minimum(before, after.sort_index())
    return totals.assign(value=totals["value"].mask(totals["period_start"].map(hole)))


def complete_until(totals: pd.DataFrame) -> pd.Timestamp:
    """The newest month with as many services as any of the eleven before it; NaT without rows.

    totals: with `services`, how many sent a figure. A service that stops for good holds this up for a year.
    """
    sent = totals.groupby("period_start")["services"].sum()
    full = sent[sent.eq(sent.rolling(YEAR, min_periods=1).max())]
    return full.index.max()


def window(table: pd.DataFrame, until: pd.Timestamp, count: int) -> pd.DataFrame:
    """Sum and error of the newest `count` months: area_code, count, error; NaN where one of them is unknown.

    Their variation is judged from all spans of so many months before them.
    """
    spans = int((until.to_period("M") - table.columns.min().to_period("M")).n + 1) // count
    wanted = pd.date_range(end=until, periods=max(spans, 1) * count, freq="MS")
    return _summed(table.reindex(columns=wanted), count).groupby("area_code").tail(1).drop(columns="span")


def yearly(table: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Sum and error of each whole calendar year up to a month: area_code, year, count, error."""
    months = pd.Series(table.columns[table.columns <= until], dtype="datetime64[ns]")
    first, last = months.min(), months.max()
    start = first.year if first.month == 1 else first.year + 1
    end = last.year if last.month == DECEMBER else last.year - 1
    if end < start:
        return pd.DataFrame(columns=["area_code", "year", "count", "error"])
    wanted = pd.date_range(f"{start}-01-01", f"{end}-12-01", freq="MS")
    found = _summed(table.reindex(columns=wanted), YEAR)
    return found.assign(year=found["span"] + start).drop(columns="span")


def _summed(table: pd.DataFrame, count: int) -> pd.DataFrame:
    """Each span of `count` columns as one row: area_code, span from 0, count, error √(φ·sum)."""
    spans = table.to_numpy(float).reshape(len(table), -1, count)
    total = spans.sum(2)
    error = np.sqrt(dispersion(spans)[:, None] * total)
    places = pd.MultiIndex.from_product([table.index, range(spans.shape[1])], names=["area_code", "span"])
    columns = {"count": total.ravel(), "error": error.ravel()}
    return pd.DataFrame(columns, index=places).reset_index()


def dispersion(spans: ArrayLike) -> Floats:
    """How many times more than chance monthly counts vary, from 1 up. spans: (areas, years, months).

    χ² of an area's table of years by months over its freedom (years − 1)(months − 1): the season and the
    years' own levels are taken out. One person visits many times, so that visits vary more than by chance.
    Years with an unknown month are left out; NaN with fewer than two years.
    """
    x = np.asarray(spans, dtype=float)
    return np.array([_dispersion(one[~np.isnan(one).any(1)]) for one in x])


def _dispersion(x: Floats) -> float:
    if len(x) < 2 or x.shape[1] < 2:
        return float("nan")
    expected = x.sum(1, keepdims=True) * x.sum(0) / max(x.sum(), 1)
    parts = np.divide((x - expected) ** 2, expected, out=np.zeros_like(x), where=expected > 0)
    return max(1.0, float(parts.sum() / ((len(x) - 1) * (x.shape[1] - 1))))


def year_ends(table: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The count of each December up to a month, with its Poisson error: area_code, year, count, error."""
    ends = table.loc[:, (table.columns.month == DECEMBER) & (table.columns <= until)]
    long = ends.rename(columns=lambda month: month.year).rename_axis(columns="year")
    counted = long.melt(value_name="count", ignore_index=False).reset_index()
    return counted.assign(error=np.sqrt(counted["count"]))


def residents(table: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Residents by area and year; after the newest known year they stay as they were. Earlier ones are NaN.

    table: area_code, period_start, value of one indicator and level.
    """
    known = table.assign(year=table["period_start"].dt.year)
    wide = known.pivot(index="area_code", columns="year", values="value")
    every = sorted({*wide.columns, *years})
    return wide.reindex(columns=every).ffill(axis=1).reindex(columns=list(years))


def rates(counted: pd.DataFrame, people: pd.DataFrame, per: float) -> pd.DataFrame:
    """Add value, its error and lower and upper limit (95 %) per `per` residents.

    counted: area_code, year, count, error. people: a table of `residents`; an area or year without gives NaN.
    """
    places = zip(counted["area_code"], counted["year"], strict=True)
    by_place = people.stack().to_dict()
    n = np.array([by_place.get(place, np.nan) for place in places], dtype=float) / per
    value, error = counted["count"] / n, counted["error"] / n
    reach = z_of(LEVEL_95) * error
    return counted.assign(value=value, error=error, lower=(value - reach).clip(lower=0), upper=value + reach)


def direction_of_shares(cases: Sequence[float], whole: Sequence[float]) -> str:
    """The trend of the last five yearly shares of one area: a state of lib.statistics.trend."""
    return str(trend.trend_of_counts(cases, whole).state[0]) if len(cases) else trend.CANNOT


def direction_of_values(value: Sequence[float], lower: Sequence[float], upper: Sequence[float]) -> str:
    """The trend of the last five yearly figures of one area with 95 % limits."""
    return str(trend.trend_of_values(value, lower, upper).state[0]) if len(value) else trend.CANNOT
