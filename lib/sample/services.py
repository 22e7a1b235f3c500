"""Monthly figures of the mental-health services, read off the simulated queues."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.facts import STEPS, Catalogue, Limit, Service
from lib.sample import queues, rows, visits, waits
from lib.sample.planted import Planted
from lib.sample.queues import STILL_WAITING, Simulated
from lib.sample.town import Days, Floats, Town, first_day, month_starts, months, simulated_months

# Borders of the national waiting classes, in days: the last day of each class.
CLASS_ENDS = (14, 28, 90, 180)
CLASSES = ("waiting_0_14", "waiting_15_28", "waiting_29_90", "waiting_91_180", "waiting_over_180")
# Person-years follow the starts there were hands for, slowly: people are hired for longer than a month.
HANDS_OVER_MONTHS = 6


def table(
    town: Town,
    planted: tuple[Planted, ...],
    catalogue: Catalogue,
    city_code: str,
    seed: int,
) -> pd.DataFrame:
    """Every service indicator for every series, area and month, in the one table shape."""
    rng = np.random.default_rng([seed, 1])
    simulated = queues.simulate(town, planted, rng)
    keys = rows.service_keys(town.queue, town, city_code, months(town))
    arrived, started = arrived_and_started(simulated, town)
    parts = [
        *_referrals(keys, arrived, town, rng),
        *_starts(keys, simulated, started, limits(town, catalogue.limits, catalogue.services), town),
        *_waiting(keys, simulated, town),
        *visits.visits(town, planted, started, city_code, rng),
        *_city_only(keys, started, town, catalogue.services, rng),
        _staff(town, simulated, city_code, rng),
    ]
    return arrived_in_time(pd.concat(parts, ignore_index=True), town, planted)


def arrived_in_time(figures: pd.DataFrame, town: Town, planted: tuple[Planted, ...]) -> pd.DataFrame:
    """The figures without months before a service opened and months its sender is late with."""
    absent = pd.Series(False, index=figures.index)
    for service, habits in town.service.items():
        if habits.opened:
            absent |= (figures["service_id"] == service) & (figures["period_start"] < habits.opened)
    for event in planted:
        if event.kind == "late":
            absent |= figures["service_id"].isin(event.services) & (figures["period_start"] >= event.start)
    return figures[~absent].reset_index(drop=True)


def limits(town: Town, rules: tuple[Limit, ...], services: Mapping[str, Service]) -> Floats:
    """Legal limit of the start of treatment in days, series × months; NaN where none is in force."""
    days = np.full((len(town.queue), len(months(town))), np.nan)
    for place, stream in enumerate(town.queue):
        kind, years = services[stream.service].limit_kind, town.age[stream.age_group].years
        for column, month in enumerate(months(town)):
            days[place, column] = _limit_on(rules, kind, years, first_day(month))
    return days


def _limit_on(rules: tuple[Limit, ...], kind: str, years: int, day: date) -> float:
    in_force = [
        rule.limit_days
        for rule in rules
        if rule.limit_kind == kind
        and rule.phase == "treatment"
        and rule.age_from <= years <= rule.age_to
        and rule.valid_from <= day
        and (rule.valid_to is None or day <= rule.valid_to)
    ]
    return float(min(in_force)) if in_force else np.nan


def arrived_and_started(simulated: Simulated, town: Town) -> tuple[Days, Days]:
    """People who came and people who started, series × districts × simulated months."""
    people, edges = simulated.people, month_starts(simulated_months(town))
    everyone = np.ones(len(people.start), dtype=bool)
    got_in = people.start < STILL_WAITING
    return (
        _cube(simulated, town, np.searchsorted(edges, people.arrival, side="right") - 1, everyone),
        _cube(simulated, town, np.searchsorted(edges, people.start, side="right") - 1, got_in),
    )


def _cube(simulated: Simulated, town: Town, month: Days, counted: NDArray[np.bool_]) -> Days:
    size = (len(town.queue), len(town.district), len(simulated_months(town)))
    people = simulated.people
    places = np.ravel_multi_index((people.stream[counted], people.district[counted], month[counted]), size)
    return np.bincount(places, minlength=int(np.prod(size))).reshape(size)


def _shown(cube: NDArray, town: Town) -> NDArray:
    """The figures' own months, with the city as the last area."""
    return rows.with_city(cube[:, :, town.warm_up_months :])


def _referrals(keys: pd.DataFrame, arrived: Days, town: Town, rng: np.random.Generator) -> list[pd.DataFrame]:
    share = np.array([town.service[stream.service].returned for stream in town.queue])[:, None, None]
    # Returned for each accepted one, so that the share is of all that were received.
    returned = rng.poisson(arrived * share / (1 - share))
    return [
        rows.counts("referrals_received", keys, _shown(arrived + returned, town)),
        rows.counts("referrals_accepted", keys, _shown(arrived, town)),
        rows.counts("referrals_returned", keys, _shown(returned, town)),
    ]


