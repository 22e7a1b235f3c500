"""Pieces that every page is made of: scope bar, titles, markup blocks, charts with their table, notes."""

import logging
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from lib import look, names, text
from lib.catalogue import catalogue
from lib.errors import NothingKnownError
from lib.facts import Indicator
from lib.intake.export import safe_csv
from lib.markup import page as markup
from lib.text import say
from lib.ui import address, asking

COMPONENTS = Path(__file__).parent / "components"
log = logging.getLogger("tilannekuva")
# Seconds.
A_YEAR = 365 * 24 * 3600
BAR = "scope_bar_slot"
STRIP = "model_strip_slot"


def language() -> str:
    """The language of this run."""
    return address.get("lang")


def mode() -> look.Mode:
    """Light or dark, as the reader's browser shows it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def words(key: str, **values: object) -> str:
    """A text in the language of this run."""
    return say(key, language(), **values)


def lay_out() -> None:
    """Empty places above the page, filled by the page itself."""
    st.session_state[BAR] = st.container(horizontal=True, key="scope_bar", vertical_alignment="center")
    st.session_state[STRIP] = st.empty()


def scope_bar() -> Any:
    """Where a page puts its pickers."""
    return st.session_state[BAR]


def model_strip(key: str) -> None:
    """The strip that says which figures are model data; it cannot be closed and it prints."""
    with st.session_state[STRIP]:
        block(markup.model_strip(words(key), language()), "model_strip")


def notice(sentence: str) -> None:
    """A line the reader should see before the figures."""
    block(markup.notice(sentence), f"notice_{abs(hash(sentence))}")


def fault(key: str) -> None:
    """One sentence and a code to give to support; the log holds the rest under the same code."""
    code = secrets.token_hex(3)
    log.error("fault code %s: %s", code, key)
    block(markup.fault(words(key), words("error.code", code=code)), "fault")


def block(html: str, key: str, on_choose: Callable[[], None] | None = None) -> Any:
    """Escaped markup made by lib.markup, shown as it is; a press on [data-choose] comes back as `choose`."""
    return _markup_component()(data={"html": html}, key=key, on_choose_change=on_choose or _nothing)


def cookie(name: str, kept: str, key: str) -> None:
    """Let the browser keep something small for a year, or forget it where it is empty; nothing is drawn."""
    written = f"{name}={kept}; Path=/; Max-Age={A_YEAR if kept else 0}; SameSite=Lax"
    _markup_component()(data={"html": "", "cookie": written}, key=key, on_choose_change=_nothing)


def press(html: str, key: str, name: str) -> str | None:
    """A block in which a press on name:value chooses a value of the address; other presses are given back."""

    def choose() -> None:
        kind, _, value = (st.session_state[key].choose or "").partition(":")
        if kind == name:
            address.put(name, value)

    pressed = block(html, key, on_choose=choose).choose
    return None if (pressed or "").startswith(f"{name}:") else pressed


def title(heading: str, subtitle: str = "", aside: str = "") -> None:
    """The finding of the page, what is measured under it, and when it was checked at right."""
    block(markup.title(heading, subtitle, aside), "page_title")


def section(heading: str, subtitle: str = "", *, key: str, model: str = "") -> None:
    """The finding of a chart; `model` is the framed word of model data or empty."""
    block(markup.section(heading, subtitle, model), key)


def foot(sentence: str, key: str) -> None:
    """Source, date and rule under a picture."""
    block(markup.foot(sentence), key)


def model_word(indicator: Indicator) -> str:
    """The framed word beside a model figure; empty beside a real one."""
    return words("model.word") if indicator.origin == "model" else ""


def table(frame: pd.DataFrame, key: str, name: str, origins: Iterable[str]) -> None:
    """The figures behind a picture, and the same as a file whose name tells model data."""
    with st.expander(words("frame.table")):
        st.dataframe(frame, hide_index=True, width="stretch", key=f"{key}_table")
        st.download_button(
            words("frame.download_table"),
            data=lambda: safe_csv(frame),
            file_name=f"{names.file_name(name, origins)}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"{key}_download",
        )


def some(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as it is; NothingKnownError when it has no rows to draw from."""
    if frame.empty:
        raise NothingKnownError()
    return frame


@contextmanager
def where_known(key: str) -> Iterator[None]:
    """A part of a page that says in a sentence that it has no figures; the rest of the page stays."""
    try:
        yield
    except NothingKnownError:
        foot(nothing_known(), key)


def nothing_known() -> str:
    """That there are no figures, now or as known on the reader's day."""
    day = asking.known_day()
    return words("live.nothing_known", day=text.day(day, language())) if day else words("live.nothing_at_all")


def origins(rows: pd.DataFrame) -> list[str]:
    """Of each row whether its indicator is real or model data."""
    return [catalogue().indicators[name].origin for name in rows["indicator_id"]]


def chart(spec: Any, key: str, heading: str) -> None:
    """A chart drawn from a ready specification; its text alternative is the finding."""
    st.vega_lite_chart(spec.data, spec.spec, key=key, width="stretch", alt=spec.alt or heading, theme=None)


def _nothing() -> None:
    return None


@st.cache_resource
def _markup_component() -> Any:
    return st.components.v2.component(
        "tilannekuva.markup",
        js=(COMPONENTS / "markup.js").read_text(encoding="utf-8"),
        isolate_styles=False,
        html='<div class="tk"></div>',
    )
