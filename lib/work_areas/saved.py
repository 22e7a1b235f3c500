"""The work areas of this installation: the starters of data/ under what workers have saved in the store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from lib import query, store
from lib.catalogue import catalogue
from lib.errors import WorkAreaChangedError
from lib.facts import Catalogue
from lib.settings import settings
from lib.work_areas import shape
from lib.work_areas.shape import OwnArea

# The answers of a few days and revisions are asked for again and again.
KEPT = 32
# How often a new code is sought when others make work areas at the same time.
TRIES = 5


def everything(known_on: datetime = query.ALWAYS) -> tuple[OwnArea, ...]:
    """The newest revision of every work area, removed ones too, as it was known at a moment."""
    return _everything(*_mark(), known_on)


def facts(day: date, known_on: datetime = query.ALWAYS) -> Catalogue:
    """All facts, with the work areas in force on a day as they were known at a moment."""
    return _facts(*_mark(), day, known_on)


def ever_known(known_on: datetime = query.ALWAYS) -> Catalogue:
    """All facts, with every work area there has been: what once pointed at one keeps its name."""
    return _ever_known(*_mark(), known_on)


def save(area: OwnArea, based_on: int) -> OwnArea:
    """Save a revision on top of another. WorkAreaChangedError when that is no longer the newest."""
    store.save_work_areas([shape.stored(area)], [based_on])
    return replace(area, revision=based_on + 1)


def save_new(area: OwnArea) -> OwnArea:
    """Save a new work area under a code that nobody has."""
    for _ in range(TRIES):
        made = replace(area, code=shape.free_code(everything()), revision=store.NEW_WORK_AREA)
        try:
            return save(made, store.NEW_WORK_AREA)
        except WorkAreaChangedError as taken:
            refused = taken
    raise refused


def save_all(areas: Sequence[OwnArea], based_on: Sequence[int]) -> None:
    """Save many, all of them or none."""
    store.save_work_areas([shape.stored(one) for one in areas], based_on)


def _mark() -> tuple[Path, int]:
    """What the answers depend on: the store and its newest revision."""
    return settings().store_folder, store.newest_work_area()


@lru_cache(maxsize=KEPT)
def _everything(folder: Path, newest: int, known_on: datetime) -> tuple[OwnArea, ...]:
    return shape.merged(catalogue(), shape.of_table(query.work_areas(known_on)))


@lru_cache(maxsize=KEPT)
def _facts(folder: Path, newest: int, day: date, known_on: datetime) -> Catalogue:
    found = shape.in_force(_everything(folder, newest, known_on), day, catalogue())
    return replace(catalogue(), work_areas=found)


@lru_cache(maxsize=KEPT)
def _ever_known(folder: Path, newest: int, known_on: datetime) -> Catalogue:
    found = shape.ever_known(_everything(folder, newest, known_on), catalogue())
    return replace(catalogue(), work_areas=found)
