"""The rows a chart is drawn from: bands, boxes, rules, lines, points, labels and what the pointer finds."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from lib.look import Mode, colour, state, tokens

Row = dict[str, Any]

# Every row has every column, so that one spec fits all data; NaN and "" are "nothing".
DEFAULTS: Row = {
    "kind": "",
    "x": float("nan"),
    "x2": float("nan"),
    "y": float("nan"),
    "y2": float("nan"),
    "piece": "",
    "ink": "accent",
    "fill": "none",
    "dash": "solid",
    "width": 1.0,
    "opacity": 1.0,
    "shape": "circle",
    "size": 0.0,
    "text": "",
    "dx": 0.0,
    "dy": 0.0,
    "reach": 0.0,
    "align": "left",
    "weight": 400,
    "view": "both",
    "area": "",
    "period": "",
    "value": "",
    "interval": "",
    "n": "",
    "status": "",
}
PLACES = ("x", "x2", "y", "y2")
SIZES = ("width", "opacity", "size", "dx", "dy", "reach", "weight")
# Circles are sized by area, our own paths by the side of their box.
AREA_OF_UNIT_CIRCLE = 3.14159


def frame(rows: Iterable[Row], mode: Mode) -> pd.DataFrame:
    """The rows with all columns of DEFAULTS; colour roles and symbol names become colours and paths."""
    given = list(rows)
    columns = {name: [row.get(name, default) for row in given] for name, default in DEFAULTS.items()}
    inks = {role: colour(role, mode) for role in tokens()["color"]["light"]} | {"none": "transparent"}
    shapes = tokens()["symbol"]
    drawn = {
        **columns,
        "ink": [inks[role] for role in columns["ink"]],
        "fill": [inks[role] for role in columns["fill"]],
        "shape": [shapes.get(name, name) for name in columns["shape"]],
    }
    # Most texts repeat: as categories they travel once.
    return pd.DataFrame(
        {
            name: pd.Series(
                values, dtype=float if name in PLACES else "float32" if name in SIZES else "category"
            )
            for name, values in drawn.items()
        }
    )


def rule(x: Sequence[float], y: Sequence[float], ink: str, **more: Any) -> Row:
    """A straight stroke from (x[0], y[0]) to (x[-1], y[-1]) in the axes' units."""
    return {"kind": "rule", "x": x[0], "x2": x[-1], "y": y[0], "y2": y[-1], "ink": ink, **more}


def box(x: Sequence[float], y: Sequence[float], fill: str, **more: Any) -> Row:
    """A filled rectangle; `ink` and `dash` of its outline on demand."""
    whole = {"kind": "box", "x": x[0], "x2": x[-1], "y": y[0], "y2": y[-1], "fill": fill, "ink": "none"}
    return {**whole, **more}


def strip(y: Sequence[float], **more: Any) -> Row:
    """A rectangle over the whole width of the chart."""
    return {"kind": "strip", "x": 0.0, "y": y[0], "y2": y[-1], "ink": "none", **more}


def line_point(x: float, y: float, piece: str, ink: str, **more: Any) -> Row:
    """One point of the line `piece`; a line is one piece between two gaps."""
    return {"kind": "line", "x": x, "y": y, "piece": piece, "ink": ink, **more}


def band_point(x: float, y: Sequence[float], piece: str, opacity: float, **more: Any) -> Row:
    """One column of the shaded area `piece`, from y[0] to y[1]."""
    return {"kind": "band", "x": x, "y": y[0], "y2": y[1], "piece": piece, "opacity": opacity, **more}


def dot(x: float, y: float, radius: float, ink: str, **more: Any) -> Row:
    """A filled circle."""
    size = AREA_OF_UNIT_CIRCLE * radius**2
    return {"kind": "point", "x": x, "y": y, "ink": ink, "fill": ink, "size": size, **more}


def flagged(x: float, y: float, name: str) -> Row:
    """A flagged point of a control chart: a square in the colour of its state, hollow if not judged."""
    _, ink, filled = state(name)
    # The page's colour around a filled one keeps neighbours apart.
    colours = {"ink": "page", "fill": ink} if filled else {"ink": ink, "fill": "page", "width": 1.6}
    side = tokens()["chart"]["point_flagged"] if filled else tokens()["chart"]["point_flagged"] - 1
    return {"kind": "point", "x": x, "y": y, "shape": "square", "size": side**2, **colours}


def state_symbol(x: float, y: float, name: str, **more: Any) -> Row:
    """The symbol of a state, 11 px; hollow ones are filled with the page."""
    shape, ink, filled = state(name)
    size = float(tokens()["symbol"]["size_chart"])
    if shape == "circle":
        return {**dot(x, y, 0.38 * size, ink), "fill": ink if filled else "page", **more}
    more = {"dash": "short", **more} if shape == "dashed_box" else more
    fill = ink if filled else "none" if shape in STROKES else "page"
    look = {"ink": ink, "fill": fill, "shape": shape, "size": size**2}
    return {"kind": "point", "x": x, "y": y, **look, **more}


def empty_symbol(x: float, y: float, status: str, **more: Any) -> list[Row]:
    """The mark of a status without a value; the strokes of a suppressed one lie in a framed box."""
    symbol = state_symbol(x, y, status, **more)
    if status != "suppressed":
        return [symbol]
    return [{**symbol, "shape": "square", "fill": "sunken"}, symbol]


# Symbols that are strokes only: filling them would draw something else.
STROKES = ("hatch", "dash", "late")


def label(x: float, y: float, words: str, ink: str, **more: Any) -> Row:
    """Words at a point, moved by dx and dy pixels; view says whether a wide or a narrow chart shows them.

    reach: the pixels that words take which stand beside a vertical on whichever side has room, instead of dx.
    """
    size = float(tokens()["chart"]["label_font"])
    return {"kind": "label", "x": x, "y": y, "text": words, "ink": ink, "size": size, **more}


def state_ink(name: str) -> str:
    """The colour role of words about a state: darker than its mark where the mark is too faint to read."""
    ink = state(name)[1]
    return {"similar": "text3", "neutral_lower": "neutral_higher", "line_strong": "text3"}.get(ink, ink)
