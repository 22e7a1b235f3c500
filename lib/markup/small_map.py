"""A small choropleth as inline SVG, for a page where the map is not the main thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from lib.areas import geometry
from lib.markup.page import rendered

SIZE = (300, 300)
CLASSES = 5


@dataclass(frozen=True)
class Words:
    """Heading, subtitle, what the link says and chooses, and the written borders of the classes."""

    heading: str
    subtitle: str
    link: str
    choose: str
    edges: Sequence[str]


def edges(values: Mapping[str, tuple[float, str]]) -> list[float]:
    """Lowest value, the four borders between fifths, and the highest value."""
    known = [value for value, _ in values.values() if not np.isnan(value)]
    return [float(edge) for edge in np.quantile(known, np.linspace(0, 1, CLASSES + 1))] if known else []


def small_map(level: str, values: Mapping[str, tuple[float, str]], words: Words) -> str:
    """Areas filled by fifths; an area without a value is dashed. Every shape carries its words."""
    shown = geometry.paths(level, None, *SIZE, codes=list(values))
    borders = edges(values)
    shapes = Markup("").join(
        Markup('<path class="area {}" d="{}"><title>{}</title></path>').format(
            _fill(values[code][0], borders), path, values[code][1]
        )
        for code, path in shown.paths.items()
    )
    water = Markup('<path class="water" d="{}"/>').format(shown.water)
    return rendered(
        "small_map.html",
        shapes=shapes + water,
        viewbox=shown.viewbox,
        words=words,
        spans=list(zip(words.edges, words.edges[1:], strict=False)),
    )


def _fill(value: float, borders: Sequence[float]) -> str:
    if np.isnan(value):
        return "missing"
    return f"fill-{int(np.searchsorted(borders[1:-1], value, side='right')) + 1}"
