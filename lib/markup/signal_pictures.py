"""The picture of a signal row: a mini control chart, a comparison, or the months that have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

from lib.markup.pictures import FLAT_SPAN, Placed, Span, dot, svg

SIZE = (206, 56)
# The drawing lies between these; the newest value is written at right of it.
LEFT, RIGHT, WRITTEN_AT = 4, 146, 154
MIDDLE = 24
BOX_STEP = 12.0


@dataclass(frozen=True)
class Run:
    """A series for a mini control chart: NaN is a gap; flagged points are drawn in the judged ink."""

    values: tuple[float, ...]
    flagged: tuple[bool, ...]
    mean: float
    lower: float
    upper: float
    ink: str
    limit: float = float("nan")


def series(run: Run, written: str, limit_words: str, label: str) -> Markup:
    """Usual range as a band, mean, line and points; a legal limit dashed with its words."""
    known = [one for one in (*run.values, run.lower, run.upper, run.limit) if not isnan(one)]
    tall = Span(min(known), max(known), 46, 7)
    wide = Span(0, max(len(run.values) - 1, 1), LEFT, RIGHT)
    inner = _band(run, tall) + _limit(run, tall, limit_words) + _line(run, wide, tall)
    inner += _points(run, wide, tall)
    last = next((value for value in reversed(run.values) if not isnan(value)), 0.0)
    return svg(SIZE, inner + _written(min(max(tall.at(last) + 4.5, 12), 50), written, run.ink), label)


def against(place: Placed, reference: str, written: str, label: str) -> Markup:
    """Reference bar with its name, the area with its interval, its value at right."""
    known = [one for one in (place.value, place.lower, place.upper, place.benchmark) if not isnan(one)]
    pad = (max(known) - min(known)) * 0.25 or FLAT_SPAN
    scale = Span(min(known) - pad, max(known) + pad, LEFT, RIGHT)
    inner = Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="var(--line)"/>').format(
        LEFT, RIGHT, y=MIDDLE
    )
    at = scale.at(place.benchmark)
    inner += Markup(
        '<line x1="{x}" x2="{x}" y1="11" y2="37" stroke="var(--text)" stroke-width="1.6"/>'
        '<text x="{t}" y="51" font-size="11" fill="var(--text2)" text-anchor="middle">{words}</text>'
    ).format(x=at, t=min(max(at, 34), 170), words=reference)
    return svg(SIZE, inner + dot(place, scale, MIDDLE) + _written(28.5, written, place.ink), label)


def months(known: Sequence[bool], written: str, label: str) -> Markup:
    """One box a month; a month that has not come is dashed."""
    there = Markup('fill="var(--line-strong)"')
    missing = Markup('fill="none" stroke="var(--line-strong)" stroke-dasharray="2 2"')
    boxes = Markup("").join(
        Markup('<rect x="{}" y="15" width="9" height="18" {}/>').format(
            LEFT + place * BOX_STEP, there if came else missing
        )
        for place, came in enumerate(known)
    )
    return svg(SIZE, boxes + _written(28.5, written, "text2"), label)


def _written(height: float, words: str, ink: str) -> Markup:
    return Markup('<text x="{}" y="{}" font-size="13" font-weight="600" fill="var(--{})">{}</text>').format(
        WRITTEN_AT, height, ink, words
    )


def _points(run: Run, wide: Span, tall: Span) -> Markup:
    return Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="{}" fill="var(--{})"/>').format(
            wide.at(place), tall.at(value), 3.2 if flag else 2, run.ink if flag else "similar"
        )
        for place, (value, flag) in enumerate(zip(run.values, run.flagged, strict=True))
        if not isnan(value)
    )


def _band(run: Run, tall: Span) -> Markup:
    if isnan(run.mean) or isnan(run.lower) or isnan(run.upper):
        return Markup("")
    top, bottom = tall.at(run.upper), tall.at(run.lower)
    return Markup(
        '<rect x="{x}" y="{top}" width="{wide}" height="{tall}" fill="var(--tint)"/>'
        '<line x1="{x}" x2="{end}" y1="{y}" y2="{y}" stroke="var(--line-strong)"/>'
    ).format(
        x=LEFT,
        end=RIGHT,
        top=top,
        wide=RIGHT - LEFT,
        tall=round(max(bottom - top, 1), 1),
        y=tall.at(run.mean),
    )


def _limit(run: Run, tall: Span, words: str) -> Markup:
    if isnan(run.limit):
        return Markup("")
    return Markup(
        '<line x1="{x}" x2="{end}" y1="{y}" y2="{y}" stroke="var(--text)" stroke-width="1.2" '
        'stroke-dasharray="4 3"/><text x="{at}" y="{low}" font-size="11" fill="var(--text2)">{words}</text>'
    ).format(x=LEFT, end=RIGHT, y=tall.at(run.limit), at=WRITTEN_AT, low=tall.at(run.limit) + 4, words=words)


def _line(run: Run, wide: Span, tall: Span) -> Markup:
    """The line in pieces, broken where a month is missing."""
    pieces: list[list[str]] = [[]]
    for place, value in enumerate(run.values):
        if isnan(value):
            pieces.append([])
        else:
            pieces[-1].append(f"{wide.at(place)},{tall.at(value)}")
    return Markup("").join(
        Markup('<polyline fill="none" stroke="var(--similar)" stroke-width="1.4" points="{}"/>').format(
            " ".join(piece)
        )
        for piece in pieces
        if len(piece) > 1
    )
