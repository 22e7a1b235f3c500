"""The map: one indicator over the areas of a level, and the chosen area beside it."""

import streamlit as st

from lib.ui import (
    address,
    indicator,
    map_choice,
    map_download,
    map_kinds,
    map_layers,
    map_page,
    map_painted,
    map_panel,
    map_parts,
    map_years,
    parts,
    pickers,
    service_pages,
    work_area_words,
)
from lib.ui.follow import follow

asked = address.get("indicator")
with parts.scope_bar():
    measure = pickers.indicator()
    levels = map_page.levels(measure, address.get("scope"))
    level = pickers.level(levels) if levels else ""
    period = pickers.period(map_page.periods(measure, level, address.get("scope"))) if levels else ""
    scope = pickers.scope()

service_pages.links("map", service_pages.AREAS)
map_page.tell_replaced(asked, measure)
if not levels:
    if measure.origin == "model":
        parts.model_strip("model.strip.indicator")
    parts.title(map_page.lacking_title(scope), measure.name[parts.language()])
    follow(parts.block(map_page.lacking(measure, scope), "lacking").choose)
else:
    shown = map_page.weighed(measure, level, scope, period)
    chosen = map_page.settle_area(shown)
    with st.container(key="map_columns"):
        left, right = st.columns([12, 5], gap="large")
    with left:
        head = st.container()
        view = map_choice.choose(shown)
        painted = map_kinds.painted(shown, view)
        origins = map_painted.origins(shown, painted)
        if "model" in origins:
            which = "indicator" if measure.origin == "model" else "beside"
            parts.model_strip(f"model.strip.{which}")
        with head:
            parts.title(painted.heading, map_page.subtitle(shown))
        map_choice.draw_legend(shown, painted)
        with st.container(key="map_body"):
            if view == "level" and not address.get("smooth"):
                map_parts.draw_finding(shown, painted)
            map_parts.draw_map(shown, painted, chosen)
            map_layers.draw_list(shown)
            work_area_words.tell_under_map(shown)
        if view == "years":
            map_years.draw_small(shown, painted)
        name = map_page.file_name(shown, period)
        map_download.draw(shown, painted, name)
        table = map_painted.with_columns(indicator.table_of(shown.table, measure), painted)
        parts.table(table, "map", name, origins)
    with right:
        pressed = map_panel.draw(shown, chosen)
        map_page.pick_area(shown)
        map_parts.draw_list(shown, chosen)
    follow(pressed)
