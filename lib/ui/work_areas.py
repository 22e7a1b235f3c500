"""The page of work areas: which one is open, the base areas of its draft, and the words at the top."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import WorkArea
from lib.markup import page as markup
from lib.ui import address, asking, choices, parts, profile
from lib.ui import work_area_draft as drafts
from lib.work_areas import checks, shape
from lib.work_areas.checks import Belonging
from lib.work_areas.shape import BASE_LEVELS, OwnArea

NEW = "new"
# Whose base areas the address holds: the draft and the area of the last look.
OWNER = "work_area_owner"
BACK = "area:"


@dataclass(frozen=True)
class Shown:
    """What the page is about: the opened work area, or None; the base level; the draft over it.

    head: its newest revision, without a code when it is new. draft: what stands in the form and on the map.
    """

    level: str
    head: OwnArea | None = None
    draft: OwnArea | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The base areas of the draft, of the shown level."""
        return chosen_codes(self.head, self.level) if self.head else ()

    @property
    def can_save(self) -> bool:
        """Whether another revision can be saved now, such as one that takes a removed area back."""
        return self.head is not None and not asking.known_day()

    @property
    def is_open(self) -> bool:
        """Whether the draft can be changed now."""
        return self.can_save and self.head.state == "in_use"


def opened() -> OwnArea | None:
    """The work area of the address, a new one without a code, or None."""
    _leave_behind()
    if address.get("draft") == NEW:
        return OwnArea(colour=_next_colour())
    level, code = choices.area_key(address.get("area"))
    found = next((one for one in asking.own_areas() if one.code == code), None)
    return found if level == asking.WORK_AREA else None


def _leave_behind() -> None:
    """Forget the base areas of a draft when another area has been chosen since, as on the map page."""
    owner = (address.get("draft"), address.get("area"))
    if st.session_state.setdefault(OWNER, owner) != owner:
        for name in ("draft", "members", "base"):
            address.put(name, "")
        st.session_state[OWNER] = ("", owner[1])


def shown(head: OwnArea | None, level: str) -> Shown:
    """Everything the page shows of the opened work area."""
    if head is None:
        return Shown(level)
    # A base level chosen only to look at another map changes no borders.
    codes = chosen_codes(head, level) if address.get("members") else None
    return Shown(level, head, drafts.of(head, level, codes))


def pick_base(head: OwnArea | None) -> str:
    """The level of base areas on the map, that of the opened area first."""
    borders = current(head) if head else None
    usual = [borders.level] if borders else _used_levels()
    options = [one for one in dict.fromkeys((*usual, *BASE_LEVELS)) if asking.has_map(one)]
    levels = catalogue().levels
    return address.pick(
        st.selectbox,
        "base",
        options,
        lambda name: levels[name].plural[parts.language()].capitalize(),
        label=parts.words("work_areas.base"),
        width=320,
    )


def _used_levels() -> list[str]:
    used = [one.level for area in asking.facts().work_areas.values() for one in area.members]
    return sorted(set(used), key=used.count, reverse=True)


def current(head: OwnArea) -> shape.Borders | None:
    """The borders in force, or those planned first."""
    return head.in_hand(asking.today())


def chosen_codes(head: OwnArea, level: str) -> tuple[str, ...]:
    """The base areas of the draft in the address, or those saved, brought to the level where need be."""
    asked = address.get("members")
    keys = [choices.area_key(one) for one in asked.split(".")]
    if asked == choices.NO_MEMBERS:
        return ()
    if asked and all(its == level for its, _ in keys):
        return tuple(dict.fromkeys(code for _, code in keys))
    borders = current(head)
    if borders is None or borders.level == level:
        return borders.codes if borders else ()
    area = as_work_area(OwnArea("saved", borders=(borders,)))
    return tuple(sorted(checks.at_level(area, level, catalogue())))


def choose_codes(level: str, codes: list[str]) -> None:
    """Put the base areas of the draft into the address."""
    address.put("members", ".".join(choices.area_value(level, one) for one in codes) or choices.NO_MEMBERS)


