"""A day-by-day queue for every service and age group: people come by district and share the city's hands."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.sample import planted as events
from lib.sample.planted import Planted
from lib.sample.town import (
    Days,
    Floats,
    Stream,
    Town,
    district_shares,
    month_starts,
    needs,
    of_year,
    simulated_months,
    workdays,
)

# A start day that never comes within the figures: the person still waits on the last day.
STILL_WAITING = 10**6
# Months of contacts live on a little: busy months follow busy months.
PERSISTENCE = 0.55
DEMAND_NOISE = 0.06
STAFF_NOISE = 0.025
# A queue above its usual length is worked off over this many times its usual days, within these bounds.
LEAN_TIMES, LEAN_DAYS = 3.0, (5.0, 60.0)
# Hands are planned on the mean of this many months around.
PLANNED_OVER_MONTHS = 5
DAYS_IN_MONTH = 30.4
WEEKEND = 2.0 / 7


class People(NamedTuple):
    """One entry a person: number of stream and district, urgent or not; days of arrival, of being ready and
    of start, counted from the first simulated day.
    """

    stream: Days
    district: Days
    urgent: Days
    arrival: Days
    ready: Days
    start: Days


class Simulated(NamedTuple):
    """The people, and hands at work in each stream and month against the plan's own mean."""

    people: People
    hands: Floats


def simulate(town: Town, planted: tuple[Planted, ...], rng: np.random.Generator) -> Simulated:
    """Everybody who came to any queue of the town, in the warm-up too."""
    calendar = simulated_months(town)
    edges = month_starts(calendar)
    counts = np.stack([contacts(stream, town, planted, rng) for stream in town.queue])
    stream, district, month = _one_each(counts)
    arrival = _arrival_days(month, calendar, rng)
    ready = arrival + np.concatenate(
        [
            _ready_after(item, town, planted, (district[mine], month[mine], arrival[mine]), rng)
            for item, mine in ((item, stream == place) for place, item in enumerate(town.queue))
        ]
    )
    share = np.array([item.urgent for item in town.queue])
    urgent = (rng.random(len(stream)) < share[stream]).astype(np.int64)
    order = np.lexsort((rng.random(len(ready)), ready, urgent, stream))
    people = People(*(column[order] for column in (stream, district, urgent, arrival, ready, ready)))
    started, hands = _served(_counted(people, len(town.queue), int(edges[-1])), town, planted, rng)
    return Simulated(people._replace(start=_start_days(people, started)), hands)


def contacts(stream: Stream, town: Town, planted: tuple[Planted, ...], rng: np.random.Generator) -> Days:
    """Accepted contacts, districts × simulated months: need, season, growth, events and persistent chance."""
    calendar = simulated_months(town)
    habits = town.service[stream.service]
    years = (calendar - np.datetime64(town.first_month)).astype(np.int64) / 12
    city = stream.monthly * (1 + stream.growth) ** years
    city *= of_year(calendar, town.season[habits.season], habits.flatten)
    city *= events.recorded(planted, calendar)
    shares = district_shares(town, town.age[stream.age_group].weights) * needs(town)
    usual = np.outer(shares / shares.sum(), city * np.exp(_persistent(len(calendar), DEMAND_NOISE, rng)))
    expected = usual * events.demand(planted, stream, calendar, town)
    opened = calendar >= np.datetime64(habits.opened or calendar[0])
    return rng.poisson(np.where(opened, expected, 0.0))


def _persistent(length: int, spread: float, rng: np.random.Generator) -> Floats:
    """A first-order autoregressive series around zero."""
    shocks = rng.normal(0.0, spread * np.sqrt(1 - PERSISTENCE**2), length)
    series = np.empty(length)
    last = rng.normal(0.0, spread)
    for place, shock in enumerate(shocks):
        last = series[place] = PERSISTENCE * last + shock
    return series


def _one_each(counts: Days) -> tuple[Days, Days, Days]:
    """Stream, district and month of every single person behind the counts."""
    places = np.repeat(np.arange(counts.size), counts.ravel())
    return np.unravel_index(places, counts.shape)


def _arrival_days(month: Days, calendar: NDArray[np.datetime64], rng: np.random.Generator) -> Days:
    """A working day of the month for each person."""
    working = np.flatnonzero(workdays(calendar))
    first = np.searchsorted(working, month_starts(calendar))
    of_month = np.diff(first)
    return working[first[month] + (rng.random(len(month)) * of_month[month]).astype(np.int64)]


