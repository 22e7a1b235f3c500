"""What the analyst takes away: an empty form, the list of faults, their own file with its faults in it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from lib import intake, names, text
from lib.catalogue import catalogue
from lib.facts import AGE_GROUPS, Dataset, Indicator
from lib.intake.spellings import dataset_indicators
from lib.ui import asking, parts
from lib.ui.datasets import Checked

# Offices here open CSV by a double click, and their spreadsheets part cells by this.
SEPARATOR = ";"
LINE_END = "\r\n"
# A sender's file has these before its figures.
WIDE_COLUMNS = ("period", "service_id", "age_group", "area_code")
EXAMPLE_PART, EXAMPLE_WHOLE = 125, 1000


def file_name(dataset: Dataset, part: str) -> str:
    """The name of a download; model data says so in it."""
    word = parts.words(f"datasets.file_name.{part}")
    return f"{names.file_name(f'{dataset.id}_{word}', (dataset.origin,))}.csv"


def template(dataset: Dataset) -> None:
    """The form's headings in the reader's language, with one row marked as an example."""
    st.download_button(
        parts.words("datasets.template"),
        data=lambda: template_bytes(dataset),
        mime="text/csv",
        file_name=file_name(dataset, "template"),
        on_click="ignore",
        key="template",
    )


def template_bytes(dataset: Dataset) -> bytes:
    """The form as CSV (UTF-8 with its mark, semicolons); the example is refused if it is sent as it is."""
    lines = wide_form(dataset) if dataset.measures else long_form(dataset)
    if dataset.origin == "model":
        lines.insert(0, [f"# {parts.words('model.word')}"])
    return LINE_END.join([*(SEPARATOR.join(line) for line in lines), ""]).encode("utf-8-sig")


def long_form(dataset: Dataset) -> list[list[str]]:
    """Headings of the form's columns, and an example in whose first cell it says that it is one."""
    indicator = next(iter(dataset_indicators(catalogue(), dataset).values()))
    return _form(dataset, [column.id for column in dataset.columns], _example_cells(indicator), [])


def wide_form(dataset: Dataset) -> list[list[str]]:
    """Headings as the sender has them, a column for each figure, which the example leaves empty."""
    facts, language = catalogue(), parts.language()
    measures = list({one.indicator: one.name[language] for one in reversed(dataset.measures)}.values())[::-1]
    ages = {"age_group": parts.words(f"age.{AGE_GROUPS[0]}")}
    service = next(iter(facts.services.values())).name[language]
    cells = _example_cells(facts.indicators[dataset.measures[0].indicator]) | ages | {"service_id": service}
    return _form(dataset, WIDE_COLUMNS, cells, measures)


def _form(
    dataset: Dataset, columns: Sequence[str], cells: Mapping[str, str], measures: Sequence[str]
) -> list[list[str]]:
    names = {column.id: column.name[parts.language()] for column in dataset.columns}
    first, *others = (cells.get(column, "") for column in columns)
    example = [parts.words("datasets.example", what=first), *others]
    return [[*(names[column] for column in columns), *measures], [*example, *("" for _ in measures)]]


def fault_list(table: pd.DataFrame, dataset: Dataset) -> None:
    """The faults as the screen shows them."""
    st.download_button(
        parts.words("datasets.download_faults"),
        data=lambda: intake.safe_csv(table),
        mime="text/csv",
        file_name=file_name(dataset, "faults"),
        on_click="ignore",
        key="fault_list",
    )


def annotated(file: Checked, dataset: Dataset) -> None:
    """The analyst's own file with its faults in a last column."""
    st.download_button(
        parts.words("datasets.download_annotated"),
        mime="text/csv",
        on_click="ignore",
        key="annotated",
        data=lambda: intake.annotated(file.read.content, file.problems, parts.words, file.read.detected),
        file_name=file_name(dataset, "annotated"),
    )


def _example_cells(indicator: Indicator) -> dict[str, str]:
    facts, language = catalogue(), parts.language()
    level = indicator.levels[0]
    code = next(code for area_level, code in facts.areas if area_level == level)
    past = asking.today().replace(day=1) - timedelta(days=1)
    is_share = indicator.kind == "share"
    value = 100 * EXAMPLE_PART / EXAMPLE_WHOLE if is_share else EXAMPLE_PART
    return {
        "indicator_id": indicator.name[language],
        "area_level": facts.levels[level].name[language],
        "area_code": code,
        "value": text.number(value, indicator.decimals, language),
        "period": f"{past.month}/{past.year}" if indicator.periodicity == "month" else str(past.year - 1),
        "numerator": str(EXAMPLE_PART) if is_share else "",
        "denominator": str(EXAMPLE_WHOLE) if is_share else "",
    }
