"""References from one fact to another that lead nowhere."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from lib.facts import Catalogue

Reference = tuple[str, str, str, Collection[str]]


def loose_ends(catalogue: Catalogue, folder: Path) -> list[str]:
    """A sentence for each reference to something unknown, naming file and key.

    A file that is there but broken counts as known: its own fault is told already.
    """
    references = [
        *_of_indicators(catalogue, folder),
        *_of_datasets(catalogue, folder),
        *_of_services(catalogue),
        *_of_themes(catalogue, folder),
        *_of_events(catalogue, folder),
        *_of_rebases(catalogue, folder),
        *_of_groups(catalogue),
    ]
    unknown = [
        f"{file}: {key}: {value!r} is not known"
        for file, key, value, known in references
        if value not in known
    ]
    return unknown + _areas(catalogue) + _crosswalk(catalogue)


def _of_indicators(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    datasets, sources = _files(folder / "datasets"), _files(folder / "sources")
    for one in catalogue.indicators.values():
        yield f"{one.id}.toml", "dataset", one.dataset, datasets
        yield f"{one.id}.toml", "source", one.source, sources
        yield from ((f"{one.id}.toml", "themes", theme, catalogue.themes) for theme in one.themes)


def _of_datasets(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    sources = _files(folder / "sources")
    return ((f"{one.id}.toml", "source", one.source, sources) for one in catalogue.datasets.values())


def _of_services(catalogue: Catalogue) -> Iterator[Reference]:
    districts = _codes(catalogue, "major_district")
    return (
        (f"{one.id}.toml", "points", point.major_district, districts)
        for one in catalogue.services.values()
        for point in one.points
    )


def _of_themes(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    for one in catalogue.themes.values():
        if one.parent and one.parent not in catalogue.themes:
            yield _file_of(folder / "themes", one.id), f"{one.id}: parent", one.parent, catalogue.themes


def _of_events(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    known = {
        "themes": catalogue.themes,
        "indicators": _files(folder / "indicators"),
        "services": _files(folder / "services"),
    }
    for event in catalogue.events:
        for key, names in known.items():
            yield from (("events.toml", f"{event.id}: {key}", value, names) for value in getattr(event, key))


def _of_rebases(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    known = {"indicators": _files(folder / "indicators"), "services": _files(folder / "services")}
    for rebase in catalogue.rebases:
        for key, names in known.items():
            listed = getattr(rebase, key)
            yield from (("rebases.toml", f"{rebase.id}: {key}", value, names) for value in listed)


def _of_groups(catalogue: Catalogue) -> Iterator[Reference]:
    for group in catalogue.groups.values():
        codes = _codes(catalogue, group.level)
        yield from (("groups.toml", f"{group.id}: codes", code, codes) for code in group.codes)


def _areas(catalogue: Catalogue) -> list[str]:
    faults = [
        f"{area.level}.csv: {area.code}: parent {area.parent_level} {area.parent_code!r} is not known"
        for area in catalogue.areas.values()
        if area.parent_code and (area.parent_level, area.parent_code) not in catalogue.areas
    ]
    return faults + [
        f"work_areas.toml: {area.code}: member {member.level} {member.code!r} is not known"
        for area in catalogue.work_areas.values()
        for member in area.members
        if (member.level, member.code) not in catalogue.areas
    ]


def _crosswalk(catalogue: Catalogue) -> list[str]:
    sums: dict[tuple[str, str, str], float] = {}
    ends: dict[tuple[str, str], None] = {}
    for row in catalogue.crosswalk:
        key = (row.from_level, row.from_code, row.to_level)
        sums[key] = sums.get(key, 0.0) + row.share
        ends |= {(row.from_level, row.from_code): None, (row.to_level, row.to_code): None}
    unknown = [
        f"crosswalk.csv: {level} {code!r} is not known"
        for level, code in ends
        if (level, code) not in catalogue.areas
    ]
    return unknown + [
        f"crosswalk.csv: {level} {code} to {to}: shares add up to {total:g}, not 1"
        for (level, code, to), total in sums.items()
        if abs(total - 1) > 1e-6
    ]


def _files(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.toml")}


def _codes(catalogue: Catalogue, level: str) -> set[str]:
    return {code for of, code in catalogue.areas if of == level}


def _file_of(folder: Path, name: str) -> str:
    """The file that holds an entry; looked for only when something is wrong with it."""
    paths: Iterable[Path] = sorted(folder.glob("*.toml"))
    return next(path.name for path in paths if f'"{name}"' in path.read_text(encoding="utf-8"))
