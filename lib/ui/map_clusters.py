"""Where alike areas lie side by side: the clusters of a map, their fills and words, Moran's I in words."""

import pandas as pd
import streamlit as st

from lib import gap, maps, names, text
from lib.areas import geometry
from lib.facts import Indicator
from lib.markup import rows
from lib.statistics import spatial
from lib.ui import asking, parts
from lib.ui.map_page import short_name

# Fill of the map and mark of the table, the highest first; a cluster is neither good nor bad by itself.
LOOKS = {
    "high_high": ("fill-5", "much_higher"),
    "high_low": ("fill-4", "higher"),
    "low_high": ("fill-2", "lower"),
    "low_low": ("fill-3", "much_lower"),
    spatial.NOT_SIGNIFICANT: ("judged-3", "similar"),
    spatial.ISLAND: ("zero", "not_compared"),
}
NAMED = tuple(LOOKS)[:4]
# A one-sided p of this stands for 0.05 on both sides.
SMALL_P = 0.025
P_DECIMALS = 3
# With fewer areas than this even a clear pattern may not pass.
FEW_AREAS = 15


def clusters_of(values: pd.Series, level: str) -> gap.Clusters:
    """The clusters of values by area code, reckoned once a version. NoGeometry, StatisticsError."""
    return _clusters(asking.versions(), values, level, asking.map_scope(level))


@st.cache_data(max_entries=asking.KEPT, show_spinner=False)
def _clusters(versions: tuple[int, ...], shares: pd.Series, level: str, scope: str | None) -> gap.Clusters:
    return gap.clusters(shares, geometry.neighbours(level, scope))


def stated(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """The same of clusters with their status. table: of gap.Clusters and status."""
    lacking = table["cluster"].eq(spatial.MISSING)
    hidden = table["status"].where(table["status"].isin(maps.EMPTY), "missing")
    series = [short_name(level, code) for code in table["area_code"]]
    return table.assign(cluster=table["cluster"].mask(lacking, hidden), series=series)


def whole_map(found: gap.Clusters) -> str:
    """Moran's I of the whole map in words, and how much so few areas can tell."""
    moran, language = found.moran, parts.language()
    side = "alike" if moran.i > moran.expected else "unlike"
    said = parts.words(
        f"segregation.moran.{side if moran.p <= SMALL_P else 'chance'}",
        i=text.number(moran.i, 2, language),
        expected=text.number(moran.expected, 2, language),
        p=text.number(moran.p, P_DECIMALS, language),
    )
    few = parts.words("segregation.few_areas", count=moran.areas) if moran.areas < FEW_AREAS else ""
    alone = "" if found.one_can else parts.words("segregation.none_alone")
    return " ".join(one for one in (said, few, alone) if one)


def fill(cluster: str) -> str:
    return LOOKS[cluster][0] if cluster in LOOKS else maps.EMPTY[cluster]


def cell(cluster: str) -> rows.Cell:
    """The mark and word of a cluster, or of why an area has none."""
    if cluster not in LOOKS:
        return rows.Cell(cluster, parts.words(f"state.{cluster}"), names.ink(cluster))
    mark = LOOKS[cluster][1]
    return rows.Cell(mark, parts.words(f"segregation.cluster.{cluster}"), names.ink(mark))


def columns(table: pd.DataFrame, indicator: Indicator) -> dict[str, dict[str, str]]:
    """What a table adds to the figures: the cluster, the neighbours' mean, the adjusted p."""
    language = parts.language()
    rows = list(table.itertuples())
    told = {
        "cluster": {row.area_code: cell(row.cluster).word for row in rows},
        "around": {row.area_code: names.bare(row.around, indicator, language) for row in rows},
        "p": {row.area_code: written_p(row.p_adjusted) for row in rows},
    }
    return {parts.words(f"segregation.head.{name}"): words for name, words in told.items()}


def written_p(value: float) -> str:
    """A p value; a dash when unknown."""
    return text.EN_DASH if pd.isna(value) else text.number(value, P_DECIMALS, parts.language())
