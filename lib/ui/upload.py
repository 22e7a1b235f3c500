"""The analyst's way from a file to a published version: read, check, compare, publish, undo."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import intake, names, publishing, store, text
from lib.catalogue import catalogue
from lib.errors import InputError
from lib.facts import Dataset
from lib.markup import rows
from lib.markup.rows import Cell
from lib.ui import address, asking, parts

ROLE = "analyst"
MOST_CHANGES = 200
DONE = "upload_done"


@dataclass(frozen=True)
class Checked:
    """A received file after reading and checking: its faults, its rows, and what publishing would change."""

    name: str
    content: bytes
    problems: list
    table: pd.DataFrame
    changes: pd.DataFrame
    refusal: str = ""


def dataset() -> Dataset:
    """The form the analyst sends a file into."""
    facts = catalogue().datasets
    chosen = address.pick(
        st.selectbox, "dataset", list(facts), lambda name: facts[name].name[parts.language()],
        label=parts.words("upload.form"), width=380,
    )
    return facts[chosen]


def received(form: Dataset) -> Checked | None:
    """What the analyst sent, checked once for this file, form and version of the store; None before a file."""
    sent = st.file_uploader(parts.words("upload.send"), key=f"file_{form.id}", help=parts.words("upload.help"))
    if sent is None:
        return None
    content = sent.getvalue()
    key = (store.fingerprint(content, form.id), store.newest_event(), parts.language())
    if st.session_state.get("upload_key") != key:
        st.session_state["upload_checked"] = checked(sent.name, content, form)
        st.session_state["upload_key"] = key
    return st.session_state["upload_checked"]


def checked(name: str, content: bytes, form: Dataset) -> Checked:
    """Every fault of a file at once, and the difference its sound rows would make."""
    empty = pd.DataFrame()
    try:
        found = intake.read(content, name, form, catalogue())
    except InputError as refused:
        return Checked(name, content, [], empty, empty, parts.words(refused.key, **refused.values))
    problems = intake.check(found, form, catalogue())
    table = publishing.typed(intake.accepted(found, problems)) if len(found.table) else empty
    if table.empty:
        return Checked(name, content, problems, empty, empty)
    current = publishing.current_rows(form.id)
    changes = intake.difference(current, intake.merged(current, table))
    return Checked(name, content, problems, table, changes)


def heading(file: Checked | None) -> str:
    """Where the file stands, as the title of the page."""
    if file is None:
        return parts.words("upload.title.send")
    if file.refusal:
        return parts.words("upload.title.refused")
    faults = intake.counted(file.problems)["error"]
    if faults:
        return text.plural("upload.title.faults", parts.language(), faults)
    if file.table.empty or is_same(file):
        return parts.words("upload.title.nothing")
    return parts.words("upload.title.ready")


def is_same(file: Checked) -> bool:
    """Whether publishing would change nothing."""
    return not len(file.changes) or file.changes["change"].eq("unchanged").all()


def can_publish(file: Checked) -> bool:
    """Whether nothing but a reason is missing."""
    return not (file.refusal or intake.has_errors(file.problems) or file.table.empty or is_same(file))


def show_faults(file: Checked) -> None:
    """All faults of the file, errors first, with the rows of the analyst's own file."""
    if file.refusal:
        parts.notice(file.refusal)
        return
    counts = intake.counted(file.problems)
    parts.section(
        parts.words("upload.faults", errors=counts["error"], warnings=counts["warning"]),
        parts.words("upload.faults_sub"), key="faults_head",
    )
    if file.problems:
        table = intake.fault_table(file.problems, parts.words)
        table = table.rename(columns={name: parts.words(f"upload.column.{name}") for name in table.columns})
        st.dataframe(table, hide_index=True, width="stretch", key="faults")
        st.download_button(
            parts.words("upload.download_faults"), data=lambda: intake.safe_csv(table), mime="text/csv",
            file_name="virheet.csv", on_click="ignore",
        )


def show_changes(file: Checked, form: Dataset) -> None:
    """What publishing would add, change and remove; the biggest changes first."""
    if file.changes.empty:
        return
    counts = intake.summary(file.changes)
    parts.section(parts.words("upload.changes"), parts.words("upload.changes_sub"), key="changes_head")
    figures = [
        rows.Headline(parts.words(f"upload.change.{kind}"), text.number(counts.get(kind, 0), 0, parts.language()), "")
        for kind in ("added", "changed", "removed", "unchanged")
    ]
    parts.block(rows.headlines(figures), "change_counts")
    moved = file.changes[file.changes["change"].ne("unchanged")].head(MOST_CHANGES)
    if len(moved):
        st.dataframe(change_table(moved), hide_index=True, width="stretch", key="changes")


