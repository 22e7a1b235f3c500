"""What a reader may try: demand, staff, pace, lost times and a push on the queue, as a plan against today."""

from typing import NamedTuple

import streamlit as st

from lib import text
from lib.catalogue import catalogue
from lib.forecast.simulation import Plan
from lib.ui import address, parts

# Widest change of demand, staff, pace and push that can be asked for.
PER_CENT = (-90.0, 200.0)
STAFF = (-500.0, 500.0)
LOST = (0.0, 60.0)
EXTRA = (0.0, 2000.0)
MONTHS = (0.0, 24.0)


class Today(NamedTuple):
    """What capacity is made of, by the last twelve months: person-years, visits a month for each, and visits
    for each person who started; None where it is not known.
    """

    staff: float | None
    pace: float | None
    visits_each: float | None


def asked(today: Today) -> Plan:
    """The fields of the what-if and the plan they make."""
    with st.container(horizontal=True, key="forecast_plan"):
        arrivals = _field("arrivals", 0.0, PER_CENT, 5.0)
        staff = _field("staff", 0.0, STAFF, 0.5) if today.staff else 0.0
        pace = _field("pace", 0.0, PER_CENT, 5.0)
        lost = _field("no_show", catalogue().forecast_rules.usual_no_show * 100, LOST, 1.0)
        extra = _field("extra", 0.0, EXTRA, 5.0)
        months = _field("extra_months", 0.0, MONTHS, 1.0)
    parts.foot(_told(today), "forecast_today")
    return Plan(1 + arrivals / 100, _capacity(today, staff, pace, lost), extra, round(months))


def _field(name: str, usual: float, limits: tuple[float, float], step: float) -> float:
    return address.number(
        name,
        usual,
        label=parts.words(f"forecast.field.{name}"),
        min_value=limits[0],
        max_value=limits[1],
        step=step,
        format="%g",
        width=190,
    )


def _capacity(today: Today, staff: float, pace: float, lost: float) -> float:
    """Starts there is room for, as a multiple of today's: staff × pace × times that somebody came to."""
    hands = max(today.staff + staff, 0) / today.staff if today.staff else 1.0
    came = (1 - lost / 100) / (1 - catalogue().forecast_rules.usual_no_show)
    return hands * (1 + pace / 100) * came


def _told(today: Today) -> str:
    language = parts.language()
    usual = catalogue().forecast_rules.usual_no_show * 100
    assumed = parts.words("forecast.assumed", share=text.figure(usual, "percent", 0, language))
    if None in today:
        return parts.words("forecast.today_unknown") + " " + assumed
    told = parts.words(
        "forecast.today",
        staff=text.figure(today.staff, "person_years", 1, language),
        pace=text.number(today.pace, 0, language),
        each=text.number(today.visits_each, 1, language),
    )
    return told + " " + assumed
