"""The area card of the profile page: the same figures as on the page, gathered for one printed sheet."""

import numpy as np
import pandas as pd
import streamlit as st

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.reports import area_card as report
from lib.reports import pictures
from lib.statistics import small_area
from lib.table import SHOWN
from lib.ui import address, area_card_lists, area_card_words, asking, choices, parts, pickers, profile
from lib.ui import profile_charts as charts

# Areas of the city are held against the whole city; only they have a card.
LEVELS = pickers.LEVELS_OF_SCOPE[choices.CITY]
# Livelihood, education, homes, wellbeing, taking part: the first of these that the area has.
KEY_FIGURES = (
    "unemployment_rate",
    "district_social_assistance_share",
    "lowest_income_class_share",
    "median_income",
    "basic_education_only_share",
    "foreign_language_share",
    "living_alone_share",
    "one_parent_households_share",
    "no_close_friend_share",
    "loneliness_share",
    "perceived_safety_share",
    "participation_share",
    "voting_turnout_share",
    "employed_share",
    "higher_education_share",
    "households_with_children_share",
    "rented_dwellings_share",
    "pensioners_share",
    "owner_occupied_dwellings_share",
)
MOST_FIGURES = 12
PAGE = "alueprofiili"


def offer(table: pd.DataFrame, level: str, code: str) -> None:
    """The button; the file is made when it is pressed. Nothing for an area outside the city."""
    if level not in LEVELS:
        return
    known = (asking.versions(), *asking.saved(), asking.today(), parts.language())
    made = _kept(known, _address(level, code), table, level, code)
    origins = ["model"] if made.is_model else []
    st.download_button(
        parts.words("area_card.button"),
        data=lambda: report.pdf(made),
        file_name=f"{names.file_name(f'{level}-{code}-{made.language}', origins)}.pdf",
        mime="application/pdf",
        on_click="ignore",
        key="area_card",
    )


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _kept(known: tuple, link: str, _table: pd.DataFrame, level: str, code: str) -> report.Card:
    """The card, put together anew when a version, an action, the day or the reader's link is another."""
    return card(_table, level, code)


def card(table: pd.DataFrame, level: str, code: str) -> report.Card:
    """The content of the card. table: the area's weighed figures, protected, as the page shows them."""
    language, key = parts.language(), key_figures(table)
    ages = charts.ages_of(table, profile.base_level(level, code))
    services, services_words = area_card_lists.services(level, code)
    deeds, actions_words = area_card_lists.under_way(level, code)
    place_map, place_words, place_note = _place(level, code)
    return report.Card(
        language=language,
        made=asking.today(),
        name=names.area(asking.facts(), level, code, language),
        kind=catalogue().levels[level].name[language],
        lead=area_card_words.lead(table, level, code),
        sentences=area_card_words.sentences(table, key, charts.own_series(level, code)),
        place_map=place_map,
        place_words=place_words,
        place_note=place_note,
        benchmark=names.area(catalogue(), *profile.benchmark_of(level), language),
        figures=tuple(_figure(row) for row in key.itertuples()),
        ages=tuple(_age(row) for row in ages.itertuples()),
        age_words=_age_words(ages),
        services=services,
        services_words=services_words,
        actions=deeds,
        actions_words=actions_words,
        sources=area_card_lists.sources(pd.concat([key, ages])),
        address=_address(level, code),
    )


def key_figures(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the card's table, in its order."""
    have = [name for name in KEY_FIGURES if name in set(table["indicator_id"])][:MOST_FIGURES]
    return table.set_index("indicator_id", drop=False).loc[have].reset_index(drop=True)


def _figure(row: tuple) -> report.Figure:
    indicator, language = catalogue().indicators[row.indicator_id], parts.language()
    is_known = row.status in SHOWN and not pd.isna(row.value)
    # A value that is not there says why in its own place; there is nothing to compare then.
    state = row.state if is_known else "not_compared"
    return report.Figure(
        name=indicator.name[language],
        value=names.shown(row.value, row.status, indicator, language),
        benchmark=_benchmark(row, indicator),
        state=state,
        difference=names.state_word(state, language),
        interval=_interval(row, indicator) if is_known else text.EN_DASH,
        period=names.period(row.period_start, indicator, language),
        note=_note(row, indicator) if is_known else "",
        is_model=indicator.origin == "model",
    )


def _benchmark(row: tuple, indicator: Indicator) -> str:
    if pd.isna(row.benchmark):
        return text.EN_DASH
    return names.value(row.benchmark, indicator, parts.language())


def _interval(row: tuple, indicator: Indicator) -> str:
    if pd.isna(row.lower_95):
        return text.EN_DASH
    return text.interval(row.lower_95, row.upper_95, indicator.unit, indicator.decimals, parts.language())


def _note(row: tuple, indicator: Indicator) -> str:
    """What makes a figure less sure: that it is estimated or provisional, or rests on few cases."""
    said = [row.status] if row.status != "published" else []
    words = [parts.words(f"state.{one}").lower() for one in said]
    if indicator.kind == "share" and not pd.isna(row.numerator) and _is_uncertain(row):
        words.append(parts.words("certainty.uncertain").lower())
    return ", ".join(words)


def _is_uncertain(row: tuple) -> bool:
    cv = small_area.cv_of_proportion(row.numerator, row.denominator)
    return str(small_area.reliability(cv)) == small_area.UNCERTAIN


def _age(row: tuple) -> report.Age:
    indicator, language = catalogue().indicators[row.indicator_id], parts.language()
    return report.Age(
        group=row.series,
        value=names.shown(row.value, row.status, indicator, language),
        benchmark=_benchmark(row, indicator),
        share=_plain(row.value),
        benchmark_share=_plain(row.benchmark),
    )


def _age_words(ages: pd.DataFrame) -> str:
    """Which group differs most, and how the bars are read; that there are none."""
    if ages.empty:
        return parts.words("profile.no_ages")
    finding, year = charts.oldest_and_youngest(ages), int(ages["period_start"].iloc[0].year)
    return parts.words("area_card.age_note", finding=finding, year=year)


def _plain(value: float) -> float | None:
    return None if pd.isna(value) else float(np.round(value, 2))


def _place(level: str, code: str) -> tuple[str, str, str]:
    """The map, its words and what kind of map it is."""
    own = profile.members(level, code)
    base = profile.base_level(level, code)
    others = [one for _, one in pickers.areas(base, choices.CITY)]
    drawn = pictures.locator(base, [one for its, one in own if its == base], others)
    place = names.place(asking.facts(), level, code, parts.language())
    key = "area_card.place" if drawn else "area_card.no_map"
    note = parts.words("area_card.map_note") if drawn and pictures.is_schematic(base) else ""
    return drawn, parts.words(key, place=place), note


def _address(level: str, code: str) -> str:
    """The page of this area, as this reader's browser would open it; empty when that is not known."""
    return address.link(PAGE, {"area": choices.area_value(level, code), "lang": address.get("lang")})
