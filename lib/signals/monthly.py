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
    finished,
    log_odds_ratio,
    log_ratio,
    none,
    panel,
    state_of,
)
from lib.statistics import attribute_charts, control_chart, shift
from lib.statistics import polarity as polarities
from lib.statistics.control_chart import ControlChart
from lib.statistics.control_rules import RULES
from lib.statistics.inputs import Floats

# Where small counts were hidden the rest looks larger than it was, and a count just above them like news.
MOST_HIDDEN = 0.1
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
) -> pd.DataFrame:
    """One row a series that could be tested, with p; `rule` is empty where the chart flags nothing now.

    table: monthly rows of the one shape, protected. A series whose newest month is missing is not tested.
    """
    made = [
        _of_indicator(rows, indicators[name], rules, segments)
        for name, rows in table.groupby("indicator_id", sort=True, observed=True)
    ]
    return pd.concat(made, ignore_index=True) if made else none()


def chart_of(grid: Panel, indicator: Indicator, rules: SignalRules, segment: NDArray) -> ControlChart:
    """The right chart for each series: shares by their counts, rare counts by c, everything else by XmR."""
    if indicator.kind == "share":
        counts = grid.figures["numerator"], grid.figures["denominator"]
        return _scaled(attribute_charts.share_chart(*counts, segment).chart, 100.0)
    values = grid.figures["value"]
    chart = control_chart.xmr(values, segment)
    if indicator.kind != "count":
        return chart
    with np.errstate(invalid="ignore"):
        rare = chart.mean[:, -1] < rules.rare_below
    return _either(rare, attribute_charts.c_chart(values, segment), chart)


def tested_values(grid: Panel, indicator: Indicator) -> Floats:
    """What the test looks at: shares as z of their counts, counts without season and with a steady spread."""
    if indicator.kind == "share":
        return _z(grid.figures["numerator"], grid.figures["denominator"])
    values = grid.figures["value"]
    if indicator.kind == "count":
        # Twice the root has the spread 1 for any Poisson count (Anscombe 1948).
        return 2 * np.sqrt(np.where(values >= 0, shift.seasonless(values), np.nan) + 3 / 8)
    return values


def _of_indicator(
    rows: pd.DataFrame, indicator: Indicator, rules: SignalRules, segments: Segments
) -> pd.DataFrame:
    grid = panel(rows, "M")
    segment = segments(grid)
    chart = chart_of(grid, indicator, rules, segment)
    found = shift.recent_shift(tested_values(grid, indicator), segment)
    before, after = _levels(grid, indicator, found.window, segment)
    moved = np.sign(after - before)
    rule, direction = chart.rule[:, -1], chart.direction[:, -1]
    agree = (rule > 0) & (direction == moved)
    period = pd.Timestamp(grid.periods[-1])
    ratio = (
        log_odds_ratio(after / 100, before / 100) if indicator.kind == "share" else log_ratio(after, before)
    )
    table = finished(
        grid.keys,
        kind="special_cause",
        state=state_of(moved, polarities.sign(indicator.polarity)),
        since=_months_back(period, found.window),
        period_start=period,
        period_end=period + pd.offsets.MonthEnd(0),
        value=grid.figures["value"][:, -1],
        before=before,
        after=after,
        numerator=grid.figures["numerator"][:, -1],
        denominator=grid.figures["denominator"][:, -1],
        rule=np.where(agree, np.asarray(RULES)[rule], ""),
        window=found.window,
        p=found.p,
        strength=ratio,
        people=_people(grid, indicator, before, after),
        status=np.where(chart.trial[:, -1], "trial", np.where(grid.uncertain, "estimate", "published")),
        recent=recent_points(grid, chart),
    )
    return table[~np.isnan(found.p) & (grid.hidden < MOST_HIDDEN)]


def recent_points(grid: Panel, chart: ControlChart) -> list[Recent]:
    """The newest points of each series with the newest lines of its chart."""
    values = chart.values[:, -RECENT:]
    flags = chart.direction[:, -RECENT:]
    lines = np.stack([chart.mean[:, -1], chart.lower[:, -1], chart.upper[:, -1]], axis=-1)
    return [
        Recent(tuple(one), tuple(flag), *line)
        for one, flag, line in zip(values.tolist(), flags.tolist(), lines.tolist(), strict=True)
    ]


def _levels(
    grid: Panel, indicator: Indicator, window: NDArray[np.int_], segment: NDArray
) -> tuple[Floats, Floats]:
    """Level before and in the window, in the indicator's unit: shares from sums, the rest as means."""
    months = grid.figures["value"].shape[-1]
    newest = np.arange(months) >= months - window[:, None]
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


def _people(grid: Panel, indicator: Indicator, before: Floats, after: Floats) -> Floats:
    """How many the change concerns in the newest month; for a median all who got in."""
    whole = grid.figures["denominator"][:, -1]
    if indicator.kind == "share":
        return np.nan_to_num(np.abs(after - before) / 100 * whole)
    return np.nan_to_num(np.abs(after - before) if indicator.kind == "count" else whole)


def _z(cases: Floats, whole: Floats) -> Floats:
    known = (whole > 0) & (cases >= 0) & (cases <= whole)
    total = np.where(known, whole, 0).sum(-1, keepdims=True)
    share = np.where(known, cases, 0).sum(-1, keepdims=True) / np.where(total > 0, total, np.nan)
    error = np.sqrt(share * (1 - share) / np.where(known, whole, np.nan))
    return (cases / np.where(known, whole, np.nan) - share) / np.where(error > 0, error, np.nan)


def _months_back(period: pd.Timestamp, window: NDArray[np.int_]) -> list[pd.Timestamp]:
    return [period - pd.DateOffset(months=max(int(months) - 1, 0)) for months in window]


def _scaled(chart: ControlChart, factor: float) -> ControlChart:
    lines = ("values", "mean", "lower", "upper", "lower_warning", "upper_warning")
    return ControlChart(**{**vars(chart), **{name: getattr(chart, name) * factor for name in lines}})


def _either(rare: NDArray[np.bool_], first: ControlChart, second: ControlChart) -> ControlChart:
    parts = {
        name: np.where(rare[:, None], getattr(first, name), array) for name, array in vars(second).items()
    }
    return ControlChart(**parts)
