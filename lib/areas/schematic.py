"""Sketch maps of our own making: cells around points within an outline drawn by hand, the same every time."""

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyproj
import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.ops import polygonize

from lib.areas import geo_files, topology

DRAWINGS = Path(__file__).parents[2] / "data" / "areas" / "schematic"
CRS = "EPSG:3067"
# Lines are noded on one-metre grid: cells then meet exactly, and two runs give the same bytes.
NODING_M = 1.0
# How closely the shores are sampled to find the middle of a channel; well under its width.
SHORE_STEP_M = 60.0
# Seeds of one point are set so far from it; the cell they share is then cut in slices.
APART_M = 30.0
# Corners cut this many times look like a smooth shore.
ROUNDINGS = 3


@dataclass(frozen=True)
class Seed:
    """A point a cell grows from. With a radius the area is a disc cut out of the cells around it."""

    code: str
    parent_code: str
    point: Point
    radius_m: float = 0.0

    def holds(self, point: Point) -> bool:
        return self.point.distance(point) < self.radius_m


@dataclass(frozen=True)
class Land:
    """The hand-made drawing in metres: pieces of land, the outline that joins them, water between them."""

    pieces: tuple[Polygon, ...]
    outline: Polygon | MultiPolygon
    water: MultiPolygon


def build(level: str, folder: Path = geo_files.FOLDER, drawings: Path = DRAWINGS) -> geo_files.Entry | None:
    """Draw the level, keep its file in `folder`, give its index entry. None: no drawing has this level."""
    for path in sorted(drawings.glob("*.toml")):
        drawing = tomllib.loads(path.read_text("utf-8"))
        if level in drawing["levels"]:
            plan = {**drawing["levels"][level], "level": level, "scope": path.stem}
            return _keep(plan, read_land(drawing), read_seeds(drawings / "points.csv", plan["cells"]), folder)
    return None


def build_all(folder: Path = geo_files.FOLDER, drawings: Path = DRAWINGS) -> dict[str, geo_files.Entry]:
    """Draw every level the drawings name: {level: index entry}."""
    texts = (path.read_text("utf-8") for path in sorted(drawings.glob("*.toml")))
    levels = [level for text in texts for level in tomllib.loads(text)["levels"]]
    return {level: build(level, folder, drawings) for level in levels}


