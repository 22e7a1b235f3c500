"""The versions of a data set: which is current, why each was made, and the way back to an earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import store, text
from lib.errors import StoreError
from lib.facts import Dataset
from lib.markup import datasets as markup
from lib.ui import asking, parts
from lib.ui.datasets import LONGEST_REASON, ROLE, finish, moment, trouble

ASKED = "dataset_asked"
CHOICE = "version:"
# The whole history stays in the store; the newest are what an analyst goes back to.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Standing:
    """The current version, and the event that undid each version or brought it back."""

    current: int
    undone: Mapping[int, tuple]
    restored: Mapping[int, tuple]


def show(dataset: Dataset) -> None:
    """The versions, a way back to each, and the question why before anything is done."""
    history = asking.history(dataset.id)
    standing = stand(history)
    pressed = parts.block(list_markup(history, standing), "versions").choose
    if asking.known_day():
        return
    if pressed:
        st.session_state[ASKED] = (dataset.id, int(pressed.removeprefix(CHOICE)))
    if standing.current != store.NO_VERSION:
        parent = int(_published(history).loc[standing.current]["parent_version_id"])
        if st.button(parts.words("datasets.undo", version=standing.current), key="undo"):
            st.session_state[ASKED] = (dataset.id, parent)
    asked_of, version = st.session_state.get(ASKED, ("", 0))
    if asked_of == dataset.id and version != standing.current:
        _ask_why(dataset, version)


def stand(history: pd.DataFrame) -> Standing:
    """Walk the events from the oldest: a revert undoes what was current and brings its own version back."""
    current, undone, restored = store.NO_VERSION, {}, {}
    for event in history.iloc[::-1].itertuples():
        if event.kind == "revert":
            undone[current] = event
            restored[event.version_id] = event
            undone.pop(event.version_id, None)
        if current != event.version_id:
            restored.pop(current, None)
        current = int(event.version_id)
    return Standing(current, undone, restored)


def list_markup(history: pd.DataFrame, standing: Standing) -> str:
    """Each version once, newest first."""
    versions = _published(history)
    entries = [_entry(int(number), row, standing) for number, row in versions.head(MOST_SHOWN).iterrows()]
    note = "datasets.nothing_lost" if len(entries) else "datasets.no_versions"
    if len(entries) and standing.current == store.NO_VERSION:
        note = "datasets.none_current"
    return markup.versions(parts.words("datasets.versions"), entries, parts.words(note))


def _published(history: pd.DataFrame) -> pd.DataFrame:
    """One row a version, by its number, newest first."""
    rows = history[history["kind"].eq("publish")]
    return rows.set_index("version_id").sort_index(ascending=False)


def _entry(number: int, row: pd.Series, standing: Standing) -> markup.Version:
    is_current = number == standing.current
    state = "current" if is_current else "undone" if number in standing.undone else "earlier"
    action = (
        ("", "")
        if is_current or asking.known_day()
        else (parts.words("datasets.restore"), f"{CHOICE}{number}")
    )
    return markup.Version(
        str(number), parts.words(f"datasets.state.{state}"), _lines(number, row, standing), *action
    )


def _lines(number: int, row: pd.Series, standing: Standing) -> tuple[str, ...]:
    """When, how many rows, why and by whom; then what undid it or brought it back."""
    made = parts.words(
        "datasets.version_words",
        when=moment(row["happened_at"]),
        reason=_reason(row["reason"]),
        rows=text.number(row["row_count"], 0, parts.language()),
        role=parts.words(f"datasets.role.{row['author_role']}"),
    )
    events = (("undone", standing.undone.get(number)), ("restored", standing.restored.get(number)))
    return made, *(
        parts.words(f"datasets.event.{kind}", when=moment(event.happened_at), reason=event.reason)
        for kind, event in events
        if event
    )


def _reason(written: str) -> str:
    if written in ("embedded", "inbox"):
        return parts.words(f"datasets.reason_{written}")
    return parts.words("datasets.quoted", words=written)


def _ask_why(dataset: Dataset, version: int) -> None:
    """The reason of a revert; without one nothing is done."""
    asked = "datasets.ask_remove" if version == store.NO_VERSION else "datasets.ask_restore"
    parts.foot(parts.words(asked, version=version), "asked")
    reason = st.text_input(
        parts.words("datasets.revert_reason"), key="revert_reason", max_chars=LONGEST_REASON, live=True
    )
    is_empty = not (reason or "").strip()
    with st.container(horizontal=True):
        confirmed = st.button(
            parts.words("datasets.confirm"), type="primary", disabled=is_empty, key="revert"
        )
        cancelled = st.button(parts.words("datasets.cancel"), key="cancel")
    if is_empty:
        parts.foot(parts.words("datasets.why_not.revert"), "why_not_revert")
    if cancelled or (confirmed and not is_empty):
        st.session_state.pop(ASKED)
    if cancelled:
        st.rerun()
    if confirmed and not is_empty:
        _revert(dataset, version, reason.strip())


def _revert(dataset: Dataset, version: int, reason: str) -> None:
    try:
        store.revert(dataset.id, version, ROLE, reason)
    except StoreError as fault:
        trouble(fault.key)
    finish("restored" if version != store.NO_VERSION else "removed", version, dataset)