def as_work_area(area: OwnArea) -> WorkArea:
    """A work area as the rest of the program knows it, whatever the day."""
    borders = current(area)
    return shape.in_force([area], borders.valid_from, catalogue())[area.code]


def in_force_with(page: Shown) -> Mapping[str, WorkArea]:
    """The work areas in force, the draft in the place of what it changes."""
    areas = dict(asking.facts().work_areas)
    if page.head is None:
        return areas
    areas.pop(page.head.code, None)
    if page.codes:
        borders = (shape.Borders(asking.today(), page.level, page.codes),)
        code = page.head.code or NEW
        named = OwnArea(**{**vars(page.draft), "code": code, "borders": borders, "state": "in_use"})
        areas[code] = as_work_area(named)
    return areas


def belonging(page: Shown) -> Belonging:
    """Which work areas each base area belongs to, with the draft."""
    return checks.belonging(in_force_with(page), page.level, catalogue())


def residents(level: str) -> tuple[pd.Series, str]:
    """Residents by code of the base areas, NaN where not known, and where they come from."""
    indicator = catalogue().indicators.get(next(iter(profile.HEADLINES.get(level, ())), ""))
    if indicator is None:
        known = {code: one.residents for (its, code), one in catalogue().areas.items() if its == level}
        return pd.Series(known, dtype=float), parts.words("work_areas.residents.facts")
    table = asking.observations((indicator.id,), level)
    newest = table[table["period_start"].eq(table["period_start"].max())].set_index("area_code")
    return newest["value"], names.provenance(indicator, catalogue(), parts.language())


def base_name(level: str, code: str) -> str:
    """A base area's name without the code that its official name may begin with."""
    return names.area(catalogue(), level, code, parts.language()).removeprefix(f"{code} ")


def title(page: Shown, found: Belonging) -> None:
    """What is open, or how well the work areas cover the base areas."""
    if page.head is None:
        return parts.title(_coverage(page, found), parts.words("work_areas.subtitle"))
    if not page.head.code:
        return parts.title(parts.words("work_areas.new"), parts.words("work_areas.new_sub"))
    said = "removed" if page.head.state == "removed" else "open"
    borders, language = current(page.head), parts.language()
    day = text.day(borders.valid_from, language) if borders else text.EN_DASH
    subtitle = parts.words(f"work_areas.{said}_sub", day=day, about=page.head.about).strip()
    return parts.title(page.head.name(language), subtitle, parts.words("work_areas.now_borders"))


def _coverage(page: Shown, found: Belonging) -> str:
    if found.in_none:
        return text.plural("work_areas.outside", parts.language(), len(found.in_none))
    level = catalogue().levels[page.level].plural[parts.language()].lower()
    return parts.words("work_areas.all_covered", level=level)


def go_back(page: Shown) -> None:
    """A link to the list, which closes the opened area."""
    if page.head is not None:
        words = parts.words("work_areas.back")
        parts.block(markup.quiet_line("", words, BACK), "work_area_back", on_choose=close)


def close() -> None:
    """Back to the list of all."""
    st.session_state.pop(OWNER, None)
    for name in ("area", "draft", "members", "base"):
        address.put(name, "")


def open_area(code: str) -> None:
    """Open a work area as it is saved."""
    close()
    address.put("area", choices.area_value(asking.WORK_AREA, code))


def begin(level: str = "", code: str = "") -> None:
    """Open an empty draft, or one with a base area in it."""
    close()
    address.put("draft", NEW)
    if code:
        address.put("base", level)
        choose_codes(level, [code])


def offer_new(page: Shown) -> None:
    """A button that opens an empty draft."""
    if page.head is None and not asking.known_day():
        st.button(parts.words("work_areas.new"), key="new_work_area", on_click=begin)


def _next_colour() -> int:
    """The colour used least."""
    used = [one.colour for one in asking.own_areas() if one.state == "in_use"]
    return min(range(1, shape.colours() + 1), key=used.count)
