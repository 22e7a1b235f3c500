"""From runs to what is told: quantiles at the ends of months, and the month when a limit is kept again."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.statistics.inputs import Floats

# Half, four fifths and nineteen of twenty of the runs lie between these quantiles.
QUANTILES = {
    "value": 0.5,
    "lower_50": 0.25,
    "upper_50": 0.75,
    "lower_80": 0.1,
    "upper_80": 0.9,
    "lower_95": 0.025,
    "upper_95": 0.975,
}
# Kept in a single month may be chance.
MONTHS_KEPT = 3


class Kept(NamedTuple):
    """When a limit is kept from: share of runs that get there (0 to 1), share that keep it in the last month,
    and the month in half of the runs and in the first and the last tenth; NaT for what lies beyond the runs.
    """

    share: float
    at_end: float
    month: pd.Timestamp
    earliest: pd.Timestamp
    latest: pd.Timestamp


def quantiles(values: Floats, starts: pd.DatetimeIndex) -> pd.DataFrame:
    """One row a month: `period_start`, `period_end` and QUANTILES of values (months × runs).

    Runs without a value are left out; a month without any has none.
    """
    known = ~np.isnan(values).all(axis=1)
    told = np.full((len(QUANTILES), len(values)), np.nan)
    told[:, known] = np.nanquantile(values[known], list(QUANTILES.values()), axis=1)
    table = pd.DataFrame(dict(zip(QUANTILES, told, strict=True)))
    table.insert(0, "period_start", starts)
    table.insert(1, "period_end", starts + pd.offsets.MonthEnd(0))
    return table


def kept_from(shares: Floats, starts: pd.DatetimeIndex, border: float) -> Kept:
    """When the share over a limit (months × runs) goes under the border for three months in a row."""
    under = shares < border
    stays = np.lib.stride_tricks.sliding_window_view(under, MONTHS_KEPT, axis=0).all(axis=-1)
    reached = stays.any(axis=0)
    first = np.where(reached, stays.argmax(axis=0), len(starts))
    places = np.quantile(first, (0.5, 0.1, 0.9), method="inverted_cdf").astype(int)
    found = (starts[one] if one < len(starts) else pd.NaT for one in places)
    return Kept(float(reached.mean()), float(under[-1].mean()), *found)
