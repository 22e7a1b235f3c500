"""The frame around every page: style, languages, scope bar, model strip and the error screen."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

from lib import look
from lib.errors import NothingKnownError, TilannekuvaError
from lib.facts import LANGUAGES
from lib.markup.shell import language_script
from lib.text import say
from lib.ui import address, choices, live, parts

STYLE = Path(__file__).parent / "style.css"
log = logging.getLogger("tilannekuva")


def open_frame() -> None:
    """What must stand before the page list: the style, the reader's choices and the language of the page."""
    address.adopt(choices.DEFAULTS, choices.allowed)
    st.html(f"<style>{style(parts.mode())}{uploader_words()}</style>")
    _tell_language(parts.language())


def language_picker() -> None:
    """FI SV EN, drawn into the header by the style."""
    with st.container(key="language"):
        address.pick(
            st.segmented_control,
            "lang",
            LANGUAGES,
            str.upper,
            label=say("frame.language", parts.language()),
            label_visibility="collapsed",
        )


@contextmanager
def page_body() -> Iterator[None]:
    """Scope bar, model strip, page; a fault becomes one sentence with a code, never a trace."""
    parts.lay_out()
    live.say_moment()
    for name, value in address.refused():
        parts.notice(say("frame.unknown_in_address", parts.language(), name=name, value=value[:40]))
    # What was pressed stands in the address at once; what the page settles itself follows when it is drawn.
    address.write(choices.DEFAULTS)
    try:
        yield
    except (RerunException, StopException):
        raise
    except NothingKnownError:
        parts.title(parts.nothing_known(), parts.words("live.nothing_known_sub"))
    except TilannekuvaError as fault:
        log.exception("page stopped")
        parts.fault(fault.key)
    except Exception:
        log.exception("page stopped")
        parts.fault("error.unexpected")
    address.write(choices.DEFAULTS)
    live.follow_store()


@cache
def style(mode: look.Mode) -> str:
    """The one stylesheet with the tokens of the mode in front of it."""
    variables = f":root {{\n{look.css_variables(mode)}\n{look.size_variables()}\n}}\n"
    return variables + STYLE.read_text(encoding="utf-8")


def uploader_words() -> str:
    """The button of Streamlit's uploader in the reader's language; it has no translation itself (#13500)."""
    return f":root {{ --choose-file: '{parts.words('frame.choose_file')}'; }}"


def _tell_language(language: str) -> None:
    # Streamlit writes lang="en" into every page (its issue 15726); a screen reader needs the real one.
    st.html(f"<script>{language_script(language)}</script>", unsafe_allow_javascript=True)
