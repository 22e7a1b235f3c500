"""Funnel limits: how far from the benchmark an area of a given size may lie by chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, numbers
from lib.statistics.intervals import LEVEL_95, LEVEL_998, Limits, exact_poisson, wilson, z_of

# The share of z-scores pulled in at each end, so that true outliers do not widen the limits
# (Spiegelhalter 2005).
WINSORISED = 0.10


@dataclass(frozen=True)
class FunnelLimits:
    """Limits at both levels for each area size; floats or arrays of one shape."""

    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats


@dataclass(frozen=True)
class Overdispersion:
    """phi: mean squared winsorised z (1 is pure chance). tau2: variance between areas, in squared units of
    the value.
    """

    phi: float
    tau2: float


def proportion_funnel(benchmark: float, denominators: ArrayLike) -> FunnelLimits:
    """Wilson limits of the benchmark share (0 to 1) at each denominator. NaN where the denominator is not
    above 0.
    """
    n = np.atleast_1d(numbers(denominators))
    low, high = (wilson(benchmark * n, n, level) for level in (LEVEL_95, LEVEL_998))
    return _shaped(low, high, np.shape(denominators))


def rate_funnel(benchmark: float, residents: ArrayLike, per: float = 1_000) -> FunnelLimits:
    """Exact Poisson limits of the expected count at each area's residents, as a rate per `per`."""
    n = np.atleast_1d(numbers(residents))
    n = np.where(n > 0, n, np.nan)
    expected = (exact_poisson(benchmark * n / per, level) for level in (LEVEL_95, LEVEL_998))
    low, high = (Limits(*(limit / n * per for limit in pair)) for pair in expected)
    return _shaped(low, high, np.shape(residents))


def proportion_error(benchmark: float, denominators: ArrayLike) -> Floats:
    """Standard error of a share at each denominator, when the benchmark holds."""
    n = numbers(denominators)
    return np.sqrt(benchmark * (1 - benchmark) / np.where(n > 0, n, np.nan))


def rate_error(benchmark: float, residents: ArrayLike, per: float = 1_000) -> Floats:
    """Standard error of a rate per `per` at each number of residents, when the benchmark holds."""
    n = numbers(residents)
    return np.sqrt(benchmark * per / np.where(n > 0, n, np.nan))


def overdispersion(values: ArrayLike, errors: ArrayLike, benchmark: float) -> Overdispersion:
    """Winsorise z at 10 %, φ = mean z², τ² = max(0, (Iφ − (I − 1)) / (Σw − Σw²/Σw)), w = 1/s².

    values, errors: (areas,), in one unit; areas without either are left out. StatisticsError under 2 areas.
    Source: Spiegelhalter 2005; DerSimonian & Laird 1986. Percentiles are NumPy's linear ones.
    """
    y, s = np.atleast_1d(numbers(values)), np.atleast_1d(numbers(errors))
    known = ~np.isnan(y) & (s > 0)
    areas = int(known.sum())
    if areas < 2:
        raise StatisticsError(f"overdispersion needs two areas with a value and an error, found {areas}")
    z = (y[known] - benchmark) / s[known]
    z = np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED]))
    phi, w = float(np.mean(z**2)), 1 / s[known] ** 2
    tau2 = (areas * phi - (areas - 1)) / (w.sum() - (w**2).sum() / w.sum())
    return Overdispersion(phi, max(0.0, float(tau2)))


def widened_funnel(benchmark: float, errors: ArrayLike, tau2: float) -> FunnelLimits:
    """Benchmark ∓ z·√(s² + τ²) for each area's standard error. Not cut at 0 or 1: the chart's axis is."""
    spread = np.sqrt(numbers(errors) ** 2 + tau2)
    z95, z998 = z_of(LEVEL_95), z_of(LEVEL_998)
    return FunnelLimits(*(benchmark + z * spread for z in (-z95, z95, -z998, z998)))


def _shaped(low: Limits, high: Limits, shape: tuple[int, ...]) -> FunnelLimits:
    return FunnelLimits(*(limit.reshape(shape)[()] for pair in (low, high) for limit in pair))
