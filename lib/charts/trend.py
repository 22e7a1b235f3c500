"""Lines over time: one series speaks, the others are its background."""

from collections.abc import Sequence

import pandas as pd

from lib import text
from lib.charts import annotations, over_time
from lib.charts.canvas import Canvas, drawn
from lib.charts.labels import End, end_labels, level_ends, margin, short_figure
from lib.charts.rows import Row, band_point, dot, label, line_point
from lib.charts.scale import Plane, is_year, time_axis, value_axis
from lib.charts.spec import NO_MARKS, Marks, Spec, Style
from lib.charts.words import alt_over_time, figure_alone
from lib.look import tokens

MOST_NAMED = 4
BAND_OPACITY = 0.16
SPEAKING, CONTEXT, BENCHMARK = "speaking", "context", "benchmark"
# The words of the first value are about this share of the width.
FIRST_WORDS = 0.14


def trend(table: pd.DataFrame, style: Style, finding: str, marks: Marks = NO_MARKS) -> Spec:
    """A line for each `series`. Columns: series, part, period_start, period_end, value, status; lower, upper
    and denominator optional. part: "speaking" (one series), "context" or "benchmark". Empty: ValueError.
    """
    if table.empty:
        raise ValueError("a trend needs at least one row")
    placed = over_time.placed(table)
    speaking = placed[placed["part"] == SPEAKING]
    plane = _plane(placed, marks, style)
    rows = [
        *over_time.grid(plane),
        *annotations.unit_above(plane, style),
        *_lines(placed),
        *_interval(speaking),
        *over_time.law(marks, plane.x),
        *over_time.target(marks, plane.x),
        *_both_ends(speaking, plane, style),
        *annotations.events(marks, plane, style),
        *annotations.note(marks, speaking, plane),
        *over_time.empties(speaking, plane, style),
        *end_labels(_ends(placed, marks, style), plane),
        *_hovers(placed, plane, style),
    ]
    above = annotations.room_above(annotations.dated(marks, plane), style)
    canvas = Canvas(plane, right=margin(), top=above)
    return drawn(canvas, rows, style, alt_over_time(speaking, finding, style))


def _plane(placed: pd.DataFrame, marks: Marks, style: Style) -> Plane:
    limits = placed.loc[placed["part"] == SPEAKING, [name for name in ("lower", "upper") if name in placed]]
    reached = [*placed["value"], *limits.to_numpy().ravel(), *over_time.levels(marks)]
    x = time_axis(placed["period_start"].tolist(), placed["period_end"].tolist(), style)
    return Plane(x, value_axis(reached, style), tokens()["chart"]["height_default"])


def _lines(placed: pd.DataFrame) -> list[Row]:
    """Context first, so that it lies behind."""
    chart = tokens()["chart"]
    looks = {
        CONTEXT: {"ink": "context", "width": chart["context_width"]},
        BENCHMARK: {"ink": "text2", "width": 1.8, "dash": "benchmark"},
        SPEAKING: {"ink": "accent", "width": chart["series_width_highlight"]},
    }
    return [row for part, look in looks.items() for row in lines_of(placed[placed["part"] == part], look)]


def lines_of(placed: pd.DataFrame, look: Row) -> list[Row]:
    """The lines of all series in one look, each broken at its gaps."""
    return [
        row
        for name, series in placed.groupby("series", sort=False)
        for place, piece in enumerate(over_time.pieces(series))
        for row in _piece(piece, f"{name} {place}", look)
    ]


def _piece(piece: pd.DataFrame, name: str, look: Row) -> list[Row]:
    """A run of points as a line; a lone point, which has no line, as a dot."""
    pairs = list(zip(piece["x"], piece["value"], strict=True))
    if len(pairs) == 1:
        return [dot(*pairs[0], look["width"], look["ink"])]
    return [line_point(at, value, name, **look) for at, value in pairs]


