"""The situation: what changed, what is wrong, how sure we are, what is being done; then the wider picture."""

import streamlit as st

from lib.settings import settings
from lib.ui import briefing, changes, choices, headlines, parts, pickers, raised, situation
from lib.ui.follow import follow

with parts.scope_bar():
    scope = pickers.scope()
    found = raised.scan(scope)
    area = pickers.focus(scope)
    topic = pickers.topic(briefing.topics(found.signals))

shown = briefing.of_view(found.signals, area, topic, scope)
if scope == choices.CITY:
    parts.model_strip("model.strip.situation")
parts.title(briefing.title(shown, found, scope), briefing.summary(shown, found, scope), briefing.aside(found))
pressed = [parts.press(briefing.tally(shown), "tally", "state")]
rows = briefing.shown(shown)
pressed.append(parts.block(briefing.listed(rows, scope), "signals").choose)
pressed.append(parts.press(briefing.more(shown), "more", "state"))
if len(rows):
    parts.foot(briefing.sources(rows), "signals_foot")
    parts.table(briefing.table_of(rows, scope), "signals", "tilannekuva", parts.origins(rows))

left, right = st.columns([5, 7], gap="large")
with left:
    if scope == choices.CITY:
        with parts.where_known("cities_none"):
            situation.draw_cities(settings().city_code)
    with parts.where_known("map_none"):
        pressed.append(situation.draw_map(scope))
with right:
    pressed.append(situation.draw_heat(scope))

parts.section(parts.words("changes.heading"), key="changes_head")
day = changes.day_picker()
parts.foot(changes.heading(day), "changes_about")
changes.offer_past(day)
pressed.append(parts.block(changes.listed(day, scope), "changes").choose)

if scope == choices.CITY:
    pressed.append(situation.draw_ladder())
parts.section(
    parts.words("situation.headlines"), parts.words("situation.headlines_sub"), key="headlines_head"
)
pressed.append(parts.block(headlines.table(scope), "headlines").choose)
parts.foot(headlines.sources(scope), "headlines_foot")
pressed.append(parts.block(situation.freshness(), "freshness").choose)
changes.remember_visit()
follow(next((one for one in pressed if one), None))
