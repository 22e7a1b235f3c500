"""Words at the right end of lines, so that no legend is needed and none touches another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib import text
from lib.charts.rows import Row, label
from lib.charts.scale import Plane, long_mark, push_apart
from lib.charts.spec import Marks, Style
from lib.charts.text_room import VIEWS, wrap
from lib.charts.words import figure_alone, written
from lib.look import tokens
from lib.text import say

LINE_HEIGHT = 15
NARROW_LETTERS = 13
GAP = 10


@dataclass(frozen=True)
class End:
    """Words wanted beside the value y; the smaller the rank the later they are left out on a narrow chart."""

    y: float
    words: str
    ink: str
    rank: int = 1
    size: int = 12
    weight: int = 400


def end_labels(ends: Sequence[End], plane: Plane) -> list[Row]:
    """All ends for a wide chart, one line each; as many as fit, on several lines, for a narrow one."""
    # Where room is short the largest type of a name is smaller.
    narrow = [replace(end, size=min(end.size, 13) if len(end.words) > 8 else end.size) for end in ends]
    narrow = _fitting(narrow, plane.height)
    wide_rows = _column(ends, [end.words for end in ends], plane, "wide")
    return wide_rows + _column(narrow, [wrap(end.words, NARROW_LETTERS) for end in narrow], plane, "narrow")


def _fitting(ends: Sequence[End], height: int) -> list[End]:
    """The ends of best rank whose wrapped words fill no more than three quarters of the height."""
    kept, used = [], 0.0
    for end in sorted(ends, key=lambda end: end.rank):
        used += _height(wrap(end.words, NARROW_LETTERS), end.size)
        if used <= 0.75 * height:
            kept.append(end)
    return kept


def _column(ends: Sequence[End], words: Sequence[str], plane: Plane, view: str) -> list[Row]:
    heights = [_height(one, end.size) for one, end in zip(words, ends, strict=True)]
    wanted = [(plane.y.high - end.y) / plane.pixel for end in ends]
    centres = push_apart(wanted, heights, -LINE_HEIGHT / 2, plane.height + LINE_HEIGHT / 2)
    return [
        label(plane.x.high, plane.y.high - centre * plane.pixel, one, end.ink, view=view, **_type(end, one))
        for end, one, centre in zip(ends, words, centres, strict=True)
    ]


def _height(words: str, size: int) -> float:
    return LINE_HEIGHT * words.count("\n") + size + 4


def _type(end: End, words: str) -> dict[str, Any]:
    """Size, weight and the shift that centres several lines on the height of one."""
    shift = -LINE_HEIGHT / 2 * words.count("\n")
    return {"size": float(end.size), "weight": end.weight, "dx": GAP, "dy": shift}


def margin() -> tuple[int, int]:
    """Room at the right for the words, on a wide and on a narrow chart."""
    return tokens()["chart"]["right_margin_labels"], VIEWS[1].right


def level_ends(marks: Marks, style: Style) -> list[End]:
    """The words of law and target at the right end of their lines."""
    law, own = ([step.value for step in steps[-1:]] for steps in (marks.law, marks.target))
    return [
        *(End(value, _level("law", value, style), "text", 0, 12, 600) for value in law),
        *(End(value, _level("target", value, style), "text2") for value in own),
    ]


def _level(name: str, value: float, style: Style) -> str:
    decimals = 0 if float(value).is_integer() else style.decimals
    figure = text.figure(value, style.unit, decimals, style.language)
    return say(f"chart.{name}", style.language, value=figure)


def short_figure(value: float, style: Style) -> str:
    """A value with its unit, unless that is long and stands above the axis."""
    return figure_alone(value, style) if long_mark(style) else written(value, style)
