"""Where a simulation starts: the queue by weeks waited, and how far its starts are given in turn."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.errors import StatisticsError
from lib.forecast.course import HALF_YEAR
from lib.forecast.simulation import WEEK_DAYS, WEEKS_KNOWN, middle_wait, older, serve
from lib.statistics.inputs import Floats

FLOWS = ("arrivals", "starts", "waiting")
# Shares of starts given in turn that are tried against the observed months.
TRIED = np.linspace(0, 1, 11)
# Months replayed before the order is judged: until then the first guess of the queue is forgotten.
FORGOTTEN_AFTER = 6
# Where the replay has nobody in a class that has people, they stand towards its young end.
YOUNGER = 1e-6 * 0.5 ** np.arange(WEEKS_KNOWN)


class Queue(NamedTuple):
    """people: (27,) waiting by full weeks waited. in_turn: share of starts given in turn, 0 to 1.

    wait_factor: observed middle waits by replayed ones in the last half year; 1 where not known.
    """

    people: Floats
    in_turn: float
    wait_factor: float


def replayed(months: pd.DataFrame, first_days: Sequence[int]) -> Queue:
    """The queue at the end of the last month: flows replayed week by week in every order that is tried, the
    order chosen that tells the observed waiting classes best, and its people set to the classes.

    months: in order, `period_start`, FLOWS, `wait` (middle wait in days) and then a column for each class
    (people) in the order of first_days, the first day of each class; NaN where not known. StatisticsError
    where a flow or the queue is not known.
    """
    classes = months.drop(columns=["period_start", *FLOWS, "wait"]).to_numpy(float)
    if months[list(FLOWS)].isna().any(axis=None):
        raise StatisticsError("the flows and the queue of every month are needed")
    borders = np.round(np.array([*first_days, WEEKS_KNOWN * WEEK_DAYS]) / WEEK_DAYS).astype(int)
    filled = _filled(classes, months["waiting"].to_numpy(float))
    states, waits = _states(_even(filled[0], borders), months.iloc[1:])
    seen = filled[1:] / np.maximum(filled[1:].sum(axis=1, keepdims=True), 1)
    apart = ((_shares(states, borders) - seen[:, :, None]) ** 2).sum(axis=1)[FORGOTTEN_AFTER:]
    best = int(np.argmin(apart.sum(axis=0)))
    people = _set_to(states[-1][:, best], filled[-1], borders)
    return Queue(people, float(TRIED[best]), _factor(months["wait"].to_numpy(float)[1:], waits[:, best]))


def _factor(seen: Floats, told: Floats) -> float:
    """How many times as long as replayed the middle waits of the last half year were."""
    ratio = (seen / np.maximum(told, 1))[-HALF_YEAR:]
    return 1.0 if np.isnan(ratio).all() else float(np.nanmedian(ratio))


def _filled(classes: Floats, total: Floats) -> Floats:
    """Classes that are not known share evenly what the total leaves for them."""
    gone = np.isnan(classes)
    left = np.maximum(total - np.nansum(classes, axis=1), 0) / np.maximum(gone.sum(axis=1), 1)
    return np.where(gone, left[:, None], classes)


def _even(people: Floats, borders: Floats) -> Floats:
    """(27,) each class spread evenly over its weeks."""
    width = np.diff(borders)
    return np.repeat(people / width, width)


def _states(first: Floats, months: pd.DataFrame) -> tuple[Floats, Floats]:
    """Had starts been given so: the queue at the end of each month (months × weeks waited × tried) and the
    middle wait in days of those who started in it (months × tried).
    """
    now, days, told = np.repeat(first[:, None], len(TRIED), axis=1), 0.0, []
    for row in months.itertuples():
        days += row.period_start.days_in_month
        weeks = round(days / WEEK_DAYS)
        days -= weeks * WEEK_DAYS
        started = np.zeros_like(now)
        for _ in range(weeks):
            now = older(now, np.full(len(TRIED), row.arrivals / weeks))
            taken = serve(now, np.full(len(TRIED), row.starts / weeks), TRIED)
            now, started = now - taken, started + taken
        told.append((now, middle_wait(started)))
    states, waits = zip(*told, strict=True)
    return np.array(states), np.array(waits)


def _shares(states: Floats, borders: Floats) -> Floats:
    """Months × classes × tried: share of the queue in each class."""
    summed = np.add.reduceat(states, borders[:-1], axis=1)
    return summed / np.maximum(summed.sum(axis=1, keepdims=True), 1)


def _set_to(queue: Floats, people: Floats, borders: Floats) -> Floats:
    """The queue with as many in each class as were seen there, in the shape the replay gave it."""
    width = np.diff(borders)
    inside = np.concatenate([YOUNGER[:one] for one in width])
    shape = queue + inside
    return shape * np.repeat(people / np.add.reduceat(shape, borders[:-1]), width)
