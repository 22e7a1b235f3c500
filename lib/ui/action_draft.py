"""What a reader has written about an action and not yet saved: kept until it is saved or thrown away."""

from dataclasses import replace

import streamlit as st

from lib import actions, store
from lib.actions import Action

DRAFTS, ROUND = "action_drafts", "action_round"
ROLES = ("analyst", "manager")
# What the form writes; the figure comes from the link, the state from the buttons under the form.
FIELDS = ("kind", "what", "owner_kind", "owner", "start_on", "due_on", "expected", "themes", "areas")


def of(head: Action) -> tuple[Action, Action]:
    """The revision the reader began from, and what stands in the form; `head` is the newest revision.

    A field the reader has not touched follows `head`, so that saving takes back nothing of somebody else's.
    """
    number = head.action_id
    base, draft = _drafts().get(number) or _fresh(head)
    if number == store.NEW_ACTION:
        if base.subject == head.subject:
            return base, draft
        # The figure was changed above an open form; a link to another figure begins a form of its own.
        is_open = key("what", number) in st.session_state
        return (head, _merged(base, draft, head)) if is_open else _fresh(head)
    if base.revision == head.revision:
        return base, draft
    if not is_written(base, draft):
        forget(number)
        return _fresh(head)
    return base, _merged(base, draft, head)


def keep(base: Action, draft: Action) -> None:
    """Remember what stands in the form."""
    _drafts()[draft.action_id] = (base, draft)


def forget(number: int) -> None:
    """Throw a draft away; the fields start from what is stored."""
    _drafts().pop(number, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def is_waiting(head: Action) -> bool:
    """Whether the reader has written something on top of this action and not saved it."""
    kept = _drafts().get(head.action_id)
    return kept is not None and is_written(*kept)


def is_written(base: Action, draft: Action) -> bool:
    """Whether a draft holds anything of the reader's."""
    return bool(actions.changed_fields(base, draft) or draft.reason)


def key(name: str, number: int) -> str:
    """The key of a field's widget; another one after each saving, so that it starts anew."""
    return f"action_{name}_{number}_{st.session_state.get(ROUND, 0)}"


def as_widget(value: object) -> object:
    """A value as its widget holds it."""
    return list(value) if isinstance(value, tuple) else value


def _drafts() -> dict[int, tuple[Action, Action]]:
    return st.session_state.setdefault(DRAFTS, {})


def _fresh(head: Action) -> tuple[Action, Action]:
    role = head.author_role if head.author_role in ROLES else ROLES[0]
    return head, replace(head, reason="", author_role=role)


def _merged(base: Action, draft: Action, head: Action) -> Action:
    touched = {name: getattr(draft, name) for name in FIELDS if getattr(draft, name) != getattr(base, name)}
    merged = replace(head, author_role=draft.author_role, reason=draft.reason, **touched)
    for name in FIELDS:
        if name not in touched and key(name, head.action_id) in st.session_state:
            st.session_state[key(name, head.action_id)] = as_widget(getattr(head, name))
    return merged
