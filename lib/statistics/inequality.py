"""Inequality between areas: Gini, Theil, slope and relative index of inequality, and a bootstrap over the
counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, numbers, part_and_whole, same_length
from lib.statistics.intervals import LEVEL_95, Limits

Scale = Literal["linear", "log", "logit"]
_TO = {"linear": np.asarray, "log": np.log, "logit": logit}
_BACK = {"linear": np.asarray, "log": np.exp, "logit": expit}
_ENDS = {"linear": (-np.inf, np.inf), "log": (0.0, np.inf), "logit": (0.0, 1.0)}

# Draws enough for stable 2.5 % and 97.5 % points; a page redraws the same ones from the same seed.
DRAWS = 1_000


@dataclass(frozen=True)
class Slope:
    """Fitted value at both ends of the order, their difference (slope index) and ratio (relative index);
    (…).
    """

    slope_index: Floats
    relative_index: Floats
    fitted_lowest: Floats
    fitted_highest: Floats


def gini(values: ArrayLike, residents: ArrayLike) -> Floats:
    """Gini between areas weighted by residents: ΣΣ n_i·n_j·|y_i − y_j| / (2·N²·ȳ). 0: all areas alike.

    values, residents: (…, areas), values from 0. NaN when one is unknown or negative or all values are 0. It
    tells differences between areas only; inequality inside an area does not show.
    """
    y, n = _weighted(values, residents)
    order = np.argsort(y, axis=-1)
    y, n = np.take_along_axis(y, order, -1), np.take_along_axis(n, order, -1)
    below = np.cumsum(n, axis=-1) - n
    whole, amount = n.sum(-1), (n * y).sum(-1)
    # In rising order ΣΣ n_i·n_j·|y_i − y_j| is twice Σ n_i·y_i·(residents below − residents above).
    gaps = (n * y * (2 * below + n - whole[..., None])).sum(-1)
    return (gaps / (whole * np.where(amount > 0, amount, np.nan)))[()]


def theil(values: ArrayLike, residents: ArrayLike) -> Floats:
    """Theil's T between areas: Σ(n_i/N)(y_i/ȳ)·ln(y_i/ȳ), an area with 0 adding 0. Arrays and edges as
    `gini`.
    """
    y, n = _weighted(values, residents)
    amount = (n * y).sum(-1, keepdims=True)
    ratio = y * n.sum(-1, keepdims=True) / np.where(amount > 0, amount, np.nan)
    share = n / n.sum(-1, keepdims=True)
    return (share * ratio * np.log(np.where(ratio > 0, ratio, 1))).sum(-1)[()]


def slope_index(
    values: ArrayLike, residents: ArrayLike, position: ArrayLike, scale: Scale = "linear"
) -> Slope:
    """Regression on the cumulative mid-rank of residents, weighted by residents; ends 0 and 1 of the order.

    values, residents: (…, areas); position: (areas,), what orders the areas, such as income; equal positions
    share one rank. slope_index = fitted at 1 − fitted at 0, relative_index = their ratio: 1 and above 0 mean
    the value is larger where the position is higher. scale: the regression is of ln y or logit y and its ends
    are turned back. NaN when a number is unknown or outside the scale, or all positions are equal;
    relative_index also when an end is not above 0. Source: Preston et al. 1981; Mackenbach & Kunst 1997;
    OHID's technical guide.
    """
    if scale not in _TO:
        raise StatisticsError(f"scale {scale!r} is not one of {', '.join(_TO)}")
    y, n = _inside(values, residents, scale)
    rank = _mid_ranks(n, position)
    share = n / n.sum(-1, keepdims=True)
    centred = rank - (share * rank).sum(-1, keepdims=True)
    spread = (share * centred**2).sum(-1)
    slope = (share * centred * y).sum(-1) / np.where(spread > 0, spread, np.nan)
    at_zero = (share * y).sum(-1) - slope * (share * rank).sum(-1)
    low, high = _BACK[scale](at_zero), _BACK[scale](at_zero + slope)
    ratio = np.where((low > 0) & (high > 0), high / np.where(low > 0, low, 1), np.nan)
    return Slope((high - low)[()], ratio[()], low[()], high[()])


def bootstrap(
    index: Callable[[Floats, Floats], Floats],
    cases: ArrayLike,
    residents: ArrayLike,
    seed: int,
    draws: int = DRAWS,
) -> Limits:
    """95 % percentile limits of an index when each area's count is drawn anew, binomial at its own share.

    index(cases, residents) must take (draws, areas) and answer (draws,). cases, residents: (areas,). Same
    seed, same limits. StatisticsError for unknown or impossible counts. Small counts by themselves look
    uneven, so the limits of D, H and Gini lie high where areas are small: docs/methods.md.
    """
    x, n = part_and_whole(np.atleast_1d(numbers(cases)), np.atleast_1d(numbers(residents)))
    if np.isnan(x).any() or not x.size:
        raise StatisticsError("a bootstrap needs known cases and residents in every area")
    if (n != np.floor(n)).any():
        raise StatisticsError("a bootstrap needs whole numbers of residents")
    drawn = np.random.default_rng(seed).binomial(n.astype(np.int64), x / n, size=(draws, len(x)))
    answers = index(drawn.astype(float), np.broadcast_to(n, drawn.shape))
    tail = (1 - LEVEL_95) / 2
    return Limits(*np.quantile(answers, [tail, 1 - tail]))


def _weighted(values: ArrayLike, residents: ArrayLike) -> tuple[Floats, Floats]:
    y, n = np.atleast_1d(numbers(values)), np.atleast_1d(numbers(residents))
    same_length(y, n)
    y, n = np.broadcast_arrays(y, n)
    return np.where(y >= 0, y, np.nan), np.where(n > 0, n, np.nan)


def _inside(values: ArrayLike, residents: ArrayLike, scale: Scale) -> tuple[Floats, Floats]:
    y, n = np.atleast_1d(numbers(values)), np.atleast_1d(numbers(residents))
    same_length(y, n)
    lowest, highest = _ENDS[scale]
    y, n = np.broadcast_arrays(np.where((y > lowest) & (y < highest), y, np.nan), np.where(n > 0, n, np.nan))
    return _TO[scale](y), n


def _mid_ranks(n: Floats, position: ArrayLike) -> Floats:
    """Share of residents in lower areas plus half of those in areas of the same position; (…, areas)."""
    order = np.atleast_1d(numbers(position))
    same_length(n, order)
    if np.isnan(order).any():
        return np.full(n.shape, np.nan)
    levels, level = np.unique(order, return_inverse=True)
    belongs = (level[:, None] == np.arange(len(levels))).astype(float)
    size = n @ belongs
    middle = np.cumsum(size, axis=-1) - size / 2
    return middle[..., level] / n.sum(-1, keepdims=True)
