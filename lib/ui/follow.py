"""Where a pressed row leads."""

import streamlit as st

from lib.catalogue import catalogue
from lib.ui import address, choices

PAGES = {
    "indicator": "pages/indicators/indicator.py",
    "area": "pages/areas/profile.py",
    "service": "pages/services/chain.py",
    "dataset": "pages/data/datasets.py",
    "action": "pages/overview/actions.py",
    "map": "pages/areas/map.py",
    "gap": "pages/areas/segregation.py",
    "sources": "pages/data/sources.py",
}


def follow(pressed: str | None) -> None:
    """Open the page of what was pressed: kind:value, several choices parted by a blank."""
    if not pressed:
        return
    kinds = []
    if pressed.startswith("action:"):
        # A new action is about what the link says, not about the signal of the link before.
        address.put("signal", "")
    for choice in pressed.split(" "):
        kind, _, value = choice.partition(":")
        kinds.append(kind)
        if kind in choices.DEFAULTS and value:
            address.put(kind, value)
    if kinds[0] == "indicator" and catalogue().indicators[address.get("indicator")].periodicity == "month":
        # The monthly figures of services are of the city and its districts alone.
        address.put("scope", choices.CITY)
    address.write(choices.DEFAULTS)
    st.switch_page(PAGES[kinds[0]], query_params=dict(st.query_params))
