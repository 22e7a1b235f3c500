"""The shapes of our facts: what an indicator, a service or a legal limit is; areas stand in lib.shapes."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from pydantic.dataclasses import dataclass

from lib.feeds import Feed
from lib.forms import Column, Dataset, Sum
from lib.need_rules import NeedRules
from lib.shapes import (
    AGE_GROUPS,
    JOINT_AGE_GROUPS,
    LANGUAGES,
    LEVELS,
    STATUSES,
    STEPS,
    STRICT,
    TOPICS,
    Area,
    AreaLevel,
    CrosswalkRow,
    ForecastRules,
    Group,
    Kind,
    Level,
    Name,
    Origin,
    Rebase,
    Scope,
    Service,
    ServicePoint,
    SignalRules,
    Topic,
    Words,
    WorkArea,
    WorkAreaMember,
)

__all__ = [
    "AGE_GROUPS",
    "JOINT_AGE_GROUPS",
    "LANGUAGES",
    "LEVELS",
    "STATUSES",
    "STEPS",
    "STRICT",
    "TOPICS",
    "Area",
    "AreaLevel",
    "Column",
    "CrosswalkRow",
    "Dataset",
    "Group",
    "Kind",
    "Level",
    "Name",
    "Origin",
    "Scope",
    "Service",
    "ServicePoint",
    "SignalRules",
    "Sum",
    "Topic",
    "WorkArea",
    "WorkAreaMember",
    "Words",
]


@dataclass(config=STRICT)
class Target:
    """A level somebody decided to reach, in force from a date."""

    value: float
    from_date: date
    decided_by: Name


@dataclass(config=STRICT)
class Indicator:
    """One measured thing: what it is, from where, and how it may be read."""

    id: Name
    dataset: Name
    name: Words
    short: Words
    tells: Words
    does_not_tell: Words
    topic: Topic
    kind: Kind
    unit: Name
    polarity: Literal["higher_is_better", "lower_is_better", "none"]
    levels: tuple[Level, ...]
    periodicity: Literal["year", "month"]
    source: Name
    source_code: str
    producer: Name
    licence: Name
    themes: tuple[Name, ...]
    checked_by: Words
    next_review: date
    origin: Origin
    decimals: int = 1
    per: int = 0
    numerator: Words | None = None
    denominator: Words | None = None
    estimated_levels: tuple[Level, ...] = ()
    target: tuple[Target, ...] = ()
    smallest_shown_count: int = 0
    headline: int = 0

    @property
    def is_amount(self) -> bool:
        """Whether a larger area has more of it: a count or a sum of money, which parts add up to."""
        return self.kind == "count" or (self.kind, self.unit) == ("money", "euro")


@dataclass(config=STRICT)
class Source:
    """A publisher of figures or borders: who, where, under which licence, and what the program fetches.

    retrieved: None for a source that has only been described.
    """

    id: Name
    name: Words
    publisher: Name
    address: str
    licence: Name
    licence_address: str
    statistics_date: Words
    origin: Origin
    retrieved: date | None = None
    note: Words | None = None
    protocol: Literal["csv_file", "sotkanet", "pxweb", "wfs", "ogc_features"] = "csv_file"
    feed: Feed | None = None


@dataclass(config=STRICT)
class Theme:
    """One bullet of the city's or county's plan, duty or group; roles and organisations, never persons."""

    id: Name
    kind: Literal[
        "pillar",
        "pillar_theme",
        "flagship",
        "county_focus",
        "duty",
        "working_group",
        "network",
        "ladder",
    ]
    order: int
    name: Words
    parent: str = ""
    about: Words | None = None
    no_indicator: Words | None = None


@dataclass(config=STRICT)
class Limit:
    """One dated row of the care guarantee: ages from-to (inclusive, years), valid on the clock's start."""

    rule_id: Name
    limit_kind: Name
    phase: Literal["assessment", "examination", "treatment"]
    age_from: int
    age_to: int
    limit_value: int
    limit_unit: Literal["days", "weeks", "months"]
    limit_days: int
    valid_from: date
    valid_to: date | None
    clock_start: Words
    clock_end: Words
    name: Words
    law: Name
    source: Name
    confidence: Name


@dataclass(config=STRICT)
class Event:
    """Something dated that a reader of a series should know of, such as a law taking effect."""

    id: Name
    on: date
    name: Words
    themes: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


@dataclass(config=STRICT)
class Catalogue:
    """All facts, by id; areas by (level, code)."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    datasets: Mapping[str, Dataset]
    themes: Mapping[str, Theme]
    services: Mapping[str, Service]
    limits: tuple[Limit, ...]
    levels: Mapping[str, AreaLevel]
    areas: Mapping[tuple[str, str], Area]
    work_areas: Mapping[str, WorkArea]
    crosswalk: tuple[CrosswalkRow, ...]
    groups: Mapping[str, Group]
    signal_rules: SignalRules | None = None
    need_rules: NeedRules | None = None
    forecast_rules: ForecastRules | None = None
    events: tuple[Event, ...] = field(default=())
    rebases: tuple[Rebase, ...] = field(default=())
    scopes: Mapping[str, Scope] = field(default_factory=dict)
