"""The legend of a map: classes as a bar with their ranges and counts, then the keys of empty states."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered
from lib.markup.rows import Cell


@dataclass(frozen=True)
class Key:
    """One entry: its style name, range or word, and how many areas."""

    style: str
    words: str
    count: str


def legend(keys: Sequence[Key], note: str) -> str:
    """The legend with a note of what kind of map this is."""
    return rendered("legend.html", keys=keys, note=note)


def picked(name: str, value: str, state: Cell, evidence: str, links: Sequence[tuple[str, str]]) -> str:
    """The chosen area: value, difference in words, what is behind it, where to go."""
    return rendered("picked.html", name=name, value=value, state=state, evidence=evidence, links=links)
