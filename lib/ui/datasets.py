"""The analyst's way from a file to a published version: send, check, compare, publish."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from lib import deliveries, intake, publishing, store, text
from lib.catalogue import catalogue
from lib.facts import Dataset
from lib.markup import datasets as markup
from lib.progress import Tell, untold
from lib.settings import settings
from lib.ui import address, asking, dataset_progress, live, parts

ROLE = "analyst"
STEPS = ("send", "check", "compare", "publish")
LONGEST_REASON = 200
CHECKED, CHECKED_KEY = "dataset_checked", "dataset_checked_key"
# The wishes of one file, and how it was found to be read without them; each beside the file's mark.
WISHED, FOUND = "dataset_wished", "dataset_found"
DONE, ROUND, BUSY = "dataset_done", "dataset_round", "dataset_busy"
# The office that publishes keeps this time, wherever the machine stands.
LOCAL_TIME = ZoneInfo("Europe/Helsinki")
# Up to here a number in a title is written as a word.
MOST_IN_WORDS = 9


@dataclass(frozen=True)
class Checked:
    """A file after reading and checking: its faults, its sound rows, and what publishing them would change.

    `mark` tells files and forms apart; `found`: how the file was read before any wish.
    `refusal` is the key of a sentence when the file is no table at all; `read` is None then.
    """

    name: str
    content: bytes
    at: datetime
    read: intake.Received | None = None
    problems: tuple[intake.Problem, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    refusal: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    wishes: intake.Wishes = intake.NO_WISHES
    is_as_before: bool = False
    mark: str = ""
    found: intake.Detected | None = None


def form() -> Dataset:
    """The form the analyst sends a file into."""
    facts = catalogue().datasets
    named = {name: one.name[parts.language()] for name, one in facts.items()}
    chosen = address.pick(
        st.selectbox,
        "dataset",
        sorted(named, key=named.__getitem__),
        named.__getitem__,
        label=parts.words("datasets.form"),
        width=380,
    )
    return facts[chosen]


def received(dataset: Dataset) -> Checked | None:
    """What the analyst sent, checked once for this file, form and state of the store; None before a file."""
    st.space("small")
    if asking.known_day():
        return parts.foot(parts.words("live.past_closed"), "past_closed")
    sent = st.file_uploader(
        parts.words("datasets.send"),
        key=f"file_{dataset.id}_{st.session_state.get(ROUND, 0)}",
        max_upload_size=settings().upload_megabytes,
    )
    parts.foot(parts.words("datasets.send_help", most=settings().upload_megabytes), "send_help")
    if sent is None:
        return None
    st.session_state.pop(DONE, None)
    mark = store.fingerprint(sent.getvalue(), dataset.id)
    if dataset_progress.is_cancelled(mark):
        return None
    wishes = _kept(WISHED, mark)
    key = (mark, sent.name, store.newest_event(), wishes)
    if st.session_state.get(CHECKED_KEY) != key:
        with dataset_progress.shown(sent.getvalue(), sent.name, "read", mark) as tell:
            file = replace(checked(sent.name, sent.getvalue(), dataset, wishes, tell), mark=mark)
            st.session_state[CHECKED] = replace(file, found=_found(file))
        st.session_state[CHECKED_KEY] = key
    return st.session_state[CHECKED]


def _kept(name: str, mark: str) -> object | None:
    """What the session holds of this very file."""
    whose, thing = st.session_state.get(name, ("", None))
    return thing if whose == mark else None


def _found(file: Checked) -> intake.Detected | None:
    """How the file is read when nothing is wished of its text; kept while wishes change it."""
    if file.read and not file.wishes.is_of_text:
        st.session_state[FOUND] = (file.mark, file.read.detected)
    return _kept(FOUND, file.mark)


def checked(
    name: str,
    content: bytes,
    dataset: Dataset,
    wishes: intake.Wishes | None = None,
    tell: Tell = untold,
) -> Checked:
    """Every fault of a file at once, and the difference its sound rows would make; nothing is stored."""
    at = datetime.now(UTC)
    found = deliveries.examined(content, name, dataset, asking.facts(), asking.today(), wishes, tell)
    file = Checked(name, content, at, found.read, found.problems)
    file = replace(file, wishes=found.wishes, is_as_before=found.is_as_before)
    if found.refusal:
        return replace(file, refusal=found.refusal.key, values=found.refusal.values)
    table = found.rows()
    if table.empty:
        return file
    tell("compare", 0.0)
    table = publishing.typed(table)
    new = publishing.afterwards(table, found.current, catalogue())
    return replace(file, table=table, changes=intake.difference(found.current, new))


def fault_counts(file: Checked) -> dict[str, int]:
    """Faults as they are listed: the same fault on many rows counts once."""
    return intake.counted(group.first for group in intake.grouped(file.problems))


def is_same(file: Checked) -> bool:
    """Whether publishing would change nothing."""
    return file.changes.empty or bool(file.changes["change"].eq("unchanged").all())


def hindrance(file: Checked, reason: str) -> str:
    """The key of why the file cannot be published; empty when it can."""
    if file.refusal:
        return "datasets.why_not.refused"
    if intake.has_errors(file.problems):
        return "datasets.why_not.errors"
    if is_same(file):
        return "datasets.why_not.same"
    return "" if reason.strip() else "datasets.why_not.reason"


def heading(file: Checked | None, dataset: Dataset) -> str:
    """Where the file stands, as the title of the page."""
    if file is None:
        done = _done(dataset)
        if done is None:
            return parts.words("datasets.send")
        return parts.words(f"datasets.done.{done[0]}", version=done[1])
    if file.refusal:
        return parts.words("datasets.title.refused")
    errors = fault_counts(file)["error"]
    if errors:
        return _errors_title(errors)
    return parts.words("datasets.title.same" if is_same(file) else "datasets.title.ready")


def subtitle(file: Checked | None, dataset: Dataset) -> str:
    """What follows from it, or what the form is for."""
    if file is not None and file.refusal:
        return parts.words(file.refusal, **file.values)
    if file is None and (done := _done(dataset)):
        return parts.words(f"datasets.done_sub.{done[0]}")
    return dataset.about[parts.language()]


def stepper(file: Checked | None, dataset: Dataset) -> str:
    """How far the file is on its way."""
    place = _step(file, dataset)
    states = ["done" if at < place else "now" if at == place else "later" for at in range(len(STEPS))]
    return markup.stepper(
        [
            markup.Step(parts.words(f"datasets.step.{name}.{state}"), state)
            for name, state in zip(STEPS, states, strict=True)
        ],
        parts.words("datasets.step_done"),
    )


def say_trouble() -> None:
    """Why the store did not do what was asked, said once."""
    if key := st.session_state.pop(BUSY, ""):
        parts.notice(parts.words(key))


def finish(kind: str, version: int, dataset: Dataset) -> None:
    """Remember what was done for the next run, with an empty place for the next file."""
    st.session_state[DONE] = (dataset.id, kind, version)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    live.mark_seen()
    st.rerun()


def trouble(key: str) -> None:
    """Say on the next run why nothing was changed."""
    st.session_state[BUSY] = key
    st.rerun()


def moment(when: datetime) -> str:
    """A moment of the store in local time."""
    return text.moment(when.astimezone(LOCAL_TIME), parts.language())


def _done(dataset: Dataset) -> tuple[str, int] | None:
    form_id, kind, version = st.session_state.get(DONE, ("", "", 0))
    return (kind, version) if form_id == dataset.id else None


def _errors_title(count: int) -> str:
    if 1 < count <= MOST_IN_WORDS:
        return parts.words("datasets.title.errors.many", count=parts.words(f"datasets.count.{count}"))
    return text.plural("datasets.title.errors", parts.language(), count)


def _step(file: Checked | None, dataset: Dataset) -> int:
    """The place of the step to take now; past the last one when all are done."""
    if file is None:
        done = _done(dataset)
        return len(STEPS) if done and done[0] == "published" else STEPS.index("send")
    if file.refusal:
        return STEPS.index("send")
    if intake.has_errors(file.problems):
        return STEPS.index("check")
    written = st.session_state.get(f"reason_{dataset.id}") or ""
    return STEPS.index("compare" if hindrance(file, written) else "publish")
