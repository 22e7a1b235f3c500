"""Waiting: queue arithmetic, those still waiting against the limit, those who got in, and the two truths side
by side.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, numbers

# Spread evenly by chance, about 98.2 % of waits are under four means (1 − e⁻⁴): a target is met
# when the mean wait is a quarter of it.
FACTOR = 4
# A queue more than this many times its target size needs relief (Fong et al. 2022).
TOO_LARGE = 2
WEEKS_OF_RELIEF = 26
# Medians and percentiles of fewer people say more of the people than of the service.
FEWEST_FOR_PERCENTILE = 10

CLEARING, HIDDEN_GROWTH = "clearing_backlog", "hidden_growth"
BOTH_BETTER, BOTH_WORSE, STEADY, CANNOT = "both_better", "both_worse", "steady", "cannot_be_calculated"


class ShareOver(NamedTuple):
    """Share (0 to 1) waiting over the limit. lowest = highest when the limit is a class border; else share is
    an estimate.
    """

    share: float
    lowest: float
    highest: float
    is_estimate: bool


class Truths(NamedTuple):
    """One period: share of those still waiting who are over the limit, share of those who got in within it (0
    to 1).
    """

    waiting_over_limit: ArrayLike
    seen_within_limit: ArrayLike


def load(demand: ArrayLike, capacity: ArrayLike) -> Floats:
    """Weekly demand / weekly capacity: from 1 up the queue grows. NaN where capacity is not above 0."""
    return _from_zero(demand) / _above_zero(capacity)


def target_queue(demand: ArrayLike, target_weeks: ArrayLike) -> Floats:
    """Largest queue that keeps the target: weekly demand × target in weeks / 4."""
    return _from_zero(demand) * _above_zero(target_weeks) / FACTOR


def queue_too_large(queue: ArrayLike, demand: ArrayLike, target_weeks: ArrayLike) -> NDArray[np.bool_]:
    """More than twice the target queue. StatisticsError where it cannot be said."""
    size, target = _from_zero(queue), target_queue(demand, target_weeks)
    if np.isnan(size + target).any():
        raise StatisticsError("queue and demand from 0 and a target above 0 are needed")
    return size > TOO_LARGE * target


def relief_capacity(demand: ArrayLike, queue: ArrayLike, target_weeks: ArrayLike) -> Floats:
    """Weekly capacity that brings the queue to its target size in 26 weeks: demand + (queue − target
    queue)/26.
    """
    return _from_zero(demand) + (_from_zero(queue) - target_queue(demand, target_weeks)) / WEEKS_OF_RELIEF


def target_capacity(
    demand: ArrayLike, target_weeks: ArrayLike, cv_demand: ArrayLike = 1, cv_capacity: ArrayLike = 1
) -> Floats:
    """Weekly capacity that keeps the target once it is reached: demand + ((cv_d² + cv_c²)/2)·4/target.

    cv: coefficient of variation of weekly demand and capacity; 1 when unknown (Poisson-like). Source: Fong et
    al. 2022.
    """
    swing = (_from_zero(cv_demand) ** 2 + _from_zero(cv_capacity) ** 2) / 2
    return _from_zero(demand) + swing * FACTOR / _above_zero(target_weeks)


def pressure(mean_wait: ArrayLike, target: ArrayLike) -> Floats:
    """2 × mean wait / target, both in one unit: above 1 the target is in danger."""
    return 2 * _from_zero(mean_wait) / _above_zero(target)


def share_over(edges: ArrayLike, counts: ArrayLike, limit: float) -> ShareOver:
    """Share waiting longer than the limit, from waiting classes.

    edges: (classes + 1,) rising, the last may be infinite: a class holds waits above its lower and up to its
    upper edge. counts: (classes,). A limit inside a class is interpolated and the share labelled an estimate;
    in an open class it is NaN between known bounds. StatisticsError for impossible classes or nobody waiting.
    """
    borders, people = _classes(edges, counts)
    if not (np.isfinite(limit) and limit >= borders[0]):
        raise StatisticsError(f"limit {limit} is below the first class")
    surely = people[borders[:-1] >= limit].sum() / people.sum()
    inside = (borders[:-1] < limit) & (limit < borders[1:])
    if not people[inside].sum():
        return ShareOver(float(surely), float(surely), float(surely), False)
    place = int(np.argmax(inside))
    low, high = borders[place], borders[place + 1]
    split = people[place] / people.sum()
    estimate = surely + split * (high - limit) / (high - low) if np.isfinite(high) else np.nan
    return ShareOver(float(estimate), float(surely), float(surely + split), True)


def longest_class(counts: ArrayLike) -> int:
    """Position of the longest class somebody waits in. StatisticsError when nobody does."""
    people = _from_zero(counts)
    if np.isnan(people).any() or not people.sum():
        raise StatisticsError("known counts and somebody waiting are needed")
    return int(np.flatnonzero(people)[-1])


def percentile_from_classes(edges: ArrayLike, counts: ArrayLike, share: float) -> float:
    """Estimate: the wait below which `share` (0 to 1) of people are, evenly spread inside their class.

    NaN from fewer than 10 people, and when it falls in a class without an upper edge. Classes as
    `share_over`.
    """
    borders, people = _classes(edges, counts)
    _check_share(share)
    if people.sum() < FEWEST_FOR_PERCENTILE:
        return float("nan")
    reached = np.cumsum(people)
    wanted = share * reached[-1]
    place = int(np.argmax((reached >= wanted) & (people > 0)))
    within = (wanted - (reached[place] - people[place])) / people[place]
    low, high = borders[place], borders[place + 1]
    return float(low + within * (high - low)) if np.isfinite(high) else float("nan")


def percentile(waits: ArrayLike, share: float) -> float:
    """Percentile of single waits (linear between neighbours); NaN from fewer than 10. StatisticsError for a
    negative one.

    Unknown waits (NaN) are no waits and do not count.
    """
    days = np.atleast_1d(numbers(waits))
    _check_share(share)
    days = days[~np.isnan(days)]
    if (days < 0).any():
        raise StatisticsError("a wait cannot be negative")
    return float(np.quantile(days, share)) if len(days) >= FEWEST_FOR_PERCENTILE else float("nan")


def two_truths(before: Truths, now: Truths) -> NDArray[np.str_]:
    """What the two shares say together, for each service.

    `clearing_backlog`: fewer of those waiting are over the limit, while fewer of those seen were seen within
    it, because the old queue is being seen. `hidden_growth`: the other way round, the queue ages while the
    seen look well. `both_better`, `both_worse`: at least one moved and the other did not move against it.
    `steady`: neither moved.
    """
    queue = -np.sign(_shares(now.waiting_over_limit) - _shares(before.waiting_over_limit))
    seen = np.sign(_shares(now.seen_within_limit) - _shares(before.seen_within_limit))
    together = queue + seen
    moved = np.where(together > 0, BOTH_BETTER, np.where(together < 0, BOTH_WORSE, STEADY))
    against = np.where(queue > seen, CLEARING, HIDDEN_GROWTH)
    word = np.where(queue * seen < 0, against, moved)
    return np.where(np.isnan(together), CANNOT, word)[()]


def _from_zero(values: ArrayLike) -> Floats:
    given = numbers(values)
    return np.where(given >= 0, given, np.nan)[()]


def _above_zero(values: ArrayLike) -> Floats:
    given = numbers(values)
    return np.where(given > 0, given, np.nan)[()]


def _shares(values: ArrayLike) -> Floats:
    given = numbers(values)
    return np.where((given >= 0) & (given <= 1), given, np.nan)


def _check_share(share: float) -> None:
    if not 0 < share < 1:
        raise StatisticsError(f"a share between 0 and 1 is needed, found {share}")


def _classes(edges: ArrayLike, counts: ArrayLike) -> tuple[Floats, Floats]:
    borders, people = np.atleast_1d(np.asarray(edges, dtype=float)), np.atleast_1d(numbers(counts))
    fits = len(borders) == len(people) + 1 and np.isfinite(borders[:-1]).all()
    if not fits or not (np.diff(borders) > 0).all():
        raise StatisticsError("class edges must rise and be one more than the counts")
    if not (people >= 0).all() or not people.sum():
        raise StatisticsError("known counts from 0 and somebody waiting are needed")
    return borders, people
