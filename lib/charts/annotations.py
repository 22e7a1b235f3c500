"""Words laid over a chart of time: dated events above the plot, and one sentence beside a point."""

from collections.abc import Sequence
from itertools import product

import pandas as pd

from lib.charts.rows import Row, label, rule
from lib.charts.scale import Plane, long_mark, month_number
from lib.charts.spec import Marks, Style
from lib.charts.text_room import VIEWS, View, width_of, wrap

MOST_EVENTS = 3
LINE = 15
# Pixels between the plot's top and the lowest line of event words.
ABOVE = 8
# Distances tried between a point and the sentence about it, in pixels.
REACHES = (44, 64, 28)
CLEAR = 12


def room_above(verticals: int, style: Style) -> int:
    """Pixels above the plot for the words of verticals, each on its own line, and for a long unit."""
    return 8 + LINE * (verticals + bool(long_mark(style)))


def unit_above(plane: Plane, style: Style) -> list[Row]:
    """A unit too long for the topmost tick, above the topmost line."""
    mark = long_mark(style)
    return [label(plane.x.low, plane.y.high, mark, "text3", dy=-ABOVE)] if mark else []


def dated(marks: Marks, plane: Plane) -> list[tuple[float, str]]:
    """Place and words of the three newest events that fall on the axis, in order of time."""
    placed = sorted((month_number(event.on), event.words) for event in marks.events)
    return [event for event in placed if plane.x.low <= event[0] <= plane.x.high][-MOST_EVENTS:]


def events(marks: Marks, plane: Plane, style: Style) -> list[Row]:
    """The dated events of a chart as dotted verticals."""
    return verticals(dated(marks, plane), plane, style)


def verticals(placed: Sequence[tuple[float, str]], plane: Plane, style: Style) -> list[Row]:
    """Dotted verticals, their words on lines of their own above the plot."""
    first = 1 if long_mark(style) else 0
    return [
        row
        for line, (at, words) in enumerate(placed, start=first)
        for row in _vertical(at, words, plane, ABOVE + LINE * line)
    ]


def _vertical(at: float, words: str, plane: Plane, rise: int) -> list[Row]:
    stroke = rule((at,), (plane.y.low, plane.y.high + (rise + 6) * plane.pixel), "text2", dash="event")
    return [stroke, *(_event_words(words, at, plane, rise, view) for view in VIEWS)]


def _event_words(words: str, at: float, plane: Plane, rise: int, view: View) -> Row:
    """On the side with room for the words."""
    room = (plane.x.high - at) / plane.x.span * view.plot + view.right
    side = {"align": "left", "dx": 6} if width_of(words) + 6 < room else {"align": "right", "dx": -6}
    return label(at, plane.y.high, words, "text2", dy=-rise, view=view.name, **side)


def note(marks: Marks, series: pd.DataFrame, plane: Plane) -> list[Row]:
    """One sentence beside the point it speaks of, on the side where nothing is in its way."""
    known = series[series["value"].notna()]
    if marks.note is None or known.empty:
        return []
    point = known.iloc[(known["x"] - month_number(marks.note.on)).abs().argmin()]
    return [row for view in VIEWS for row in _sentence(marks.note.words, point, known, (plane, view))]


def _sentence(words: str, point: pd.Series, known: pd.DataFrame, where: tuple[Plane, View]) -> list[Row]:
    plane, view = where
    lines = wrap(words, view.letters)
    up, side, reach = _free_place(lines, point, known, where)
    at, end = point["x"], point["value"] + up * reach * plane.pixel
    leader = (point["value"] + up * 8 * plane.pixel, end - up * 8 * plane.pixel)
    # Words of several lines grow downwards: above a point they start higher.
    shift = -lines.count("\n") * LINE if up > 0 else 0
    look = {"align": "right" if side < 0 else "left", "dx": -4 * side, "dy": shift, "view": view.name}
    return [rule((at,), leader, "text2", view=view.name), label(at, end, lines, "text", **look)]


def _free_place(
    lines: str, point: pd.Series, known: pd.DataFrame, where: tuple[Plane, View]
) -> tuple[int, int, int]:
    """Up or down, left or right, and how far: the first place that no value and no edge crosses."""
    plane, view = where
    width = max(width_of(line) for line in lines.split("\n")) / view.plot * plane.x.span
    tall = lines.count("\n") * LINE
    for reach, (up, side) in product(REACHES, ((1, -1), (1, 1), (-1, 1), (-1, -1))):
        ends = sorted((point["x"], point["x"] + side * width))
        near = point["value"] + up * (reach - CLEAR) * plane.pixel
        far = point["value"] + up * (reach + CLEAR + tall) * plane.pixel
        beside = known[known["x"].between(*ends)]["value"]
        free = not beside.between(*sorted((near, far))).any()
        if free and plane.x.low <= ends[0] and ends[1] <= plane.x.high and plane.y.low < far < plane.y.high:
            return up, side, reach
    return 1, -1 if point["x"] > plane.x.low + plane.x.span / 2 else 1, REACHES[0]
