"""Targets missed and regained: on which side of a decided target a figure now is, and was a year before."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.facts import Indicator
from lib.signals.shape import Panel, Tested, finished, log_odds_ratio, nothing, panel, together
from lib.signals.yearly import newest_figures
from lib.statistics import comparison, intervals
from lib.statistics import polarity as polarities
from lib.statistics.inputs import Floats

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


def in_force(indicator: Indicator, on: date) -> float:
    """The target decided last before a day; NaN before the first."""
    begun = [one for one in indicator.target if one.from_date <= on]
    return max(begun, key=lambda one: one.from_date).value if begun else np.nan


def _of_indicator(grid: Panel, indicator: Indicator) -> Tested:
    back = STEP[indicator.periodicity][1]
    if len(grid.periods) <= back:
        return nothing()
    days = [pd.Timestamp(grid.periods[place]).date() for place in (-1, -1 - back)]
    aims = [in_force(indicator, day) / 100 for day in days]
    good = polarities.sign(indicator.polarity)
    now, then = (good * _side(grid, place, aim) for place, aim in zip((-1, -1 - back), aims, strict=True))
    cases, whole = (grid.figures[name][:, -1] for name in ("numerator", "denominator"))
    p = np.asarray(comparison.p_of_proportion(cases, whole, np.full(len(cases), aims[0])), dtype=float)
    fits, rule = ~np.isnan(p), _rule(now, then)
    chosen = np.flatnonzero(fits & (rule != ""))
    if not len(chosen):
        return Tested(p[fits], nothing().rows)
    share = cases[chosen] / whole[chosen]
    last = np.full(len(chosen), len(grid.periods) - 1)
    made = finished(
        grid.keys.iloc[chosen].reset_index(drop=True),
        kind="target",
        state=np.where(now[chosen] < 0, "concern", "improvement"),
        since=pd.Timestamp(grid.periods[-1]),
        before=grid.figures["value"][chosen, -1 - back],
        after=100 * share,
        benchmark=100 * aims[0],
        rule=rule[chosen],
        window=back,
        test=np.searchsorted(np.flatnonzero(fits), chosen),
        strength=log_odds_ratio(share, np.full(len(share), aims[0])),
        people=np.nan_to_num(np.abs(share - aims[0]) * whole[chosen]),
        **newest_figures(grid, chosen, last, back),
    )
    return Tested(p[fits], made)


def _rule(now: NDArray, then: NDArray) -> NDArray[np.str_]:
    missed, regained = (now < 0) & (then >= 0), (now > 0) & (then <= 0)
    return np.where(missed, "missed", np.where(regained, "regained", ""))


def _side(grid: Panel, place: int, aim: float) -> Floats:
    """1 above the target by the 95 % limits, -1 below, 0 where it cannot be told apart."""
    counts = (grid.figures[name][:, place] for name in ("numerator", "denominator"))
    low, high = intervals.wilson(*counts)
    return (np.asarray(low) > aim).astype(int) - (np.asarray(high) < aim)
