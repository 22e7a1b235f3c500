"""The last step of an upload: the reason, now or at a chosen moment, and the button."""

from datetime import UTC, datetime, time, timedelta

import streamlit as st

from lib import deliveries, publishing, remembered, scheduled, store
from lib.catalogue import catalogue
from lib.errors import StoreError
from lib.facts import Dataset
from lib.ui import dataset_progress, parts
from lib.ui.datasets import LOCAL_TIME, LONGEST_REASON, ROLE, Checked, finish, hindrance, trouble

# When offices open: the usual moment of a publication that waits.
OPENING = time(8)
# When the difference was made that was on screen as the button was pressed.
AGREED = "dataset_agreed"


def draw(file: Checked, dataset: Dataset) -> None:
    """The reason, now or later, and the button; why the button rests stands under it."""
    sentence = parts.words("datasets.publish_sub")
    parts.section(parts.words("datasets.publish_head"), sentence, key="publish_head")
    rests = bool(hindrance(file, ROLE))
    with st.container(horizontal=True, vertical_alignment="bottom", key="publish_row"):
        reason = st.text_input(
            parts.words("datasets.reason"),
            key=f"reason_{dataset.id}",
            max_chars=LONGEST_REASON,
            live=True,
            placeholder=parts.words("datasets.reason_example"),
            disabled=rests,
        )
        why_not = hindrance(file, reason or "")
        due = _due(rests)
        label = parts.words("datasets.schedule" if due else "datasets.publish")
        pressed = st.button(
            label, type="primary", disabled=bool(why_not), key="publish", on_click=_agree, args=(file.at,)
        )
    if why_not:
        parts.foot(parts.words(why_not), "why_not")
    if pressed and st.session_state.get(AGREED) != file.at:
        # Stored figures changed after the analyst saw the difference, and it was made anew.
        trouble("datasets.moved")
    if pressed and not why_not:
        _publish(file, dataset, reason.strip(), due)


def _agree(at: datetime) -> None:
    st.session_state[AGREED] = at


def _due(rests: bool) -> datetime | None:
    """The moment chosen for publishing, by the clock of the office; None for at once."""
    if not st.checkbox(parts.words("datasets.later"), key="later", disabled=rests):
        return None
    now = datetime.now(LOCAL_TIME)
    tomorrow = (now + timedelta(days=1)).date()
    with st.container(horizontal=True, key="due_row"):
        day = st.date_input(
            parts.words("datasets.due_day"),
            tomorrow,
            min_value=now.date(),
            format="DD.MM.YYYY",
            key="due_day",
        )
        at = st.time_input(parts.words("datasets.due_time"), OPENING, key="due_time")
    return datetime.combine(day, at, tzinfo=LOCAL_TIME)


def _publish(file: Checked, dataset: Dataset, reason: str, due: datetime | None) -> None:
    sent = deliveries.delivery(file.content, file.name, dataset, ROLE, reason, file.wishes)
    if due and due > datetime.now(UTC):
        scheduled.add(sent, file.table, due)
        remembered.keep_file(dataset.id, file.read.detected, file.found, file.wishes)
        finish("scheduled", store.NO_VERSION, dataset)
    try:
        with dataset_progress.shown(file.content, file.name, "merge") as tell:
            version = publishing.publish(dataset, file.table, sent, catalogue(), tell)
            # Before anything is drawn again, where a press in the meantime would end the run.
            remembered.keep_file(dataset.id, file.read.detected, file.found, file.wishes)
    except StoreError as fault:
        trouble(fault.key)
    finish("published", version, dataset)
