"""Today's course of a queue: who comes and who starts, their seasons, and how they hang together."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.errors import StatisticsError
from lib.shapes import ForecastRules
from lib.statistics.inputs import Floats

MONTHS_IN_YEAR = 12
# A month nobody came or started has no logarithm; half a person stands for it.
LEAST = 0.5
# A wander is told by the means of half years, as single months are mostly chance.
HALF_YEAR = 6
# Variance between the means of two neighbouring half years of a random walk with steps of variance 1.
WALK_BETWEEN_HALF_YEARS = 73 / 18
# More than nearly the best month seen is not offered without more staff.
BEST = 0.95


class Course(NamedTuple):
    """How a queue goes on when nothing is decided; people in a month, and factors around 1.

    levels: (2,) people who come and who start in a usual month; best: the most who start. seasons: (2, 12)
    factor of each calendar month. chance: (months, 2) what was left of each observed month, as a factor.
    wander: (2,) standard deviation of a month's step in the logarithm of those who come, and of starts beside
    it. follows: starts more in a month for each person more who comes; response: for each person the queue is
    above `usual_queue` when the month begins. Both 0 to 1.
    """

    levels: Floats
    best: float
    seasons: Floats
    chance: Floats
    wander: Floats
    follows: float
    response: float
    usual_queue: float


def read(months: pd.DataFrame, rules: ForecastRules) -> Course:
    """The course told by the last months of a queue.

    months: one row a month in order, without a gap, with `period_start`, `arrivals`, `starts`, `waiting` (at
    the end). StatisticsError for fewer months than `rules.fewest_months` or an unknown figure among them.
    """
    seen = months.tail(rules.months_read)
    flows, queue = seen[["arrivals", "starts"]].to_numpy(float), seen["waiting"].to_numpy(float)
    if len(seen) < rules.fewest_months or np.isnan(flows).any() or np.isnan(queue).any():
        raise StatisticsError(f"{rules.fewest_months} known months in a row are needed, found {len(seen)}")
    logs = np.log(np.maximum(flows, LEAST))
    month = seen["period_start"].dt.month.to_numpy() - 1
    season = np.column_stack([_season(logs[:, side], month, rules) for side in (0, 1)])
    plain = logs - season[month]
    levels = np.exp(_recent(plain, rules))
    follows, response = _answers(np.exp(plain), queue)
    return Course(
        levels,
        max(float(np.quantile(np.exp(plain[:, 1]), BEST)), float(levels[1])),
        np.exp(season).T,
        _chance(np.exp(plain), queue, follows, response),
        _wander(plain),
        follows,
        response,
        float(_recent(queue[:, None], rules)[0]),
    )


def _season(logs: Floats, month: Floats, rules: ForecastRules) -> Floats:
    """(12,) mean distance of each calendar month from the year around it, drawn towards none."""
    apart = pd.Series(logs - _around(logs, MONTHS_IN_YEAR + 1)).groupby(month).agg(["sum", "size"])
    apart = apart.reindex(range(MONTHS_IN_YEAR))
    drawn = (apart["sum"] / (apart["size"] + rules.season_weight)).fillna(0).to_numpy()
    return drawn - drawn.mean()


def _around(values: Floats, width: int) -> Floats:
    """Mean of the months around each; at the ends of those there are."""
    return (
        pd.DataFrame(values)
        .rolling(width, center=True, min_periods=1)
        .mean()
        .to_numpy()
        .reshape(values.shape)
    )


def _recent(values: Floats, rules: ForecastRules) -> Floats:
    """Weighted mean of the months (rows), the newest weighing most."""
    weight = 0.5 ** (np.arange(len(values))[::-1] / rules.half_life)
    return weight @ values / weight.sum()


def _answers(flows: Floats, queue: Floats) -> tuple[float, float]:
    """How starts have followed those who come, and the queue before them: least squares, each from 0 to 1."""
    then, come = (_apart(flows[1:, side]) for side in (1, 0))
    before = _apart(queue[:-1])
    both = np.linalg.lstsq(np.column_stack([come, before]), then, rcond=None)[0]
    if both[1] < 0:
        both = np.array([come @ then / max(come @ come, 1e-9), 0.0])
    if both[0] < 0:
        both = np.array([0.0, max(before @ then / max(before @ before, 1e-9), 0.0)])
    return float(min(both[0], 1.0)), float(min(both[1], 1.0))


def _apart(values: Floats) -> Floats:
    return values - values.mean()


def _chance(flows: Floats, queue: Floats, follows: float, response: float) -> Floats:
    """(months - 1, 2) factors of mean 1: those who came, and starts that neither of the two explains."""
    near = _around(flows, HALF_YEAR + 1)
    longer = queue - _around(queue, HALF_YEAR + 1)
    starts = flows[1:, 1] - follows * (flows - near)[1:, 0] - response * longer[:-1]
    factor = np.column_stack([flows[1:, 0], starts]) / near[1:]
    # A mean that holds the month itself lies closer to it; this undoes that.
    apart = (factor - factor.mean(axis=0)) * np.sqrt((HALF_YEAR + 1) / HALF_YEAR)
    return np.maximum(1 + apart, 0)


def _wander(plain: Floats) -> Floats:
    """(2,) monthly step of those who come and of starts beside it: between half years, less chance."""
    sides = np.column_stack([plain[:, 0], plain[:, 1] - plain[:, 0]])
    whole = sides[len(sides) % HALF_YEAR :].reshape(-1, HALF_YEAR, 2).mean(axis=1)
    between = np.mean(np.diff(whole, axis=0) ** 2, axis=0)
    inside = np.var(np.diff(sides, axis=0), axis=0) / 2
    return np.sqrt(np.maximum(between - 2 * inside / HALF_YEAR, 0) / WALK_BETWEEN_HALF_YEARS)