def _interval(speaking: pd.DataFrame) -> list[Row]:
    if not {"lower", "upper"} <= set(speaking):
        return []
    return [
        band_point(row.x, (row.lower, row.upper), f"band {place}", BAND_OPACITY, fill="accent")
        for place, piece in enumerate(over_time.pieces(speaking))
        for row in piece.dropna(subset=["lower", "upper"]).itertuples()
    ]


def _both_ends(speaking: pd.DataFrame, plane: Plane, style: Style) -> list[Row]:
    """Dots at both ends, and the first value in words."""
    known = speaking[speaking["value"].notna()]
    if known.empty:
        return []
    ends = known.iloc[[0, -1]].drop_duplicates("x")
    dots = [dot(at, value, 4.5, "accent") for at, value in zip(ends["x"], ends["value"], strict=True)]
    return dots if len(ends) == 1 else [*dots, _first_words(known, plane, style)]


def _first_words(known: pd.DataFrame, plane: Plane, style: Style) -> Row:
    """Above or below the line's first part, whichever is nearer to the first point and inside the plot."""
    near = known[known["x"] <= known["x"].iloc[0] + FIRST_WORDS * plane.x.span]["value"]
    first, above, below = near.iloc[0], near.max(), near.min()
    no_room = below - 24 * plane.pixel < plane.y.low
    at, dy = (above, -14) if above - first <= first - below or no_room else (below, 16)
    words = short_figure(first, style)
    return label(known["x"].iloc[0], at, words, "text", weight=600, dx=2, dy=dy)


def _ends(placed: pd.DataFrame, marks: Marks, style: Style) -> list[End]:
    last = placed[placed["value"].notna()].groupby("series", sort=False).tail(1)
    last = last.assign(late=[_late_words(row, placed["x"].max(), style) for row in last.to_dict("records")])
    named = {part: last[last["part"] == part] for part in (SPEAKING, BENCHMARK, CONTEXT)}
    speaking = [
        End(row.value, f"{row.series} {short_figure(row.value, style)}{row.late}", "text", 0, 14, 600)
        for row in named[SPEAKING].itertuples()
    ]
    taken = [*(end.y for end in speaking), *named[BENCHMARK]["value"]]
    background = (
        (named[BENCHMARK], "text2", 1, 600),
        (_worth_naming(named[CONTEXT], taken), "text3", 3, 400),
    )
    return [
        *speaking,
        *level_ends(marks, style),
        *(
            End(row.value, f"{row.series} {figure_alone(row.value, style)}{row.late}", ink, rank, 12, weight)
            for group, ink, rank, weight in background
            for row in group.itertuples()
        ),
    ]


def _late_words(row: Row, newest: float, style: Style) -> str:
    """The period of a line that ends before the others: its value is never carried forward."""
    year = is_year(row["period_start"], row["period_end"])
    own = str(row["period_start"].year) if year else text.month_short(row["period_start"], style.language)
    return f" ({own})" if row["x"] < newest else ""


def _worth_naming(last: pd.DataFrame, taken: Sequence[float]) -> pd.DataFrame:
    """At most four: the highest, the lowest, and those between with most room around them."""
    left, chosen, kept = last["value"], list(taken), []
    while len(left) and len(kept) < MOST_NAMED:
        pick = (left.idxmax(), left.idxmin())[len(kept)] if len(kept) < 2 else _loneliest(left, chosen)
        kept, chosen, left = [*kept, pick], [*chosen, left[pick]], left.drop(index=pick)
    return last.loc[kept]


def _loneliest(left: pd.Series, chosen: Sequence[float]) -> int:
    return left.map(lambda value: min(abs(value - other) for other in chosen)).idxmax()


def _hovers(placed: pd.DataFrame, plane: Plane, style: Style) -> list[Row]:
    """Background first: where points lie on each other the pointer finds the speaking series."""
    told = placed[(placed["part"] == SPEAKING) | placed["value"].notna()]
    return [
        row
        for part in (CONTEXT, BENCHMARK, SPEAKING)
        for name, series in told[told["part"] == part].groupby("series", sort=False)
        for row in over_time.hover(series, str(name), plane.y, style)
    ]
