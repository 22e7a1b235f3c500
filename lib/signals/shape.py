"""The one shape of a signal, and of a series on its way to become one."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import chdtrc

from lib.facts import Indicator
from lib.statistics import polarity as polarities
from lib.statistics.grid import laid_out
from lib.statistics.inputs import Floats
from lib.table import FIGURES, SHOWN

SERIES = ["indicator_id", "area_level", "area_code", "service_id", "age_group"]
# A signal is one row. kind and state: keys of data/text/signals.toml. since: first month or year of the
# change. value, before, after, benchmark, lower, upper: in the indicator's unit; before and after are levels
# on both sides of `since`, lower and upper the 95 % limits of `value`. window: periods since the change.
# p: of the test, NaN for a count against the law. strength: size of the change as |ln| of a ratio. people:
# how many it concerns. others: codes of further areas in it. recent: see Recent. by_revision: true where
# corrected figures alone made it.
COLUMNS = [
    "kind",
    "state",
    *SERIES,
    "since",
    "period_start",
    "period_end",
    "value",
    "before",
    "after",
    "benchmark",
    "lower",
    "upper",
    "numerator",
    "denominator",
    "rule",
    "window",
    "p",
    "adjusted",
    "strength",
    "people",
    "certainty",
    "status",
    "others",
    "recent",
    "by_revision",
    "rules_version",
]
# What has an order to lead by; the rest stands behind, in this order.
STATES = ("breach", "concern", "improvement", "late", "revised", "neutral_high", "neutral_low")
# How many points the small picture of a row shows.
RECENT = 24


class Panel(NamedTuple):
    """Series × periods without holes in time.

    keys: one row a series; periods: (time,) datetime64 of month or year; figures: name → (series, time), NaN
    where nothing is known; uncertain: (series,) true where a figure is an estimate; hidden: (series,)
    share of the periods that came suppressed.
    """

    keys: pd.DataFrame
    periods: NDArray[np.datetime64]
    figures: dict[str, Floats]
    uncertain: NDArray[np.bool_]
    hidden: Floats


class Recent(NamedTuple):
    """The newest points of a series: values, direction of each flag, and the newest lines (NaN without)."""

    values: tuple[float, ...]
    flags: tuple[int, ...]
    mean: float
    lower: float
    upper: float


class Tested(NamedTuple):
    """p: of every comparison that was made; rows: signals at which a rule points, `test` their place in p
    (-1: a count against the law or news of the data, which stands by itself).
    """

    p: Floats
    rows: pd.DataFrame


def unflagged(values: Floats) -> Recent:
    """The newest of a series that has no chart, from its first known point on."""
    known = np.flatnonzero(~np.isnan(values))
    shown = values[max(known[0] if len(known) else 0, len(values) - RECENT) :]
    return Recent(tuple(shown.tolist()), (0,) * len(shown), np.nan, np.nan, np.nan)


def nothing() -> Tested:
    """No comparison and no signal."""
    return Tested(np.empty(0), pd.DataFrame(columns=[*COLUMNS, "test"]))


def together(parts: Sequence[Tested]) -> Tested:
    """Several tests as one list."""
    shift, rows = 0, []
    for part in parts:
        if len(part.rows):
            own = part.rows["test"]
            rows.append(part.rows.assign(test=own.where(own < 0, own + shift)))
        shift += len(part.p)
    p = np.concatenate([np.empty(0), *(part.p for part in parts)])
    return Tested(p, pd.concat(rows, ignore_index=True) if rows else nothing().rows)


def panel(table: pd.DataFrame, unit: str) -> Panel:
    """A long table of the one shape as series × periods; `unit` is M or Y. StatisticsError when a series has
    a period twice.
    """
    row, first = _series_of(table)
    when = table["period_start"].to_numpy().astype(f"datetime64[{unit}]").astype(int)
    known = table["status"].isin(SHOWN)
    figures = (table[name].where(known).to_numpy(float, na_value=np.nan) for name in FIGURES)
    grids = laid_out(row, when - when.min(), *figures)
    count = len(first)
    estimates, suppressed = (
        np.bincount(row[table["status"].eq(name).to_numpy()], minlength=count)
        for name in ("estimate", "suppressed")
    )
    return Panel(
        table.iloc[first][SERIES].reset_index(drop=True),
        (when.min() + np.arange(grids[0].shape[1])).astype(f"datetime64[{unit}]"),
        dict(zip(FIGURES, grids, strict=True)),
        estimates > 0,
        suppressed / np.bincount(row, minlength=count),
    )


def tested(
    grid: Panel, p: Floats, pointed: NDArray[np.bool_], cells: Callable[[NDArray[np.int_]], dict[str, object]]
) -> Tested:
    """The tests of a panel's series and the rows of those at which a rule points.

    p, pointed: (series,), p NaN where nothing was tested; cells: the positions of the pointed series → the
    cells of their rows.
    """
    fits = ~np.isnan(p)
    chosen = np.flatnonzero(fits & pointed)
    if not len(chosen):
        return Tested(p[fits], nothing().rows)
    keys = grid.keys.iloc[chosen].reset_index(drop=True)
    return Tested(p[fits], finished(keys, test=(np.cumsum(fits) - 1)[chosen], **cells(chosen)))


def _series_of(table: pd.DataFrame) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """The number of each row's series, and the first row of each series."""
    joint = np.zeros(len(table), dtype=np.int64)
    for name in SERIES:
        codes, names = pd.factorize(table[name])
        joint = joint * max(len(names), 1) + codes
    row, _ = pd.factorize(joint)
    first = np.empty(row.max() + 1, dtype=np.int64)
    first[row[::-1]] = np.arange(len(row) - 1, -1, -1)
    return row, first


