"""Targets missed and regained: on which side of a decided target a figure now is, and was a year before."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.facts import Indicator
from lib.figures import target_on
from lib.signals.shape import Panel, Tested, log_odds_ratio, nothing, panel, tested, together
from lib.signals.yearly import newest_figures, side_of
from lib.statistics import comparison
from lib.statistics import polarity as polarities

STEP = {"month": ("M", 12), "year": ("Y", 1)}


def crossings(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Tested:
    """Series of shares with a target in force now and a year before, with p of the newest figure against it;
    rows where the figure is on a side, by its 95 % limits, on which it was not a year before.
    """
    made = [
        _of_indicator(panel(rows, STEP[one.periodicity][0]), one)
        for name, rows in table.groupby("indicator_id", sort=True, observed=True)
        if (one := indicators[name]).target and one.kind == "share" and polarities.sign(one.polarity)
    ]
    return together(made)


def _of_indicator(grid: Panel, indicator: Indicator) -> Tested:
    back = STEP[indicator.periodicity][1]
    if len(grid.periods) <= back:
        return nothing()
    good, every = polarities.sign(indicator.polarity), np.arange(len(grid.keys))
    aims = [_aim(indicator, grid.periods[place]) for place in (-1, -1 - back)]
    now, then = (
        good * side_of(grid, every, place, aim) for place, aim in zip((-1, -1 - back), aims, strict=True)
    )
    counts = (grid.figures[name][:, -1] for name in ("numerator", "denominator"))
    p = np.asarray(comparison.p_of_proportion(*counts, np.full(len(every), aims[0])), dtype=float)
    rule = _rule(now, then)
    return tested(grid, p, rule != "", partial(_cells, grid, (back, aims[0]), now, rule))


def _aim(indicator: Indicator, period: np.datetime64) -> float:
    target = target_on(indicator, pd.Timestamp(period).date())
    return target.value / 100 if target else np.nan


def _cells(
    grid: Panel, aim: tuple[int, float], now: NDArray, rule: NDArray[np.str_], chosen: NDArray[np.int_]
) -> dict[str, object]:
    back, level = aim
    figures = newest_figures(grid, chosen, np.full(len(chosen), len(grid.periods) - 1), back)
    share = figures["numerator"] / figures["denominator"]
    return {
        "kind": "target",
        "state": np.where(now[chosen] < 0, "concern", "improvement"),
        "since": pd.Timestamp(grid.periods[-1]),
        "before": grid.figures["value"][chosen, -1 - back],
        "after": 100 * share,
        "benchmark": 100 * level,
        "rule": rule[chosen],
        "window": back,
        "strength": log_odds_ratio(share, np.full(len(share), level)),
        "people": np.nan_to_num(np.abs(share - level) * figures["denominator"]),
        **figures,
    }


def _rule(now: NDArray, then: NDArray) -> NDArray[np.str_]:
    missed, regained = (now < 0) & (then >= 0), (now > 0) & (then <= 0)
    return np.where(missed, "missed", np.where(regained, "regained", ""))
