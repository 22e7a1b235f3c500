"""The map inside a picture: areas, circles and labels, the crowded middle enlarged, or a small map a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from markupsafe import Markup

from lib import look
from lib.areas import geometry
from lib.reports.map_paint import circle, frame, ink, paint, stroke, text

SIZE = (860, 620)
# A label needs this radius around it, as on the screen.
LABEL_RADIUS = 23
# The enlarged middle stands beside a map that is so much taller than wide; parts of the picture's width.
TALL, MAIN, INSET = 1.4, 0.42, 0.39
HIGHEST_INSET = 0.6
# Small maps by year: so many in a row, pixels for the name over each.
MOST_IN_ROW, NAME_HEIGHT, TALLEST_SMALL, GAP = 6, 20, 200, 12
# Pixels for the scale under the enlarged middle; the height and width of a letter of a label.
UNDER_INSET, LINE_HEIGHT, LETTER = 40, 13, 6.2
SHORTEST_NAME = 4


@dataclass(frozen=True)
class Picture:
    """A map in the reader's words. keys: fill, words and count of each class and state.

    labels: lines by area code. circles: radius in pixels by code. circle_keys: radius and words.
    model: the framed word of model data or empty. feet: source, licence, dates.
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
    # What stands over the enlarged middle, or empty; and fills by code for each period, where all are shown.
    inset: str = ""
    years: Sequence[tuple[str, Mapping[str, str]]] = ()
    # Which map of the level, None for its only one.
    scope: str | None = None


@dataclass(frozen=True)
class Drawn:
    """The drawing, its height in pixels, and the scale that its bar tells."""

    svg: Markup
    height: float
    metres_per_pixel: float


def draw(shown: Picture) -> Drawn:
    """The map; beside a tall one its crowded middle enlarged; or a small map for each period."""
    drawn = set(geometry.codes(shown.level, shown.scope))
    codes = [code for code in shown.fills if code in drawn]
    left, bottom, right, top = geometry.extent(shown.level, shown.scope, codes)
    tall = (top - bottom) / (right - left)
    if shown.years:
        return _small_maps(shown, codes, tall)
    if shown.inset and tall > TALL:
        main = geometry.paths(shown.level, shown.scope, SIZE[0] * MAIN, SIZE[1], codes=codes)
        box = geometry.crowded(shown.level, shown.scope, codes, LABEL_RADIUS * main.metres_per_pixel)
        if box:
            return _with_inset(shown, main, codes, box)
    main = geometry.paths(shown.level, shown.scope, *SIZE, codes=codes)
    return Drawn(_layers(shown, main), SIZE[1], main.metres_per_pixel)


def _small_maps(shown: Picture, codes: list[str], tall: float) -> Drawn:
    in_row = min(len(shown.years), MOST_IN_ROW)
    width = SIZE[0] / in_row
    height = min(TALLEST_SMALL, (width - GAP) * tall)
    small = geometry.paths(shown.level, shown.scope, width - GAP, height, codes=codes)
    step, made = height + NAME_HEIGHT + GAP, Markup("")
    for place, (name, fills) in enumerate(shown.years):
        x, y = place % in_row * width, place // in_row * step
        drawn = Markup('<g transform="translate({:.1f} {:.1f})">{}</g>')
        made += text(x, y + 14, name, 13, "text2", 600)
        made += drawn.format(x, y + NAME_HEIGHT, _areas(small, fills))
    return Drawn(made, ceil(len(shown.years) / in_row) * step, small.metres_per_pixel)


