"""Control chart of a monthly figure: usual variation as a band, flagged months as squares in their colour."""

from collections.abc import Sequence

import pandas as pd

from lib import text
from lib.charts import annotations, over_time
from lib.charts.canvas import Canvas, drawn
from lib.charts.labels import End, end_labels, level_ends, margin, short_figure
from lib.charts.rows import Row, band_point, dot, flagged, line_point, rule, state_ink
from lib.charts.scale import Plane, time_axis, value_axis
from lib.charts.spec import NO_MARKS, Marks, Spec, Style
from lib.charts.trend import lines_of
from lib.charts.words import alt_over_time
from lib.look import tokens
from lib.statistics import polarity as polarities
from lib.statistics.control_chart import ControlChart
from lib.text import say

LINE_WIDTH, MEAN_WIDTH = 1.6, 1.2
STATES = {
    (1, 1): "better_higher",
    (1, -1): "better_lower",
    (-1, 1): "worse_higher",
    (-1, -1): "worse_lower",
    (0, 1): "higher",
    (0, -1): "lower",
}


def control_table(observations: pd.DataFrame, chart: ControlChart, polarity: str) -> pd.DataFrame:
    """The observations with mean, lower, upper, segment, trial and flag: a key of tokens [state], or nothing.

    observations: one series, one row a month, in the order the chart was counted from.
    """
    flags = [flag_of(int(way), polarity) for way in chart.direction]
    lines = {name: getattr(chart, name) for name in ("mean", "lower", "upper", "segment", "trial")}
    return observations.assign(flag=flags, **lines)


def flag_of(direction: int, polarity: str) -> str:
    """Which key of tokens [state] a move or a side is: direction -1, 0 or 1, and which way is better."""
    return STATES.get((polarities.sign(polarity) * direction, direction), "")


def control(
    table: pd.DataFrame, style: Style, finding: str, marks: Marks = NO_MARKS, reasons: Sequence[str] = ()
) -> Spec:
    """A month for each row. Columns: series, period_start, period_end, value, status, and of `control_table`.

    reasons: in words why the limits start anew, one for each segment after the first. Empty: ValueError.
    """
    if table.empty:
        raise ValueError("a control chart needs at least one row")
    placed = _placed(table)
    plane = _plane(placed, marks, style)
    verticals = [*_rebases(placed, reasons), *annotations.dated(marks, plane)]
    rows = [
        *over_time.grid(plane),
        *_bands(placed),
        *_means(placed),
        *over_time.law(marks, plane.x),
        *over_time.target(marks, plane.x),
        *lines_of(placed, {"ink": "accent", "width": LINE_WIDTH}),
        *_points(placed),
        *annotations.unit_above(plane, style),
        *annotations.verticals(verticals, plane, style),
        *annotations.note(marks, placed, plane),
        *over_time.empties(placed, plane, style),
        *end_labels([*_ends(placed, style), *level_ends(marks, style)], plane),
        *over_time.hover(placed, str(placed["series"].iloc[0]), plane.y, style),
    ]
    canvas = Canvas(plane, right=margin(), top=annotations.room_above(verticals, style))
    return drawn(canvas, rows, style, alt_over_time(placed, finding, style))


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    """Limits under other names: they are no interval of the value, and hold for months without one too."""
    placed = over_time.placed(table.rename(columns={"lower": "low_limit", "upper": "high_limit"}))
    limits = placed[["low_limit", "high_limit"]].astype(float)
    # A figure that is never negative has no usual variation below zero.
    possible = limits.clip(lower=0.0) if (placed["value"].dropna() >= 0).all() else limits
    return placed.assign(**possible)


def _plane(placed: pd.DataFrame, marks: Marks, style: Style) -> Plane:
    columns = ["value", "mean", "low_limit", "high_limit"]
    reached = [*placed[columns].to_numpy().ravel(), *over_time.levels(marks)]
    x = time_axis(placed["period_start"].tolist(), placed["period_end"].tolist(), style)
    return Plane(x, value_axis(reached, style), tokens()["chart"]["height_default"])


def _segments(placed: pd.DataFrame) -> list[pd.DataFrame]:
    known = placed.dropna(subset=["mean"])
    return [part for _, part in known.groupby("segment", sort=True)]


def _bands(placed: pd.DataFrame) -> list[Row]:
    """Filled where the limits are settled, only an outline while they are on trial."""
    return [
        row
        for part in (segment.dropna(subset=["low_limit", "high_limit"]) for segment in _segments(placed))
        for row in (_outline(part) if part["trial"].any() else _filled(part))
    ]


def _filled(part: pd.DataFrame) -> list[Row]:
    return [
        band_point(row.x, (row.low_limit, row.high_limit), f"limits {row.segment}", 1.0, fill="tint")
        for row in part.itertuples()
    ]


def _outline(part: pd.DataFrame) -> list[Row]:
    look = {"ink": "line_strong", "dash": "benchmark", "width": 1.0}
    edges = [
        line_point(at, value, f"{name} {part['segment'].iloc[0]}", **look)
        for name in ("low_limit", "high_limit")
        for at, value in zip(part["x"], part[name], strict=True)
    ]
    ends = part.iloc[[0, -1]].to_dict("records")
    return edges + [rule((row["x"],), (row["low_limit"], row["high_limit"]), **look) for row in ends]


def _means(placed: pd.DataFrame) -> list[Row]:
    return [
        line_point(row.x, row.mean, f"mean {row.segment}", "line_strong", width=MEAN_WIDTH)
        for part in _segments(placed)
        for row in part.itertuples()
    ]


def _points(placed: pd.DataFrame) -> list[Row]:
    radius = tokens()["chart"]["point"]
    return [
        flagged(row.x, row.value, row.flag) if row.flag else dot(row.x, row.value, radius, "accent")
        for row in placed[placed["value"].notna()].itertuples()
    ]


def _rebases(placed: pd.DataFrame, reasons: Sequence[str]) -> list[tuple[float, str]]:
    """Halfway between the last month of the old limits and the first of the new ones."""
    starts = placed.groupby("segment", sort=True)["x"].min().tolist()[1:]
    return [(start - 0.5, reason) for start, reason in zip(starts, reasons, strict=True)]


def _ends(placed: pd.DataFrame, style: Style) -> list[End]:
    known, parts = placed[placed["value"].notna()], _segments(placed)
    value = [_last_value(placed, known.iloc[-1], style)] if len(known) else []
    if not parts:
        return value
    last = parts[-1].iloc[-1]
    words = say("chart.mean", style.language, value=short_figure(last["mean"], style))
    mean = End(last["mean"], words, "text2")
    key = "chart.trial_limits" if last["trial"] else "chart.usual_variation"
    # Just inside the band, whose edge it names.
    inside = last["high_limit"] - 0.15 * (last["high_limit"] - last["mean"])
    return [*value, mean, *([End(inside, say(key, style.language), "text3", 2)] if pd.notna(inside) else [])]


def _last_value(placed: pd.DataFrame, row: pd.Series, style: Style) -> End:
    """The newest value in large type; one that is not of the last month says its month."""
    late = row["x"] < placed["x"].max()
    month = f" ({text.month_short(row['period_start'], style.language)})" if late else ""
    ink = state_ink(row["flag"]) if row["flag"] else "text"
    return End(row["value"], short_figure(row["value"], style) + month, ink, 0, 12 if late else 16, 600)
