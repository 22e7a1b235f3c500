"""News in yearly figures: a significant trend, and an area that has moved against its benchmark."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr

from lib.facts import Indicator
from lib.signals.shape import (
    RECENT,
    Panel,
    Recent,
    Tested,
    finished,
    log_odds_ratio,
    nothing,
    panel,
    signs,
    state_of,
)
from lib.statistics import intervals, trend
from lib.statistics.inputs import Floats


def trends(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Tested:
    """Shares with five years up to the newest of their indicator, with p of the χ² for trend.

    table: yearly rows of the one shape, protected, with counts and denominators.
    """
    rows = _shares(table, indicators)
    if rows["period_start"].dt.year.nunique() < trend.POINTS:
        return nothing()
    grid = panel(rows, "Y")
    cases, whole = grid.figures["numerator"], grid.figures["denominator"]
    found = trend.trend_of_counts(cases, whole)
    fits = ~np.isnan(found.chi2) & (found.last == _newest_place(grid))
    chosen = np.flatnonzero(fits & np.isin(found.state, ("increasing", "decreasing")))
    p = chdtrc(1, found.chi2[fits])
    if not len(chosen):
        return Tested(p, nothing().rows)
    last = found.last[chosen]
    now, before = (_share(grid, chosen, place) for place in (last, last - trend.POINTS + 1))
    made = finished(
        grid.keys.iloc[chosen].reset_index(drop=True),
        kind="trend",
        state=state_of(np.sign(found.slope[chosen]), signs(grid, indicators)[chosen]),
        since=pd.to_datetime(grid.periods[last - trend.POINTS + 1]),
        before=100 * before,
        after=100 * now,
        rule=found.state[chosen],
        window=trend.POINTS,
        test=np.searchsorted(np.flatnonzero(fits), chosen),
        strength=log_odds_ratio(now, before),
        people=np.nan_to_num(np.abs(now - before) * whole[chosen, last]),
        **newest_figures(grid, chosen, last),
    )
    return Tested(p, made)


def benchmark_changes(
    table: pd.DataFrame, benchmark: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> Tested:
    """Areas whose difference from the benchmark can be held against the year before, with p of the change.

    benchmark: rows of the one area that all are compared with. News is a side (95 % limits against the
    benchmark) that was not there a year before, moved to by more than the two years' own chance.
    """
    rows, against = _shares(table, indicators), _shares(benchmark, indicators)
    if rows["period_start"].nunique() < 2 or against.empty:
        return nothing()
    itself = against.iloc[0]
    rows = rows[rows["area_level"].ne(itself["area_level"]) | rows["area_code"].ne(itself["area_code"])]
    grid = panel(rows, "Y")
    last = _newest_place(grid)
    every = np.arange(len(grid.keys))
    level = _benchmark(against, grid)
    now, then = (_share(grid, every, place) for place in (last, last - 1))
    gap, earlier = now - level[every, last], then - level[every, last - 1]
    z = (gap - earlier) / _joint_error(grid, last)
    moved = np.sign(gap - earlier)
    side, side_then = (_side(grid, place, level[every, place]) for place in (last, last - 1))
    fits = ~np.isnan(z) & (last > 0)
    chosen = np.flatnonzero(fits & (side != side_then) & (side != 0) & (side == moved))
    p = 2 * ndtr(-np.abs(z[fits]))
    if not len(chosen):
        return Tested(p, nothing().rows)
    beside = level[chosen, last[chosen]]
    made = finished(
        grid.keys.iloc[chosen].reset_index(drop=True),
        kind="benchmark",
        state=state_of(moved[chosen], signs(grid, indicators)[chosen]),
        since=pd.to_datetime(grid.periods[last[chosen]]),
        before=100 * then[chosen],
        after=100 * now[chosen],
        benchmark=100 * beside,
        rule=np.where(side[chosen] > 0, "higher", "lower"),
        window=2,
        test=np.searchsorted(np.flatnonzero(fits), chosen),
        strength=log_odds_ratio(now[chosen], beside),
        people=np.nan_to_num(np.abs(gap[chosen]) * grid.figures["denominator"][chosen, last[chosen]]),
        **newest_figures(grid, chosen, last[chosen]),
    )
    return Tested(p, made)


def newest_figures(
    grid: Panel, chosen: NDArray[np.int_], last: NDArray[np.int_], in_period: int = 1
) -> dict[str, object]:
    """The newest figure of chosen series with its 95 % limits and the series behind it; in_period: 12 for
    months.
    """
    cases, whole, values = (
        grid.figures[name][chosen, last] for name in ("numerator", "denominator", "value")
    )
    low, high = intervals.wilson(cases, whole)
    start = pd.to_datetime(grid.periods[last])
    return {
        "period_start": start,
        "period_end": start + (pd.offsets.MonthEnd(0) if in_period > 1 else pd.offsets.YearEnd(0)),
        "value": values,
        "lower": 100 * np.asarray(low),
        "upper": 100 * np.asarray(high),
        "numerator": cases,
        "denominator": whole,
        "status": np.where(grid.uncertain[chosen], "estimate", "published"),
        "recent": [
            _recent(grid.figures["value"][one, : end + 1]) for one, end in zip(chosen, last, strict=True)
        ],
    }


def _recent(values: Floats) -> Recent:
    """From the first known year on, without any lines."""
    known = np.flatnonzero(~np.isnan(values))
    shown = values[max(known[0] if len(known) else 0, len(values) - RECENT) :]
    return Recent(tuple(shown.tolist()), (0,) * len(shown), np.nan, np.nan, np.nan)


def _shares(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    shares = [name for name, one in indicators.items() if one.kind == "share" and one.periodicity == "year"]
    return table[table["indicator_id"].isin(shares)]


def _newest_place(grid: Panel) -> NDArray[np.int_]:
    """(series,) the column of the newest known year of each series' indicator."""
    known = ~np.isnan(grid.figures["numerator"])
    months = known.shape[-1]
    own = np.where(known.any(-1), months - 1 - np.argmax(known[:, ::-1], axis=-1), 0)
    return pd.Series(own).groupby(grid.keys["indicator_id"].to_numpy()).transform("max").to_numpy()


