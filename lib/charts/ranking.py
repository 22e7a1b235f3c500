"""Areas in order of their value: dot and interval, the benchmark, and the verdict as symbol and colour."""

import pandas as pd

from lib.charts import row_parts
from lib.charts.canvas import Canvas, drawn
from lib.charts.rows import Row, dot, label, rule, state_symbol, strip
from lib.charts.scale import Axis, Plane
from lib.charts.spec import Benchmark, Spec, Style
from lib.charts.words import alt_of_rows, figure_alone, written
from lib.look import state

ROW = 22
VALUE_ROOM, SYMBOL_ROOM = 46, 22
DOT = 4.0


def ranking(table: pd.DataFrame, style: Style, finding: str, benchmark: Benchmark, picked: str = "") -> Spec:
    """Rows in falling order of value, those without one last. Columns: series, value, status, period_start,
    period_end; state, lower, upper, denominator optional.

    state: a key of tokens [state]; another word is "not judged". picked: the series whose row is tinted.
    Empty table: ValueError.
    """
    if table.empty:
        raise ValueError("a ranking needs at least one row")
    placed = row_parts.placed_rows(in_order(table))
    x, room = _extent(placed, benchmark), row_parts.name_room(placed["series"], 13)
    right = VALUE_ROOM + SYMBOL_ROOM
    plane = Plane(x, row_parts.row_axis(len(placed)), ROW * len(placed))
    canvas = Canvas(plane, room, (right, right), top=24)
    rows = [
        *_tint(placed, picked),
        *_benchmark(benchmark, int(placed["value"].count()), x, style),
        *row_parts.names(placed, x, room, {picked: {"weight": 600}}),
        *_values(placed, x, picked, style),
        *row_parts.empty_rows(placed, x, style),
        *row_parts.hover_rows(placed, style),
    ]
    return drawn(canvas, rows, style, alt_of_rows(placed, finding, style))


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Highest first; a value that may not be shown does not decide the place of its row."""
    shown = row_parts.placed_rows(table)["value"]
    order = shown.sort_values(ascending=False, na_position="last", kind="stable").index
    return table.iloc[order]


def _extent(placed: pd.DataFrame, benchmark: Benchmark) -> Axis:
    columns = [name for name in ("value", "lower", "upper") if name in placed]
    values = placed[columns].stack().dropna()
    low, high = min([*values, benchmark.value]), max([*values, benchmark.value])
    air = 0.04 * (high - low) or 1.0
    return Axis(low - air, high + air)


def _tint(placed: pd.DataFrame, picked: str) -> list[Row]:
    return [strip((row.y, row.y + 1), fill="tint") for row in placed[placed["series"] == picked].itertuples()]


def _benchmark(benchmark: Benchmark, count: int, x: Axis, style: Style) -> list[Row]:
    """A vertical with its name above, turned inwards near an edge."""
    share = (benchmark.value - x.low) / x.span
    align = "left" if share < 0.2 else "right" if share > 0.8 else "center"
    words = f"{benchmark.name} {written(benchmark.value, style)}"
    return [
        rule((benchmark.value,), (0.0, float(count)), "text", width=1.2),
        label(benchmark.value, 0.0, words, "text", weight=600, dy=-10, align=align),
    ]


def _values(placed: pd.DataFrame, x: Axis, picked: str, style: Style) -> list[Row]:
    known = placed[placed["value"].notna()].to_dict("records")
    return [row for area in known for row in (*_mark(area), *_edge(area, x, picked, style))]


def _edge(area: Row, x: Axis, picked: str, style: Style) -> list[Row]:
    """At the right the symbol of the verdict and the value."""
    y, name = area["y"] + 0.5, row_parts.judged(area)
    weight = 600 if area["series"] == picked else 400
    type_of = {"size": 13.0, "weight": weight, "align": "right", "dx": VALUE_ROOM + SYMBOL_ROOM - 4}
    value = label(x.high, y, figure_alone(area["value"], style), "text", **type_of)
    return [value] if not name else [state_symbol(x.high, y, name, dx=16.0), value]


def _mark(area: Row) -> list[Row]:
    """The interval and the dot in the colour of the state; hollow where no difference is shown."""
    name = row_parts.judged(area) or "similar"
    y, (_, ink, filled) = area["y"] + 0.5, state(name)
    lower, upper = area.get("lower"), area.get("upper")
    interval = [rule((lower, upper), (y,), ink, width=2)] if pd.notna(lower) and pd.notna(upper) else []
    return [*interval, dot(area["value"], y, DOT, ink, fill=ink if filled else "page", width=1.6)]
