"""Segregation: how unevenly a group lives over the areas. Areas are on the last axis, so many years go in one
call.
"""

import numpy as np
from numpy.typing import ArrayLike

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, numbers, same_length


def dissimilarity(group: ArrayLike, others: ArrayLike) -> Floats:
    """D = ½·Σ|a_i/A − b_i/B|, 0 to 1: the share of either group that would have to move for an even spread.

    group, others: (…, areas) counts of two separate groups, not a part and its whole. NaN when a count is
    unknown or negative, or a group is empty. Source: Duncan & Duncan 1955.
    """
    a, b = _counts(group, others)
    return (np.abs(_over_areas(a) - _over_areas(b)).sum(-1) / 2)[()]


def isolation(group: ArrayLike, residents: ArrayLike) -> Floats:
    """xPx = Σ(x_i/X)(x_i/t_i): the group's share in the area of its average member. Source: Bell 1954;
    Lieberson 1981.

    group, residents: (…, areas), the group being part of the residents. An area without residents adds
    nothing. NaN when a count is unknown, negative or larger than its residents, or the group is empty.
    """
    x, t = _part(group, residents)
    share = x / np.where(t > 0, t, 1)
    return (_over_areas(x) * share).sum(-1)[()]


def information_theory(groups: ArrayLike) -> Floats:
    """H = Σt_i(E − E_i)/(E·T), 0 to 1, for two or more groups. Source: Theil & Finizza 1971; Reardon &
    Firebaugh 2002.

    groups: (…, areas, groups) counts of groups that do not overlap. NaN when a count is unknown or negative,
    or everybody is in one group.
    """
    g = numbers(groups)
    if g.ndim < 2 or 0 in g.shape:
        raise StatisticsError("areas × groups expected")
    g = np.where(g >= 0, g, np.nan)
    size, whole = g.sum(-1), g.sum((-1, -2))
    everywhere = _entropy(g.sum(-2))
    here = _entropy(g)
    everywhere = np.where(everywhere > 0, everywhere, np.nan)
    return ((size * (everywhere[..., None] - here)).sum(-1) / (everywhere * whole))[()]


def location_quotient(group: ArrayLike, residents: ArrayLike) -> Floats:
    """(x_i/t_i)/(X/T) for each area: above 1 the group is over-represented. (…, areas), edges as `isolation`.

    NaN in an area without residents.
    """
    x, t = _part(group, residents)
    total = x.sum(-1, keepdims=True)
    overall = np.where(total > 0, total, np.nan) / t.sum(-1, keepdims=True)
    return x / np.where(t > 0, t, np.nan) / overall


def _counts(*arrays: ArrayLike) -> list[Floats]:
    """Counts from 0 on one shape; a series with an impossible or unknown count is NaN throughout."""
    given = [np.atleast_1d(numbers(array)) for array in arrays]
    same_length(*given)
    return [np.where(array >= 0, array, np.nan) for array in np.broadcast_arrays(*given)]


def _part(group: ArrayLike, residents: ArrayLike) -> tuple[Floats, Floats]:
    x, t = _counts(group, residents)
    return np.where(x <= t, x, np.nan), t


def _over_areas(counts: Floats) -> Floats:
    """Share of the group living in each area; NaN for an empty group."""
    total = counts.sum(-1, keepdims=True)
    return counts / np.where(total > 0, total, np.nan)


def _entropy(counts: Floats) -> Floats:
    """−Σp·ln p over the last axis; 0 where nobody lives."""
    total = counts.sum(-1, keepdims=True)
    p = counts / np.where(total > 0, total, 1)
    return np.where(np.isnan(total[..., 0]), np.nan, -(p * np.log(np.where(p > 0, p, 1))).sum(-1))
