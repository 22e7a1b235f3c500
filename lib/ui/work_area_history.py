"""The versions of an area's borders, every revision of it, taking one back, and its link."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from lib import text
from lib.catalogue import catalogue
from lib.markup import datasets as versions
from lib.markup import rows
from lib.ui import address, asking, choices, parts
from lib.ui.datasets import moment
from lib.ui.work_area_form import store_it, written
from lib.ui.work_area_list import members_words
from lib.ui.work_areas import Shown
from lib.work_areas import shape
from lib.work_areas.shape import OwnArea

KEY = "work_area_history"
PAGE = "aluetyo"
IN_LINK = ("area", "draft", "base", "members", "lang")


def draw(page: Shown) -> None:
    """Borders by date, then every revision with what it changed."""
    if not page.head.code:
        return
    parts.block(_borders(page.head), "work_area_borders")
    pressed = parts.block(_history(page), KEY).choose
    if pressed and page.can_save:
        _take_back(page, int(pressed))


def _borders(head: OwnArea) -> str:
    """Each version of the borders with its days; the one in force says so."""
    now = head.on(asking.today())
    entries = []
    for place, one in enumerate(head.borders):
        later = head.borders[place + 1] if place + 1 < len(head.borders) else None
        entries.append(rows.Entry(_days(one, later), None, members_words(one)))
        if one == now:
            entries[-1] = replace(
                entries[-1], what=f"{entries[-1].what} ({parts.words('work_areas.in_force')})"
            )
    return rows.short_list(parts.words("work_areas.borders"), entries[::-1], "")


def _days(one: shape.Borders, later: shape.Borders | None) -> str:
    first = text.day(one.valid_from, parts.language())
    if later is None:
        return parts.words("work_areas.from", day=first)
    last = text.day(later.valid_from - timedelta(days=1), parts.language())
    return f"{first}{text.EN_DASH}{last}"


def _revisions(head: OwnArea) -> list[OwnArea]:
    """Every revision, newest first; a starter of the facts is the last."""
    known = list(asking.own_area_history(head.code))
    return [*known, *(one for one in shape.starters(catalogue()) if one.code == head.code)]


def _history(page: Shown) -> str:
    found = _revisions(page.head)
    entries = [_entry(one, earlier, page) for one, earlier in zip(found, (*found[1:], None), strict=True)]
    return versions.versions(
        parts.words("work_areas.history"), entries, parts.words("work_areas.history_note")
    )


def _entry(one: OwnArea, earlier: OwnArea | None, page: Shown) -> versions.Version:
    lines = [_saved(one)]
    if earlier:
        lines += [_changed(name, earlier, one) for name in shape.changed_fields(earlier, one)]
    if one.reason:
        lines.append(parts.words("actions.history.reason", reason=one.reason))
    state = parts.words(f"work_areas.state.{one.state}")
    can = page.can_save and one.revision != page.head.revision
    action = parts.words("work_areas.take_back") if can else ""
    return versions.Version(str(one.revision), state, tuple(lines), action, str(one.revision) if can else "")


def _saved(one: OwnArea) -> str:
    if one.saved_at is None:
        return parts.words("work_areas.starter")
    role = parts.words(f"work_areas.role.{one.author_role}")
    return parts.words("actions.history.saved", when=moment(one.saved_at), role=role)


def _changed(name: str, earlier: OwnArea, later: OwnArea) -> str:
    old, new = written(earlier, name), written(later, name)
    return parts.words(
        "actions.history.changed", field=parts.words(f"work_areas.field.{name}"), old=old, new=new
    )


def _take_back(page: Shown, revision: int) -> None:
    """Save what an earlier revision held as a new one, over the newest."""
    earlier = next((one for one in _revisions(page.head) if one.revision == revision), None)
    if earlier is not None:
        reason = parts.words("work_areas.taken_back", revision=revision)
        store_it(replace(earlier, reason=reason, author_role=page.draft.author_role), page.head)


def draw_link(page: Shown) -> None:
    """The address of this page, which opens the same area and the same draft of its base areas."""
    parts.section(parts.words("work_areas.share"), parts.words("work_areas.share_sub"), key="share_head")
    asked = {name: value for name in IN_LINK if (value := _asked(name))}
    if link := address.link(PAGE, asked):
        st.code(link, language=None, wrap_lines=True)


def _asked(name: str) -> str:
    value = address.get(name)
    return value if value != choices.DEFAULTS[name] else ""
