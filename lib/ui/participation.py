"""Taking part by area: the participatory budget for each resident and child, turnout, and local activity."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from lib import charts, figures, names, taking_part, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.statistics import comparison, intervals
from lib.ui import address, asking, choices, parts, profile

LEVEL = "major_district"
BUDGET = ("budget_proposals", "budget_votes", "budget_money")
SHARES = ("voting_turnout_share", "participation_share")
RESIDENTS, CHILDREN = "residents_by_district", "age_0_17_share_by_district"
# The people by whom a measure of the budget is told.
PEOPLE = {"votes": (RESIDENTS,), "proposals": (RESIDENTS,), "money": (CHILDREN,)}
LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")


@dataclass(frozen=True)
class Measure:
    """One measure by area: `table` as a ranking wants it, the city's value, how figures are written.

    indicators: those it is made of, for its sources.
    """

    key: str
    table: pd.DataFrame
    benchmark: float
    style: charts.Style
    people_year: int | None
    indicators: tuple[str, ...]


def observed() -> pd.DataFrame:
    """The figures of taking part and of people, of the districts and the city, all periods."""
    wanted = (*BUDGET, *SHARES, RESIDENTS, CHILDREN)
    levels = (LEVEL, profile.benchmark_of(LEVEL)[0])
    table = pd.concat([asking.observations(wanted, level) for level in levels], ignore_index=True)
    city = profile.benchmark_of(LEVEL)[1]
    return table[table["area_level"].eq(LEVEL) | table["area_code"].eq(city)]


def rounds(table: pd.DataFrame) -> list[str]:
    """The years of the budget's rounds, the newest first."""
    starts = table[table["indicator_id"].isin(BUDGET)]["period_start"]
    return [str(year) for year in sorted(set(starts.dt.year), reverse=True)]


def measures(table: pd.DataFrame, year: str) -> list[Measure]:
    """Votes and proposals by resident, money by child, and the newest turnout and local activity."""
    residents = taking_part.people(_one(table, RESIDENTS), "value")
    children = taking_part.people(_one(table, CHILDREN), "numerator")
    votes, proposals, money = (
        _one(_of_year(table, year), name) for name in ("budget_votes", "budget_proposals", "budget_money")
    )
    made = [
        _measure("votes", taking_part.per_resident(votes, residents), "budget_votes", ("per_1000", 1)),
        _measure(
            "proposals", taking_part.per_resident(proposals, residents), "budget_proposals", ("per_1000", 2)
        ),
        _measure("money", taking_part.per_person(money, children), "budget_money", ("euro", 0)),
        *(_share(table, name) for name in SHARES),
    ]
    return [one for one in made if one.table["value"].notna().any()]


