"""Control charts for counts and shares, so that small areas are not judged by an XmR chart made for large
figures.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.errors import StatisticsError
from lib.statistics.control_chart import EDGES, ControlChart, assembled, points_of_segment, prepared
from lib.statistics.control_rules import Lines, flags, outside_only
from lib.statistics.inputs import ROUNDING, Floats, numbers

SIGMAS = 3
# Mean range of two normal values in standard deviations (d2).
D2 = 1.128
# One-sided 95 %: σ_z must be above 1 by more than chance before p′ takes the place of p.
ONE_SIDED_95 = 1.645


class Bounded(NamedTuple):
    """A chart, and σ_z of each segment at its points: 1 for pure chance, above 1 overdispersed."""

    chart: ControlChart
    sigma_z: Floats


def p_chart(cases: ArrayLike, denominators: ArrayLike, segment: ArrayLike = 0) -> ControlChart:
    """Chart of shares (0 to 1) with varying n: p̄ ± 3·√(p̄(1 − p̄)/n_i), p̄ = Σx/Σn, cut at 0 and 1.

    cases, denominators: (time,) or (series, time), NaN for a gap; an impossible pair is a gap. All four rules
    apply. Source: Shewhart 1931; Montgomery, Introduction to Statistical Quality Control.
    """
    shares, mean, error, parts = _shares(cases, denominators, segment)
    return _cut(_chart(shares, mean, SIGMAS * error, parts, np.shape(cases)), 1.0)


def p_prime_chart(cases: ArrayLike, denominators: ArrayLike, segment: ArrayLike = 0) -> Bounded:
    """Laney's p′: the limits of `p_chart` times σ_z, the mean moving range of z / 1.128. Source: Laney
    2002.
    """
    shares, mean, error, parts = _shares(cases, denominators, segment)
    sigma_z, _ = _sigma_z(shares, mean, error, parts)
    chart = _cut(_chart(shares, mean, SIGMAS * error * sigma_z, parts, np.shape(cases)), 1.0)
    return Bounded(chart, sigma_z.reshape(np.shape(cases)))


def share_chart(cases: ArrayLike, denominators: ArrayLike, segment: ArrayLike = 0) -> Bounded:
    """p, or p′ for each segment whose σ_z is above 1 by more than chance: 1 + 1.645·√(0.826k − 1.082)/(k −
    1).

    k: points of the segment. Source of the error of a mean moving range: Cryer & Ryan 1990.
    """
    shares, mean, error, parts = _shares(cases, denominators, segment)
    sigma_z, points = _sigma_z(shares, mean, error, parts)
    chance = np.sqrt(np.maximum(0.8264 * points - 1.082, 0)) / np.maximum(points - 1, 1)
    widened = np.where(sigma_z > 1 + ONE_SIDED_95 * chance, sigma_z, 1.0)
    chart = _cut(_chart(shares, mean, SIGMAS * error * widened, parts, np.shape(cases)), 1.0)
    return Bounded(chart, sigma_z.reshape(np.shape(cases)))


def c_chart(counts: ArrayLike, segment: ArrayLike = 0) -> ControlChart:
    """Chart of event counts in equal periods: c̄ ± 3·√c̄, cut at 0. All four rules apply.

    counts: (time,) or (series, time), NaN for a gap; a negative count is a gap. Source: Montgomery.
    """
    x, parts = prepared(counts, segment)
    x = np.where(x >= 0, x, np.nan)
    mean = _by_segment(x, np.ones(x.shape), parts)
    return _cut(_chart(x, mean, SIGMAS * np.sqrt(mean), parts, np.shape(counts)), np.inf)


def g_chart(between: ArrayLike, segment: ArrayLike = 0) -> ControlChart:
    """Chart of the cases or days between rare events: ḡ ± 3·√(ḡ(ḡ + 1)), cut at 0. Only the first rule
    applies.

    between: from 0, in order of events. Its points crowd below the mean, so runs and closeness would flag by
    themselves. Source: Kaminsky et al. 1992; Benneyan 2001.
    """
    x, parts = prepared(between, segment)
    x = np.where(x >= 0, x, np.nan)
    mean = _by_segment(x, np.ones(x.shape), parts)
    lines = Lines(x, mean, SIGMAS * np.sqrt(mean * (mean + 1)), parts, ROUNDING * (1 + mean))
    return _cut(assembled(lines, outside_only(lines), np.shape(between)), np.inf)


def _shares(cases: ArrayLike, denominators: ArrayLike, segment: ArrayLike) -> tuple[Floats, ...]:
    """Shares, segment mean Σx/Σn and binomial error, each (series, time), and the segments."""
    if np.shape(cases) != np.shape(denominators):
        raise StatisticsError("cases and denominators of one shape are needed")
    x, parts = prepared(cases, segment)
    n = np.atleast_2d(numbers(denominators))
    possible = (x >= 0) & (n > 0) & (x <= n)
    x, n = np.where(possible, x, np.nan), np.where(possible, n, np.nan)
    mean = _by_segment(x, n, parts)
    return x / n, mean, np.sqrt(mean * (1 - mean) / n), parts


def _by_segment(top: Floats, bottom: Floats, parts: NDArray[np.int_]) -> Floats:
    """Σtop/Σbottom over the known points of each segment, at each of its points; NaN with fewer than two
    points.
    """
    known, mean = ~np.isnan(top), np.full(top.shape, np.nan)
    for part in np.unique(parts):
        here = known & (parts == part)
        sums = (np.where(here, values, 0).sum(-1, keepdims=True) for values in (top, bottom))
        total, size = sums
        enough = (here.sum(-1, keepdims=True) >= 2) & (parts == part)
        mean = np.where(enough, total / np.where(size > 0, size, 1), mean)
    return mean


def _sigma_z(shares: Floats, mean: Floats, error: Floats, parts: NDArray[np.int_]) -> tuple[Floats, NDArray]:
    """σ_z and number of points of each segment, at its points. No spread at all counts as chance, σ_z 1."""
    z = (shares - mean) / np.where(error > 0, error, np.nan)
    ranges = np.abs(np.diff(z, axis=-1, prepend=np.nan))
    ranges = np.where(np.diff(parts, axis=-1, prepend=-1) == 0, ranges, np.nan)
    average = _by_segment(ranges, np.ones(z.shape), parts)
    points = points_of_segment(z, parts)
    return np.where(error == 0, 1.0, average / D2), points


def _chart(
    values: Floats, mean: Floats, reach: Floats, parts: NDArray, shape: tuple[int, ...]
) -> ControlChart:
    rounding = ROUNDING * np.max(np.abs(np.nan_to_num(values)), axis=-1, keepdims=True, initial=0)
    lines = Lines(values, mean, reach, parts, np.broadcast_to(rounding, values.shape))
    return assembled(lines, flags(lines), shape)


def _cut(chart: ControlChart, highest: float) -> ControlChart:
    """The same chart with its lines inside what is possible; the flags were found before the cut."""
    return replace(chart, **{name: np.clip(getattr(chart, name), 0.0, highest) for name in EDGES})
