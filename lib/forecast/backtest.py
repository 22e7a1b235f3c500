"""How past forecasts held: the same made from past months, knowing only what was known then."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from lib.errors import StatisticsError
from lib.forecast import fan, simulation
from lib.forecast.simulation import TODAYS_COURSE, Start
from lib.shapes import ForecastRules

# The longest month ahead is tried a little beyond its end.
SPARE_WEEKS = 2
COLUMNS = ("made", "period_start", "value", "lower_80", "upper_80", "observed", "held")


def tried(
    months: pd.DataFrame, start_of: Callable[[pd.DataFrame], Start], rules: ForecastRules
) -> pd.DataFrame:
    """One row for each past month from which a forecast can be made, with COLUMNS.

    months: as for `course.read`. start_of: makes the start from the months known then. made: the last month
    known; period_start: the month told of, `rules.backtest_ahead` later; held: whether the observed queue lay
    inside the fan of 80 %, whole people.
    """
    ahead = rules.backtest_ahead
    weeks = round(ahead * simulation.WEEKS_IN_MONTH) + SPARE_WEEKS
    fewer = replace(rules, runs=rules.backtest_runs, weeks=weeks)
    first = max(rules.fewest_months, len(months) - ahead - rules.backtest_months)
    rows = [_one(months, known, start_of, fewer) for known in range(first, len(months) - ahead + 1)]
    return pd.DataFrame([row for row in rows if row], columns=list(COLUMNS))


def _one(
    months: pd.DataFrame, known: int, start_of: Callable[[pd.DataFrame], Start], rules: ForecastRules
) -> tuple | None:
    """One past forecast beside what came; None where it could not have been made."""
    then = months.iloc[known - 1 + rules.backtest_ahead]
    try:
        start = start_of(months.iloc[:known])
    except StatisticsError:
        return None
    made = simulation.runs(start, TODAYS_COURSE, np.nan, rules)
    told = fan.quantiles(made.waiting, made.months)
    row = told[told["period_start"].eq(then["period_start"])]
    if row.empty or np.isnan(then["waiting"]):
        return None
    low, high = np.floor(row["lower_80"].iloc[0]), np.ceil(row["upper_80"].iloc[0])
    held = bool(low <= then["waiting"] <= high)
    made_in = months["period_start"].iloc[known - 1]
    return made_in, then["period_start"], row["value"].iloc[0], low, high, then["waiting"], held
