"""The service catalogue: services by step as quiet rows, and their places as numbered marks on a map."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lib.areas import geometry
from lib.markup.page import rendered
from lib.markup.rows import Cell

LEVEL = "major_district"
SIZE = (400, 400)
# Areas whose name has less room than this on a map of the whole city are its dense part.
LABEL_ROOM = 46
# Room around the dense part, as a share of it.
MARGIN = 0.06
# Marks with less than so many pixels between them become one with all their numbers.
NEAREST = 3
# A mark is so high, and so much wider for each character after the first.
HEIGHT, WIDER = 22, 7
# A name needs so many pixels a character; it stands only where the area has the room.
CHARACTER = 6.4
# Where a name may stand, pixels below the middle of its area: in the middle, else beside a mark.
SHIFTS = (0, HEIGHT, -HEIGHT)


@dataclass(frozen=True)
class Queue:
    """One age group's queue: figures, month and more, who, where a press leads; no state: nobody queues."""

    figures: str
    small: str
    state: Cell | None = None
    who: str = ""
    link: str = ""
    choose: str = ""


@dataclass(frozen=True)
class Series:
    """One indicator that describes a service, with its newest figure."""

    name: str
    figure: str
    choose: str


@dataclass(frozen=True)
class Row:
    """One service in the reader's words; `where` are pairs of a place and what is known of it."""

    number: int
    id: str
    name: str
    what: str
    owner: str
    for_whom: str
    entry: str
    how: str
    where: tuple[tuple[str, str], ...]
    queues: tuple[Queue, ...]
    series_words: str
    series: tuple[Series, ...]
    picked: bool = False


@dataclass(frozen=True)
class Step:
    """The services of one step."""

    name: str
    count: str
    rows: tuple[Row, ...]


def catalogue(heads: Sequence[str], steps: Sequence[Step]) -> str:
    """All services by step; `heads` are the four column heads."""
    return rendered("services.html", heads=heads, steps=steps)


@dataclass(frozen=True)
class Point:
    """A place on the map: the number of its service, EPSG:3067 metres, and its words."""

    number: int
    service: str
    x: float
    y: float
    words: str
    small: str


@dataclass(frozen=True)
class District:
    """An area as the map names it; `choose` is what a press on it returns."""

    name: str
    choose: str
    picked: bool


@dataclass(frozen=True)
class Mark:
    """Points so near each other that they share one mark, in pixels."""

    points: tuple[Point, ...]
    x: float
    y: float

    @property
    def label(self) -> str:
        """The numbers of its services: 3, 5."""
        return ", ".join(str(number) for number in sorted({one.number for one in self.points}))

    @property
    def words(self) -> str:
        """What it stands for, for a screen reader and the pointer."""
        return "; ".join(f"{one.number} {one.words}" for one in self.points)

    @property
    def width(self) -> float:
        """Pixels that the numbers need."""
        return HEIGHT + WIDER * (len(self.label) - 1)

    def touches(self, other: "Mark") -> bool:
        """Whether the two would hide each other."""
        room = (self.width + other.width) / 2 + NEAREST
        return abs(self.x - other.x) < room and abs(self.y - other.y) < HEIGHT + NEAREST

    def next_after(self, picked: str) -> str:
        """The service that a press chooses: one after the other where several share the mark."""
        ids = list(dict.fromkeys(one.service for one in self.points))
        return ids[(ids.index(picked) + 1) % len(ids)] if picked in ids else ids[0]


@dataclass(frozen=True)
class MapWords:
    """Heading, subtitle, what stands where no place is known, and how the map is read."""

    heading: str
    subtitle: str
    nothing: str


