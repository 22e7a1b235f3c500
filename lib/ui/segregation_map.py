"""Where alike areas lie side by side: the map of clusters, its table, and Moran's I in words."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib import gap, maps, names, text
from lib.areas import geometry
from lib.catalogue import catalogue
from lib.errors import StatisticsError
from lib.markup import segregation as markup
from lib.ui import address, choices, map_message, parts
from lib.ui.map_clusters import LOOKS, NAMED, cell, clusters_of, fill, stated, whole_map, written_p
from lib.ui.map_legend import areas
from lib.ui.segregation import Weighed, file_name

HEIGHT = 520
MOST_LISTED = 30


def clustered(shown: Weighed) -> gap.Clusters | None:
    """The clusters of the newest year; None where the level has no map or too few areas have a value."""
    shares = shown.newest.set_index("area_code")["value"]
    try:
        return clusters_of(shares, shown.level)
    except (geometry.NoGeometry, StatisticsError):
        return None


def with_states(shown: Weighed, found: gap.Clusters) -> pd.DataFrame:
    """The clusters with status and shown name; an area without a value is named by its status."""
    return stated(found.table.merge(shown.newest[["area_code", "status"]], on="area_code"), shown.level)


def finding(table: pd.DataFrame) -> str:
    """How many areas stand out together with their neighbours."""
    count = int(table["cluster"].isin(NAMED).sum())
    return (
        text.plural("segregation.clusters", parts.language(), count)
        if count
        else parts.words("segregation.no_cluster")
    )


def draw_lacking() -> None:
    """That nothing can be said of neighbours."""
    parts.section(
        parts.words("segregation.no_map"), parts.words("segregation.no_map_why"), key="clusters_head"
    )


def draw_map(shown: Weighed, found: gap.Clusters, table: pd.DataFrame) -> None:
    """Heading, legend, map and where neighbourhood and figures come from."""
    entry = geometry.entry(shown.level)
    measure = parts.words(
        "segregation.clusters.sub",
        name=shown.indicator.name[parts.language()],
        year=shown.counted.years[-1],
    )
    parts.section(
        finding(table),
        f"{measure} {whole_map(found)}",
        key="clusters_head",
        model=parts.model_word(shown.indicator),
    )
    parts.block(markup.cluster_legend(parts.words("map.legend"), _keys(table)), "cluster_legend")
    map_message.draw(
        "cluster_map",
        _told(shown, table),
        map_message.frame(shown.level, entry["file"], parts.words("map.hint"), HEIGHT),
        _figures(shown),
        on_choose_change=partial(_choose, shown.level),
    )
    drawn = parts.words("segregation.schematic" if entry["schematic"] else "segregation.borders")
    source = names.provenance(shown.indicator, catalogue(), parts.language())
    parts.foot(f"{drawn} {source}", "clusters_foot")
    parts.table(_table_of(shown, table), "clusters", file_name(shown, "clusters"), (shown.indicator.origin,))


def _keys(table: pd.DataFrame) -> list[markup.Key]:
    """The clusters that occur, then the states without a value."""
    counted = table["cluster"].value_counts()
    return [
        markup.Key(fill(name), cell(name), areas(int(counted[name])))
        for name in (*LOOKS, *maps.EMPTY)
        if name in counted
    ]


def _figures(shown: Weighed) -> dict[str, Any]:
    name, level = shown.indicator.name[parts.language()], catalogue().levels[shown.level].plural
    label = parts.words("segregation.map.label", name=name, level=level[parts.language()].lower())
    return {"chosen": _chosen(shown.level), "label": label}


def _told(shown: Weighed, table: pd.DataFrame) -> map_message.Told:
    rows = list(table.sort_values("value", ascending=False, na_position="last").itertuples())
    return map_message.Told(
        [row.area_code for row in rows],
        {row.area_code: fill(row.cluster) for row in rows},
        {row.area_code: row.series for row in rows},
        {row.area_code: _tip(row, shown) for row in rows},
        {row.area_code: _label(row, shown) for row in rows},
    )


def _chosen(level: str) -> str:
    """The area of the address when it is of this level."""
    asked_level, code = choices.area_key(address.get("area"))
    return code if asked_level == level else ""


def _choose(level: str) -> None:
    """Take over the area that was pressed on the map."""
    map_message.take_area(level, st.session_state["cluster_map"].choose)


def _tip(row: tuple, shown: Weighed) -> str:
    """What the pointer finds after the name: the words of the table's row."""
    value = names.shown(row.value, row.status, shown.indicator, parts.language())
    if row.cluster not in LOOKS:
        return value
    around = parts.words("segregation.around", value=_bare(row.around, shown))
    return f"{value} · {around} · {cell(row.cluster).word}"


def _label(row: tuple, shown: Weighed) -> list[str]:
    """Name, and the cluster in short or else the value."""
    if row.cluster in NAMED:
        return [row.series, parts.words(f"segregation.cluster.{row.cluster}.short")]
    return [row.series, _bare(row.value, shown)] if row.cluster in LOOKS else []


def _bare(value: float, shown: Weighed) -> str:
    return names.bare(value, shown.indicator, parts.language())


def cluster_list(shown: Weighed, table: pd.DataFrame) -> str:
    """Areas that stand out first, then the largest shares; a long list is cut and says so."""
    ordered = table.assign(quiet=~table["cluster"].isin(NAMED)).sort_values(
        ["quiet", "value"], ascending=[True, False], na_position="last"
    )
    chosen, heads = _chosen(shown.level), ("area", "value", "around", "cluster", "p")
    listed = [
        markup.Neighboured(
            row.series,
            names.shown(row.value, row.status, shown.indicator, parts.language()),
            _bare(row.around, shown),
            cell(row.cluster),
            written_p(row.p_adjusted),
            f"area:{choices.area_value(shown.level, row.area_code)}",
            row.area_code == chosen,
        )
        for row in ordered.head(MOST_LISTED).itertuples()
    ]
    caption = parts.words("segregation.list")
    return markup.cluster_table([parts.words(f"segregation.head.{name}") for name in heads], listed, caption)


def list_words(table: pd.DataFrame) -> str:
    """What the list shows, and how much of it when it is cut."""
    if len(table) <= MOST_LISTED:
        return parts.words("segregation.list.all")
    return parts.words("segregation.list.cut", shown=MOST_LISTED, all=len(table))


def _table_of(shown: Weighed, table: pd.DataFrame) -> pd.DataFrame:
    """All areas in the reader's words."""
    one, language = shown.indicator, parts.language()
    ordered = table.sort_values("value", ascending=False, na_position="last")
    return pd.DataFrame(
        {
            parts.words("column.area"): ordered["series"],
            parts.words("column.code"): ordered["area_code"],
            parts.words("column.value"): [
                names.shown(value, status, one, language)
                for value, status in zip(ordered["value"], ordered["status"], strict=True)
            ],
            parts.words("segregation.head.around"): [_bare(value, shown) for value in ordered["around"]],
            parts.words("segregation.head.cluster"): [cell(name).word for name in ordered["cluster"]],
            parts.words("segregation.head.p"): [written_p(value) for value in ordered["p_adjusted"]],
            parts.words("column.period"): shown.counted.years[-1],
            parts.words("column.indicator"): one.name[language],
            parts.words("column.origin"): parts.words(f"origin.{one.origin}"),
            parts.words("column.source"): catalogue().sources[one.source].name[language],
        }
    )
