"""Medians and 90th percentiles of waits, for each age group and for several together."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.sample import rows
from lib.sample.queues import Simulated
from lib.sample.town import Days, Floats, Town, months
from lib.shapes import AGE_MEMBERS

# Age groups whose medians a sender gives as well, since they cannot be computed from those of the parts.
JOINT_AGES = ("under_23", "all")


def percentiles(
    simulated: Simulated,
    month: Days,
    seen: NDArray[np.bool_],
    size: tuple[int, ...],
) -> tuple[Floats, Floats]:
    """Median and 90th percentile wait of each series, area and month; the city's from all its people."""
    people, city = simulated.people, size[1] - 1
    who = np.flatnonzero(seen)
    places = [
        np.ravel_multi_index((people.stream[who], area, month[who]), size)
        for area in (people.district[who], np.full(len(who), city))
    ]
    waited = people.start[who] - people.arrival[who]
    groups = pd.Series(np.tile(waited, 2)).groupby(np.concatenate(places))
    of_groups = groups.quantile([0.5, 0.9]).unstack().reindex(range(int(np.prod(size))))
    return of_groups[0.5].to_numpy(), of_groups[0.9].to_numpy()


def joint(
    keys: pd.DataFrame,
    simulated: Simulated,
    month: Days,
    seen: NDArray[np.bool_],
    town: Town,
) -> list[pd.DataFrame]:
    """Waits of several age groups together, from their own people: percentiles of parts cannot be joined."""
    made = []
    for joint in JOINT_AGES:
        members = AGE_MEMBERS[joint]
        services = sorted({stream.service for stream in town.queue if stream.age_group in members})
        place = np.array(
            [services.index(stream.service) if stream.age_group in members else -1 for stream in town.queue]
        )
        inside = seen & (place[simulated.people.stream] >= 0)
        stream = np.maximum(place[simulated.people.stream], 0)
        together = simulated._replace(people=simulated.people._replace(stream=stream))
        size = (len(services), len(town.district) + 1, len(months(town)))
        joint_keys = rows.service_keys(
            tuple(replace(town.queue[0], service=name, age_group=joint) for name in services),
            town,
            keys["area_code"].iloc[-1],
            months(town),
        )
        behind = _people_behind(together, month, inside, size)
        median, p90 = percentiles(together, month, inside, size)
        made += [
            rows.waits("wait_median", joint_keys, median, behind),
            rows.waits("wait_p90", joint_keys, p90, behind),
        ]
    return made


def _people_behind(
    simulated: Simulated,
    month: Days,
    seen: NDArray[np.bool_],
    size: tuple[int, ...],
) -> NDArray:
    """How many people stand behind each percentile, the city last."""
    people = simulated.people
    inner = (size[0], size[1] - 1, size[2])
    places = np.ravel_multi_index((people.stream[seen], people.district[seen], month[seen]), inner)
    return rows.with_city(np.bincount(places, minlength=int(np.prod(inner))).reshape(inner))
