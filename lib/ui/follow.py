"""Where a pressed row leads."""

import streamlit as st

from lib.catalogue import catalogue
from lib.ui import address, choices

PAGES = {
    "indicator": "pages/indicators/indicator.py",
    "area": "pages/areas/profile.py",
    "service": "pages/services/chain.py",
    "dataset": "pages/data/datasets.py",
    "map": "pages/areas/map.py",
    "sources": "pages/data/sources.py",
}


def follow(pressed: str | None) -> None:
    """Open the page of what was pressed: kind:value, several choices parted by a blank."""
    if not pressed:
        return
    kinds = []
    for choice in pressed.split(" "):
        kind, _, value = choice.partition(":")
        kinds.append(kind)
        if kind in choices.DEFAULTS and value:
            address.put(kind, value)
    page = _service_page(address.get("indicator")) if kinds[0] == "indicator" else PAGES[kinds[0]]
    address.write(choices.DEFAULTS)
    st.switch_page(page, query_params=dict(st.query_params))


def _service_page(indicator_id: str) -> str:
    """Service figures are shown by the service chain, all others by the indicator page."""
    is_service = catalogue().indicators[indicator_id].topic == "services"
    return PAGES["service" if is_service else "indicator"]
