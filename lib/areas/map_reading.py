"""A received map file as rows and shapes: GeoJSON, TopoJSON, GML, GeoPackage or a zipped shapefile."""

import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from lib.areas.map_problem import MapProblem, fault, listed, note

LARGEST_FILE = 200 * 1024**2
# A shapefile zips to a fifth or so; ten times the largest file is a bomb, not a map.
LARGEST_UNPACKED = 1024**3
MOST_MEMBERS = 1_000
IN_ZIP = (".shp", ".gml", ".gpkg")
WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class Received:
    """Rows of the file as they were: `table` and `shapes` are equally long; crs is what the file declares."""

    table: pd.DataFrame
    shapes: np.ndarray
    crs: pyproj.CRS | None
    problems: list[MapProblem] = field(default_factory=list)


def read(path: Path, layer: str | None = None) -> Received | MapProblem:
    """The rows of one layer. A file that cannot be read at all gives the one fault that says why."""
    if not path.is_file():
        return fault("geometry.no_file", file=path.name)
    if path.stat().st_size > LARGEST_FILE:
        return _too_much("geometry.too_large", path, path.stat().st_size, LARGEST_FILE)
    with path.open("rb") as file:
        start = file.read(65_536).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PK\x03\x04"):
        return _read_zip(path, layer)
    if start.startswith(b"SQLite format 3\x00"):
        return _read_layers(path, str(path), layer)
    if start.startswith(b"<"):
        return _read_xml(path, start, layer)
    if start.startswith((b"{", b"[")):
        return _read_json(path, layer)
    return fault("geometry.unknown_format", file=path.name)


