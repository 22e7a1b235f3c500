"""The pages of the section of services: the chain stands in the header, the others are reached beside it."""

import streamlit as st

from lib.ui import parts

PAGES = (
    ("pages/services/chain.py", "chain"),
    ("pages/services/need.py", "need"),
    ("pages/services/services.py", "services"),
)


def links(at_hand: str) -> None:
    """A link to each page of the section; the one at hand is none."""
    with st.container(horizontal=True, key="service_pages"):
        for path, key in PAGES:
            st.page_link(path, label=parts.words(f"page.{key}"), disabled=key == at_hand)
