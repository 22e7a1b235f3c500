"""What must hold in a received table: each rule gives every row that breaks it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from lib.facts import AGE_GROUPS, JOINT_AGE_GROUPS, LEVELS, STATUSES, Catalogue, Dataset, Indicator
from lib.intake import spellings
from lib.intake.places import Place, Places
from lib.intake.problem import MOST_OF_ONE_RULE, Problem, each, more
from lib.intake.read import Received
from lib.intake.spellings import SEXES
from lib.intake.tidy import KEY, combined, factor_of, looked_up
from lib.settings import settings

# An index or a sum of money may be below zero; these never are.
NEVER_NEGATIVE = ("share", "rate", "count", "median", "mean")
# A hair's breadth for sums of doubles.
ROUNDING = 1 + 1e-9
BETWEEN_PARTS = " · "
MOST_ROWS_NAMED = 12
MOST_SUGGESTIONS = 100
# Days; a period of more is a year.
LONGEST_MONTH = 31


@dataclass(frozen=True)
class Checked:
    """A received table with what its rules need: the form's indicators, all facts, the day, the headings."""

    table: pd.DataFrame
    indicators: dict[str, Indicator]
    catalogue: Catalogue
    today: date
    headings: dict[str, str] = field(default_factory=dict)

    def each_row(self, trait: Callable[[Indicator], object]) -> pd.Series:
        """A trait of each row's indicator; empty where the indicator is unknown."""
        traits = {key: trait(item) for key, item in self.indicators.items()}
        return looked_up(self.table["indicator_id"], traits)

    def told(self, key: str, level: str, columns: str, where: pd.Series) -> list[Problem]:
        """A problem for each row of `where`; what was found are its cells of `columns`, parted by blanks."""
        rows = self.table[where]
        first, *others = columns.split()
        found = [_written(cell) for cell in rows[first]]
        for other in others:
            found = [f"{text} / {_written(cell)}" for text, cell in zip(found, rows[other], strict=True)]
        if first != "value":
            return each(key, level, self.headings.get(first, first), rows["row"], found)
        texts = pd.DataFrame({"row": rows["row"], "found": found}).groupby(rows["heading"], sort=False)
        return [
            problem for heading, part in texts
            for problem in each(key, level, str(heading) or first, part["row"], part["found"].tolist())
        ]


def check(
    received: Received, dataset: Dataset, catalogue: Catalogue, today: date | None = None,
) -> list[Problem]:
    """Every fault of a received file, of reading it and of every rule; errors first, then by row."""
    headings = {column: heading for heading, column in reversed(received.mapping.items())}
    if "period" in headings:
        headings |= {"period_start": headings["period"], "period_end": headings["period"]}
    indicators = spellings.dataset_indicators(catalogue, dataset)
    checked = Checked(received.table, indicators, catalogue, today or _today(), headings)
    found = [*received.problems, *(problem for rule in RULES for problem in rule(checked))]
    return sorted(found, key=lambda problem: (problem.level, problem.row or 0))


def unknown_indicators(checked: Checked) -> list[Problem]:
    """Indicators nobody described, and those of another form."""
    column = checked.table["indicator_id"]
    outside = ~column.isin(list(checked.indicators))
    elsewhere = outside & column.isin(list(checked.catalogue.indicators))
    return [
        *checked.told("problem.indicator_unknown", "error", "indicator_id", outside & ~elsewhere),
        *checked.told("problem.indicator_of_other_form", "error", "indicator_id", elsewhere),
    ]


