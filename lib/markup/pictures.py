"""Small pictures inside rows, as inline SVG: an area among others, a series with its usual range, months."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

STRIP = (200, 22)
SIGNAL = (206, 56)
# The drawn part of a signal picture; the end value is written to the right of it.
LEFT, RIGHT = 4, 154
FLAT_SPAN = 1.0


@dataclass(frozen=True)
class Span:
    """A linear scale from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or FLAT_SPAN)
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True)
class Placed:
    """A value with its 95 % limits (NaN when unknown), the others beside it, and the benchmark."""

    value: float
    lower: float
    upper: float
    others: tuple[float, ...]
    benchmark: float
    ink: str
    judged: bool = True


def svg(size: tuple[int, int], inner: Markup, label: str) -> Markup:
    """A picture with its text alternative; an empty label makes it decoration."""
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="picture" width="{0}" height="{1}" viewBox="0 0 {0} {1}" {2}>{3}</svg>').format(
        *size, spoken, inner
    )


def strip(place: Placed, label: str = "") -> Markup:
    """Grey dots for the other areas, an upright bar for the benchmark, this area with its interval."""
    width, height = STRIP
    known = [one for one in (place.value, place.lower, place.upper, place.benchmark, *place.others) if not isnan(one)]
    scale, middle = Span(min(known), max(known), 6, width - 6), height / 2
    inner = Markup('<line x1="4" x2="{}" y1="{y}" y2="{y}" stroke="var(--line)"/>').format(width - 4, y=middle)
    inner += Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="3" fill="var(--context)"/>').format(scale.at(one), middle)
        for one in place.others if not isnan(one)
    )
    if not isnan(place.benchmark):
        inner += _upright(scale.at(place.benchmark), 3, height - 3)
    return svg(STRIP, inner + dot(place, scale, middle), label)


def dot(place: Placed, scale: Span, middle: float) -> Markup:
    """The area itself: filled when it differs and is judged, hollow when not."""
    ink = f"var(--{place.ink})"
    bar = Markup("")
    if not isnan(place.lower):
        bar = Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="{ink}" stroke-width="3"/>').format(
            scale.at(place.lower), scale.at(place.upper), y=middle, ink=ink
        )
    fill = ink if place.judged else "var(--page)"
    return bar + Markup('<circle cx="{}" cy="{}" r="5" fill="{}" stroke="{}" stroke-width="1.8"/>').format(
        scale.at(place.value), middle, fill, ink
    )


def against(place: Placed, reference: str, written: str, label: str) -> Markup:
    """The picture of a comparison in a signal row: reference bar with its name, the area, its value at right."""
    known = [one for one in (place.value, place.lower, place.upper, place.benchmark) if not isnan(one)]
    pad = (max(known) - min(known)) * 0.25 or FLAT_SPAN
    scale = Span(min(known) - pad, max(known) + pad, LEFT, RIGHT)
    inner = Markup('<line x1="{}" x2="{}" y1="24" y2="24" stroke="var(--line)"/>').format(LEFT, RIGHT)
    at = scale.at(place.benchmark)
    inner += _upright(at, 11, 37) + Markup(
        '<text x="{}" y="51" font-size="11" fill="var(--text2)" text-anchor="middle">{}</text>'
    ).format(min(max(at, 34), 170), reference)
    return svg(SIGNAL, inner + dot(place, scale, 24) + _written(28.5, written, place.ink), label)


@dataclass(frozen=True)
class Run:
    """A series for a mini control chart: NaN is a gap; `flagged` points are drawn in the judged ink."""

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
    tall, wide = Span(min(known), max(known), 46, 6), Span(0, max(len(run.values) - 1, 1), LEFT, RIGHT)
    inner = _band(run, tall) + _limit(run, tall, limit_words) + _line(run, wide, tall)
    inner += Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="{}" fill="var(--{})"/>').format(
            wide.at(place), tall.at(value), 3.2 if flag else 2, run.ink if flag else "similar"
        )
        for place, (value, flag) in enumerate(zip(run.values, run.flagged, strict=True)) if not isnan(value)
    )
    last = next((value for value in reversed(run.values) if not isnan(value)), 0.0)
    return svg(SIGNAL, inner + _written(min(max(tall.at(last) + 4.5, 12), 50), written, run.ink), label)


def months(known: Sequence[bool], written: str, label: str) -> Markup:
    """One box a month; a month that has not come is dashed."""
    boxes = Markup("").join(
        Markup('<rect x="{}" y="15" width="9" height="18" {}/>').format(
            LEFT + place * 12.6,
            Markup('fill="var(--line-strong)"') if came
            else Markup('fill="none" stroke="var(--line-strong)" stroke-dasharray="2 2"'),
        )
        for place, came in enumerate(known)
    )
    return svg(SIGNAL, boxes + _written(28.5, written, "text2"), label)


def _upright(at: float, top: float, bottom: float) -> Markup:
    return Markup('<line x1="{x}" x2="{x}" y1="{}" y2="{}" stroke="var(--text)" stroke-width="1.6"/>').format(
        top, bottom, x=at
    )


def _written(height: float, words: str, ink: str) -> Markup:
    return Markup('<text x="160" y="{}" font-size="13" font-weight="600" fill="var(--{})">{}</text>').format(
        height, ink, words
    )


def _band(run: Run, tall: Span) -> Markup:
    if isnan(run.mean):
        return Markup("")
    top, bottom = tall.at(run.upper), tall.at(run.lower)
    band = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="var(--tint)"/>').format(
        LEFT, top, RIGHT - LEFT, round(max(bottom - top, 1), 1)
    )
    return band + Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="var(--line-strong)"/>').format(
        LEFT, RIGHT, y=tall.at(run.mean)
    )


def _limit(run: Run, tall: Span, words: str) -> Markup:
    if isnan(run.limit):
        return Markup("")
    line = '<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="var(--text)" stroke-width="1.2" stroke-dasharray="4 3"/>'
    at = tall.at(run.limit)
    return Markup(line).format(LEFT, RIGHT, y=at) + Markup(
        '<text x="160" y="{}" font-size="11" fill="var(--text2)">{}</text>'
    ).format(at + 4, words)


def _line(run: Run, wide: Span, tall: Span) -> Markup:
    """The line in pieces, broken where a month is missing."""
    pieces: list[list[str]] = [[]]
    for place, value in enumerate(run.values):
        if isnan(value):
            pieces.append([])
        else:
            pieces[-1].append(f"{wide.at(place)},{tall.at(value)}")
    return Markup("").join(
        Markup('<polyline fill="none" stroke="var(--similar)" stroke-width="1.4" points="{}"/>').format(" ".join(piece))
        for piece in pieces if len(piece) > 1
    )


def plain(words: str) -> Markup:
    """Words where a row has no picture."""
    return Markup('<span class="small num">{}</span>').format(words)
