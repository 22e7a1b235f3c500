"""What the map page draws: the map with a remark, the chosen area's panel and the ranked list."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib import charts, maps, names, text
from lib.areas import geometry
from lib.catalogue import catalogue
from lib.markup import map as markup
from lib.markup.profile import cell
from lib.table import SHOWN
from lib.ui import (
    asking,
    map_borders,
    map_layers,
    map_message,
    map_painted,
    map_years,
    parts,
    profile_charts,
)
from lib.ui.map_page import NOT_COMPARED, Shown, benchmark_name, counted, period_words
from lib.ui.map_painted import Painted

HEIGHT = 660
MOST_LISTED = 40


def draw_map(shown: Shown, painted: Painted, chosen: str) -> None:
    """The map itself, or one sentence where the level has no geometry."""
    try:
        entry = geometry.entry(shown.level, asking.map_scope(shown.level))
    except geometry.NoGeometry:
        return parts.foot(parts.words("map.no_geometry"), "no_geometry")
    map_message.draw(
        "map",
        _told(shown, painted),
        map_message.frame(shown.level, entry["file"], parts.words("map.hint"), HEIGHT),
        _figures(shown, painted, chosen),
        on_choose_change=partial(_choose, shown.level),
        on_period_change=partial(_take_period, shown),
    )
    borders = map_borders.told(shown.level, shown.table["area_code"])
    told = (map_painted.sources(shown, painted), borders, map_borders.division(shown.level))
    parts.foot(" ".join(told), "map_foot")
    return None


def draw_finding(shown: Shown, painted: Painted) -> None:
    """What part of all people the top class has; nothing where parts cannot be added up, as in a sample."""
    top = maps.class_fills(painted.rising)[-1]
    topmost = shown.table[shown.table["area_code"].map(painted.fills).eq(top)]
    one, language = shown.indicator, parts.language()
    is_part = 0 < len(topmost) < len(shown.table)
    if (one.kind, one.origin) != ("share", "real") or not _adds_up(shown.table) or not is_part:
        return
    shares = [
        parts.words(
            "map.pair",
            name=label[language],
            value=text.figure(
                100 * topmost[column].sum() / shown.table[column].sum(), "percent", 0, language
            ),
        )
        for label, column in ((one.numerator, "numerator"), (one.denominator, "denominator"))
    ]
    heading = text.plural("map.top_class", language, len(topmost))
    listed = ", ".join(topmost.sort_values("value", ascending=False)["series"])
    with st.container(key="map_finding"):
        parts.block(markup.finding(markup.Finding(heading, " · ".join(shares), listed)), "finding")


def _adds_up(table: pd.DataFrame) -> bool:
    """Whether every area has its counts, apart from those where the figure does not apply."""
    counted = table[table["status"].ne("not_applicable")]
    is_whole = counted[["numerator", "denominator"]].notna().all(None)
    return bool(counted["status"].eq("published").all() and is_whole)


def _figures(shown: Shown, painted: Painted, chosen: str) -> dict[str, Any]:
    level = catalogue().levels[shown.level].plural[parts.language()].lower()
    name = shown.indicator.name[parts.language()]
    return {
        "unsure": list(painted.unsure),
        "radii": painted.radii,
        "course": painted.course,
        "points": map_layers.points(),
        "deeds": {code: str(len(what)) for code, what in map_layers.deeds(shown).items()},
        "chosen": chosen,
        "label": parts.words("map.label", name=name, level=level, period=period_words(shown)),
    }


def _told(shown: Shown, painted: Painted) -> map_message.Told:
    rows = list(shown.table.itertuples())
    return map_message.Told(
        map_years.order_of(shown),
        painted.fills,
        {row.area_code: row.series for row in rows},
        {row.area_code: _tip(row, shown, painted) for row in rows},
        {row.area_code: label(row, shown, painted) for row in rows},
    )


def _tip(row: tuple, shown: Shown, painted: Painted) -> str:
    mark = painted.marks.get(row.area_code)
    return f"{tip(row, shown)} · {mark}" if mark else tip(row, shown)


def tip(row: tuple, shown: Shown) -> str:
    """What the pointer finds after the name: the words of the table's row."""
    one, language = shown.indicator, parts.language()
    value = names.shown(row.value, row.status, one, language)
    pieces = [value]
    if row.state not in NOT_COMPARED:
        pieces.append(names.state_word(row.state, language).lower())
    if not pd.isna(row.lower_95):
        pieces.append(interval(row, shown))
    if row.status in ("estimate", "provisional"):
        pieces.append(parts.words(f"state.{row.status}").lower())
    return " · ".join(pieces)


def interval(row: tuple, shown: Shown) -> str:
    """The 95 % limits in words."""
    one = shown.indicator
    span = text.interval(row.lower_95, row.upper_95, one.unit, one.decimals, parts.language())
    return parts.words("map.interval", interval=span)


def label(row: tuple, shown: Shown, painted: Painted) -> list[str]:
    """Name and value for the map, an uncertain one in brackets; a dash alone where it does not apply."""
    if row.status == "not_applicable":
        return [text.EN_DASH]
    if row.status not in SHOWN or pd.isna(row.value):
        return []
    value = names.bare(row.value, shown.indicator, parts.language())
    value = f"({value})" if row.area_code in painted.unsure else value
    return [row.series, painted.short.get(row.area_code, value)]


def _choose(level: str) -> None:
    """Take over the area that was pressed on the map."""
    map_message.take_area(level, st.session_state["map"].choose)


def _take_period(shown: Shown) -> None:
    """Take over the period at which the player was stopped."""
    map_years.take(st.session_state["map"].period or "", shown)


def draw_list(shown: Shown, chosen: str) -> None:
    """All areas in falling order with their intervals, or the two ends of a long list."""
    table, one = shown.table, shown.indicator
    heading = counted(shown)
    lead = parts.words("map.tally") if shown.has_difference else ""
    parts.block(markup.list_head(heading, lead, _tally(table)), "list_head")
    if table["value"].isna().all():
        return
    drawn = _ends(table)
    if len(drawn) < len(table):
        parts.foot(parts.words("map.cut", shown=len(drawn), all=len(table)), "list_cut")
    drawn = drawn.assign(verdict=[names.state_word(state, parts.language()) for state in drawn["state"]])
    picked = str(table.loc[table["area_code"].eq(chosen), "series"].iloc[0])
    spec = charts.ranking(drawn, profile_charts.style(one), heading, _benchmark(shown), picked)
    parts.chart(spec, "list", heading)


def _tally(table: pd.DataFrame) -> list[tuple[markup.Cell, str]]:
    """How many areas have each difference, in the order of the legend."""
    counts = table["state"].value_counts()
    return [(cell(state, parts.language()), str(counts[state])) for state in maps.TALLIED if state in counts]


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    if len(table) <= MOST_LISTED:
        return table
    ordered, half = table.dropna(subset="value").sort_values("value", ascending=False), MOST_LISTED // 2
    return pd.concat([ordered.head(half), ordered.iloc[half:].tail(half)])


def _benchmark(shown: Shown) -> charts.Benchmark:
    """The benchmark's vertical, or the median of the areas where there is none."""
    if pd.isna(shown.benchmark):
        return charts.Benchmark(parts.words("indicator.median"), float(shown.table["value"].median()))
    return charts.Benchmark(benchmark_name(shown.level), shown.benchmark)
