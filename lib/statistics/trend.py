"""Trend of the last five yearly figures: increasing, decreasing, no change, or cannot be calculated."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.errors import StatisticsError
from lib.statistics import polarity as polarities
from lib.statistics.inputs import ROUNDING, Floats, numbers
from lib.statistics.intervals import standard_error

POINTS = 5
# χ² with 1 degree of freedom at 99.8 %. A trend must be larger than this, not equal.
CRITICAL = 9.5495
CANNOT = "cannot_be_calculated"
_STATES = np.array(["decreasing", "no_change", "increasing", CANNOT])


@dataclass(frozen=True)
class Trend:
    """One entry for each series: state, χ², slope for each year, whether the slope kept its sign, column of
    the last point.

    chi2 and slope are NaN where the trend cannot be calculated; `last` is -1 where nothing is known.
    """

    state: NDArray[np.str_]
    chi2: Floats
    slope: Floats
    sign_kept: NDArray[np.bool_]
    last: NDArray[np.int_]


def trend_of_counts(cases: ArrayLike, denominators: ArrayLike, breaks: ArrayLike = False) -> Trend:
    """χ² for trend of counts with denominators.

    cases, denominators: (series, years) or (years,), consecutive years, NaN where missing; breaks: true in
    the first year of a new way of measuring. Uses each series' last known year and the four before it; all
    five must be known. Cannot be calculated: fewer points, a gap or break between them, a count equal to or
    above its denominator, no cases. Source: Armitage 1955; the five-point rule is Fingertips' (OHID).
    """
    x, n = _series(cases, denominators)
    x = np.where((x >= 0) & (n > 0) & (x < n), x, np.nan)
    (x, n), last = _last_five([x, n], _unknown(cases, denominators), breaks)
    t = np.arange(1, POINTS + 1)
    total, events = n.sum(-1), x.sum(-1)
    slope_top = total * (x * t).sum(-1) - events * (n * t).sum(-1)
    spread = total * (n * t**2).sum(-1) - (n * t).sum(-1) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        chi2 = total * slope_top**2 / (events * (total - events) * spread)
    return _answer(chi2, x / n, n, last)


def trend_of_values(
    values: ArrayLike, lower_95: ArrayLike, upper_95: ArrayLike, breaks: ArrayLike = False
) -> Trend:
    """Weighted regression of values with 95 % limits: weight 1/se², se = (upper − lower)/3.92, χ² =
    (slope/se_slope)².

    Arrays and edges as `trend_of_counts`; each point needs limits with upper above lower. se_slope takes the
    errors as known, 1/√Σw(t − t̄)², not estimated from the five residuals: only then is χ² with 1 degree of
    freedom right.
    """
    y, se = _series(values, standard_error(lower_95, upper_95))
    (y, se), last = _last_five([np.where(se > 0, y, np.nan), se], _unknown(values), breaks)
    weight = 1 / se**2
    t = np.arange(1, POINTS + 1)
    centred = t - (weight * t).sum(-1, keepdims=True) / weight.sum(-1, keepdims=True)
    chi2 = _slope(y, weight) ** 2 * (weight * centred**2).sum(-1)
    return _answer(chi2, y, weight, last)


def judged(state: ArrayLike, polarity: str) -> NDArray[np.str_]:
    """The states with `getting_better` or `getting_worse` in place of the direction, unless polarity is
    `none`.
    """
    states = np.asarray(state, dtype=object)
    better = {1: "increasing", -1: "decreasing", 0: None}[polarities.sign(polarity)]
    if better is None:
        return states.astype(str)
    worse = "decreasing" if better == "increasing" else "increasing"
    states = np.where(states == better, "getting_better", states)
    return np.where(states == worse, "getting_worse", states).astype(str)


def non_overlapping(starts: ArrayLike, ends: ArrayLike) -> NDArray[np.int_]:
    """Positions of the periods to use, oldest first: the newest, then each that ends before the next one used
    starts.

    starts, ends: (periods,) dates or numbers, both ends included, in time order.
    """
    starts, ends = np.atleast_1d(starts), np.atleast_1d(ends)
    used: list[int] = []
    for position in range(len(starts) - 1, -1, -1):
        if not used or ends[position] < starts[used[-1]]:
            used.append(position)
    return np.array(used[::-1], dtype=int)


def _series(*arrays: ArrayLike) -> tuple[Floats, ...]:
    shaped = np.broadcast_arrays(*(np.atleast_2d(numbers(array)) for array in arrays))
    if shaped[0].ndim != 2:
        raise StatisticsError(f"series × years expected, found {shaped[0].ndim} dimensions")
    return tuple(shaped)


def _unknown(*arrays: ArrayLike) -> NDArray[np.bool_]:
    """Where nothing was published: that ends a series, while an impossible figure makes its trend
    uncalculable.
    """
    return np.isnan(np.stack(_series(*arrays))).any(0)


def _last_five(
    arrays: list[Floats], unknown: NDArray[np.bool_], breaks: ArrayLike
) -> tuple[list[Floats], NDArray[np.int_]]:
    """The five columns up to each series' last known one; all NaN where one of them is unknown or they are
    broken.
    """
    known = np.pad(~unknown, ((0, 0), (POINTS, 0)))
    last = np.where(known.any(-1), known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=-1), POINTS - 1)
    place = np.arange(len(last))[:, None], last[:, None] + np.arange(1 - POINTS, 1)
    broken = np.pad(np.broadcast_to(np.asarray(breaks, dtype=bool), unknown.shape), ((0, 0), (POINTS, 0)))
    five = [np.pad(array, ((0, 0), (POINTS, 0)), constant_values=np.nan)[place] for array in arrays]
    # A break in the first of the five lies between it and an older point, which is not used.
    usable = ~np.isnan(np.stack(five)).any((0, 2)) & ~broken[place][:, 1:].any(-1)
    return [np.where(usable[:, None], array, np.nan) for array in five], last - POINTS


def _slope(y: Floats, weight: Floats) -> Floats:
    """Weighted least-squares slope over the last axis; what is only rounding is 0."""
    t = np.arange(1, POINTS + 1)
    total = weight.sum(-1, keepdims=True)
    from_mean = y - (weight * y).sum(-1, keepdims=True) / total
    centred = t - (weight * t).sum(-1, keepdims=True) / total
    slope = (weight * centred * from_mean).sum(-1) / (weight * centred**2).sum(-1)
    return np.where(np.abs(slope) <= ROUNDING * np.abs(y).max(-1), 0.0, slope)


def _answer(chi2: Floats, y: Floats, weight: Floats, last: NDArray) -> Trend:
    slope = np.where(np.isnan(chi2), np.nan, _slope(y, weight))
    without_one = (_slope(y, np.where(np.arange(POINTS) == left, 0.0, weight)) for left in range(POINTS))
    kept = np.all([(one * slope > 0) for one in without_one], axis=0)
    direction = np.where((chi2 > CRITICAL) & kept, np.sign(slope), 0)
    state = _STATES[np.where(np.isnan(chi2), 2, np.nan_to_num(direction)).astype(int) + 1]
    return Trend(state, chi2, slope, kept, last)
