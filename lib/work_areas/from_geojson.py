"""GeoJSON of work areas as lines: by the members a feature names, or else by the base areas it covers."""

import json
from typing import Any

import numpy as np
import pyproj
import shapely
import shapely.geometry

from lib.areas import geometry, union_maps
from lib.work_areas.lines import FileFault, Line
from lib.work_areas.writing import DEGREES, FACTS, METRES

POLYGONS = ("Polygon", "MultiPolygon")
# What reading a shape that is none ends in.
BROKEN = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    shapely.errors.ShapelyError,
)
# Finland in degrees and in ETRS-TM35FIN metres, both generously.
FINLAND = {DEGREES: (19.0, 59.0, 32.0, 71.0), METRES: (50_000, 6_600_000, 760_000, 7_800_000)}
PERCENT = 100
Found = tuple[list[Line], list[FileFault], list[FileFault]]


def lines(content: bytes, level: str) -> Found:
    """Lines, faults and notes of a file. level: base areas that a shape without members is held against."""
    try:
        features = _features(json.loads(content))
    except (ValueError, RecursionError):
        return [], [FileFault("no_geojson")], []
    if features is None:
        return [], [FileFault("no_geojson")], []
    found = [_of_feature(one, place, level) for place, one in enumerate(features, start=1)]
    return tuple([piece for one in found for piece in one[kind]] for kind in range(3))


def _features(told: Any) -> list[Any] | None:
    is_collection = isinstance(told, dict) and told.get("type") == "FeatureCollection"
    features = told.get("features") if is_collection else None
    return features if isinstance(features, list) else None


def _of_feature(feature: Any, place: int, level: str) -> Found:
    given = feature.get("properties") if isinstance(feature, dict) else None
    given = given if isinstance(given, dict) else {}
    facts = {name: str(given[name]).strip() for name in FACTS if given.get(name)}
    # Other programs know one name only.
    if isinstance(given.get("name"), str):
        facts.setdefault("name_fi", given["name"].strip())
    members = given.get("members")
    if isinstance(members, list) and members:
        return [Line("feature", place, {**facts, "member_code": str(one)}) for one in members], [], []
    return _by_ground(feature, facts, place, level)


def _by_ground(feature: Any, facts: dict[str, str], place: int, level: str) -> Found:
    """The base areas of which the shape covers at least half, and a note of which they are."""
    shape, fault = _shape(feature.get("geometry") if isinstance(feature, dict) else None)
    if fault:
        return [], [FileFault(fault, "feature", place)], []
    try:
        shares = union_maps.covered(shape, level)
    except geometry.NoGeometry:
        return [], [FileFault("no_map", "feature", place, level=level)], []
    if not shares:
        return [], [FileFault("covers_none", "feature", place, level=level)], []
    told = ", ".join(f"{code} ({round(PERCENT * share)} %)" for code, share in sorted(shares.items()))
    made = [Line("feature", place, {**facts, "level": level, "member_code": code}) for code in sorted(shares)]
    return made, [], [FileFault("by_ground", "feature", place, level=level, areas=told)]


def _shape(told: Any) -> tuple[Any, str]:
    """The polygon of a feature in metres, or what is wrong with it."""
    if not isinstance(told, dict) or told.get("type") not in POLYGONS:
        return None, "no_polygon"
    try:
        made = shapely.make_valid(shapely.geometry.shape(told))
    except BROKEN:
        return None, "bad_polygon"
    if made.is_empty or not np.isfinite(made.bounds).all():
        return None, "bad_polygon"
    system = next((one for one, box in FINLAND.items() if _is_within(made.bounds, box)), None)
    return (_metres(made, system), "") if system else (None, "elsewhere")


def _is_within(bounds: tuple[float, ...], box: tuple[float, ...]) -> bool:
    left, bottom, right, top = bounds
    return box[0] <= left and box[1] <= bottom and right <= box[2] and top <= box[3]


def _metres(shape: Any, system: str) -> Any:
    if system == METRES:
        return shape
    project = pyproj.Transformer.from_crs(DEGREES, METRES, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(project.transform(*xy.T)))
