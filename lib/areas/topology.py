"""Areas as TopoJSON and back: coordinates on a grid of whole metres, every shared border stored once."""

# Why not PyPI topojson: shapely coverage_simplify already simplifies with shared borders intact, so only
# cutting rings into arcs is left. Our arcs come in the order of the areas: the same map gives the same bytes.

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Point = tuple[int, int]
Ring = list[Point]
Polygon = list[list[tuple[float, float]]]


@dataclass(frozen=True)
class Feature:
    """One area: its code, its shapely polygon in EPSG:3067 metres, what else the file says of it."""

    code: str
    shape: Any
    properties: dict[str, Any]


def encode(layers: dict[str, list[Feature]], grid: int, meta: dict[str, Any]) -> bytes:
    """TopoJSON bytes of the layers, coordinates rounded to multiples of `grid` metres.

    Rings that collapse on the grid are dropped; a feature that loses all its rings stays, with no arcs.
    """
    features = [feature for layer in layers.values() for feature in layer]
    left, bottom, right, top = _grid_bounds(features, grid)
    rings = {id(f): _grid_polygons(f.shape, (left, bottom), grid) for f in features}
    arcs = _Arcs(_junctions(r for polygons in rings.values() for polygon in polygons for r in polygon))
    objects = {
        name: {"type": "GeometryCollection", "geometries": [_geometry(f, rings[id(f)], arcs) for f in layer]}
        for name, layer in layers.items()
    }
    topology = {
        "type": "Topology",
        "meta": meta,
        "bbox": [left, bottom, right, top],
        "transform": {"scale": [grid, grid], "translate": [left, bottom]},
        "objects": objects,
        "arcs": [_deltas(arc) for arc in arcs.stored],
    }
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode()


def decode(topology: dict[str, Any], name: str) -> dict[str, list[Polygon]]:
    """Polygons of every feature of object `name`: {id: [[outer ring, hole, ...], ...]}, metres, closed."""
    arcs = list(_absolute(topology))
    geometries = topology["objects"].get(name, {"geometries": []})["geometries"]
    return {g["id"]: [[_ring(r, arcs) for r in polygon] for polygon in _polygons(g)] for g in geometries}


def properties(topology: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """What the file says of every feature of object `name`, by id."""
    geometries = topology["objects"].get(name, {"geometries": []})["geometries"]
    return {g["id"]: g["properties"] for g in geometries}


class _Arcs:
    """Pieces of border between junctions, each kept once however many rings run along it."""

    def __init__(self, junctions: set[Point]) -> None:
        self.junctions = junctions
        self.stored: list[tuple[Point, ...]] = []
        self._number: dict[tuple[Point, ...], int] = {}

    def ring(self, ring: Ring) -> list[int]:
        return [self._arc(piece) for piece in self._pieces(ring)]

    def _pieces(self, ring: Ring) -> Iterator[tuple[Point, ...]]:
        cuts = [i for i, point in enumerate(ring) if point in self.junctions]
        # A ring nobody meets still needs one fixed starting point, or the same border would be stored twice.
        cuts = cuts or [ring.index(min(ring))]
        for start, stop in zip(cuts, cuts[1:] + [cuts[0] + len(ring)], strict=True):
            yield tuple(ring[i % len(ring)] for i in range(start, stop + 1))

    def _arc(self, piece: tuple[Point, ...]) -> int:
        backwards = piece[::-1]
        if backwards in self._number:
            return ~self._number[backwards]
        if piece not in self._number:
            self._number[piece] = len(self.stored)
            self.stored.append(piece)
        return self._number[piece]


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """Points where borders part: two rings pass through and go on to different neighbours."""
    seen: dict[Point, frozenset[Point]] = {}
    junctions = set()
    for ring in rings:
        for i, point in enumerate(ring):
            beside = frozenset((ring[i - 1], ring[(i + 1) % len(ring)]))
            if seen.setdefault(point, beside) != beside:
                junctions.add(point)
    return junctions


def _grid_bounds(features: list[Feature], grid: int) -> tuple[int, int, int, int]:
    bounds = [f.shape.bounds for f in features if not f.shape.is_empty]
    left, bottom = (int(min(b[i] for b in bounds) // grid) * grid for i in (0, 1))
    right, top = (-int(-max(b[i] for b in bounds) // grid) * grid for i in (2, 3))
    return left, bottom, right, top


def _grid_polygons(shape: Any, origin: tuple[int, int], grid: int) -> list[list[Ring]]:
    polygons = []
    for polygon in getattr(shape, "geoms", [shape]):
        rings = [_grid_ring(r, origin, grid) for r in (polygon.exterior, *polygon.interiors)]
        if rings[0]:
            polygons.append([ring for ring in rings if ring])
    return polygons


def _grid_ring(ring: Any, origin: tuple[int, int], grid: int) -> Ring:
    """Grid points of a ring, not closed, no point twice in a row; empty when it has no area left."""
    points = [(round((x - origin[0]) / grid), round((y - origin[1]) / grid)) for x, y in ring.coords]
    points = [p for i, p in enumerate(points[:-1]) if p != points[i - 1 if i else -2]]
    return points if len(set(points)) > 2 else []


def _geometry(feature: Feature, polygons: list[list[Ring]], arcs: _Arcs) -> dict[str, Any]:
    return {
        "type": "MultiPolygon",
        "id": feature.code,
        "properties": {"code": feature.code, **feature.properties},
        "arcs": [[arcs.ring(ring) for ring in polygon] for polygon in polygons],
    }


def _deltas(arc: tuple[Point, ...]) -> list[list[int]]:
    steps = [[x - before[0], y - before[1]] for before, (x, y) in zip(arc, arc[1:], strict=False)]
    return [list(arc[0]), *steps]


def _absolute(topology: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    (scale_x, scale_y), (left, bottom) = (topology["transform"][key] for key in ("scale", "translate"))
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((left + x * scale_x, bottom + y * scale_y))
        yield points


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return pieces[0][:1] + [point for piece in pieces for point in piece[1:]]
