"""Pickers of the scope bar; each is bound to the address and gives codes, never words."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.settings import settings
from lib.ui import address, asking, choices, parts
from lib.work_areas.shape import BASE_LEVELS

# Levels of which a scope can show areas, the usual one first; and those that can be a map or a ranking.
LEVELS_OF_SCOPE = {scope.id: scope.areas for scope in catalogue().scopes.values()}
MAPPED = {scope.id: scope.maps for scope in catalogue().scopes.values()}
SHOWN = {scope: tuple(dict.fromkeys((*LEVELS_OF_SCOPE[scope], *MAPPED[scope]))) for scope in choices.SCOPES}


def scope() -> str:
    """Turku, its county, or the whole country."""
    return address.pick(
        st.segmented_control,
        "scope",
        choices.SCOPES,
        scope_name,
        label=parts.words("frame.scope"),
        label_visibility="collapsed",
    )


def scope_name(scope: str) -> str:
    """Turku, Egentliga Finland: a scope in the language of this run."""
    return catalogue().scopes[scope].name[parts.language()]


def areas(level: str, scope_name: str) -> list[tuple[str, str]]:
    """The areas of a level inside a scope, in the order of their codes."""
    facts = asking.facts()
    if level == "work_area":
        return [("work_area", code) for code in facts.work_areas]
    inside = {
        choices.CITY: lambda area: area.level in BASE_LEVELS,
        choices.COUNTY: lambda area: area.parent_code == settings().county_code,
        choices.COUNTRY: lambda area: True,
    }[scope_name]
    return [key for key, area in facts.areas.items() if area.level == level and inside(area)]


def area_label(value: str) -> str:
    """An area's name with its level, since a name such as Turku means several things."""
    level, code = choices.area_key(value)
    facts = asking.facts()
    return (
        f"{names.area(facts, level, code, parts.language())} ({facts.levels[level].name[parts.language()]})"
    )


def area() -> tuple[str, str]:
    """One area of the scope; remembered from page to page and part of the link."""
    options = [
        choices.area_value(*key)
        for level in LEVELS_OF_SCOPE[address.get("scope")]
        for key in areas(level, address.get("scope"))
    ]
    chosen = address.pick(
        st.selectbox,
        "area",
        options,
        area_label,
        label=parts.words("frame.area"),
        width=320,
    )
    return choices.area_key(chosen)


def indicator() -> Indicator:
    """One indicator that has figures of more than one area in the scope."""
    known = asking.coverage()
    known = known[known["area_level"].isin(SHOWN[address.get("scope")]) & known["area_count"].gt(1)]
    # Service figures are by service and age, which a map or a list of areas has no place for.
    return _indicator_of(set(known["indicator_id"]) - service_figures())


def any_indicator() -> Indicator:
    """As `indicator`, and in the city also the monthly figures of services, which are of the city alone."""
    known = asking.coverage()
    known = known[known["area_level"].isin(SHOWN[address.get("scope")]) & known["area_count"].gt(1)]
    areal, monthly = set(known["indicator_id"]) - service_figures(), set(asking.coverage()["indicator_id"])
    is_city = address.get("scope") == choices.CITY
    return _indicator_of(areal | (monthly & service_figures() if is_city else set()))


def service_figures() -> set[str]:
    """Indicators of services, which stand by service and age beside their area."""
    return {name for name, one in catalogue().indicators.items() if one.topic == "services"}


def _indicator_of(known: set[str]) -> Indicator:
    facts = catalogue()
    options = [name for name in facts.indicators if name in known]
    options.sort(key=lambda name: (facts.indicators[name].headline or 99, facts.indicators[name].name.fi))
    chosen = address.pick(
        st.selectbox,
        "indicator",
        options,
        lambda name: facts.indicators[name].name[parts.language()],
        label=parts.words("frame.indicator"),
        width=380,
    )
    return facts.indicators[chosen]


def focus(scope_name: str) -> str:
    """One of the areas the scope is made of, or all: empty."""
    level = LEVELS_OF_SCOPE[scope_name][0]
    inside = [choices.area_value(*key) for key in areas(level, scope_name)]
    # An area of another level, chosen on another page, stays chosen.
    other = [one for one in (address.get("area"),) if one and one not in inside]
    written = {"": parts.words("briefing.area_all")} | {one: area_label(one) for one in (*inside, *other)}
    return address.pick(
        st.selectbox,
        "area",
        list(written),
        written.__getitem__,
        label=parts.words("frame.area"),
        width=320,
    )


def topic(options: Sequence[str]) -> str:
    """One topic of those given, or all: empty."""
    written = {"": parts.words("briefing.theme_all")} | {one: parts.words(f"topic.{one}") for one in options}
    return address.pick(
        st.selectbox,
        "topic",
        list(written),
        written.__getitem__,
        label=parts.words("briefing.theme"),
        width=260,
    )


def level(options: tuple[str, ...]) -> str:
    """The area level to show, of those given."""
    facts = catalogue()
    return address.pick(
        st.selectbox,
        "level",
        options,
        lambda name: facts.levels[name].plural[parts.language()],
        label=parts.words("frame.level"),
        width=320,
    )


def period(options: list[str]) -> str:
    """A period of those given, the newest first."""
    return address.pick(
        st.selectbox, "period", options, written_period, label=parts.words("frame.period"), width=220
    )


def written_period(value: str) -> str:
    """2024 as it is; 2026-10 as lokakuu 2026; empty as the latest."""
    if len(value) == 7:
        return text.month(date(int(value[:4]), int(value[5:]), 1), parts.language()).capitalize()
    return value or parts.words("period.latest")


def age() -> str:
    """Under 23, from 23, or all: the legal limit differs by age."""
    return address.pick(
        st.segmented_control,
        "age",
        choices.AGES,
        lambda code: parts.words(f"age.{code}"),
        label=parts.words("frame.age"),
        label_visibility="collapsed",
    )


def service_area(options: list[str]) -> tuple[str, str]:
    """The city or one of its major districts; an area of another level falls back to the city."""
    return choices.area_key(
        address.pick(st.selectbox, "area", options, area_label, label=parts.words("frame.area"), width=320)
    )


def service(options: list[str]) -> str:
    """One service of those given."""
    services = catalogue().services
    return address.pick(
        st.selectbox,
        "service",
        options,
        lambda name: services[name].name[parts.language()],
        label=parts.words("column.service"),
        width=280,
    )


def age_group(options: list[str]) -> str:
    """One age group of those given, joint ones first."""
    return address.pick(
        st.selectbox,
        "age",
        options,
        lambda code: parts.words(f"age.{code}"),
        label=parts.words("frame.age"),
        width=260,
    )
