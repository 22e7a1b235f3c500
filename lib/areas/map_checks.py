"""Shapes of a received map made fit: EPSG:3067, in Finland, flat, valid polygons; every change is said."""

from typing import Any

import numpy as np
import pyproj
import shapely
from shapely import MultiPolygon

from lib.areas.map_problem import MapProblem, fault, listed, note

TARGET = "EPSG:3067"
# Finland with its sea areas and a margin, EPSG:3067 metres: left, bottom, right, top.
FINLAND = (0.0, 6_540_000.0, 800_000.0, 7_850_000.0)
# Systems Finnish boundary files come in: tried only to give a hint, never applied unasked.
LIKELY = tuple(f"EPSG:{number}" for number in (3067, 3877, 3878, 3879, 3876, 2393, 3857, 4326))
# shapely type numbers of Polygon and MultiPolygon.
POLYGONS = (3, 6)
# Simplifying takes more than twice as long for twice the points; more than this are rounded first.
MOST_POINTS = 400_000
# Half of what the drawn map is simplified to.
FINEST_STEPS = 8_000
Checked = tuple[np.ndarray, list[MapProblem]]


def in_metres(shapes: np.ndarray, declared: pyproj.CRS | None, given: str | None) -> Checked:
    """Shapes in EPSG:3067. Swapped axes are turned and said; what lies outside Finland is refused."""
    crs, problems = _chosen(declared, given)
    if crs is None:
        return shapes, problems
    if not _is_of_the_earth(crs):
        return shapes, [*problems, fault("geometry.unknown_crs", crs=_name(crs))]
    as_read = _moved(shapes, crs)
    if _fits(as_read):
        return as_read, problems
    turned = _moved(_turned(shapes), crs)
    if _fits(turned):
        return turned, [*problems, note("geometry.axes_swapped", **_first_point(shapes))]
    return shapes, [*problems, _misplaced(shapes, as_read, crs)]


def heights(shapes: np.ndarray, names: list[str]) -> list[MapProblem]:
    """Which rows carry heights, which a map has no use for; ask before `in_metres`, which drops them."""
    deep = _rows(shapely.has_z(shapes), names)
    return [note("geometry.height_dropped", **deep)] if deep["count"] else []


def areal(shapes: np.ndarray, names: list[str]) -> Checked:
    """Shapes without what no map can have: coordinates that are no numbers, lines and points beside areas."""
    endless = np.array(
        [not np.isfinite(shapely.get_coordinates(shape)).all() for shape in shapes], dtype=bool
    )
    kept = [None if gone else shape for shape, gone in zip(shapes, endless, strict=True)]
    parts = [_polygons_of(shape) for shape in kept]
    cut = np.array([part is not shape for part, shape in zip(parts, kept, strict=True)], dtype=bool)
    found = [
        note("geometry.no_numbers", **_rows(endless, names)),
        note("geometry.only_areas_kept", **_rows(cut, names)),
    ]
    return np.array([*parts, None], dtype=object)[:-1], [one for one in found if one.values["count"]]


def thinned(shapes: np.ndarray) -> Checked:
    """Shapes of very many points without details finer than a picture shows; others as they are.

    Every point is rounded alike, so that what two areas share they share afterwards.
    """
    count = int(shapely.get_num_coordinates(shapes).sum())
    if count <= MOST_POINTS:
        return shapes, []
    left, bottom, right, top = shapely.total_bounds(shapes)
    step = max(right - left, top - bottom) / FINEST_STEPS
    rounded = shapely.transform(shapes, lambda xy: np.round(xy / step) * step)
    told = note("geometry.details_dropped", points=count, metres=f"{step:.2g}")
    return shapely.remove_repeated_points(rounded), [told]