def change_table(moved: pd.DataFrame) -> pd.DataFrame:
    """Changes in the reader's words."""
    facts, language = catalogue(), parts.language()
    indicators = [facts.indicators[name] for name in moved["indicator_id"]]
    return pd.DataFrame({
        parts.words("column.indicator"): [one.name[language] for one in indicators],
        parts.words("column.area"): [
            names.area(facts, level, code, language)
            for level, code in zip(moved["area_level"], moved["area_code"], strict=True)
        ],
        parts.words("column.period"): [
            names.period(pd.Timestamp(start), one, language)
            for start, one in zip(moved["period_start"], indicators, strict=True)
        ],
        parts.words("upload.now"): [
            names.bare(value, one, language) for value, one in zip(moved["old_value"], indicators, strict=True)
        ],
        parts.words("upload.new"): [
            names.bare(value, one, language) for value, one in zip(moved["new_value"], indicators, strict=True)
        ],
        parts.words("column.change"): [parts.words(f"upload.change.{kind}") for kind in moved["change"]],
    })


def publish(file: Checked, form: Dataset) -> None:
    """The reason and the button; a version is made only from a file without faults and with a reason."""
    reason = st.text_input(parts.words("upload.reason"), key="publish_reason", max_chars=200)
    is_ready = can_publish(file) and bool(reason.strip())
    if not is_ready:
        parts.notice(parts.words("upload.why_not" if not can_publish(file) else "upload.need_reason"))
    if st.button(parts.words("upload.publish"), type="primary", disabled=not is_ready, key="publish"):
        sha = store.fingerprint(file.content, form.id)
        delivery = store.Delivery(form.id, file.name, sha, form.origin, ROLE, reason.strip())
        version = publishing.publish(form, file.table, delivery, catalogue())
        st.session_state[DONE] = parts.words("upload.published", version=version)
        st.rerun()


def versions_markup(form: Dataset) -> str:
    """The dataset's versions and what became of them, newest first."""
    history = asking.history(form.id)
    current = asking.heads().get(form.id, store.NO_VERSION)
    entries = [
        rows.Entry(
            parts.words(f"upload.event.{event.kind}", version=event.version_id),
            Cell("similar", parts.words("upload.current"), "text2")
            if event.version_id == current and place == 0 else None,
            _event_words(event),
        )
        for place, event in enumerate(history.itertuples())
    ]
    return rows.short_list(parts.words("upload.versions"), entries, parts.words("upload.no_versions"))


def _event_words(event: tuple) -> str:
    when = text.moment(event.happened_at.to_pydatetime().astimezone(), parts.language())
    row_count = 0 if pd.isna(event.row_count) else int(event.row_count)
    reason = parts.words("upload.embedded") if event.reason == "embedded" else event.reason
    return parts.words("upload.event.words", when=when, rows=text.number(row_count, 0, parts.language()), reason=reason)


def undo(form: Dataset) -> None:
    """Make the version before the current one current again; nothing is lost."""
    history = asking.history(form.id)
    current = asking.heads().get(form.id, store.NO_VERSION)
    earlier = [int(one) for one in history["version_id"].unique() if 0 < one < current]
    if not earlier:
        parts.block(rows.short_list("", [], parts.words("upload.nothing_to_undo")), "no_undo")
        return
    if st.button(parts.words("upload.undo", version=max(earlier)), key="undo"):
        store.revert(form.id, max(earlier), ROLE, parts.words("upload.undo_reason"))
        st.session_state[DONE] = parts.words("upload.undone", version=max(earlier))
        st.rerun()


def say_done() -> None:
    """What was just published or undone, said once."""
    if done := st.session_state.pop(DONE, ""):
        parts.notice(done)


def template(form: Dataset) -> None:
    """An empty form with the headings of the reader's language."""
    heads = pd.DataFrame(columns=[column.name[parts.language()] for column in form.columns])
    st.download_button(
        parts.words("upload.template"), data=lambda: intake.safe_csv(heads), mime="text/csv", on_click="ignore",
        file_name=f"{form.id}_{parts.language()}.csv", key="template",
    )
