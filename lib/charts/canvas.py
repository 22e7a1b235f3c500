"""One spec for all charts: what is drawn stands in the rows, where it stands in two axes."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from lib.charts.rows import Row, frame
from lib.charts.scale import Axis, Plane
from lib.charts.spec import Spec, Style
from lib.charts.theme import config
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


@dataclass(frozen=True)
class Canvas:
    """The plane and its surroundings in px: left and right margins as (wide, narrow), room above."""

    plane: Plane
    left: tuple[int, int] = (0, 0)
    right: tuple[int, int] = (0, 0)
    top: int = 8


def drawn(canvas: Canvas, rows: list[Row], style: Style, alt_text: str) -> Spec:
    """The rows on the canvas as a Spec."""
    data = frame(rows, style.mode)
    kinds = [kind for kind in LAYERS if (data["kind"] == kind).any()]
    layers = [layer for kind in kinds for layer in _layers(kind, style.language, style.mode)]
    places = _places(canvas)
    spec = {
        "layer": [_placed(layer, places) for layer in layers],
        "width": "container",
        "height": canvas.plane.height,
        "padding": {"left": 0, "right": 0, "top": canvas.top, "bottom": 4},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": config(style.mode, style.language),
    }
    return Spec(spec, data, alt_text)


@lru_cache
def _layers(kind: str, language: str, mode: Mode) -> list[dict[str, Any]]:
    """The validated Vega-Lite layers of a kind of row, on axes that no canvas has given an extent yet."""
    return [_own_parts(layer.to_dict()) for layer in LAYERS[kind](_Encodings(language, mode))]


def _own_parts(layer: dict[str, Any]) -> dict[str, Any]:
    """Altair names an empty data set in each layer, which would hide the one handed to Streamlit."""
    return {name: layer[name] for name in ("mark", "encoding", "transform")}


def _placed(layer: dict[str, Any], places: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A copy of the layer on the canvas's axes; what fills the whole width has no place of its own."""
    copy = deepcopy(layer)
    for name, place in places.items():
        if copy["encoding"][name].get("field") == name:
            copy["encoding"][name] |= deepcopy(place)
    return copy


def _places(canvas: Canvas) -> dict[str, dict[str, Any]]:
    """Scale and axis of x and y. y grows upwards; a chart of rows turns it: the larger number comes first."""
    left, right = (_by_width(*pair) for pair in (canvas.left, canvas.right))
    plane = canvas.plane
    across = [{"expr": left}, {"expr": f"width - ({right})"}]
    return {
        "x": {"scale": _scale(plane.x, across), "axis": _axis(plane.x)},
        "y": {"scale": _scale(plane.y, [plane.height, 0]), "axis": _axis(plane.y)},
    }


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


def _by_width(wide: int, narrow: int) -> str:
    return str(wide) if wide == narrow else f"{NARROW} ? {narrow} : {wide}"


def _scale(axis: Axis, extent: list[Any]) -> dict[str, Any]:
    return {"domain": [axis.low, axis.high], "range": extent, "zero": False, "nice": False}


def _axis(axis: Axis) -> dict[str, Any] | None:
    """Labels are looked up, not formatted: they are in the app's language and carry the unit once."""
    if not axis.ticks:
        return None
    narrow = dict(axis.narrow or axis.ticks)
    every = sorted({*dict(axis.ticks), *narrow})
    wide_words, narrow_words = ([dict(ticks).get(at, "") for at in every] for ticks in (axis.ticks, narrow))
    words = f"({NARROW} ? {json.dumps(narrow_words)} : {json.dumps(wide_words)})"
    looked_up = f"{words}[indexof({json.dumps(every)}, datum.value)]"
    return {"values": every, "labelExpr": looked_up, "labelFlush": axis.flush}


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


def with_data(chart: Spec, width: int = 612) -> dict[str, Any]:
    """The spec with its rows inside and a width in px, for drawing without a page, as in a report."""
    table = chart.data.astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    return {**chart.spec, "width": width, "data": {"values": rows}, "description": chart.alt}
