"""Questions to the store, asked once per version: a publish changes the version and so the cached answers."""

from datetime import date

import pandas as pd
import streamlit as st

from lib import protect, query, store
from lib.catalogue import catalogue
from lib.settings import settings

# A reader seldom looks at more than this many views between two publications.
KEPT = 128


def today() -> date:
    """The day of this run; an installation for exhibitions may fix it in its settings."""
    return date.fromisoformat(settings().today) if settings().today else date.today()


def heads() -> dict[str, int]:
    """The current version of each dataset."""
    return _heads(store.newest_event())


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
    """Publishes and reverts of a dataset, newest first."""
    return _history(store.newest_event(), dataset_id)


def actions() -> pd.DataFrame:
    """The newest revision of each action."""
    return _actions(store.newest_action())


def action_history(action_id: int) -> pd.DataFrame:
    """Every revision of one action, newest first."""
    return _action_history(store.newest_action(), action_id)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _actions(saved: int) -> pd.DataFrame:
    return query.actions()


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _action_history(saved: int, action_id: int) -> pd.DataFrame:
    return query.action_history(action_id)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _heads(event: int) -> dict[str, int]:
    return query.heads()


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
