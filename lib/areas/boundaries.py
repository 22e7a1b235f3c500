"""Real borders in place of a sketch, and back: a received map becomes the level's map or says why not."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely

from lib.areas import geo_files, map_checks, map_reading, topology
from lib.areas.code_matching import Known, match, repeated
from lib.areas.map_problem import MapProblem, fault, has_fault, listed, note
from lib.areas.schematic import label

# A picture of a map is at most about 1,000 pixels high; a quarter of a pixel is not seen.
STEPS_ACROSS = 4_000
# Islets smaller than a square of this many tolerances would be specks of a pixel.
SMALLEST_PART = 4
# Two areas may share this much of the smaller one before it is more than a drawing inaccuracy.
LARGEST_OVERLAP = 0.01


@dataclass(frozen=True)
class Choices:
    """What the sender decides: how to read the file, and what the map is. None: find out or refuse."""

    scope: str | None = None
    crs: str | None = None
    code_field: str | None = None
    layer: str | None = None
    duplicates: Literal["refuse", "dissolve"] = "refuse"
    vintage: str = ""
    licence: str = "geometry.licence_not_told"
    source: str = "geometry.source_not_told"


@dataclass(frozen=True)
class Report:
    """What happened: no entry, nothing was written. `codes` are the areas that have a shape."""

    problems: list[MapProblem] = field(default_factory=list)
    entry: geo_files.Entry | None = None
    codes: list[str] = field(default_factory=list)
    code_field: str = ""

    @property
    def is_done(self) -> bool:
        return self.entry is not None


def replace(
    level: str, path: Path, known: Known, choices: Choices | None = None, folder: Path = geo_files.FOLDER
) -> Report:
    """Make the polygons the map of `level`; all faults are told, and with any of them nothing is written.

    known: {code: names} of the level's areas.
    """
    choices = choices or Choices()
    scope, unclear = _scope(level, choices.scope, folder)
    received = map_reading.read(path, choices.layer)
    if isinstance(received, MapProblem):
        return Report([*unclear, received])
    matched = match(received.table, known, choices.code_field)
    names = _row_names(matched.codes, len(received.table))
    deep = map_checks.heights(received.shapes, names)
    areal, left_out = map_checks.areal(received.shapes, names)
    shapes, placed = map_checks.in_metres(areal, received.crs, choices.crs)
    shapes, fewer = map_checks.thinned(shapes)
    shapes, mended = map_checks.mended(shapes, names)
    areas, joined = _areas(matched.codes, shapes, choices)
    problems = [
        *unclear,
        *received.problems,
        *matched.problems,
        *deep,
        *left_out,
        *placed,
        *fewer,
        *mended,
        *joined,
    ]
    if has_fault(problems):
        return Report(problems, code_field=matched.field)
    entry, drawn = _keep(areas, _meta(level, scope, choices, len(areas)), folder)
    return Report([*problems, *drawn], entry, list(areas) if entry else [], matched.field)


def restore(level: str, scope: str | None = None, folder: Path = geo_files.FOLDER) -> Report:
    """Put the map before this one back; a fault when there is none."""
    scope, unclear = _scope(level, scope, folder)
    entry = geo_files.put_back(folder, level, scope) if scope else None
    return Report(unclear if entry or unclear else [fault("geometry.nothing_before", level=level)], entry)


def _row_names(codes: list[str | None], n: int) -> list[str]:
    """What to call a row in a problem: its code, or its number in the file."""
    return [code or f"#{row}" for row, code in enumerate(codes or [None] * n, start=1)]


def _scope(level: str, scope: str | None, folder: Path) -> tuple[str, list[MapProblem]]:
    """The scope asked for, or the only one the level has."""
    maps = list(geo_files.read_index(folder).get(level, {}))
    # A scope becomes part of a file name, so it is one plain word.
    if scope and scope.isidentifier() or not scope and len(maps) == 1:
        return scope or maps[0], []
    return "", [fault("geometry.scope_needed", level=level, **listed(maps))]


def _areas(
    codes: list[str | None], shapes: np.ndarray, choices: Choices
) -> tuple[dict[str, Any], list[MapProblem]]:
    """{code: shape} of rows that have both; rows of one code are joined only when the sender says so."""
    parts: dict[str, list[Any]] = {}
    for code, shape in zip(codes, shapes, strict=False):
        if code and shape is not None:
            parts.setdefault(code, []).append(shape)
    again = repeated(codes)
    problems = []
    if again:
        say = note if choices.duplicates == "dissolve" else fault
        problems.append(say(f"geometry.repeated_{choices.duplicates}", **listed(again)))
    if not parts and any(codes):
        problems.append(fault("geometry.no_shapes"))
    return {code: _joined(parts[code]) for code in sorted(parts)}, problems


def _joined(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def _meta(level: str, scope: str, choices: Choices, n: int) -> dict[str, Any]:
    return {
        "level": level,
        "scope": scope,
        "schematic": False,
        "crs": map_checks.TARGET,
        "n": n,
        "vintage": choices.vintage,
        "licence": choices.licence,
        "source": choices.source,
    }


def _keep(
    areas: dict[str, Any], meta: dict[str, Any], folder: Path
) -> tuple[geo_files.Entry | None, list[MapProblem]]:
    left, bottom, right, top = shapely.total_bounds(list(areas.values()))
    tolerance = max(right - left, top - bottom) / STEPS_ACROSS
    problems = _overlaps(areas)
    shapes, dropped = _without_specks(list(areas.values()), SMALLEST_PART * tolerance**2)
    shapes, closed = _meeting(shapes, tolerance)
    simple = shapely.coverage_simplify(shapes, tolerance)
    covered = [code for code, shape in zip(areas, simple, strict=True) if shape.is_empty]
    if covered:
        return None, [*problems, fault("geometry.covered", **listed(covered))]
    drawn = zip(areas, simple, strict=True)
    features = [topology.Feature(code, shape, label(shape)) for code, shape in drawn]
    content = topology.encode({"areas": features}, max(1, round(tolerance / 5)), meta)
    bbox = [round(float(b)) for b in (left, bottom, right, top)]
    return geo_files.put(folder, content, {**meta, "bbox": bbox}), problems + dropped + closed


def _overlaps(areas: dict[str, Any]) -> list[MapProblem]:
    """Pairs of areas that claim the same ground; the map is kept, the reader decides."""
    codes, shapes = list(areas), np.array(list(areas.values()), dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    much = shared > LARGEST_OVERLAP * np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    pairs = [f"{codes[a]}–{codes[b]}" for a, b in zip(one[much], other[much], strict=True)]
    return [note("geometry.overlap", **listed(pairs))] if pairs else []


def _without_specks(shapes: list[Any], smallest: float) -> tuple[list[Any], list[MapProblem]]:
    """Shapes without islets too small to be seen; the largest part of an area always stays."""
    kept, gone = [], 0
    for shape in shapes:
        parts = sorted(shapely.get_parts(shape), key=lambda part: part.area, reverse=True)
        large = [part for i, part in enumerate(parts) if i == 0 or part.area >= smallest]
        gone += len(parts) - len(large)
        kept.append(shapely.MultiPolygon(large))
    return kept, [note("geometry.islets_dropped", count=gone, square_metres=round(smallest))] if gone else []


def _meeting(shapes: list[Any], tolerance: float) -> tuple[Any, list[MapProblem]]:
    """Shapes whose common borders are the same points, so that simplifying opens no gaps between them."""
    if shapely.coverage_is_valid(shapes):
        return shapes, []
    return shapely.coverage_clean(shapes, gap_width=tolerance), [note("geometry.borders_joined")]
