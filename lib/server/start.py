"""Once per process: the facts are checked, and what the first reader would wait for is on its way."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.runtime.pages_manager import PagesManager


@asynccontextmanager
async def warm(_: Any) -> AsyncIterator[None]:
    """Facts that are broken stop the start; the rest is made ready beside the first browser's own loading."""
    from lib.catalogue import catalogue
    from lib.server import pictures

    # Until somebody has run st.navigation, a folder named pages/ makes deep links fail (streamlit 1.67).
    PagesManager.uses_pages_directory = False
    catalogue()
    pictures.recall()
    ended = threading.Event()
    for work in (_prepare, _keep_books):
        threading.Thread(target=work, args=(ended,), daemon=True).start()
    yield
    ended.set()


def _keep_books(ended: threading.Event) -> None:
    """The inbox and publications that wait for their moment."""
    from lib.server import clerk

    clerk.keep(ended)


def _prepare(ended: threading.Event) -> None:
    """Heavy imports, the store, a frozen heap, the list of signals, and first pictures kept as new as it."""
    import altair  # noqa: F401 - the first visitor should not wait for it

    from lib import query
    from lib.server import pictures
    from lib.ui import choices, raised

    # Streamlit collects all garbage after every run; a frozen heap of imports costs it nothing.
    gc.collect()
    gc.freeze()
    raised.scan(choices.CITY)
    query.coverage(tuple(query.heads().values()))
    pictures.keep(ended)
