"""Measures of segregation with what each tells, and the areas with their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered
from lib.markup.rows import Cell


@dataclass(frozen=True)
class Measure:
    """One measure in the reader's words: newest value, how sure it is, trend, and how to read it."""

    name: str
    value: str
    evidence: str
    trend: Cell | None
    tells: str
    does_not_tell: str


def measures(heading: str, shown: Sequence[Measure]) -> str:
    """The measures under each other for a side column."""
    return rendered("measures.html", heading=heading, measures=shown)


@dataclass(frozen=True)
class Key:
    """One part of the legend: fill, mark and word, and how many areas."""

    fill: str
    state: Cell
    count: str


def cluster_legend(label: str, keys: Sequence[Key]) -> str:
    """What the fills of the map stand for, each with the mark that the table uses."""
    return rendered("cluster_legend.html", label=label, keys=keys)


@dataclass(frozen=True)
class Neighboured:
    """One area: its value, its neighbours' mean, the cluster and p; `choose` is what a press returns."""

    name: str
    value: str
    around: str
    cluster: Cell
    p: str
    choose: str
    is_picked: bool


def cluster_table(heads: Sequence[str], shown: Sequence[Neighboured], caption: str) -> str:
    """A table of areas; `heads` are the five column heads."""
    return rendered("clusters.html", heads=heads, areas=shown, caption=caption)
