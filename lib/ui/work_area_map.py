"""The map of base areas in the colours of their work areas; a press puts one into the draft or out of it."""

from functools import partial
from typing import Any

import streamlit as st

from lib import text
from lib.areas import geometry
from lib.catalogue import catalogue
from lib.ui import map_message, parts, work_areas
from lib.ui.work_areas import NEW, Shown
from lib.work_areas.checks import Belonging

KEY, HEIGHT = "work_area_map", 620


def draw(page: Shown, found: Belonging) -> None:
    """The map, and under it what kind of map it is."""
    entry = geometry.entry(page.level)
    key = f"{KEY}_{page.level}"
    hint = parts.words("work_areas.map.edit" if page.is_open else "work_areas.map.look")
    map_message.draw(
        key,
        _told(page, found),
        map_message.frame(page.level, entry["file"], hint, HEIGHT),
        _figures(page),
        on_choose_change=partial(_choose, key, page, found),
    )
    drawn = parts.words("map.schematic") if entry["schematic"] else ""
    parts.foot(" ".join(one for one in (drawn, _moved(page, found)) if one), "work_area_map_foot")


def _told(page: Shown, found: Belonging) -> map_message.Told:
    areas = work_areas.in_force_with(page)
    own = page.head.code or NEW if page.head else ""
    return map_message.Told(
        list(found.areas),
        {base: _fill(owners, areas, own) for base, owners in found.areas.items()},
        {base: work_areas.base_name(page.level, base) for base in found.areas},
        {base: f"· {_tip(base, found, areas)}" for base in found.areas},
        {base: _label(page, base, owners, areas) for base, owners in found.areas.items()},
    )


def _figures(page: Shown) -> dict[str, Any]:
    level = catalogue().levels[page.level].plural[parts.language()].lower()
    told = {"chosen": "", "label": parts.words("work_areas.map.label", level=level)}
    return told | ({"ringed": list(page.codes)} if page.head else {})


def _fill(owners: tuple[str, ...], areas: Any, own: str) -> str:
    """The colour of the area of the draft, else of the first; the others step back behind the draft."""
    if not owners:
        return "plain"
    owner = own if own in owners else owners[0]
    shared = " shared" if len(owners) > 1 else ""
    return f"area-{areas[owner].colour}{shared}{' other' if own and owner != own else ''}"


def _tip(base: str, found: Belonging, areas: Any) -> str:
    listed = ", ".join(areas[one].name[parts.language()] for one in found.areas[base])
    if listed:
        return parts.words("work_areas.map.in", areas=listed)
    return parts.words("work_areas.map.split" if base in found.split else "work_areas.map.in_none")


def _label(page: Shown, base: str, owners: tuple[str, ...], areas: Any) -> list[str]:
    """Name, and in the overview the work area; under a draft labels stay, and the focus with them."""
    name = work_areas.base_name(page.level, base)
    listed = ", ".join(areas[one].name[parts.language()] for one in owners)
    return [name] if page.head or listed in ("", name) else [name, listed]


def _choose(key: str, page: Shown, found: Belonging) -> None:
    """Put the pressed base area in or out, or open the work area it belongs to."""
    pressed = st.session_state[key].choose
    if not pressed or pressed not in found.areas:
        return
    if page.is_open:
        kept = [one for one in page.codes if one != pressed]
        work_areas.choose_codes(page.level, kept if pressed in page.codes else [*kept, pressed])
    elif found.areas[pressed] and page.head is None:
        work_areas.open_area(found.areas[pressed][0])
    elif page.head is None:
        work_areas.begin(page.level, pressed)


def _moved(page: Shown, found: Belonging) -> str:
    """That work areas made of another level are only roughly on this map."""
    if not found.moved:
        return ""
    areas = work_areas.in_force_with(page)
    listed = ", ".join(areas[one].name[parts.language()] for one in found.moved)
    return text.plural("work_areas.map.moved", parts.language(), len(found.moved), areas=listed)
