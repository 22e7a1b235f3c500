"""What charts with a row for each area or class share: names, places, empty states, the pointer's finds."""

from math import ceil

import pandas as pd

from lib.charts.over_time import days
from lib.charts.rows import Row, empty_symbol, label
from lib.charts.scale import Axis
from lib.charts.spec import Style
from lib.charts.text_room import width_of
from lib.charts.words import empty_status, shown_only, told
from lib.look import tokens
from lib.text import say

# Pixels at most for the names at the left.
MOST_LEFT, MOST_LEFT_NARROW = 190, 152


def placed_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The table with `y` from 0 in its own order; figures that may not be shown are taken away."""
    periods = {name: days(table[name]) for name in ("period_start", "period_end")}
    whole = table.assign(**shown_only(table), **periods).reset_index(drop=True)
    return whole.assign(y=whole.index.astype(float))


def row_axis(count: int) -> Axis:
    """Rows from the top down, each one unit high."""
    return Axis(float(count), 0.0)


def name_room(names: pd.Series, size: int) -> tuple[int, int]:
    """Pixels for the names at the left, on a wide and on a narrow chart."""
    need = ceil(max(width_of(name, size) for name in names)) + 14
    return min(need, MOST_LEFT), min(need, MOST_LEFT_NARROW)


def names(placed: pd.DataFrame, x: Axis, room: tuple[int, int], style: dict[str, dict]) -> list[Row]:
    """The name of each row at the left edge; `style` gives other type to the names it lists."""
    views = (("both", room[0]),) if room[0] == room[1] else (("wide", room[0]), ("narrow", room[1]))
    return [
        label(
            x.low,
            row.y + 0.5,
            shortened(row.series, width, view),
            **{
                "ink": "text",
                "size": 13.0,
                "view": view,
                "dx": 2 - width,
                **style.get(row.series, {}),
            },
        )
        for row in placed.itertuples()
        for view, width in views
    ]


def shortened(name: str, width: int, view: str) -> str:
    """The name, cut where a narrow chart has no room for it; the pointer and the table have it whole."""
    if view != "narrow" or width_of(name, 13) <= width:
        return name
    fitting = next(end for end in range(len(name), 0, -1) if width_of(name[:end] + "…", 13) <= width - 8)
    return name[:fitting].rstrip("- ") + "…"


def empty_rows(placed: pd.DataFrame, x: Axis, style: Style) -> list[Row]:
    """Symbol and word in place of a value that cannot be shown."""
    gone = placed[placed["value"].isna()]
    return [
        row
        for y, status in zip(gone["y"] + 0.5, empty_status(gone["status"]), strict=True)
        for row in (
            *empty_symbol(x.low, y, status, dx=6.0),
            label(x.low, y, say(f"state.{status}", style.language), "text3", dx=18),
        )
    ]


def hover_rows(placed: pd.DataFrame, style: Style) -> list[Row]:
    """What the pointer finds on a row: the words of the table's row, and of its verdict."""
    return [_hover_row(row, style) for row in placed.to_dict("records")]


def _hover_row(row: Row, style: Style) -> Row:
    said = told(row, style)
    words = [said.get("status", ""), say(f"state.{row['state']}", style.language) if judged(row) else ""]
    place = {"kind": "hover_row", "x": 0.0, "y": row["y"], "y2": row["y"] + 1, "area": row["series"]}
    return {**place, **said, "status": ", ".join(word for word in words if word)}


def judged(row: Row) -> str:
    """The row's state where it has a value and a state we can draw, else nothing; not_compared is nothing."""
    drawn = row.get("state") in tokens()["state"] and pd.notna(row["value"])
    return row["state"] if drawn else ""
