"""Questions to the store, asked once per version: a publish changes the version and so the cached answers."""

from datetime import UTC, date, datetime, time

import pandas as pd
import streamlit as st

from lib import protect, query, store
from lib.areas import geometry, union_maps
from lib.areas.unions import united
from lib.catalogue import catalogue
from lib.facts import Catalogue
from lib.settings import settings
from lib.ui import address
from lib.work_areas import saved as kept_areas
from lib.work_areas.shape import OwnArea, of_table

# A reader seldom looks at more than this many views between two publications.
KEPT = 128
WORK_AREA = union_maps.LEVEL


def real_day() -> date:
    """The day by the clock; an installation for exhibitions may fix it in its settings."""
    return date.fromisoformat(settings().today) if settings().today else date.today()


def known_day() -> date | None:
    """The past day as of whose end the reader looks at everything; None for now."""
    chosen = address.peek("known")
    day = date.fromisoformat(chosen) if chosen else None
    return day if day and day < real_day() else None


def today() -> date:
    """The day everything is judged as of: the reader's past day, else the real one."""
    return known_day() or real_day()


def end_of(day: date) -> datetime:
    """The last moment that belongs to a day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def heads() -> dict[str, int]:
    """The current version of each dataset, now or as known on the reader's day."""
    return _heads(store.newest_event(), known_day())


def versions() -> tuple[int, ...]:
    """The current versions of all datasets, the key under which every answer is kept."""
    return tuple(heads().values())


def facts() -> Catalogue:
    """All facts, with the work areas in force today or, as then known, on the reader's day."""
    return kept_areas.facts(today(), _known_on())


def ever_known() -> Catalogue:
    """All facts, with every work area there has been, for what was once said of one."""
    return kept_areas.ever_known(_known_on())


def own_areas() -> tuple[OwnArea, ...]:
    """The newest revision of every work area, removed and planned ones too, now or as known on the day."""
    return kept_areas.everything(_known_on())


def own_area_history(code: str) -> tuple[OwnArea, ...]:
    """Every saved revision of one work area until now or the reader's day, newest first."""
    every, day = of_table(_own_area_history(store.newest_work_area(), code)), known_day()
    return tuple(one for one in every if day is None or one.saved_at <= end_of(day))


def base_levels() -> set[str]:
    """The levels of the base areas of the work areas in force."""
    return {one.level for area in facts().work_areas.values() for one in area.members}


def with_work_areas(levels: set[str]) -> set[str]:
    """The levels, and that of work areas where one of them has their base areas."""
    return levels | ({WORK_AREA} if levels & base_levels() else set())


def map_scope(level: str) -> str | None:
    """Which of the level's maps to draw: of work areas the one of the borders in force."""
    return union_maps.drawn(facts().work_areas) if level == WORK_AREA else None


def has_map(level: str) -> bool:
    """Whether areas of a level can be drawn."""
    return geometry.has_map(level, map_scope(level))


def saved() -> tuple[int, int]:
    """Moves whenever somebody saves an action or a work area."""
    return store.newest_action(), store.newest_work_area()


def _known_on() -> datetime:
    day = known_day()
    return end_of(day) if day else query.ALWAYS


def observations(indicator_ids: tuple[str, ...], level: str) -> pd.DataFrame:
    """All areas of a level, all periods, protected; work areas are recomputed from their members."""
    if level == WORK_AREA:
        return _united_everywhere(versions(), _borders(), indicator_ids)
    return _observations(versions(), indicator_ids, level)


def of_area(level: str, code: str) -> pd.DataFrame:
    """Every indicator of one area, protected; a work area is recomputed, one not in force has no rows."""
    if level == WORK_AREA:
        return _united(versions(), _borders(), code)
    return _of_area(versions(), level, code)


def service_counts(
    indicator_ids: tuple[str, ...], area: tuple[str, str], ages: tuple[str, ...]
) -> pd.DataFrame:
    """Service counts of one area summed over age groups, protected."""
    return _service_counts(versions(), indicator_ids, area, ages)


