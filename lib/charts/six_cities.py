"""Cities side by side: a dot with its interval, the own city in ink."""

import pandas as pd

from lib.charts import row_parts
from lib.charts.canvas import Canvas, drawn
from lib.charts.ranking import in_order
from lib.charts.rows import Row, dot, label, rule
from lib.charts.scale import Axis, Plane, value_axis
from lib.charts.spec import Spec, Style
from lib.charts.words import alt_of_rows, figure_alone, written
from lib.look import tokens

ROW = 25
VALUE_ROOM = 64


def six_cities(table: pd.DataFrame, style: Style, finding: str, own: str) -> Spec:
    """Rows in falling order. Columns: series, value, status, period_start, period_end; lower, upper optional.

    own: the series drawn in ink. Empty table: ValueError.
    """
    if table.empty:
        raise ValueError("a comparison of cities needs at least one row")
    placed = row_parts.placed_rows(in_order(table))
    columns = [name for name in ("value", "lower", "upper") if name in placed]
    x = value_axis(placed[columns].to_numpy().ravel(), style)
    room = row_parts.name_room(placed["series"], 13)
    plane = Plane(x, row_parts.row_axis(len(placed)), ROW * len(placed))
    canvas = Canvas(plane, room, (VALUE_ROOM, VALUE_ROOM))
    type_of = {name: {"ink": "text2"} for name in placed["series"]} | {own: {"weight": 600}}
    rows = [
        *_grid(x, len(placed)),
        *row_parts.names(placed, x, room, type_of),
        *(part for row in placed.to_dict("records") for part in _city(row, own, style)),
        *row_parts.empty_rows(placed, x, style),
        *row_parts.hover_rows(placed, style),
    ]
    return drawn(canvas, rows, style, alt_of_rows(placed, finding, style))


def _grid(x: Axis, count: int) -> list[Row]:
    return [rule((tick,), (0.0, float(count)), "line", kind="grid") for tick, _ in x.ticks]


def _city(row: dict, own: str, style: Style) -> list[Row]:
    if pd.isna(row["value"]):
        return []
    y, chart, is_own = row["y"] + 0.5, tokens()["chart"], row["series"] == own
    ink, width, radius = ("accent", chart["interval_width"], chart["dot"]) if is_own else ("similar", 2, 4.0)
    lower, upper = (row.get(name, float("nan")) for name in ("lower", "upper"))
    interval = [rule((lower, upper), (y,), ink, width=width)] if pd.notna(lower) and pd.notna(upper) else []
    words = written(row["value"], style) if is_own else figure_alone(row["value"], style)
    look = {"ink": "text", "size": 13.0, "weight": 600} if is_own else {"ink": "text3"}
    at = upper if pd.notna(upper) else row["value"]
    value = {**label(at, y, words, "text3", dx=radius + 6), **look}
    return [*interval, dot(row["value"], y, radius, ink), value]
