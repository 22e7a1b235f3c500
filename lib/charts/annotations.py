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


def room_above(placed: Sequence[tuple[float, str]], style: Style) -> int:
    """Pixels above the plot for the words of verticals, each on lines of its own, and for a long unit."""
    most = max(sum(_lines(words, view) for _, words in placed) for view in VIEWS)
    return 8 + LINE * (most + bool(long_mark(style)))


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
    rows, used = [], {view.name: int(bool(long_mark(style))) for view in VIEWS}
    for at, words in placed:
        rises = [ABOVE + LINE * used[view.name] for view in VIEWS]
        top = plane.y.high + (max(rises) + 6) * plane.pixel
        rows.append(rule((at,), (plane.y.low, top), "text2", dash="event"))
        rows += [_event_words(words, at, plane, where) for where in zip(rises, VIEWS, strict=True)]
        used = {view.name: used[view.name] + _lines(words, view) for view in VIEWS}
    return rows


def _event_words(words: str, at: float, plane: Plane, where: tuple[int, View]) -> Row:
    rise, view = where
    lines = wrap(words, _letters(view))
    reach = max(width_of(line) for line in lines.split("\n"))
    # Lines grow downwards from their place, so the first of several stands higher.
    up = -rise - LINE * lines.count("\n")
    return label(at, plane.y.high, lines, "text2", dy=up, reach=reach, view=view.name)


def _letters(view: View) -> int:
    """Letters of usual width on a line as long as the narrowest chart of this view."""
    return int(view.across / width_of("n"))


def _lines(words: str, view: View) -> int:
    return wrap(words, _letters(view)).count("\n") + 1


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
