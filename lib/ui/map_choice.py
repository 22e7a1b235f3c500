"""The row of pickers above the map, and the quiet place for what is seldom changed."""

import pandas as pd
import streamlit as st

from lib import maps
from lib.markup import map as markup
from lib.ui import address, map_kinds, map_layers, map_legend, map_two, parts
from lib.ui.map_page import Shown
from lib.ui.map_painted import Painted


def choose(shown: Shown) -> str:
    """The kind of map and how its figures are parted; the kind is given, the rest is in the address."""
    kinds = map_kinds.views(shown)
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_view"):
        view = _pick("view", kinds, "map.view", 250)
        ways = map_kinds.classings(shown, view)
        way = _pick("classes", ways, "map.classes", 300) if ways else ""
        if view == "two":
            map_two.pick(shown)
        if way == "own":
            address.typed(
                "limits",
                label=parts.words("map.own.label"),
                label_visibility="collapsed",
                placeholder=parts.words("map.own.example"),
                width=190,
            )
        with st.popover(parts.words("map.more")):
            map_layers.switches()
            if map_kinds.can_smooth(shown, view):
                address.switch("smooth", label=parts.words("map.smooth"), help=parts.words("map.smooth.help"))
    if way == "own":
        _tell_faults(shown)
    if kinds == ["symbols"]:
        parts.foot(parts.words("map.amount"), "no_difference")
    elif not shown.has_difference:
        why = "map.no_benchmark" if pd.isna(shown.benchmark) else "map.no_interval"
        parts.foot(parts.words(why), "no_difference")
    return view


def _pick(name: str, options: list[str], family: str, width: int) -> str:
    return address.pick(
        st.selectbox,
        name,
        options,
        lambda one: parts.words(f"{family}.{one}"),
        label=parts.words(family),
        width=width,
    )


def _tell_faults(shown: Shown) -> None:
    """What is wrong with the typed limits, or that all areas fall on one side of them."""
    typed = maps.own(address.get("limits"))
    if typed.fault:
        return parts.notice(parts.words(typed.fault, **typed.values))
    known = shown.table["value"].dropna()
    if known.lt(typed.rising[0]).all() or known.ge(typed.rising[-1]).all():
        parts.notice(parts.words("map.own.outside"))
    return None


def draw_legend(shown: Shown, painted: Painted) -> None:
    """What the kind of map tells, the class bar or the circles, then the keys of the states that occur."""
    if painted.note:
        parts.foot(painted.note, "map_note")
    label = parts.words("map.legend")
    keys = map_legend.states(shown, painted.fills, painted.unsure)
    if painted.radii:
        circles = map_legend.circles(map_kinds.quantity(shown))
        return _block(markup.circles(label, circles, keys))
    if address.get("view") == "two":
        states = markup.legend(label, [], keys) if keys else ""
        return _block(map_two.legend(shown, painted) + states)
    keys = [one for one in keys if one.fill not in {key.fill for key in painted.keys}]
    return _block(markup.legend(label, painted.keys, keys))


def _block(html: str) -> None:
    parts.block(html, "legend")