def signs(grid: Panel, indicators: Mapping[str, Indicator]) -> NDArray[np.int_]:
    """(series,) 1 where higher is better, -1 where lower is, 0 without polarity."""
    names = grid.keys["indicator_id"].astype(str)
    known = {name: polarities.sign(indicators[name].polarity) for name in names.unique()}
    return names.map(known).to_numpy(int)


def p_of_chi2(chi2: Floats | float) -> Floats:
    """p of a χ² with 1 degree of freedom."""
    return np.asarray(chdtrc(1, chi2), dtype=float)


def log_ratio(after: Floats, before: Floats) -> Floats:
    """|ln(after/before)|: a doubling and a halving weigh the same; 0 where either is not above zero."""
    fit = (after > 0) & (before > 0)
    return np.abs(np.log(np.where(fit, after, 1.0) / np.where(fit, before, 1.0)))


def log_odds_ratio(after: Floats, before: Floats) -> Floats:
    """As `log_ratio` for shares from 0 to 1, by odds, so that 2 % to 4 % and 96 % to 98 % weigh the same."""
    after, before = (np.clip(share, 0.001, 0.999) for share in (after, before))
    return np.abs(np.log(after / (1 - after)) - np.log(before / (1 - before)))


def state_of(direction: NDArray, sign: NDArray | int) -> NDArray[np.str_]:
    """concern or improvement by polarity (-1, 0, 1), neutral_high or neutral_low without one."""
    neutral = np.where(direction > 0, "neutral_high", "neutral_low")
    return np.where(sign == 0, neutral, np.where(direction * sign > 0, "improvement", "concern"))


def finished(keys: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Rows of the shape; what is not given is unknown."""
    table = keys.astype(dict.fromkeys(SERIES, str)).assign(**columns)
    unknown = {name: None if name in ("since", "others", "recent") else np.nan for name in COLUMNS}
    words = ("rule", "certainty", "rules_version")
    unknown |= dict.fromkeys(words, "") | {"window": 0, "status": "published", "by_revision": False}
    unknown["test"] = -1
    return table.assign(**{name: value for name, value in unknown.items() if name not in table})[
        [*COLUMNS, "test"]
    ]
