"""Areas of a map: which class each is in, which fill that has, and how large its symbol is."""

from lib.maps.classes import CLASSES, Own, around, borders, equal, natural, own
from lib.maps.columns import columns, packed
from lib.maps.fills import (
    DIFFERENCES,
    EMPTY,
    JUDGED,
    SPREAD,
    TALLIED,
    ZERO,
    class_fills,
    counts,
    differences,
    empty,
    levels,
    ranges,
)
from lib.maps.symbols import legend, radii, radius
from lib.maps.two import two_fills

__all__ = [
    "CLASSES",
    "DIFFERENCES",
    "EMPTY",
    "JUDGED",
    "SPREAD",
    "TALLIED",
    "ZERO",
    "Own",
    "around",
    "borders",
    "class_fills",
    "columns",
    "counts",
    "differences",
    "empty",
    "equal",
    "legend",
    "levels",
    "natural",
    "own",
    "packed",
    "radii",
    "radius",
    "ranges",
    "two_fills",
]
