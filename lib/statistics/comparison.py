"""An area against a benchmark value: states, p-values, quintiles, and what many comparisons at once leave
standing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaincc, ndtr

from lib.errors import StatisticsError
from lib.statistics import polarity as polarities
from lib.statistics.inputs import Floats, cases_and_residents, numbers, part_and_whole
from lib.statistics.intervals import EXACT_BELOW, Interval, standard_error

NOT_COMPARED = "not_compared"
SIMILAR = "similar"
# Fewer areas cannot be cut into fifths.
FEWEST_FOR_QUINTILES = 5


@dataclass(frozen=True)
class FalseDiscovery:
    """Adjusted p-values and which stay significant (arrays as given), and how many comparisons were made."""

    adjusted: Floats
    significant: NDArray[np.bool_]
    comparisons: int


def compare(
    interval: Interval, benchmark: ArrayLike, polarity: str = "none", itself: ArrayLike = False
) -> NDArray[np.str_]:
    """State of each area: `similar`, `not_compared`, or one such as `worse_higher`, `much_better_lower`,
    `lower`.

    benchmark: one value or one for each area. itself: true where the area is the benchmark; never compared.
    Outside the 95 % interval: lower or higher; outside the 99.8 %: much. Touching is similar.
    Not compared: no value, no 95 % limits, or no benchmark. Without 99.8 % limits nothing is much.
    """
    value = numbers(benchmark)
    needed = numbers(interval.value) + numbers(interval.lower_95) + numbers(interval.upper_95) + value
    known = ~np.isnan(needed) & ~np.asarray(itself, dtype=bool)
    strength = side(interval.lower_95, interval.upper_95, value)
    strength = strength + side(interval.lower_998, interval.upper_998, value)
    words = _states(polarities.sign(polarity))
    return np.where(known, words[np.where(known, strength, 0) + 2], NOT_COMPARED)[()]


def side(lower: ArrayLike, upper: ArrayLike, benchmark: ArrayLike) -> NDArray[np.int_]:
    """1 where the whole interval is above the benchmark, -1 where below, 0 touching or unknown."""
    above, below = np.asarray(lower) > benchmark, np.asarray(upper) < benchmark
    return above.astype(int) - below


def p_of_proportion(cases: ArrayLike, denominator: ArrayLike, benchmark: ArrayLike) -> Floats:
    """Two-sided p of a share against a benchmark share (0 to 1), by the score test that Wilson's limits
    invert.

    p < 0.05 exactly when the 95 % Wilson interval leaves the benchmark out. NaN where it cannot be said.
    """
    x, n = part_and_whole(cases, denominator)
    p0 = numbers(benchmark)
    p0 = np.where((p0 >= 0) & (p0 <= 1), p0, np.nan)
    difference, error = x / n - p0, np.sqrt(p0 * (1 - p0) / n)
    # A benchmark of 0 or 1 leaves no room for chance: any other share contradicts it.
    certain = np.where(difference == 0, 0.0, np.inf)
    z = np.where(error == 0, certain, np.abs(difference) / np.where(error == 0, 1, error))
    return np.where(np.isnan(difference), np.nan, 2 * ndtr(-z))[()]


def p_of_rate(cases: ArrayLike, residents: ArrayLike, benchmark: ArrayLike, per: float = 1_000) -> Floats:
    """Two-sided p of a count against a benchmark rate per `per`, by the test that the limits of `rate`
    invert.

    Below 10 events twice the smaller Poisson tail, from 10 Byar's. NaN where it cannot be said.
    """
    x, n = cases_and_residents(cases, residents)
    expected = numbers(benchmark) * n / per
    expected = np.where(expected >= 0, expected, np.nan)
    return np.where(x < EXACT_BELOW, _p_exact(x, expected), _p_byar(x, expected))[()]


def p_of_interval(interval: Interval, benchmark: ArrayLike) -> Floats:
    """Two-sided normal p of a value known only with its published 95 % limits. NaN without limits."""
    z = (numbers(interval.value) - numbers(benchmark)) / standard_error(interval.lower_95, interval.upper_95)
    return 2 * ndtr(-np.abs(z))


def false_discovery(p_values: ArrayLike, q: float = 0.05) -> FalseDiscovery:
    """Benjamini–Hochberg over all p-values given (any shape). Source: Benjamini & Hochberg 1995.

    NaN is no comparison: it stays NaN, is not counted and is not significant. StatisticsError for p or q
    outside 0 to 1.
    """
    p = np.atleast_1d(numbers(p_values))
    made = ~np.isnan(p)
    if not 0 < q < 1 or (p[made] < 0).any() or (p[made] > 1).any():
        raise StatisticsError("p-values from 0 to 1 and q between 0 and 1 are needed")
    adjusted = np.full(p.shape, np.nan)
    adjusted[made] = _step_up(p[made])
    return FalseDiscovery(adjusted, adjusted <= q, int(made.sum()))


def quintiles(values: ArrayLike) -> Floats:
    """Fifth of each area, 1 lowest to 5 highest; equal values share the lower fifth. NaN: no value, or under
    5 areas.

    values: (areas,). The fifth is 1 + ⌊5·(areas below)/n⌋.
    """
    x = np.atleast_1d(numbers(values))
    known = ~np.isnan(x)
    fifths = np.full(x.shape, np.nan)
    if known.sum() >= FEWEST_FOR_QUINTILES:
        below = np.searchsorted(np.sort(x[known]), x[known])
        fifths[known] = 1 + 5 * below // known.sum()
    return fifths


def _states(sign: int) -> NDArray[np.str_]:
    """The five words from much lower to much higher."""
    low, high = {1: ("worse_lower", "better_higher"), -1: ("better_lower", "worse_higher")}.get(
        sign, ("lower", "higher")
    )
    return np.array([f"much_{low}", low, SIMILAR, high, f"much_{high}"])


def _step_up(p: Floats) -> Floats:
    """Smallest of p·m/rank over this and all larger p-values, in the order given."""
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted


def _p_exact(x: Floats, expected: Floats) -> Floats:
    at_most = gammaincc(x + 1, expected)
    at_least = np.where(x == 0, 1.0, gammainc(np.where(x == 0, 1.0, x), expected))
    p = np.minimum(2 * np.minimum(at_most, at_least), 1)
    return np.where(np.isnan(x + expected), np.nan, p)


def _p_byar(x: Floats, expected: Floats) -> Floats:
    """The z at which Byar's nearer limit equals the expected count, turned into a p-value."""
    x = np.where(x < EXACT_BELOW, 1.0, x)
    above = 3 * np.sqrt(x) * (1 - 1 / (9 * x) - np.cbrt(expected / x))
    below = 3 * np.sqrt(x + 1) * (np.cbrt(expected / (x + 1)) - 1 + 1 / (9 * (x + 1)))
    return 2 * ndtr(-np.maximum(np.maximum(above, below), 0))
