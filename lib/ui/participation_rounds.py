"""The participatory budget from round to round: what each area had, and whether the change is sure."""

import pandas as pd
import streamlit as st

from lib import names, taking_part, text
from lib.catalogue import catalogue
from lib.ui import parts, profile
from lib.ui.participation import BUDGET, LEVEL, sources

COUNTS = ("budget_proposals", "budget_votes")


def changes(table: pd.DataFrame, now: str, before: str) -> pd.DataFrame:
    """Each area and measure of the budget in two rounds; counts have limits of their change."""
    starts = [pd.Timestamp(int(year), 1, 1) for year in (now, before)]
    made = []
    for name in BUDGET:
        rows = taking_part.between_rounds(table[table["indicator_id"].eq(name)], *starts)
        rows = taking_part.with_change_limits(rows) if name in COUNTS else rows
        made.append(rows.assign(indicator_id=name))
    limits = {"change_lower": float("nan"), "change_upper": float("nan")}
    whole = pd.concat(made, ignore_index=True)
    return whole.assign(**{name: whole.get(name, usual) for name, usual in limits.items()})


def finding(rows: pd.DataFrame, before: str) -> str:
    """In how many areas votes and proposals surely changed since the round before."""
    areas = rows[rows["area_code"].ne(_city())]
    sure = areas["change_lower"].gt(0) | areas["change_upper"].lt(0)
    votes, proposals = (
        int((areas["indicator_id"].eq(name) & sure).sum()) for name in ("budget_votes", "budget_proposals")
    )
    return parts.words("participation.rounds.finding", votes=votes, proposals=proposals, year=before)


def _city() -> str:
    return profile.benchmark_of(LEVEL)[1]


def table_of(rows: pd.DataFrame, now: str, before: str) -> pd.DataFrame:
    """One row an area: each measure in both rounds and its change, the city last."""
    shown = {parts.words("column.area"): {code: _area(code) for code in _in_order(rows)}}
    for name in BUDGET:
        one = rows[rows["indicator_id"].eq(name)].set_index("area_code")
        short = parts.words(f"participation.column.{name}")
        columns = (f"{short} {before}", f"{short} {now}", parts.words("participation.change", name=short))
        shown[columns[0]] = one["before"].map(_figure).to_dict()
        shown[columns[1]] = one["value"].map(_figure).to_dict()
        shown[columns[2]] = {row.Index: _change(row) for row in one.itertuples()}
    return pd.DataFrame(shown).reindex(_in_order(rows)).reset_index(drop=True)


def _in_order(rows: pd.DataFrame) -> list[str]:
    areas = sorted(set(rows["area_code"]) - {_city()})
    return [*areas, *({_city()} & set(rows["area_code"]))]


def _area(code: str) -> str:
    level = profile.benchmark_of(LEVEL)[0] if code == _city() else LEVEL
    return names.area(catalogue(), level, code, parts.language())


def _figure(value: float) -> str:
    return text.EN_DASH if pd.isna(value) else text.number(value, 0, parts.language())


def _change(row: tuple) -> str:
    """+13 % (+4 to +23); a sum of money has no limits."""
    if pd.isna(row.change):
        return text.EN_DASH
    low, high = row.change_lower, row.change_upper
    bare = parts.words("participation.change_bare", change=_signed(row.change))
    if pd.isna(low):
        return bare
    return parts.words("participation.change_between", change=bare, low=_signed(low), high=_signed(high))


def _signed(value: float) -> str:
    return text.signed(value, 0, parts.language())


def draw(table: pd.DataFrame, years: list[str], now: str) -> None:
    """The chosen round beside the one before it; the first round has none."""
    earlier = [year for year in years if year < now]
    if not earlier:
        return parts.section(parts.words("participation.first_round", year=now), key="rounds_head")
    rows = changes(table, now, earlier[0])
    heading, about = finding(rows, earlier[0]), parts.words("participation.rounds.sub")
    parts.section(heading, about, key="rounds_head", model=parts.words("model.word"))
    shown = table_of(rows, now, earlier[0])
    st.dataframe(shown, hide_index=True, width="stretch", key="rounds_table")
    parts.foot(f"{parts.words('participation.rounds.foot')} {sources(BUDGET)}", "rounds_note")
    return None
