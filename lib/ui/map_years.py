"""Change over time on the map: all periods in the same classes, for the player and for small maps by year."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib import maps, names, text
from lib.areas import geometry
from lib.markup import map as markup
from lib.ui import address, asking, map_legend, map_page, parts
from lib.ui.map_page import Shown
from lib.ui.map_painted import Painted

SMALL = (150, 170)
# More small maps than this would no longer be read side by side: the newest are shown.
MOST_SMALL = 12
# A thinner map would hide small areas behind their borders.
MOST_AREAS = 100


def every_period(shown: Shown) -> pd.DataFrame:
    """A row for each area and period, the oldest period first; an area without a row is missing."""
    scope, one = address.get("scope"), shown.indicator
    periods = sorted(map_page.periods(one, shown.level, scope))
    return pd.concat([map_page.of_period(one, shown.level, scope, period) for period in periods])


def painted(shown: Shown, rising: tuple[float, ...], table: pd.DataFrame) -> Painted:
    """The chosen period in classes that hold for all periods, and the classes of all of them."""
    decimals = shown.indicator.decimals
    fills = maps.levels(shown.table, rising, decimals)
    keys = map_legend.classes(shown, fills, rising, maps.class_fills(rising))
    periods = {period: maps.levels(rows, rising, decimals) for period, rows in table.groupby("period_start")}
    note = parts.words("map.years.note")
    course = _course(shown, table, periods)
    return Painted(fills, keys, _finding(shown, table), note, rising=rising, course=course, periods=periods)


def _course(shown: Shown, table: pd.DataFrame, periods: dict[Any, dict[str, str]]) -> dict[str, Any]:
    """What the player recolours with: a number for each area in the order of the map, and the bare values."""
    order = order_of(shown)
    palette = sorted({fill for fills in periods.values() for fill in fills.values()})
    values = table.pivot(index="period_start", columns="area_code", values="value")[order]
    return {
        "periods": [_written(shown, start) for start in periods],
        "labels": [names.period(start, shown.indicator, parts.language()) for start in periods],
        "palette": palette,
        "fills": [[palette.index(fills[code]) for code in order] for fills in periods.values()],
        "values": [[_bare(value, shown) for value in row] for row in values.to_numpy()],
        "at": _written(shown, shown.table["period_start"].iloc[0]),
        "play": parts.words("map.years.play"),
        "stop": parts.words("map.years.stop"),
        "slider": parts.words("map.years.slider"),
    }


def order_of(shown: Shown) -> list[str]:
    """The areas as the keyboard walks through them: the highest value first."""
    return list(shown.table.sort_values("value", ascending=False, na_position="last")["area_code"])


def _written(shown: Shown, start: pd.Timestamp) -> str:
    return f"{start:%Y}" if shown.indicator.periodicity == "year" else f"{start:%Y-%m}"


def _bare(value: float, shown: Shown) -> str:
    return "" if pd.isna(value) else names.bare(value, shown.indicator, parts.language())


def _finding(shown: Shown, table: pd.DataFrame) -> str:
    """Which area has changed most from the first period to the last."""
    one, language = shown.indicator, parts.language()
    wide = table.pivot(index="area_code", columns="period_start", values="value")
    change = (wide.iloc[:, -1] - wide.iloc[:, 0]).dropna()
    if change.empty or not change.abs().max():
        return one.name[language]
    code = str(change.abs().idxmax())
    first, last = (names.period(start, one, language) for start in (wide.columns[0], wide.columns[-1]))
    return parts.words(
        f"map.years.{'risen' if change[code] > 0 else 'fallen'}",
        name=one.short[language],
        area=map_page.short_name(shown.level, code),
        change=text.change(float(change[code]), one.unit, one.decimals, language),
        first=first,
        last=last,
    )


def draw_small(shown: Shown, painted: Painted) -> None:
    """A small map for each period, the same classes on all; nothing where areas are too many."""
    if len(shown.table) > MOST_AREAS:
        return
    codes = list(shown.table["area_code"])
    drawn = geometry.paths(shown.level, asking.map_scope(shown.level), *SMALL, codes=codes)
    newest = list(painted.periods.items())[-MOST_SMALL:]
    chosen = shown.table["period_start"].iloc[0]
    shapes = [
        markup.Small(
            names.period(start, shown.indicator, parts.language()),
            [(drawn.paths[code], fills[code]) for code in drawn.paths],
            f"period:{_written(shown, start)}",
            start == chosen,
        )
        for start, fills in newest
    ]
    parts.section(parts.words("map.years.small"), key="small_head")
    parts.press(markup.small_maps(shapes, drawn.viewbox, drawn.water), "small_maps", "period")


def every(shown: Shown, painted: Painted) -> list[tuple[str, Mapping[str, str]]]:
    """The name and fills of every period, for a picture; empty where the small maps would be unreadable."""
    if len(shown.table) > MOST_AREAS:
        return []
    named = painted.periods.items()
    return [(names.period(start, shown.indicator, parts.language()), fills) for start, fills in named]


def can(shown: Shown) -> bool:
    """Whether there are several periods to follow."""
    return len(map_page.periods(shown.indicator, shown.level, address.get("scope"))) > 1


def take(period: str, shown: Shown) -> None:
    """Choose the period at which the player was stopped."""
    if period in map_page.periods(shown.indicator, shown.level, address.get("scope")):
        address.put("period", period)
