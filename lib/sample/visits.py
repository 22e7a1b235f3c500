"""Visits by channel: those that follow from treatments started, and encounters of work without a queue."""

import numpy as np
import pandas as pd

from lib.sample import planted as events
from lib.sample import queues, rows
from lib.sample.planted import Planted
from lib.sample.town import Days, Floats, Town, months, of_year, simulated_months

CHANNELS = ("visits_office", "visits_phone", "visits_remote", "visits_digital")
# A treatment's visits fall on its first month and the two after it.
OVER_MONTHS = (0.5, 0.3, 0.2)


def visits(
    town: Town,
    planted: tuple[Planted, ...],
    started: Days,
    city_code: str,
    rng: np.random.Generator,
) -> list[pd.DataFrame]:
    """Visits in each channel for every service and age group, with a queue and without."""
    streams = town.queue + town.meeting
    expected = np.concatenate(
        [
            _following(started, town, planted),
            np.stack([queues.contacts(stream, town, planted, rng) for stream in town.meeting]).astype(
                np.float64
            ),
        ]
    )[:, :, town.warm_up_months :]
    keys = rows.service_keys(streams, town, city_code, months(town))
    shares = _channel_shares(town)
    return [
        rows.counts(channel, keys, rows.with_city(rng.poisson(expected * shares[:, None, :, place])))
        for place, channel in enumerate(CHANNELS)
    ]


def _following(started: Days, town: Town, planted: tuple[Planted, ...]) -> Floats:
    """Visits expected in each month from the treatments of that month and the two before it."""
    a_start = np.array([town.service[stream.service].visits for stream in town.queue])[:, None, None]
    spread = sum(
        part * np.pad(started, ((0, 0), (0, 0), (later, 0)))[:, :, : started.shape[2]]
        for later, part in enumerate(OVER_MONTHS)
    )
    calendar = simulated_months(town)
    return a_start * spread * events.recorded(planted, calendar) * of_year(calendar, town.season["staff"])


def _channel_shares(town: Town) -> Floats:
    """Share of each channel, series × months × channels, moving evenly from the first month to the last."""
    habits = [town.service[stream.service] for stream in town.queue + town.meeting]
    first = np.array([item.channels_first for item in habits])[:, None]
    last = np.array([item.channels_last for item in habits])[:, None]
    return first + (last - first) * np.linspace(0, 1, len(months(town)))[None, :, None]
