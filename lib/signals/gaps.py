"""Is a gap between areas growing? The dissimilarity index of each yearly share, by its trend."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib import gap
from lib.facts import Indicator
from lib.signals.shape import SERIES, Tested, finished, log_ratio, nothing, p_of_chi2, together, unflagged
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
    p = np.array([p_of_chi2(found.chi2)])
    if found.state == "no_change":
        return Tested(p, nothing().rows)
    keys = pd.DataFrame([(indicator.id, *whole, "", "all")], columns=SERIES)
    state = _state(found.state == "increasing", polarities.sign(indicator.polarity))
    people = float(np.nansum(counted.cases[-1]))
    cells = {"kind": "gap", "state": state, "rule": found.state, "people": people, "test": 0}
    return Tested(p, finished(keys, window=trend.POINTS, **cells, **_figures(indexed)))


def _figures(indexed: pd.DataFrame) -> dict[str, object]:
    """The index of the first and the newest year, its limits, and the years between."""
    first, last, values = indexed.iloc[0], indexed.iloc[-1], indexed["value"].to_numpy(float)
    return {
        "since": first["period_start"],
        "before": values[0],
        "after": values[-1],
        "strength": log_ratio(values[-1:], values[:1]),
        **last[["period_start", "period_end", "value", "lower", "upper"]].to_dict(),
        "recent": [unflagged(values)],
    }


def _state(grows: bool, sign: int) -> str:  # noqa: FBT001 - read from the trend
    """A gap in something that is good or bad is itself bad; in anything else it is a change."""
    if not sign:
        return "neutral_high" if grows else "neutral_low"
    return "concern" if grows else "improvement"
