"""What all charts of time share: periods as places, runs between gaps, grid, law and target, empty states."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pandas as pd

from lib.charts.rows import Row, empty_symbol, label, rule
from lib.charts.scale import Axis, Plane, is_year, month_number, period_number
from lib.charts.spec import Marks, Step, Style
from lib.charts.text_room import VIEWS, View, width_of
from lib.charts.words import empty_status, shown_only, told
from lib.text import say

LINE = 15
# Pixels between two words on one line.
GAP = 6


def placed(table: pd.DataFrame) -> pd.DataFrame:
    """The table by time with `x`; figures whose status forbids showing them are taken away."""
    starts, ends = days(table["period_start"]), days(table["period_end"])
    x = [period_number(start, end) for start, end in zip(starts, ends, strict=True)]
    whole = table.assign(x=x, period_start=starts, period_end=ends, **shown_only(table))
    return whole.sort_values("x", kind="stable", ignore_index=True)


def days(column: pd.Series) -> list[date]:
    """ISO texts or timestamps as days."""
    return [stamp.date() for stamp in pd.to_datetime(column)]


def pieces(series: pd.DataFrame) -> list[pd.DataFrame]:
    """The runs of neighbouring periods with a value: a line breaks at each gap."""
    known = series[series["value"].notna()]
    step = 12 if len(series) and is_year(series["period_start"].iloc[0], series["period_end"].iloc[0]) else 1
    run = (known["x"].diff() > step + 0.5).cumsum()
    return [piece for _, piece in known.groupby(run)]


def grid(plane: Plane) -> list[Row]:
    """Hairlines at the ticks; zero stands out."""
    return [
        rule((plane.x.low, plane.x.high), (tick,), "text2" if tick == 0 else "line", kind="grid")
        for tick, _ in plane.y.ticks
    ]


def law(marks: Marks, x: Axis) -> list[Row]:
    """The legal limit, stepped where the rule changes."""
    return _stepped(marks.law, x, "text", {"dash": "law", "width": 1.6})


def target(marks: Marks, x: Axis) -> list[Row]:
    """The city's own target, stepped where another was decided; never drawn as a law."""
    return _stepped(marks.target, x, "text2", {"dash": "target", "width": 1.2})


def _stepped(steps: Sequence[Step], x: Axis, ink: str, stroke: Row) -> list[Row]:
    spans = _spans(steps, x)
    flat = [rule(span, (value,), ink, **stroke) for span, value in spans]
    changes = pairwise(spans)
    return flat + [rule((after[0],), (old, new), ink, **stroke) for (_, old), (after, new) in changes]


def _spans(steps: Sequence[Step], x: Axis) -> list[tuple[tuple[float, float], float]]:
    """Each step with the part of the axis where it is in force; one that is over by then is left out."""
    starts = [x.low if step.start is None else max(month_number(step.start), x.low) for step in steps]
    ends = [*starts, x.high][1:]
    whole = zip(starts, ends, steps, strict=True)
    return [((start, end), step.value) for start, end, step in whole if end > start]


def levels(marks: Marks) -> list[float]:
    """The values the axis must reach for law and target to be seen."""
    return [step.value for step in (*marks.law, *marks.target)]


def empties(series: pd.DataFrame, plane: Plane, style: Style) -> list[Row]:
    """A mark on the baseline for each period without a value, and the word of each status once."""
    gone = series[series["value"].isna()]
    marked = list(zip(gone["x"], empty_status(gone["status"]), strict=True))
    symbols = [row for at, status in marked for row in empty_symbol(at, plane.y.low, status, dy=-8.0)]
    firsts = {status: at for at, status in reversed(marked)}
    worded = [(at, say(f"state.{status}", style.language)) for status, at in firsts.items()]
    return symbols + [row for view in VIEWS for row in _words(sorted(worded), plane, view)]


def _words(worded: Sequence[tuple[float, str]], plane: Plane, view: View) -> list[Row]:
    """Above their marks, on the lowest line where they do not run into a word before them."""
    rows, taken = [], [float("-inf")] * (len(worded) + 1)
    for at, words in worded:
        start = _start(at, words, plane, view)
        line = next(place for place, end in enumerate(taken) if end < start)
        taken[line] = start + width_of(words) + GAP
        shift = start - (at - plane.x.low) / plane.x.span * view.plot
        rows.append(label(at, plane.y.low, words, "text3", dx=shift, dy=-24 - LINE * line, view=view.name))
    return rows


def _start(at: float, words: str, plane: Plane, view: View) -> float:
    """The pixel where words begin that stand in the middle above a place, kept inside the plot."""
    width = width_of(words)
    middle = (at - plane.x.low) / plane.x.span * view.plot
    return min(max(middle - width / 2, 0.0), view.plot + view.right / 3 - width)


def hover(series: pd.DataFrame, name: str, y: Axis, style: Style) -> list[Row]:
    """What the pointer finds at each period: the same words as the row of the table."""
    return [
        {
            "kind": "hover",
            "x": row["x"],
            "y": row["value"] if pd.notna(row["value"]) else y.low,
            "area": name,
            **told(row, style),
        }
        for row in series.to_dict("records")
    ]
