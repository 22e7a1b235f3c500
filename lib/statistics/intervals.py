"""Intervals for one area: proportions, counts, rates, age-standardised rates and means, at 95 % and 99.8
%.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from lib.errors import StatisticsError
from lib.statistics.inputs import (
    Floats,
    cases_and_residents,
    numbers,
    part_and_whole,
    refuse_one,
    same_length,
)

LEVEL_95 = 0.95
LEVEL_998 = 0.998

# Byar's approximation is poor below this count, so the exact limits are used there (PHE Technical Guide).
EXACT_BELOW = 10
# A standardised rate from fewer events in all is not given (PHE Technical Guide).
FEWEST_STANDARDISED = 10
# Width of a 95 % interval in standard errors, 2 × 1.96: how published limits are turned back into an error.
WIDTH_95 = 3.92


class Limits(NamedTuple):
    """Lower and upper limit, each a float or an array; NaN where it cannot be said."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Interval:
    """A value with its limits at both levels, each a float or an array of one shape; NaN: cannot be said."""

    value: Floats
    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats


def z_of(level: float) -> float:
    """Two-sided normal quantile of a level: 0.95 gives 1.959964, 0.998 gives 3.090232."""
    if not 0 < level < 1:
        raise StatisticsError(f"level {level} is not between 0 and 1")
    return float(ndtri((1 + level) / 2))


def wilson(cases: ArrayLike, denominator: ArrayLike, level: float = LEVEL_95) -> Limits:
    """Score limits (0 to 1) of a proportion. Source: Wilson 1927; Newcombe 1998, method 3.

    Arrays of one shape; NaN for an impossible pair. One impossible pair of numbers: StatisticsError.
    """
    x, n = part_and_whole(cases, denominator)
    z = z_of(level)
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    lower = (2 * x + z**2 - spread) / (2 * (n + z**2))
    upper = (2 * x + z**2 + spread) / (2 * (n + z**2))
    return Limits(np.where(x == 0, 0.0, lower)[()], np.where(x == n, 1.0, upper)[()])


def count_limits(cases: ArrayLike, level: float = LEVEL_95) -> Limits:
    """Poisson limits of a count: exact below 10 events, Byar's from 10. Source: Breslow & Day 1987.

    NaN for negative or unknown counts; one such count alone: StatisticsError. Zero events: lower limit 0.
    """
    x = numbers(cases)
    refuse_one(x >= 0, f"{cases}: a count from 0 is needed")
    x = np.where(x >= 0, x, np.nan)
    small = x < EXACT_BELOW
    exact, byar = exact_poisson(x, level), _byar(x, z_of(level))
    lower = np.where(small, exact.lower, byar.lower)
    return Limits(lower[()], np.where(small, exact.upper, byar.upper)[()])


def exact_poisson(expected: ArrayLike, level: float = LEVEL_95) -> Limits:
    """χ²(α/2, 2x)/2 and χ²(1 − α/2, 2x + 2)/2 of a count from 0. Source: Garwood 1936. NaN stays NaN."""
    x = numbers(expected)
    x = np.where(x >= 0, x, np.nan)
    tail = (1 - level) / 2
    # Half a χ² quantile with 2x degrees of freedom is the gamma quantile of shape x.
    lower = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))
    return Limits(lower[()], gammaincinv(x + 1, 1 - tail)[()])


def proportion(cases: ArrayLike, denominator: ArrayLike, per: float = 1) -> Interval:
    """Share with Wilson limits, times `per` (100 for per cent). Edges as `wilson`."""
    x, n = part_and_whole(cases, denominator)
    low, high = wilson(cases, denominator), wilson(cases, denominator, LEVEL_998)
    limits = (limit * per for pair in (low, high) for limit in pair)
    return Interval((x / n * per)[()], *limits)


def rate(cases: ArrayLike, residents: ArrayLike, per: float = 1_000) -> Interval:
    """Cases per `per` residents with the limits of the count. Residents are not thought to vary."""
    x, n = cases_and_residents(cases, residents)
    limits = (limit / n * per for level in (LEVEL_95, LEVEL_998) for limit in count_limits(x, level))
    return Interval((x / n * per)[()], *limits)


def standardised_rate(
    cases: ArrayLike, residents: ArrayLike, standard: ArrayLike, per: float = 100_000
) -> Interval:
    """Directly age-standardised rate with Dobson's limits. Source: Dobson et al. 1991.

    cases, residents: (…, age groups); standard: (age groups,) weights, for example European standard 2013.
    NaN when fewer than 10 events in all, or when an age group has no residents or unknown cases: join such
    groups first.
    """
    x, n, w = (np.atleast_1d(numbers(given)) for given in (cases, residents, standard))
    same_length(x, n, w)
    if not (w >= 0).all() or w.sum() == 0:
        raise StatisticsError("standard population: weights from 0, not all 0, are needed")
    x, n = cases_and_residents(x, n)
    value = (w * x / n).sum(-1) / w.sum()
    variance = (w**2 * x / n**2).sum(-1) / w.sum() ** 2
    events = x.sum(-1)
    events = np.where(events >= FEWEST_STANDARDISED, events, np.nan)
    return _dobson(np.where(events > 0, value, np.nan), np.sqrt(variance / events), events, per)


def mean(average: ArrayLike, standard_error: ArrayLike) -> Interval:
    """A mean known with its standard error, normal limits. NaN where the error is negative or unknown."""
    m, se = np.broadcast_arrays(numbers(average), numbers(standard_error))
    refuse_one((se >= 0) & ~np.isnan(m), f"mean {average} with error {standard_error} cannot be said")
    return _normal(np.where(se >= 0, m, np.nan), np.where(se >= 0, se, np.nan))


def mean_of(values: ArrayLike) -> Interval:
    """Mean of the single values on the last axis, error s/√n. NaN with fewer than two values or an unknown
    one.
    """
    x = np.atleast_1d(numbers(values))
    n = x.shape[-1]
    if n < 2:
        unknown = np.full(x.shape[:-1], np.nan)
        return _normal(unknown, unknown)
    return _normal(x.mean(-1), x.std(-1, ddof=1) / np.sqrt(n))


def standard_error(lower_95: ArrayLike, upper_95: ArrayLike) -> Floats:
    """Standard error behind a published 95 % interval: its width / 3.92. NaN unless upper is above lower."""
    width = numbers(upper_95) - numbers(lower_95)
    return np.where(width > 0, width / WIDTH_95, np.nan)[()]


def _normal(m: Floats, se: Floats) -> Interval:
    ends = ((m + side * z_of(level) * se)[()] for level in (LEVEL_95, LEVEL_998) for side in (-1, 1))
    return Interval(m[()], *ends)


def _byar(x: Floats, z: float) -> Limits:
    # Below 10 the result is thrown away; 1 keeps the division quiet there.
    x = np.where(x < EXACT_BELOW, 1.0, x)
    lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return Limits(lower, upper)


def _dobson(value: Floats, scale: Floats, events: Floats, per: float) -> Interval:
    # At least one dimension, so that too few events answer NaN instead of being refused.
    counts = (count_limits(np.atleast_1d(events), level) for level in (LEVEL_95, LEVEL_998))
    ends = (limit.reshape(events.shape) for pair in counts for limit in pair)
    return Interval((value * per)[()], *((value + scale * (end - events))[()] * per for end in ends))
