"""What a reader chose, kept in the address so that a link opens the same view and page changes keep it."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.errors import NothingKnownError

CHOSEN = "address"
WRITTEN = "address_written"
REFUSED = "address_refused"
# What stands where no reader is: the server draws the first picture before anybody's run.
STANDING: ContextVar[dict[str, str] | None] = ContextVar("standing", default=None)


def adopt(defaults: dict[str, str], allowed: Callable[[str, str], bool]) -> None:
    """Take over what the address says; keep a notice for each value that nobody knows."""
    chosen = st.session_state.setdefault(CHOSEN, dict(defaults))
    st.session_state[REFUSED] = []
    for name, default in defaults.items():
        asked = st.query_params.get(name)
        if asked is None or asked == st.session_state.get(WRITTEN, {}).get(name):
            continue
        if allowed(name, asked):
            chosen[name] = asked
        else:
            st.session_state[REFUSED].append((name, asked))
            chosen[name] = default


def write(defaults: dict[str, str]) -> None:
    """Put what was chosen into the address, leaving out what is as by default."""
    chosen = st.session_state[CHOSEN]
    wanted = {name: value for name, value in chosen.items() if value and value != defaults[name]}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[WRITTEN] = wanted


@contextmanager
def standing(chosen: dict[str, str]) -> Iterator[None]:
    """Choices that `get` gives in this block, in place of a reader's; nothing can be put or picked in it."""
    token = STANDING.set(chosen)
    try:
        yield
    finally:
        STANDING.reset(token)


def get(name: str) -> str:
    """The chosen value of a parameter."""
    chosen = STANDING.get()
    return st.session_state[CHOSEN][name] if chosen is None else chosen[name]


def link(page: str, asked: Mapping[str, str]) -> str:
    """The address of a page as this reader's browser would open it; empty when that is not known."""
    # Streamlit leaves the page in the address when the visit began there.
    here = (st.context.url or "").rstrip("/").removesuffix(f"/{page}")
    return f"{here}/{page}?{urlencode(asked)}" if urlsplit(here).scheme in ("http", "https") else ""


def peek(name: str) -> str:
    """The chosen value, or nothing where there is no reader, such as in the server's own threads."""
    chosen = STANDING.get()
    if chosen is None and get_script_run_ctx(suppress_warning=True):
        chosen = st.session_state.get(CHOSEN)
    return (chosen or {}).get(name, "")


def put(name: str, value: str) -> None:
    """Choose a value from the program's side, such as a click on a map."""
    st.session_state[CHOSEN][name] = value


def refused() -> list[tuple[str, str]]:
    """The parameters of the address that were not understood."""
    return st.session_state.get(REFUSED, [])


def pick(
    widget: Callable[..., Any],
    name: str,
    options: Sequence[str],
    written: Callable[[str], str],
    **look: Hashable,
) -> str:
    """A widget bound to a parameter: one of `options`, the first when the chosen one is not among them.

    NothingKnownError when there are none.
    """
    key = f"pick_{name}"
    if not options:
        raise NothingKnownError()
    if get(name) not in options:
        put(name, options[0])
    st.session_state[key] = get(name)
    labels = {one: written(one) for one in options}
    widget(
        options=options, key=key, format_func=labels.__getitem__, on_change=_take, args=(name, key), **look
    )
    return get(name)


def pick_several(
    name: str, options: Sequence[str], usual: Sequence[str], most: int, look: Mapping[str, Any]
) -> list[str]:
    """A list bound to a parameter, its values parted by a full stop; `usual` while none of them is known."""
    key = f"several_{name}"
    asked = [one for one in get(name).split(".") if one in options][:most]
    st.session_state[key] = asked or list(usual)
    st.multiselect(
        options=options, key=key, max_selections=most, on_change=_take_several, args=(name, key), **look
    )
    return st.session_state[key]


def _take_several(name: str, key: str) -> None:
    put(name, ".".join(st.session_state[key]))


def number(name: str, usual: float, **look: Hashable) -> float:
    """A number field bound to a parameter, which is empty while the number is the usual one."""
    key = f"number_{name}"
    asked = float(get(name) or usual)
    st.session_state[key] = min(max(asked, look["min_value"]), look["max_value"])
    st.number_input(key=key, on_change=_take_number, args=(name, key, usual), **look)
    return st.session_state[key]


def typed(name: str, **look: Hashable) -> str:
    """A text field bound to a parameter."""
    key = f"typed_{name}"
    st.session_state[key] = get(name)
    st.text_input(key=key, on_change=_take, args=(name, key), **look)
    return get(name)


def switch(name: str, **look: Hashable) -> bool:
    """A switch bound to a parameter that says yes or is empty."""
    key = f"switch_{name}"
    st.session_state[key] = get(name) == "yes"
    st.toggle(key=key, on_change=_take_switch, args=(name, key), **look)
    return get(name) == "yes"


def _take_switch(name: str, key: str) -> None:
    put(name, "yes" if st.session_state[key] else "")


def _take_number(name: str, key: str, usual: float) -> None:
    chosen = st.session_state[key]
    put(name, "" if chosen == usual else f"{chosen:g}")


def _take(name: str, key: str) -> None:
    # A segmented control gives None when its chosen part is pressed again: nothing was chosen then.
    if st.session_state[key] is not None:
        put(name, st.session_state[key])
