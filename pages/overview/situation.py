"""The situation: what is wrong, which areas differ, the headline figures and how fresh they are."""

import streamlit as st

from lib.ui import headlines, parts, pickers, situation
from lib.ui.follow import follow

with parts.scope_bar():
    scope = pickers.scope()

queue, table = situation.queues(), situation.compared(scope)
if scope == "turku":
    parts.model_strip("model.strip.situation")
parts.title(situation.finding(queue, table, scope), "", situation.aside(table))

left, right = st.columns([5, 7], gap="large")
with left:
    chosen = []
    if scope == "turku":
        chosen.append(parts.block(situation.queue_list(queue), "queues").choose)
        parts.foot(situation.source_of("waiting_total"), "queue_foot")
    chosen.append(parts.block(situation.freshness(), "freshness").choose)
with right:
    parts.section(situation.heat_finding(table), parts.words("situation.heat_caption"), key="heat_head")
    chosen.append(parts.block(situation.heat(table, scope), "heat").choose)
    parts.foot(situation.heat_sources(scope), "heat_foot")
    chosen.append(parts.block(situation.small_map(scope), "small_map").choose)
    parts.foot(situation.source_of(situation.MAP_INDICATOR[scope]), "map_foot")

parts.section(
    parts.words("situation.headlines"), parts.words("situation.headlines_sub"), key="headlines_head"
)
chosen.append(parts.block(headlines.table(scope), "headlines").choose)
parts.foot(headlines.sources(scope), "headlines_foot")
follow(next((one for one in chosen if one), None))
