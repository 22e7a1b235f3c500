"""References from one fact to another that lead nowhere."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from lib import limits
from lib.facts import Catalogue
from lib.feeds import formula

# Which protocols bring what a feed describes.
SPOKEN = {"layers": ("wfs", "ogc_features"), "indicators": ("pxweb",), "series": ("sotkanet",)}
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
        *_of_need(catalogue, folder),
        *_of_feeds(catalogue, folder),
    ]
    unknown = [
        f"{file}: {key}: {value!r} is not known"
        for file, key, value, known in references
        if value not in known
    ]
    misplaced = _areas(catalogue) + _service_points(catalogue)
    misplaced += _feeds(catalogue)
    return unknown + misplaced + _scopes(catalogue) + _crosswalk(catalogue) + _limits(catalogue, folder)


def _of_indicators(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    datasets, sources = _files(folder / "datasets"), _files(folder / "sources")
    for one in catalogue.indicators.values():
        yield f"{one.id}.toml", "dataset", one.dataset, datasets
        yield f"{one.id}.toml", "source", one.source, sources
        yield from ((f"{one.id}.toml", "themes", theme, catalogue.themes) for theme in one.themes)


def _of_datasets(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    sources, indicators, services = (_files(folder / name) for name in ("sources", "indicators", "services"))
    for one in catalogue.datasets.values():
        file = f"{one.id}.toml"
        yield file, "source", one.source, sources
        for measure in one.measures:
            yield file, "measures", measure.indicator, indicators
            if measure.denominator:
                yield file, "measures", measure.denominator, indicators
        yield from ((file, "services", named.service, services) for named in one.services)
        yield from (
            (file, "sums", name, indicators) for rule in one.sums for name in (rule.whole, *rule.parts)
        )


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


def _scopes(catalogue: Catalogue) -> list[str]:
    """The extents are three, in their order."""
    count = len(catalogue.scopes)
    return [] if count == 3 else [f"scopes.toml: scope: city, county and country are needed, found {count}"]


def _of_need(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    """What is weighed must be known by district; what is left out, by something larger."""
    rules, known = catalogue.need_rules, _files(folder / "indicators")
    if rules is None:
        return
    facts = catalogue.indicators.values()
    broken = known - {one.id for one in facts}
    by_district = broken | {one.id for one in facts if "major_district" in one.levels + one.estimated_levels}
    figures = {
        "need": [one.indicator for one in rules.need],
        "supply": [name for one in rules.supply for name in one.indicators],
        "services": [name for one in rules.services for name in one.indicators],
        "residents": [rules.residents],
        "themes": [name for one in rules.themes for name in one.indicators],
    }
    for key, listed in figures.items():
        yield from (("need.toml", key, name, by_district) for name in listed)
    yield from (("need.toml", "left_out", name, (known - by_district) | broken) for name in rules.left_out)
    yield from (("need.toml", "themes", one.theme, catalogue.themes) for one in rules.themes)


def _of_feeds(catalogue: Catalogue, folder: Path) -> Iterator[Reference]:
    indicators, datasets = _files(folder / "indicators"), _files(folder / "datasets")
    for one in catalogue.sources.values():
        if one.feed is None:
            continue
        file, wholes = f"{one.id}.toml", [series.whole_of for series in one.feed.series if series.whole_of]
        yield from ((file, "feed", name, indicators) for name in (*one.feed.fetched, *wholes))
        if one.feed.dataset:
            yield file, "feed: dataset", one.feed.dataset, datasets


def _feeds(catalogue: Catalogue) -> list[str]:
    """Feeds that cannot be fetched, or whose indicators belong to another dataset or have no formula."""
    faults = []
    for one in (source for source in catalogue.sources.values() if source.feed):
        here = [catalogue.indicators[name] for name in one.feed.fetched if name in catalogue.indicators]
        kind = "layers" if one.feed.layers else "indicators" if one.feed.indicators else "series"
        if one.protocol not in SPOKEN[kind]:
            faults.append(f"{one.id}.toml: protocol: {one.protocol!r} brings no {kind}")
        if not one.address.startswith("https://"):
            faults.append(f"{one.id}.toml: address: a source that is fetched needs an https address")
        if one.feed.dataset and one.retrieved is None:
            faults.append(f"{one.id}.toml: retrieved: a source of figures has a day")
        faults += [
            f"{one.id}.toml: feed: {indicator.id}: belongs to dataset {indicator.dataset!r}"
            for indicator in here
            if indicator.dataset != one.feed.dataset
        ]
        faults += [
            f"{one.id}.toml: feed: {indicator.id}: {indicator.source_code!r} is no formula of codes"
            for indicator in here
            if indicator.id in one.feed.indicators and formula(indicator.source_code) is None
        ]
    return faults


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


def _service_points(catalogue: Catalogue) -> list[str]:
    """Service points whose nearest neighbourhood lies in another district than they say."""
    known = [
        (area.lon, area.lat, area.parent_code)
        for area in catalogue.areas.values()
        if area.level == "neighbourhood" and area.lon is not None and area.lat is not None
    ]
    faults, districts = [], _codes(catalogue, "major_district")
    for service in catalogue.services.values():
        for point in service.points if known else ():
            # A degree of longitude is half as long as one of latitude in the north.
            near = min(known, key=lambda at: ((at[0] - point.lon) / 2) ** 2 + (at[1] - point.lat) ** 2)
            if point.major_district in districts - {near[2]}:
                at = f"lies nearest to district {near[2]!r}, not {point.major_district!r}"
                faults.append(f"{service.id}.toml: points: {point.name.fi}: {at}")
    return faults


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


def _limits(catalogue: Catalogue, folder: Path) -> list[str]:
    """Rows of the legal limits that end before they begin, or leave days without a rule."""
    faults = dict(limits.faults(catalogue.limits))
    if not faults:
        return []
    path = folder / "limits" / "care_guarantee.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = {line.split(",", 1)[0]: number for number, line in enumerate(lines, start=1)}
    return [f"{path.name}: row {rows[rule]}: {rule}: {fault}" for rule, fault in faults.items()]


def _files(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.toml")}


def _codes(catalogue: Catalogue, level: str) -> set[str]:
    return {code for of, code in catalogue.areas if of == level}


def _file_of(folder: Path, name: str) -> str:
    """The file that holds an entry; looked for only when something is wrong with it."""
    paths: Iterable[Path] = sorted(folder.glob("*.toml"))
    return next(path.name for path in paths if f'"{name}"' in path.read_text(encoding="utf-8"))
