"""The form of a work area, every fault of it at once, and saving that never writes over another's work."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib import text
from lib.catalogue import catalogue
from lib.errors import StoreError
from lib.field_faults import Fault
from lib.markup import actions as markup
from lib.ui import asking, live, parts, work_areas
from lib.ui import work_area_draft as drafts
from lib.ui.work_area_list import members_words, since_words
from lib.ui.work_areas import Shown
from lib.work_areas import saved, shape
from lib.work_areas.shape import FIRST_DAY, LAST_DAY, LONGEST, NAMES, OwnArea

DONE, BUSY, TRIED = "work_area_done", "work_area_busy", "work_area_tried"
DAY_FORMAT = "DD.MM.YYYY"


def say_done() -> None:
    """What was saved, or why it was not, said once."""
    for key in (DONE, BUSY):
        if said := st.session_state.pop(key, None):
            parts.notice(parts.words(said[0], **said[1]))


def draw(page: Shown) -> None:
    """The form over the newest revision; closed while a past day is looked at or the area is removed."""
    if not page.is_open:
        return parts.foot(parts.words("work_areas.past_closed"), "past_closed")
    head = page.head
    heading = parts.words("work_areas.form.edit" if head.code else "work_areas.new")
    parts.section(heading, parts.words("work_areas.form.note"), key="form_head")
    _words(head)
    _looks(head)
    _tell_gap(page.draft, head)
    _members(page)
    _saving(head)
    behind = head.revision != drafts.base_revision(head)
    if behind:
        _show_both(page.draft, head)
    _buttons(page, behind)
    if st.session_state.get(TRIED) == head.code:
        show_faults(found_faults(page.draft, head))
    return None


def _tell_gap(draft: OwnArea, head: OwnArea) -> None:
    """That an area whose borders are moved to a later day is on no page until then."""
    if head.on(asking.today()) and not draft.on(asking.today()) and draft.borders:
        day = text.day(draft.borders[0].valid_from, parts.language())
        parts.foot(parts.words("work_areas.none_until", day=day), "work_area_gap")


def _words(head: OwnArea) -> None:
    for name in (*NAMES, "about"):
        widget = st.text_area if name == "about" else st.text_input
        extra = {"height": 80} if name == "about" else {}
        _field(head, name, widget, max_chars=LONGEST[name], **extra)


def _looks(head: OwnArea) -> None:
    left, right = st.columns(2)
    with left:
        colours = {one: _colour_words(one) for one in range(1, shape.colours() + 1)}
        _field(head, "colour", st.selectbox, options=list(colours), format_func=colours.__getitem__)
    with right:
        _field(
            head,
            "valid_from",
            st.date_input,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format=DAY_FORMAT,
            help=parts.words("work_areas.valid_from_help"),
        )


def _colour_words(number: int) -> str:
    return parts.words(f"work_areas.colour.{number}")


def _members(page: Shown) -> None:
    """The list of base areas: what the map does with a press, for the keyboard and for a phone."""
    bases = [code for level, code in catalogue().areas if level == page.level]
    written = {code: _base_words(page.level, code) for code in bases}
    key = f"work_area_members_{page.level}"
    st.session_state[key] = list(page.codes)
    st.multiselect(
        parts.words("work_areas.field.members"),
        sorted(written, key=written.__getitem__),
        key=key,
        format_func=written.__getitem__,
        placeholder=parts.words("work_areas.members_none"),
        on_change=lambda: work_areas.choose_codes(page.level, st.session_state[key]),
    )


def _base_words(level: str, code: str) -> str:
    """The name, with its code where that is how people know it."""
    name = work_areas.base_name(level, code)
    return f"{code} {name}" if level in ("postal_area", "small_area") else name


def _saving(head: OwnArea) -> None:
    left, right = st.columns(2)
    with left:
        roles = {one: parts.words(f"work_areas.role.{one}") for one in shape.ROLES}
        _field(head, "author_role", st.selectbox, options=list(roles), format_func=roles.__getitem__)
    with right:
        _field(head, "reason", st.text_input, max_chars=LONGEST["reason"])


def _field(head: OwnArea, name: str, widget: Callable[..., Any], **look: Any) -> None:
    """A widget that starts from the draft; what is written in it is read at the next run."""
    key = drafts.key(name, head)
    if key not in st.session_state:
        st.session_state[key] = drafts.value(name, head)
    widget(parts.words(f"work_areas.field.{name}"), key=key, **look)


def _buttons(page: Shown, behind: bool) -> None:
    """Save, throw away, and remove; over another's revision saving is a button of its own."""
    head, draft = page.head, page.draft
    with st.container(horizontal=True, key="work_area_buttons"):
        on_top = parts.words("work_areas.save_on_top", revision=head.revision)
        key = f"save_on_top_{head.revision}" if behind else "save_work_area"
        if st.button(on_top if behind else parts.words("work_areas.save"), type="primary", key=key):
            _save(draft, head)
        if st.button(parts.words("work_areas.discard"), key="discard_work_area"):
            drafts.forget(head)
            _reopen(head.code)
        if (
            head.code
            and head.state == "in_use"
            and st.button(parts.words("work_areas.remove"), key="remove_work_area")
        ):
            _save(replace(head, state="removed", author_role=draft.author_role, reason=draft.reason), head)


