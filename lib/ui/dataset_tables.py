"""What the analyst reads of a file: its faults, what it would change, and how it was read."""

import pandas as pd
import streamlit as st

from lib import intake, names, store, text
from lib.catalogue import catalogue
from lib.facts import Dataset
from lib.markup import datasets as markup
from lib.markup import definition, rows, signals
from lib.ui import asking, dataset_files, parts, touched
from lib.ui.dataset_reading import DECIMAL_MARKS, SEPARATORS
from lib.ui.datasets import ROLE, Checked, fault_counts, hindrance, moment

MOST_SHOWN = 200
TOUCHED, TOUCHED_KEY = "dataset_touched", "dataset_touched_key"
CHANGED = ("added", "changed", "removed", "unchanged")
# Pixels.
ROW_HEIGHT = 35
ROW_WIDTH, SHEET_AND_ROW_WIDTH = 60, 96
MOST_ROWS_HIGH = 12
# Enough to tell two files apart when read aloud.
SHOWN_OF_FINGERPRINT = 8


def show_faults(file: Checked, dataset: Dataset) -> None:
    """All faults at once, errors first, with the rows of the analyst's own file."""
    if not file.problems:
        read = parts.words("datasets.all_read", count=text.number(file.read.file_rows, 0, parts.language()))
        parts.section(parts.words("datasets.no_faults"), read, key="faults_head")
        return
    said = ", ".join(
        text.plural(f"datasets.{level}", parts.language(), count)
        for level, count in fault_counts(file).items()
        if count
    )
    parts.section(said, parts.words("datasets.faults_sub"), key="faults_head")
    table = fault_table(file)
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        key="faults",
        column_config=_fault_columns(table),
        height=_height(len(table)),
        alt=said,
    )
    with st.container(horizontal=True):
        dataset_files.fault_list(table.drop(columns=table.columns[0]), dataset)
        dataset_files.annotated(file, dataset)


def fault_table(file: Checked) -> pd.DataFrame:
    """Mark, level, rows, column, what, found, todo under the reader's own headings."""
    table = intake.fault_table(file.problems, parts.words)
    marks = [markup.fault_mark(group.first.level, parts.mode()) for group in intake.grouped(file.problems)]
    table.insert(0, "mark", marks)
    return table.rename(
        columns={name: parts.words(f"intake.fault.{name}") for name in table.columns if name != "mark"}
    )


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
    parts.block(_counts(file.changes), "change_counts")
    moved = file.changes[file.changes["change"].ne("unchanged")]
    if moved.empty:
        return
    table = change_table(moved.head(MOST_SHOWN))
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        key="changes",
        height=_height(len(table)),
        column_config=dict.fromkeys(table.columns[-5:-1], st.column_config.TextColumn(alignment="right")),
        alt=parts.words("datasets.changes"),
    )
    shown, count = (text.number(len(one), 0, parts.language()) for one in (table, moved))
    parts.foot(parts.words("datasets.changes_shown", shown=shown, count=count), "changes_shown")


def show_touched(file: Checked, dataset: Dataset) -> None:
    """Which signals would come or go, and which pages would show the new figures; takes some seconds."""
    if hindrance(file, ROLE):
        return
    key = (file.at, parts.language())
    if st.session_state.get(TOUCHED_KEY) != key:
        with st.spinner(parts.words("datasets.touched.asking")):
            st.session_state[TOUCHED] = touched.signals_moved(dataset.id, file.after)
        st.session_state[TOUCHED_KEY] = key
    _tell_touched(st.session_state[TOUCHED], touched.pages(file.changes))


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


def facts_markup(file: Checked, dataset: Dataset) -> str:
    """Name, time, size, shape and fingerprint of the file."""
    language, read = parts.language(), file.read
    lines = [("name", read.detected.file_name), ("at", moment(file.at))]
    counts = {
        "rows": text.number(read.file_rows, 0, language),
        "columns": text.number(len(read.detected.headings), 0, language),
    }
    lines.append(("read", parts.words("datasets.fact.read_words", **counts)))
    if rejected := wrong_rows(file):
        lines.append(("rejected", text.number(rejected, 0, language)))
    lines.append(("format", _format(read.detected)))
    lines.append(("fingerprint", _fingerprint(file, dataset)))
    said = [(parts.words(f"datasets.fact.{name}"), words) for name, words in lines]
    return definition.listed(parts.words("datasets.file"), said)


def wrong_rows(file: Checked) -> int:
    """How many rows of figures have an error, of reading or of any rule."""
    wrong = {problem.row for problem in file.problems if problem.level == "error" and problem.row}
    return len(wrong - {file.read.detected.heading_row})


def _counts(changes: pd.DataFrame) -> str:
    counts, language = intake.summary(changes), parts.language()
    shown = [*CHANGED, *(["unusual"] if counts["unusual"] else [])]
    return rows.headlines(
        [
            rows.Headline(parts.words(f"datasets.rows.{kind}"), text.number(counts[kind], 0, language), "")
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


def _format(detected: intake.Detected) -> str:
    if detected.sheets:
        words = parts.words(
            "intake.read_year" if detected.has_year else "intake.read_sheet",
            format=detected.format.upper(),
            sheets=", ".join(detected.sheets),
            row=detected.heading_row,
        )
        return words
    return parts.words(
        "datasets.fact.format_words",
        encoding=detected.encoding.upper(),
        separator=parts.words(f"datasets.mark.{SEPARATORS[detected.separator]}"),
        decimal=parts.words(f"datasets.mark.{DECIMAL_MARKS[detected.decimal_mark]}"),
    )


def _fingerprint(file: Checked, dataset: Dataset) -> str:
    return store.fingerprint(file.content, dataset.id)[:SHOWN_OF_FINGERPRINT]


def _height(count: int) -> int:
    """As high as its rows, up to a screenful."""
    return (min(count, MOST_ROWS_HIGH) + 1) * ROW_HEIGHT + 3


def _row_width(rows: pd.Series) -> int:
    """Rows of a workbook of several sheets stand after the name of their sheet."""
    return SHEET_AND_ROW_WIDTH if rows.str.contains(":").any() else ROW_WIDTH


def _fault_columns(table: pd.DataFrame) -> dict[str, object]:
    mark, level, row, column, what, found, todo = table.columns
    return {
        mark: st.column_config.ImageColumn("", width=40),
        level: st.column_config.TextColumn(width=88),
        row: st.column_config.TextColumn(width=_row_width(table[row]), alignment="right"),
        column: st.column_config.TextColumn(width=110),
        what: st.column_config.TextColumn(width=325),
        found: st.column_config.TextColumn(width=115),
        todo: st.column_config.TextColumn(width=214),
    }
