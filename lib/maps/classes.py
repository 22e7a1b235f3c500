"""Borders between the classes of a map: fifths, natural breaks, equal steps, own limits, around a value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor, log10

import jenkspy
import numpy as np

CLASSES = 5
# Steps of round borders within a decade, the coarsest first.
ROUND = (5, 2, 1)
# A class should hold at least this part of an equal share of the areas, or the rounding is too coarse.
LEAST_OF_SHARE = 0.5
# Nine of ten differences lie within the classes on both sides of the benchmark, each as wide.
USUAL_DIFFERENCE = 0.9
MINUS = "\u2212"
LIMIT = re.compile(rf"[-{MINUS}]?\d{{1,9}}([.,]\d{{1,4}})?")


def borders(values: Iterable[float], decimals: int) -> tuple[float, ...]:
    """At most four rising borders that part the values into about fifths, as round as the values allow.

    A value on a border belongs to the class above it; no class is empty. Values count as they are written,
    with `decimals` decimals; NaN is left out, and zero too where nothing is below it: it has its own fill.
    """
    written = _measured(values, decimals)
    distinct = np.unique(written)
    if len(distinct) <= CLASSES:
        return tuple(float(one) for one in distinct[1:])
    fifths = np.quantile(written, np.linspace(0, 1, CLASSES + 1)[1:-1])
    for step in _steps(distinct[-1] - distinct[0], decimals):
        tried = np.unique(np.round(np.round(fifths / step) * step, decimals))
        if len(tried) == CLASSES - 1 and _is_even(written, tried):
            return tuple(float(one) for one in tried)
    return _at_values(distinct, fifths)


def _measured(values: Iterable[float], decimals: int) -> np.ndarray:
    written = np.round(np.asarray(list(values), dtype=float), decimals)
    written = written[~np.isnan(written)]
    return written[written != 0] if len(written) and written.min() >= 0 else written


def _steps(span: float, decimals: int) -> list[float]:
    """Round steps from the span of the values down to their last decimal."""
    decades = range(ceil(log10(span)), -decimals - 1, -1)
    return [round(step * 10.0**decade, max(-decade, 0)) for decade in decades for step in ROUND]


def _is_even(written: np.ndarray, tried: np.ndarray) -> bool:
    counted = np.bincount(np.searchsorted(tried, written, side="right"), minlength=CLASSES)
    return bool(counted.min() >= max(1, floor(LEAST_OF_SHARE * len(written) / CLASSES)))


def _at_values(distinct: np.ndarray, fifths: np.ndarray) -> tuple[float, ...]:
    """Borders at values that occur, for figures too uneven for round ones; equal ones are one."""
    places = np.unique(np.searchsorted(distinct, fifths))
    return tuple(float(distinct[place]) for place in places if 0 < place < len(distinct))


def natural(values: Iterable[float], decimals: int) -> tuple[float, ...]:
    """Borders at the natural breaks: the values in a class differ least from the mean of the class.

    Fisher's exact method in jenkspy, on the same values as `borders`. A border is the roundest number of the
    gap between two classes.
    """
    written = _measured(values, decimals)
    distinct = np.unique(written)
    if len(distinct) <= CLASSES:
        return tuple(float(one) for one in distinct[1:])
    tops = jenkspy.jenks_breaks(written, n_classes=CLASSES)[1:-1]
    above = distinct[np.searchsorted(distinct, tops, side="right")]
    return tuple(_roundest(low, high, decimals) for low, high in zip(tops, above, strict=True))


def _roundest(low: float, high: float, decimals: int) -> float:
    """The number above `low` and at most `high` that is written with the coarsest step."""
    for step in _steps(max(high - low, 10.0**-decimals), decimals):
        tried = round(floor(high / step + 1e-9) * step, decimals)
        if low < tried <= high:
            return tried
    return float(high)


def equal(values: Iterable[float], decimals: int) -> tuple[float, ...]:
    """Borders that part the span of the values into five equal steps; a class may be empty."""
    written = _measured(values, decimals)
    if len(np.unique(written)) < 2:
        return ()
    inner = np.round(np.linspace(written.min(), written.max(), CLASSES + 1)[1:-1], decimals)
    return tuple(float(one) for one in np.unique(inner) if one > written.min())


def around(values: Iterable[float], middle: float, decimals: int) -> tuple[float, ...]:
    """Four borders, as far on both sides of `middle`, of which the inner two enclose it.

    All inner classes are equally wide; nine of ten values lie within them, the rest in the outer two.
    """
    known = np.asarray(list(values), dtype=float)
    farthest = np.quantile(np.abs(known[~np.isnan(known)] - middle), USUAL_DIFFERENCE)
    half = max(_roundest(farthest / CLASSES * 0.8, farthest / CLASSES * 1.2, decimals), 10.0**-decimals)
    return tuple(round(float(middle + steps * half), decimals) for steps in (-3, -1, 1, 3))


@dataclass(frozen=True)
class Own:
    """Limits as a reader typed them, or the key and the values of the sentence that says what is wrong."""

    rising: tuple[float, ...] = ()
    fault: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def own(written: str) -> Own:
    """One to four rising numbers between semicolons, with a decimal comma or point: 5; 10,5; 15."""
    pieces = [one.strip() for one in written.split(";") if one.strip()]
    for piece in pieces:
        if not LIMIT.fullmatch(piece):
            return Own(fault="map.own.no_number", values={"found": piece})
    rising = tuple(float(piece.replace(",", ".").replace(MINUS, "-")) for piece in pieces)
    if not 1 <= len(rising) < CLASSES:
        return Own(fault="map.own.count", values={"count": len(rising)})
    for place, (before, after) in enumerate(zip(rising, rising[1:], strict=False)):
        if after <= before:
            values = {"before": pieces[place], "after": pieces[place + 1]}
            return Own(fault="map.own.order", values=values)
    return Own(rising)