def _save(area: OwnArea, head: OwnArea) -> None:
    if head.code and not shape.changed_fields(head, area):
        st.session_state.pop(TRIED, None)
        return parts.foot(parts.words("work_areas.same"), "same")
    if found_faults(area, head):
        st.session_state[TRIED] = head.code
        return None
    return store_it(area, head)


def found_faults(area: OwnArea, head: OwnArea) -> list[Fault]:
    """Everything that keeps an area from being saved; every change of a known one needs a reason."""
    found = shape.faults(area, catalogue())
    lacks = head.code and not area.reason.strip() and not any(one.field == "reason" for one in found)
    return [*found, Fault("reason", "missing")] if lacks else found


def store_it(area: OwnArea, head: OwnArea) -> None:
    """Save over `head` and open what was saved; a refusal is said and loses nothing."""
    try:
        made = saved.save(area, head.revision) if head.code else saved.save_new(area)
    except StoreError as fault:
        # When another was first, the next run shows the newest revision beside what was written.
        st.session_state[BUSY] = (fault.key, {})
        st.rerun()
    drafts.forget(head)
    st.session_state.pop(TRIED, None)
    st.session_state[DONE] = ("work_areas.saved", {"revision": made.revision})
    live.mark_seen()
    _reopen(made.code)


def _reopen(code: str) -> None:
    """Draw the area, or the list, as it is saved."""
    work_areas.open_area(code) if code else work_areas.close()
    st.rerun()


def show_faults(found: Sequence[Fault]) -> None:
    """Everything that keeps an area from being saved."""
    if found:
        heading = text.plural("work_areas.faults", parts.language(), len(found))
        parts.block(markup.faults(heading, fault_words(found)), "work_area_faults")


def fault_words(found: Sequence[Fault]) -> list[str]:
    """Each fault as a sentence that says what to do."""
    return [
        parts.words(f"work_areas.fault.{one.what}", field=parts.words(f"work_areas.field.{one.field}"))
        for one in found
    ]


def _show_both(draft: OwnArea, head: OwnArea) -> None:
    """What the worker wrote beside what somebody else saved, field by field."""
    parts.notice(parts.words("work_areas.conflict", revision=head.revision))
    fields = shape.changed_fields(head, draft)
    table = {
        parts.words("actions.conflict.field"): [parts.words(f"work_areas.field.{name}") for name in fields],
        parts.words("actions.conflict.mine"): [written(draft, name) for name in fields],
        parts.words("actions.conflict.theirs"): [written(head, name) for name in fields],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", key="work_area_conflict")


def written(area: OwnArea, name: str) -> str:
    """A field of an area in the reader's words."""
    value = getattr(area, name)
    if name == "colour":
        return _colour_words(value)
    if name == "state":
        return parts.words(f"work_areas.state.{value}")
    if name == "borders":
        return "; ".join(f"{since_words(one)}: {members_words(one)}" for one in value)
    return str(value) or text.EN_DASH