def _starts(
    keys: pd.DataFrame,
    simulated: Simulated,
    started: Days,
    limit: Floats,
    town: Town,
) -> list[pd.DataFrame]:
    """Those who got in: how many, how many within the limit, and how long they had waited."""
    people, edges = simulated.people, month_starts(simulated_months(town))
    month = np.searchsorted(edges, people.start, side="right") - 1
    seen = (people.start < STILL_WAITING) & (month >= town.warm_up_months)
    whole = _shown(started, town)
    in_time = _in_time(simulated, month - town.warm_up_months, seen, limit)
    within = _shown(_cube(simulated, town, month, in_time), town)
    guaranteed = np.repeat(~np.isnan(limit)[:, None], whole.shape[1], axis=1).ravel()
    median, p90 = waits.percentiles(simulated, month - town.warm_up_months, seen, whole.shape)
    return [
        rows.counts("treatments_started", keys, whole),
        rows.shares("started_within_limit", keys, within, whole)[guaranteed],
        rows.waits("wait_median", keys, median, whole),
        rows.waits("wait_p90", keys, p90, whole),
        *waits.joint(keys, simulated, month - town.warm_up_months, seen, town),
    ]


def _in_time(
    simulated: Simulated,
    month: Days,
    seen: NDArray[np.bool_],
    limit: Floats,
) -> NDArray[np.bool_]:
    """Which people started within the limit in force in the month they started."""
    people, in_time = simulated.people, seen.copy()
    waited = people.start[seen] - people.arrival[seen]
    in_time[seen] = waited <= limit[people.stream[seen], month[seen]]
    return in_time


def _waiting(keys: pd.DataFrame, simulated: Simulated, town: Town) -> list[pd.DataFrame]:
    """Those still waiting on the last day of each month, by how long they have waited."""
    people, edges = simulated.people, month_starts(simulated_months(town))
    arrived = np.searchsorted(edges, people.arrival, side="right") - 1
    left = np.minimum(np.searchsorted(edges, people.start, side="right") - 1, len(edges) - 1)
    evenings = left - arrived
    who = np.repeat(np.arange(len(evenings)), evenings)
    month = arrived[who] + np.arange(len(who)) - np.repeat(np.cumsum(evenings) - evenings, evenings)
    waited = edges[month + 1] - 1 - people.arrival[who]
    kind = np.searchsorted(CLASS_ENDS, waited)
    size = (len(CLASSES), len(town.queue), len(town.district), len(edges) - 1)
    places = np.ravel_multi_index((kind, people.stream[who], people.district[who], month), size)
    cubes = np.bincount(places, minlength=int(np.prod(size))).reshape(size)
    return [rows.counts("waiting_total", keys, _shown(cubes.sum(axis=0), town))] + [
        rows.counts(name, keys, _shown(cube, town)) for name, cube in zip(CLASSES, cubes, strict=True)
    ]


def _city_only(
    keys: pd.DataFrame,
    started: Days,
    town: Town,
    services: Mapping[str, Service],
    rng: np.random.Generator,
) -> list[pd.DataFrame]:
    """Flow between the steps and people coming back: sent for the whole city only."""
    city = started[:, :, town.warm_up_months :].sum(axis=1)
    steps = [services[stream.service].step for stream in town.queue]
    guided = {
        f"transfers_to_{step}": np.array([town.transfers[origin][step] for origin in steps]) for step in STEPS
    }
    back = np.array([town.service[stream.service].comes_back for stream in town.queue])
    return [
        rows.counts(name, _of_city(keys), rng.binomial(city, share[:, None]))
        for name, share in {**guided, "returned_within_90_days": back}.items()
    ]


def _staff(town: Town, simulated: Simulated, city_code: str, rng: np.random.Generator) -> pd.DataFrame:
    """Person-years at work in the whole city, tenths."""
    streams = town.queue + town.meeting
    shown = slice(town.warm_up_months, None)
    hands = pd.DataFrame(simulated.hands.T).rolling(HANDS_OVER_MONTHS, min_periods=1).mean().to_numpy().T
    usual = np.median(hands[:, shown], axis=1, keepdims=True)
    steady = np.ones((len(town.meeting), len(months(town))))
    moves = np.concatenate([np.sqrt(hands / usual)[:, shown], steady])
    base = np.array([stream.staff for stream in streams])[:, None]
    years = np.round(base * moves * rng.normal(1.0, 0.01, moves.shape), 1)
    keys = rows.service_keys(streams, town, city_code, months(town))
    return rows.amounts("staff_capacity", _of_city(keys), years)


def _of_city(keys: pd.DataFrame) -> pd.DataFrame:
    return keys[keys["area_level"] == rows.CITY_LEVEL].reset_index(drop=True)
