"""A queue week by week, ten thousand times over: who comes, who starts, how long the others have waited."""

from collections import deque
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.forecast.course import MONTHS_IN_YEAR, Course
from lib.shapes import ForecastRules
from lib.statistics.inputs import Floats

WEEK_DAYS = 7
WEEKS_IN_MONTH = 365.25 / MONTHS_IN_YEAR / WEEK_DAYS
# Weeks of waiting that are told apart; the last holds everybody who has waited longer.
WEEKS_KNOWN = 27
# Those who got in are told of the last four weeks, about a month.
RECENT_WEEKS = 4
# Under half a person nobody waits.
LEAST_WAITING = 0.5


class Plan(NamedTuple):
    """What is changed from today's course, from the first week on: factors of arrivals and capacity, and so
    many people more a month taken in for so many months.
    """

    arrivals: float = 1.0
    capacity: float = 1.0
    extra_starts: float = 0.0
    extra_months: int = 0


TODAYS_COURSE = Plan()


class Start(NamedTuple):
    """Where a simulation starts from: the course, the queue by weeks waited (27,), the share of starts given
    in turn (0 to 1), observed waits by simulated ones, and the last day of the last known month.
    """

    course: Course
    queue: Floats
    in_turn: float
    wait_factor: float
    day: pd.Timestamp


class Runs(NamedTuple):
    """At the ends of the months ahead (first days: `months`), months × runs: people waiting, share of them
    over the limit (NaN without one), and the middle wait in days of those who got in during the last four
    weeks (NaN when nobody did).
    """

    months: pd.DatetimeIndex
    waiting: Floats
    over_share: Floats
    wait: Floats


def runs(start: Start, plan: Plan, limit_days: float, rules: ForecastRules) -> Runs:
    """The same seed for every plan, so that two plans differ by what they change alone."""
    flows = drawn(start, plan, rules)
    months, places = month_ends(start.day, rules.weeks)
    queue = np.repeat(start.queue[:, None], rules.runs, axis=1).astype(np.float32)
    answer = np.float32(1 - (1 - start.course.response) ** (1 / WEEKS_IN_MONTH))
    recent: deque[Floats] = deque(maxlen=RECENT_WEEKS)
    told = []
    for week, (come, room) in enumerate(zip(flows.come, flows.room, strict=True)):
        longer = queue.sum(axis=0) - flows.usual_queue[week]
        offered = np.clip(room + answer * longer, 0, flows.best[week])
        queue = older(queue, come)
        recent.append(serve(queue, offered + flows.extra[week], start.in_turn))
        queue -= recent[-1]
        if week in places:
            wait = middle_wait(sum(recent)) * start.wait_factor
            told.append((queue.sum(axis=0), _share_over(queue, limit_days), wait))
    return Runs(months, *(np.array(one) for one in zip(*told, strict=True)))


