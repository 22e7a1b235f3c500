"""Work areas: put together from base areas on the map or from a list, checked, kept by date, and shared."""

import streamlit as st

from lib.ui import (
    parts,
    service_pages,
    work_area_files,
    work_area_form,
    work_area_history,
    work_area_list,
    work_area_map,
    work_areas,
)

head = work_areas.opened()
with parts.scope_bar():
    level = work_areas.pick_base(head)

page = work_areas.shown(head, level)
with parts.scope_bar():
    work_areas.offer_new(page)
found = work_areas.belonging(page)
service_pages.links("work_areas", service_pages.AREAS)
work_area_form.say_done()
work_areas.go_back(page)
work_areas.title(page, found)

with st.container(key="map_columns"):
    left, right = st.columns([7, 5], gap="large")
with left:
    work_area_map.draw(page, found)
    work_area_list.draw_checks(page, found)
    work_area_list.draw_lacking(page)
with right:
    if page.head is None:
        work_area_list.draw(page)
    else:
        work_area_form.draw(page)
        work_area_history.draw(page)

left, right = st.columns(2, gap="large")
with left:
    work_area_files.draw_export(page)
    work_area_files.draw_import(page)
with right:
    work_area_history.draw_link(page)
