"""Has a monthly series moved? The newest months against those before them, for all series at once.

The rules of a control chart say where to look; they raise a false alarm now and then in any long list. This
test gives each series one p-value, so that a list of thousands can hold its false alarms down.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from lib.statistics.control_chart import prepared
from lib.statistics.inputs import Floats

# Lengths of the newest window that are tried.
WINDOWS = (1, 2, 3, 5, 8, 12, 18, 24)
# Months a base must have: with fewer the usual variation is not known.
FEWEST_BEFORE = 12
# Dependence smaller than its own error is noise of the estimate.
DEPENDENCE_ERRORS = 1.0
# More dependence than this cannot be told from a drift in so short a base.
MOST_DEPENDENT = 0.9
# From so many series the middle one's dependence says more than a series' own.
ENOUGH_SERIES = 20
YEAR = 12
# Two whole years before the newest one are needed to know the months' own level.
FEWEST_FOR_SEASON = 3 * YEAR


@dataclass(frozen=True)
class Shift:
    """One entry for each series: p (two-sided, paid for the windows), length of the window (months, 0 where
    it cannot be said), mean before and after, usual variation (standard deviation), 95 % limits of after −
    before.
    """

    p: Floats
    window: NDArray[np.int_]
    before: Floats
    after: Floats
    spread: Floats
    lower: Floats
    upper: Floats


def recent_shift(values: ArrayLike, segment: ArrayLike = 0) -> Shift:
    """The window of newest months that differs most from the months before it, within the last segment.

    values, segment: as `control_chart.xmr`. t = (after − before)/(s·√(f/k + f/m)), k and m known months in
    window and base, s the base's standard deviation, f = (1 + r)/(1 − r) for months that resemble each other
    (see _dependence). Degrees of freedom (m − 1)/f. p is paid for the windows tried (see price). NaN with
    fewer than 12 months before, or where nothing varies before. Give series of one kind in one call.
    """
    x, parts = prepared(values, segment)
    x = np.where(parts == parts[:, -1:], x, np.nan)
    tried = [_against_base(x, window) for window in WINDOWS]
    p = np.stack([one[0] for one in tried])
    best = np.argmin(np.where(np.isnan(p), 2.0, p), axis=0)
    chosen = [np.take_along_axis(np.stack(column), best[None], 0)[0] for column in zip(*tried, strict=True)]
    paid = np.minimum(chosen[0] * price(), 1.0)
    window = np.where(np.isnan(paid), 0, np.asarray(WINDOWS)[best])
    return Shift(paid, window, *chosen[1:])


def price() -> float:
    """How many independent tests the overlapping windows are worth: (Σ√λ)²/Σλ, λ the eigenvalues of their
    correlation √(a/b), a ≤ b. Source: Galwey 2009.
    """
    lengths = np.array(WINDOWS, dtype=float)
    shared = np.sqrt(np.minimum.outer(lengths, lengths) / np.maximum.outer(lengths, lengths))
    values = np.clip(np.linalg.eigvalsh(shared), 0, None)
    return float(np.sqrt(values).sum() ** 2 / values.sum())


def seasonless(values: ArrayLike) -> Floats:
    """The series with each calendar month brought to the level of the year, (series, time) or (time,).

    The months' own levels are medians of the ratio to the centred 12-month mean, over all but the newest
    year, so that a change of this year is not taken for a season. Series shorter than 36 months, with a zero
    or negative value in the base, stay as they are.
    """
    x, _ = prepared(values, 0)
    months = x.shape[-1]
    if months < FEWEST_FOR_SEASON:
        return np.reshape(x, np.shape(values))
    around = _centred_year(x)
    ratio = x / np.where(around > 0, around, np.nan)
    ratio[:, -YEAR:] = np.nan
    level = np.stack([_median(ratio[:, place::YEAR]) for place in range(YEAR)], axis=-1)
    level = np.where(level > 0, level, np.nan)
    level = level / np.exp(np.mean(np.log(level), axis=-1, keepdims=True))
    usable = np.isfinite(level).all(-1, keepdims=True)
    factor = np.tile(np.where(usable, level, 1.0), months // YEAR + 1)[:, :months]
    return np.reshape(x / factor, np.shape(values))


def _against_base(x: Floats, window: int) -> tuple[Floats, ...]:
    """p, mean before, mean after, spread and 95 % limits of the difference, each (series,)."""
    if x.shape[-1] <= window:
        return tuple(np.full(len(x), np.nan) for _ in range(6))
    base, newest = x[:, :-window], x[:, -window:]
    size, recent = (~np.isnan(base)).sum(-1), (~np.isnan(newest)).sum(-1)
    before, after = _mean(base), _mean(newest)
    spread, dependence = _spread(base, before), _dependence(base, before)
    error = spread * np.sqrt(dependence * (1 / np.maximum(recent, 1) + 1 / np.maximum(size, 1)))
    freedom = np.maximum((size - 1) / dependence, 1.0)
    # A window with a missing newest month is a late figure, not a change.
    fit = (size >= FEWEST_BEFORE) & (recent == window) & (spread > 0)
    t = np.where(fit, (after - before) / np.where(error > 0, error, np.nan), np.nan)
    reach = stdtrit(freedom, 0.975) * error
    moved = after - before
    return 2 * stdtr(freedom, -np.abs(t)), before, after, spread, moved - reach, moved + reach


def _spread(base: Floats, mean: Floats) -> Floats:
    away = base - mean[:, None]
    size = (~np.isnan(base)).sum(-1)
    return np.sqrt(np.nansum(away**2, axis=-1) / np.maximum(size - 1, 1))


def _dependence(base: Floats, mean: Floats) -> Floats:
    """(1 + r)/(1 − r), r being the lag-1 correlation with its small-sample bias (1 + 4r)/m given back.

    One short series tells its own r badly, so r is at least the middle one of all series given, and above
    that only where it exceeds its own error.
    """
    away = np.nan_to_num(base - mean[:, None])
    whole = (away**2).sum(-1)
    lagged = (away[:, 1:] * away[:, :-1]).sum(-1) / np.where(whole > 0, whole, np.nan)
    size = np.maximum((~np.isnan(base)).sum(-1), 1)
    own = lagged + (1 + 4 * lagged) / size
    told = own[(size >= FEWEST_BEFORE) & ~np.isnan(own)]
    common = np.median(told) if len(told) >= ENOUGH_SERIES else 0.0
    r = np.fmax(np.where(lagged > DEPENDENCE_ERRORS / np.sqrt(size), own, 0.0), common)
    r = np.clip(r, 0.0, MOST_DEPENDENT)
    return (1 + r) / (1 - r)


def _mean(x: Floats) -> Floats:
    known = ~np.isnan(x)
    return np.where(known, x, 0).sum(-1) / np.where(known.any(-1), known.sum(-1), np.nan)


def _median(x: Floats) -> Floats:
    ordered = np.sort(x, axis=-1)
    known = (~np.isnan(x)).sum(-1)
    low, high = np.maximum((known - 1) // 2, 0), known // 2
    middle = [
        np.take_along_axis(ordered, np.minimum(place, x.shape[-1] - 1)[:, None], -1)[:, 0]
        for place in (low, high)
    ]
    return np.where(known > 0, (middle[0] + middle[1]) / 2, np.nan)


def _centred_year(x: Floats) -> Floats:
    """Mean of the 12 months around each month, the two outermost counted half; NaN at the ends."""
    weights = np.ones(YEAR + 1)
    weights[[0, -1]] = 0.5
    around = np.lib.stride_tricks.sliding_window_view(x, YEAR + 1, axis=-1)
    middle = around @ weights / YEAR
    half = YEAR // 2
    return np.pad(middle, ((0, 0), (half, half)), constant_values=np.nan)
