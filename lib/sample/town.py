"""What the model town is like: data/sample/model_town.toml as typed facts, and its calendar."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

STRICT = ConfigDict(extra="forbid", frozen=True)
Floats = NDArray[np.float64]
Days = NDArray[np.int64]


@dataclass(config=STRICT)
class District:
    """A major district: its part of each age group and how often its residents seek help."""

    code: str
    children: float
    young: float
    adults: float
    need: float


@dataclass(config=STRICT)
class Stream:
    """People of one age group coming to one service; queue fields are 0 where nobody queues."""

    service: str
    age_group: str
    monthly: float
    growth: float
    staff: float
    ready_days: float = 0.0
    evenness: float = 1.0
    queue_days: float = 0.0
    urgent: float = 0.1


@dataclass(config=STRICT)
class ServiceHabits:
    """How a service works: season, returned referrals, visits for a start, channels at both ends of time."""

    season: str
    visits: float
    channels_first: tuple[float, float, float, float]
    channels_last: tuple[float, float, float, float]
    returned: float = 0.0
    comes_back: float = 0.0
    flatten: float = 0.0
    opened: str = ""


@dataclass(config=STRICT)
class Survey:
    """A yearly share by district: percent, points a year, pull of need, answers and how even they are."""

    indicator: str
    years: tuple[int, ...]
    level: float
    drift: float
    need: float
    asked: int
    weights: str
    even: float = 0.0


@dataclass(config=STRICT)
class City:
    """One of the six cities and its satisfaction with life."""

    code: str
    level: float
    drift: float
    asked: int


@dataclass(config=STRICT)
class Age:
    """Which weights an age group follows, and an age inside it."""

    weights: str
    years: int


@dataclass(config=STRICT)
class Budget:
    """The participatory budget of the whole city, year by year."""

    years: tuple[int, ...]
    proposals: tuple[int, ...]
    votes: tuple[int, ...]
    money: tuple[int, ...]
    lot: int


@dataclass(config=STRICT)
class Town:
    """Everything the generator needs but chance."""

    first_month: str
    last_month: str
    warm_up_months: int
    district: tuple[District, ...]
    age: dict[str, Age]
    season: dict[str, tuple[float, ...]]
    transfers: dict[str, dict[str, float]]
    service: dict[str, ServiceHabits]
    queue: tuple[Stream, ...]
    meeting: tuple[Stream, ...]
    survey: tuple[Survey, ...]
    city: tuple[City, ...]
    budget: Budget


def read_town(folder: Path) -> Town:
    """The town of `folder`/model_town.toml."""
    return TypeAdapter(Town).validate_python(read(folder / "model_town.toml"))


def read(path: Path) -> dict[str, Any]:
    """A TOML file as it stands."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def months(town: Town) -> NDArray[np.datetime64]:
    """Every month with figures, first to last."""
    return np.arange(np.datetime64(town.first_month), np.datetime64(town.last_month) + 1)


def simulated_months(town: Town) -> NDArray[np.datetime64]:
    """The warm-up and then every month with figures."""
    shown = months(town)
    return np.arange(shown[0] - town.warm_up_months, shown[-1] + 1)


def month_starts(calendar: NDArray[np.datetime64]) -> Days:
    """First day of each month, and one past the last day, as days from the first."""
    edges = np.append(calendar, calendar[-1] + 1).astype("datetime64[D]").astype(np.int64)
    return edges - edges[0]


def workdays(calendar: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Monday to Friday, for every day of the months."""
    days = np.arange(calendar[0].astype("datetime64[D]"), (calendar[-1] + 1).astype("datetime64[D]"))
    return np.is_busday(days)


def of_year(calendar: NDArray[np.datetime64], by_month: tuple[float, ...], flatten: float = 0.0) -> Floats:
    """A yearly pattern laid over the months; `flatten` pulls it towards 1."""
    pattern = np.asarray(by_month)[calendar.astype(np.int64) % 12]
    return pattern + (1 - pattern) * flatten


def district_shares(town: Town, weights: str) -> Floats:
    """Part of each district in the age group's people, need left out; adds up to 1."""
    if weights == "residents":
        parts = np.array([d.children * 0.17 + d.young * 0.25 + d.adults * 0.58 for d in town.district])
    else:
        parts = np.array([getattr(district, weights) for district in town.district])
    return parts / parts.sum()


def needs(town: Town) -> Floats:
    """How often residents of each district seek help, against the city."""
    return np.array([district.need for district in town.district])


def first_day(month: np.datetime64) -> date:
    """The first day of a month as a date."""
    return month.astype("datetime64[D]").astype(date)
