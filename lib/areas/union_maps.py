"""Maps of work areas, drawn from the maps of their base areas, and which base areas a shape covers."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely

from lib.areas import geo_files, geometry, topology
from lib.areas.schematic import label
from lib.facts import WorkArea
from lib.files import write_whole

LEVEL = "work_area"
GRID_M = 10
# Another number when the drawing below changes, so that no older file is taken for one of ours.
DRAWING = 3
# Beyond the newest these are deleted: every change of borders draws another map.
MOST = 40
# A base area belongs to a shape that covers at least half of it.
HALF = 0.5
HARDLY = 0.1


def drawn(areas: Mapping[str, WorkArea], folder: Path = geo_files.FOLDER) -> str:
    """Draw the map of these work areas unless it is there; the scope under which geometry finds it.

    NoGeometry when no work area has all its base areas on a map, or the folder cannot be written to.
    """
    bases = {level: geometry.entry(level, folder=folder) for level in _levels(areas, folder)}
    if not bases:
        raise geometry.NoGeometry(LEVEL)
    members = [(code, [(one.level, one.code) for one in areas[code].members]) for code in areas]
    said = (DRAWING, [one["file"] for one in bases.values()], members)
    scope = hashlib.sha256(repr(said).encode()).hexdigest()[:8]
    path = folder / f"{LEVEL}-{scope}{geo_files.ENDING}"
    if not path.exists():
        _write(path, _content(areas, bases, scope, folder))
    return scope


def ground(keys: Iterable[tuple[str, str]], folder: Path = geo_files.FOLDER) -> Any:
    """The ground of base areas, given as (level, code), as one shapely polygon.

    NoGeometry when one of them is on no map.
    """
    try:
        return shapely.union_all([_base(level, folder)[code] for level, code in keys])
    except KeyError as lacking:
        raise geometry.NoGeometry(LEVEL, *lacking.args) from lacking


def covered(shape: Any, level: str, folder: Path = geo_files.FOLDER) -> dict[str, float]:
    """Which share of each base area of the level a shape covers, for those it covers at least half of."""
    shares = {code: one.intersection(shape).area / one.area for code, one in _base(level, folder).items()}
    return {code: share for code, share in shares.items() if share >= HALF}


def _base(level: str, folder: Path) -> dict[str, Any]:
    return geometry.shapes(level, folder=folder)


def _levels(areas: Mapping[str, WorkArea], folder: Path) -> Collection[str]:
    """The base levels that have a map, the most used first."""
    used = [one.level for area in areas.values() for one in area.members]
    known = geo_files.read_index(folder)
    return [level for level in sorted(set(used), key=used.count, reverse=True) if level in known]


def _content(
    areas: Mapping[str, WorkArea], bases: Mapping[str, geo_files.Entry], scope: str, folder: Path
) -> bytes:
    features = _features(areas, folder)
    if not features:
        raise geometry.NoGeometry(LEVEL, scope)
    first = next(iter(bases))
    sea = geometry.water(first, folder=folder)
    water = [] if sea.is_empty else [topology.Feature("water", sea, {})]
    meta = {key: bases[first][key] for key in ("crs", "licence", "source", "vintage", "bbox")}
    meta |= {"level": LEVEL, "scope": scope, "n": len(features)}
    meta["schematic"] = any(one["schematic"] for one in bases.values())
    return topology.encode({"areas": features, "water": water}, GRID_M, meta)


def _features(areas: Mapping[str, WorkArea], folder: Path) -> list[topology.Feature]:
    """The areas whose base areas are all on a map, in the order of drawing.

    Where areas overlap the later one lies on top; one that is hardly seen has no room for its name.
    """
    made, above = [], shapely.Polygon()
    for code in reversed(list(areas)):
        try:
            shape = ground(((one.level, one.code) for one in areas[code].members), folder)
        except geometry.NoGeometry:
            continue
        seen = shapely.difference(shape, above)
        made.append(topology.Feature(code, shape, _room(shape, seen)))
        above = shapely.union(above, shape)
    return made[::-1]


def _room(shape: Any, seen: Any) -> dict[str, int]:
    """Where the name stands: on what is seen of the area; without a radius where that is hardly anything."""
    if seen.area >= HARDLY * shape.area:
        return label(seen)
    return {name: place for name, place in label(shape).items() if name != "r"}


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as refused:
        raise geometry.NoGeometry(LEVEL, path.name) from refused
    same = sorted(path.parent.glob(f"{LEVEL}-*"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in same[MOST:]:
        old.unlink(missing_ok=True)
