"""What must hold in a received table: each rule gives every row that breaks it."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from lib.facts import AGE_GROUPS, JOINT_AGE_GROUPS, STATUSES, Catalogue, Dataset
from lib.intake import spellings
from lib.intake.checked import Checked, written
from lib.intake.problem import MOST_OF_ONE_RULE, Problem, more
from lib.intake.read import Received
from lib.intake.rules_areas import unknown_areas
from lib.intake.rules_figures import (
    negative_figures,
    parts_over_whole,
    shares_over_hundred,
    values_unlike_parts,
)
from lib.intake.spellings import SEXES
from lib.settings import settings
from lib.table import KEY

BETWEEN_PARTS = " · "
MOST_ROWS_NAMED = 12
# Days; a period of more is a year.
LONGEST_MONTH = 31


def check(
    received: Received,
    dataset: Dataset,
    catalogue: Catalogue,
    today: date | None = None,
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


def unknown_services(checked: Checked) -> list[Problem]:
    """Services that are not described."""
    column = checked.table["service_id"]
    return checked.told(
        "problem.service_unknown",
        "error",
        "service_id",
        ~column.isin(["", *checked.catalogue.services]),
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
    again = table[table.duplicated(KEY, keep=False)]
    named = [checked.headings.get(name, "") for name in ("area_code", "period_start")]
    column = ", ".join(dict.fromkeys(filter(None, named)))
    shown = again.sort_values([*KEY, "row"], kind="stable").head(MOST_OF_ONE_RULE)
    problems = [problem for _, rows in shown.groupby(KEY, sort=False) for problem in _repeats(rows, column)]
    return problems + more("problem.repeated", "error", column, len(again))


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
    unknown_indicators,
    unknown_areas,
    unknown_services,
    unknown_groups,
    unknown_statuses,
    repeated,
    parts_over_whole,
    negative_figures,
    shares_over_hundred,
    values_unlike_parts,
    periods_of_other_rhythm,
    periods_to_come,
)


def _repeats(rows: pd.DataFrame, column: str) -> list[Problem]:
    first = rows.iloc[0]
    month = written(first["period_start"])[:7]
    parts = [first["area_code"], first["service_id"], month, first["age_group"], first["indicator_id"]]
    found = BETWEEN_PARTS.join(part for part in parts if part not in ("", "all"))
    named = {"rows": ", ".join(str(row) for row in rows["row"].unique()[:MOST_ROWS_NAMED])}
    return [
        Problem("problem.repeated", "error", int(row), column, found, named) for row in rows["row"].unique()
    ]


def _today() -> date:
    return date.fromisoformat(settings().today) if settings().today else date.today()