def mended(shapes: np.ndarray, names: list[str]) -> Checked:
    """Valid polygons, None where a row has none; `names` tell the reader which row is meant."""
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    other = ~empty & ~np.isin(shapely.get_type_id(shapes), POLYGONS)
    broken = ~empty & ~other & ~shapely.is_valid(shapes)
    whole = [None if gone else _polygons(shape) for shape, gone in zip(shapes, empty | other, strict=True)]
    # The last None keeps numpy from making a two-dimensional array of the parts.
    fixed = np.array([*whole, None], dtype=object)[:-1]
    lost = broken & np.array([shape is None for shape in whole], dtype=bool)
    reasons = [f"{names[i]} ({shapely.is_valid_reason(shapes[i])})" for i in np.flatnonzero(broken & ~lost)]
    found = [
        note("geometry.empty_dropped", **_rows(empty, names)),
        fault("geometry.not_polygons", **_rows(other, names)),
        note("geometry.no_area", **_rows(lost, names)),
        note("geometry.shape_mended", **listed(reasons)),
    ]
    return fixed, [problem for problem in found if problem.values["count"]]


def _chosen(declared: pyproj.CRS | None, given: str | None) -> tuple[pyproj.CRS | None, list[MapProblem]]:
    if given is None:
        return declared, [] if declared else [fault("geometry.no_crs")]
    try:
        crs = pyproj.CRS(given)
    except pyproj.exceptions.CRSError:
        return None, [fault("geometry.unknown_crs", crs=given)]
    differs = declared is not None and declared != crs
    return crs, [note("geometry.crs_overruled", crs=given, declared=_name(declared))] if differs else []


def _is_of_the_earth(crs: pyproj.CRS) -> bool:
    """Whether places of the system can be told in another one: heights and drawings of a building cannot."""
    return crs.is_geographic or crs.is_projected


def _moved(shapes: np.ndarray, crs: pyproj.CRS) -> np.ndarray:
    project = pyproj.Transformer.from_crs(crs, TARGET, always_xy=True)
    return shapely.transform(
        shapes, lambda xy: np.column_stack(project.transform(xy[:, 0], xy[:, 1])), include_z=False
    )


def _turned(shapes: np.ndarray) -> np.ndarray:
    return shapely.transform(shapes, lambda xy: xy[:, ::-1], include_z=False)


def _fits(shapes: np.ndarray) -> bool:
    """Whether every shape lies in Finland; no shapes at all are no reason to doubt the CRS."""
    bounds = shapely.bounds(shapes)
    bounds = bounds[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)]
    return bool(np.all((bounds[:, :2] >= FINLAND[:2]) & (bounds[:, 2:] <= FINLAND[2:])))


def _misplaced(shapes: np.ndarray, as_read: np.ndarray, crs: pyproj.CRS) -> MapProblem:
    inside = [_fits(np.array([shape], dtype=object)) for shape in as_read]
    if sum(inside) > len(inside) / 2:
        return fault("geometry.rows_outside", **listed(i + 1 for i, fits in enumerate(inside) if not fits))
    possible = [name for name in LIKELY if _fits(_moved(shapes, pyproj.CRS(name)))]
    hint = ", ".join(possible) or "–"
    return fault("geometry.wrong_crs", crs=_name(crs), hint=hint, **_first_point(shapes))


def _first_point(shapes: np.ndarray) -> dict[str, Any]:
    x, y = shapely.get_coordinates(shapes)[0]
    return {"x": f"{x:.6g}", "y": f"{y:.6g}"}


def _name(crs: pyproj.CRS | None) -> str:
    return crs.to_string() if crs else "–"


def _rows(chosen: np.ndarray, names: list[str]) -> dict[str, object]:
    return listed(names[i] for i in np.flatnonzero(chosen))


def _polygons_of(shape: Any) -> Any:
    """The areas of a collection that has some; any other shape as it is."""
    if shape is None or shape.geom_type != "GeometryCollection":
        return shape
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    return MultiPolygon(parts) if parts else shape


def _polygons(shape: Any) -> MultiPolygon | None:
    """The polygon parts of a shape after repair; a self-crossing ring may leave lines, which have no area."""
    valid = shape if shapely.is_valid(shape) else shapely.make_valid(shape)
    # Twice: a mended collection may hold multipolygons.
    pieces = shapely.get_parts(shapely.get_parts(valid))
    parts = [piece for piece in pieces if piece.geom_type == "Polygon" and piece.area > 0]
    return MultiPolygon(parts) if parts else None
