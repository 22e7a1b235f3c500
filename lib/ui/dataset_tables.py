"""What the analyst reads of a file: its faults, and how it was read."""

import pandas as pd
import streamlit as st

from lib import intake, store, text
from lib.facts import Dataset
from lib.markup import datasets as markup
from lib.markup import definition
from lib.ui import dataset_files, parts
from lib.ui.dataset_reading import DECIMAL_MARKS, SEPARATORS
from lib.ui.datasets import Checked, fault_counts, moment

# A list of fewer kinds of faults is read as it is.
FEWEST_KINDS = 3
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
    shown = _filtered(table)
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        key="faults",
        column_config=_fault_columns(table),
        height=height(len(shown)),
        alt=said,
    )
    with st.container(horizontal=True):
        dataset_files.fault_list(table.drop(columns=table.columns[0]), dataset)
        dataset_files.annotated(file, dataset)


def _filtered(table: pd.DataFrame) -> pd.DataFrame:
    """The faults of one kind as the analyst picks it; the whole list where there is little to pick from."""
    what = table.columns[4]
    kinds = table[what].value_counts()
    if len(kinds) < FEWEST_KINDS:
        return table
    every = parts.words("datasets.every_kind", count=text.number(len(table), 0, parts.language()))
    written = {"": every} | {kind: f"{kind} ({count})" for kind, count in kinds.items()}
    picked = st.selectbox(
        parts.words("datasets.kind"), list(written), format_func=written.__getitem__, key="fault_kind"
    )
    return table[table[what].eq(picked)] if picked else table


def fault_table(file: Checked) -> pd.DataFrame:
    """Mark, level, rows, column, what, found, todo under the reader's own headings."""
    table = intake.fault_table(file.problems, parts.words)
    marks = [markup.fault_mark(group.first.level, parts.mode()) for group in intake.grouped(file.problems)]
    table.insert(0, "mark", marks)
    return table.rename(
        columns={name: parts.words(f"intake.fault.{name}") for name in table.columns if name != "mark"}
    )


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


def height(count: int) -> int:
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