def _share(grid: Panel, chosen: NDArray[np.int_], place: NDArray[np.int_]) -> Floats:
    whole = grid.figures["denominator"][chosen, place]
    return grid.figures["numerator"][chosen, place] / np.where(whole > 0, whole, np.nan)


def _joint_error(grid: Panel, last: NDArray[np.int_]) -> Floats:
    """Standard error of the difference of the newest two years' shares; NaN where there is none."""
    every = np.arange(len(last))
    squares = []
    for place in (last, last - 1):
        share = _share(grid, every, place)
        whole = grid.figures["denominator"][every, place]
        squares.append(share * (1 - share) / np.where(whole > 0, whole, np.nan))
    error = np.sqrt(squares[0] + squares[1])
    return np.where(error > 0, error, np.nan)


def _benchmark(against: pd.DataFrame, grid: Panel) -> Floats:
    """Share of the benchmark area in each period of each series' indicator, (series, time)."""
    years = against["period_start"].dt.year.to_numpy()
    shares = (against["numerator"] / against["denominator"].where(against["denominator"] > 0)).to_numpy()
    wide = pd.DataFrame(
        {"name": against["indicator_id"].astype(str), "year": years, "share": shares}
    ).pivot_table(index="name", columns="year", values="share", aggfunc="first")
    wanted = grid.periods.astype(int) + 1970
    table = wide.reindex(index=grid.keys["indicator_id"].astype(str), columns=wanted)
    return table.to_numpy(float)


def _side(grid: Panel, place: NDArray[np.int_], level: Floats) -> NDArray[np.int_]:
    """1 above the benchmark by the 95 % limits, -1 below, 0 without a difference."""
    every = np.arange(len(place))
    low, high = intervals.wilson(*(grid.figures[name][every, place] for name in ("numerator", "denominator")))
    return (np.asarray(low) > level).astype(int) - (np.asarray(high) < level)
