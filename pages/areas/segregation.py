"""Segregation: whether the gap between areas grows, its two ends, and areas like their neighbours."""

import streamlit as st

from lib.ui import address, parts, pickers, segregation, segregation_ends, segregation_index, segregation_map
from lib.ui.follow import follow

asked = address.get("indicator")
with parts.scope_bar():
    measure = segregation.pick_indicator(address.get("scope"))
    level = segregation.pick_level(measure, address.get("scope"))
    scope = pickers.scope()

if measure.origin == "model":
    parts.model_strip("model.strip.indicator")
segregation.tell_replaced(asked, measure)
shown = segregation.weighed(measure, level, scope)
parts.title(segregation.finding(shown, address.get("index")), segregation.subtitle(shown))
index = segregation_index.pick_index()

left, right = st.columns([15, 8], gap="large")
with left:
    segregation_index.draw_index(shown, index)
with right:
    parts.block(segregation_index.measures(shown), "index_measures")

left, right = st.columns([15, 8], gap="large")
with left:
    segregation_ends.draw_ends(shown)
with right:
    parts.block(segregation_ends.measures(shown), "ends_measures")

found = segregation_map.clustered(shown)
pressed = None
if found is None:
    segregation_map.draw_lacking()
else:
    table = segregation_map.with_states(shown, found)
    with st.container(key="map_columns"):
        left, right = st.columns([15, 11], gap="large")
    with left:
        segregation_map.draw_map(shown, found, table)
    with right:
        parts.section(segregation_map.list_words(table), parts.words("segregation.list.sub"), key="list_head")
        pressed = parts.block(segregation_map.cluster_list(shown, table), "clusters").choose

followed = parts.block(segregation.methods_link(), "methods").choose
follow(pressed or followed)
