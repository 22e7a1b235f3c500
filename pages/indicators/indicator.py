"""One indicator: its series with limits and marks, its areas in order, the definition and the source."""

import streamlit as st

from lib.ui import indicator, indicator_months, indicator_series, indicator_words, parts, pickers
from lib.ui.follow import follow

with parts.scope_bar():
    scope = pickers.scope()
    shown = pickers.any_indicator()
    is_monthly = shown.periodicity == "month"
    if is_monthly:
        series = indicator_months.picked(shown)
    else:
        level = pickers.level(indicator.levels(shown, scope))

if shown.origin == "model":
    parts.model_strip("model.strip.indicator")

if is_monthly:
    rows, chart = indicator_months.control_rows(series)
    table = indicator_months.of_districts(series)
    parts.title(
        indicator_words.finding(series, rows, chart),
        indicator_words.subtitle(series, rows),
        indicator_words.newest_empty(rows),
    )
    left, right = st.columns([7, 5], gap="large")
    with left:
        indicator_series.draw_months(series, rows, chart)
        parts.table(
            indicator_series.table_of(series, rows), "months", f"{shown.id}-{series.service}", (shown.origin,)
        )
        parts.block(indicator.definition_markup(shown), "definition")
    with right:
        pressed = parts.block(indicator_words.reading(series, rows, chart), "reading").choose
        indicator_months.draw_districts(series, table)
    follow(pressed)
else:
    table = indicator.weighed(shown, level, scope)
    code = indicator.chosen_code(table, level)
    parts.title(indicator.finding(table, shown), indicator.subtitle(table, shown, level))
    left, right = st.columns([7, 5], gap="large")
    with left:
        indicator.draw_ranking(table, shown, level, scope, code)
        parts.table(indicator.table_of(table, shown), "indicator", f"{shown.id}-{level}", (shown.origin,))
    with right:
        indicator_series.draw_years(shown, level, code)
        parts.block(indicator.definition_markup(shown), "definition")