def _ready_after(
    stream: Stream,
    town: Town,
    planted: tuple[Planted, ...],
    who: tuple[Days, Days, Days],
    rng: np.random.Generator,
) -> Days:
    """Days from arrival until each person could start: assessment, own wishes, and what was planted."""
    district, month, arrival = who
    calendar = simulated_months(town)
    later = events.added_by_district("ready_days", planted, stream, calendar, town)[district, month]
    own = rng.gamma(stream.evenness, stream.ready_days / stream.evenness, len(month))
    days = np.floor(own + later * rng.uniform(0.7, 1.3, len(month))).astype(np.int64)
    for event in planted:
        if event.kind == "parked" and events.touches(event, stream):
            aside = (events.felt(event, calendar)[month] > 0) & (rng.random(len(month)) < event.amount)
            days = np.where(aside, _release_days(event, calendar, len(month), rng) - arrival, days)
    return days


def _release_days(
    event: Planted,
    calendar: NDArray[np.datetime64],
    size: int,
    rng: np.random.Generator,
) -> Days:
    """A day between the first and the last month of release, for each person."""
    edges = month_starts(calendar)
    first = edges[np.searchsorted(calendar, np.datetime64(event.release_start))]
    last = edges[np.searchsorted(calendar, np.datetime64(event.release_end)) + 1]
    return rng.integers(first, last, size)


def _counted(people: People, streams: int, days: int) -> Days:
    """People becoming ready: not urgent and urgent × streams × days."""
    inside = people.ready < days
    places = (people.urgent[inside] * streams + people.stream[inside]) * days + people.ready[inside]
    return np.bincount(places, minlength=2 * streams * days).reshape(2, streams, days)


def _served(
    ready: Days,
    town: Town,
    planted: tuple[Planted, ...],
    rng: np.random.Generator,
) -> tuple[Days, Floats]:
    """Starts in the shape of `ready`, urgent people first, and starts there were hands for in each month."""
    edges, working = month_starts(simulated_months(town)), workdays(simulated_months(town))
    staffed, usual_queue, lean = _plan(ready.sum(axis=0), town, planted, rng)
    queue, spare = np.zeros(ready.shape[:2], dtype=np.int64), np.zeros(ready.shape[1])
    started, hands = np.zeros_like(ready), np.zeros_like(staffed)
    for day, month in enumerate(np.repeat(np.arange(len(edges) - 1), np.diff(edges))):
        queue = queue + ready[:, :, day]
        too_long = queue.sum(axis=0) - usual_queue[:, month]
        spare = spare + np.maximum(staffed[:, month] + too_long / lean[:, month], 0.0) * working[day]
        room = np.floor(spare).astype(np.int64)
        urgent = np.minimum(queue[1], room)
        started[:, :, day] = np.minimum(queue[0], room - urgent), urgent
        queue = queue - started[:, :, day]
        hands[:, month] += room
        # An hour nobody took is gone, so only the fraction of a start is carried over.
        spare = spare - room
    return started, hands


def _plan(
    ready: Days,
    town: Town,
    planted: tuple[Planted, ...],
    rng: np.random.Generator,
) -> tuple[Floats, Floats, Floats]:
    """Starts staffed for a workday, usual queue, days to work off what is above it; streams × months."""
    calendar = simulated_months(town)
    planned = _planned(ready, month_starts(calendar))
    noise = np.stack([_persistent(len(calendar), STAFF_NOISE, rng) for _ in town.queue])
    staffed = planned * np.exp(noise) * of_year(calendar, town.season["staff"])
    a_month = np.add.reduceat(workdays(calendar).astype(np.int64), month_starts(calendar)[:-1])
    days = _queue_days(town, planted, calendar)
    return staffed / a_month, planned / DAYS_IN_MONTH * days, np.clip(LEAN_TIMES * days, *LEAN_DAYS)


def _planned(ready: Days, edges: Days) -> Floats:
    """Starts planned a month: the mean of ready people in the months around."""
    a_month = np.add.reduceat(ready, edges[:-1], axis=1).astype(np.float64)
    half = PLANNED_OVER_MONTHS // 2
    padded = np.pad(a_month, ((0, 0), (half, half)), mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, PLANNED_OVER_MONTHS, axis=1).mean(axis=2)
    # The month itself weighs most: a service that closes in July does not staff for June.
    return 0.35 * around + 0.65 * a_month


def _queue_days(town: Town, planted: tuple[Planted, ...], calendar: NDArray[np.datetime64]) -> Floats:
    """Days in the queue that each stream is run at, streams × months; weekends already make a wait."""
    usual = np.array([stream.queue_days for stream in town.queue])[:, None]
    more = np.stack([events.added("queue_days", planted, stream, calendar) for stream in town.queue])
    return np.maximum(usual + more - WEEKEND, 0.2)


def _start_days(people: People, started: Days) -> Days:
    """Among equally urgent people the one ready first starts first: the n-th takes the n-th start."""
    start = np.full(len(people.stream), STILL_WAITING)
    for urgent, rows in enumerate(started):
        for place, row in enumerate(rows):
            mine = np.flatnonzero((people.stream == place) & (people.urgent == urgent))
            taken = np.repeat(np.arange(len(row)), row)
            start[mine[: len(taken)]] = taken
    return start
