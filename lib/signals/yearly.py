"""News in yearly figures: a significant trend, and an area that has moved against its benchmark."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtr

from lib.facts import Indicator
from lib.signals.shape import (
    RECENT,
    Panel,
    Recent,
    finished,
    log_odds_ratio,
    none,
    panel,
    state_of,
)
from lib.statistics import intervals, trend
from lib.statistics import polarity as polarities
from lib.statistics.inputs import Floats


def trends(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """One row a series of shares with five years, with p of the χ² for trend; `rule` is empty without one.

    table: yearly rows of the one shape, protected, with counts and denominators.
    """
    made = [
        _trends(panel(rows, "Y"), indicators[name])
        for name, rows in _shares(table, indicators)
        if rows["period_start"].dt.year.nunique() >= trend.POINTS
    ]
    return pd.concat(made, ignore_index=True) if made else none()


def benchmark_changes(
    table: pd.DataFrame, benchmark: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> pd.DataFrame:
    """One row an area whose difference from the benchmark can be held against the year before, with p.

    benchmark: rows of the one area that all are compared with. `rule` names the new state and is empty where
    the state is the same as a year before, or now none at all.
    """
    made = []
    for name, rows in _shares(table, indicators):
        against = benchmark[benchmark["indicator_id"].eq(name)]
        if rows["period_start"].nunique() >= 2 and against["period_start"].nunique() >= 2:
            made.append(_changes(panel(rows, "Y"), against, indicators[name]))
    return pd.concat(made, ignore_index=True) if made else none()


def _shares(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> list[tuple[str, pd.DataFrame]]:
    return [
        (name, rows)
        for name, rows in table.groupby("indicator_id", sort=True, observed=True)
        if indicators[name].kind == "share" and indicators[name].periodicity == "year"
    ]


def _trends(grid: Panel, indicator: Indicator) -> pd.DataFrame:
    cases, whole = grid.figures["numerator"], grid.figures["denominator"]
    found = trend.trend_of_counts(cases, whole)
    fits = ~np.isnan(found.chi2) & (found.last == len(grid.periods) - 1)
    direction = np.sign(np.nan_to_num(found.slope))
    now, before = cases[:, -1] / whole[:, -1], cases[:, -trend.POINTS] / whole[:, -trend.POINTS]
    significant = np.isin(found.state, ("increasing", "decreasing"))
    table = finished(
        grid.keys,
        kind="trend",
        state=state_of(direction, polarities.sign(indicator.polarity)),
        since=pd.Timestamp(grid.periods[-trend.POINTS]),
        before=100 * before,
        after=100 * now,
        rule=np.where(significant, found.state, ""),
        window=trend.POINTS,
        p=chdtrc(1, np.nan_to_num(found.chi2)),
        strength=log_odds_ratio(now, before),
        people=np.nan_to_num(np.abs(now - before) * whole[:, -1]),
        **newest_figures(grid),
    )
    return table[fits]


def _changes(grid: Panel, against: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    cases, whole = grid.figures["numerator"], grid.figures["denominator"]
    level = _benchmark(against, grid)
    share = cases / np.where(whole > 0, whole, np.nan)
    error = np.sqrt(share * (1 - share) / np.where(whole > 0, whole, np.nan))
    gap, earlier = (share[:, place] - level[place] for place in (-1, -2))
    both = np.hypot(error[:, -1], error[:, -2])
    z = (gap - earlier) / np.where(both > 0, both, np.nan)
    now, then = (_side(cases[:, place], whole[:, place], level[place]) for place in (-1, -2))
    moved = np.sign(gap - earlier)
    # News is a side that was not there a year before, moved to by more than the two years' own chance.
    new_side = (now != then) & (now != 0) & (now == moved)
    keys = grid.keys
    itself = keys["area_code"].eq(against["area_code"].iloc[0]) & keys["area_level"].eq(
        against["area_level"].iloc[0]
    )
    table = finished(
        keys,
        kind="benchmark",
        state=state_of(moved, polarities.sign(indicator.polarity)),
        since=pd.Timestamp(grid.periods[-1]),
        before=100 * share[:, -2],
        after=100 * share[:, -1],
        benchmark=100 * level[-1],
        rule=np.where(new_side, np.where(now > 0, "higher", "lower"), ""),
        window=2,
        p=2 * ndtr(-np.abs(z)),
        strength=log_odds_ratio(share[:, -1], np.broadcast_to(level[-1], len(keys))),
        people=np.nan_to_num(np.abs(gap) * whole[:, -1]),
        **newest_figures(grid),
    )
    return table[~np.isnan(z) & ~itself.to_numpy()]


def newest_figures(grid: Panel, in_period: int = 1) -> dict[str, object]:
    """The newest period's figure with its 95 % limits and the series behind it; in_period: 12 for months."""
    cases, whole = grid.figures["numerator"][:, -1], grid.figures["denominator"][:, -1]
    low, high = intervals.wilson(cases, whole)
    start = pd.Timestamp(grid.periods[-1])
    whole_period = pd.offsets.MonthEnd(0) if in_period > 1 else pd.offsets.YearEnd(0)
    values = grid.figures["value"][:, -RECENT:]
    still = (0,) * values.shape[-1]
    return {
        "period_start": start,
        "period_end": start + whole_period,
        "value": grid.figures["value"][:, -1],
        "lower": 100 * np.asarray(low),
        "upper": 100 * np.asarray(high),
        "numerator": cases,
        "denominator": whole,
        "status": np.where(grid.uncertain, "estimate", "published"),
        "recent": [Recent(tuple(one), still, np.nan, np.nan, np.nan) for one in values.tolist()],
    }


def _benchmark(against: pd.DataFrame, grid: Panel) -> Floats:
    """Share of the benchmark area in each period of the panel, (time,)."""
    years = against["period_start"].to_numpy().astype("datetime64[Y]")
    shares = (against["numerator"] / against["denominator"]).to_numpy(float)
    known = dict(zip(years.tolist(), shares.tolist(), strict=True))
    return np.array([known.get(year, np.nan) for year in grid.periods.tolist()])


def _side(cases: Floats, whole: Floats, level: float) -> Floats:
    """1 above the benchmark by the 95 % limits, -1 below, 0 without a difference."""
    low, high = intervals.wilson(cases, whole)
    return (np.asarray(low) > level).astype(int) - (np.asarray(high) < level)
