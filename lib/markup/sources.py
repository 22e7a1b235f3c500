"""Sources, definitions, themes and legal limits as tables and folded lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered


@dataclass(frozen=True)
class FactRow:
    """One row of a table of facts; each cell is its main line and then its small lines."""

    cells: tuple[tuple[str, ...], ...]
    model: str = ""
    is_past: bool = False


def fact_table(heads: Sequence[str], rows: Sequence[FactRow], caption: str) -> str:
    """A table that becomes one block a row on a phone; `model` of a row is the framed word or empty."""
    return rendered("fact_table.html", heads=heads, rows=rows, caption=caption)


@dataclass(frozen=True)
class Definition:
    """One indicator: its name, what it tells, and every fact about how it is made."""

    name: str
    choose: str
    model: str
    small: str
    tells: str
    does_not_tell: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Topic:
    """The indicators of one topic under a line that opens them."""

    name: str
    small: str
    definitions: tuple[Definition, ...]


def definitions(topics: Sequence[Topic], folding: str) -> str:
    """Indicators by topic; folding: `open` when a search has narrowed them, `closed` otherwise."""
    return rendered("definitions.html", topics=topics, folding=folding)


@dataclass(frozen=True)
class Spoken:
    """An indicator that speaks of a theme."""

    name: str
    choose: str
    is_model: bool


@dataclass(frozen=True)
class ThemeLine:
    """One theme with its indicators, or the sentence that it has none."""

    name: str
    about: str
    spoken: tuple[Spoken, ...]
    nothing: str


@dataclass(frozen=True)
class ThemeGroup:
    """Themes of one pillar or kind under a line that opens them."""

    name: str
    small: str
    about: str
    lines: tuple[ThemeLine, ...]


def themes(groups: Sequence[ThemeGroup]) -> str:
    """Every theme of the plans, folded by pillar and kind."""
    return rendered("themes.html", groups=groups)


def methods(lines: Sequence[tuple[str, str]]) -> str:
    """Each method in a sentence or two."""
    return rendered("methods.html", lines=lines)