def _too_much(key: str, path: Path, size: int, limit: int) -> MapProblem:
    return fault(key, file=path.name, size_mb=size // 1024**2, limit_mb=limit // 1024**2)


def _read_zip(path: Path, layer: str | None) -> Received | MapProblem:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        return fault("geometry.broken_file", file=path.name, detail="zip")
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
        return _too_much("geometry.zip_bomb", path, unpacked, LARGEST_UNPACKED)
    names = [member.filename for member in members]
    # A Mac adds a shadow of every file.
    real = [name for name in names if not Path(name).name.startswith("._")]
    maps = {Path(name).stem: name for name in real if name.lower().endswith(IN_ZIP)}
    if not maps:
        return fault("geometry.nothing_in_zip", file=path.name, **listed(names))
    chosen = _choose(path, list(maps), layer if layer in maps or len(maps) > 1 else None)
    if isinstance(chosen, MapProblem):
        return chosen
    lacking = _lacking(maps[chosen], names)
    if lacking:
        return fault("geometry.shapefile_parts", file=path.name, **listed(lacking))
    return _read_layers(path, f"/vsizip/{path}/{maps[chosen]}", layer if layer != chosen else None)


def _lacking(name: str, names: list[str]) -> list[str]:
    """The files without which a shapefile cannot be read; other maps are one file."""
    if not name.lower().endswith(".shp"):
        return []
    known = {one.lower() for one in names}
    needed = [str(Path(name).with_suffix(ending)) for ending in (".shx", ".dbf")]
    return [one for one in needed if one.lower() not in known]


def _read_xml(path: Path, start: bytes, layer: str | None) -> Received | MapProblem:
    head = start.lower()
    if b"<html" in head or b"<!doctype html" in head:
        return fault("geometry.web_page", file=path.name)
    # GML needs no entities; a file that defines them is refused before any parser expands them.
    if b"<!entity" in head or b"<!doctype" in head or b"opengis.net/gml" not in head:
        return fault("geometry.unknown_format", file=path.name)
    # From memory: GDAL would write a file of its own beside the received one.
    return _read_layers(path, path.read_bytes(), layer)


def _read_layers(path: Path, source: str | bytes, layer: str | None) -> Received | MapProblem:
    """One layer through GDAL, for the formats that are not JSON."""
    # Reading maps is rare, and these two take a second to import.
    import geopandas
    import pyogrio

    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
        chosen = _choose(path, layers, layer)
        if isinstance(chosen, MapProblem):
            return chosen
        frame = geopandas.read_file(source, layer=chosen, engine="pyogrio")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        return fault("geometry.broken_file", file=path.name, detail=type(error).__name__)
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return Received(table, frame.geometry.to_numpy(), frame.crs)


def _read_json(path: Path, layer: str | None) -> Received | MapProblem:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return fault("geometry.not_utf8", file=path.name, place=error.start)
    except json.JSONDecodeError as error:
        return fault("geometry.broken_file", file=path.name, detail=f"{error.lineno}:{error.colno}")
    except RecursionError:
        return fault("geometry.broken_file", file=path.name, detail="JSON")
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "Topology" and isinstance(content.get("objects"), dict):
        return _read_topology(path, content, layer)
    if kind == "FeatureCollection" and isinstance(content.get("features"), list):
        return _rows(content["features"], _declared(content))
    return fault("geometry.not_a_map", file=path.name)


def _read_topology(path: Path, content: dict[str, Any], layer: str | None) -> Received | MapProblem:
    chosen = _choose(path, list(content["objects"]), layer)
    if isinstance(chosen, MapProblem):
        return chosen
    try:
        arcs, top = _arcs(content), content["objects"][chosen]
        features = [{**g, "geometry": _unfolded(g, arcs)} for g in top.get("geometries", [top])]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        return fault("geometry.broken_file", file=path.name, detail=f"TopoJSON: {type(error).__name__}")
    return _rows(features, _declared(content))


def _choose(path: Path, layers: list[str], layer: str | None) -> str | MapProblem:
    if layer in layers:
        return layer
    if not layers:
        return fault("geometry.no_layers", file=path.name)
    if layer is not None:
        return fault("geometry.no_such_layer", file=path.name, layer=layer or "", **listed(layers))
    if len(layers) > 1:
        return fault("geometry.choose_layer", file=path.name, **listed(layers))
    return layers[0]


def _declared(content: dict[str, Any]) -> pyproj.CRS | None:
    """The CRS a JSON map names; WGS84 is its standard's default. None: it names one nobody knows."""
    named = content.get("crs")
    if not named:
        return pyproj.CRS(WGS84)
    try:
        return pyproj.CRS(named["properties"]["name"])
    except (KeyError, TypeError, pyproj.exceptions.CRSError):
        return None


def _rows(features: list[Any], crs: pyproj.CRS | None) -> Received:
    """Properties and shapes; a row that cannot be read becomes an empty one and a note with its number."""
    shapes = np.empty(len(features), dtype=object)
    properties, unreadable = [], []
    for row, feature in enumerate(features):
        feature = feature if isinstance(feature, dict) else {}
        found = feature.get("properties")
        properties.append({"id": feature.get("id"), **(found if isinstance(found, dict) else {})})
        try:
            shapes[row] = shapely.geometry.shape(feature["geometry"]) if feature.get("geometry") else None
        except (KeyError, IndexError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError):
            unreadable.append(row + 1)
    problems = [note("geometry.unreadable_rows", **listed(unreadable))] if unreadable else []
    return Received(pd.DataFrame(properties), shapes, crs, problems)


def _arcs(content: dict[str, Any]) -> list[np.ndarray]:
    """Arcs as coordinates, shape (n, 2): quantised ones are steps on a grid, others are plain points."""
    arcs = [np.array([point[:2] for point in arc], dtype=float) for arc in content["arcs"]]
    if "transform" not in content:
        return arcs
    scale, start = (np.array(content["transform"][key], dtype=float) for key in ("scale", "translate"))
    return [arc.cumsum(axis=0) * scale + start for arc in arcs]


def _unfolded(geometry: dict[str, Any], arcs: list[np.ndarray]) -> dict[str, Any] | None:
    """A TopoJSON geometry as a GeoJSON one; anything but polygons keeps its type and is refused later."""
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        return None if kind is None else {"type": "MultiPoint", "coordinates": [arcs[0][0].tolist()]}
    polygons = [geometry["arcs"]] if kind == "Polygon" else geometry["arcs"]
    rings = [[_joined(ring, arcs) for ring in polygon] for polygon in polygons]
    return {"type": "MultiPolygon", "coordinates": rings}


def _joined(numbers: list[int], arcs: list[np.ndarray]) -> list[list[float]]:
    pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.vstack([pieces[0][:1], *(piece[1:] for piece in pieces)]).tolist()
