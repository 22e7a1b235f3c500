"""Rows of the need page: districts with their scores, where figures come from, and series on one axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan

from markupsafe import Markup

from lib.markup.page import rendered
from lib.markup.pictures import Placed, Span, dot, svg
from lib.markup.rows import Cell

STRIP, SERIES = (208, 24), (330, 52)
EDGE = 10
# Above and below the highest and lowest point of a small chart.
AIR = 7
DASHED = Markup(' stroke-dasharray="2 2"')
CITY = Markup('stroke="var(--text2)" stroke-width="1.5" stroke-dasharray="5 3"')
OWN = Markup('stroke="var(--accent)" stroke-width="2.5"')


@dataclass(frozen=True)
class Point:
    """A score with its limits, and the same in words; NaN where it cannot be said."""

    value: float
    lower: float
    upper: float
    written: str
    limits: str


@dataclass(frozen=True)
class Held:
    """One district of the list: need and supply as points, the class and how sure it is."""

    name: str
    choose: str
    need: Point
    supply: Point
    mark: Markup
    words: str
    certainty: str
    is_gap: bool
    is_picked: bool


def held_list(heads: Sequence[str], shown: Sequence[Held], border: float, caption: str) -> str:
    """The districts with dot strips on one scale; dashed uprights are the borders of the classes."""
    points = [part for row in shown for part in (row.need, row.supply)]
    ends = [end for one in points for end in (one.lower, one.upper) if not isnan(end)]
    scale = Span(min([*ends, -border]), max([*ends, border]), EDGE, STRIP[0] - EDGE)
    ground = _ground(scale, border)
    rows = [(row, *(_strip(part, scale, ground, row) for part in (row.need, row.supply))) for row in shown]
    return rendered("need_list.html", heads=heads, rows=rows, caption=caption)


def _ground(scale: Span, border: float) -> Markup:
    width, height = STRIP
    inner = Markup('<line x1="4" x2="{}" y1="{y}" y2="{y}" stroke="var(--line)"/>').format(
        width - 4, y=height / 2
    )
    uprights = ((-border, DASHED), (0.0, Markup("")), (border, DASHED))
    return inner + Markup("").join(
        Markup('<line x1="{x}" x2="{x}" y1="2" y2="{}" stroke="var(--line-strong)"{}/>').format(
            height - 2, dash, x=scale.at(at)
        )
        for at, dash in uprights
    )


def _strip(point: Point, scale: Span, ground: Markup, row: Held) -> Markup:
    if isnan(point.value):
        return svg(STRIP, ground, "")
    ink = "worse" if row.is_gap else "text2"
    placed = Placed(point.value, point.lower, point.upper, (), nan, ink, row.is_gap)
    return svg(STRIP, ground + dot(placed, scale, STRIP[1] / 2), "")


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from, every cell in words; or why it is left out."""

    name: str
    used: str
    level: str
    period: str
    source: str
    is_model: bool


def origins(heads: Sequence[str], shown: Sequence[Origin], caption: str) -> str:
    """Which figure comes from which level and period, and which are left out."""
    return rendered("need_origins.html", heads=heads, rows=shown, caption=caption)


@dataclass(frozen=True)
class Series:
    """One figure over the years: value, lower and upper limit of the area, value of the city.

    newest, city: the last values in words. alt: the whole series as a sentence.
    """

    name: str
    measure: str
    own: Mapping[int, tuple[float, float, float]]
    city: Mapping[int, float]
    newest: str
    city_newest: str
    direction: Cell
    choose: str
    is_model: bool
    alt: str


@dataclass(frozen=True)
class Group:
    """Series under one heading."""

    name: str
    series: tuple[Series, ...]


def told(sentences: Sequence[tuple[str, str]], last: str) -> str:
    """What the small charts say, a line for each side, and what they do not say."""
    return rendered("need_told.html", sentences=sentences, last=last)


def beside(groups: Sequence[Group], years: Sequence[int], heads: Sequence[str], caption: str) -> str:
    """Small charts under each other on one axis of years."""
    axis = Span(min(years), max(years), EDGE, SERIES[0] - EDGE)
    ticks = [(year, axis.at(year)) for year in years]
    drawn = [(group.name, [(one, _chart(one, axis, years)) for one in group.series]) for group in groups]
    return rendered(
        "need_beside.html", groups=drawn, ticks=ticks, width=SERIES[0], heads=heads, caption=caption
    )


def _chart(one: Series, axis: Span, years: Sequence[int]) -> Markup:
    ends = [*(end for points in one.own.values() for end in points), *one.city.values()]
    known = [end for end in ends if not isnan(end)]
    scale = Span(min(known, default=0), max(known, default=1), SERIES[1] - AIR, AIR)
    middle = {year: points[0] for year, points in one.own.items()}
    inner = Markup("").join(
        Markup('<line x1="{x}" x2="{x}" y1="0" y2="{}" stroke="var(--line)"/>').format(
            SERIES[1], x=axis.at(year)
        )
        for year in years
    )
    inner += _line(one.city, axis, scale, CITY) + _limits(one, axis, scale)
    return svg(SERIES, inner + _line(middle, axis, scale, OWN) + _dots(middle, axis, scale), one.alt)


def _limits(one: Series, axis: Span, scale: Span) -> Markup:
    return Markup("").join(
        Markup('<line x1="{x}" x2="{x}" y1="{}" y2="{}" stroke="var(--context)" stroke-width="3"/>').format(
            scale.at(lower), scale.at(upper), x=axis.at(year)
        )
        for year, (_, lower, upper) in one.own.items()
        if not isnan(lower)
    )


def _dots(points: Mapping[int, float], axis: Span, scale: Span) -> Markup:
    return Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="3.5" fill="var(--accent)"/>').format(
            axis.at(year), scale.at(value)
        )
        for year, value in points.items()
        if not isnan(value)
    )


def _line(points: Mapping[int, float], axis: Span, scale: Span, stroke: Markup) -> Markup:
    """Straight pieces between years in a row; a year without a value breaks the line."""
    pairs = [(year, year + 1) for year in sorted(points)]
    return Markup("").join(
        Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" {}/>').format(
            axis.at(a), scale.at(points[a]), axis.at(b), scale.at(points[b]), stroke
        )
        for a, b in pairs
        if not isnan(points[a] + points.get(b, nan))
    )
