"""The form of an action, every fault of it at once, and saving that never writes over another's text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib import actions, store, text
from lib.actions import Action
from lib.catalogue import catalogue
from lib.errors import StoreError
from lib.field_faults import Fault
from lib.markup import actions as markup
from lib.ui import action_draft as drafts
from lib.ui import action_words as words
from lib.ui import address, asking, live, parts
from lib.ui.action_subject import area_options, named

TRIED, DONE, BUSY = "action_tried", "action_done", "action_busy"
DAY_FORMAT = "DD.MM.YYYY"


@st.fragment
def draw(head: Action) -> None:
    """The form on top of the newest revision `head`; of a new action `head` has no number."""
    if asking.known_day():
        return parts.foot(parts.words("live.past_closed_actions"), "past_closed")
    is_new = head.action_id == store.NEW_ACTION
    heading = parts.words("actions.form.new" if is_new else "actions.form.edit")
    parts.section(heading, parts.words("actions.form.note"), key="form_head")
    base, draft = drafts.of(head)
    draft = _asked(draft)
    drafts.keep(base, draft)
    is_behind = head.revision != base.revision
    if is_behind:
        _show_both(draft, head)
    on_top = parts.words("actions.save_on_top", revision=head.revision) if is_behind else ""
    _buttons(draft, head, on_top)
    if st.session_state.get(TRIED) == head.action_id:
        show_faults(actions.faults(draft, asking.ever_known()))


def say_done() -> None:
    """What was saved, or why it was not, said once."""
    if revision := st.session_state.pop(DONE, 0):
        parts.notice(parts.words("actions.saved", revision=revision))
    if key := st.session_state.pop(BUSY, ""):
        parts.notice(parts.words(key))


def save(action: Action, based_on: int) -> None:
    """Save on top of a revision and open what was saved; a refusal is said and loses nothing."""
    try:
        number = store.save_action(actions.stored(action), based_on)
    except StoreError as fault:
        # When another was first, the next run shows the newest revision beside what was written.
        st.session_state[BUSY] = fault.key
        st.rerun()
    drafts.forget(action.action_id)
    st.session_state.pop(TRIED, None)
    st.session_state[DONE] = based_on + 1
    live.mark_seen()
    address.put("action", str(number))
    st.rerun()


def show_faults(found: Sequence[Fault]) -> None:
    """Everything that keeps an action from being saved."""
    if found:
        sentences = [parts.words(f"actions.fault.{one.what}", field=words.field(one.field)) for one in found]
        heading = text.plural("actions.faults", parts.language(), len(found))
        parts.block(markup.faults(heading, sentences), "action_faults")


def _asked(draft: Action) -> Action:
    """The draft with what its widgets hold now."""
    kinds = {kind: parts.words(f"actions.kind.{kind}") for kind in actions.KINDS}
    kind = _chosen(draft, "kind", st.segmented_control, kinds)
    draft = replace(draft, kind=kind or draft.kind)
    parts.foot(parts.words(f"actions.about.{draft.kind}"), "kind_about")
    label = parts.words(f"actions.what.{draft.kind}")
    made: dict[str, Any] = {"what": _written(draft, "what", label, actions.LONGEST_WHAT)}
    left, right = st.columns(2)
    with left:
        made["owner_kind"] = _one_of(draft, "owner_kind", ("", *actions.OWNER_KINDS), "actions.choose")
    with right:
        made["owner"] = _written(draft, "owner", words.field("owner"), actions.LONGEST_OWNER)
    if draft.kind == "action":
        made |= _times(draft)
    made |= _lists(draft)
    made["author_role"] = _one_of(draft, "author_role", drafts.ROLES, "actions.choose")
    if draft.action_id != store.NEW_ACTION:
        made["reason"] = _written(draft, "reason", words.field("reason"), actions.LONGEST_REASON)
    return replace(draft, **made)


def _times(draft: Action) -> dict[str, Any]:
    """Start, due day, and what is expected of the figure by then."""
    left, right = st.columns(2)
    with left:
        start = _field(draft, "start_on", st.date_input, format=DAY_FORMAT)
    with right:
        due = _field(draft, "due_on", st.date_input, format=DAY_FORMAT)
    expected = _one_of(draft, "expected", actions.EXPECTED, "actions.expected.none")
    return {"start_on": start, "due_on": due, "expected": expected}


def _lists(draft: Action) -> dict[str, tuple[str, ...]]:
    areas = dict.fromkeys((*draft.areas, *area_options(words.indicator_of(draft))))
    known = {"themes": named(catalogue().themes), "areas": {value: words.area(value) for value in areas}}
    look = {"placeholder": parts.words("actions.choose")}
    return {name: tuple(_chosen(draft, name, st.multiselect, known[name], **look)) for name in known}


def _field(draft: Action, name: str, widget: Callable[..., Any], label: str = "", **look: Any) -> Any:
    """A widget that starts from the draft and keeps what is written in it."""
    key = drafts.key(name, draft.action_id)
    if key not in st.session_state:
        st.session_state[key] = drafts.as_widget(getattr(draft, name))
    return widget(label or words.field(name), key=key, **look)


def _written(draft: Action, name: str, label: str, most: int) -> str:
    example = parts.words(f"actions.{name}_example") if name in ("what", "owner") else None
    return _field(draft, name, st.text_input, label, max_chars=most, live=True, placeholder=example) or ""


def _one_of(draft: Action, name: str, options: Sequence[str], empty: str) -> str:
    written = {code: parts.words(f"actions.{name}.{code}" if code else empty) for code in options}
    return _chosen(draft, name, st.selectbox, written)


def _chosen(
    draft: Action, name: str, widget: Callable[..., Any], written: Mapping[str, str], **look: Any
) -> Any:
    """A widget for choosing among codes by their words."""
    return _field(draft, name, widget, options=list(written), format_func=written.__getitem__, **look)


def _buttons(draft: Action, head: Action, on_top: str) -> None:
    """Saving, and throwing away; `on_top` is the label when somebody else saved in between, else empty."""
    with st.container(horizontal=True, key="action_buttons"):
        # On top of another's revision it is another button: a press on the old one saves nothing unseen.
        key = f"save_on_top_{head.revision}" if on_top else "save_action"
        pressed = st.button(on_top or parts.words("actions.save"), type="primary", key=key)
        if head.action_id and st.button(parts.words("actions.discard"), key="discard_action"):
            drafts.forget(head.action_id)
            st.session_state.pop(TRIED, None)
            st.rerun()
    if not pressed:
        return
    if head.action_id and not actions.changed_fields(head, draft):
        parts.foot(parts.words("actions.same"), "same")
    elif actions.faults(draft, asking.ever_known()):
        st.session_state[TRIED] = head.action_id
    else:
        save(draft, head.revision)


def _show_both(draft: Action, head: Action) -> None:
    """What the reader wrote beside what somebody else saved, field by field."""
    parts.notice(parts.words("actions.conflict"))
    told = {"revision": head.revision, "when": words.moment(head), "role": words.role(head)}
    parts.foot(parts.words("actions.conflict.sub", **told), "theirs")
    fields = actions.changed_fields(head, draft)
    table = {
        parts.words("actions.conflict.field"): [words.field(name) for name in fields],
        parts.words("actions.conflict.mine"): [words.written(draft, name) for name in fields],
        parts.words("actions.conflict.theirs"): [words.written(head, name) for name in fields],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", key="action_conflict")
