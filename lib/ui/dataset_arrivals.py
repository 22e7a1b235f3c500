"""What comes without a press: publications that wait for their moment, and files dropped in the inbox."""

from datetime import datetime

import streamlit as st

from lib import inbox, names, scheduled, text
from lib.facts import Dataset
from lib.markup import rows as markup
from lib.ui import asking, parts
from lib.ui.datasets import moment

MOST_SHOWN = 6
MOST_LOOKED_AT = 200


def show(dataset: Dataset) -> None:
    """Both lists of a data set; nothing of a past day."""
    if asking.known_day():
        return
    _show_waiting(dataset)
    _show_inbox(dataset)


def _show_waiting(dataset: Dataset) -> None:
    found = [one for one in scheduled.waiting() if one.delivery.dataset_id == dataset.id]
    if not found:
        return
    entries = [
        markup.Entry(
            moment(one.due),
            None,
            parts.words(
                "datasets.waiting_words",
                file=one.delivery.file_name,
                rows=text.number(one.row_count, 0, parts.language()),
                reason=one.delivery.reason,
            ),
            "",
        )
        for one in found
    ]
    parts.block(markup.short_list(parts.words("datasets.waiting"), entries, ""), "waiting")
    for one in found:
        label = parts.words("datasets.cancel_waiting", when=moment(one.due))
        st.button(label, key=f"cancel_{one.number}", on_click=scheduled.cancel, args=(one.number,))


def _show_inbox(dataset: Dataset) -> None:
    found = [one for one in inbox.outcomes(MOST_LOOKED_AT) if one.dataset_id == dataset.id][:MOST_SHOWN]
    entries = [_entry(one) for one in found]
    nothing = parts.words("inbox.none", folder=f"inbox/{dataset.id}")
    parts.block(markup.short_list(parts.words("inbox.heading"), entries, nothing), "inbox")
    for place, one in enumerate(found):
        path = inbox.folder() / f"{one.kept}{inbox.FAULTS}"
        if path.exists():
            st.download_button(
                parts.words("inbox.download", file=one.file_name),
                data=path.read_bytes,
                file_name=f"{names.file_name(f'{one.file_name}-virheet', (dataset.origin,))}.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"inbox_{place}",
            )


def _entry(one: inbox.Outcome) -> markup.Entry:
    state = "similar" if one.version else "late"
    word = parts.words("inbox.taken" if one.version else "inbox.refused")
    cell = markup.Cell(state, word, names.ink(state))
    when = moment(datetime.fromisoformat(one.at))
    return markup.Entry(one.file_name, cell, f"{when} · {_why(one)}", "")


def _why(one: inbox.Outcome) -> str:
    if one.version:
        return parts.words("inbox.version", version=one.version)
    if one.key:
        return parts.words(one.key, **(one.values or {}))
    return text.plural("inbox.faults", parts.language(), one.faults)
