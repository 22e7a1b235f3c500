"""Layouts in which figures stand side by side: indicators, periods or age groups as columns."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from lib.intake import periods
from lib.intake.problem import Problem
from lib.intake.spellings import age_groups, meaning, plain

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A figure given by two columns is told on the row of the headings; the rest of the file is still read.
TOLD_BESIDE_READING = ("problem.column_same",)


def measures(headings: Sequence[str], left: Sequence[int], spelled: Mapping[str, str]) -> dict[int, str]:
    """The indicator of each heading that names one, by place."""
    found = {place: meaning(headings[place], spelled) for place in left}
    return {place: indicator for place, indicator in found.items() if indicator}


def dated_measures(
    headings: Sequence[str], left: Sequence[int], spelled: Mapping[str, str]
) -> tuple[dict[int, str], dict[int, str]]:
    """The indicator and the year of each heading that names both, such as Väkiluku 2023, by place."""
    found = {place: (YEAR.findall(headings[place]), YEAR.sub("", headings[place])) for place in left}
    dated = {
        place: (indicator, years[0])
        for place, (years, name) in found.items()
        if len(years) == 1 and (indicator := meaning(name, spelled))
    }
    return tuple({place: one[part] for place, one in dated.items()} for part in (0, 1))


def with_years(measures: Mapping[int, str], years: Mapping[int, str]) -> dict[int, str]:
    """What tells columns of figures apart: the indicator, and the year where the heading holds one."""
    return {place: f"{indicator} {years.get(place, '')}" for place, indicator in measures.items()}


def periods_of(headings: Sequence[str], left: Sequence[int]) -> dict[int, str]:
    """The first and last day of each heading that is a year or a month, by place."""
    texts = pd.Series([headings[place] for place in left], index=list(left), dtype="str")
    if texts.empty:
        return {}
    read = periods.parse(texts[periods.is_period_heading(texts)])
    return {
        int(place): f"{row.start:%Y-%m-%d}/{row.end:%Y-%m-%d}"
        for place, row in zip(read.index, read.itertuples(), strict=True)
    }


def ages(headings: Sequence[str], left: Sequence[int]) -> dict[int, str]:
    """The age group of each heading that names one, by place."""
    spelled = age_groups()
    return {place: spelled[plain(headings[place])] for place in left if plain(headings[place]) in spelled}


def with_total(
    headings: Sequence[str], columns: Mapping[str, int], found: Mapping[int, str]
) -> tuple[dict[str, int], dict[int, str]]:
    """Where ages are columns, a column headed `total` is all ages and not the denominator it is elsewhere."""
    place = columns.get("denominator")
    total = {} if place is None else ages(headings, [place])
    kept = {column: at for column, at in columns.items() if not (column == "denominator" and total)}
    return kept, dict(sorted({**found, **total}.items()))


def first_of_each(spread: Mapping[int, str]) -> tuple[tuple[int, ...], dict[int, int]]:
    """Places of the first column of each meaning; places of the others with the first one of the same."""
    first: dict[str, int] = {}
    for place, what in spread.items():
        first.setdefault(what, place)
    again = {place: first[what] for place, what in spread.items() if first[what] != place}
    return tuple(first.values()), again


def same_twice(headings: Sequence[str], again: Mapping[int, int]) -> list[Problem]:
    """Two columns of the same month, indicator or age group, such as 1/2026 and tammi.26."""
    return [
        Problem(
            "problem.column_same", "error", 1, headings[place], headings[place], {"other": headings[first]}
        )
        for place, first in again.items()
    ]
