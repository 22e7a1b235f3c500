"""A map as a picture for other papers, with all that it needs: title, legend, source and date in it."""

import textwrap
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from lib import look
from lib.reports import font
from lib.reports.map_drawn import Picture, draw
from lib.reports.map_paint import circle, paint, patterns, text

WIDTH, EDGE = 900, 20
# Dots for a point of length: sharp on paper and on a large screen.
PNG_PPI = 144.0
TITLE_LETTERS, TEXT_LETTERS, FOOT_LETTERS = 60, 110, 128
SCALES = (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
LONGEST_SCALE = 120
SHEET = Path(__file__).with_suffix(".typ")


def svg(shown: Picture) -> str:
    """The picture as SVG, which needs nothing beside it; light colours, as for paper."""
    drawn = draw(shown)
    head, y = _head(shown)
    keys, y = _legend(shown, y + 12)
    body = Markup('<g transform="translate({} {})">{}</g>').format(EDGE, y + 8, drawn.svg)
    y += drawn.height + 40
    bar = _scale(drawn.metres_per_pixel, y - 24, shown.north)
    feet = [line for foot in shown.feet if foot for line in textwrap.wrap(foot, FOOT_LETTERS)]
    written = Markup("").join(
        text(EDGE, y + 18 * place, line, 12, "text3") for place, line in enumerate(feet, start=1)
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
        'font-family="{font}, sans-serif" role="img"><title>{title}</title>{defs}'
        '<rect width="{w}" height="{h}" fill="{page}"/>{parts}</svg>'
    ).format(
        w=WIDTH,
        h=y + 18 * len(feet) + EDGE,
        font=font.FAMILY,
        title=shown.title,
        defs=patterns(),
        page=look.colour("page"),
        parts=head + keys + body + bar + written,
    )


# Another reader often wants the same picture; one is some hundred kilobytes.
@lru_cache(maxsize=16)
def png(drawn: str) -> bytes:
    """The same picture in pixels, with our own font."""
    import typst

    return typst.compile(
        SHEET.read_bytes(),
        root=SHEET.parent,
        sys_inputs={"picture": drawn},
        font_paths=font.fonts(),
        format="png",
        ppi=PNG_PPI,
    )


def _head(shown: Picture) -> tuple[Markup, float]:
    """Title and subtitle, and how far down they reach."""
    titles = textwrap.wrap(shown.title, TITLE_LETTERS)
    lines = [(line, 26, "text", 600, 34) for line in titles]
    lines += [(line, 14, "text2", 400, 20) for line in textwrap.wrap(shown.subtitle, TEXT_LETTERS)]
    y, made = 12.0, Markup("")
    for line, size, role, weight, height in lines:
        y += height
        made += text(EDGE, y, line, size, role, weight)
    if shown.model:
        y += 28
        made += Markup('<rect x="{}" y="{}" width="96" height="22" fill="{}" stroke="{}"/>').format(
            EDGE, y - 16, look.colour("model_bg"), look.colour("model")
        ) + text(EDGE + 48, y, shown.model, 13, "model_text", 600, "middle")
    return made, y


def _legend(shown: Picture, y: float) -> tuple[Markup, float]:
    """Circles and keys side by side, each with its words and its number of areas."""
    made, x = Markup(""), float(EDGE)
    for radius, words in shown.circle_keys:
        made += circle(x + radius, y + 26, radius) + text(x + 2 * radius + 8, y + 31, words, 13, "text")
        x += 2 * radius + 24 + 9 * len(words)
    step = min(170.0, (WIDTH - EDGE - x) / max(len(shown.keys), 1))
    letters = int(step / 6.6)
    lowest = y + (56 if shown.circle_keys else 0)
    for place, (fill, words, count) in enumerate(shown.keys):
        at, lines = x + place * step, textwrap.wrap(words, letters)[:3]
        made += Markup('<rect x="{}" y="{}" width="{}" height="12" {}/>').format(
            at, y, step - 4, paint(fill, "line_strong")
        )
        rows = [(line, 13, "text") for line in lines] + [(count[:letters], 12, "text3")]
        for row, (line, size, role) in enumerate(rows):
            made += text(at, y + 29 + 17 * row, line, size, role)
        lowest = max(lowest, y + 29 + 17 * (len(rows) - 1))
    return made, lowest + 12


def _scale(metres_per_pixel: float, y: float, north: str) -> Markup:
    """A bar of a round length with its kilometres, and which way is north."""
    metres = max((one for one in SCALES if one / metres_per_pixel <= LONGEST_SCALE), default=SCALES[0])
    right, ink = WIDTH - EDGE, look.colour("text2")
    left = right - metres / metres_per_pixel
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    bar = Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="{}"/>').format(left, right, ink, y=y)
    arrow = Markup('<path d="M0,-12L4,0L0,-3L-4,0Z" transform="translate({} {})" fill="{}"/>').format(
        left - 26, y, ink
    )
    sides = text((left + right) / 2, y + 16, words, 12, "text3", 400, "middle")
    return bar + arrow + sides + text(left - 26, y + 16, north, 12, "text3", 400, "middle")
