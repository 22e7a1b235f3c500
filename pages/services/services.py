"""The service catalogue: who helps whom, how to get in and where, with each service's queue."""

import streamlit as st

from lib.ui import parts, service_pages, services, services_map, services_rows
from lib.ui.follow import follow

with parts.scope_bar():
    asked = services.pick()

parts.model_strip("model.strip.services")
service_pages.links("services")
found = services.found(asked)
parts.title(services.finding(found, asked), services.subtitle(found, asked))

with st.container(key="service_columns"):
    left, right = st.columns([17, 8], gap="large")
with left:
    if found:
        shown = services_rows.figures(asked.area)
        listed = services_rows.catalogue_markup(found, shown, asked.who)
    else:
        listed = services.nothing_markup(asked)
    pressed = parts.block(listed, "catalogue", on_choose=services.choose_from("catalogue")).choose
    parts.foot(services.elsewhere_words(asked), "elsewhere")
    if found:
        table = services_rows.table_of(found, shown, asked.who)
        parts.table(table, "services", "palvelut", ("model",))
with right:
    drawn = services_map.map_markup(found, asked)
    pointed = parts.block(drawn, "service_map", on_choose=services.choose_from("service_map")).choose
    parts.foot(services_map.foot(), "services_foot")

follow(services.leading(pressed, pointed))
