"""Cells that must not come in: data about a person, and texts a spreadsheet would run as a formula."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.intake.headings import Matching
from lib.intake.personal import personal_kind
from lib.intake.problem import Problem, each
from lib.table import FIGURES

FORMULA = r"^\s*[=@]|^\s*[+-][^\s\d.,]|^[\t\r]"


def suspects(cells: pd.DataFrame, matching: Matching, headings: Sequence[str]) -> list[Problem]:
    """Personal data anywhere, and formulas in columns of text, also in the columns we leave out."""
    numeric = {matching.columns.get(column) for column in FIGURES}
    numeric |= {*matching.measures, *matching.periods, *matching.ages}
    problems: list[Problem] = []
    for place, heading in enumerate(headings):
        column = cells[str(place)]
        problems += _personal(column, cells["row"], heading)
        if place not in numeric:
            level = "warning" if place in matching.extra else "error"
            problems += _formulas(column, cells["row"], heading, level)
    return problems


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
