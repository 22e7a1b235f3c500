"""A map in two messages: its frame with the names, which stays, and the figures, sent anew by a recolour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import streamlit as st

from lib import maps
from lib.ui import address, choices, map_borders, parts

# Where the server gives the map files; their names change with their content.
ADDRESS = "/app/static/geo/{file}"
# A label needs so many pixels of width (look.md, section 6).
LABEL_ROOM = 46


@dataclass(frozen=True)
class Told:
    """What a map says of its areas by code: fill, name, the tip after the name, the lines of the label.

    order: the codes as the arrow keys walk through them.
    """

    order: Sequence[str]
    fills: Mapping[str, str]
    names: Mapping[str, str]
    tips: Mapping[str, str]
    labels: Mapping[str, Sequence[str]]


def frame(level: str, file: str, hint: str, height: int) -> dict[str, Any]:
    """What of a map stays the same from figure to figure. file: its shapes; hint: what a press does."""
    return {
        "url": ADDRESS.format(file=file),
        "labelRoom": LABEL_ROOM,
        "hint": hint,
        "north": parts.words("map.north"),
        "height": height,
        "insetTitle": map_borders.inset_title(level),
    }


def take_area(level: str, pressed: str | None) -> None:
    """Choose the area that was pressed on a map, when it is one."""
    value = choices.area_value(level, pressed or "")
    if choices.allowed("area", value):
        address.put("area", value)


def draw(
    name: str, told: Told, frame: dict[str, Any], figures: dict[str, Any], **heard: Callable[[], None]
) -> None:
    """The map under `name`. frame: what stays from figure to figure; figures: what does not."""
    names = {code: told.names[code] for code in sorted(told.order)}
    key = f"{frame['url']}.{crc32(repr(names).encode())}"
    which = {"name": name, "key": key}
    frame_component()(
        data={**which, **frame, "codes": list(names), "names": list(names.values())}, key=name, **heard
    )
    columns = maps.columns(told.order, told.fills, told.tips, told.labels)
    with st.container(key=f"sent_{name}"):
        _figures_component()(data={**which, **figures, **columns}, key=f"{name}_figures")


@st.cache_resource
def frame_component() -> Any:
    """The map as a component: shapes fetched once and drawn when their figures come."""
    return _component("map", '<div class="map-frame"></div>')


@st.cache_resource
def _figures_component() -> Any:
    return _component("map_figures", "<i></i>")


def _component(name: str, html: str) -> Any:
    script = (parts.COMPONENTS / f"{name}.js").read_text(encoding="utf-8")
    return st.components.v2.component(f"tilannekuva.{name}", js=script, isolate_styles=False, html=html)
