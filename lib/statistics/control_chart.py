"""XmR charts of monthly figures for all series at once, and what their last point and their target mean."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.errors import StatisticsError
from lib.statistics import polarity as polarities
from lib.statistics.control_rules import Flags, Lines, flags
from lib.statistics.inputs import ROUNDING, Floats, numbers

# 3 / d2 for ranges of two, as "Making Data Count" (NHS England) rounds it.
LIMIT_FACTOR = 2.66
# D4 for ranges of two: moving ranges from here up are left out once.
SCREEN_FACTOR = 3.267
# With fewer points in a segment the limits are on trial, and the page says so.
ENOUGH_POINTS = 13

CANNOT = "cannot_be_calculated"
COMMON_CAUSE = "common_cause"
IMPROVEMENT, CONCERN, NEUTRAL = "improvement", "concern", "neutral"
MEETS, MISSES, HIT_AND_MISS = "consistently_meets", "consistently_misses", "hit_and_miss"


EDGES = ("lower", "upper", "lower_warning", "upper_warning")


@dataclass(frozen=True)
class ControlChart:
    """Everything drawn of a chart, each array shaped as the values given: (time,) or (series, time).

    mean, lower, upper, lower_warning, upper_warning: NaN where they cannot be said. rule: 0 to 4, see
    control_rules.RULES; direction: -1, 0, 1. trial: limits rest on fewer than 13 points. no_variation: every
    point of the segment is the same.
    """

    values: Floats
    segment: NDArray[np.int_]
    mean: Floats
    lower: Floats
    upper: Floats
    lower_warning: Floats
    upper_warning: Floats
    rule: NDArray[np.int8]
    direction: NDArray[np.int8]
    trial: NDArray[np.bool_]
    no_variation: NDArray[np.bool_]


def segments(periods: ArrayLike, rebases: ArrayLike) -> NDArray[np.int_]:
    """Segment number of each period, from 0: a new one starts at each rebase date (dates or positions, any
    order).
    """
    starts = np.sort(np.atleast_1d(np.asarray(rebases)))
    if starts.size == 0:
        return np.zeros(len(np.atleast_1d(periods)), dtype=int)
    return np.searchsorted(starts, np.atleast_1d(np.asarray(periods)), side="right")


def xmr(values: ArrayLike, segment: ArrayLike = 0) -> ControlChart:
    """XmR chart of each series. values: (time,) or (series, time), one column a month, NaN for a missing
    month.

    segment: numbers from `segments`, (time,) or as the values. Limits m ± 2.66·AMR for each segment; rules of
    section 5. No limits and no flags where no two months are neighbours. Infinite: StatisticsError, or in
    many series all NaN. Source: Wheeler 2003; "Making Data Count", NHS England. Differences are named in
    docs/methods.md.
    """
    x, parts = prepared(values, segment)
    mean, average_range, rounding = (np.full(x.shape, np.nan) for _ in range(3))
    for part in np.unique(parts):
        here = parts == part
        center, spread, small = _center_and_range(np.where(here, x, np.nan))
        for line, found in ((mean, center), (average_range, spread), (rounding, small)):
            line[here] = np.broadcast_to(found[:, None], x.shape)[here]
    lines = Lines(x, mean, LIMIT_FACTOR * average_range, parts, rounding)
    return assembled(lines, flags(lines), np.shape(values))


def scaled(chart: ControlChart, factor: float) -> ControlChart:
    """The chart in another unit, such as shares in per cent."""
    return replace(chart, **{name: getattr(chart, name) * factor for name in ("values", "mean", *EDGES)})


def variation_icon(chart: ControlChart, polarity: str) -> NDArray[np.str_]:
    """Icon of each series, the flag of its last known point.

    `improvement`, `concern`, `neutral` (no polarity), `common_cause`, or `cannot_be_calculated`.
    """
    good = polarities.sign(polarity)
    _, direction, mean, known = _at_last(chart, chart.direction, chart.mean)
    judged = np.where(direction * good > 0, IMPROVEMENT, np.where(direction * good < 0, CONCERN, NEUTRAL))
    icon = np.where(direction == 0, COMMON_CAUSE, judged)
    return np.where(known & ~np.isnan(mean), icon, CANNOT)


def last_flag(chart: ControlChart) -> Flags:
    """Rule and direction at the last known point of each series, (series,); 0 where there is none."""
    _, rule, direction, known = _at_last(chart, chart.rule, chart.direction)
    return Flags(np.where(known, rule, 0), np.where(known, direction, 0))


def assurance(chart: ControlChart, targets: ArrayLike, polarity: str) -> NDArray[np.str_]:
    """Last segment's limits against the target in force at the last known point, one word for each series.

    targets: one number, (time,) for a target that changes, or (series, time); NaN where no target is in
    force. Higher is better: target below the lower limit `consistently_meets`, above the upper
    `consistently_misses`, otherwise `hit_and_miss`, also on a limit. No polarity, target or limits:
    `cannot_be_calculated`.
    """
    good = polarities.sign(polarity)
    target = np.broadcast_to(numbers(targets), chart.values.shape)
    place, aim, lower, known = _at_last(chart, target, chart.lower)
    upper = np.atleast_2d(chart.upper)[place]
    rounding = ROUNDING * np.fmax(np.abs(lower), np.abs(upper))
    side = (aim > upper + rounding).astype(int) - (aim < lower - rounding)
    word = np.where(side * good < 0, MEETS, np.where(side * good > 0, MISSES, HIT_AND_MISS))
    answerable = known & ~np.isnan(aim + lower + upper) & (good != 0)
    return np.where(answerable, word, CANNOT)


def targets_in_force(periods: ArrayLike, starts: ArrayLike, targets: ArrayLike) -> Floats:
    """(time,) target of each period: the one with the latest start not after it; NaN before the first."""
    order = np.argsort(np.atleast_1d(starts))
    begun = np.searchsorted(np.atleast_1d(starts)[order], np.atleast_1d(periods), side="right")
    return np.append(np.nan, np.atleast_1d(numbers(targets))[order])[begun]


def prepared(values: ArrayLike, segment: ArrayLike) -> tuple[Floats, NDArray[np.int_]]:
    """Values and segment numbers as (series, time); a series with an infinite value is all NaN, alone an
    error.
    """
    x = np.atleast_2d(numbers(values))
    if x.ndim != 2:
        raise StatisticsError(f"series × time expected, found {x.ndim} dimensions")
    parts = np.broadcast_to(np.asarray(segment, dtype=int), x.shape)
    if (np.diff(parts, axis=-1) < 0).any():
        raise StatisticsError("segment numbers must not fall with time")
    infinite = np.isinf(np.atleast_2d(np.asarray(values, dtype=float))).any(-1)
    if infinite.any() and np.ndim(values) < 2:
        raise StatisticsError("a series with an infinite value has no chart")
    return np.where(infinite[:, None], np.nan, x), parts


def assembled(lines: Lines, found: Flags, shape: tuple[int, ...]) -> ControlChart:
    """The chart of computed lines, in the shape of the values given; without variation nothing is flagged."""
    still = lines.reach == 0
    reach, mean = lines.reach, lines.mean
    ends = (mean - reach, mean + reach, mean - reach * 2 / 3, mean + reach * 2 / 3)
    rule, direction = (np.where(still, 0, flag).astype(np.int8) for flag in found)
    trial = points_of_segment(lines.values, lines.segment) < ENOUGH_POINTS
    parts = (lines.values, lines.segment, mean, *ends, rule, direction, trial, still)
    return ControlChart(*(part.reshape(shape) for part in parts))


def points_of_segment(x: Floats, segment: NDArray[np.int_]) -> NDArray[np.int_]:
    """Known points of the segment each point lies in, (series, time)."""
    known, points = ~np.isnan(x), np.zeros(x.shape, dtype=int)
    for part in np.unique(segment):
        here = segment == part
        points = np.where(here, (known & here).sum(-1, keepdims=True), points)
    return points


def _center_and_range(x: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, screened average moving range and rounding of each row; NaN without two neighbours."""
    known = ~np.isnan(x)
    rounding = ROUNDING * np.max(np.abs(np.nan_to_num(x)), axis=-1, initial=0)
    ranges = np.abs(np.diff(x, axis=-1))
    ranges[ranges <= rounding[:, None]] = 0
    first = _mean(ranges)
    # The small margin keeps a range that equals the border, but for rounding, on the dropped side.
    screened = _mean(np.where(ranges < SCREEN_FACTOR * first[:, None] * (1 - ROUNDING), ranges, np.nan))
    average_range = np.where(screened > 0, screened, first)
    # No step between neighbours and yet different values: the steps hide in the gaps, so no limits.
    varies = np.ptp(np.where(known, x, _mean(x)[:, None]), axis=-1) > rounding if x.shape[-1] else first > 0
    average_range = np.where((average_range == 0) & varies, np.nan, average_range)
    return np.where(np.isnan(average_range), np.nan, _mean(x)), average_range, rounding


def _mean(x: Floats) -> Floats:
    """Mean of each row over what is known; NaN where nothing is."""
    known = ~np.isnan(x)
    count = known.sum(-1)
    return np.where(count > 0, np.where(known, x, 0).sum(-1) / np.maximum(count, 1), np.nan)


def _at_last(chart: ControlChart, *arrays: NDArray) -> tuple:
    """Index of each series' last known point, the arrays there, and whether there is one."""
    known = np.atleast_2d(~np.isnan(chart.values))
    if not known.shape[-1]:
        raise StatisticsError("a chart without months has no last point")
    place = np.arange(len(known)), known.shape[-1] - 1 - np.argmax(known[:, ::-1], axis=-1)
    return place, *(np.atleast_2d(array)[place] for array in arrays), known.any(-1)