def read_seeds(path: Path, level: str) -> list[Seed]:
    """The points of a level, in EPSG:3067 metres, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == level]
    points = _metres([(float(row["lon"]), float(row["lat"])) for row in rows])
    return [
        Seed(row["code"], row["parent_code"], Point(point), float(row["radius_m"] or 0))
        for row, point in zip(rows, points, strict=True)
    ]


def sharing(seeds: list[Seed]) -> list[list[Seed]]:
    """The seeds that stand on one point with others, a list a point."""
    together = defaultdict(list)
    for seed in seeds:
        together[seed.point.coords[0]].append(seed)
    return [found for found in together.values() if len(found) > 1]


def apart(seeds: list[Seed]) -> list[Seed]:
    """Seeds that share a point set around it clockwise from the north, so that each gets a like slice."""
    moved = {
        seed.code: replace(seed, point=_around(seed.point, place / len(found)))
        for found in sharing(seeds)
        for place, seed in enumerate(found)
    }
    return [moved.get(seed.code, seed) for seed in seeds]


def read_land(drawing: dict[str, Any]) -> Land:
    """The drawing in metres: corners rounded, rivers cut out, narrow channels closed into the outline."""
    rivers = shapely.unary_union([_river(river) for river in drawing["rivers"]])
    rings = [Polygon(_rounded(_metres(ring), "ring")) for ring in drawing["land"].values()]
    dry = [shapely.difference(ring, rivers, grid_size=NODING_M) for ring in rings]
    pieces = tuple(part for shape in dry for part in shapely.get_parts(shape) if part.area > 100_000)
    closing = drawing["closing_m"]
    joined = shapely.union_all(pieces).buffer(closing, quad_segs=4).buffer(-closing, quad_segs=4)
    # Open sea enclosed by islands and closed channels is water like the channels, not a hole in the city.
    filled = shapely.union_all([Polygon(part.exterior) for part in shapely.get_parts(joined)])
    outline = shapely.set_precision(filled, NODING_M)
    return Land(pieces, outline, _water(pieces, outline))


def cells(seeds: list[Seed], land: Land) -> dict[str, Polygon | MultiPolygon]:
    """One shape a code, filling the outline without gap or overlap: the nearest seed on that land wins."""
    on_piece = defaultdict(list)
    for seed in seeds:
        on_piece[_piece(seed.point, land)].append(seed)
    lines = [shapely.boundary(land.outline), *_channel_lines(land), *_cell_lines(on_piece.values(), land)]
    owned = defaultdict(list)
    for face in polygonize(shapely.unary_union(lines, grid_size=NODING_M)):
        inside = face.representative_point()
        if land.outline.covers(inside):
            owned[_owner(inside, on_piece.get(_piece(inside, land), seeds))].append(face)
    return {code: shapely.unary_union(owned[code]) for code in sorted(owned)}


def dissolved(shapes: dict[str, Any], seeds: list[Seed]) -> dict[str, Polygon | MultiPolygon]:
    """Cells joined by the area they belong to."""
    parts = defaultdict(list)
    for code, parent in {seed.code: seed.parent_code for seed in seeds}.items():
        parts[parent].append(shapes[code])
    return {parent: shapely.unary_union(parts[parent]) for parent in sorted(parts)}


def label(shape: Any, points: Iterable[Point] = ()) -> dict[str, int]:
    """Where a name fits best: middle and radius in metres of the largest circle inside one part of the shape.

    The part with most of the points is taken, then the largest: Keskusta is named on land, not on its island.
    """
    parts, points = shapely.get_parts(shape), list(points)
    part = max(parts, key=lambda part: (int(sum(shapely.dwithin(part, points, SHORE_STEP_M))), part.area))
    radius = shapely.maximum_inscribed_circle(part, tolerance=max(1.0, part.length / 1000))
    (x, y), _ = radius.coords
    return {"x": round(x), "y": round(y), "r": round(radius.length)}


def _keep(plan: dict[str, Any], land: Land, seeds: list[Seed], folder: Path) -> geo_files.Entry:
    shapes = cells(apart(seeds), land)
    shapes = dissolved(shapes, seeds) if plan.get("dissolve") else shapes
    simple = shapely.coverage_simplify(list(shapes.values()), plan["tolerance_m"])
    dry = {code: shapely.difference(shape, land.water) for code, shape in shapes.items()}
    points = {code: [s.point for s in seeds if code in (s.code, s.parent_code)] for code in shapes}
    areas = [
        topology.Feature(code, shape, label(dry[code], points[code]))
        for code, shape in zip(shapes, simple, strict=True)
    ]
    shared = sum(len(found) for found in sharing(seeds))
    meta = _meta(plan, len(areas)) | ({"shared": shared} if shared else {})
    layers = {"areas": areas, "water": _water_features(land, plan["tolerance_m"])}
    content = topology.encode(layers if layers["water"] else {"areas": areas}, plan["grid_m"], meta)
    bbox = [float(b) for b in shapely.total_bounds(np.array([f.shape for f in areas]))]
    return geo_files.put(folder, content, {**meta, "bbox": [round(b) for b in bbox]})


def _meta(plan: dict[str, Any], n: int) -> dict[str, Any]:
    return {
        "level": plan["level"],
        "scope": plan["scope"],
        "schematic": True,
        "crs": CRS,
        "n": n,
        "licence": "geometry.schematic_licence",
        "source": "geometry.schematic_source",
        "vintage": plan["vintage"],
    }


def _water_features(land: Land, tolerance: float) -> list[topology.Feature]:
    shape = land.water.simplify(tolerance)
    return [] if shape.is_empty else [topology.Feature("water", shape, {})]


def _water(pieces: tuple[Polygon, ...], outline: Any) -> MultiPolygon:
    """Channels and rivers: what the outline covers and land does not, a little beyond its mouths."""
    inside = shapely.difference(outline, shapely.union_all(pieces), grid_size=NODING_M)
    # Slivers left by rounding a concave shore are not channels; a channel survives shrinking by 15 metres.
    channels = inside.buffer(-15).buffer(15)
    beyond = shapely.difference(channels.buffer(40), shapely.union_all(pieces), grid_size=NODING_M)
    return MultiPolygon([p for p in shapely.get_parts(beyond) if p.area > 50_000])


def _channel_lines(land: Land) -> Iterable[Any]:
    """Lines along the middle of the water between pieces of land: there the areas of two shores meet."""
    if land.water.is_empty:
        return
    shores = [shapely.segmentize(shapely.boundary(piece), SHORE_STEP_M) for piece in land.pieces]
    owners = np.concatenate([np.full(shapely.get_num_coordinates(s), i) for i, s in enumerate(shores)])
    points, first = np.unique(np.round(shapely.get_coordinates(shores)), axis=0, return_index=True)
    regions = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(points), ordered=True))
    for piece in range(len(shores)):
        yield shapely.boundary(shapely.coverage_union_all(regions[owners[first] == piece]))


def _cell_lines(seeds_by_piece: Iterable[list[Seed]], land: Land) -> Iterable[Any]:
    """Borders between the points of each piece of land, and the discs."""
    for seeds in seeds_by_piece:
        points = [seed.point for seed in seeds if not seed.radius_m]
        if len(points) > 1:
            yield shapely.voronoi_polygons(MultiPoint(points), extend_to=land.outline, only_edges=True)
        yield from (shapely.boundary(seed.point.buffer(seed.radius_m)) for seed in seeds if seed.radius_m)


def _owner(inside: Point, seeds: list[Seed]) -> str:
    """The disc the point lies in, or else the nearest seed."""
    nearest = min((seed for seed in seeds if not seed.radius_m), key=lambda seed: seed.point.distance(inside))
    return next((seed for seed in seeds if seed.holds(inside)), nearest).code


def _around(point: Point, turn: float) -> Point:
    """The place beside a point at a part of a full turn."""
    angle = 2 * np.pi * turn
    return Point(point.x + APART_M * np.sin(angle), point.y + APART_M * np.cos(angle))


def _piece(point: Point, land: Land) -> int:
    return int(np.argmin(shapely.distance(np.array(land.pieces), point)))


def _river(river: dict[str, Any]) -> Polygon:
    middle = LineString(_rounded(_metres(river["line"]), "line"))
    return middle.buffer(river["width_m"] / 2, cap_style="flat")


def _metres(degrees: list[Any]) -> np.ndarray:
    """Points in EPSG:3067, whole metres, shape (n, 2), from [longitude, latitude]."""
    project = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
    return np.round(np.column_stack(project.transform(*np.array(degrees, dtype=float).T)))


def _rounded(points: np.ndarray, kind: Literal["ring", "line"]) -> np.ndarray:
    """Chaikin's corner cutting: every corner becomes two, a quarter of the way along each side."""
    closed = kind == "ring"
    for _ in range(ROUNDINGS):
        following = np.roll(points, -1, axis=0) if closed else points[1:]
        start = points if closed else points[:-1]
        quarters = [0.75 * start + 0.25 * following, 0.25 * start + 0.75 * following]
        cut = np.stack(quarters, axis=1).reshape(-1, 2)
        points = cut if closed else np.vstack([points[:1], cut, points[-1:]])
    return points