def _with_inset(shown: Picture, main: geometry.Drawing, codes: list[str], box: geometry.Box) -> Drawn:
    """The map, a frame around its crowded middle, and that middle enlarged at right."""
    left = SIZE[0] * INSET
    width = SIZE[0] - left - 1
    height = min(HIGHEST_INSET * SIZE[1], width * (box[3] - box[1]) / (box[2] - box[0]))
    top = SIZE[1] - height - UNDER_INSET
    core = geometry.paths(shown.level, shown.scope, width, height, codes=codes, extent=box)
    (x1, y2), (x2, y1) = main.at(box[0], box[1]), main.at(box[2], box[3])
    leads = [((x2, y1), (left, top)), ((x2, y2), (left, top + height))]
    pieces = (
        _layers(shown, main, (x1, y1, x2, y2)),
        *(stroke(*ends) for ends in leads),
        frame(x1, y1, x2 - x1, y2 - y1),
        frame(left, top, width, height, look.colour("page")),
        _clipped(_layers(shown, core, within=(width, height)), left, top, width, height),
        frame(left, top, width, height),
        text(left, top - 8, shown.inset, 13, "text", 600),
    )
    return Drawn(Markup("").join(pieces), SIZE[1], core.metres_per_pixel)


def _layers(
    shown: Picture,
    drawn: geometry.Drawing,
    hidden: geometry.Box | None = None,
    within: tuple[float, float] | None = None,
) -> Markup:
    """Areas, water, circles from large to small, and labels that fit.

    hidden: the part that is drawn larger elsewhere, so without circles and labels; within: the frame of it.
    """
    places = {code: place for code, place in drawn.labels.items() if not _covers(hidden, place)}
    circles = Markup("").join(
        circle(places[code].x, places[code].y, radius)
        for code, radius in sorted(shown.circles.items(), key=lambda pair: -pair[1])
        if code in places
    )
    return _areas(drawn, shown.fills, shown.unsure) + circles + _labels(shown, drawn, places, within)


def _areas(drawn: geometry.Drawing, fills: Mapping[str, str], unsure: Sequence[str] = ()) -> Markup:
    """Areas in their fills, hatches of uncertain ones, water over them."""
    areas = Markup("").join(
        Markup('<path d="{}" {}/>').format(path, paint(fills[code], "page"))
        for code, path in drawn.paths.items()
    )
    veils = Markup("").join(
        Markup('<path d="{}" fill="url(#veil)"/>').format(drawn.paths[code])
        for code in unsure
        if code in drawn.paths
    )
    return areas + veils + Markup('<path d="{}" fill="{}"/>').format(drawn.water, look.colour("page"))


def _labels(
    shown: Picture,
    drawn: geometry.Drawing,
    places: Mapping[str, geometry.Label],
    within: tuple[float, float] | None,
) -> Markup:
    made = Markup("")
    for code, place in places.items():
        name, *rest = shown.labels.get(code) or ("",)
        down = shown.circles.get(code, -13) + 13
        # A double name may lose its second half before the whole label goes.
        shorter = [name, *(half for half in name.split("-")[:1] if len(half) >= SHORTEST_NAME)]
        fitting = [one for one in shorter if _has_room(place, one, drawn.paths[code], within, down)]
        for row, line in enumerate([fitting[0], *rest] if name and fitting else ()):
            made += text(
                place.x, place.y - 3 + down + 15 * row, line, 12, ink(shown.fills[code]), 500, "middle"
            )
    return made


def _has_room(
    place: geometry.Label, line: str, path: str, within: tuple[float, float] | None, down: float
) -> bool:
    """Whether the four corners of the first line lie in the area, and both lines in the frame."""
    half = LETTER * len(line) / 2
    corners = [(place.x + x, place.y + y) for x in (-half, half) for y in (-LINE_HEIGHT, 0)]
    if place.radius < LABEL_RADIUS or not geometry.holds(path, corners):
        return False
    if within is None:
        return True
    return half < place.x < within[0] - half and LINE_HEIGHT < place.y < within[1] - LINE_HEIGHT - down


def _covers(box: geometry.Box | None, place: geometry.Label) -> bool:
    return box is not None and box[0] < place.x < box[2] and box[1] < place.y < box[3]


def _clipped(drawn: Markup, x: float, y: float, width: float, height: float) -> Markup:
    clip = '<clipPath id="inset"><rect width="{w:.1f}" height="{h:.1f}"/></clipPath>'
    moved = '<g transform="translate({x:.1f} {y:.1f})"><g clip-path="url(#inset)">{drawn}</g></g>'
    return Markup(clip + moved).format(x=x, y=y, w=width, h=height, drawn=drawn)
