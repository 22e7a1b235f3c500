"""Need against supply in one look: the hexagon map that marks one class, and the 3 × 3 table."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from lib import look
from lib.markup.page import rendered
from lib.markup.symbols import drawn

# Pixels from one cell's middle to the next, and what of it stays empty.
CELL, GAP = 146, 4
LINE, BASELINE = 16, 4
# Size of the mark in a cell, and what it needs above the words.
SYMBOL, MARK_ROOM = 9, 16
SAMPLE = 15
# The looks that carry the mark: filled where the class is sure, hollow where it is not.
MARKED = {"need-gap": True, "need-gap-unsure": False}


@dataclass(frozen=True)
class Hexagon:
    """One area of the map: its middle in cells, its look, what stands in it and what a press returns."""

    middle: tuple[float, float]
    look: str
    name: tuple[str, ...]
    words: tuple[str, ...]
    tip: str
    choose: str
    is_picked: bool = False


@dataclass(frozen=True)
class Key:
    """One entry of the legend."""

    look: str
    words: str
    count: str


def hexagons(cells: Sequence[Hexagon], keys: Sequence[Key], label: str) -> str:
    """The map with its legend above it; the picked cell comes last, so that nothing covers its frame."""
    xs, ys = ([one.middle[axis] * CELL for one in cells] for axis in (0, 1))
    left, top = min(xs) - CELL / 2, min(ys) - CELL / sqrt(3)
    size = round(max(xs) - left + CELL / 2), round(max(ys) - top + CELL / sqrt(3))
    places = [(round(x - left, 1), round(y - top, 1)) for x, y in zip(xs, ys, strict=True)]
    ordered = sorted(zip(cells, places, strict=True), key=lambda pair: pair[0].is_picked)
    shapes = Markup("").join(_hexagon(one, at) for one, at in ordered)
    samples = [(one, _sample(one.look)) for one in keys]
    return rendered("need_map.html", size=size, shapes=shapes, keys=samples, label=label)


def _hexagon(one: Hexagon, at: tuple[float, float]) -> Markup:
    lines = [*((words, "name") for words in one.name), *((words, "words") for words in one.words)]
    first = BASELINE - LINE * (len(lines) - 1) / 2 + (MARK_ROOM / 2 if one.look in MARKED else 0)
    written = Markup("").join(
        Markup('<text y="{}" class="{}">{}</text>').format(first + LINE * place, kind, words)
        for place, (words, kind) in enumerate(lines)
    )
    return Markup(
        '<g class="need-cell {}{}" data-choose="{}" transform="translate({} {})"><title>{}</title>'
        '<path class="cell" d="{}"/>{}{}</g>'
    ).format(
        one.look,
        " picked" if one.is_picked else "",
        one.choose,
        *at,
        one.tip,
        OUTLINE,
        _mark(one.look, first - LINE - BASELINE),
        written,
    )


def _outline(radius: float) -> str:
    half = radius * sqrt(3) / 2
    right = [(0, -radius), (half, -radius / 2), (half, radius / 2)]
    points = [*right, *((-x, -y) for x, y in right)]
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"


OUTLINE = _outline((CELL - GAP) / sqrt(3))


def _mark(kind: str, y: float) -> Markup:
    if kind not in MARKED:
        return Markup("")
    return Markup('<path class="need-mark" d="{}" transform="translate(0 {}) scale({})"/>').format(
        look.symbol("up"), y, SYMBOL
    )


def _sample(kind: str) -> Markup:
    return Markup(
        '<svg width="28" height="32" viewBox="-14 -16 28 32" aria-hidden="true"><g class="need-cell {}">'
        '<path class="cell" d="{}"/>{}</g></svg>'
    ).format(kind, _outline(SAMPLE), _mark(kind, 0))


def mark_of_gap(kind: str) -> Markup:
    """The mark of the one class beside its word; nothing for the other looks."""
    return drawn("up", "worse", MARKED[kind], 14) if kind in MARKED else Markup("")


@dataclass(frozen=True)
class Named:
    """An area in the 3 × 3 table; the note tells how sure its place is."""

    name: str
    note: str
    choose: str


@dataclass(frozen=True)
class Box:
    """One of the nine classes; only the one that is looked for has words of its own."""

    areas: tuple[Named, ...]
    words: str = ""


@dataclass(frozen=True)
class Grid:
    """Heads of the 3 × 3 table and its boxes by row; `nobody` stands in an empty box."""

    need: str
    supply: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Box, ...]], ...]
    nobody: str


def grid(shown: Grid, caption: str) -> str:
    """The 3 × 3 table with the districts in its boxes."""
    return rendered("need_grid.html", grid=shown, caption=caption, gap_mark=mark_of_gap("need-gap"))