def month_ends(day: pd.Timestamp, weeks: int) -> tuple[pd.DatetimeIndex, Floats]:
    """First days of the months ahead, and the week (from 0) whose end lies nearest to the end of each."""
    last = day + pd.Timedelta(days=weeks * WEEK_DAYS)
    ends = pd.date_range(day + pd.Timedelta(days=1), last + pd.Timedelta(days=WEEK_DAYS // 2), freq="ME")
    places = np.round((ends - day).days.to_numpy() / WEEK_DAYS).astype(int) - 1
    return ends.to_period("M").to_timestamp(), places


def _share_over(queue: Floats, limit_days: float) -> Floats:
    length = queue.sum(axis=0)
    late = over_weights(limit_days) @ queue
    return np.divide(late, length, out=np.zeros_like(late), where=length > LEAST_WAITING)


def serve(queue: Floats, room: Floats, in_turn: Floats | float) -> Floats:
    """Who of the queue (weeks waited × runs) start when there is room for so many (runs,).

    in_turn: the share of them taken from those who have waited longest, one or (runs,); the others are taken
    from everybody alike.
    """
    length = queue.sum(axis=0)
    total = np.minimum(room, length)
    alike = np.divide((1 - in_turn) * total, length, out=np.zeros_like(length), where=length > 0)
    taken = queue * alike
    left = np.maximum(total - taken.sum(axis=0), 0)
    for week in range(len(queue) - 1, -1, -1):
        more = np.minimum(queue[week] - taken[week], left)
        taken[week] += more
        left -= more
    return taken


def older(queue: Floats, come: Floats) -> Floats:
    """Everybody has waited a week more, and these came."""
    next_week = np.empty_like(queue)
    next_week[0] = come
    next_week[1:] = queue[:-1]
    next_week[-1] += queue[-1]
    return next_week


def over_weights(limit_days: float) -> Floats:
    """(27,) share of each week of waiting that is over the limit; NaN where there is no limit."""
    first = np.arange(WEEKS_KNOWN) * WEEK_DAYS
    return np.clip((first + WEEK_DAYS - limit_days) / WEEK_DAYS, 0, 1)


class Flows(NamedTuple):
    """Weeks × runs: people who come, starts there is room for when the queue is as usual, the most that are
    offered, and the usual queue. Weeks: people taken in besides.
    """

    come: Floats
    room: Floats
    best: Floats
    usual_queue: Floats
    extra: Floats


def drawn(start: Start, plan: Plan, rules: ForecastRules) -> Flows:
    """What the weeks bring in each run. A service has followed its usual demand, not the demand of a plan."""
    course = start.course
    # A week belongs to the month of its middle day.
    days = start.day + pd.to_timedelta(np.arange(rules.weeks) * WEEK_DAYS + WEEK_DAYS // 2 + 1, unit="D")
    month = np.asarray((days.year - days[0].year) * MONTHS_IN_YEAR + days.month - days[0].month)
    draw = np.random.default_rng(rules.seed)
    chance, wander = _factors(course, month[-1] + 1, rules, draw)
    season = course.seasons[:, days.month - 1][:, :, None] / WEEKS_IN_MONTH
    usual = course.levels[0] * season[0] * wander[month, 0]
    # A month's figure tells nothing of its weeks: within it people come by chance.
    come = draw.poisson(usual * chance[month, 0])
    starts = course.levels[1] * season[1] * wander[month, 1] * chance[month, 1]
    room = starts + course.follows * (come - usual)
    best = course.best * season[1] * np.maximum(wander[month, 1], 1)
    extra = np.where(month < plan.extra_months, plan.extra_starts / WEEKS_IN_MONTH, 0.0)
    made = come * plan.arrivals, room * plan.capacity, best * plan.capacity
    queue = course.usual_queue * wander[month, 0]
    return Flows(*(one.astype(np.float32) for one in (*made, queue, extra)))


def _factors(
    course: Course, months: int, rules: ForecastRules, draw: np.random.Generator
) -> tuple[Floats, Floats]:
    """Months × 2 × runs: chance in blocks as it was seen, and levels that wander."""
    first = draw.integers(0, len(course.chance), (-(-months // rules.block_months), 1, rules.runs))
    place = (first + np.arange(rules.block_months)[None, :, None]) % len(course.chance)
    chance = course.chance[place.reshape(-1, rules.runs)[:months]].transpose(0, 2, 1)
    steps = draw.standard_normal((months, 2, rules.runs)) * course.wander[None, :, None]
    # The level is known from some months only: it has wandered since, and chance is in their mean.
    months_weighed = 2 * rules.half_life / np.log(2)
    known = course.wander**2 * rules.half_life + course.chance.var(axis=0) / months_weighed
    steps[0] += draw.standard_normal((2, rules.runs)) * np.sqrt(known)[:, None]
    walk = np.cumsum(steps, axis=0)
    walk[:, 1] += walk[:, 0]
    return chance, np.exp(walk)


def middle_wait(taken: Floats) -> Floats:
    """(runs,) the middle wait in days of people by weeks waited (weeks × runs); NaN where there are none."""
    reached = np.cumsum(taken, axis=0)
    half = reached[-1] / 2
    place = np.minimum((reached < half).sum(axis=0), WEEKS_KNOWN - 1)[None]
    there = np.take_along_axis(taken, place, axis=0)[0]
    below = np.take_along_axis(reached, place, axis=0)[0] - there
    inside = np.divide(half - below, there, out=np.full_like(there, np.nan), where=there > 0)
    return (place[0] + inside) * WEEK_DAYS
