"""What is hidden in the model data on purpose, and how much of it is felt in each month."""

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from lib.sample.town import Floats, Stream, Town, read

Kind = Literal[
    "recording",
    "queue_days",
    "ready_days",
    "demand",
    "parked",
    "late",
    "survey_step",
    "survey_drift",
]


@dataclass(config=ConfigDict(extra="forbid", frozen=True))
class Planted:
    """One planted event; empty services, age groups or areas mean all."""

    id: str
    what: str
    kind: Kind
    indicator: str
    services: tuple[str, ...]
    age_groups: tuple[str, ...]
    areas: tuple[str, ...]
    start: str
    ramp_months: int
    amount: float
    signal: str
    end: str = ""
    release_start: str = ""
    release_end: str = ""


def read_planted(folder: Path) -> tuple[Planted, ...]:
    """The events of `folder`/planted.toml."""
    return TypeAdapter(tuple[Planted, ...]).validate_python(read(folder / "planted.toml")["planted"])


def touches(event: Planted, stream: Stream) -> bool:
    """Whether the event is felt by this service and age group."""
    services = not event.services or stream.service in event.services
    return services and (not event.age_groups or stream.age_group in event.age_groups)


def felt(event: Planted, calendar: NDArray[np.datetime64]) -> Floats:
    """0 before the event, 1 when it is felt in full, rising evenly over its ramp; 0 again after its end."""
    since = (calendar - np.datetime64(event.start)).astype(np.int64) + 1
    level = np.clip(since / max(event.ramp_months, 1), 0.0, 1.0)
    return np.where(calendar <= np.datetime64(event.end), level, 0.0) if event.end else level


def added(
    kind: Kind,
    planted: tuple[Planted, ...],
    stream: Stream,
    calendar: NDArray[np.datetime64],
) -> Floats:
    """Days added in each month by all city-wide events of this kind that touch the stream."""
    total = np.zeros(len(calendar))
    for event in planted:
        if event.kind == kind and touches(event, stream) and not event.areas:
            total = total + event.amount * felt(event, calendar)
    return total


def added_by_district(
    kind: Kind,
    planted: tuple[Planted, ...],
    stream: Stream,
    calendar: NDArray[np.datetime64],
    town: Town,
) -> Floats:
    """Amount of every event of this kind that touches the stream, districts × months."""
    total = np.zeros((len(town.district), len(calendar)))
    for event in planted:
        if event.kind == kind and touches(event, stream):
            total += event.amount * np.outer(_in_areas(event, town), felt(event, calendar))
    return total


def demand(
    planted: tuple[Planted, ...],
    stream: Stream,
    calendar: NDArray[np.datetime64],
    town: Town,
) -> Floats:
    """Contacts as a factor of the usual, districts × months."""
    factor = np.ones((len(town.district), len(calendar)))
    for event in planted:
        if event.kind == "demand" and touches(event, stream):
            factor *= 1 + (event.amount - 1) * np.outer(_in_areas(event, town), felt(event, calendar))
    return factor


def recorded(planted: tuple[Planted, ...], calendar: NDArray[np.datetime64]) -> Floats:
    """Share of what happens that is written down in each month."""
    share = np.ones(len(calendar))
    for event in planted:
        if event.kind == "recording":
            since = (calendar - np.datetime64(event.start)).astype(np.int64)
            back = np.where(since < 0, 1.0, np.clip(since / max(event.ramp_months, 1), 0.0, 1.0))
            share *= event.amount + (1 - event.amount) * back
    return share


def points(planted: tuple[Planted, ...], indicator: str, years: Floats, town: Town) -> Floats:
    """Percentage points added to a yearly share, districts × years."""
    total = np.zeros((len(town.district), len(years)))
    for event in planted:
        if event.indicator != indicator or event.kind not in ("survey_step", "survey_drift"):
            continue
        since = np.asarray(years) - int(event.start[:4]) + 1
        grown = np.clip(since, 0, None) if event.kind == "survey_drift" else since > 0
        total += event.amount * np.outer(_in_areas(event, town), grown)
    return total


def _in_areas(event: Planted, town: Town) -> Floats:
    return np.array([float(not event.areas or district.code in event.areas) for district in town.district])
