"""The shapes all facts are made of, those of areas, and the rules by which something is raised."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass

LANGUAGES = ("fi", "sv", "en")
STEPS = ("low_threshold", "primary", "specialised", "multidisciplinary")
# How a client gets in: walks in, asks for a time, is met by a worker, is assessed first, has a referral.
ENTRIES = ("open", "contact", "outreach", "assessment", "referral")
WITHOUT_REFERRAL = ("open", "contact", "outreach")
TOPICS = ("wellbeing", "livelihood", "participation", "education", "housing", "services", "population")
AGE_GROUPS = ("under_13", "13_17", "18_22", "23_plus")
# Every age group that can be asked for, and who is in it; the joint ones of the law first.
AGE_MEMBERS = {
    "under_23": AGE_GROUPS[:3],
    "23_plus": AGE_GROUPS[3:],
    "all": AGE_GROUPS,
    **{age: (age,) for age in AGE_GROUPS[:3]},
}
# Joint groups that a sender may give for figures which cannot be summed, such as medians.
JOINT_AGE_GROUPS = ("under_23",)
STATUSES = (
    "published",
    "provisional",
    "estimate",
    "missing",
    "suppressed",
    "not_applicable",
    "not_yet_published",
)

STRICT = ConfigDict(extra="forbid", frozen=True)
Name = Annotated[str, StringConstraints(min_length=1)]
Level = Literal[
    "country",
    "wellbeing_county",
    "municipality",
    "major_district",
    "neighbourhood",
    "small_area",
    "postal_area",
    "work_area",
]
LEVELS = get_args(Level)
Kind = Literal["share", "rate", "count", "median", "mean", "index", "money"]
Topic = Literal["population", "livelihood", "education", "housing", "wellbeing", "participation", "services"]
Origin = Literal["real", "model"]


@dataclass(config=STRICT)
class Words:
    """One text in the three languages of the program."""

    fi: Name
    sv: Name
    en: Name

    def __getitem__(self, language: str) -> str:
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[language]


@dataclass(config=STRICT)
class Area:
    """One area of one level; `place_fi` says "in the area" inflected, such as Keskustassa."""

    level: Level
    code: Name
    name: Words
    place: Words
    parent_level: str = ""
    parent_code: str = ""
    lon: float | None = None
    lat: float | None = None
    residents: int | None = None
    residents_year: int | None = None
    source: str = ""
    confidence: str = ""


@dataclass(config=STRICT)
class AreaLevel:
    """A division of the land: its names, whether it nests, and of which vintage."""

    id: Level
    name: Words
    plural: Words
    vintage: int
    about: Words
    nests_in: str = ""
    does_not_nest: Words | None = None
    # Whether a map of it shows its crowded middle enlarged.
    enlarged: bool = False


@dataclass(config=STRICT)
class Scope:
    """An extent of the program, such as the city: its name, the level it is made of, levels it can show."""

    id: Name
    name: Words
    parts: Level
    areas: tuple[Level, ...]
    maps: tuple[Level, ...]


@dataclass(config=STRICT)
class WorkAreaMember:
    """A base area that belongs to a work area."""

    level: Level
    code: Name


@dataclass(config=STRICT)
class WorkArea:
    """An area of regional work: an editable union of base areas.

    colour: its place in the ramp `area` of the tokens, from 1. about: free text in one language.
    """

    code: Name
    name: Words
    place: Words
    members: tuple[WorkAreaMember, ...]
    valid_from: date
    colour: int = 1
    about: str = ""


@dataclass(config=STRICT)
class Group:
    """Areas of one level that are compared together, such as the six largest cities."""

    id: Name
    name: Words
    level: Level
    codes: tuple[Name, ...]


@dataclass(config=STRICT)
class SignalRules:
    """When something is raised: shares from 0 to 1, months, and the version stored with each signal."""

    version: Name
    false_discovery: float
    sure_below: float
    breach_share: float
    breach_people: int
    uncertain_from: float
    rare_below: float
    oldest_months: int


@dataclass(config=STRICT)
class ForecastRules:
    """How a queue is simulated onwards: months, weeks and runs, and the version stored with what is told."""

    version: Name
    runs: int
    weeks: int
    seed: int
    months_read: int
    fewest_months: int
    half_life: float
    block_months: int
    season_weight: float
    usual_no_show: float
    backtest_runs: int
    backtest_months: int
    backtest_ahead: int


@dataclass(config=STRICT)
class Rebase:
    """A day from which series are judged by new limits, because what is recorded or counted changed.

    Somebody in a role decides it; the program only proposes. No services or no age groups: all of them.
    """

    id: Name
    on: date
    reason: Words
    decided_by: Words
    indicators: Annotated[tuple[Name, ...], Field(min_length=1)]
    services: tuple[Name, ...] = ()
    age_groups: tuple[Literal["under_13", "13_17", "18_22", "23_plus"], ...] = ()

    def concerns(self, indicator_id: str, service_id: str, ages: Collection[str]) -> bool:
        """Whether it holds for a series; ages: the age groups the series is made of, none for everybody."""
        return (
            indicator_id in self.indicators
            and (not self.services or service_id in self.services)
            and (not self.age_groups or not ages or bool(set(ages) & set(self.age_groups)))
        )


@dataclass(config=STRICT)
class ServicePoint:
    """A place where a service is given: WGS84 degrees, approximate to about a kilometre.

    source_year: the year of the public page that tells of it; a service may have moved since.
    """

    name: Words
    major_district: str
    lon: float
    lat: float
    source_year: int


@dataclass(config=STRICT)
class Service:
    """One mental-health service on its step of the ladder; `entry` is how_to_get_in as one of ENTRIES."""

    id: Name
    step: Literal["low_threshold", "primary", "specialised", "multidisciplinary"]
    order: int
    name: Words
    what: Words
    for_whom: Words
    how_to_get_in: Words
    entry: Literal["open", "contact", "outreach", "assessment", "referral"]
    owner: Words
    owner_kind: Literal["city", "wellbeing_county", "association"]
    age_groups: tuple[Literal["under_13", "13_17", "18_22", "23_plus"], ...]
    limit_kind: Literal["", "primary_care", "therapy_guarantee", "specialised_care", "youth_psychiatry"] = ""
    has_queue: int = 1
    points: tuple[ServicePoint, ...] = ()


@dataclass(config=STRICT)
class CrosswalkRow:
    """Which share of an area's residents lives in another division's area, and why we think so."""

    from_level: Level
    from_code: Name
    to_level: Level
    to_code: Name
    share: float
    reason: Name
