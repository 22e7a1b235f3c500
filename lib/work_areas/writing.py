"""Work areas as files to take along: a table of members for spreadsheets, and a GeoJSON of their ground."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from lib.areas import geometry, union_maps
from lib.facts import Catalogue
from lib.work_areas.shape import NAMES, Borders, OwnArea

# What both files say of a version of an area; the members come after it.
FACTS = ("code", *NAMES, "about", "colour", "valid_from", "level")
CSV_COLUMNS = (*FACTS, "member_code", "member_name")
METRES, DEGREES = "EPSG:3067", "EPSG:4326"
# A ten-millionth of a degree is a centimetre; six digits are finer than any border of ours.
DEGREE_DIGITS = 6


def table(areas: Iterable[OwnArea], catalogue: Catalogue, language: str) -> pd.DataFrame:
    """A row for each member of each version of the borders, in CSV_COLUMNS."""
    rows = [
        {**_facts(area, borders), "member_code": key[1], "member_name": _name(key, catalogue, language)}
        for area, borders in _versions(areas)
        for key in borders.keys
    ]
    return pd.DataFrame(rows, columns=list(CSV_COLUMNS), dtype=str)


def geojson(areas: Iterable[OwnArea]) -> bytes:
    """A feature for each version of the borders, WGS84 as RFC 7946 asks.

    `geometry` is null where a base area is on no map; `schematic` says that the map is a sketch.
    """
    features = [_feature(area, borders) for area, borders in _versions(areas)]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def _versions(areas: Iterable[OwnArea]) -> Iterator[tuple[OwnArea, Borders]]:
    return ((area, borders) for area in areas for borders in area.borders)


def _facts(area: OwnArea, borders: Borders) -> dict[str, str]:
    of_area = {name: str(getattr(area, name)) for name in ("code", *NAMES, "about", "colour")}
    return {**of_area, "valid_from": borders.valid_from.isoformat(), "level": borders.level}


def _name(key: tuple[str, str], catalogue: Catalogue, language: str) -> str:
    known = catalogue.areas.get(key)
    return known.name[language] if known else ""


def _feature(area: OwnArea, borders: Borders) -> dict[str, Any]:
    said = {**_facts(area, borders), "members": list(borders.codes)}
    try:
        shape, entry = union_maps.ground(borders.keys), geometry.entry(borders.level)
    except geometry.NoGeometry:
        return {"type": "Feature", "properties": said, "geometry": None}
    properties = {**said, "schematic": entry["schematic"], "borders_of": entry["vintage"]}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": shapely.geometry.mapping(_degrees(shape)),
    }


def _degrees(shape: Any) -> Any:
    """The shape in degrees, outer rings counter-clockwise."""
    project = pyproj.Transformer.from_crs(METRES, DEGREES, always_xy=True)
    moved = shapely.transform(shape, lambda xy: _rounded(project, xy))
    return shapely.orient_polygons(moved)


def _rounded(project: pyproj.Transformer, xy: Any) -> Any:
    return np.column_stack(project.transform(*xy.T)).round(DEGREE_DIGITS)
