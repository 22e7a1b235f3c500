"""What can be chosen, and by default; an address may carry nothing else."""

import re
from collections.abc import Callable, Container
from datetime import date

from lib import gap
from lib.catalogue import catalogue
from lib.facts import AGE_GROUPS, LANGUAGES, LEVELS, STEPS, TOPICS
from lib.settings import settings
from lib.shapes import AGE_MEMBERS
from lib.ui import asking
from lib.work_areas.shape import BASE_LEVELS

SCOPES = CITY, COUNTY, COUNTRY = tuple(catalogue().scopes)
AGES = ("under_23", "23_plus", "all")
NEW_ACTION = "new"
# The areas that each scope is made of.
PARTS = {scope.id: scope.parts for scope in catalogue().scopes.values()}
VIEWS = ("level", "difference", "years", "clusters", "symbols", "two")
# How the figures of a level are parted into classes, and how a difference is shown.
CLASSES = ("fifths", "natural", "equal", "own")
DIFFERENCES = ("certainty", "around")
LIMITS = re.compile(r"[-\u2212\d.,; ]{1,60}")
# Whether a service takes clients in without somebody's referral or assessment.
ENTRIES = ("all", "without", "with")
# Areas that the reader chooses, in place of the most similar ones.
CHOSEN_AREAS = "chosen"
# Likeness by indicators that the reader chooses, each with the same weight.
CHOSEN_FIGURES = "figures"
# A draft from which every base area has been taken out.
NO_MEMBERS = "none"
# Numbers of the what-if, empty while they are as today.
NUMBERS = ("arrivals", "staff", "pace", "no_show", "extra", "extra_months")
NUMBER = re.compile(r"-?\d{1,4}(\.\d{1,2})?")
DEFAULTS = {
    "lang": "fi",
    "scope": CITY,
    "area": "",
    "period": "",
    "indicator": "",
    "level": "",
    "age": "under_23",
    "service": "",
    "view": "level",
    "index": "dissimilarity",
    "dataset": "",
    "action": "",
    "signal": "",
    "kind": "all",
    "theme": "",
    "state": "",
    "topic": "",
    "since": "",
    "known": "",
    "step": "",
    "entry": "all",
    "who": "",
    "classes": "fifths",
    "limits": "",
    "smooth": "",
    "second": "",
    "points": "",
    "deeds": "",
    "like": "all",
    "areas": "",
    "by": "",
    "draft": "",
    "base": "",
    "members": "",
    **dict.fromkeys(NUMBERS, ""),
}


def allowed(name: str, value: str) -> bool:
    """Whether a value from the address is one this program knows."""
    if name in NUMBERS:
        return bool(NUMBER.fullmatch(value))
    if name in CHECKED:
        return CHECKED[name](value)
    known = _known()
    return value in known[name] if name in known else value.isidentifier()


def _known() -> dict[str, Container[str]]:
    """The values of each parameter that has a list of them."""
    facts = catalogue()
    return {
        "lang": LANGUAGES,
        "scope": SCOPES,
        "age": AGE_MEMBERS,
        "view": VIEWS,
        "index": gap.INDICES,
        "level": LEVELS,
        "indicator": facts.indicators,
        "service": facts.services,
        "dataset": facts.datasets,
        "theme": facts.themes,
        "topic": TOPICS,
        "step": STEPS,
        "entry": ENTRIES,
        "who": AGE_GROUPS,
        "classes": (*CLASSES, *DIFFERENCES),
        **dict.fromkeys(("smooth", "points", "deeds"), ("yes",)),
        "second": facts.indicators,
        "like": ("all", *TOPICS, CHOSEN_FIGURES, CHOSEN_AREAS),
        "draft": ("new",),
        "base": BASE_LEVELS,
    }


def are_areas(value: str) -> bool:
    """Whether every one of several areas, parted by full stops, is known."""
    return all(map(is_area, value.split(".")))


def is_area(value: str) -> bool:
    """Whether an area is known; a work area also when it is planned or has been removed."""
    level, code = area_key(value)
    if level == asking.WORK_AREA:
        return code in {one.code for one in asking.own_areas()}
    return (level, code) in catalogue().areas


def are_members(value: str) -> bool:
    """Whether these are the base areas of a draft, of which there may be none."""
    return value == NO_MEMBERS or are_areas(value)


def are_indicators(value: str) -> bool:
    """Whether every one of several indicators, parted by full stops, is known."""
    return all(one in catalogue().indicators for one in value.split("."))


def is_period(value: str) -> bool:
    """Whether this is a year or a month as the address writes them: 2026, 2026-10."""
    return value[:4].isdigit() and len(value) in (4, 7)


def is_action(value: str) -> bool:
    """Whether this is the number of an action, or a new one."""
    return value == NEW_ACTION or (value.isdecimal() and value.isascii() and len(value) < 10)


def is_day(value: str) -> bool:
    """Whether this is a day as the address writes it: 2026-11-24."""
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def area_key(value: str) -> tuple[str, str]:
    """The level and code of an area as the address writes them: major_district-4."""
    level, _, code = value.partition("-")
    return level, code


def area_value(level: str, code: str) -> str:
    """How the address writes an area."""
    return f"{level}-{code}"


def home(scope: str) -> tuple[str, str]:
    """The area a scope is about: the city, its county, or the country."""
    return {
        CITY: ("municipality", settings().city_code),
        COUNTY: ("wellbeing_county", settings().county_code),
        COUNTRY: ("country", "FI"),
    }[scope]


# Parameters of which there is no list.
CHECKED: dict[str, Callable[[str], bool]] = {
    "area": is_area,
    "areas": are_areas,
    "members": are_members,
    "by": are_indicators,
    "period": is_period,
    "action": is_action,
    "limits": lambda value: bool(LIMITS.fullmatch(value)),
    "since": is_day,
    "known": is_day,
}
