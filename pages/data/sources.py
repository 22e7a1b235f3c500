"""Sources and methods: where every figure comes from, what it tells, and which law the queues are held to."""

import streamlit as st

from lib.ui import parts, sources
from lib.ui.follow import follow

parts.title(sources.finding(), parts.words("sources.subtitle"))
parts.section(parts.words("sources.sources"), parts.words("sources.sources_sub"), key="sources_head")
st.dataframe(sources.source_table(), hide_index=True, width="stretch", key="source_table")

parts.section(parts.words("sources.methods"), parts.words("sources.methods_sub"), key="methods_head")
parts.section(parts.words("sources.limits"), parts.words("sources.limits_sub"), key="limits_head")
st.dataframe(sources.limit_table(), hide_index=True, width="stretch", key="limit_table")

parts.section(parts.words("sources.indicators"), parts.words("sources.indicators_sub"), key="indicators_head")
left, right = st.columns(2, gap="large")
pressed = []
for place, (topic, listed) in enumerate(sources.indicators_by_topic()):
    with (left, right)[place % 2]:
        pressed.append(parts.block(listed, f"topic_{topic}").choose)

parts.section(parts.words("sources.themes"), parts.words("sources.themes_sub"), key="themes_head")
left, right = st.columns(2, gap="large")
for place, kind in enumerate(sources.THEME_KINDS):
    with (left, right)[place % 2]:
        parts.block(sources.themes(kind), f"themes_{kind}")
follow(next((one for one in pressed if one), None))
