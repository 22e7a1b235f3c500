"""Facts as data: every file under data/ becomes frozen dataclasses, or one error that lists every fault."""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from lib.errors import CatalogueError
from lib.facts import (
    LANGUAGES,
    Area,
    AreaLevel,
    Catalogue,
    CrosswalkRow,
    Dataset,
    Event,
    ForecastRules,
    Group,
    Indicator,
    Limit,
    Scope,
    Service,
    SignalRules,
    Source,
    Theme,
    WorkArea,
)
from lib.need_rules import NeedRules
from lib.references import loose_ends
from lib.settings import settings
from lib.shapes import Rebase

# What the files with many entries may hold, by folder.
TABLES = {
    "themes": ("theme",),
    "areas": ("level", "work_area", "group", "scope"),
    "events": ("event", "rebase"),
}
# Columns of a table row that come in three languages are written name_fi, name_sv, name_en.
WORD_ENDINGS = tuple(f"_{language}" for language in LANGUAGES)


def load(folder: Path) -> Catalogue:
    """Every fact under `folder`; CatalogueError lists all faults of all files, one a line."""
    faults: list[str] = []
    catalogue = Catalogue(
        indicators=_by_id(_one_a_file(folder / "indicators", Indicator, faults)),
        sources=_by_id(_one_a_file(folder / "sources", Source, faults)),
        datasets=_by_id(_one_a_file(folder / "datasets", Dataset, faults)),
        themes=_by_id(_many_a_file(folder / "themes", "theme", Theme, faults)),
        services=_by_id(_one_a_file(folder / "services", Service, faults)),
        limits=tuple(_rows(folder / "limits" / "care_guarantee.csv", Limit, faults)),
        levels=_by_id(_many_a_file(folder / "areas", "level", AreaLevel, faults)),
        areas={(area.level, area.code): area for area in _areas(folder / "areas", faults)},
        work_areas={
            area.code: area for area in _many_a_file(folder / "areas", "work_area", WorkArea, faults)
        },
        groups=_by_id(_many_a_file(folder / "areas", "group", Group, faults)),
        crosswalk=tuple(_rows(folder / "areas" / "crosswalk.csv", CrosswalkRow, faults)),
        signal_rules=_whole_file(folder / "limits" / "signals.toml", SignalRules, faults),
        need_rules=_whole_file(folder / "limits" / "need.toml", NeedRules, faults),
        forecast_rules=_whole_file(folder / "limits" / "forecast.toml", ForecastRules, faults),
        events=tuple(_many_a_file(folder / "events", "event", Event, faults)),
        scopes=_by_id(_many_a_file(folder / "areas", "scope", Scope, faults)),
        rebases=tuple(_many_a_file(folder / "events", "rebase", Rebase, faults)),
    )
    faults += loose_ends(catalogue, folder) + _unknown_tables(folder)
    if faults:
        # A file that holds several kinds of entries is read once for each of them.
        raise CatalogueError("\n".join(sorted(set(faults))))
    return catalogue


@cache
def catalogue() -> Catalogue:
    """The facts of this installation, read once."""
    return load(settings().data_folder)


def _by_id(items: Iterable[Any]) -> dict[str, Any]:
    return {item.id: item for item in items}


def _one_a_file(folder: Path, shape: type, faults: list[str]) -> Iterator[Any]:
    for path in sorted(folder.glob("*.toml")):
        fact = _toml(path, faults)
        item = _shaped(path.name, fact, shape, faults) if fact is not None else None
        if item is not None and item.id != path.stem:
            faults.append(f"{path.name}: id: must be {path.stem!r}, the file's own name")
        elif item is not None:
            yield item


def _whole_file(path: Path, shape: type, faults: list[str]) -> Any:
    """The fact that a file is; None when it cannot be read, which is a fault."""
    if not path.exists():
        faults.append(f"{path.name}: the file is missing")
        return None
    fact = _toml(path, faults)
    return _shaped(path.name, fact, shape, faults) if fact is not None else None


def _many_a_file(folder: Path, key: str, shape: type, faults: list[str]) -> Iterator[Any]:
    seen: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        for place, fact in enumerate((_toml(path, faults) or {}).get(key, []), start=1):
            item = _shaped(f"{path.name}: {key} {place}", fact, shape, faults)
            if item is not None:
                yield _once(item, path, seen, faults)


def _areas(folder: Path, faults: list[str]) -> Iterator[Area]:
    for path in sorted(folder.glob("*.csv")):
        if path.stem in Area.__annotations__["level"].__args__:
            seen: set[str] = set()
            yield from (
                _once(area, path, seen, faults) for area in _rows(path, Area, faults, level=path.stem)
            )


def _once(item: Any, path: Path, seen: set[str], faults: list[str]) -> Any:
    """The item; a fault when its id or code has been seen before."""
    name = item.code if hasattr(item, "code") else item.id
    if name in seen:
        faults.append(f"{path.name}: {name}: stands twice")
    seen.add(name)
    return item


def _rows(path: Path, shape: type, faults: list[str], **fixed: str) -> Iterator[Any]:
    if not path.exists():
        faults.append(f"{path.name}: the file is missing")
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    skipped = sum(1 for line in lines if line.startswith("#"))
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    for number, row in enumerate(rows, start=skipped + 2):
        item = _shaped(f"{path.name}: row {number}", {**_nested(row), **fixed}, shape, faults)
        if item is not None:
            yield item


def _nested(row: dict[str, str]) -> dict[str, Any]:
    """A table row with name_fi, name_sv, name_en gathered under name; empty cells left out."""
    fact: dict[str, Any] = {}
    for column, cell in row.items():
        if cell in ("", None):
            continue
        if column.endswith(WORD_ENDINGS):
            fact.setdefault(column[:-3], {})[column[-2:]] = cell
        else:
            fact[column] = cell
    return {"valid_to": None, **fact} if "valid_from" in row else fact


def _unknown_tables(folder: Path) -> list[str]:
    """Entries under a word nobody reads, such as a misspelt [[theme]]."""
    unread: list[str] = []
    return [
        f"{path.name}: {key}: is not known"
        for kind, known in TABLES.items()
        for path in sorted((folder / kind).glob("*.toml"))
        for key in (_toml(path, unread) or {})
        if key not in known
    ]


def _toml(path: Path, faults: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        faults.append(f"{path.name}: cannot be read: {fault}")
        return None


def _shaped(place: str, fact: dict[str, Any], shape: type, faults: list[str]) -> Any | None:
    try:
        return _adapter(shape).validate_python(fact)
    except ValidationError as fault:
        faults += [
            f"{place}: {'.'.join(map(str, error['loc'])) or 'the whole entry'}: {error['msg']}"
            for error in fault.errors()
        ]
        return None


@cache
def _adapter(shape: type) -> TypeAdapter[Any]:
    return TypeAdapter(shape)
