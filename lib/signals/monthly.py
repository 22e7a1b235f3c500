"""Special causes of monthly series: a rule of the control chart says where, one p-value a series how sure."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.facts import Indicator, SignalRules
from lib.signals.shape import (
    RECENT,
    Panel,
    Recent,
    Tested,
    log_odds_ratio,
    log_ratio,
    panel,
    state_of,
    tested,
    together,
)
from lib.statistics import attribute_charts, control_chart, season, shift
from lib.statistics import polarity as polarities
from lib.statistics.control_chart import ControlChart
from lib.statistics.control_rules import RULES
from lib.statistics.inputs import Floats

# Where small counts were hidden the rest looks larger than it was, and a count just above them like news.
MOST_HIDDEN = 0.1
# A month or a few must also break a rule of the chart; a longer change is a special cause by the test alone,
# since the limits that it has itself widened may hide it (docs/methods.md).
SHORT_WINDOW = 3
# The segment numbers (series, time) of a panel: limits start anew where the way of recording changed.
Segments = Callable[[Panel], NDArray[np.int_]]


def one_segment(grid: Panel) -> NDArray[np.int_]:
    """No rebase."""
    return np.zeros(grid.figures["value"].shape, dtype=int)


def special_causes(
    table: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    rules: SignalRules,
    segments: Segments = one_segment,
) -> Tested:
    """The series that could be tested, with p; rows where a rule of the chart points at the change.

    table: monthly rows of the one shape, protected. A series whose newest month is missing is not tested.
    """
    made = [
        _of_indicator(rows, indicators[name], rules, segments)
        for name, rows in table.groupby("indicator_id", sort=True, observed=True)
    ]
    return together(made)


def chart_of(grid: Panel, indicator: Indicator, rules: SignalRules, segment: NDArray) -> ControlChart:
    """The right chart for each series: shares by their counts, rare counts by c, everything else by XmR."""
    if indicator.kind == "share":
        counts = grid.figures["numerator"], grid.figures["denominator"]
        return control_chart.scaled(attribute_charts.share_chart(*counts, segment).chart, 100)
    values = grid.figures["value"]
    chart = control_chart.xmr(values, segment)
    if not _is_count_of_events(indicator):
        return chart
    with np.errstate(invalid="ignore"):
        rare = chart.mean[:, -1] < rules.rare_below
    return _either(rare, attribute_charts.c_chart(values, segment), chart)


def moved_how(
    grid: Panel, indicator: Indicator, chart: ControlChart, rules: SignalRules, segment: NDArray
) -> shift.Shift:
    """The test of each series: rare counts and shares exactly, other counts without season, shares as z."""
    if indicator.kind == "share":
        cases, whole = grid.figures["numerator"], grid.figures["denominator"]
        # A share near 0 or 1 rests on its few cases or its few others.
        fewer = np.fmin(_monthly(cases), _monthly(whole - cases))
        exact = shift.shift_of_shares(cases, whole, segment)
        return _chosen(fewer < rules.rare_below, exact, shift.recent_shift(_z(cases, whole), segment))
    values = grid.figures["value"]
    if not _is_count_of_events(indicator):
        return shift.recent_shift(values, segment)
    # Twice the root has the spread 1 for any Poisson count (Anscombe 1948).
    steady = season.seasonless(2 * np.sqrt(np.where(values >= 0, values, np.nan) + 3 / 8))
    common = shift.recent_shift(steady, segment, season.SEASON_PARTS)
    exact = shift.shift_of_counts(values, segment)
    with np.errstate(invalid="ignore"):
        rare = chart.mean[:, -1] < rules.rare_below
    return _chosen(rare, exact, common)


def _is_count_of_events(indicator: Indicator) -> bool:
    """Person-years are counted too, but not by ones, so they do not spread as events do."""
    return indicator.kind == "count" and indicator.numerator is not None


def _chosen(first: NDArray[np.bool_], one: shift.Shift, other: shift.Shift) -> shift.Shift:
    both = zip(vars(one).values(), vars(other).values(), strict=True)
    return shift.Shift(*(np.where(first, left, right) for left, right in both))


def _monthly(counts: Floats) -> Floats:
    """Mean of the known months; 0 where none is."""
    known = ~np.isnan(counts)
    return np.where(known, counts, 0).sum(-1) / np.maximum(known.sum(-1), 1)


def _of_indicator(rows: pd.DataFrame, indicator: Indicator, rules: SignalRules, segments: Segments) -> Tested:
    grid = panel(rows, "M")
    segment = segments(grid)
    chart = chart_of(grid, indicator, rules, segment)
    found = moved_how(grid, indicator, chart, rules, segment)
    newest = np.where(segment == segment[:, -1:], grid.figures["value"], np.nan)
    since = shift.months_since(newest, found.window)
    before, after = _levels(grid, indicator, since, segment)
    rule = _rule(chart, found.window, np.sign(after - before))
    p = np.where(grid.hidden < MOST_HIDDEN, found.p, np.nan)

    def cells(chosen: NDArray[np.int_]) -> dict[str, object]:
        change = _change(indicator, before[chosen], after[chosen], grid.figures["denominator"][chosen, -1])
        window = {"rule": rule[chosen], "window": since[chosen]}
        return {"kind": "special_cause", **_newest(grid, chart, since, chosen), **window, **change}

    return tested(grid, p, rule != "", cells)


def _change(indicator: Indicator, before: Floats, after: Floats, whole: Floats) -> dict[str, object]:
    """Which way, how much, and how many it concerns in the newest month; for a median all who got in."""
    is_share = indicator.kind == "share"
    ratio = log_odds_ratio(after / 100, before / 100) if is_share else log_ratio(after, before)
    moved = np.abs(after - before)
    people = moved / 100 * whole if is_share else moved if indicator.kind == "count" else whole
    state = state_of(np.sign(after - before), polarities.sign(indicator.polarity))
    return {
        "state": state,
        "before": before,
        "after": after,
        "strength": ratio,
        "people": np.nan_to_num(people),
    }


def _newest(
    grid: Panel, chart: ControlChart, since: NDArray[np.int_], chosen: NDArray[np.int_]
) -> dict[str, object]:
    """The newest month of chosen series, since when it is so, and their newest points."""
    period = pd.Timestamp(grid.periods[-1])
    settled = np.where(grid.uncertain[chosen], "estimate", "published")
    return {
        "since": _months_back(period, since[chosen]),
        "period_start": period,
        "period_end": period + pd.offsets.MonthEnd(0),
        **{name: figures[chosen, -1] for name, figures in grid.figures.items()},
        "status": np.where(chart.trial[chosen, -1], "trial", settled),
        "recent": recent_points(chart, chosen),
    }


def _rule(chart: ControlChart, window: NDArray[np.int_], moved: Floats) -> NDArray[np.str_]:
    """The rule of the newest point in the window that the chart flags the same way; `sustained` where a long
    window needs none, empty where a short one has none.
    """
    months = chart.rule.shape[-1]
    inside = np.arange(months) >= months - window[:, None]
    hit = inside & (chart.rule > 0) & (chart.direction == moved[:, None])
    last = months - 1 - np.argmax(hit[:, ::-1], axis=-1)
    named = np.asarray(RULES)[chart.rule[np.arange(len(last)), last]]
    return np.where(hit.any(-1), named, np.where(window > SHORT_WINDOW, "sustained", ""))


def recent_points(chart: ControlChart, chosen: NDArray[np.int_]) -> list[Recent]:
    """The newest points of chosen series with the newest lines of their chart."""
    values, flags = (part[chosen, -RECENT:].tolist() for part in (chart.values, chart.direction))
    lines = np.stack([part[chosen, -1] for part in (chart.mean, chart.lower, chart.upper)], axis=-1)
    every = zip(values, flags, lines.tolist(), strict=True)
    return [Recent(tuple(one), tuple(flag), *line) for one, flag, line in every]


def _levels(
    grid: Panel, indicator: Indicator, since: NDArray[np.int_], segment: NDArray
) -> tuple[Floats, Floats]:
    """Level before the change and since, in the indicator's unit: shares from sums, the rest as means."""
    months = grid.figures["value"].shape[-1]
    newest = np.arange(months) >= months - since[:, None]
    inside = segment == segment[:, -1:]
    return tuple(_level(grid, indicator, part & inside) for part in (~newest, newest))


