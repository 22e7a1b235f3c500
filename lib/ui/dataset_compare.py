"""Any two versions of a data set side by side: what was added, changed and removed between them."""

import pandas as pd
import streamlit as st

from lib import intake, protect, text
from lib.catalogue import catalogue
from lib.facts import Dataset
from lib.table import COLUMNS
from lib.ui import asking, dataset_changes, parts


def show(dataset: Dataset) -> None:
    """Two pickers, and the difference once both are chosen; nothing while there is only one version."""
    history = asking.history(dataset.id)
    published = history[history["kind"].eq("publish")]
    numbers = sorted(published["version_id"].unique().tolist())
    if len(numbers) < 2:
        return
    parts.section(parts.words("datasets.compare"), parts.words("datasets.compare_sub"), key="compare_head")
    days = published.set_index("version_id")["happened_at"]
    written = {
        number: f"{number} · {text.day(days.loc[number].date(), parts.language())}" for number in numbers
    }
    with st.container(horizontal=True, key="compare_row"):
        picked = [
            st.selectbox(
                parts.words(f"datasets.compare_{end}"),
                numbers,
                index=index,
                placeholder=parts.words("datasets.compare_pick"),
                format_func=written.__getitem__,
                key=f"compare_{end}_{dataset.id}",
                width=260,
            )
            # The newest version is what most is compared with; a whole version is read only when asked for.
            for end, index in (("from", None), ("to", len(numbers) - 1))
        ]
    if None not in picked:
        dataset_changes.list_changes(_between(*picked), "compared", "were")


@st.cache_data(max_entries=4, show_spinner=False)
def _between(earlier: int, later: int) -> pd.DataFrame:
    tables = (protect.whole_version(catalogue(), one)[COLUMNS] for one in (earlier, later))
    return intake.difference(*tables)
