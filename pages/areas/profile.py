"""One area: what stands out against the city, its indicators, trend and age structure."""

import streamlit as st

from lib import names
from lib.ui import (
    area_card,
    asking,
    my_area,
    parts,
    pickers,
    profile,
    profile_charts,
    service_pages,
    work_area_words,
)
from lib.ui.follow import follow

with parts.scope_bar():
    level, code = pickers.area()
    pickers.scope()

table = profile.weighed(level, code)
with parts.scope_bar():
    area_card.offer(table, level, code)
parts.model_strip("model.strip.profile")
service_pages.links("profile", service_pages.AREAS)
left, right = st.columns([7, 4], vertical_alignment="bottom", gap="large")
with left:
    name = names.area(asking.facts(), level, code, parts.language())
    parts.title(name, profile.finding(table, level, code), work_area_words.counted_from(level, code))
    my_area.offer(level, code)
with right:
    parts.block(profile.headline_markup(table, level, code), "headlines")

left, right = st.columns([19, 6], gap="large")
with left:
    pressed = parts.block(profile.table_markup(table, level, code), "indicator_rows")
    parts.foot(f"{parts.words('profile.foot')} {profile.sources_of(table)}", "rows_foot")
    work_area_words.tell_lacking(level, code)
    parts.table(profile.table_of(table), "profile", f"{level}-{code}", parts.origins(table))
with right:
    parts.block(profile.services_here(level, code), "services_here")
    parts.block(profile.themes_without_indicator(), "no_indicator")

left, right = st.columns(2, gap="large")
with left, parts.where_known("trend_none"):
    profile_charts.draw_trend(level, code)
with right:
    profile_charts.draw_ages(table, level, code)

follow(pressed.choose)