def marks(points: Sequence[Point], box: geometry.Box) -> list[Mark]:
    """Points joined where their marks would touch, in the order of their numbers."""
    scale = (box[2] - box[0]) / SIZE[0]
    made: list[Mark] = []
    for point in sorted(points, key=lambda one: one.number):
        mark = Mark((point,), (point.x - box[0]) / scale, (box[3] - point.y) / scale)
        while near := next((one for one in made if one.touches(mark)), None):
            made.remove(near)
            mark = Mark((*near.points, *mark.points), near.x, near.y)
        made.append(mark)
    return sorted(made, key=lambda one: min(point.number for point in one.points))


def frame(points: Sequence[Point]) -> geometry.Box:
    """The part of the land to show, EPSG:3067 metres: the dense part of the city and every point."""
    shown = geometry.paths(LEVEL, None, *SIZE)
    whole = geometry.extent(LEVEL, None, list(shown.paths))
    scale = shown.metres_per_pixel
    left = (whole[0] + whole[2] - SIZE[0] * scale) / 2
    top = (whole[1] + whole[3] + SIZE[1] * scale) / 2
    corners = [
        (left + (label.x + side) * scale, top - (label.y + side) * scale)
        for label in shown.labels.values()
        if 2 * label.radius < LABEL_ROOM
        for side in (-label.radius, label.radius)
    ]
    return _square([*corners, *((point.x, point.y) for point in points)] or [whole[:2], whole[2:]])


def _square(corners: Sequence[tuple[float, float]]) -> geometry.Box:
    """A box of the shape of the picture around the corners, with a margin."""
    xs, ys = zip(*corners, strict=True)
    half = max(max(xs) - min(xs), max(ys) - min(ys)) * (0.5 + MARGIN)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return x - half, y - half, x + half, y + half


def point_map(districts: dict[str, District], points: Sequence[Point], picked: str, words: MapWords) -> str:
    """Outlines with names where they fit, numbered marks over them, and the places as a list."""
    box = frame(points)
    shown = geometry.paths(LEVEL, None, *SIZE, codes=list(districts), extent=box)
    placed = marks(points, box)
    return rendered(
        "service_map.html",
        viewbox=shown.viewbox,
        shapes=_shapes(shown, districts) + _labels(shown, districts, placed),
        marks=placed,
        points=points,
        picked=picked,
        words=words,
        height=HEIGHT,
    )


def _shapes(shown: geometry.Drawing, districts: dict[str, District]) -> Markup:
    areas = Markup("").join(
        Markup('<path class="area plain" d="{}" data-choose="{}"><title>{}</title></path>').format(
            path, districts[code].choose, districts[code].name
        )
        for code, path in shown.paths.items()
    )
    rings = Markup("").join(
        Markup('<path class="ring" d="{}"/>').format(path)
        for code, path in shown.paths.items()
        if districts[code].picked
    )
    return areas + Markup('<path class="water" d="{}"/>').format(shown.water) + rings


def _labels(shown: geometry.Drawing, districts: dict[str, District], placed: Sequence[Mark]) -> Markup:
    """Names where the area has room for them beside the marks; a double name may lose its second half."""
    made = []
    for code, label in shown.labels.items():
        name = _fitting(districts[code].name, 2 * label.radius)
        y = next((label.y + by for by in SHIFTS if _is_free(label.x, label.y + by, name, placed)), None)
        if name and y is not None:
            made.append(
                Markup('<text x="{}" y="{}" aria-hidden="true">{}</text>').format(label.x, y + 4, name)
            )
    return Markup("").join(made)


def _fitting(name: str, room: float) -> str:
    """The name, its first half, or nothing, whichever has the room."""
    return next((one for one in (name, name.split("-")[0]) if CHARACTER * len(one) <= room), "")


def _is_free(x: float, y: float, name: str, placed: Sequence[Mark]) -> bool:
    """Whether a name would stand inside the picture and on no mark."""
    half = CHARACTER * len(name) / 2
    inside = half <= x <= SIZE[0] - half and HEIGHT <= y <= SIZE[1] - HEIGHT
    return inside and not any(
        abs(one.x - x) < half + one.width / 2 and abs(one.y - y) < HEIGHT for one in placed
    )
