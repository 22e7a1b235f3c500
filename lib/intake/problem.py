"""One fault of a received file, said so that its sender can mend it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import pandas as pd

from lib.errors import InputError
from lib.intake.personal import redacted

# One rule never lists more than this; the rest is said as a number and the whole file waits for mending.
MOST_OF_ONE_RULE = 50_000
# A screenful: above it, the different texts of one fault are shown by one example.
MOST_TEXTS_APART = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; `before`: rows of the sheets before it when several are read as one."""

    name: str
    before: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", redacted(self.name))


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault: `row` is the row of the sender's own file (its first row is 1), None for the whole file.

    In a workbook of several sheets `row` counts through those read; `own_row` is the row of its own `sheet`.
    `key` names the sentence and `todo_key` the advice in data/text; `values` fill their braces. Whatever
    was found is redacted here, once, so that no personal data can leave in any field.
    """

    key: str
    level: Literal["error", "warning"]
    row: int | None = None
    column: str = ""
    found: str = ""
    values: Mapping[str, str | date] = field(default_factory=dict)
    todo_key: str = ""
    sheet: Sheet | None = None

    @property
    def own_row(self) -> int | None:
        """The row as the sender sees it."""
        return self.row - self.sheet.before if self.row and self.sheet else self.row

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", redacted(self.column))
        object.__setattr__(self, "found", redacted(self.found))
        # A day holds nobody's secret, and is written as the reader's language writes it.
        values = {
            name: value if type(value) is date else redacted(value if isinstance(value, str) else str(value))
            for name, value in self.values.items()
        }
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "todo_key", self.todo_key or self.key.replace("problem.", "todo.", 1))


@dataclass(frozen=True, slots=True)
class Group:
    """The same fault of the same column on many rows; `rows` in order, `first` stands for them all."""

    first: Problem
    rows: tuple[int, ...]
    different: int = 1


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """The same fault, column and text found as one, with all its rows; errors first, then by row.

    Where one fault of one column has very many different texts, they become one group of `different` texts.
    """
    faults: dict[tuple[object, ...], dict[str, list[Problem]]] = {}
    for problem in problems:
        fault = faults.setdefault((problem.level, problem.key, problem.column, problem.sheet), {})
        fault.setdefault(problem.found, []).append(problem)
    groups = [group for fault in faults.values() for group in _groups(fault)]
    return sorted(groups, key=lambda group: (group.first.level, _before(group), group.rows[:1]))


def counted(problems: Iterable[Problem]) -> dict[str, int]:
    """How many errors and how many warnings."""
    levels = Counter(problem.level for problem in problems)
    return {"error": levels["error"], "warning": levels["warning"]}


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether anything keeps the file from being published."""
    return any(problem.level == "error" for problem in problems)


def each(key: str, level: str, column: str, rows: pd.Series, found: Sequence[str]) -> list[Problem]:
    """One problem for each row: `rows` holds the file rows, `found` what stood there."""
    shown = [str(text) for text in found[:MOST_OF_ONE_RULE]]
    safe, heading = {text: redacted(text) for text in set(shown)}, redacted(column)
    problems = [
        Problem(key, level, int(row), heading, safe[text], {"found": safe[text]})
        for row, text in zip(rows[:MOST_OF_ONE_RULE], shown, strict=True)
    ]
    return problems + more(key, level, column, len(rows))


def more(key: str, level: str, column: str, count: int) -> list[Problem]:
    """Says how many faults of one rule were left off the list; nothing when all are there."""
    if count <= MOST_OF_ONE_RULE:
        return []
    values = {"count": str(count), "shown": str(MOST_OF_ONE_RULE)}
    return [Problem("problem.more_of_the_same", level, None, column, "", values)]


def sheet_of(row: int | None, sheets: Sequence[Sheet]) -> Sheet | None:
    """The sheet of a row that counts through all sheets; None where there are none or the row is none."""
    above = [sheet for sheet in sheets if row is not None and sheet.before < row]
    return above[-1] if above else None


def placed(problems: Iterable[Problem], sheets: Sequence[Sheet]) -> list[Problem]:
    """The problems, each with its sheet."""
    if not sheets:
        return list(problems)
    return [replace(problem, sheet=sheet_of(problem.row, sheets)) for problem in problems]


def rows_as_text(rows: Sequence[int]) -> str:
    """48, 49 · 12–31: neighbouring rows as a range from three rows up."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(_span(first, last) for first, last in spans)


def refusal(key: str, **values: object) -> InputError:
    """The error of a file that is no table; `key` names its sentence, such as input.pdf."""
    return InputError(key, key=key, **{name: redacted(str(value)) for name, value in values.items()})


def _groups(by_text: dict[str, list[Problem]]) -> list[Group]:
    if len(by_text) <= MOST_TEXTS_APART:
        return [Group(same[0], _rows(same)) for same in by_text.values()]
    everyone = [problem for same in by_text.values() for problem in same]
    return [Group(everyone[0], _rows(everyone), len(by_text))]


def _rows(group: list[Problem]) -> tuple[int, ...]:
    return tuple(sorted({problem.own_row for problem in group if problem.own_row is not None}))


def _before(group: Group) -> int:
    return group.first.sheet.before if group.first.sheet else 0


def _span(first: int, last: int) -> str:
    if last - first < 2:
        return ", ".join(str(row) for row in range(first, last + 1))
    return f"{first}–{last}"
