"""Ready maps: which level has one, its shapes as SVG paths, and which of its areas touch."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from lib.areas import geo_files, topology

Box = tuple[float, float, float, float]
# Borders drawn from different sources may miss each other by a rounding step; nearer than this they touch.
TOUCHING_STEPS = 1.5


class NoGeometry(LookupError):
    """This level has no map: the page shows its table only."""


@dataclass(frozen=True)
class Label:
    """Where the name of an area fits: middle and radius of its largest inner circle, in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Drawing:
    """A map for one size of picture: SVG path data by code, y downwards, and its measures."""

    paths: dict[str, str]
    labels: dict[str, Label]
    water: str
    viewbox: str
    metres_per_pixel: float
    left: float
    top: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of EPSG:3067 metres stands in the picture; left and top are its upper left corner."""
        return (x - self.left) / self.metres_per_pixel, (self.top - y) / self.metres_per_pixel


@dataclass(frozen=True)
class _Map:
    areas: dict[str, list[topology.Polygon]]
    water: list[topology.Polygon]
    facts: dict[str, dict[str, Any]]
    grid: float


def entry(level: str, scope: str | None = None, *, folder: Path = geo_files.FOLDER) -> geo_files.Entry:
    """The index entry of the level's current map; without a scope its only or first one.

    Raises NoGeometry when the level has none.
    """
    maps = geo_files.read_index(folder).get(level, {})
    found = maps.get(scope) if scope else next(iter(maps.values()), None)
    if found is None and scope:
        found = geo_files.unlisted(folder, level, scope)
    if found is None:
        raise NoGeometry(level, scope)
    return found


def paths(
    level: str,
    scope: str | None,
    width: float,
    height: float,
    codes: list[str] | None = None,
    *,
    extent: Box | None = None,
    folder: Path = geo_files.FOLDER,
) -> Drawing:
    """The map fitted and centred in width × height pixels; `codes` keeps and fits only those areas.

    `extent` (left, bottom, right, top, EPSG:3067 metres) fits another part of the map, for an inset frame.
    """
    shown = _read(folder / entry(level, scope, folder=folder)["file"])
    areas = {code: shown.areas[code] for code in codes or shown.areas if code in shown.areas}
    if not areas:
        raise NoGeometry(level, codes)
    box = extent or _box(areas.values())
    scale = max((box[2] - box[0]) / width, (box[3] - box[1]) / height)
    left = (box[0] + box[2] - width * scale) / 2
    top = (box[1] + box[3] + height * scale) / 2
    place = (left, top, scale)
    return Drawing(
        {code: _path(polygons, place) for code, polygons in areas.items()},
        {code: _label(shown.facts[code], place) for code in areas if "r" in shown.facts[code]},
        _path(shown.water, place),
        f"0 0 {width:g} {height:g}",
        scale,
        left,
        top,
    )


def has_map(level: str, scope: str | None = None, *, folder: Path = geo_files.FOLDER) -> bool:
    """Whether the areas of a level can be drawn."""
    try:
        return bool(entry(level, scope, folder=folder))
    except NoGeometry:
        return False


def codes(level: str, scope: str | None = None, *, folder: Path = geo_files.FOLDER) -> list[str]:
    """The areas that the level's map has a shape for."""
    return list(_read(folder / entry(level, scope, folder=folder)["file"]).areas)


def holds(path: str, points: list[tuple[float, float]]) -> bool:
    """Whether all points, in pixels, lie in an area of a drawing given as its SVG path; a hole is outside."""
    subpaths = path.removeprefix("M").removesuffix("Z").split("ZM")
    rings = [[tuple(map(float, one.split())) for one in ring.split("L")] for ring in subpaths]
    sides = [side for ring in rings for side in zip(ring, ring[1:] + ring[:1], strict=True)]
    return all(sum(_passes(point, *side) for side in sides) % 2 for point in points)


