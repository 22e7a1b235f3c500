"""One spec for all charts: what is drawn stands in the rows, where it stands in two axes."""

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lib.charts import layers
from lib.charts.rows import Row, frame
from lib.charts.scale import Axis, Plane
from lib.charts.spec import Spec, Style
from lib.charts.theme import config


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
    kinds = [kind for kind in layers.LAYERS if (data["kind"] == kind).any()]
    made = [layer for kind in kinds for layer in layers.of_kind(kind, style.language, style.mode)]
    places = _places(canvas)
    spec = {
        "layer": [_placed(layer, places) for layer in made],
        "width": "container",
        "height": canvas.plane.height,
        "padding": {"left": 0, "right": 0, "top": canvas.top, "bottom": 4},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": config(style.mode, style.language),
    }
    return Spec(spec, data, alt_text)


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


def _by_width(wide: int, narrow: int) -> str:
    return str(wide) if wide == narrow else f"{layers.NARROW} ? {narrow} : {wide}"


def _scale(axis: Axis, extent: list[Any]) -> dict[str, Any]:
    return {"domain": [axis.low, axis.high], "range": extent, "zero": False, "nice": False}


def _axis(axis: Axis) -> dict[str, Any] | None:
    """Labels are looked up, not formatted: they are in the app's language and carry the unit once."""
    if not axis.ticks:
        return None
    narrow = dict(axis.narrow or axis.ticks)
    every = sorted({*dict(axis.ticks), *narrow})
    wide_words, narrow_words = ([dict(ticks).get(at, "") for at in every] for ticks in (axis.ticks, narrow))
    words = f"({layers.NARROW} ? {json.dumps(narrow_words)} : {json.dumps(wide_words)})"
    looked_up = f"{words}[indexof({json.dumps(every)}, datum.value)]"
    return {"values": every, "labelExpr": looked_up, "labelFlush": axis.flush}


def with_data(chart: Spec, width: int = 612) -> dict[str, Any]:
    """The spec with its rows inside and a width in px, for drawing without a page, as in a report."""
    table = chart.data.astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    return {**chart.spec, "width": width, "data": {"values": rows}, "description": chart.alt}
