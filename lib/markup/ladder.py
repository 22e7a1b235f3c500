"""The service ladder: steps side by side, each higher than the one before, with queue, limit and waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered
from lib.markup.rows import Cell


@dataclass(frozen=True)
class Part:
    """One waiting class: how many (empty when hidden), how wide, whether over the limit, its words."""

    count: str
    width: float
    is_late: bool
    is_hidden: bool
    words: str
    starts_limit: bool = False


@dataclass(frozen=True)
class ServiceCard:
    """One service in its step, every text in the reader's words."""

    id: str
    name: str
    owner: str
    state: Cell
    waiting: str
    waiting_words: str
    parts: tuple[Part, ...]
    over: str
    rule: str
    figures: tuple[tuple[str, str], ...]
    picked: bool = False


@dataclass(frozen=True)
class Step:
    """A tread of the ladder: its name, what comes up to it, its services."""

    name: str
    flow_count: str
    flow_words: str
    services: tuple[ServiceCard, ...]


def ladder(steps: Sequence[Step], across_name: str, across: str, across_owner: str) -> str:
    """The whole ladder with the band of multidisciplinary work under all steps."""
    return rendered(
        "ladder.html", steps=steps, across_name=across_name, across=across, across_owner=across_owner
    )


def truths(parts: Sequence[tuple[str, str]]) -> str:
    """Those still waiting, those who got in, and how to read them together."""
    return rendered("truths.html", parts=parts)
