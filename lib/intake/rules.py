"""What must hold in a received table: each rule gives every row that breaks it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from lib.facts import AGE_GROUPS, JOINT_AGE_GROUPS, LANGUAGES, STATUSES, Catalogue, Dataset
from lib.intake import spellings
from lib.intake.checked import Checked, written
from lib.intake.coded import repeats, with_texts
from lib.intake.parts import BESIDE
from lib.intake.problem import MOST_OF_ONE_RULE, Problem, Sheet, more, placed, sheet_of
from lib.intake.read import Received
from lib.intake.rules_areas import unknown_areas
from lib.intake.rules_figures import (
    decimals_in_counts,
    negative_figures,
    parts_over_whole,
    shares_over_hundred,
    values_unlike_parts,
)
from lib.intake.rules_history import breaks_with_history, false_zeros
from lib.intake.rules_law import without_limit
from lib.intake.rules_periods import periods_of_other_rhythm, periods_to_come
from lib.intake.rules_sums import joint_counts, unequal_sums
from lib.intake.rules_totals import unequal_totals
from lib.intake.spellings import SEXES, nearest_names
from lib.intake.suspects import without_names
from lib.intake.tidy import empty_table
from lib.progress import Tell, untold
from lib.settings import settings
from lib.table import KEY

BETWEEN_PARTS = " · "
MOST_ROWS_NAMED = 12
# Finding near names is slow, so a wholly wrong file gets few.
MOST_SUGGESTIONS = 100


def check(
    received: Received,
    dataset: Dataset,
    catalogue: Catalogue,
    today: date | None = None,
    current: pd.DataFrame | None = None,
    tell: Tell = untold,
) -> list[Problem]:
    """Every fault of a received file, of reading it and of every rule; errors first, then by row.

    current: the stored rows of the form in the one table shape; without them no rule looks at history.
    tell: hears before every rule which share of them is done.
    """
    indicators = spellings.dataset_indicators(catalogue, dataset)
    day = today or _today()
    stored = empty_table() if current is None else current
    checked = Checked(
        received.table, dataset, indicators, catalogue, day, received.mapping, received.sheets, stored
    )
    found = list(received.problems)
    for place, rule in enumerate(RULES):
        tell("check", place / len(RULES))
        found += rule(checked)
    found = without_names(found)
    return sorted(placed(found, received.sheets), key=lambda problem: (problem.level, problem.row or 0))


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
    """Services that are not described; the nearest known names are said."""
    known = checked.catalogue.services
    column = checked.table["service_id"]
    where = ~column.isin(["", *known])
    names = [one.name[language] for one in known.values() for language in LANGUAGES]
    near = {text: nearest_names(text, names) for text in column[where].unique()[:MOST_SUGGESTIONS]}
    return [
        replace(
            problem, values={**problem.values, "suggestion": near[text]}, todo_key="todo.service_unknown_near"
        )
        if near.get(text := problem.values["found"])
        else problem
        for problem in checked.told("problem.service_unknown", "error", "service_id", where)
    ]


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
    """The same figure twice: every row of it is a problem and names them all.

    Rows of several figures that repeat each other are told once, not once for each figure.
    """
    table = checked.table
    again = with_texts(table[repeats(table, KEY) & table["period_start"].notna()])
    shown = again.sort_values([*KEY, "row"], kind="stable").head(MOST_OF_ONE_RULE)
    shown = shown.assign(rows=shown.groupby(KEY, sort=False)["row"].transform(_named_rows, checked.sheets))
    groups = shown.groupby(["rows", *BESIDE], sort=False)
    problems = [problem for _, rows in groups for problem in _repeats(rows, _repeat_column(checked, rows))]
    return problems + more("problem.repeated", "error", _repeat_column(checked, again), len(again))


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
    decimals_in_counts,
    unequal_sums,
    unequal_totals,
    without_limit,
    joint_counts,
    periods_of_other_rhythm,
    periods_to_come,
    false_zeros,
    breaks_with_history,
)


def _named_rows(rows: pd.Series, sheets: Sequence[Sheet]) -> str:
    return ", ".join(_named_row(int(row), sheets) for row in rows.unique()[:MOST_ROWS_NAMED])


def _named_row(row: int, sheets: Sequence[Sheet]) -> str:
    sheet = sheet_of(row, sheets)
    return f"{sheet.name}: {row - sheet.before}" if sheet else str(row)


def _repeat_column(checked: Checked, rows: pd.DataFrame) -> str:
    """The headings of area and period; the month's own heading where months stand side by side."""
    area, period = (checked.headings.get(name, "") for name in ("area_code", "period_start"))
    periods = rows["heading"].unique() if "period" in checked.spread else [period]
    return ", ".join(dict.fromkeys(filter(None, (area, *periods))))


def _repeats(rows: pd.DataFrame, column: str) -> list[Problem]:
    first = rows.iloc[0]
    month = written(first["period_start"])[:7]
    indicator = first["indicator_id"] if rows["indicator_id"].nunique() == 1 else ""
    parts = [first["area_code"], first["service_id"], month, first["age_group"], indicator]
    found = BETWEEN_PARTS.join(part for part in parts if part not in ("", "all"))
    named = {"rows": first["rows"]}
    return [
        Problem("problem.repeated", "error", int(row), column, found, named) for row in rows["row"].unique()
    ]


def _today() -> date:
    return date.fromisoformat(settings().today) if settings().today else date.today()
