"""Once per process, before the first reader: heavy imports, facts and store, then a frozen heap."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.runtime.pages_manager import PagesManager


@asynccontextmanager
async def warm(_: Any) -> AsyncIterator[None]:
    """Everything the first visit would otherwise pay for."""
    # Until somebody has run st.navigation, a folder named pages/ makes deep links fail (streamlit 1.67).
    PagesManager.uses_pages_directory = False
    _load()
    # Streamlit collects all garbage after every run; a frozen heap of imports costs it nothing.
    gc.collect()
    gc.freeze()
    # The list of signals takes seconds; it is on its way while the first browser still loads its scripts.
    threading.Thread(target=_first_signals, daemon=True).start()
    yield


def _first_signals() -> None:
    from lib.ui import raised

    raised.scan("turku")


def _load() -> None:
    import altair  # noqa: F401 - the first visitor should not wait for these imports
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    from lib import query, store
    from lib.catalogue import catalogue

    catalogue()
    store.newest_event()
    query.coverage(tuple(query.heads().values()))
