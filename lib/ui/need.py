"""Need against supply: what is asked of the store, the scores of the districts, and the finding in words."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from lib import figures, names, need, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.need_rules import NeedRules
from lib.statistics import polarity
from lib.table import SHOWN
from lib.ui import address, asking, choices, parts, pickers

DISTRICT, CITY = "major_district", "municipality"
PER = 1_000


@dataclass(frozen=True)
class Shown:
    """What stands on the page. held: a table of need.held. figures: a row for each district and figure with
    area_code, figure (an indicator or the id of counts), value, lower, upper (95 %) and status.

    until: the newest complete month of the services. sent: the monthly totals of every area.
    """

    held: pd.DataFrame
    figures: pd.DataFrame
    years: dict[str, int]
    until: pd.Timestamp
    sent: pd.DataFrame
    residents_year: int


def rules() -> NeedRules:
    """What is weighed, how, and where the borders of the classes are."""
    return catalogue().need_rules


def codes() -> list[str]:
    """The districts that are held against each other."""
    return [code for _, code in pickers.areas(DISTRICT, choices.CITY)]


def shown() -> Shown | None:
    """The districts with their scores, counted once a version; None where nothing was sent."""
    return _shown(asking.versions())


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _shown(versions: tuple[int, ...]) -> Shown | None:
    sent = totals()
    if sent.empty or residents(DISTRICT).empty:
        return None
    until = need.complete_until(sent)
    people = residents(DISTRICT)
    surveyed, counted = _surveyed(), _counted(sent, until, people)
    needed = _scores(surveyed, {one.indicator: one.weight for one in rules().need})
    supplied = _scores(counted, {one.id: one.weight for one in rules().supply})
    scored = need.held(codes(), needed, supplied, rules().border)
    years = {name: int(part["period_start"].dt.year.max()) for name, part in surveyed.groupby("figure")}
    columns = ["area_code", "figure", "value", "lower", "upper", "status"]
    told = pd.concat([surveyed[columns], counted[columns]], ignore_index=True)
    return Shown(scored, told, years, until, sent, int(people["period_start"].dt.year.max()))


def totals() -> pd.DataFrame:
    """The monthly counts of every area and indicator of the page, over all services and ages."""
    listed = (*rules().supply, *rules().services)
    asked = tuple(dict.fromkeys(name for one in listed for name in one.indicators))
    return need.without_holes(asking.service_totals(asked, choices.AGE_MEMBERS["all"]))


def residents(level: str) -> pd.DataFrame:
    """Residents by area and year of a level."""
    return asking.observations((rules().residents,), level)


def _surveyed() -> pd.DataFrame:
    """The newest shares of need with their limits and errors, turned so that more is more need."""
    facts = catalogue().indicators
    table = asking.observations(tuple(one.indicator for one in rules().need), DISTRICT)
    table = figures.with_intervals(figures.at_same_period(table[table["area_code"].isin(codes())]), facts)
    table = table.rename(columns={"lower_95": "lower", "upper_95": "upper", "indicator_id": "figure"})
    turned = table["figure"].map(lambda name: 1 if polarity.sign(facts[name].polarity) <= 0 else -1)
    errors = need.share_errors(table["numerator"], table["denominator"])
    return table.assign(scored=turned * table["numerator"] / table["denominator"], error=errors)


def _counted(sent: pd.DataFrame, until: pd.Timestamp, people: pd.DataFrame) -> pd.DataFrame:
    """The counts of supply in the newest months per 1 000 residents, with limits and errors."""
    inside = sent[sent["area_level"].eq(DISTRICT) & sent["area_code"].isin(codes())]
    wide = need.residents(people, [until.year])
    made = []
    for one in rules().supply:
        part = need.window(need.months(inside, one.indicators), until, rules().months)
        rates = need.rates(part.assign(year=until.year), wide, PER)
        whys = [why(inside, code, one.indicators) for code in rates["area_code"]]
        status = np.where(rates["value"].notna(), "published", whys)
        made.append(rates.assign(figure=one.id, scored=rates["value"], status=status))
    return pd.concat(made, ignore_index=True)


def why(sent: pd.DataFrame, code: str, indicator_ids: tuple[str, ...]) -> str:
    """Why counts of an area cannot be told: hidden when one of them is, else missing."""
    own = sent[sent["area_code"].eq(code) & sent["indicator_id"].isin(indicator_ids)]
    return "suppressed" if own["status"].eq("suppressed").any() else "missing"


def _scores(table: pd.DataFrame, weights: dict[str, float]) -> need.Scores:
    """The scores of all districts from the figures of a table; a figure that is not there is unknown."""
    wide = (
        table.pivot(index="figure", columns="area_code", values=name).reindex(list(weights), columns=codes())
        for name in ("scored", "error")
    )
    return need.scores(*(one.to_numpy(float) for one in wide), list(weights.values()))


def say_nothing() -> None:
    """The page without figures."""
    parts.title(parts.words("need.finding.cannot"), parts.words("need.nothing"))


def pick_area(shown: Shown) -> tuple[str, str]:
    """One district; at first the one whose need is greatest."""
    options = [choices.area_value(DISTRICT, code) for code in codes()]
    if address.get("area") not in options:
        address.put("area", choices.area_value(DISTRICT, str(shown.held["area_code"].iloc[0])))
    return pickers.service_area(options)


def finding(shown: Shown) -> str:
    """Where need is high and supply low; else where need is high."""
    table = shown.held
    gap, high = table[table["is_gap"]], table[table["need_level"].eq(need.HIGH)]
    if table["need"].isna().all() or table["supply"].isna().all():
        return parts.words("need.finding.cannot")
    if len(gap):
        return parts.words("need.finding.gap", places=places(gap))
    if high.empty:
        return parts.words("need.finding.none")
    met = high["supply_level"].eq(need.HIGH).all()
    return parts.words("need.finding.met" if met else "need.finding.high", places=places(high))


def places(table: pd.DataFrame) -> str:
    """The districts of a table as places, joined as a reader says them."""
    listed = [names.place(catalogue(), DISTRICT, code, parts.language()) for code in table["area_code"]]
    joint = parts.words("list.and")
    return joint.join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else listed[0]


def subtitle(shown: Shown) -> str:
    """What is held against what, and of when."""
    years = sorted(set(shown.years.values()))
    told = text.EN_DASH.join(str(year) for year in dict.fromkeys([*years[:1], *years[-1:]]))
    return parts.words("need.subtitle", years=told, months=window_words(shown))


def window_words(shown: Shown) -> str:
    """The months over which services are counted: 10/2025–9/2026."""
    first = shown.until - pd.DateOffset(months=rules().months - 1)
    ends = (text.month_short(day.date(), parts.language()) for day in (first, shown.until))
    return text.EN_DASH.join(ends)


def name(code: str) -> str:
    """The name of a district."""
    return names.area(catalogue(), DISTRICT, code, parts.language())


def indicators() -> list[Indicator]:
    """Every indicator that the scores are made of."""
    listed = [one.indicator for one in rules().need] + [
        name for one in rules().supply for name in one.indicators
    ]
    return [catalogue().indicators[name] for name in (*listed, rules().residents)]


def figure_name(figure: str) -> str:
    """The name of an indicator or of counts that are told as one."""
    named = {one.id: one.name for one in (*rules().supply, *rules().services)}
    return (named.get(figure) or catalogue().indicators[figure].name)[parts.language()]


def figure_words(value: float, status: str, figure: str) -> str:
    """A figure with its unit, or the word of why there is none."""
    if figure in catalogue().indicators:
        return names.shown(value, status, catalogue().indicators[figure], parts.language())
    if status in SHOWN and not pd.isna(value):
        return text.figure(value, "per_1000", 0, parts.language())
    return parts.words(f"state.{status}")
