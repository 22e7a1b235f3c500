"""Cells that must not come in: data about a person, and texts a spreadsheet would run as a formula."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from lib.intake.headings import Matching
from lib.intake.personal import HIDDEN, name_like, personal_kind
from lib.intake.problem import Problem, each
from lib.intake.spellings import plain, spellings
from lib.table import FIGURES

PERSON_NAME = "problem.person_name"
# So many of the different texts of a column must look like names of persons: fewer where its heading says so.
SHARE_OF_NAMES, SHARE_UNDER_NAME, FEWEST_NAMES = 0.5, 0.25, 2
FORMULA = r"^\s*[=@]|^\s*[+-][^\s\d.,]|^[\t\r]"


def suspects(
    cells: pd.DataFrame, matching: Matching, headings: Sequence[str], places: Collection[str] = ()
) -> list[Problem]:
    """Personal data anywhere, and formulas in columns of text, also in the columns we leave out.

    places: plain names of areas and services, which are no persons'.
    """
    numeric = {matching.columns.get(column) for column in FIGURES}
    numeric |= {*matching.measures, *matching.periods, *matching.ages}
    problems: list[Problem] = []
    for place, heading in enumerate(headings):
        column = cells[str(place)]
        problems += _personal(column, cells["row"], heading)
        if place not in numeric:
            level = "warning" if place in matching.extra else "error"
            problems += _formulas(column, cells["row"], heading, level)
            problems += _names(column, cells["row"], heading, places)
    return problems


def without_names(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, with nothing shown of what stands in a column of names."""
    named = {one.column for one in problems if one.key == PERSON_NAME}
    return [_hidden(one) if one.column in named and one.key != PERSON_NAME else one for one in problems]


def _hidden(problem: Problem) -> Problem:
    values = {
        name: HIDDEN if name in ("found", "suggestion") else one for name, one in problem.values.items()
    }
    shown = problem.found if problem.found in ("", problem.column) else HIDDEN
    return replace(problem, found=shown, values=values)


def _names(column: pd.Series, rows: pd.Series, heading: str, places: Collection[str]) -> list[Problem]:
    """Every row of a column in which enough cells are names of persons; the names are not told."""
    texts = [str(text).strip() for text in column.cat.categories]
    are_names = np.array(name_like(texts, places), dtype=bool)
    is_headed = plain(heading) in {plain(word) for word in spellings("name_heading")}
    share = are_names.sum() / max(sum(map(bool, texts)), 1)
    if share < (SHARE_UNDER_NAME if is_headed else SHARE_OF_NAMES):
        return []
    if are_names.sum() < (1 if is_headed else FEWEST_NAMES):
        return []
    hits = rows[are_names[column.cat.codes.to_numpy()]]
    return each(PERSON_NAME, "error", heading, hits, [""] * len(hits))


def _personal(column: pd.Series, rows: pd.Series, heading: str) -> list[Problem]:
    """Only the row and the column are told, never the text."""
    kinds = personal_kind(pd.Series(column.cat.categories, dtype="str")).to_numpy()
    problems: list[Problem] = []
    for kind in sorted(set(kinds) - {""}):
        hits = rows[(kinds == kind)[column.cat.codes]]
        problems += each(f"problem.{kind}", "error", heading, hits, [""] * len(hits))
    return problems


def _formulas(column: pd.Series, rows: pd.Series, heading: str, level: str) -> list[Problem]:
    texts = pd.Series(column.cat.categories, dtype="str")
    suspect = texts.str.contains(FORMULA, regex=True).to_numpy(dtype=bool)
    hits = np.flatnonzero(suspect[column.cat.codes])
    return each("problem.formula", level, heading, rows.iloc[hits], column.iloc[hits].astype("str").tolist())
