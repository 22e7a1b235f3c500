"""The reader's own area: chosen once, kept by the browser, used where the address names no area."""

import streamlit as st

from lib.markup import page as markup
from lib.ui import address, choices, parts

# Holds the scope and the area, since an area is shown only in its own scope.
COOKIE = "tilannekuva_my_area"
SEPARATOR = "."
# What was chosen or forgotten in this visit; the browser tells its cookies only when a visit begins.
NOW = "my_area_now"
# The pages that are about one area; on the others no area means all of them.
PAGES = ("alueprofiili", "palveluketju", "kartta", "vertailu", "osallisuus")


def remembered() -> tuple[str, str] | None:
    """Scope and area as the address writes them; None where nothing is kept or nobody knows the area."""
    kept = st.session_state.get(NOW, st.context.cookies.get(COOKIE, ""))
    scope, area = (*kept.split(SEPARATOR, 1), "", "")[:2]
    known = choices.allowed("scope", scope) and choices.allowed("area", area)
    return (scope, area) if known else None


def stand_in(page: str) -> None:
    """On a page about one area, the reader's own where the address names none."""
    found = remembered()
    if page not in PAGES or address.get("area") or not found:
        return
    scope, area = found
    if address.get("scope") in (scope, choices.DEFAULTS["scope"]):
        address.put("scope", scope)
        address.put("area", area)


def offer(level: str, code: str) -> None:
    """A quiet press that makes this area the reader's own, or forgets that it is."""
    value = choices.area_value(level, code)
    is_own = remembered() == (address.get("scope"), value)
    press = ("my_area.forget", "forget") if is_own else ("my_area.take", value)
    parts.block(_line(is_own, press), "my_area", on_choose=_take)
    if NOW in st.session_state:
        parts.cookie(COOKIE, st.session_state[NOW], "my_area_kept")


def _line(is_own: bool, press: tuple[str, str]) -> str:
    words, choose = press
    about = parts.words("my_area.is_own") if is_own else ""
    return markup.quiet_line(about, parts.words(words), choose)


def _take() -> None:
    pressed = st.session_state["my_area"].choose
    if pressed:
        own = "" if pressed == "forget" else f"{address.get('scope')}{SEPARATOR}{pressed}"
        st.session_state[NOW] = own
