"""Is a gap between areas growing? The dissimilarity index of each yearly share, by its trend."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from lib import gap
from lib.facts import Indicator
from lib.signals.shape import Recent, Tested, finished, log_ratio, nothing, together
from lib.statistics import polarity as polarities
from lib.statistics import trend

INDEX = "dissimilarity"


def gaps(table: pd.DataFrame, indicators: Mapping[str, Indicator], whole: tuple[str, str]) -> Tested:
    """Indicators whose index has a trend to be reckoned, with p; rows where the trend is significant.

    table: yearly rows of areas of one level. The row is about the whole that the areas make up; value and
    levels are the index from 0 to 1.
    """
    made = [
        _row(rows, indicators[name], whole)
        for name, rows in table.groupby("indicator_id", sort=True, observed=True)
        if indicators[name].kind == "share"
        and indicators[name].periodicity == "year"
        and rows["period_start"].dt.year.nunique() >= trend.POINTS
    ]
    return together(made)


def _row(rows: pd.DataFrame, indicator: Indicator, whole: tuple[str, str]) -> Tested:
    newest = rows["period_start"].dt.year.max()
    rows = rows[rows["period_start"].dt.year > newest - trend.POINTS]
    counted = gap.counts(rows, sorted(rows["area_code"].unique()))
    indexed = gap.over_time(counted, gap.INDICES[INDEX])
    found = gap.verdict(indexed)
    if found.why or found.last != newest:
        return nothing()
    p = np.array([chdtrc(1, found.chi2)])
    if found.state == "no_change":
        return Tested(p, nothing().rows)
    values = indexed["value"].to_numpy(float)
    keys = pd.DataFrame(
        [
            {
                "indicator_id": indicator.id,
                "area_level": whole[0],
                "area_code": whole[1],
                "service_id": "",
                "age_group": "all",
            }
        ]
    )
    grows = found.state == "increasing"
    row = finished(
        keys,
        kind="gap",
        state=_state(grows, polarities.sign(indicator.polarity)),
        since=indexed["period_start"].iloc[0],
        period_start=indexed["period_start"].iloc[-1],
        period_end=indexed["period_end"].iloc[-1],
        value=values[-1],
        before=values[0],
        after=values[-1],
        lower=indexed["lower"].iloc[-1],
        upper=indexed["upper"].iloc[-1],
        rule=found.state,
        window=trend.POINTS,
        test=0,
        strength=log_ratio(values[-1:], values[:1]),
        people=float(np.nansum(counted.cases[-1])),
        recent=[Recent(tuple(values.tolist()), (0,) * len(values), np.nan, np.nan, np.nan)],
    )
    return Tested(p, row)


def _state(grows: bool, sign: int) -> str:  # noqa: FBT001 - read from the trend
    """A gap in something that is good or bad is itself bad; in anything else it is a change."""
    if not sign:
        return "neutral_high" if grows else "neutral_low"
    return "concern" if grows else "improvement"
