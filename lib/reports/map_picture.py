"""A map as a picture for other papers, with all that it needs: title, legend, source and date in it."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from lib import look
from lib.areas import geometry
from lib.reports import font

SIZE = (860, 620)
WIDTH, EDGE = 900, 20
# Dots for a point of length: sharp on paper and on a large screen.
PNG_PPI = 144.0
TITLE_LETTERS, TEXT_LETTERS, FOOT_LETTERS = 60, 110, 128
# A label needs this radius around it, as on the screen.
LABEL_RADIUS = 23
SCALES = (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
LONGEST_SCALE = 120
RAMPS = {"fill": "sequential", "judged": "judged", "two": "two"}
# Without a class: the role of the fill, and the dashes of the border.
STATES = {
    "plain": ("tint", ""),
    "zero": ("page", ""),
    "missing": ("page", "4 3"),
    "not-applicable": ("page", "1.5 2.5"),
    "not-yet": ("page", "6 3"),
    "suppressed": ("url(#hatch)", ""),
    "unsure": ("url(#unsure)", ""),
}
SHEET = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True)
class Picture:
    """A map in the reader's words. keys: fill, words and count of each class and state.

    labels: lines by area code. circles: radius in pixels by code. circle_keys: radius and words.
    model: the framed word of model data or empty. feet: source, licence, dates.
    scope: which map of the level, None for its only one.
    """

    level: str
    title: str
    subtitle: str
    fills: Mapping[str, str]
    keys: Sequence[tuple[str, str, str]]
    labels: Mapping[str, Sequence[str]]
    feet: Sequence[str]
    north: str
    model: str = ""
    unsure: Sequence[str] = ()
    circles: Mapping[str, float] = field(default_factory=dict)
    circle_keys: Sequence[tuple[float, str]] = ()
    scope: str | None = None


def svg(shown: Picture) -> str:
    """The picture as SVG, which needs nothing beside it; light colours, as for paper."""
    drawn = geometry.paths(shown.level, shown.scope, *SIZE, codes=list(shown.fills))
    head, y = _head(shown)
    keys, y = _legend(shown, y + 12)
    body = Markup('<g transform="translate({} {})">{}</g>').format(EDGE, y + 8, _map(shown, drawn))
    y += SIZE[1] + 40
    scale = _scale(drawn.metres_per_pixel, y - 24, shown.north)
    feet = [line for foot in shown.feet if foot for line in textwrap.wrap(foot, FOOT_LETTERS)]
    written = Markup("").join(
        _text(EDGE, y + 18 * place, line, 12, "text3") for place, line in enumerate(feet, start=1)
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
        defs=_patterns(),
        page=look.colour("page"),
        parts=head + keys + body + scale + written,
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
        made += _text(EDGE, y, line, size, role, weight)
    if shown.model:
        y += 28
        made += Markup('<rect x="{}" y="{}" width="96" height="22" fill="{}" stroke="{}"/>').format(
            EDGE, y - 16, look.colour("model_bg"), look.colour("model")
        ) + _text(EDGE + 48, y, shown.model, 13, "model_text", 600, "middle")
    return made, y


def _legend(shown: Picture, y: float) -> tuple[Markup, float]:
    """Circles and keys side by side, each with its words and its number of areas."""
    made, x = Markup(""), float(EDGE)
    for radius, words in shown.circle_keys:
        made += _circle(x + radius, y + 26, radius) + _text(x + 2 * radius + 8, y + 31, words, 13, "text")
        x += 2 * radius + 24 + 9 * len(words)
    step = min(170.0, (WIDTH - EDGE - x) / max(len(shown.keys), 1))
    letters = int(step / 6.6)
    lowest = y + (56 if shown.circle_keys else 0)
    for place, (fill, words, count) in enumerate(shown.keys):
        at, lines = x + place * step, textwrap.wrap(words, letters)[:3]
        made += Markup('<rect x="{}" y="{}" width="{}" height="12" {}/>').format(
            at, y, step - 4, _paint(fill, "line_strong")
        )
        rows = [(line, 13, "text") for line in lines] + [(count[:letters], 12, "text3")]
        for row, (line, size, role) in enumerate(rows):
            made += _text(at, y + 29 + 17 * row, line, size, role)
        lowest = max(lowest, y + 29 + 17 * (len(rows) - 1))
    return made, lowest + 12


def _map(shown: Picture, drawn: geometry.Drawing) -> Markup:
    """Areas, hatches of uncertain ones, water, circles from large to small, and the labels that fit."""
    areas = Markup("").join(
        Markup('<path d="{}" {}/>').format(path, _paint(shown.fills[code], "page"))
        for code, path in drawn.paths.items()
    )
    veils = Markup("").join(
        Markup('<path d="{}" fill="url(#veil)"/>').format(drawn.paths[code])
        for code in shown.unsure
        if code in drawn.paths
    )
    water = Markup('<path d="{}" fill="{}"/>').format(drawn.water, look.colour("page"))
    circles = Markup("").join(
        _circle(drawn.labels[code].x, drawn.labels[code].y, radius)
        for code, radius in sorted(shown.circles.items(), key=lambda pair: -pair[1])
        if code in drawn.labels
    )
    return areas + veils + water + circles + _labels(shown, drawn)


def _labels(shown: Picture, drawn: geometry.Drawing) -> Markup:
    made = Markup("")
    for code, place in drawn.labels.items():
        lines = shown.labels.get(code, ())
        room = 2 * place.radius
        if place.radius < LABEL_RADIUS or not lines or 6.2 * len(lines[0]) > room:
            continue
        down = shown.circles.get(code, -13) + 13
        for row, line in enumerate(lines):
            made += _text(
                place.x, place.y - 3 + down + 15 * row, line, 12, _ink(shown.fills[code]), 500, "middle"
            )
    return made


def _ink(fill: str) -> str:
    """The role of text that reads on a fill."""
    kind, _, step = fill.partition("-")
    if kind not in RAMPS or not step.isdecimal():
        return "text"
    return look.tokens()["ramp"]["light"][f"{RAMPS[kind]}_text"][int(step) - 1]


def _paint(fill: str, border: str) -> Markup:
    kind, _, step = fill.partition("-")
    if kind in RAMPS and step.isdecimal():
        colour, dashes = look.ramp(RAMPS[kind])[int(step) - 1], ""
    else:
        role, dashes = STATES[fill]
        colour = role if role.startswith("url") else look.colour(role)
        border = "line_strong" if fill != "plain" else border
    line = Markup('fill="{}" stroke="{}" stroke-width="1"').format(colour, look.colour(border))
    return line + Markup(' stroke-dasharray="{}"').format(dashes) if dashes else line


def _circle(x: float, y: float, radius: float) -> Markup:
    fill, line = look.ramp("sequential")[3], look.colour("page")
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.8" stroke="{}"/>').format(
        x, y, radius, fill, line
    )


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
    sides = _text((left + right) / 2, y + 16, words, 12, "text3", 400, "middle")
    return bar + arrow + sides + _text(left - 26, y + 16, north, 12, "text3", 400, "middle")


def _text(
    x: float, y: float, words: str, size: int, role: str, weight: int = 400, anchor: str = "start"
) -> Markup:
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" font-size="{}" font-weight="{}" fill="{}" text-anchor="{}">{}</text>'
    ).format(x, y, size, weight, look.colour(role), anchor, words)


def _patterns() -> Markup:
    """Hatches: suppressed, uncertain over a class, and the key of the latter."""
    one = Markup(
        '<pattern id="{}" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate({})">{}<line x1="0" x2="0" y1="0" y2="7" stroke="{}" stroke-width="4"/>'
        "</pattern>"
    )
    ground = Markup('<rect width="7" height="7" fill="{}"/>')
    page, strong, sunken = (look.colour(role) for role in ("page", "line_strong", "sunken"))
    return Markup("<defs>{}{}{}</defs>").format(
        one.format("hatch", 45, ground.format(sunken), strong),
        one.format("veil", -45, Markup(""), page),
        one.format("unsure", -45, ground.format(look.ramp("sequential")[2]), page),
    )
