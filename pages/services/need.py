"""Need against supply by district, and the promotion of wellbeing beside the services of one district."""

import streamlit as st

from lib.ui import need, need_beside, need_origins, need_view, parts, service_pages
from lib.ui.follow import follow

shown = need.shown()
if shown is None:
    need.say_nothing()
    st.stop()

with parts.scope_bar():
    level, code = need.pick_area(shown)

parts.model_strip("model.strip.need")
service_pages.links("need")
parts.title(need.finding(shown), need.subtitle(shown), parts.words("need.aside"))

with st.container(key="map_columns"):
    left, right = st.columns([13, 12], gap="large")
with left:
    need_view.draw_map(shown, code)
with right:
    need_view.draw_grid(shown)
need_view.draw_list(shown, code)
need_origins.draw_origins(shown)

pressed = need_beside.draw_beside(shown, code)
parts.block(need_beside.lacking(), "need_lacking")
follow(pressed)
