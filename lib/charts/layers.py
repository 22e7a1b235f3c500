"""The layers of a chart, one or two for each kind of row, on axes that no canvas has given an extent yet."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import altair as alt

from lib.look import Mode, colour, tokens
from lib.text import say

# Under this many pixels of drawing width a chart is narrow: fewer ticks, labels on more lines.
NARROW = f"width < {tokens()['layout']['breakpoint_narrow'] - 220}"
# Where words of a known length begin: at right of their vertical, at left, or over it to end with the chart.
BESIDE = (
    "(scale('x', datum.x) + 6 + datum.reach <= width ? 6 : scale('x', datum.x) - 6 >= datum.reach ?"
    " -6 - datum.reach : max(width - datum.reach, 0) - scale('x', datum.x))"
)
IN_VIEW = f"(datum.view == 'both' || (datum.view == 'narrow') == ({NARROW}))"
DASHES = {
    "solid": [1, 0],
    "benchmark": tokens()["chart"]["benchmark_dash"],
    "law": tokens()["chart"]["limit_dash"],
    "target": tokens()["chart"]["target_dash"],
    "event": tokens()["chart"]["event_dash"],
    "short": [2, 2],
}
# Only the hover marks speak: Streamlit would else show the columns of every mark.
QUIET = {"aria": False, "tooltip": None}
# Pixels from one line of words to the next.
LINE_HEIGHT = 15


@lru_cache
def of_kind(kind: str, language: str, mode: Mode) -> list[dict[str, Any]]:
    """The validated Vega-Lite layers of a kind of row, on axes that no canvas has given an extent yet."""
    return [_own_parts(layer.to_dict()) for layer in LAYERS[kind](_Encodings(language, mode))]


def _own_parts(layer: dict[str, Any]) -> dict[str, Any]:
    """Altair names an empty data set in each layer, which would hide the one handed to Streamlit."""
    return {name: layer[name] for name in ("mark", "encoding", "transform")}


class _Encodings:
    """The encodings every layer shares."""

    def __init__(self, language: str, mode: Mode) -> None:
        self.language, self.mode = language, mode
        self.x, self.y = alt.X("x:Q"), alt.Y("y:Q")

    def base(self, kind: str) -> alt.Chart:
        return alt.Chart().transform_filter(alt.datum.kind == kind)

    def fill(self, column: str = "fill") -> alt.Fill:
        return alt.Fill(f"{column}:N", scale=None, legend=None)

    def stroke(self) -> dict[str, Any]:
        dashes = alt.Scale(domain=list(DASHES), range=list(DASHES.values()))
        return {
            "stroke": alt.Stroke("ink:N", scale=None, legend=None),
            "strokeWidth": alt.StrokeWidth("width:Q", scale=None, legend=None),
            "strokeDash": alt.StrokeDash("dash:N", scale=dashes, legend=None),
        }


def _strips(shared: _Encodings) -> list[alt.Chart]:
    marks = shared.base("strip").mark_rect(**QUIET)
    return [marks.encode(x=alt.value(0), x2=alt.value("width"), y=shared.y, y2="y2:Q", fill=shared.fill())]


def _boxes(shared: _Encodings) -> list[alt.Chart]:
    marks = shared.base("box").mark_rect(**QUIET)
    return [marks.encode(x=shared.x, x2="x2:Q", y=shared.y, y2="y2:Q", fill=shared.fill())]


def _bands(shared: _Encodings) -> list[alt.Chart]:
    return [
        shared.base("band")
        .mark_area(**QUIET, line=False)
        .encode(
            x=shared.x,
            y=shared.y,
            y2="y2:Q",
            detail="piece:N",
            fill=shared.fill(),
            opacity=alt.Opacity("opacity:Q", scale=None, legend=None),
        )
    ]


def _grid(shared: _Encodings) -> list[alt.Chart]:
    return [_strokes(shared, "grid")]


def _rules(shared: _Encodings) -> list[alt.Chart]:
    return [_strokes(shared, "rule")]


def _strokes(shared: _Encodings, kind: str) -> alt.Chart:
    marks = shared.base(kind).mark_rule(**QUIET, opacity=alt.expr(f"{IN_VIEW} ? 1 : 0"))
    return marks.encode(x=shared.x, x2="x2:Q", y=shared.y, y2="y2:Q", **shared.stroke())


def _lines(shared: _Encodings) -> list[alt.Chart]:
    return [
        shared.base("line")
        .mark_line(**QUIET)
        .encode(x=shared.x, y=shared.y, detail="piece:N", order="x:Q", **shared.stroke())
    ]


def _points(shared: _Encodings) -> list[alt.Chart]:
    moved = {"xOffset": alt.expr("datum.dx"), "yOffset": alt.expr("datum.dy")}
    marks = shared.base("point").mark_point(**QUIET, opacity=1, **moved)
    return [
        marks.encode(
            x=shared.x,
            y=shared.y,
            size=alt.Size("size:Q", scale=None, legend=None),
            fill=shared.fill(),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            **shared.stroke(),
        )
    ]


def _labels(shared: _Encodings) -> list[alt.Chart]:
    """Words twice: first their outline in the page's colour, so that a line behind does not cross them."""
    halo = {"stroke": colour("page", shared.mode), "strokeWidth": 3, "strokeJoin": "round"}
    return [_words(shared, **halo), _words(shared)]


def _words(shared: _Encodings, **halo: Any) -> alt.Chart:
    own = {"dy": "dy", "align": "align", "fontSize": "size", "fontWeight": "weight"}
    marks = shared.base("label").mark_text(
        **QUIET,
        lineBreak="\n",
        lineHeight=LINE_HEIGHT,
        baseline="middle",
        text=alt.expr(f"{IN_VIEW} ? datum.text : ''"),
        # Words of the other view still have a place, and one outside would make the chart shrink.
        dx=alt.expr(f"{IN_VIEW} ? (datum.reach > 0 ? {BESIDE} : datum.dx) : 0"),
        **{name: alt.expr(f"datum.{column}") for name, column in own.items()},
        **halo,
    )
    return marks.encode(x=shared.x, y=shared.y, fill=shared.fill("ink"))


def _hover(shared: _Encodings) -> list[alt.Chart]:
    marks = shared.base("hover").mark_circle(opacity=0, size=400, tooltip=alt.expr(_tooltip(shared.language)))
    return [marks.encode(x=shared.x, y=shared.y)]


def _hover_rows(shared: _Encodings) -> list[alt.Chart]:
    marks = shared.base("hover_row").mark_rect(opacity=0, tooltip=alt.expr(_tooltip(shared.language)))
    return [marks.encode(x=alt.value(0), x2=alt.value("width"), y=shared.y, y2="y2:Q")]


def _tooltip(language: str) -> str:
    """The words of the table row; a field that says nothing is left out, since `undefined` is not shown."""
    names = ("period", "value", "interval", "n", "status")
    said = {name: json.dumps(say(f"chart.field.{name}", language), ensure_ascii=False) for name in names}
    fields = [f"{words}: datum.{name} || datum.nothing" for name, words in said.items()]
    return "{" + ", ".join(["title: datum.area", *fields]) + "}"


# Drawn in this order, the first at the back.
LAYERS: dict[str, Callable[[_Encodings], list[alt.Chart]]] = {
    "strip": _strips,
    "grid": _grid,
    "box": _boxes,
    "band": _bands,
    "rule": _rules,
    "line": _lines,
    "point": _points,
    "label": _labels,
    "hover": _hover,
    "hover_row": _hover_rows,
}
