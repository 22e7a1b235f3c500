"""What is done about a signal: its shape, everything wrong with it at once, and what the data answers."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

import pandas as pd

from lib.errors import StatisticsError
from lib.facts import AGE_GROUPS, JOINT_AGE_GROUPS, Catalogue, Indicator
from lib.field_faults import Fault, private
from lib.statistics.before_after import Change, change_of_means, change_of_shares

KINDS = ("acknowledged", "explained", "action")
OWNER_KINDS = ("city", "wellbeing_county", "association")
EXPECTED = ("decrease", "increase", "")
STATES = ("open", "ended", "cancelled")
AGES = ("all", *JOINT_AGE_GROUPS, *AGE_GROUPS)
LONGEST_WHAT, LONGEST_OWNER, LONGEST_REASON = 200, 80, 200
# A whole year before the start, so that every season is in it once.
MONTHS_BEFORE = 12
# What must be told of a deed; of an explanation the explanation, of an acknowledgement nothing.
NEEDED = {"action": ("what", "owner_kind", "owner", "start_on", "due_on"), "explained": ("what",)}
# What the answer of the data can be, and what is said while there is none.
CHANGE_VISIBLE, NO_CHANGE_YET, CANNOT_SAY = "change_visible", "no_change_yet", "cannot_say"
IN_UNIT = ("before", "after", "difference", "lower", "upper")
UNDER_WAY, OVERDUE = "under_way", "overdue"


@dataclass(frozen=True)
class Action:
    """One revision of what is done about one figure of one area (and service and age group).

    what, owner, reason: as their writer wrote them, in one language. areas: keys such as major_district-4.
    """

    indicator_id: str
    area_level: str
    area_code: str
    service_id: str = ""
    age_group: str = "all"
    kind: str = "action"
    signal_kind: str = ""
    rules_version: str = ""
    what: str = ""
    owner_kind: str = ""
    owner: str = ""
    start_on: date | None = None
    due_on: date | None = None
    themes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    expected: str = ""
    state: str = "open"
    origin: str = "real"
    author_role: str = ""
    reason: str = ""
    action_id: int = 0
    revision: int = 0
    saved_at: datetime | None = None

    @property
    def subject(self) -> tuple[str, str, str, str, str]:
        """The figure it is about: indicator, area level and code, service, age group."""
        return self.indicator_id, self.area_level, self.area_code, self.service_id, self.age_group


@dataclass(frozen=True)
class Answer:
    """A state key, and the change behind it where the data gives one."""

    state: str
    change: Change | None = None


def of_table(table: pd.DataFrame) -> tuple[Action, ...]:
    """The rows of the store as actions."""
    return tuple(Action(**_plain(row)) for row in table.to_dict("records"))


def stored(action: Action) -> dict[str, object]:
    """The action as the store takes it."""
    row = asdict(action)
    return {**row, "themes": list(action.themes), "areas": list(action.areas)}


def changed_fields(earlier: Action, later: Action) -> tuple[str, ...]:
    """What a revision changed, in the order of the shape."""
    kept = ("author_role", "reason", "action_id", "revision", "saved_at", "origin")
    return tuple(
        one.name
        for one in fields(Action)
        if one.name not in kept and getattr(earlier, one.name) != getattr(later, one.name)
    )


def faults(action: Action, catalogue: Catalogue) -> list[Fault]:
    """Everything wrong with an action, in the order of the form; empty when it can be saved."""
    return [
        *_subject(action, catalogue),
        *_deed(action),
        *_links(action, catalogue),
        # An owner is a role or a unit.
        *private({name: getattr(action, name) for name in ("what", "owner", "reason")}, catalogue),
    ]


def answer(action: Action, series: pd.DataFrame, indicator: Indicator, today: date) -> Answer:
    """How it stands with an action, and after its due day whether its figure has moved since it started.

    series: protected rows of the one table shape, of this figure only. That it moved is said, never why.
    """
    if action.kind != "action":
        return Answer(action.kind)
    if action.state == "cancelled":
        return Answer(action.state)
    if action.state == "open" and (action.due_on is None or today <= action.due_on):
        return Answer(UNDER_WAY)
    change = moved(series, action.start_on, indicator)
    if change is None:
        return Answer(OVERDUE if action.state == "open" else CANNOT_SAY)
    return Answer(CHANGE_VISIBLE if change.is_visible else NO_CHANGE_YET, change)


def moved(series: pd.DataFrame, start: date | None, indicator: Indicator) -> Change | None:
    """The change of a figure since a day; None when it cannot be said.

    Monthly: mean of all months from the start on against the 12 months before it. Yearly shares: the newest
    year begun after the start against the last year ended before it, in percentage points. A period in whose
    middle the start falls belongs to neither.
    """
    if start is None or series.empty:
        return None
    known = series[series["value"].notna()].sort_values("period_start")
    before = known[known["period_end"] < pd.Timestamp(start)]
    after = known[known["period_start"] >= pd.Timestamp(start)]
    try:
        if indicator.periodicity == "month":
            return _of_months(before, after, pd.Timestamp(start))
        return _of_years(before, after) if indicator.kind == "share" else None
    except StatisticsError:
        return None


def is_opposite(action: Action, change: Change) -> bool:
    """Whether the figure visibly went the other way than was expected."""
    wanted = {"increase": 1, "decrease": -1}.get(action.expected, 0)
    return change.is_visible and change.difference * wanted < 0


def _of_months(before: pd.DataFrame, after: pd.DataFrame, start: pd.Timestamp) -> Change:
    first = start - pd.DateOffset(months=MONTHS_BEFORE)
    near = before[before["period_start"] >= first]
    return change_of_means(near["value"].to_numpy(float), after["value"].to_numpy(float))


def _of_years(before: pd.DataFrame, after: pd.DataFrame) -> Change | None:
    if before.empty or after.empty:
        return None
    counts = ["numerator", "denominator"]
    found = change_of_shares(
        *(tuple(year[counts].astype(float)) for year in (before.iloc[-1], after.iloc[-1]))
    )
    percent = {name: getattr(found, name) * 100 for name in IN_UNIT}
    return Change(**percent, points_before=1, points_after=1)


def _subject(action: Action, catalogue: Catalogue) -> Iterator[Fault]:
    indicator = catalogue.indicators.get(action.indicator_id)
    if indicator is None:
        yield Fault("indicator_id", "unknown")
    if not _is_area(action.area_level, action.area_code, catalogue):
        yield Fault("area_code", "unknown")
    if action.service_id and action.service_id not in catalogue.services:
        yield Fault("service_id", "unknown")
    if indicator is not None and indicator.topic == "services" and not action.service_id:
        yield Fault("service_id", "missing")
    if action.age_group not in AGES:
        yield Fault("age_group", "unknown")


def _deed(action: Action) -> list[Fault]:
    known = {"kind": KINDS, "expected": EXPECTED, "state": STATES, "owner_kind": ("", *OWNER_KINDS)}
    longest = {"what": LONGEST_WHAT, "owner": LONGEST_OWNER, "reason": LONGEST_REASON}
    wrong = [(name, "unknown") for name, choices in known.items() if getattr(action, name) not in choices]
    wrong += [(name, "missing") for name in NEEDED.get(action.kind, ()) if _is_empty(getattr(action, name))]
    wrong += [(name, "too_long") for name, most in longest.items() if len(getattr(action, name)) > most]
    if action.start_on and action.due_on and action.due_on < action.start_on:
        wrong.append(("due_on", "before_start"))
    if action.state != "open" and _is_empty(action.reason):
        wrong.append(("reason", "missing"))
    return [Fault(*one) for one in wrong]


def _is_empty(value: object) -> bool:
    return not str(value or "").strip()


def _links(action: Action, catalogue: Catalogue) -> Iterator[Fault]:
    if not set(action.themes) <= set(catalogue.themes):
        yield Fault("themes", "unknown")
    if not all(_is_area(*one.partition("-")[::2], catalogue) for one in action.areas):
        yield Fault("areas", "unknown")


def _is_area(level: str, code: str, catalogue: Catalogue) -> bool:
    return code in catalogue.work_areas if level == "work_area" else (level, code) in catalogue.areas


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    """A row of the store with plain dates, tuples and None for a day that is not there."""
    days = {name: None if pd.isna(row[name]) else row[name].date() for name in ("start_on", "due_on")}
    lists = {name: tuple(row[name]) for name in ("themes", "areas")}
    return {**row, **days, **lists}
