"""The pages of a section: one stands in the header, the others are reached beside it."""

import streamlit as st

from lib.ui import parts

SERVICES = (
    ("pages/services/chain.py", "chain"),
    ("pages/services/need.py", "need"),
    ("pages/services/services.py", "services"),
)
AREAS = (
    ("pages/areas/profile.py", "profile"),
    ("pages/areas/compare.py", "compare"),
    ("pages/areas/participation.py", "participation"),
    ("pages/areas/work_areas.py", "work_areas"),
)


def links(at_hand: str, pages: tuple[tuple[str, str], ...] = SERVICES) -> None:
    """A link to each page of the section; the one at hand is none."""
    with st.container(horizontal=True, key="service_pages"):
        for path, key in pages:
            st.page_link(path, label=parts.words(f"page.{key}"), disabled=key == at_hand)
