"""The flow through each step as a quiet picture: what came, what was returned, where people went on to."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered

# Pixels: a label's row, the highest bar, the thinnest band that is still seen.
ROW, TALLEST, THINNEST = 40, 160, 1.0
# Of the picture's width: where the bar of the step itself stands.
MIDDLE, END = 46, 100


@dataclass(frozen=True)
class Band:
    """One flow out of a step: its size (0 draws nothing), its number and words, and how it is drawn.

    look: up (to a higher step), other, returned or again. state: shown, hidden or missing.
    """

    size: float
    count: str
    words: str
    note: str
    look: str
    state: str = "shown"


@dataclass(frozen=True)
class Panel:
    """One step: what came, what was taken on, what began, each as number and words, and its flows.

    bands: the returned ones first, then from the highest goal down, and those who came back last.
    """

    name: str
    came: tuple[str, str]
    began: tuple[str, str]
    came_size: float
    began_size: float
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Drawn:
    """A panel with its paths, in pixels down and hundredths of the width across."""

    panel: Panel
    height: int
    row: int
    middle: int
    arrived: str
    bars: tuple[tuple[float, float, float], ...]
    paths: tuple[tuple[str, Band], ...]


def flow(panels: Sequence[Panel], label: str) -> str:
    """The steps side by side on one scale: a band twice as wide is twice as many."""
    largest = max((size for one in panels for size in (one.came_size, one.began_size)), default=0)
    scale = TALLEST / largest if largest > 0 else 0
    return rendered("flow.html", panels=[_drawn(one, scale) for one in panels], label=label)


def facts(heading: str, groups: Sequence[tuple[str, Sequence[str]]]) -> str:
    """What else is known of one service: term and its lines."""
    return rendered("service_facts.html", heading=heading, groups=groups)


def _drawn(panel: Panel, scale: float) -> Drawn:
    height = ROW * len(panel.bands)
    began = max(panel.began_size * scale, THINNEST)
    top = ROW + (height - ROW - began) / 2
    returned = _width(panel.bands[0], scale)
    came = max(panel.came_size * scale, returned + THINNEST)
    paths = [(_ribbon((0, top - returned), (END, (ROW - returned) / 2), returned), panel.bands[0])]
    starts = _starts(panel, scale, top, began)
    for place, (band, start) in enumerate(zip(panel.bands[1:], starts, strict=True), start=1):
        width = _width(band, scale)
        paths.append((_ribbon((MIDDLE, start), (END, ROW * (place + 0.5) - width / 2), width), band))
    return Drawn(
        panel,
        height,
        ROW,
        MIDDLE,
        _ribbon((0, top), (MIDDLE, top), came - returned),
        ((0, top - returned, top - returned + came), (MIDDLE, top, top + began)),
        tuple((path, band) for path, band in paths if band.size > 0 or band.state == "hidden"),
    )


def _starts(panel: Panel, scale: float, top: float, began: float) -> list[float]:
    """Where each band leaves the bar: the flows onward from its top, those who came back from its foot."""
    onward = panel.bands[1:-1]
    widths = [_width(one, scale) for one in onward]
    last = _width(panel.bands[-1], scale)
    return [top + sum(widths[:place]) for place in range(len(onward))] + [
        max(top + began - last, top + sum(widths))
    ]


def _width(band: Band, scale: float) -> float:
    return max(band.size * scale, THINNEST) if band.size > 0 else 0.0


def _ribbon(start: tuple[float, float], end: tuple[float, float], width: float) -> str:
    """A band of one width from upper left corner to upper right corner, bending half-way."""
    (x0, y0), (x1, y1) = start, end
    bend = (x0 + x1) / 2
    return (
        f"M{x0} {y0:.1f}C{bend} {y0:.1f} {bend} {y1:.1f} {x1} {y1:.1f}L{x1} {y1 + width:.1f}"
        f"C{bend} {y1 + width:.1f} {bend} {y0 + width:.1f} {x0} {y0 + width:.1f}Z"
    )
