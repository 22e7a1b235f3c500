"""The kinds of map: which the figures allow, how each is coloured and keyed, and what it finds in words."""

import pandas as pd

from lib import gap, maps, names, text, uncertainty
from lib.areas import geometry
from lib.errors import StatisticsError
from lib.markup.map import Key
from lib.table import SHOWN
from lib.ui import address, choices, map_clusters, map_legend, map_page, map_two, map_years, parts
from lib.ui.map_page import NAMED, Shown, benchmark_words, finding
from lib.ui.map_painted import Painted

METHODS = {"fifths": maps.borders, "natural": maps.natural, "equal": maps.equal}
# From far below the benchmark to far above it; without good or bad the colours are violet.
AROUND = {
    "higher_is_better": ("judged-1", "judged-2", "judged-3", "judged-4", "judged-5"),
    "lower_is_better": ("judged-5", "judged-4", "judged-3", "judged-2", "judged-1"),
    "none": ("fill-3", "fill-2", "judged-3", "fill-4", "fill-5"),
}


def views(shown: Shown) -> list[str]:
    """The kinds that these figures allow, the usual one first."""
    if shown.indicator.is_amount:
        return ["symbols"]
    can = {
        "level": True,
        "difference": shown.has_difference or _has_both(shown),
        "years": map_years.can(shown),
        "clusters": clusters(shown) is not None,
        "symbols": bool(shown.table["numerator"].gt(0).any()),
        "two": bool(map_two.options(shown)),
    }
    return [view for view in choices.VIEWS if can[view]]


def _has_both(shown: Shown) -> bool:
    """Whether there is a value, and one to hold it against."""
    return bool(shown.table["value"].notna().any()) and not pd.isna(shown.benchmark)


def classings(shown: Shown, view: str) -> list[str]:
    """The ways to part the figures in this kind of map; none where there is nothing to choose."""
    if view in ("level", "years"):
        return list(choices.CLASSES)
    can = {"certainty": shown.has_difference, "around": not pd.isna(shown.benchmark)}
    return [one for one in choices.DIFFERENCES if can[one]] if view == "difference" else []


def can_smooth(shown: Shown, view: str) -> bool:
    """Whether every value has its counts behind it, so that rates can be smoothed."""
    return view == "level" and shown.indicator.kind in ("share", "rate") and _smooth(shown) is not None


def _smooth(shown: Shown) -> pd.DataFrame | None:
    return uncertainty.smoothed(shown.table, shown.indicator.per or 100)


def painted(shown: Shown, view: str) -> Painted:
    """The map of this kind under the choices of the address."""
    if view == "level":
        return _level(shown)
    if view == "years":
        table = map_years.every_period(shown)
        return map_years.painted(shown, rising_of(table["value"], shown), table)
    if view == "two":
        return map_two.painted(shown)
    if view == "clusters":
        return _clusters(shown)
    if view == "symbols":
        return _symbols(shown)
    return _around(shown) if address.get("classes") == "around" else _certainty(shown)


def _level(shown: Shown) -> Painted:
    smooth = _smooth(shown) if address.get("smooth") and can_smooth(shown, "level") else None
    table = shown.table if smooth is None else smooth
    rising = rising_of(table["value"], shown)
    fills = maps.levels(table, rising, shown.indicator.decimals)
    keys = map_legend.classes(shown, fills, rising, maps.class_fills(rising))
    unsure = uncertainty.unsure(shown.table) if smooth is None else ()
    marks = dict.fromkeys(unsure, parts.words("map.unsure").lower())
    if smooth is None:
        return Painted(fills, keys, finding(shown), "", marks, {}, unsure, {}, rising)
    values = dict(zip(table["area_code"], table["value"], strict=True))
    words = {code: _written(value, shown) for code, value in values.items() if not pd.isna(value)}
    marks = {code: parts.words("map.smoothed.tip", value=word) for code, word in words.items()}
    short = {code: names.bare(values[code], shown.indicator, parts.language()) for code in words}
    heading = parts.words("map.smoothed.finding", name=shown.indicator.short[parts.language()])
    areas = list(table.dropna(subset="value").sort_values("value", ascending=False)["series"].head(NAMED))
    heading = f"{heading} {parts.words('list.and').join(areas)}"
    note, columns = parts.words("map.smoothed.note"), {parts.words("map.smoothed.column"): words}
    return Painted(fills, keys, heading, note, marks, short, (), {}, rising, columns=columns)


def rising_of(values: pd.Series, shown: Shown) -> tuple[float, ...]:
    """The borders that the reader's way of parting gives; faulty own limits give way to fifths."""
    chosen, decimals = address.get("classes"), shown.indicator.decimals
    if chosen == "own" and (typed := maps.own(address.get("limits"))).rising:
        return typed.rising
    return METHODS.get(chosen, maps.borders)(values, decimals)


def _certainty(shown: Shown) -> Painted:
    fills = maps.differences(shown.table)
    return Painted(
        fills,
        map_legend.differences(shown, fills),
        map_page.counted(shown),
        parts.words("map.certainty.note"),
        short=_signed(shown),
    )