def _one(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table[table["indicator_id"].eq(name)]


def _of_year(table: pd.DataFrame, year: str) -> pd.DataFrame:
    return table[table["period_start"].dt.year.eq(int(year))]


def _share(table: pd.DataFrame, name: str) -> Measure:
    facts = catalogue().indicators
    newest = figures.at_same_period(figures.newest(_one(table, name)))
    return _measure(name, figures.with_intervals(newest, facts), name, (facts[name].unit, 1))


def _measure(key: str, table: pd.DataFrame, name: str, written: tuple[str, int]) -> Measure:
    """Districts as rows with their state against the city, whose value is the benchmark."""
    indicator: Indicator = catalogue().indicators[name]
    own = table["area_level"].eq(LEVEL)
    city = table[~own]["value"]
    benchmark = float(city.iloc[0]) if len(city) else float("nan")
    rows = table[own].assign(series=[_area(code) for code in table[own]["area_code"]])
    style = charts.Style(*written, parts.language(), indicator.origin, parts.mode())
    years = table["people_start"].dt.year.dropna() if "people_start" in table else ()
    return Measure(
        key,
        _with_state(rows, benchmark, indicator),
        benchmark,
        style,
        int(min(years)) if len(years) else None,
        (name, *PEOPLE.get(key, ())),
    )


def _with_state(rows: pd.DataFrame, benchmark: float, indicator: Indicator) -> pd.DataFrame:
    """Add `state` and the names of the limits that a chart reads."""
    rows = rows.assign(**{name: float("nan") for name in LIMITS if name not in rows})
    limits = intervals.Interval(*(rows[name].to_numpy(float) for name in ("value", *LIMITS)))
    state = comparison.compare(limits, benchmark, indicator.polarity)
    return rows.assign(state=state, lower=rows["lower_95"], upper=rows["upper_95"])


def _area(code: str) -> str:
    return names.area(catalogue(), LEVEL, code, parts.language())


def city_name() -> str:
    """The benchmark's name."""
    return names.area(catalogue(), *profile.benchmark_of(LEVEL), parts.language())


def finding(measure: Measure) -> str:
    """Where a measure is highest and where lowest."""
    known = measure.table.dropna(subset="value").sort_values("value")
    low, high = known.iloc[0], known.iloc[-1]
    return parts.words(
        f"participation.finding.{measure.key}",
        high=high["series"],
        high_value=_written(high["value"], measure.style),
        low=low["series"],
        low_value=_written(low["value"], measure.style),
    )


def _written(value: float, style: charts.Style) -> str:
    return text.figure(value, style.unit, style.decimals, style.language)


def subtitle(measure: Measure) -> str:
    """What is measured, in which year, and from which year the people are."""
    year = int(measure.table["period_start"].dt.year.max())
    said = parts.words(f"participation.measure.{measure.key}", year=year)
    if not measure.people_year:
        return said
    return f"{said} {parts.words('participation.people', year=measure.people_year)}"


def draw(measure: Measure, key: str) -> None:
    """The areas in order, with their limits and the city as benchmark, and the table behind."""
    heading, mark = finding(measure), parts.words("model.word") if measure.style.origin == "model" else ""
    parts.section(heading, subtitle(measure), key=f"{key}_head", model=mark)
    picked = choices.area_key(address.get("area"))
    picked_name = _area(picked[1]) if picked[0] == LEVEL else ""
    line = charts.Benchmark(city_name(), measure.benchmark)
    parts.chart(charts.ranking(measure.table, measure.style, heading, line, picked_name), key, heading)
    said = parts.words(f"participation.foot.{measure.key}")
    parts.foot(f"{said} {sources(measure.indicators)}", f"{key}_foot")
    parts.table(table_of(measure), key, f"osallisuus-{measure.key}", (measure.style.origin,))


def sources(indicators: Iterable[str]) -> str:
    """Where the figures come from."""
    facts = catalogue()
    return names.listed_sources([facts.indicators[one] for one in indicators], facts, parts.language())


def table_of(measure: Measure) -> pd.DataFrame:
    """The figures of one picture in words, the highest first."""
    rows, style = measure.table.sort_values("value", ascending=False), measure.style
    return pd.DataFrame(
        {
            parts.words("column.area"): rows["series"],
            parts.words("column.value"): [_known(value, style) for value in rows["value"]],
            parts.words("column.interval"): [
                text.EN_DASH
                if pd.isna(low)
                else text.interval(low, high, style.unit, style.decimals, style.language)
                for low, high in zip(rows["lower"], rows["upper"], strict=True)
            ],
            parts.words("column.difference"): [
                names.state_word(state, style.language) for state in rows["state"]
            ],
            parts.words("column.status"): [parts.words(f"state.{status}") for status in rows["status"]],
        }
    )


def _known(value: float, style: charts.Style) -> str:
    return text.EN_DASH if pd.isna(value) else _written(value, style)


def title(shown: list[Measure]) -> str:
    """Where the votes are fewest, in elections and in the budget; without either, the first finding."""
    least = {one.key: one.table.dropna(subset="value").nsmallest(1, "value") for one in shown}
    if not {"votes", "voting_turnout_share"} <= set(least):
        return finding(shown[0])
    lowest = {key: rows["series"].iloc[0] for key, rows in least.items()}
    return parts.words(
        "participation.title", elections=lowest["voting_turnout_share"], budget=lowest["votes"]
    )