def service_values(indicator_ids: tuple[str, ...], area: tuple[str, str], age: str) -> pd.DataFrame:
    """Service medians of one area and age group, protected."""
    return _service_values(versions(), indicator_ids, area, age)


def service_totals(indicator_ids: tuple[str, ...], ages: tuple[str, ...]) -> pd.DataFrame:
    """Monthly service counts of every area summed over services and age groups, protected."""
    return _service_totals(versions(), indicator_ids, ages)


def coverage() -> pd.DataFrame:
    """Which indicator exists for which level and periods."""
    return _coverage(versions())


def history(dataset_id: str) -> pd.DataFrame:
    """Publishes and reverts of a dataset until now or the reader's day, newest first."""
    every, day = _history(store.newest_event(), dataset_id), known_day()
    return every[every["happened_at"].dt.tz_convert("UTC").le(end_of(day))] if day and len(every) else every


def actions() -> pd.DataFrame:
    """The newest revision of each action, now or as known on the reader's day."""
    return _actions(store.newest_action(), known_day())


def action_history(action_id: int) -> pd.DataFrame:
    """Every revision of one action, newest first."""
    return _action_history(store.newest_action(), action_id)


def _borders() -> tuple[int, date, date | None]:
    """What the borders of work areas depend on, the key under which their figures are kept."""
    return store.newest_work_area(), today(), known_day()


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _united(versions: tuple[int, ...], borders: tuple[int, date, date | None], code: str) -> pd.DataFrame:
    area = facts().work_areas.get(code)
    keys = [(one.level, one.code) for one in area.members] if area else []
    parts = [_of_area(versions, *key) for key in keys] or [_of_area(versions, WORK_AREA, code)]
    known = pd.concat(parts, ignore_index=True)
    return united(known, area, facts()) if area else known.head(0)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _united_everywhere(
    versions: tuple[int, ...], borders: tuple[int, date, date | None], indicator_ids: tuple[str, ...]
) -> pd.DataFrame:
    areas, levels = facts().work_areas.values(), base_levels() or {WORK_AREA}
    known = pd.concat([_observations(versions, indicator_ids, one) for one in levels], ignore_index=True)
    made = [united(known, area, facts()) for area in areas]
    return pd.concat([known.head(0), *made], ignore_index=True)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _own_area_history(saved: int, code: str) -> pd.DataFrame:
    return query.work_area_history(code)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _actions(saved: int, day: date | None) -> pd.DataFrame:
    return query.actions(end_of(day)) if day else query.actions()


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _action_history(saved: int, action_id: int) -> pd.DataFrame:
    return query.action_history(action_id)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _heads(event: int, day: date | None) -> dict[str, int]:
    return query.heads(end_of(day)) if day else query.heads()


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _observations(versions: tuple[int, ...], indicator_ids: tuple[str, ...], level: str) -> pd.DataFrame:
    return protect.observations(catalogue(), versions, indicator_ids, level)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _of_area(versions: tuple[int, ...], level: str, code: str) -> pd.DataFrame:
    return protect.of_area(catalogue(), versions, level, code)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _service_counts(
    versions: tuple[int, ...], indicator_ids: tuple[str, ...], area: tuple[str, str], ages: tuple[str, ...]
) -> pd.DataFrame:
    return protect.service_counts(catalogue(), versions, indicator_ids, area, ages)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _service_values(
    versions: tuple[int, ...], indicator_ids: tuple[str, ...], area: tuple[str, str], age: str
) -> pd.DataFrame:
    return protect.service_values(catalogue(), versions, indicator_ids, area, age)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _service_totals(
    versions: tuple[int, ...], indicator_ids: tuple[str, ...], ages: tuple[str, ...]
) -> pd.DataFrame:
    return protect.service_totals(catalogue(), versions, indicator_ids, ages)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _coverage(versions: tuple[int, ...]) -> pd.DataFrame:
    return query.coverage(versions)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _history(event: int, dataset_id: str) -> pd.DataFrame:
    return query.history(dataset_id)
