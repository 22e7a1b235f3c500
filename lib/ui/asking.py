"""Questions to the store, asked once per version: a publish changes the version and so the cached answers."""

from datetime import UTC, date, datetime, time

import pandas as pd
import streamlit as st

from lib import protect, query, store
from lib.catalogue import catalogue
from lib.settings import settings
from lib.ui import address

# A reader seldom looks at more than this many views between two publications.
KEPT = 128


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


def observations(indicator_ids: tuple[str, ...], level: str) -> pd.DataFrame:
    """All areas of a level, all periods, protected."""
    return _observations(versions(), indicator_ids, level)


def of_area(level: str, code: str) -> pd.DataFrame:
    """Every indicator of one area, protected."""
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
