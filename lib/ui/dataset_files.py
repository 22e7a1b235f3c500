"""What the analyst takes away: an empty form and a filled one, the list of faults, their file with them."""

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from lib import intake, names
from lib.catalogue import catalogue
from lib.facts import Dataset
from lib.intake import annotated_book, templates
from lib.text import say
from lib.ui import asking, parts
from lib.ui.datasets import Checked


def file_name(dataset: Dataset, part: str, ending: str = "csv") -> str:
    """The name of a download; model data says so in it."""
    word = parts.words(f"datasets.file_name.{part}")
    return f"{names.file_name(f'{dataset.id}_{word}', (dataset.origin,))}.{ending}"


def template(dataset: Dataset) -> None:
    """The form with its headings alone, and beside it the same filled with an example."""
    for part in ("template", "example"):
        st.download_button(
            parts.words(f"datasets.{part}"),
            data=partial(form_bytes, dataset, part, parts.language(), asking.today()),
            mime="text/csv",
            file_name=file_name(dataset, part),
            on_click="ignore",
            key=part,
        )


def form_bytes(dataset: Dataset, part: str, language: str, today: date) -> bytes:
    """The file behind one of the form's buttons."""
    if part == "template":
        return templates.empty(dataset, language)
    return templates.filled(dataset, catalogue(), language, today)


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
    ending, spoken = annotated_book.ending(file.read), partial(say, language=parts.language())
    st.download_button(
        parts.words("datasets.download_annotated"),
        mime=annotated_book.TYPES[ending],
        on_click="ignore",
        key="annotated",
        # Made when the button is pressed, where no page is open that could tell the language.
        data=partial(annotated_book.copy_of, file.read, file.problems, spoken),
        file_name=file_name(dataset, "annotated", ending),
    )
