"""What stands around the map: the class bar above it and the panel of the chosen area beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered
from lib.markup.rows import Cell


@dataclass(frozen=True)
class Key:
    """One part of the legend: its fill, what it stands for, and how many areas or which."""

    fill: str
    words: str
    count: str


def legend(label: str, classes: Sequence[Key], states: Sequence[Key]) -> str:
    """Classes as one bar from low to high, then the keys of the states without a class."""
    return rendered("map_legend.html", label=label, classes=classes, states=states)


@dataclass(frozen=True)
class Circle:
    """One circle of the legend: its radius in pixels and the count it stands for."""

    radius: float
    words: str


def circles(label: str, shown: Sequence[Circle], states: Sequence[Key]) -> str:
    """Circles from large to small, then the keys of the states without a count."""
    return rendered("map_circles.html", label=label, circles=shown, states=states)


def two(first: str, second: str, steps: Sequence[str], rows: Sequence[tuple[str, Sequence[Key]]]) -> str:
    """The legend of two figures: a row for each step of the first, columns for those of the second."""
    return rendered("map_two.html", first=first, second=second, steps=steps, rows=rows)


@dataclass(frozen=True)
class Small:
    """The map of one period: its name, paths with their fills, and what a press chooses."""

    name: str
    shapes: Sequence[tuple[str, str]]
    choose: str
    is_chosen: bool


def small_maps(shown: Sequence[Small], viewbox: str, water: str) -> str:
    """Small maps of several periods side by side, the chosen one marked."""
    return rendered("map_small.html", maps=shown, viewbox=viewbox, water=water)


@dataclass(frozen=True)
class Panel:
    """The chosen area in the reader's words; `links` are pairs of words and what a press chooses."""

    name: str
    chosen: str
    value: str
    state: Cell | None
    evidence: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    model: str = ""


def panel(shown: Panel) -> str:
    """Name, value, difference from the benchmark, what stands behind it, and where to go on."""
    return rendered("map_panel.html", panel=shown)


def list_head(heading: str, lead: str, tally: Sequence[tuple[Cell, str]]) -> str:
    """The heading of the ranked list and how many areas have each difference."""
    return rendered("map_list_head.html", heading=heading, lead=lead, tally=tally)


@dataclass(frozen=True)
class Finding:
    """What the top class means for people: a heading, one line of shares, and the names of the areas."""

    heading: str
    shares: str
    names: str


def finding(shown: Finding) -> str:
    """A remark beside the map."""
    return rendered("map_finding.html", finding=shown)
