"""The segregation page: which shares it can weigh, what is counted of them, and the finding as a sentence."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from lib import gap, names, text
from lib.catalogue import catalogue
from lib.facts import TOPICS, Indicator
from lib.markup import rows
from lib.statistics import trend
from lib.ui import address, asking, choices, parts, pickers, profile_charts

# Levels whose areas are held against each other in a scope, the usual one first.
LEVELS = {
    choices.CITY: ("major_district",),
    choices.COUNTY: ("municipality",),
    choices.COUNTRY: ("wellbeing_county", "municipality"),
}
USUAL = {
    choices.CITY: "foreign_language_share",
    choices.COUNTY: "low_income_rate",
    choices.COUNTRY: "low_income_rate",
}
# A share that fewer of the areas have is not offered: nothing could be said of it.
LEAST_OFFERED = 0.5
# What tells how well-off an area is, the first that all areas have; a larger share is less well-off.
RANKED_BY = (
    "lowest_income_class_share",
    "low_income_rate",
    "basic_education_only_share",
    "unemployed_share_of_labour_force",
)
# So many areas are named one by one.
MOST_NAMED = 3


@dataclass(frozen=True)
class Weighed:
    """One share over the areas of a scope; newest: one row an area, in the newest year.

    indices: a table of gap.over_time for each index. ends: of gap.ends, or None when no other figure tells
    how well-off the areas are.
    """

    indicator_id: str
    level: str
    newest: pd.DataFrame
    counted: gap.Counts
    indices: dict[str, pd.DataFrame]
    ranked_by: str
    ranked_year: int
    ends: pd.DataFrame | None

    @property
    def indicator(self) -> Indicator:
        return catalogue().indicators[self.indicator_id]

    @property
    def ranking(self) -> Indicator:
        return catalogue().indicators[self.ranked_by]


def pick_indicator(scope: str) -> Indicator:
    """A share of which the areas of the scope have numerators and denominators, by topic."""
    facts, language = catalogue().indicators, parts.language()
    usual = facts[USUAL[scope]]
    topics = sorted(TOPICS, key=lambda topic: topic != usual.topic)
    options = sorted(
        {one for one, _ in offered(scope)},
        key=lambda one: (topics.index(facts[one].topic), one != usual.id, facts[one].name[language]),
    )
    chosen = address.pick(
        st.selectbox, "indicator", options, _by_topic, label=parts.words("frame.indicator"), width=460
    )
    return facts[chosen]


def _by_topic(indicator_id: str) -> str:
    one = catalogue().indicators[indicator_id]
    return parts.words(
        "segregation.by_topic", topic=parts.words(f"topic.{one.topic}"), name=one.name[parts.language()]
    )


def pick_level(indicator: Indicator, scope: str) -> str:
    """The level whose areas are compared; a choice only where there are several."""
    options = tuple(level for level in LEVELS[scope] if (indicator.id, level) in offered(scope))
    return pickers.level(options) if len(options) > 1 else options[0]


def offered(scope: str) -> tuple[tuple[str, str], ...]:
    """Indicator and level of every yearly share that most areas of the scope have."""
    return _offered(asking.versions(), scope)


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _offered(versions: tuple[int, ...], scope: str) -> tuple[tuple[str, str], ...]:
    shares = tuple(
        name
        for name, one in catalogue().indicators.items()
        if (one.kind, one.periodicity) == ("share", "year") and one.numerator and one.denominator
    )
    return tuple((name, level) for level in LEVELS[scope] for name in _having(shares, level, scope))


def _having(indicator_ids: tuple[str, ...], level: str, scope: str) -> list[str]:
    codes = [code for _, code in pickers.areas(level, scope)]
    found = asking.observations(indicator_ids, level)
    reported = found[["numerator", "denominator"]].notna().all(axis=1) | found["status"].eq("suppressed")
    areas = found[reported & found["area_code"].isin(codes)].groupby("indicator_id")["area_code"].nunique()
    return list(areas[areas >= LEAST_OFFERED * len(codes)].index)


def tell_replaced(asked: str, shown: Indicator) -> None:
    """One line when another indicator was asked for than can be weighed here."""
    wanted = catalogue().indicators.get(asked)
    if wanted and wanted.id != shown.id:
        parts.notice(parts.words("segregation.replaced", name=wanted.name[parts.language()]))


def weighed(indicator: Indicator, level: str, scope: str) -> Weighed:
    """Everything that is counted, once for each publication."""
    return _weighed(asking.versions(), indicator.id, level, scope)


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _weighed(versions: tuple[int, ...], indicator_id: str, level: str, scope: str) -> Weighed:
    codes = [code for _, code in pickers.areas(level, scope)]
    table = asking.observations((indicator_id,), level)
    table = table[table["area_code"].isin(codes)]
    counted = gap.counts(table, codes)
    ranked_by, year, position = _order(indicator_id, level, counted.codes)
    return Weighed(
        indicator_id,
        level,
        _newest(table, codes),
        counted,
        {name: gap.over_time(counted, index) for name, index in gap.INDICES.items()},
        ranked_by,
        year,
        gap.ends(counted, position) if ranked_by else None,
    )


def _newest(table: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """A row for each area in the newest year; one that nobody reported is missing."""
    last = table[table["period_start"].eq(table["period_start"].max())]
    whole = last.set_index("area_code")[["value", "status"]].reindex(codes)
    return whole.assign(status=whole["status"].fillna("missing")).reset_index(names="area_code")


def _order(indicator_id: str, level: str, codes: tuple[str, ...]) -> tuple[str, int, np.ndarray]:
    """The first other indicator of which every area has a value, its year and those values."""
    for name in RANKED_BY:
        found = asking.observations((name,), level)
        found = found[found["period_start"].eq(found["period_start"].max())]
        values = found.set_index("area_code")["value"].reindex(list(codes)).to_numpy(float)
        if name != indicator_id and not np.isnan(values).any():
            return name, int(found["period_start"].iloc[0].year), values
    return "", 0, np.array([])


def finding(shown: Weighed, index: str) -> str:
    """Whether the gap grows and how sure that is; and what the ends do when they go another way."""
    found = gap.verdict(shown.indices[index])
    between = parts.words(f"segregation.between.{shown.level}")
    name = shown.indicator.short[parts.language()]
    sentence = parts.words(f"segregation.title.{found.state}", name=name, between=between)
    return sentence + _also(shown, found.state)


def _also(shown: Weighed, state: str) -> str:
    """The other truth: shares may part in percentage points while the index stays."""
    if shown.ends is None or state == trend.CANNOT:
        return ""
    ends = gap.parting(shown.ends).state
    return "" if ends in (state, "no_change", trend.CANNOT) else parts.words(f"segregation.also.{ends}")


def subtitle(shown: Weighed) -> str:
    """Measure, unit, areas and years; estimates and areas left out are named."""
    level = catalogue().levels[shown.level].plural[parts.language()].lower()
    counted = text.number(len(shown.counted.codes), 0, parts.language())
    pieces = [
        profile_charts.subtitle(shown.indicator),
        parts.words("segregation.areas", level=level, count=counted),
        years(shown.counted.years[0], shown.counted.years[-1]),
    ]
    if shown.newest["status"].eq("estimate").any():
        pieces.append(parts.words("state.estimate").lower())
    if shown.counted.left_out:
        pieces.append(parts.words("segregation.left_out", areas=_named(shown)))
    return " · ".join(pieces)


def years(first: int, last: int) -> str:
    """2015–2019, or 2024 alone."""
    return str(first) if first == last else f"{first}{text.EN_DASH}{last}"


def _named(shown: Weighed) -> str:
    """The areas left out by name, or how many they are."""
    codes = shown.counted.left_out
    if len(codes) > MOST_NAMED:
        return text.plural("map.areas", parts.language(), len(codes))
    return ", ".join(names.area(catalogue(), shown.level, code, parts.language()) for code in codes)


def why(verdict: gap.Verdict) -> str:
    """How sure a trend is, or why it cannot be said."""
    if verdict.why:
        return parts.words(f"segregation.why.{verdict.why}")
    return parts.words(f"segregation.sure.{verdict.state}", years=years(verdict.first, verdict.last))


def file_name(shown: Weighed, what: str) -> str:
    """The name of a downloaded table."""
    return f"{shown.indicator.id}-{shown.level}-{what}"


def methods_link() -> str:
    """Where the reader finds how everything is counted."""
    entry = rows.Entry(
        parts.words("segregation.methods"), None, parts.words("segregation.methods_why"), "sources:methods"
    )
    return rows.short_list(parts.words("segregation.more"), [entry], "")
