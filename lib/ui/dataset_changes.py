"""What publishing a file would change: rows, signals and pages; also between any two versions."""

import pandas as pd
import streamlit as st

from lib import intake, names, publishing, text
from lib.catalogue import catalogue
from lib.facts import Dataset
from lib.markup import rows, signals
from lib.ui import asking, parts, touched
from lib.ui.dataset_tables import height
from lib.ui.datasets import ROLE, Checked, hindrance

MOST_SHOWN = 200
CHANGED = ("added", "changed", "removed", "unchanged")
TOUCHED, TOUCHED_KEY = "dataset_touched", "dataset_touched_key"


def show_changes(file: Checked, dataset: Dataset) -> None:
    """What publishing would add, change and remove; the biggest changes first."""
    if file.changes.empty:
        return
    compared = asking.heads().get(dataset.id)
    under = "datasets.changes_sub" if compared else "datasets.changes_first"
    parts.section(
        parts.words("datasets.changes"),
        parts.words(under, version=compared),
        key="changes_head",
        model=parts.words("model.word") if dataset.origin == "model" else "",
    )
    list_changes(file.changes, "changes")


def list_changes(changes: pd.DataFrame, key: str, tense: str = "rows") -> None:
    """How many rows of each kind, and the biggest changes first; `tense`: the words, before or after."""
    parts.block(_counts(changes, tense), f"{key}_counts")
    moved = changes[changes["change"].ne("unchanged")]
    if moved.empty:
        return
    table = change_table(moved.head(MOST_SHOWN))
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        key=key,
        height=height(len(table)),
        column_config=dict.fromkeys(table.columns[-5:-1], st.column_config.TextColumn(alignment="right")),
        alt=parts.words("datasets.changes"),
    )
    shown, count = (text.number(len(one), 0, parts.language()) for one in (table, moved))
    parts.foot(parts.words("datasets.changes_shown", shown=shown, count=count), f"{key}_shown")


def show_touched(file: Checked, dataset: Dataset) -> None:
    """Which signals would come or go, and which pages would show the new figures; takes some seconds."""
    if hindrance(file, ROLE):
        return
    key = (file.at, parts.language())
    if st.session_state.get(TOUCHED_KEY) != key:
        with st.spinner(parts.words("datasets.touched.asking")):
            # Made again and not kept: a session would otherwise hold the whole data set once more.
            current = publishing.current_rows(dataset.id)
            after = publishing.afterwards(file.table, current, catalogue())
            st.session_state[TOUCHED] = touched.signals_moved(dataset.id, after)
        st.session_state[TOUCHED_KEY] = key
    moved = st.session_state[TOUCHED]
    _tell_touched(moved, touched.pages(file.changes, moved))


def _tell_touched(moved: list[signals.Change], pages: list[str]) -> None:
    said = text.plural("datasets.touched", parts.language(), len(moved))
    where = parts.words("datasets.touched.pages", pages=", ".join(pages))
    parts.section(said if moved else parts.words("datasets.touched.none"), where, key="touched_head")
    if moved:
        parts.block(signals.changes(moved, ""), "touched")


def change_table(moved: pd.DataFrame) -> pd.DataFrame:
    """Changes in the reader's words; the last five columns are now, new, difference, per cent and note."""
    facts, language = catalogue(), parts.language()
    indicators = [facts.indicators[name] for name in moved["indicator_id"]]
    places = zip(moved["area_level"], moved["area_code"], strict=True)
    named = {
        "column.indicator": [one.name[language] for one in indicators],
        "column.area": [names.area(facts, level, code, language) for level, code in places],
        "column.service": [facts.services[one].name[language] if one else "" for one in moved["service_id"]],
        "datasets.column.age": [
            "" if one == "all" else parts.words(f"age.{one}") for one in moved["age_group"]
        ],
        "column.period": [
            names.period(start, one, language)
            for start, one in zip(moved["period_start"], indicators, strict=True)
        ],
    }
    filled = {key: cells for key, cells in named.items() if any(cells)}
    filled |= {f"datasets.column.{name}": _figures(moved, name) for name in ("now", "new", "difference")}
    filled["datasets.column.percent"] = [_percent(one) for one in moved["change_percent"]]
    filled["datasets.column.note"] = [_note(row) for row in moved.itertuples()]
    return pd.DataFrame({parts.words(key): cells for key, cells in filled.items()})


def _counts(changes: pd.DataFrame, tense: str) -> str:
    counts, language = intake.summary(changes), parts.language()
    shown = [*CHANGED, *(["unusual"] if counts["unusual"] else [])]
    return rows.headlines(
        [
            rows.Headline(parts.words(f"datasets.{tense}.{kind}"), text.number(counts[kind], 0, language), "")
            for kind in shown
        ]
    )


def _figures(moved: pd.DataFrame, name: str) -> list[str]:
    language = parts.language()
    indicators = [catalogue().indicators[one] for one in moved["indicator_id"]]
    if name == "difference":
        return [
            text.EN_DASH if pd.isna(change) else text.signed(change, one.decimals, language)
            for change, one in zip(moved["change_value"], indicators, strict=True)
        ]
    old_or_new = "old" if name == "now" else "new"
    pairs = zip(moved[f"{old_or_new}_value"], moved[f"{old_or_new}_status"], indicators, strict=True)
    return [
        text.EN_DASH if pd.isna(status) else names.shown(value, status, one, language)
        for value, status, one in pairs
    ]


def _percent(change: float) -> str:
    if pd.isna(change):
        return text.EN_DASH
    return text.signed(change, 0, parts.language()) + text.PERCENT[parts.language()]


def _note(row: tuple) -> str:
    if row.unusual:
        return parts.words("datasets.note.unusual")
    if row.new_status == "estimate":
        return parts.words(f"datasets.note.estimate_{row.change}")
    return parts.words(f"datasets.note.{row.change}")
