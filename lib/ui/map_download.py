"""The map as a picture to take along: SVG and PNG with everything that explains it."""

import streamlit as st

from lib import names, text
from lib.areas import geometry
from lib.reports import map_drawn, map_picture
from lib.ui import (
    asking,
    map_borders,
    map_kinds,
    map_legend,
    map_page,
    map_painted,
    map_parts,
    map_years,
    parts,
)
from lib.ui.map_page import Shown
from lib.ui.map_painted import Painted


def draw(shown: Shown, painted: Painted, name: str) -> None:
    """Two buttons; a picture is made when one is pressed. Nothing where the level has no geometry."""
    try:
        picture = _picture(shown, painted)
    except geometry.NoGeometry:
        return
    file = names.file_name(name, map_painted.origins(shown, painted))
    with st.container(horizontal=True, key="map_pictures"):
        st.download_button(
            parts.words("map.picture.png"),
            data=lambda: map_picture.png(map_picture.svg(picture)),
            file_name=f"{file}.png",
            mime="image/png",
            on_click="ignore",
            key="map_png",
        )
        st.download_button(
            parts.words("map.picture.svg"),
            data=lambda: map_picture.svg(picture).encode(),
            file_name=f"{file}.svg",
            mime="image/svg+xml",
            on_click="ignore",
            key="map_svg",
        )


def _picture(shown: Shown, painted: Painted) -> map_drawn.Picture:
    states = map_legend.states(shown, painted.fills, painted.unsure)
    keyed = {one.fill for one in painted.keys}
    keys = [*painted.keys, *(one for one in states if one.fill not in keyed)]
    circles = map_legend.circles(map_kinds.quantity(shown)) if painted.radii else ()
    rows = shown.table.itertuples()
    return map_drawn.Picture(
        shown.level,
        painted.heading,
        map_page.subtitle(shown),
        painted.fills,
        [(one.fill, one.words, one.count) for one in keys],
        {row.area_code: map_parts.label(row, shown, painted) for row in rows},
        _feet(shown, painted),
        parts.words("map.north"),
        parts.words("model.word") if "model" in map_painted.origins(shown, painted) else "",
        painted.unsure,
        painted.radii,
        [(one.radius, one.words) for one in circles],
        map_borders.inset_title(shown.level),
        map_years.every(shown, painted),
        asking.map_scope(shown.level),
    )


def _feet(shown: Shown, painted: Painted) -> list[str]:
    """What the map tells, where figures and borders come from, and when the picture was made."""
    language = parts.language()
    borders = map_borders.told(shown.level, shown.table["area_code"])
    made = parts.words("map.picture.made", day=text.day(asking.today(), language))
    return [
        painted.note,
        map_painted.sources(shown, painted),
        borders,
        map_borders.division(shown.level),
        made,
    ]
