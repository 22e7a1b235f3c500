"""One indicator: all areas in order, the series, the definition and the source."""

import streamlit as st

from lib.ui import indicator, parts, pickers

with parts.scope_bar():
    scope = pickers.scope()
    shown = pickers.indicator()
    level = pickers.level(indicator.levels(shown, scope))

table = indicator.weighed(shown, level, scope)
code = indicator.chosen_code(table, level)
if shown.origin == "model":
    parts.model_strip("model.strip.indicator")
parts.title(indicator.finding(table, shown), indicator.subtitle(table, shown, level))

left, right = st.columns([7, 5], gap="large")
with left:
    indicator.draw_ranking(table, shown, level, scope, code)
    parts.table(indicator.table_of(table, shown), "indicator", f"{shown.id}-{level}")
with right:
    indicator.draw_series(shown, level, scope, code)
    parts.block(indicator.definition_markup(shown), "definition")