def _passes(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a line from the point to the right crosses the side."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    return (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)


def extent(level: str, scope: str | None, codes: list[str], *, folder: Path = geo_files.FOLDER) -> Box:
    """The box around these areas: left, bottom, right, top in EPSG:3067 metres."""
    areas = _read(folder / entry(level, scope, folder=folder)["file"]).areas
    return _box(areas[code] for code in codes)


def crowded(
    level: str, scope: str | None, codes: list[str], smallest: float, *, folder: Path = geo_files.FOLDER
) -> Box | None:
    """The box around areas whose inner circle has a radius under so many metres; None under two of them."""
    facts = _read(folder / entry(level, scope, folder=folder)["file"]).facts
    rooms = [facts[code] for code in codes if code in facts and facts[code].get("r", smallest) < smallest]
    if len(rooms) < 2:
        return None
    lows = [[room[axis] - room["r"] for room in rooms] for axis in ("x", "y")]
    highs = [[room[axis] + room["r"] for room in rooms] for axis in ("x", "y")]
    return (min(lows[0]), min(lows[1]), max(highs[0]), max(highs[1]))


def shapes(level: str, *, folder: Path = geo_files.FOLDER) -> dict[str, Any]:
    """Every area of the level's map as a shapely polygon in EPSG:3067 metres; shared, so never changed."""
    return _shapes(folder / entry(level, folder=folder)["file"])


def water(level: str, *, folder: Path = geo_files.FOLDER) -> Any:
    """The water of the level's map as one shapely polygon, which may be empty."""
    return _shape(_read(folder / entry(level, folder=folder)["file"]).water)


def neighbours(
    level: str, scope: str | None = None, *, folder: Path = geo_files.FOLDER
) -> dict[str, list[str]]:
    """Which areas touch, at a border or at a corner (queen): {code: [codes]}, an island alone has []."""
    return _neighbours(folder / entry(level, scope, folder=folder)["file"])


# The file name holds a hash of the content, so a kept answer can never be old.
@lru_cache(maxsize=32)
def _read(path: Path) -> _Map:
    content = json.loads(path.read_bytes())
    water = topology.decode(content, "water").values()
    return _Map(
        topology.decode(content, "areas"),
        list(chain.from_iterable(water)),
        topology.properties(content, "areas"),
        content["transform"]["scale"][0],
    )


@lru_cache(maxsize=32)
def _shapes(path: Path) -> dict[str, Any]:
    return {code: _shape(polygons) for code, polygons in _read(path).areas.items()}


@lru_cache(maxsize=32)
def _neighbours(path: Path) -> dict[str, list[str]]:
    # shapely takes a quarter of a second to import, and most pages never ask who touches whom.
    import shapely

    shown = _read(path)
    codes = list(shown.areas)
    shapes = [_shape(shown.areas[code]) for code in codes]
    reach = shown.grid * TOUCHING_STEPS
    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=reach)
    touching = defaultdict(list)
    for one, other in pairs.T.tolist():
        if one != other:
            touching[codes[one]].append(codes[other])
    return {code: sorted(touching[code]) for code in codes}


def _shape(polygons: list[topology.Polygon]) -> Any:
    import shapely

    return shapely.make_valid(shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons]))


def _box(areas: Any) -> Box:
    points = [point for polygons in areas for rings in polygons for point in rings[0]]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _path(polygons: list[topology.Polygon], place: tuple[float, float, float]) -> str:
    return "".join(_ring_path(ring, place) for rings in polygons for ring in rings)


def _ring_path(ring: list[tuple[float, float]], place: tuple[float, float, float]) -> str:
    """One closed subpath, a tenth of a pixel precise; points that fall on the one before are left out."""
    left, top, scale = place
    points = [f"{round((x - left) / scale, 1):g} {round((top - y) / scale, 1):g}" for x, y in ring[:-1]]
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    return f"M{'L'.join(kept)}Z"


def _label(facts: dict[str, Any], place: tuple[float, float, float]) -> Label:
    left, top, scale = place
    x, y, radius = (facts["x"] - left) / scale, (top - facts["y"]) / scale, facts["r"] / scale
    return Label(round(x, 1), round(y, 1), round(radius, 1))
