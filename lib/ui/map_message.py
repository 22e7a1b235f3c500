"""A map in two messages: its frame with the names, which stays, and the figures, sent anew by a recolour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import streamlit as st

from lib import maps
from lib.ui import parts


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
    with st.container(key=f"{name}_sent"):
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
