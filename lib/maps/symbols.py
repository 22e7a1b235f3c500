"""Circles for counts: the area of a circle tells the count, so its radius goes by the square root."""

from collections.abc import Mapping
from math import floor, isnan, log10, sqrt

# Pixels of the largest circle; the sizes of the legend have a half and a quarter of the largest one's radius.
LARGEST = 26
PARTS = (1, 4, 16)
# With more areas the circles shrink so that together they cover no more of the map, down to the smallest.
MANY_AREAS, SMALLEST_LARGEST = 60, 12


def radii(counts: Mapping[str, float]) -> dict[str, float]:
    """Radius in pixels of every count above zero, the largest first, so that small ones are drawn last."""
    known = {code: count for code, count in counts.items() if not isnan(count) and count > 0}
    ordered = sorted(known.items(), key=lambda pair: -pair[1])
    return {code: radius(count, ordered[0][1], len(counts)) for code, count in ordered}


def radius(count: float, largest: float, areas: int) -> float:
    """The radius of a count beside the largest one, on a map of so many areas."""
    whole = LARGEST * min(1.0, sqrt(MANY_AREAS / max(areas, 1)))
    return round(max(whole, SMALLEST_LARGEST) * sqrt(count / largest), 1)


def legend(largest: float, areas: int) -> list[tuple[float, float]]:
    """Three round counts from large to small with their radii; fewer where the counts are small."""
    step = 10.0 ** floor(log10(largest))
    top = floor(largest / step) * step
    sizes = sorted({float(f"{max(1.0, top / part):.1g}") for part in PARTS}, reverse=True)
    return [(count, radius(count, largest, areas)) for count in sizes]