def _level(grid: Panel, indicator: Indicator, part: NDArray[np.bool_]) -> Floats:
    if indicator.kind == "share":
        top, bottom = (grid.figures[name] for name in ("numerator", "denominator"))
        known = part & ~np.isnan(top + bottom)
        cases, whole = (np.where(known, one, 0).sum(-1) for one in (top, bottom))
        return np.where(whole > 0, 100 * cases / np.where(whole > 0, whole, 1), np.nan)
    known = part & ~np.isnan(grid.figures["value"])
    total = np.where(known, grid.figures["value"], 0).sum(-1)
    return np.where(known.any(-1), total / np.maximum(known.sum(-1), 1), np.nan)


def _z(cases: Floats, whole: Floats) -> Floats:
    known = (whole > 0) & (cases >= 0) & (cases <= whole)
    total = np.where(known, whole, 0).sum(-1, keepdims=True)
    share = np.where(known, cases, 0).sum(-1, keepdims=True) / np.where(total > 0, total, np.nan)
    error = np.sqrt(share * (1 - share) / np.where(known, whole, np.nan))
    return (cases / np.where(known, whole, np.nan) - share) / np.where(error > 0, error, np.nan)


def _months_back(period: pd.Timestamp, window: NDArray[np.int_]) -> list[pd.Timestamp]:
    return [period - pd.DateOffset(months=max(int(months) - 1, 0)) for months in window]


def _either(rare: NDArray[np.bool_], first: ControlChart, second: ControlChart) -> ControlChart:
    parts = {
        name: np.where(rare[:, None], getattr(first, name), array) for name, array in vars(second).items()
    }
    return ControlChart(**parts)
