"""Taking part by area: participatory budget by resident and child, its rounds, turnout, local activity."""

import streamlit as st

from lib.ui import address, choices, participation, participation_rounds, parts, pickers, service_pages

table = participation.observed()
years = participation.rounds(table)
is_known = bool(years) and address.get("scope") == choices.CITY
with parts.scope_bar():
    year = pickers.period(years) if is_known else ""
    pickers.scope()

service_pages.links("participation", service_pages.AREAS)
if not is_known:
    parts.title(parts.words("participation.lacking"), parts.words("participation.lacking_sub"))
else:
    parts.model_strip("model.strip.participation")
    shown = participation.measures(table, year)
    parts.title(participation.title(shown), parts.words("participation.subtitle", year=year))
    for start in range(0, len(shown), 2):
        for place, column in enumerate(st.columns(2, gap="large")):
            if start + place < len(shown):
                with column:
                    participation.draw(shown[start + place], f"participation_{start + place}")
    participation_rounds.draw(table, years, year)
