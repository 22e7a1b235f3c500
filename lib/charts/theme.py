"""The Vega config made from the design tokens: type, quiet axes, no default blue."""

from functools import cache
from typing import Any

from lib.look import Mode, colour, ramp, tokens
from lib.text import vega_locale


@cache
def config(mode: Mode, language: str) -> dict[str, Any]:
    """Vega-Lite config of a mode and a language."""
    chart, font = tokens()["chart"], tokens()["font"]
    accent = colour("accent", mode)
    return {
        "background": chart["background"],
        "font": f"{font['family']}, {font['fallback']}",
        "locale": vega_locale(language),
        "view": {"stroke": None},
        "axis": _axis(mode),
        "axisX": {"labelPadding": 12},
        "axisY": {"labelPadding": 8},
        "text": {"fontSize": chart["label_font"], "color": colour("text2", mode)},
        "mark": {"color": accent},
        "line": {"strokeCap": "round", "strokeJoin": "round"},
        "range": {name: ramp(own, mode) for name, own in _RANGES.items()},
    }


_RANGES = {"category": "categorical", "ordinal": "sequential", "ramp": "sequential", "diverging": "judged"}


def _axis(mode: Mode) -> dict[str, Any]:
    """No title, line or ticks: the labels are enough, the grid is drawn with the data."""
    return {
        "domain": False,
        "ticks": False,
        "grid": False,
        "title": None,
        "labelOverlap": False,
        "labelColor": colour("text3", mode),
        "labelFontSize": tokens()["chart"]["axis_font"],
        "labelFontWeight": 400,
    }
