"""Which base areas belong to which work areas: to none, to two, and how many people live in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from lib.areas import geometry, union_maps
from lib.facts import Catalogue, WorkArea

NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Belonging:
    """For each base area of a level the codes of the work areas it belongs to, in their order.

    moved: work areas made of another level; their base areas here are those they cover at least half of.
    split: base areas that several of those share, none of them at least half.
    """

    level: str
    areas: Mapping[str, tuple[str, ...]]
    moved: tuple[str, ...] = ()
    split: frozenset[str] = NOWHERE

    @property
    def in_none(self) -> tuple[str, ...]:
        """Base areas that no work area covers."""
        return tuple(code for code, owners in self.areas.items() if not owners and code not in self.split)

    @property
    def in_many(self) -> tuple[str, ...]:
        """Base areas that belong to more than one."""
        return tuple(code for code, owners in self.areas.items() if len(owners) > 1)


def belonging(work_areas: Mapping[str, WorkArea], level: str, catalogue: Catalogue) -> Belonging:
    """Which work areas each base area of the level belongs to."""
    inside = {code: at_level(area, level, catalogue) for code, area in work_areas.items()}
    moved = tuple(code for code, area in work_areas.items() if not _is_of(area, level))
    bases = [code for its, code in catalogue.areas if its == level]
    # Of a base area that is on no map nobody can say which other areas cover it.
    if moved and geometry.has_map(level):
        bases = [code for code in bases if code in geometry.shapes(level)]
    owners = {base: tuple(code for code, own in inside.items() if base in own) for base in bases}
    together = _together([work_areas[code] for code in moved], level)
    return Belonging(level, owners, moved, frozenset(one for one in together if not owners.get(one)))


def at_level(area: WorkArea, level: str, catalogue: Catalogue) -> frozenset[str]:
    """The base areas of a level that make up a work area; of another level those it covers half of."""
    if _is_of(area, level):
        return frozenset(one.code for one in area.members)
    keys = {(one.level, one.code) for one in area.members}
    if catalogue.levels[level].nests_in in {its for its, _ in keys}:
        nested = [one for one in catalogue.areas.values() if one.level == level]
        return frozenset(one.code for one in nested if (one.parent_level, one.parent_code) in keys)
    return _covered_by(keys, level)


def covered_residents(counts: pd.Series, found: Belonging) -> tuple[float, float]:
    """Residents who live in some work area, each once, and all of them. counts: by base area, NaN unknown."""
    known = counts.reindex(list(found.areas)).dropna()
    inside = [code for code in known.index if found.areas[code] or code in found.split]
    return float(known[inside].sum()), float(known.sum())


def residents_of(codes: tuple[str, ...], counts: pd.Series) -> float:
    """All residents of some base areas; NaN where those of one are not known."""
    return float(counts.reindex(list(codes)).sum(skipna=False)) if codes else float("nan")


def _is_of(area: WorkArea, level: str) -> bool:
    return any(one.level == level for one in area.members)


def _together(areas: Sequence[WorkArea], level: str) -> frozenset[str]:
    """The base areas of which the work areas together cover at least half."""
    keys = {(one.level, one.code) for area in areas for one in area.members}
    return _covered_by(keys, level) if keys else NOWHERE


def _covered_by(keys: Collection[tuple[str, str]], level: str) -> frozenset[str]:
    """The base areas of a level of which areas of other levels cover at least half; none without a map."""
    try:
        return _covered(tuple(sorted(keys)), level, _files(keys, level))
    except geometry.NoGeometry:
        return NOWHERE


def _files(keys: Iterable[tuple[str, str]], level: str) -> tuple[str, ...]:
    """The maps that an answer about keys and level is read from; their names tell their content."""
    return tuple(geometry.entry(one)["file"] for one in sorted({level, *(its for its, _ in keys)}))


@lru_cache(maxsize=256)
def _covered(keys: tuple[tuple[str, str], ...], level: str, files: tuple[str, ...]) -> frozenset[str]:
    return frozenset(union_maps.covered(union_maps.ground(keys), level))
