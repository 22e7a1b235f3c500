"""Areas side by side: indicators with a line for each area on one scale, and how alike areas are."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

from lib.markup.page import rendered
from lib.markup.pictures import Span, svg

WIDTH, LINE, EDGE = 220, 12, 22


@dataclass(frozen=True)
class Mark:
    """One area in a row's picture: its letter, value and 95 % limits; NaN where unknown."""

    letter: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Row:
    """One indicator of the areas, in the reader's words; `sure` tells whether they surely differ."""

    name: str
    choose: str
    values: tuple[str, ...]
    picture: Markup
    benchmark: str
    sure: str
    is_sure: bool
    period: str
    is_model: bool


@dataclass(frozen=True)
class Group:
    """Rows of one topic."""

    name: str
    rows: tuple[Row, ...]


def lines(marks: Sequence[Mark], reach: Sequence[float], benchmark: float) -> Markup:
    """A line under another for each area, all on the scale of `reach`; the first area in ink."""
    known = [one for one in (*reach, benchmark, *_limits(marks)) if not isnan(one)]
    if not any(not isnan(mark.value) for mark in marks):
        return Markup("")
    scale, height = Span(min(known), max(known), EDGE, WIDTH - 8), LINE * len(marks) + 4
    upright = Markup("")
    if not isnan(benchmark):
        upright = Markup('<line x1="{x}" x2="{x}" y1="1" y2="{}" stroke="var(--text2)"/>').format(
            height - 1, x=scale.at(benchmark)
        )
    drawn = [_line(mark, place, scale) for place, mark in enumerate(marks)]
    return svg((WIDTH, height), upright + Markup("").join(drawn), "")


def _limits(marks: Sequence[Mark]) -> list[float]:
    return [one for mark in marks for one in (mark.value, mark.lower, mark.upper)]


def _line(mark: Mark, place: int, scale: Span) -> Markup:
    middle, ink = 2 + LINE * (place + 0.5), "accent" if place == 0 else "text3"
    letter = Markup(
        '<text x="2" y="{}" font-size="10" font-weight="{}" fill="var(--text2)">{}</text>'
    ).format(middle + 3.5, 600 if place == 0 else 400, mark.letter)
    ground = Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="var(--line)"/>').format(
        EDGE, WIDTH - 8, y=middle
    )
    if isnan(mark.value):
        return letter + ground
    bar = Markup("")
    if not isnan(mark.lower):
        bar = Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="var(--{})" stroke-width="3"/>').format(
            scale.at(mark.lower), scale.at(mark.upper), ink, y=middle
        )
    dot = Markup('<circle cx="{}" cy="{}" r="3.5" fill="var(--{})"/>').format(
        scale.at(mark.value), middle, ink
    )
    return letter + ground + bar + dot


def table(
    heads: Sequence[str], areas: Sequence[tuple[str, str]], groups: Sequence[Group], caption: str
) -> str:
    """The table; areas: letter and name. heads: indicator, picture, benchmark, sureness, period."""
    return rendered("compare.html", heads=heads, areas=areas, groups=groups, caption=caption)


def legend(areas: Sequence[tuple[str, str, str, str]], heading: str) -> str:
    """Who stands for which letter: letter, name, what is said beside it, what a press returns."""
    return rendered("compare_legend.html", areas=areas, heading=heading)
