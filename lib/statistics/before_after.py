"""Has a figure moved since a day? What came before against what came after, with a 95 % interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, numbers, part_and_whole

# With fewer points on a side its variation is not known.
FEWEST_POINTS = 3


@dataclass(frozen=True)
class Change:
    """Levels before and after, after - before with its 95 % limits, and how many points each side has."""

    before: float
    after: float
    difference: float
    lower: float
    upper: float
    points_before: int
    points_after: int

    @property
    def is_visible(self) -> bool:
        """Whether the interval leaves zero out; touching zero is not visible."""
        return self.lower > 0 or self.upper < 0


def change_of_means(before: ArrayLike, after: ArrayLike) -> Change:
    """Mean of `after` minus mean of `before`, Welch's interval (unequal variances).

    before, after: (points,); NaN is left out. StatisticsError with fewer than 3 known points on a side, or
    where nothing varies on either. statsmodels CompareMeans.tconfint_diff(usevar="unequal"), Welch 1947.
    """
    first, last = _known(before), _known(after)
    if min(len(first), len(last)) < FEWEST_POINTS:
        raise StatisticsError(f"{len(first)} points before and {len(last)} after: at least 3 are needed")
    if np.ptp(first) == 0 and np.ptp(last) == 0:
        raise StatisticsError("nothing varies, so the usual variation is not known")
    found = CompareMeans(DescrStatsW(last), DescrStatsW(first)).tconfint_diff(usevar="unequal")
    levels = float(first.mean()), float(last.mean())
    return Change(*levels, levels[1] - levels[0], float(found[0]), float(found[1]), len(first), len(last))


def change_of_shares(before: tuple[float, float], after: tuple[float, float]) -> Change:
    """Share after minus share before, 0 to 1, Newcombe's hybrid score interval.

    before, after: cases and denominator. StatisticsError where they cannot be: negative, unknown, or more
    cases than the whole. statsmodels confint_proportions_2indep(method="newcomb"), Newcombe 1998 method 10.
    """
    (x_first, n_first), (x_last, n_last) = part_and_whole(*before), part_and_whole(*after)
    lower, upper = confint_proportions_2indep(
        float(x_last), float(n_last), float(x_first), float(n_first), method="newcomb", compare="diff"
    )
    levels = float(x_first / n_first), float(x_last / n_last)
    return Change(*levels, levels[1] - levels[0], float(lower), float(upper), 1, 1)


def _known(values: ArrayLike) -> Floats:
    found = np.atleast_1d(numbers(values))
    return found[~np.isnan(found)]
