"""One indicator on the map: level or difference, the chosen area, and the same figures as a table."""

import streamlit as st

from lib import names
from lib.catalogue import catalogue
from lib.ui import choropleth, indicator, parts, pickers
from lib.ui.follow import follow

with parts.scope_bar():
    scope = pickers.scope()
    shown = pickers.indicator()
    options = choropleth.levels(indicator.levels(shown, scope))
    level = pickers.level(options) if options else ""

if shown.origin == "model":
    parts.model_strip("model.strip.indicator")
if not level:
    parts.title(shown.name[parts.language()], parts.words("map.no_level"))
    st.stop()

table = indicator.weighed(shown, level, scope)
parts.title(indicator.finding(table, shown), indicator.subtitle(table, shown, level))
left, right = st.columns([8, 4], gap="large")
with right:
    code = choropleth.pick_area(table)
    pressed = parts.block(choropleth.picked_markup(table, shown, code), "picked")
    indicator.draw_ranking(table, shown, level, scope, code)
with left:
    view = choropleth.view()
    parts.block(choropleth.legend_markup(table, shown, view), "legend")
    choropleth.draw(table, shown, view, code)
    parts.foot(names.provenance(shown, catalogue(), parts.language()), "map_foot")
    parts.table(indicator.table_of(table, shown), "map", f"{shown.id}-{level}")
follow(pressed.choose)
