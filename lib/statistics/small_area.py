"""Small areas: smoothing that stands beside the raw rate, and how sure a value is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, eye_array

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, cases_and_residents, numbers, part_and_whole
from lib.statistics.intervals import Interval, standard_error
from lib.statistics.neighbours import Neighbours, touching

# A value with a larger coefficient of variation is marked uncertain in words and in the map.
UNCERTAIN_ABOVE = 0.30
RELIABLE, UNCERTAIN, CANNOT = "reliable", "uncertain", "cannot_be_calculated"


@dataclass(frozen=True)
class Smoothed:
    """Per `per`: the raw rate, the rate drawn towards `prior`, and the weight (0 to 1) that the raw rate
    kept. (areas,)
    """

    raw: Floats
    smoothed: Floats
    prior: Floats
    weight: Floats


def smooth_global(cases: ArrayLike, residents: ArrayLike, per: float = 1_000) -> Smoothed:
    """Marshall's global estimator: m + C(r − m), C = A/(A + m/n), A = max(0, Σn(r − m)²/Σn − m/n̄). (areas,)

    An area without residents or with unknown cases gets NaN and does not count. StatisticsError under 2 known
    areas. Source: Marshall 1991.
    """
    x, n = _areas(cases, residents)
    known = ~np.isnan(x)
    m = np.nansum(x) / np.nansum(n)
    spread = np.nansum(n * (x / n - m) ** 2) / np.nansum(n)
    return _shrunk(x, n, np.full(x.shape, m), np.full(x.shape, spread - m * known.sum() / np.nansum(n)), per)


def smooth_local(
    cases: ArrayLike, residents: ArrayLike, neighbours: Neighbours, per: float = 1_000
) -> Smoothed:
    """Marshall's local estimator: as the global, with m, spread and n̄ taken from the area itself and its
    neighbours.

    An island has only itself to learn from, so it keeps its raw rate. Edges as `smooth_global`.
    """
    x, n = _areas(cases, residents)
    if len(neighbours) != len(x):
        raise StatisticsError(f"neighbours of {len(x)} areas are needed, found {len(neighbours)}")
    around = csr_array(touching(neighbours) + eye_array(len(x)))
    known = ~np.isnan(x)
    cases_known, size = np.where(known, x, 0), np.where(known, n, 0)
    around_size = np.where(around @ size > 0, around @ size, np.nan)
    m = (around @ cases_known) / around_size
    rates = cases_known / np.where(known, n, 1)
    # Σn(r − m)² over the neighbourhood, m being the neighbourhood's: Σnr² − m²Σn, as Σnr = mΣn.
    spread = (around @ (size * rates**2)) / around_size - m**2
    return _shrunk(x, n, m, spread - m * (around @ known.astype(float)) / around_size, per)


def coefficient_of_variation(value: ArrayLike, error: ArrayLike) -> Floats:
    """Standard error over value. NaN where the value is 0 or below, or either is unknown."""
    v, se = numbers(value), numbers(error)
    v, se = np.where(v > 0, v, np.nan), np.where(se >= 0, se, np.nan)
    return (se / v)[()]


def cv_of_count(cases: ArrayLike) -> Floats:
    """1/√x of a Poisson count, the same for its rate. NaN for 0 and below."""
    x = numbers(cases)
    return (1 / np.sqrt(np.where(x > 0, x, np.nan)))[()]


def cv_of_proportion(cases: ArrayLike, denominator: ArrayLike) -> Floats:
    """√((1 − p)/(n·p)) of a share. NaN for no cases and for an impossible pair."""
    x, n = part_and_whole(np.atleast_1d(numbers(cases)), np.atleast_1d(numbers(denominator)))
    cv = np.sqrt((1 - x / n) / np.where(x > 0, x, np.nan))
    return cv.reshape(np.broadcast_shapes(np.shape(cases), np.shape(denominator)))[()]


def cv_of_interval(interval: Interval) -> Floats:
    """From a published 95 % interval: its width / 3.92 over the value."""
    return coefficient_of_variation(interval.value, standard_error(interval.lower_95, interval.upper_95))


def reliability(cv: ArrayLike) -> NDArray[np.str_]:
    """`uncertain` above 30 %, `reliable` up to it, `cannot_be_calculated` where the coefficient is
    unknown.
    """
    share = numbers(cv)
    return np.where(np.isnan(share), CANNOT, np.where(share > UNCERTAIN_ABOVE, UNCERTAIN, RELIABLE))[()]


def _areas(cases: ArrayLike, residents: ArrayLike) -> tuple[Floats, Floats]:
    x, n = cases_and_residents(np.atleast_1d(numbers(cases)), np.atleast_1d(numbers(residents)))
    if (~np.isnan(x)).sum() < 2:
        raise StatisticsError("smoothing needs two areas with known cases and residents")
    return x, n


def _shrunk(x: Floats, n: Floats, prior: Floats, between: Floats, per: float) -> Smoothed:
    between = np.maximum(between, 0)
    whole = between + prior / n
    # No cases anywhere around: nothing to learn and nothing to move.
    weight = np.where(whole > 0, between / np.where(whole > 0, whole, 1), 0.0)
    weight = np.where(np.isnan(x), np.nan, weight)
    raw = x / n
    prior = np.where(np.isnan(x), np.nan, prior)
    return Smoothed(raw * per, (prior + weight * (raw - prior)) * per, prior * per, weight)