def unknown_areas(checked: Checked) -> list[Problem]:
    """Areas that are unknown, of another level than the figure has, or more than one."""
    table, places = checked.table, Places(checked.catalogue)
    codes, different = combined([table["indicator_id"], table["area_level"], table["area_code"]])
    found = [_area_fault(places, checked.indicators.get(key[0]), *key[1:]) for key in different]
    wrong = np.array([place.fault != "" for place in found], dtype=bool)
    rows = np.flatnonzero(wrong[codes]) if len(found) else np.array([], dtype=int)
    column = checked.headings.get("area_code", "area_code")
    near = {text: places.near(text) for text in _first_unknown(found)}
    problems = [
        _area_problem(found[codes[row]], near, int(table["row"].iat[row]), column)
        for row in rows[:MOST_OF_ONE_RULE]
    ]
    return problems + more("problem.area_unknown", "error", column, len(rows))


def unknown_services(checked: Checked) -> list[Problem]:
    """Services that are not described."""
    column = checked.table["service_id"]
    return checked.told(
        "problem.service_unknown", "error", "service_id", ~column.isin(["", *checked.catalogue.services]),
    )


def unknown_groups(checked: Checked) -> list[Problem]:
    """Age groups and sexes outside the lists."""
    table, ages = checked.table, ("all", *AGE_GROUPS, *JOINT_AGE_GROUPS)
    return [
        *checked.told("problem.age_group_unknown", "error", "age_group", ~table["age_group"].isin(ages)),
        *checked.told("problem.sex_unknown", "error", "sex", ~table["sex"].isin(SEXES)),
    ]


def unknown_statuses(checked: Checked) -> list[Problem]:
    """Statuses outside the list."""
    return checked.told("problem.status_unknown", "error", "status", ~checked.table["status"].isin(STATUSES))


def repeated(checked: Checked) -> list[Problem]:
    """The same figure twice: every row of it is a problem and names them all."""
    table = checked.table[checked.table["period_start"].notna()]
    again = table[table.duplicated(list(KEY), keep=False)]
    named = [checked.headings.get(name, "") for name in ("area_code", "period_start")]
    column = ", ".join(dict.fromkeys(filter(None, named)))
    shown = again.sort_values([*KEY, "row"], kind="stable").head(MOST_OF_ONE_RULE)
    problems = [
        problem for _, rows in shown.groupby(list(KEY), sort=False) for problem in _repeats(rows, column)
    ]
    return problems + more("problem.repeated", "error", column, len(again))


def parts_over_whole(checked: Checked) -> list[Problem]:
    """A part greater than its whole, where the figure is a share of it."""
    table = checked.table
    over = (checked.each_row(lambda item: item.kind) == "share") & (table["numerator"] > table["denominator"])
    return checked.told("problem.part_over_whole", "error", "numerator denominator", over)


def negative_figures(checked: Checked) -> list[Problem]:
    """Values of a kind that is never negative, and negative counts."""
    table = checked.table
    never = checked.each_row(lambda item: item.kind in NEVER_NEGATIVE).eq(True)
    return [
        *checked.told("problem.negative", "error", "value", never & (table["value"] < 0)),
        *checked.told("problem.negative", "error", "numerator", table["numerator"] < 0),
        *checked.told("problem.negative", "error", "denominator", table["denominator"] < 0),
    ]


def shares_over_hundred(checked: Checked) -> list[Problem]:
    """Shares above 100 per cent."""
    share = checked.each_row(lambda item: item.kind) == "share"
    return checked.told("problem.over_hundred", "error", "value", share & (checked.table["value"] > 100))


def values_unlike_parts(checked: Checked) -> list[Problem]:
    """Values that do not follow from numerator and denominator, however the value was rounded."""
    table = checked.table
    kind = checked.each_row(lambda item: item.kind)
    factor = checked.each_row(factor_of).astype("float64")
    decimals = checked.each_row(lambda item: item.decimals).fillna(0).astype(int)
    expected = factor * table["numerator"] / table["denominator"].where(table["denominator"] > 0)
    expected = expected.where(kind.isin(("share", "rate")))
    expected = expected.mask(kind == "count", table["numerator"])
    differs = expected.notna() & table["value"].notna() & ~_agree(table["value"], expected, decimals)
    return checked.told("problem.value_unlike_parts", "warning", "value numerator denominator", differs)


