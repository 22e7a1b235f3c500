"""The months a forecast is made from, its runs and its trial on the past, each kept by version."""

from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from lib import care
from lib.catalogue import catalogue
from lib.errors import StatisticsError
from lib.forecast import backtest, course, fan, queue, simulation
from lib.forecast.course import Course
from lib.forecast.fan import Kept
from lib.forecast.simulation import Plan, Start
from lib.ui import asking, chain, choices
from lib.ui.forecast_plan import Today

COLUMNS = {
    "referrals_accepted": "arrivals",
    "treatments_started": "starts",
    "waiting_total": "waiting",
    "wait_median": "wait",
}
# The queue is replayed over two years, and so forgets where the replay began.
REPLAYED_MONTHS = 25
MONTHS_IN_YEAR = 12


class Asked(NamedTuple):
    """One queue: service, age group, the last month that may be known (2026-10), the legal limit in days."""

    service: str
    age: str
    period: str
    limit_days: float


class Fans(NamedTuple):
    """What is coming, told at the ends of months: queue, wait, and when the limit is kept (None without)."""

    waiting: pd.DataFrame
    wait: pd.DataFrame
    kept: Kept | None


def months(asked: Asked) -> pd.DataFrame:
    """The last months in a row of which flows and queue are known; as `queue.replayed` asks."""
    return _months(asking.versions(), asked)


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _months(versions: tuple[int, ...], asked: Asked) -> pd.DataFrame:
    table = chain.months(choices.home(choices.CITY), asked.age)
    table = table[table["service_id"].eq(asked.service)].sort_values("period_start")
    return in_a_row(table[table["period_start"] <= pd.Period(asked.period).end_time])


def in_a_row(table: pd.DataFrame) -> pd.DataFrame:
    """Of the months of one service, as `care.by_month` gives them, the last without a gap or unknown flow."""
    table = table.rename(columns=COLUMNS)
    known = table[table[list(queue.FLOWS)].notna().all(axis=1)]
    block = known["period_start"].dt.to_period("M").astype("int64").diff().ne(1).cumsum()
    columns = ["period_start", *queue.FLOWS, "wait", *care.CLASSES]
    return known.loc[block.eq(block.max()), columns].reset_index(drop=True)


def today(asked: Asked) -> Today:
    """Staff, pace and visits for each who started, over the last twelve months."""
    rows = asking.service_counts(
        ("staff_capacity", *care.VISITS, "treatments_started"),
        choices.home(choices.CITY),
        choices.AGE_MEMBERS[asked.age],
    )
    rows = rows[
        rows["service_id"].eq(asked.service) & (rows["period_start"] <= pd.Period(asked.period).end_time)
    ]
    wide = rows.pivot_table(index="period_start", columns="indicator_id", values="value").tail(MONTHS_IN_YEAR)
    if not {"staff_capacity", "treatments_started"} <= set(wide):
        return Today(None, None, None)
    visits = wide[[name for name in care.VISITS if name in wide]].sum(axis=1).mean()
    staff, starts = wide["staff_capacity"].iloc[-1], wide["treatments_started"].mean()
    if not (visits > 0 and staff > 0 and starts > 0):
        return Today(None, None, None)
    return Today(float(staff), float(visits / wide["staff_capacity"].mean()), float(visits / starts))


def course_of(asked: Asked) -> Course | None:
    """Today's course, or None where too few months are known."""
    start = _start(asking.versions(), asked)
    return start.course if start else None


def fans(asked: Asked, plan: Plan) -> Fans | None:
    """The fans of a plan, or None where too few months are known."""
    return _fans(asking.versions(), asked, plan)


def trial(asked: Asked) -> pd.DataFrame:
    """How past forecasts of this queue held, as `backtest.tried` tells."""
    return _trial(asking.versions(), asked)


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _start(versions: tuple[int, ...], asked: Asked) -> Start | None:
    try:
        return start_of(months(asked))
    except StatisticsError:
        return None


def start_of(known: pd.DataFrame) -> Start:
    """Where a forecast starts when these months are known. StatisticsError for too few of them."""
    read = course.read(known, catalogue().forecast_rules)
    now = queue.replayed(known.tail(REPLAYED_MONTHS), tuple(care.CLASSES.values()))
    day = known["period_start"].iloc[-1] + pd.offsets.MonthEnd(0)
    return Start(read, now.people, now.in_turn, now.wait_factor, day)


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _fans(versions: tuple[int, ...], asked: Asked, plan: Plan) -> Fans | None:
    start = _start(versions, asked)
    if start is None:
        return None
    runs = simulation.runs(start, plan, asked.limit_days, catalogue().forecast_rules)
    told = partial(fan.quantiles, starts=runs.months)
    kept = None
    if not np.isnan(asked.limit_days):
        kept = fan.kept_from(runs.over_share, runs.months, care.BREACH_SHARE)
    return Fans(told(runs.waiting), told(runs.wait), kept)


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _trial(versions: tuple[int, ...], asked: Asked) -> pd.DataFrame:
    return backtest.tried(months(asked), start_of, catalogue().forecast_rules)
