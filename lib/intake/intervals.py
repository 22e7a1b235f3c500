"""Columns of an interval beside a value: held against it and against each other, and not stored."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.intake import numbers
from lib.intake.coded import factorized
from lib.intake.headings import Matching
from lib.intake.problem import Problem, each
from lib.intake.spellings import plain, spellings

# Limits are rounded like their value, so a hair outside is inside.
ROUNDING = 1e-9
TOLD_AS_EXTRA = ("problem.column_extra", "problem.columns_extra")


@dataclass(frozen=True, slots=True)
class Interval:
    """Places of a lower and an upper limit and of the value they belong to, None when that is not told."""

    lower: int
    upper: int
    value: int | None


def intervals(headings: Sequence[str], matching: Matching) -> list[Interval]:
    """The pairs of limits among the columns that mean nothing else; each by what its heading is of."""
    lower, upper = (_limits(headings, matching.extra, name) for name in ("lower", "upper"))
    of_value = {"": matching.columns["value"]} if "value" in matching.columns else {}
    of_value |= {plain(headings[place]): place for place in matching.measures}
    if len(matching.measures) == 1:
        of_value[""] = next(iter(matching.measures))
    return [Interval(lower[of], upper[of], of_value.get(of)) for of in lower if of in upper]


def checked(
    cells: pd.DataFrame, headings: Sequence[str], matching: Matching, mark: str
) -> tuple[list[Problem], frozenset[str]]:
    """An error of each row whose lower limit, value and upper limit are not in order; the headings of limits.

    A warning says once that the limits are not stored.
    """
    found = intervals(headings, matching)
    problems = [problem for one in found for problem in _disordered(one, cells, headings, mark)]
    named = [headings[place] for one in found for place in (one.lower, one.upper)]
    if named:
        problems.append(Problem("problem.interval_unused", "warning", None, "", ", ".join(named)))
    return problems, frozenset(named)


def without_limits(problems: Sequence[Problem], limits: frozenset[str]) -> list[Problem]:
    """The problems without those that call a column of limits unknown."""
    return [one for one in problems if not (one.key in TOLD_AS_EXTRA and one.found in limits)]


def _limits(headings: Sequence[str], places: Sequence[int], name: str) -> dict[str, int]:
    """Places of limits of one side, by what is left of their heading without the words of the limit."""
    words = sorted(map(plain, spellings(f"interval_{name}")), key=len, reverse=True)
    found: dict[str, int] = {}
    for place in places:
        spelled = plain(headings[place])
        word = next((one for one in words if spelled.endswith(one) or spelled.startswith(one)), "")
        if word:
            found.setdefault(spelled.replace(word, "", 1), place)
    return found


def _disordered(one: Interval, cells: pd.DataFrame, headings: Sequence[str], mark: str) -> list[Problem]:
    lower, upper = (_figures(cells[str(place)], mark) for place in (one.lower, one.upper))
    value = _figures(cells[str(one.value)], mark) if one.value is not None else np.full(len(cells), np.nan)
    room = ROUNDING * np.maximum(np.abs(upper), 1)
    crossed = lower > upper + room
    outside = ~crossed & ((value < lower - room) | (value > upper + room))
    told = {"problem.interval_crossed": (crossed, (one.lower, one.upper))}
    if one.value is not None:
        told["problem.interval_outside"] = (outside, (one.value, one.lower, one.upper))
    return [
        problem
        for key, (where, places) in told.items()
        for problem in each(
            key, "error", headings[places[0]], cells["row"][where], _found(cells[where], places)
        )
    ]


def _found(cells: pd.DataFrame, places: Sequence[int]) -> list[str]:
    texts = [cells[str(place)].astype("str").tolist() for place in places]
    return [" / ".join(row) for row in zip(*texts, strict=True)]


def _figures(texts: pd.Series, mark: str) -> np.ndarray:
    codes, different = factorized(texts)
    return numbers.parse(pd.Series(different, dtype="str"), mark)["value"].to_numpy()[codes]
