"""The signal list: state, what, picture, how sure and what is being done, always in that order."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lib.markup.page import rendered
from lib.markup.rows import Cell


@dataclass(frozen=True)
class Done:
    """What is being done: the action and its owner and day; `missing` when there is none."""

    what: str
    small: str
    choose: str
    missing: bool = False


@dataclass(frozen=True)
class SignalRow:
    """One signal, every part in the reader's words; `choose` opens the view that shows the evidence."""

    state: Cell
    what: str
    evidence: str
    picture: Markup
    sure: str
    sure_small: str
    done: Done
    choose: str
    is_model: bool


@dataclass(frozen=True)
class Tally:
    """A filter with its count; an empty state has no symbol."""

    key: str
    state: str
    words: str
    picked: bool


@dataclass(frozen=True)
class Change:
    """Something that is otherwise than it was: its kind in a word, what, and when or why."""

    state: Cell
    what: str
    small: str
    choose: str


def signal_list(heads: Sequence[str], rows: Sequence[SignalRow], caption: str, nothing: str) -> str:
    """The rows under their five heads; `nothing` stands where there is none."""
    return rendered("signals.html", heads=heads, rows=rows, caption=caption, nothing=nothing)


def tally(parts: Sequence[Tally], caption: str) -> str:
    """The filters above the list."""
    return rendered("tally.html", parts=parts, caption=caption)


def links(parts: Sequence[tuple[str, str]]) -> str:
    """Links under the list: words and what a press returns."""
    return rendered("links.html", links=parts)


def changes(rows: Sequence[Change], nothing: str) -> str:
    """What has changed since a day."""
    return rendered("changes.html", rows=rows, nothing=nothing)
