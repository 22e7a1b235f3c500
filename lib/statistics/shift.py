"""Has a monthly series moved? The newest months against those before them, for all series at once.

The rules of a control chart say where to look; they raise a false alarm now and then in any long list. This
test gives each series one p-value, so that a list of thousands can hold its false alarms down.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.special import bdtr, bdtrc, stdtr, stdtrit

from lib.statistics.control_chart import prepared
from lib.statistics.inputs import Floats
from lib.statistics.season import fit_error

# Lengths of the newest window that are tried: doubling, since windows of near lengths tell the same.
WINDOWS = (1, 2, 4, 8, 16)
# Months a base must have: with fewer the usual variation is not known.
FEWEST_BEFORE = 12
# Dependence smaller than its own error is noise of the estimate.
DEPENDENCE_ERRORS = 1.0
# More dependence than this cannot be told from a drift in so short a base.
MOST_DEPENDENT = 0.9
# From so many series the middle one's dependence says more than a series' own.
ENOUGH_SERIES = 20


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


def recent_shift(values: ArrayLike, segment: ArrayLike = 0, fitted: int = 0) -> Shift:
    """The window of newest months that differs most from the months before it, within the last segment.

    values, segment: as `control_chart.xmr`. t = (after − before)/(s·√(f/k + f/m)), k and m known months in
    window and base, s the base's standard deviation, f = (1 + r)/(1 − r) for months that resemble each other
    (see _dependence). Degrees of freedom (m − 1)/f. p is paid for the windows tried (see price). NaN with
    fewer than 12 months before, or where nothing varies before. Give series of one kind in one call. fitted:
    parameters taken from the base before, such as those of a season.
    """
    x, parts = prepared(values, segment)
    x = np.where(parts == parts[:, -1:], x, np.nan)
    return _best([_against_base(x, window, fitted) for window in WINDOWS])


def price() -> float:
    """How many independent tests the overlapping windows are worth: (Σ√λ)²/Σλ, λ the eigenvalues of their
    correlation √(a/b), a ≤ b. Source: Galwey 2009.
    """
    lengths = np.array(WINDOWS, dtype=float)
    shared = np.sqrt(np.minimum.outer(lengths, lengths) / np.maximum.outer(lengths, lengths))
    values = np.clip(np.linalg.eigvalsh(shared), 0, None)
    return float(np.sqrt(values).sum() ** 2 / values.sum())


def shift_of_counts(counts: ArrayLike, segment: ArrayLike = 0) -> Shift:
    """As `recent_shift` for rare counts, by the exact test of two Poisson rates.

    Given the sum of both, the events of the window are binomial with share k/(k + m); p is twice the smaller
    tail (Przyborowski & Wilenski 1940). Counts that vary more than by chance are divided by their
    variance/mean first. Windows, segments and NaN as there; spread is √mean, limits are NaN.
    """
    x, parts = prepared(counts, segment)
    x = np.where((parts == parts[:, -1:]) & (x >= 0), x, np.nan)
    return _best([_counts_against_base(x, window) for window in WINDOWS])


def shift_of_shares(cases: ArrayLike, whole: ArrayLike, segment: ArrayLike = 0) -> Shift:
    """As `recent_shift` for shares with few cases, or few others, by Fisher's exact test of window and base.

    cases, whole: (time,) or (series, time); an impossible pair is a gap. p is twice the smaller tail. Shares
    that vary more than by chance are divided by their variance/binomial variance first. before and after are
    shares from 0 to 1; spread and limits are NaN.
    """
    x, parts = prepared(cases, segment)
    n = np.atleast_2d(np.asarray(whole, dtype=float))
    known = (parts == parts[:, -1:]) & (x >= 0) & (x <= n) & (n > 0)
    x, n = np.where(known, x, np.nan), np.where(known, n, np.nan)
    return _best([_shares_against_base(x, n, window) for window in WINDOWS])


def months_since(values: ArrayLike, window: ArrayLike) -> NDArray[np.int_]:
    """(series,) for how many months the level has been another: the start that parts the series best.

    values: (series, time), NaN outside the segment; window: (series,) the window of the test. Of 1 to twice
    the window the number k with the largest (after − before)²·k·m/(k + m), the least-squares change point;
    at least 12 known months stay before it. 0 where the window is 0.
    """
    x, _ = prepared(values, 0)
    longest = np.minimum(2 * np.asarray(window), x.shape[-1] - 1)
    known = (~np.isnan(x))[:, ::-1]
    sums, counts = (np.cumsum(part, axis=-1) for part in (np.where(known, x[:, ::-1], 0), known))
    whole, months = sums[:, -1:], counts[:, -1:]
    rest = months - counts
    gap = sums / np.maximum(counts, 1) - (whole - sums) / np.maximum(rest, 1)
    parted = gap**2 * counts * rest / np.maximum(months, 1)
    allowed = (np.arange(1, x.shape[-1] + 1) <= longest[:, None]) & (rest >= FEWEST_BEFORE) & known
    best = np.argmax(np.where(allowed, parted, -1.0), axis=-1) + 1
    return np.where(allowed.any(-1), best, 0)


def _best(tried: list[tuple[Floats, ...]]) -> Shift:
    """The window with the smallest p, paid for the choice."""
    p = np.stack([one[0] for one in tried])
    best = np.argmin(np.where(np.isnan(p), 2.0, p), axis=0)
    chosen = [np.take_along_axis(np.stack(column), best[None], 0)[0] for column in zip(*tried, strict=True)]
    paid = np.minimum(chosen[0] * price(), 1.0)
    return Shift(paid, np.where(np.isnan(paid), 0, np.asarray(WINDOWS)[best]), *chosen[1:])


def _counts_against_base(x: Floats, window: int) -> tuple[Floats, ...]:
    if x.shape[-1] <= window:
        return tuple(np.full(len(x), np.nan) for _ in range(6))
    base, newest = x[:, :-window], x[:, -window:]
    size, recent = (~np.isnan(base)).sum(-1), (~np.isnan(newest)).sum(-1)
    before, after = _mean(base), _mean(newest)
    wide = np.maximum(_spread(base, before) ** 2 / np.where(before > 0, before, 1.0), 1.0)
    events, past = (np.nan_to_num(one) for one in (after * recent / wide, before * size / wide))
    share = recent / np.maximum(recent + size, 1)
    of_all = np.round(events + past).astype(int)
    at_least = bdtrc(np.ceil(events) - 1, of_all, share)
    at_most = bdtr(np.floor(events), of_all, share)
    p = np.minimum(2 * np.minimum(np.where(events > 0, at_least, 1.0), at_most), 1.0)
    fit = (size >= FEWEST_BEFORE) & (recent == window) & (of_all > 0)
    unknown = np.full(len(x), np.nan)
    return np.where(fit, p, np.nan), before, after, np.sqrt(before), unknown, unknown


def _against_base(x: Floats, window: int, fitted: int) -> tuple[Floats, ...]:
    """p, mean before, mean after, spread and 95 % limits of the difference, each (series,)."""
    if x.shape[-1] <= window:
        return tuple(np.full(len(x), np.nan) for _ in range(6))
    base, newest = x[:, :-window], x[:, -window:]
    size, recent = (~np.isnan(base)).sum(-1), (~np.isnan(newest)).sum(-1)
    before, after = _mean(base), _mean(newest)
    spread, dependence = _spread(base, before, fitted), _dependence(base, before)
    share = 1 / np.maximum(recent, 1) + 1 / np.maximum(size, 1) + fit_error(size, window, fitted)
    error = spread * np.sqrt(dependence * share)
    freedom = np.maximum((size - 1 - fitted) / dependence, 1.0)
    # A window with a missing newest month is a late figure, not a change.
    fit = (size >= FEWEST_BEFORE) & (recent == window) & (spread > 0)
    t = np.where(fit, (after - before) / np.where(error > 0, error, np.nan), np.nan)
    reach = stdtrit(freedom, 0.975) * error
    moved = after - before
    return 2 * stdtr(freedom, -np.abs(t)), before, after, spread, moved - reach, moved + reach


def _shares_against_base(x: Floats, n: Floats, window: int) -> tuple[Floats, ...]:
    unknown = np.full(len(x), np.nan)
    if x.shape[-1] <= window:
        return (unknown,) * 6
    months = (~np.isnan(x[:, :-window])).sum(-1), (~np.isnan(x[:, -window:])).sum(-1)
    past, many = (np.nansum(one[:, :-window], axis=-1) for one in (x, n))
    events, few = (np.nansum(one[:, -window:], axis=-1) for one in (x, n))
    before, after = (top / np.where(under > 0, under, np.nan) for top, under in ((past, many), (events, few)))
    wide = _overdispersion(x[:, :-window], n[:, :-window], before)
    events, few, past, many = (np.round(one / wide) for one in (events, few, past, many))
    of_all = stats.hypergeom(few + many, events + past, few)
    p = np.minimum(2 * np.minimum(of_all.sf(events - 1), of_all.cdf(events)), 1.0)
    fit = (months[0] >= FEWEST_BEFORE) & (months[1] == window)
    return np.where(fit, p, np.nan), before, after, unknown, unknown, unknown


def _overdispersion(x: Floats, n: Floats, share: Floats) -> Floats:
    """Mean square of the base's z, at least 1."""
    error = np.sqrt(share * (1 - share))[:, None] / np.sqrt(n)
    z = (x / n - share[:, None]) / np.where(error > 0, error, np.nan)
    return np.fmax(_mean(z**2), 1.0)


def _spread(base: Floats, mean: Floats, fitted: int = 0) -> Floats:
    away = base - mean[:, None]
    size = (~np.isnan(base)).sum(-1)
    return np.sqrt(np.nansum(away**2, axis=-1) / np.maximum(size - 1 - fitted, 1))


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
