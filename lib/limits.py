"""The care guarantee as dated rows: the limit in force on a day, from when one is, and holes in the rows."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from lib.facts import Limit

# An age that stands for its group where the law asks for years.
YEARS = {"under_23": 15, "23_plus": 40, "under_13": 8, "13_17": 15, "18_22": 20}


def limit_in_force(limits: Iterable[Limit], kind: str, age: str, on: date) -> Limit | None:
    """The limit to the start of treatment for an age group on a day; None where the law sets none."""
    found = [
        limit
        for limit in limits_of(limits, kind, age)
        if limit.valid_from <= on and (limit.valid_to is None or on <= limit.valid_to)
    ]
    return min(found, key=lambda limit: limit.limit_days, default=None)


def limits_of(limits: Iterable[Limit], kind: str, age: str) -> list[Limit]:
    """Every limit to the start of treatment for an age group, whenever in force, the earliest first."""
    if age not in YEARS:
        return []
    found = [
        limit
        for limit in limits
        if limit.limit_kind == kind
        and limit.phase == "treatment"
        and limit.age_from <= YEARS[age] <= limit.age_to
    ]
    return sorted(found, key=lambda limit: limit.valid_from)


def faults(limits: Iterable[Limit]) -> Iterator[tuple[str, str]]:
    """The rule and what is wrong: it ends before it begins, or days of no rule follow it for some age."""
    by_group = sorted(limits, key=lambda one: (one.limit_kind, one.phase, one.valid_from))
    yield from (
        (one.rule_id, f"valid_to: {one.valid_to} is before valid_from {one.valid_from}")
        for one in by_group
        if one.valid_to and one.valid_to < one.valid_from
    )
    told: dict[str, str] = {}
    for _, group in groupby(by_group, key=lambda one: (one.limit_kind, one.phase)):
        rows = list(group)
        for age in sorted({one.age_from for one in rows}):
            for rule, fault in _holes([one for one in rows if one.age_from <= age <= one.age_to], age):
                told.setdefault(rule, fault)
    yield from told.items()


def _holes(rows: list[Limit], age: int) -> Iterator[tuple[str, str]]:
    """Days between the last one that any earlier row holds and the first of the next row."""
    last_day = date.max
    for place, one in enumerate(rows):
        if place and last_day < one.valid_from - timedelta(days=1):
            days = f"from {last_day + timedelta(days=1)} to {one.valid_from - timedelta(days=1)}"
            yield (
                one.rule_id,
                f"valid_from: no {one.limit_kind} limit to {one.phase} holds {days} at the age of {age}",
            )
        end = one.valid_to or date.max
        last_day = max(last_day, end) if place else end
