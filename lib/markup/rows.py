"""Indicator rows: name, value, benchmark, the others, difference, direction and year in one table."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lib.markup.page import rendered


@dataclass(frozen=True)
class Cell:
    """A state as its symbol key and its word."""

    state: str
    word: str
    ink: str


@dataclass(frozen=True)
class Row:
    """One indicator of one area, every part in the reader's words; `choose` is what a press returns."""

    name: str
    value: str
    benchmark: str
    picture: Markup
    difference: Cell
    trend: str
    period: str
    choose: str
    is_model: bool = False
    estimate: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    name: str
    rows: tuple[Row, ...]


def indicator_table(heads: Sequence[str], groups: Sequence[Group], caption: str) -> str:
    """A table of indicator rows; `heads` are the seven column heads."""
    return rendered("rows.html", heads=heads, groups=groups, caption=caption)


@dataclass(frozen=True)
class HeatRow:
    """One area and the state of each indicator."""

    name: str
    choose: str
    cells: tuple[Cell, ...]


def heat_table(heads: Sequence[str], rows: Sequence[HeatRow], caption: str, key: str) -> str:
    """Areas by indicators, each cell a symbol with its word for a screen reader; `key` explains the marks."""
    return rendered("heat.html", heads=heads, rows=rows, caption=caption, key=key)


@dataclass(frozen=True)
class Headline:
    """One figure that stands alone: label, value, what it is compared with."""

    label: str
    value: str
    note: str
    is_model: bool = False


def headlines(figures: Sequence[Headline]) -> str:
    """A line of figures, each with its label and comparison."""
    return rendered("headlines.html", figures=figures)


@dataclass(frozen=True)
class Entry:
    """One line of a short list: what, its state at right, small print under."""

    what: str
    state: Cell | None
    small: str
    choose: str = ""


def short_list(heading: str, entries: Sequence[Entry], nothing: str) -> str:
    """A headed list for a side column; `nothing` stands where there is nothing to list."""
    return rendered("short_list.html", heading=heading, entries=entries, nothing=nothing)
