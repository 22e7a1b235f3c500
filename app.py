"""The frame: language, scope, list of pages, error screen."""

import streamlit as st

from lib.text import say
from lib.ui import frame, my_area, parts

st.set_page_config(page_title="Tilannekuva", page_icon="static/icon.png", layout="wide")
frame.open_frame()
st.logo("static/logo.svg", size="large")

PAGES = (
    ("pages/overview/situation.py", "situation", "tilannekuva"),
    ("pages/areas/profile.py", "profile", "alueprofiili"),
    ("pages/services/chain.py", "chain", "palveluketju"),
    ("pages/services/need.py", "need", "tarve"),
    ("pages/services/services.py", "services", "palvelut"),
    ("pages/areas/map.py", "map", "kartta"),
    ("pages/areas/compare.py", "compare", "vertailu"),
    ("pages/areas/participation.py", "participation", "osallisuus"),
    ("pages/areas/work_areas.py", "work_areas", "aluetyo"),
    ("pages/areas/segregation.py", "segregation", "eriytyminen"),
    ("pages/indicators/indicator.py", "indicator", "mittari"),
    ("pages/overview/actions.py", "actions", "toimenpiteet"),
    ("pages/data/datasets.py", "datasets", "aineistot"),
    ("pages/data/sources.py", "sources", "lahteet"),
)
# Reached beside the chain or the area profile, so that the header holds on one line.
BESIDE = ("need", "services", "compare", "participation", "work_areas")
page = st.navigation(
    [
        st.Page(
            path,
            title=say(f"page.{key}", parts.language()),
            url_path=url,
            default=key == "situation",
            visibility="hidden" if key in BESIDE else "visible",
        )
        for path, key, url in PAGES
    ],
    position="top",
)
frame.language_picker()
my_area.stand_in(page.url_path)
with frame.page_body():
    page.run()
