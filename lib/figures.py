"""From observations to figures a reader can weigh: newest, change, interval, difference and direction."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from lib.facts import Indicator, Target
from lib.statistics import comparison, grid, intervals, trend
from lib.table import SHOWN

SERIES = ["indicator_id", "area_level", "area_code"]
LIMITS = ["lower_95", "upper_95", "lower_998", "upper_998"]


def newest(table: pd.DataFrame, until: str = "") -> pd.DataFrame:
    """The last row of each indicator and area, with the value before it in `previous` and `previous_start`.

    until: nothing after this period is looked at (2024 or 2024-05); empty for no end.
    """
    if until:
        table = table[table["period_start"] <= pd.Period(until).end_time]
    ordered = table.sort_values([*SERIES, "period_start"])
    by_series = ordered.groupby(SERIES, sort=False)
    ordered = ordered.assign(
        previous=by_series["value"].shift(), previous_start=by_series["period_start"].shift()
    )
    return ordered.groupby(SERIES, sort=False).tail(1).reset_index(drop=True)


def at_same_period(table: pd.DataFrame) -> pd.DataFrame:
    """Only the rows of each indicator's own newest period, so that areas are compared like with like."""
    latest = table.groupby("indicator_id")["period_start"].transform("max")
    return table[table["period_start"].eq(latest)]


def with_intervals(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Add 95 % and 99.8 % limits to shares (Wilson) and rates (Byar, exact below 10); NaN for the rest."""
    kinds = table["indicator_id"].map(lambda name: indicators[name].kind)
    per = table["indicator_id"].map(lambda name: indicators[name].per or 100).to_numpy(float)
    share, rate = kinds.eq("share").to_numpy(), kinds.eq("rate").to_numpy()
    # At least one dimension, so that an impossible pair gives NaN and is not refused.
    cases = np.atleast_1d(table["numerator"].to_numpy(float, na_value=np.nan))
    whole = np.atleast_1d(table["denominator"].to_numpy(float, na_value=np.nan))
    found = {name: np.full(len(table), np.nan) for name in LIMITS}
    for chosen, method in ((share, intervals.proportion), (rate, intervals.rate)):
        if chosen.any():
            limits = method(cases[chosen], whole[chosen], 1)
            for name in LIMITS:
                found[name][chosen] = getattr(limits, name) * per[chosen]
    return table.assign(**found)


def with_difference(
    table: pd.DataFrame, benchmark: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> pd.DataFrame:
    """Add `benchmark` (value of the same period) and `state`, a key of the tokens' states.

    table: with limits. benchmark: rows of one area. A value that is not there keeps its own status as state;
    a value without an interval, or without a benchmark of the same period, is `not_compared`.
    """
    values = benchmark[["indicator_id", "period_start", "value", "area_level", "area_code"]]
    values = values.rename(columns={"value": "benchmark", "area_level": "its_level", "area_code": "its_code"})
    joined = table.merge(values, on=["indicator_id", "period_start"], how="left")
    joined = joined.assign(state="not_compared")
    itself = joined["area_level"].eq(joined["its_level"]) & joined["area_code"].eq(joined["its_code"])
    for polarity in ("higher_is_better", "lower_is_better", "none"):
        chosen = joined["indicator_id"].map(lambda name: indicators[name].polarity).eq(polarity)  # noqa: B023
        if chosen.any():
            part = joined[chosen]
            joined.loc[chosen, "state"] = comparison.compare(
                _interval(part), part["benchmark"].to_numpy(float), polarity, itself[chosen].to_numpy()
            )
    empty = ~joined["status"].isin(SHOWN)
    joined["state"] = joined["state"].where(~empty, joined["status"])
    return joined.drop(columns=["its_level", "its_code"])


def _interval(table: pd.DataFrame) -> intervals.Interval:
    return intervals.Interval(
        table["value"].to_numpy(float), *(table[name].to_numpy(float) for name in LIMITS)
    )


def target_on(indicator: Indicator, day: date) -> Target | None:
    """The target decided last before a day; None before the first."""
    begun = [one for one in indicator.target if one.from_date <= day]
    return max(begun, key=lambda one: one.from_date, default=None)


def with_rank(table: pd.DataFrame) -> pd.DataFrame:
    """Add `rank` (1 = highest of the indicator and period; ties share the better place) and `ranked`."""
    by = table.groupby(["indicator_id", "period_start"])["value"]
    return table.assign(rank=by.rank(method="min", ascending=False), ranked=by.transform("count"))


def with_trend(
    table: pd.DataFrame, series: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> pd.DataFrame:
    """Add `trend`, a key such as increasing or getting_worse, from each series' last five yearly points.

    table: one row an area and indicator. series: all periods of the same. Only shares with numerators and
    denominators have a trend here; the others are `cannot_be_calculated`.
    """
    found = _trends(series[series["indicator_id"].map(lambda name: _has_trend(indicators[name]))], indicators)
    keys = table[SERIES].itertuples(index=False, name=None)
    return table.assign(trend=[found.get(key, trend.CANNOT) for key in keys])


def _has_trend(indicator: Indicator) -> bool:
    return indicator.kind == "share" and indicator.periodicity == "year"


def _trends(series: pd.DataFrame, indicators: Mapping[str, Indicator]) -> dict[tuple[str, str, str], str]:
    """The trend of every series, all in one call."""
    if series.empty:
        return {}
    by = series.groupby(SERIES)
    years = series["period_start"].dt.year.to_numpy()
    counts = (series[name].to_numpy(float) for name in ("numerator", "denominator"))
    grids = grid.laid_out(by.ngroup().to_numpy(), years - years.min(), *counts)
    states, keys = trend.trend_of_counts(*grids).state, list(by.groups)
    polarity = np.array([indicators[name].polarity for name, *_ in keys])
    for one in set(polarity):
        states = np.where(polarity == one, trend.judged(states, one), states)
    return dict(zip(keys, states.tolist(), strict=True))
