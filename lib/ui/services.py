"""The service catalogue: what the reader looks for, which services fit, and the finding of the list."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import STEPS, Service
from lib.markup import rows
from lib.shapes import AGE_GROUPS, WITHOUT_REFERRAL
from lib.ui import address, chain, choices, parts

SOUGHT = "services_sought"
# Where a press on the page leads to another page; every other press changes this one.
LEADING = ("service:", "indicator:")
WIDTHS = {"area": 210, "who": 220, "step": 260}


@dataclass(frozen=True)
class Asked:
    """What the reader looks for; empty is anything, and the area is the city or one of its districts."""

    step: str
    entry: str
    who: str
    area: tuple[str, str]
    sought: str


def pick() -> Asked:
    """The filters in the scope bar, bound to the address; the search is not."""
    areas = {one: _area(one) for one in chain.area_options()}
    area = choices.area_key(_select("area", parts.words("frame.area"), areas))
    ages = {"": parts.words("services.anybody")} | {one: parts.words(f"age.{one}") for one in AGE_GROUPS}
    who = _select("who", parts.words("services.who"), ages)
    steps = {"": parts.words("services.any_step")} | {one: parts.words(f"step.{one}") for one in STEPS}
    step = _select("step", parts.words("services.step"), steps)
    entry = address.pick(
        st.segmented_control,
        "entry",
        choices.ENTRIES,
        lambda one: parts.words(f"services.entry.{one}"),
        label=parts.words("services.entry"),
        label_visibility="collapsed",
    )
    sought = st.text_input(
        parts.words("services.search"),
        placeholder=parts.words("services.search"),
        label_visibility="collapsed",
        width=130,
        key=SOUGHT,
    )
    return Asked(step, entry, who, area, sought.strip())


def _select(name: str, label: str, written: dict[str, str]) -> str:
    return address.pick(
        st.selectbox, name, list(written), written.__getitem__, label=label, width=WIDTHS[name]
    )


def _area(value: str) -> str:
    return names.area(catalogue(), *choices.area_key(value), parts.language())


def found(asked: Asked) -> list[Service]:
    """The services that fit, in the order of the ladder."""
    return [one for one in _fitting(asked) if _serves(one, asked.area)]


def elsewhere(asked: Asked) -> list[Service]:
    """The services that fit but for their place: all their places are in other districts."""
    return [one for one in _fitting(asked) if not _serves(one, asked.area)]


def _fitting(asked: Asked) -> list[Service]:
    wanted = asked.sought.casefold().split()
    fitting = [
        one
        for one in catalogue().services.values()
        if asked.step in ("", one.step)
        and asked.entry in ("all", entry_of(one))
        and (not asked.who or asked.who in one.age_groups)
        and all(word in _searchable(one) for word in wanted)
    ]
    return sorted(fitting, key=lambda one: (STEPS.index(one.step), one.order))


def entry_of(service: Service) -> str:
    """Whether a client needs somebody's referral or assessment first: without or with."""
    return "without" if service.entry in WITHOUT_REFERRAL else "with"


def _serves(service: Service, area: tuple[str, str]) -> bool:
    """A service without a known place serves the whole city."""
    level, code = area
    places = {point.major_district for point in service.points}
    return level != "major_district" or not places or code in places


def _searchable(service: Service) -> str:
    language = parts.language()
    told = (service.name, service.what, service.for_whom, service.how_to_get_in, service.owner)
    places = [point.name[language] for point in service.points]
    return " ".join([*(one[language] for one in told), *places]).casefold()


def finding(services: list[Service], asked: Asked) -> str:
    """How many services need no referral, or need one, among those that fit."""
    if not services:
        return parts.words("services.finding.nothing")
    kind = "with" if asked.entry == "with" else "without"
    count = sum(entry_of(one) == kind for one in services)
    for_age = "_age" if asked.who else ""
    if not count:
        return parts.words(f"services.finding.without{for_age}.none", who=_who(asked.who))
    form = f"services.finding.{kind}{for_age}"
    return text.plural(form, parts.language(), count, number=_number(count), who=_who(asked.who))


def _who(who: str) -> str:
    return parts.words(f"services.who.{who}") if who else ""


def _number(count: int) -> str:
    """The number as the sentence bends it; figures where it has no word."""
    key = f"services.number.{count}"
    return parts.words(key) if text.knows(key) else text.number(count, 0, parts.language())


def subtitle(services: list[Service], asked: Asked) -> str:
    """How many services are listed, and whose figures they have."""
    place = names.area(catalogue(), *asked.area, parts.language())
    counted = text.plural("services.counted", parts.language(), len(services))
    return parts.words("services.subtitle", counted=counted, area=place)


def elsewhere_words(asked: Asked) -> str:
    """The services that are given in other districts only, in one sentence; empty when there are none."""
    others = elsewhere(asked)
    if not others:
        return ""
    language, place = parts.language(), names.place(catalogue(), *asked.area, parts.language())
    listed = "; ".join(
        f"{one.name[language]} ({', '.join(dict.fromkeys(point.name[language] for point in one.points))})"
        for one in others
    )
    return parts.words("services.elsewhere", place=place, listed=listed)


def nothing_markup(asked: Asked) -> str:
    """Nothing fits: which choices could be loosened, and how many services each would give."""
    entries = [
        rows.Entry(
            parts.words(f"services.loosen.{name}"),
            None,
            text.plural("services.counted", parts.language(), len(found(looser))),
            f"loosen:{name}",
        )
        for name, looser in _looser(asked)
    ]
    return rows.short_list(parts.words("services.nothing"), entries, "")


def _looser(asked: Asked) -> list[tuple[str, Asked]]:
    """The same question with one choice left open, for each choice that narrows it."""
    open_ones = {"step": "", "entry": "all", "who": "", "area": choices.home(choices.CITY), "sought": ""}
    tried = [(name, replace(asked, **{name: value})) for name, value in open_ones.items()]
    return [(name, looser) for name, looser in tried if looser != asked]


def choose_from(key: str) -> Callable[[], None]:
    """What a press on a block does before the page is drawn again."""

    def choose() -> None:
        kind, _, value = (st.session_state[key].choose or "").partition(":")
        if kind == "pick":
            address.put("service", "" if address.get("service") == value else value)
        elif kind == "near":
            address.put("area", value)
        elif kind == "loosen" and value == "sought":
            st.session_state[SOUGHT] = ""
        elif kind == "loosen":
            address.put(value, choices.DEFAULTS[value])

    return choose


def leading(*pressed: str | None) -> str | None:
    """The press that leads to another page, if any does."""
    return next((one for one in pressed if one and one.startswith(LEADING)), None)
