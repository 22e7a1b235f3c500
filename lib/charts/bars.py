"""Horizontal bars from zero, for counts and shares of a whole, with a tick for the benchmark."""

from math import ceil

import pandas as pd

from lib.charts import row_parts
from lib.charts.canvas import Canvas, drawn
from lib.charts.rows import Row, box, label, rule
from lib.charts.scale import Axis, Plane
from lib.charts.spec import Spec, Style
from lib.charts.text_room import width_of
from lib.charts.words import alt_of_rows, figure_alone, written
from lib.look import state

ROW, BAR = 48, 20
SIZE = 13.0


def bars(table: pd.DataFrame, style: Style, finding: str, benchmark_name: str = "") -> Spec:
    """A bar for each row in the table's own order. Columns: series, value, status, period_start, period_end;
    benchmark (value), denominator, state (judged colour, only where a limit is crossed) optional.

    Empty table: ValueError. Negative values cannot be parts of a whole: ValueError.
    """
    placed = row_parts.placed_rows(table)
    if placed.empty or (placed["value"] < 0).any():
        raise ValueError("bars need at least one row and no value below zero")
    columns = [name for name in ("value", "benchmark") if name in placed]
    x = Axis(0.0, max(placed[columns].max().max(), 0.0) or 1.0)
    room = row_parts.name_room(placed["series"], 14)
    right = _label_room(placed, benchmark_name, style)
    canvas = Canvas(Plane(x, row_parts.row_axis(len(placed)), ROW * len(placed)), room, (right, right))
    rows = [
        *row_parts.names(placed, x, room, {name: {"size": 14.0} for name in placed["series"]}),
        *(part for row in placed.to_dict("records") for part in _bar(row, benchmark_name, style)),
        *row_parts.empty_rows(placed, x, style),
        *row_parts.hover_rows(placed, style),
    ]
    return drawn(canvas, rows, style, alt_of_rows(placed, finding, style))


def _label_room(placed: pd.DataFrame, benchmark_name: str, style: Style) -> int:
    values = [written(value, style) for value in placed["value"].dropna()]
    after = f"{benchmark_name} {max(values, key=len, default='')}" if benchmark_name else ""
    return ceil(20 + max((width_of(value, SIZE) for value in values), default=0) + width_of(after, SIZE))


def _bar(row: dict, benchmark_name: str, style: Style) -> list[Row]:
    if pd.isna(row["value"]):
        return []
    y, half = row["y"] + 0.5, BAR / ROW / 2
    fill = state(row_parts.judged(row))[1] if row_parts.judged(row) else "accent"
    return [box((0.0, row["value"]), (y - half, y + half), fill), *_words(row, benchmark_name, style)]


def _words(row: dict, benchmark_name: str, style: Style) -> list[Row]:
    """Value in bold, then the benchmark; the tick has a page-coloured edge to be seen on the bar."""
    y, beside, value = row["y"] + 0.5, row.get("benchmark"), written(row["value"], style)
    bold = {"weight": 600, "size": SIZE, "dx": 10}
    if not benchmark_name or pd.isna(beside):
        return [label(row["value"], y, value, "text", **bold)]
    end, reach = max(row["value"], beside), 15 / ROW
    after = {"size": SIZE, "dx": 16 + width_of(value, SIZE)}
    return [
        rule((beside,), (y - reach, y + reach), "page", width=4.5),
        rule((beside,), (y - reach, y + reach), "text2", width=2),
        label(end, y, value, "text", **bold),
        label(end, y, f"{benchmark_name} {figure_alone(beside, style)}", "text3", **after),
    ]
