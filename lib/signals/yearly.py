"""News in yearly figures: a significant trend, and an area that has moved against its benchmark."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from lib.facts import Indicator
from lib.signals.shape import (
    Panel,
    Tested,
    log_odds_ratio,
    nothing,
    p_of_chi2,
    panel,
    signs,
    state_of,
    tested,
    unflagged,
)
from lib.statistics import comparison, intervals, trend
from lib.statistics.inputs import Floats


class _Apart(NamedTuple):
    """Of each series: its share and the benchmark's in the newest year and the year before, (series,)."""

    now: Floats
    then: Floats
    level: Floats
    level_then: Floats

    @property
    def moved(self) -> Floats:
        """How much the difference has changed."""
        return (self.now - self.level) - (self.then - self.level_then)


def trends(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Tested:
    """Shares with five years up to the newest of their indicator, with p of the χ² for trend.

    table: yearly rows of the one shape, protected, with counts and denominators.
    """
    rows = _shares(table, indicators)
    if rows["period_start"].dt.year.nunique() < trend.POINTS:
        return nothing()
    grid = panel(rows, "Y")
    found = trend.trend_of_counts(grid.figures["numerator"], grid.figures["denominator"])
    # A series that ended before the others of its indicator has no trend now.
    p = np.where(found.last == _newest_place(grid), p_of_chi2(found.chi2), np.nan)
    pointed = np.isin(found.state, ("increasing", "decreasing"))
    return tested(grid, p, pointed, partial(_trend_cells, grid, found, signs(grid, indicators)))


def _trend_cells(
    grid: Panel, found: trend.Trend, good: NDArray[np.int_], chosen: NDArray[np.int_]
) -> dict[str, object]:
    last = found.last[chosen]
    first = last - trend.POINTS + 1
    now, before = (_share(grid, chosen, place) for place in (last, first))
    return {
        "kind": "trend",
        "state": state_of(np.sign(found.slope[chosen]), good[chosen]),
        "since": pd.to_datetime(grid.periods[first]),
        "before": 100 * before,
        "after": 100 * now,
        "rule": found.state[chosen],
        "window": trend.POINTS,
        "strength": log_odds_ratio(now, before),
        "people": np.nan_to_num(np.abs(now - before) * grid.figures["denominator"][chosen, last]),
        **newest_figures(grid, chosen, last),
    }


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
    last, every = _newest_place(grid), np.arange(len(grid.keys))
    level = _benchmark(against, grid)
    years = last, last - 1
    apart = _Apart(
        *(_share(grid, every, place) for place in years), *(level[every, place] for place in years)
    )
    z = np.where(last > 0, apart.moved / _joint_error(grid, last), np.nan)
    side, side_then = (side_of(grid, every, place, level[every, place]) for place in years)
    pointed = (side != side_then) & (side != 0) & (side == np.sign(apart.moved))
    cells = partial(_change_cells, grid, apart, signs(grid, indicators), last)
    return tested(grid, 2 * ndtr(-np.abs(z)), pointed, cells)


def _change_cells(
    grid: Panel, apart: _Apart, good: NDArray[np.int_], last: NDArray[np.int_], chosen: NDArray[np.int_]
) -> dict[str, object]:
    now, then, level, _ = (part[chosen] for part in apart)
    way, last = np.sign(apart.moved[chosen]), last[chosen]
    return {
        "kind": "benchmark",
        "state": state_of(way, good[chosen]),
        "since": pd.to_datetime(grid.periods[last]),
        "before": 100 * then,
        "after": 100 * now,
        "benchmark": 100 * level,
        "rule": np.where(way > 0, "higher", "lower"),
        "window": 2,
        "strength": log_odds_ratio(now, level),
        "people": np.nan_to_num(np.abs(now - level) * grid.figures["denominator"][chosen, last]),
        **newest_figures(grid, chosen, last),
    }


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
            unflagged(grid.figures["value"][one, : end + 1]) for one, end in zip(chosen, last, strict=True)
        ],
    }


def _shares(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    shares = [name for name, one in indicators.items() if one.kind == "share" and one.periodicity == "year"]
    return table[table["indicator_id"].isin(shares)]


def _newest_place(grid: Panel) -> NDArray[np.int_]:
    """(series,) the column of the newest known year of each series' indicator."""
    known = ~np.isnan(grid.figures["numerator"])
    years = known.shape[-1]
    own = np.where(known.any(-1), years - 1 - np.argmax(known[:, ::-1], axis=-1), 0)
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


def side_of(
    grid: Panel, chosen: NDArray[np.int_], place: NDArray[np.int_] | int, level: Floats | float
) -> NDArray[np.int_]:
    """1 above a level (0 to 1) by the 95 % limits of the share at a place in time, -1 below, 0 neither."""
    counts = (grid.figures[name][chosen, place] for name in ("numerator", "denominator"))
    return comparison.side(*intervals.wilson(*counts), level)
