"""The map page: one indicator over the areas of a level, the chosen area beside it, the same as a list."""

from typing import Any

import pandas as pd
import streamlit as st

from lib import maps, names, text
from lib.areas import geometry
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup import legend
from lib.markup import profile as markup
from lib.ui import address, choices, parts, pickers

HEIGHT = 720
LABEL_ROOM = 46
# The dense core shown enlarged: postal areas of the mainland city.
CORE = (
    "20100", "20200", "20210", "20250", "20300", "20320", "20500", "20520", "20540", "20610", "20700", "20720",
    "20730", "20740", "20750", "20800", "20810", "20880",
)


def view() -> str:
    """Level or difference."""
    return address.pick(
        st.segmented_control, "view", choices.VIEWS, lambda name: parts.words(f"map.view.{name}"),
        label=parts.words("map.view"), label_visibility="collapsed",
    )


def levels(having: tuple[str, ...]) -> tuple[str, ...]:
    """Those levels that have a map."""
    return tuple(level for level in having if _has_map(level))


def _has_map(level: str) -> bool:
    try:
        geometry.entry(level)
    except geometry.NoGeometry:
        return False
    return True


def legend_markup(table: pd.DataFrame, indicator: Indicator, view_name: str) -> str:
    """Class ranges with counts, and the words of areas without a figure."""
    keys = _level_keys(table, indicator) if view_name == "level" else _difference_keys(table)
    empty = table[~table["status"].isin(maps.SHOWN)].groupby("status").size()
    keys += [
        legend.Key(status, parts.words(f"state.{status}"), text.plural("map.areas", parts.language(), int(count)))
        for status, count in empty.items()
    ]
    entry = geometry.entry(table["area_level"].iloc[0])
    note = parts.words("map.schematic" if entry["schematic"] else "map.real")
    return legend.legend(keys, note)


def _level_keys(table: pd.DataFrame, indicator: Indicator) -> list[legend.Key]:
    values = table["value"].tolist()
    language = parts.language()
    return [
        legend.Key(
            one.style, text.interval(one.low, one.high, indicator.unit, indicator.decimals, language),
            text.plural("map.areas", language, one.count),
        )
        for one in maps.classes(values, maps.round_borders(values))
    ]


def _difference_keys(table: pd.DataFrame) -> list[legend.Key]:
    shown = table[table["status"].isin(maps.SHOWN)]
    styles = maps.difference_styles(shown)
    counted: dict[tuple[str, str], int] = {}
    for code, state in zip(shown["area_code"], shown["state"], strict=True):
        key = (styles[code], names.state_word(state, parts.language()))
        counted[key] = counted.get(key, 0) + 1
    return [
        legend.Key(style, word, text.plural("map.areas", parts.language(), count))
        for (style, word), count in sorted(counted.items())
    ]


def draw(table: pd.DataFrame, indicator: Indicator, view_name: str, chosen: str) -> str:
    """The map; gives the code of an area that was just chosen on it, or the one chosen before."""
    level = table["area_level"].iloc[0]
    entry = geometry.entry(level)
    styles = maps.level_styles(table) if view_name == "level" else maps.difference_styles(table)
    data = {
        "url": f"/app/static/geo/{entry['file']}", "classes": styles, "labels": _labels(table, indicator),
        "tips": _tips(table, indicator), "order": table.sort_values("area_code")["area_code"].tolist(),
        "chosen": chosen, "label": indicator.name[parts.language()], "hint": parts.words("map.hint"),
        "inset": list(geometry.extent(level, None, list(CORE))) if level == "postal_area" else None,
        "insetTitle": parts.words("map.core"), "height": HEIGHT, "labelRoom": LABEL_ROOM,
    }
    _component()(data=data, key="map", on_choose_change=_take(level))
    return chosen


def _take(level: str) -> Any:
    def take() -> None:
        if code := st.session_state["map"].choose:
            address.put("area", choices.area_value(level, code))

    return take


def _labels(table: pd.DataFrame, indicator: Indicator) -> dict[str, list[str]]:
    return {
        code: [_bare_name(name), names.bare(value, indicator, parts.language())]
        for code, name, value in zip(table["area_code"], table["series"], table["value"], strict=True)
    }


def _bare_name(name: str) -> str:
    """A postal area without its code, since the map has no room for both."""
    first, _, rest = name.partition(" ")
    return rest if first.isdigit() and rest else name


def _tips(table: pd.DataFrame, indicator: Indicator) -> dict[str, str]:
    return {
        row.area_code: f"{row.series}: {names.shown(row.value, row.status, indicator, parts.language())} "
                       f"({names.state_word(row.state, parts.language())})"
        for row in table.itertuples()
    }


def picked_markup(table: pd.DataFrame, indicator: Indicator, code: str) -> str:
    """The chosen area's figure, its difference and what is behind it."""
    row = next(table[table["area_code"].eq(code)].itertuples())
    language = parts.language()
    evidence = []
    if not pd.isna(row.numerator) and not pd.isna(row.denominator):
        evidence.append(parts.words(
            "map.behind", cases=text.number(row.numerator, 0, language), all=text.number(row.denominator, 0, language)
        ))
    if not pd.isna(row.lower_95):
        span = text.interval(row.lower_95, row.upper_95, indicator.unit, indicator.decimals, language)
        evidence.append(parts.words("map.interval", interval=span))
    level = row.area_level
    return legend.picked(
        row.series, names.shown(row.value, row.status, indicator, language), markup.cell(row.state, language),
        " · ".join(evidence), [
            (parts.words("map.open_profile"), f"area:{choices.area_value(level, code)}"),
            (parts.words("map.open_indicator"), f"indicator:{indicator.id} level:{level}"),
        ],
    )


def pick_area(table: pd.DataFrame) -> str:
    """The same choice as a list, for those who do not use the map."""
    level = table["area_level"].iloc[0]
    options = [choices.area_value(level, code) for code in table.sort_values("series")["area_code"]]
    chosen = address.pick(st.selectbox, "area", options, pickers.area_label, label=parts.words("frame.area"))
    return choices.area_key(chosen)[1]


@st.cache_resource
def _component() -> Any:
    source = (parts.COMPONENTS / "map.js").read_text(encoding="utf-8")
    return st.components.v2.component(
        "tilannekuva.map", html='<div class="map-frame"></div>', js=source, isolate_styles=False
    )
