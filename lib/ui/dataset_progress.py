"""How far a large file is: a bar that names its step, and a button that stops the work without a trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.progress import Tell, untold
from lib.ui import parts

# Under this a file is checked before a bar could be read.
SMALL_BYTES = 1_000_000
# Where each step begins and ends, measured on a file of a million rows (bench/big_file.py).
EXTENT = {
    "read": (0.0, 0.4),
    "check": (0.4, 0.75),
    "compare": (0.75, 1.0),
    "merge": (0.0, 0.4),
    "write": (0.4, 1.0),
}
# From here on the store writes in one piece, which goes back with Undo.
WITHOUT_RETURN = "write"
CANCELLED = "dataset_cancelled"


@contextmanager
def shown(content: bytes, name: str, first: str, mark: str = "") -> Iterator[Tell]:
    """A bar while the work runs, which draws at every step: there a press on the button ends the run.

    first: the first step; mark: the file then left aside, empty where stopping only takes back a press.
    """
    if len(content) < SMALL_BYTES:
        with st.spinner(parts.words(f"datasets.progress.{first}", file=name), show_time=True):
            yield untold
        return
    place = st.empty()
    with place.container(key="progress"):
        bar = st.progress(0.0)
        button = st.empty()
    button.button(parts.words("datasets.stop"), key="stop", on_click=_cancel, args=(mark,))

    def tell(step: str, done: float = 0.0) -> None:
        if step == WITHOUT_RETURN:
            button.empty()
        begin, end = EXTENT[step]
        bar.progress(begin + done * (end - begin), text=parts.words(f"datasets.progress.{step}", file=name))

    yield tell
    place.empty()


def is_cancelled(mark: str) -> bool:
    """Whether this file was left aside; says so and offers to check it after all."""
    if st.session_state.get(CANCELLED) != mark:
        return False
    parts.foot(parts.words("datasets.cancelled"), "cancelled")
    st.button(parts.words("datasets.check_again"), key="check_again", on_click=_cancel, args=("",))
    return True


def _cancel(mark: str) -> None:
    st.session_state[CANCELLED] = mark