def _around(shown: Shown) -> Painted:
    one = shown.indicator
    rising = maps.around(shown.table["value"], shown.benchmark, one.decimals)
    fills = maps.levels(shown.table, rising, one.decimals, AROUND[one.polarity])
    known = shown.table.dropna(subset="value")
    far = known.loc[(known["value"] - shown.benchmark).abs().idxmax()]
    heading = parts.words(
        "map.around.finding",
        name=one.short[parts.language()],
        area=far["series"],
        value=_written(far["value"], shown),
        benchmark=benchmark_words(shown),
    )
    keys = map_legend.classes(shown, fills, rising, AROUND[one.polarity])
    note = parts.words("map.around.note")
    unsure = uncertainty.unsure(shown.table)
    marks = dict.fromkeys(unsure, parts.words("map.unsure").lower())
    return Painted(fills, keys, heading, note, marks, _signed(shown), unsure)


def _signed(shown: Shown) -> dict[str, str]:
    known = shown.table.dropna(subset=["value", "benchmark"])
    return {
        row.area_code: text.signed(row.value - row.benchmark, shown.indicator.decimals, parts.language())
        for row in known.itertuples()
    }


def clusters(shown: Shown) -> gap.Clusters | None:
    """Areas that stand out with their neighbours; None without a map, a share or enough areas."""
    if shown.table["value"].isna().all():
        return None
    try:
        values = shown.table.set_index("area_code")["value"]
        return map_clusters.clusters_of(values, shown.level)
    except (geometry.NoGeometry, StatisticsError):
        return None


def _clusters(shown: Shown) -> Painted:
    found = clusters(shown)
    table = found.table.merge(shown.table[["area_code", "status"]], on="area_code")
    table = map_clusters.stated(table, shown.level)
    fills = {row.area_code: map_clusters.fill(row.cluster) for row in table.itertuples()}
    marks = {
        row.area_code: map_clusters.cell(row.cluster).word
        for row in table.itertuples()
        if row.cluster in map_clusters.LOOKS
    }
    short = {
        row.area_code: parts.words(f"segregation.cluster.{row.cluster}.short")
        for row in table.itertuples()
        if row.cluster in map_clusters.NAMED
    }
    keys = _cluster_keys(table)
    note, columns = map_clusters.whole_map(found), map_clusters.columns(table, shown.indicator)
    return Painted(fills, keys, _cluster_words(table), note, marks, short, columns=columns)


def _cluster_keys(table: pd.DataFrame) -> list[Key]:
    """The clusters that occur, with the word and the number of areas."""
    counted = table["cluster"].value_counts()
    return [
        Key(fill, map_clusters.cell(name).word, map_legend.areas(int(counted[name])))
        for name, (fill, _) in map_clusters.LOOKS.items()
        if name in counted
    ]


def _cluster_words(table: pd.DataFrame) -> str:
    """Which areas are high among high ones and low among low ones."""
    sides = []
    for cluster in map_clusters.NAMED:
        areas = table.loc[table["cluster"].eq(cluster)].sort_values("value", ascending=False)["series"]
        if len(areas):
            word = map_clusters.cell(cluster).word
            named = parts.words("list.and").join(areas.head(NAMED))
            shown = named if len(areas) <= NAMED else map_legend.areas(len(areas))
            sides.append(f"{word}: {shown}")
    return "; ".join(sides) if sides else parts.words("segregation.no_cluster")


def quantity(shown: Shown) -> pd.Series:
    """What the circles tell, by code: the figure itself, or the people behind a share."""
    column = "value" if shown.indicator.is_amount else "numerator"
    table = shown.table.set_index("area_code")
    return table[column].where(table["status"].isin(SHOWN)).astype(float)


def _symbols(shown: Shown) -> Painted:
    counts = quantity(shown)
    statuses = shown.table.set_index("area_code")["status"]
    fills = {code: _ground(count, statuses[code]) for code, count in counts.items()}
    language, one = parts.language(), shown.indicator
    label = one.numerator[language] if one.numerator and not one.is_amount else one.short[language]
    ordered = counts.dropna().sort_values(ascending=False)
    series = shown.table.set_index("area_code")["series"]
    share = 100 * ordered.head(NAMED).sum() / ordered.sum() if ordered.sum() else 0
    heading = parts.words(
        "map.symbols.finding",
        name=label,
        areas=parts.words("list.and").join(series[code] for code in ordered.head(NAMED).index),
        share=text.figure(share, "percent", 0, language),
    )
    short = {code: text.number(count, 0, language) for code, count in ordered.items()}
    marks = {} if shown.indicator.is_amount else {code: f"{label} {word}" for code, word in short.items()}
    note = parts.words("map.symbols.note", name=label)
    return Painted(fills, [], heading, note, marks, short, (), maps.radii(counts.to_dict()))


def _ground(count: float, status: str) -> str:
    if pd.isna(count):
        return maps.empty(status)
    return maps.ZERO if count == 0 else "plain"


def _written(value: float, shown: Shown) -> str:
    return names.value(value, shown.indicator, parts.language())
