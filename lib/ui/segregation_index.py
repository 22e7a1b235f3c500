"""The indices of segregation: the picked one over time, and what each of them tells and does not tell."""

import pandas as pd
import streamlit as st

from lib import charts, gap, names, text
from lib.catalogue import catalogue
from lib.markup import rows
from lib.markup import segregation as markup
from lib.statistics import trend
from lib.ui import address, parts
from lib.ui.segregation import Weighed, file_name, why

DECIMALS = 3
# The shape of a trend's mark; a gap is neither good nor bad before somebody has said of what.
MARKS = {
    "increasing": "higher",
    "decreasing": "lower",
    "no_change": "similar",
    trend.CANNOT: "not_compared",
}


def pick_index() -> str:
    """The index that speaks in the title and in the chart."""
    with st.container(horizontal=True, vertical_alignment="center", key="map_view"):
        chosen = address.pick(
            st.segmented_control,
            "index",
            tuple(gap.INDICES),
            lambda name: parts.words(f"segregation.index.{name}.short"),
            label=parts.words("segregation.index"),
            label_visibility="collapsed",
        )
        parts.foot(parts.words("segregation.index.help"), "index_help")
    return chosen


def draw_index(shown: Weighed, index: str) -> None:
    """Heading with how sure it is, the line with its band, where it comes from, and the table."""
    table = shown.indices[index]
    heading = _heading(table, parts.words(f"segregation.index.{index}"))
    parts.section(heading, why(gap.verdict(table)), key="index_head", model=parts.model_word(shown.indicator))
    if table["value"].notna().sum() > 1:
        style = charts.Style("index", DECIMALS, parts.language(), shown.indicator.origin, mode=parts.mode())
        lines = _lines(table, parts.words(f"segregation.index.{index}"), shown)
        parts.chart(charts.trend(lines, style, heading), "index_chart", heading)
    how = parts.words("segregation.index.foot") if table["value"].notna().sum() > 1 else ""
    source = names.provenance(shown.indicator, catalogue(), parts.language())
    parts.foot(f"{how} {source}".strip(), "index_foot")
    parts.table(_table(shown), "index", file_name(shown, "index"), (shown.indicator.origin,))


def _heading(table: pd.DataFrame, name: str) -> str:
    """From what to what the index has gone."""
    known = table.dropna(subset="value")
    if known.empty:
        return parts.words("segregation.cannot", name=name)
    first, last = known.iloc[0], known.iloc[-1]
    values = {
        "name": name,
        "last": _number(last["value"]),
        "year": last["period_start"].year,
    }
    if len(known) == 1:
        return parts.words("segregation.stands", **values)
    return parts.words(
        "segregation.went", first=_number(first["value"]), since=first["period_start"].year, **values
    )


def _lines(table: pd.DataFrame, name: str, shown: Weighed) -> pd.DataFrame:
    """The index speaking; dashed, what chance alone would reach. Years nobody reported are no points."""
    reported = table[list(shown.counted.reported)]
    speaking = reported.assign(series=name, part="speaking")
    chance = reported.assign(
        series=parts.words("segregation.chance"),
        part="benchmark",
        value=reported["chance"],
        lower=float("nan"),
        upper=float("nan"),
    )
    return pd.concat([speaking, chance.dropna(subset="value")], ignore_index=True)


def measures(shown: Weighed) -> str:
    """Each index with its newest value, its trend, what it tells and what it does not."""
    return markup.measures(
        parts.words("segregation.measures"),
        [_measure(name, table) for name, table in shown.indices.items()],
    )


def _measure(name: str, table: pd.DataFrame) -> markup.Measure:
    known = table.dropna(subset="value")
    value = parts.words("segregation.no_value") if known.empty else _number(known["value"].iloc[-1])
    limits = "" if known.empty else _interval(*known[["lower", "upper"]].iloc[-1])
    return markup.Measure(
        parts.words(f"segregation.index.{name}"),
        value,
        " · ".join(one for one in (limits, _against_chance(known)) if one),
        trend_cell(gap.verdict(table)),
        parts.words(f"segregation.index.{name}.tells"),
        parts.words(f"segregation.index.{name}.does_not"),
    )


def trend_cell(verdict: gap.Verdict) -> rows.Cell:
    """A trend as a mark and a word, without judgement."""
    mark = MARKS[verdict.state]
    unknown = verdict.state == trend.CANNOT
    word = parts.words("segregation.no_trend" if unknown else f"trend.{verdict.state}")
    return rows.Cell(mark, word, names.ink(mark))


def _against_chance(known: pd.DataFrame) -> str:
    """Whether the newest index is larger than chance alone would make it."""
    if known.empty or pd.isna(known["chance"].iloc[-1]):
        return ""
    last = known.iloc[-1]
    key = "segregation.over_chance" if last["value"] > last["chance"] else "segregation.within_chance"
    return parts.words(key, chance=_number(last["chance"]))


def _interval(lower: float, upper: float) -> str:
    if pd.isna(lower):
        return parts.words("segregation.no_interval")
    written = text.interval(lower, upper, "index", DECIMALS, parts.language())
    return parts.words("map.interval", interval=written)


def _number(value: float) -> str:
    """An index; one that would be written as zero but is none says that it is less than what is written."""
    least = 10.0**-DECIMALS
    if 0 < value < least / 2:
        return parts.words("segregation.under", least=text.number(least, DECIMALS, parts.language()))
    return text.number(value, DECIMALS, parts.language())


def _table(shown: Weighed) -> pd.DataFrame:
    """All years of all indices in the reader's words."""
    kinds = [(name, row) for name, table in shown.indices.items() for row in table.itertuples()]
    level = catalogue().levels[shown.level].plural[parts.language()].lower()
    lacking = text.EN_DASH
    return pd.DataFrame(
        {
            parts.words("segregation.column.measure"): [
                parts.words(f"segregation.index.{name}") for name, _ in kinds
            ],
            parts.words("column.period"): [row.period_start.year for _, row in kinds],
            parts.words("column.value"): [
                lacking if pd.isna(row.value) else _number(row.value) for _, row in kinds
            ],
            parts.words("column.interval"): [
                lacking
                if pd.isna(row.lower)
                else text.interval(row.lower, row.upper, "index", DECIMALS, parts.language())
                for _, row in kinds
            ],
            parts.words("segregation.chance"): [
                lacking if pd.isna(row.chance) else _number(row.chance) for _, row in kinds
            ],
            parts.words("column.status"): [_status(row, shown) for _, row in kinds],
            parts.words("column.indicator"): shown.indicator.name[parts.language()],
            parts.words("frame.level"): level,
            parts.words("column.origin"): parts.words(f"origin.{shown.indicator.origin}"),
            parts.words("column.source"): catalogue().sources[shown.indicator.source].name[parts.language()],
        }
    )


def _status(row: tuple, shown: Weighed) -> str:
    """Why a year has no index; an index of estimates is an estimate."""
    if row.status == "published" and shown.newest["status"].eq("estimate").any():
        return parts.words("state.estimate")
    return parts.words(f"state.{row.status}")