def periods_of_other_rhythm(checked: Checked) -> list[Problem]:
    """A year where the figure is monthly, a month where it is yearly."""
    table = checked.table
    length = (table["period_end"] - table["period_start"]).dt.days
    rhythm = checked.each_row(lambda item: item.periodicity)
    no_month = (rhythm == "month") & (length > LONGEST_MONTH)
    no_year = (rhythm == "year") & (length < LONGEST_MONTH)
    return [
        *checked.told("problem.period_not_month", "error", "period_start", no_month),
        *checked.told("problem.period_not_year", "error", "period_start", no_year),
    ]


def periods_to_come(checked: Checked) -> list[Problem]:
    """Values of periods that have not begun, and as a warning of those that have not ended."""
    table, today = checked.table, pd.Timestamp(checked.today)
    has_value = table["value"].notna()
    to_come = has_value & (table["period_start"] > today)
    not_over = has_value & ~to_come & (table["period_end"] > today)
    return [
        *checked.told("problem.period_to_come", "error", "period_start", to_come),
        *checked.told("problem.period_not_over", "warning", "period_start", not_over),
    ]


RULES: tuple[Callable[[Checked], list[Problem]], ...] = (
    unknown_indicators, unknown_areas, unknown_services, unknown_groups, unknown_statuses, repeated,
    parts_over_whole, negative_figures, shares_over_hundred, values_unlike_parts, periods_of_other_rhythm,
    periods_to_come,
)


def _area_fault(places: Places, indicator: Indicator | None, level: str, code: str) -> Place:
    """What is wrong with an area, with `fault` empty when nothing is."""
    if level and level not in LEVELS:
        return Place(level, level, "area_level_unknown")
    if (level, code) in places.known:
        fits = indicator is None or level in indicator.levels
        return Place(level, code) if fits else Place(level, code, "area_level_not_of_indicator", level)
    return places.find(level, code, indicator.levels if indicator else LEVELS)


def _first_unknown(found: list[Place]) -> list[str]:
    """Unknown areas that get a suggestion: finding near names is slow, so a wholly wrong file gets few."""
    unknown = dict.fromkeys(place.code for place in found if place.fault == "area_unknown")
    return list(unknown)[:MOST_SUGGESTIONS]


def _area_problem(place: Place, near: dict[str, str], row: int, column: str) -> Problem:
    suggestion = place.suggestion or near.get(place.code, "")
    todo = "todo.area_unknown_near" if place.fault == "area_unknown" and suggestion else ""
    values = {"found": place.code, "suggestion": suggestion}
    return Problem(f"problem.{place.fault}", "error", row, column, place.code, values, todo)


def _repeats(rows: pd.DataFrame, column: str) -> list[Problem]:
    first = rows.iloc[0]
    month = _written(first["period_start"])[:7]
    parts = [first["area_code"], first["service_id"], month, first["age_group"], first["indicator_id"]]
    found = BETWEEN_PARTS.join(part for part in parts if part not in ("", "all"))
    named = {"rows": ", ".join(str(row) for row in rows["row"].unique()[:MOST_ROWS_NAMED])}
    return [
        Problem("problem.repeated", "error", int(row), column, found, named) for row in rows["row"].unique()
    ]


def _agree(value: pd.Series, expected: pd.Series, decimals: pd.Series) -> pd.Series:
    """Whether the value is the expected one rounded to as many decimals as it shows, at most `decimals`."""
    agree = pd.Series(False, index=value.index)
    for digits in range(int(decimals.max()) + 1 if len(decimals) else 0):
        shows = np.isclose(value, value.round(digits), rtol=0, atol=1e-9) | (decimals == digits)
        near = (value - expected).abs() <= 0.5 * 10.0**-digits * ROUNDING + 1e-9
        agree |= shows & near & (digits <= decimals)
    return agree


def _written(cell: object) -> str:
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _today() -> date:
    return date.fromisoformat(settings().today) if settings().today else date.today()
