"""Small pictures inside rows, as inline SVG: an area among the others of its level."""

from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

STRIP = (200, 22)
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
    known = [
        one
        for one in (place.value, place.lower, place.upper, place.benchmark, *place.others)
        if not isnan(one)
    ]
    scale, middle = Span(min(known), max(known), 6, width - 6), height / 2
    inner = Markup('<line x1="4" x2="{}" y1="{y}" y2="{y}" stroke="var(--line)"/>').format(
        width - 4, y=middle
    )
    inner += Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="3" fill="var(--context)"/>').format(scale.at(one), middle)
        for one in place.others
        if not isnan(one)
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


def _upright(at: float, top: float, bottom: float) -> Markup:
    return Markup('<line x1="{x}" x2="{x}" y1="{}" y2="{}" stroke="var(--text)" stroke-width="1.6"/>').format(
        top, bottom, x=at
    )


def plain(words: str) -> Markup:
    """Words where a row has no picture."""
    return Markup('<span class="small num">{}</span>').format(words)
