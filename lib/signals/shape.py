"""The one shape of a signal, and of a series on its way to become one."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.facts import Indicator
from lib.statistics import polarity as polarities
from lib.statistics.inputs import Floats

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
KINDS = ("breach", "special_cause", "trend", "benchmark", "target", "gap", "late", "revised")
# Parts of a queue are judged together, against the law.
PARTS = ("waiting_0_14", "waiting_15_28", "waiting_29_90", "waiting_91_180", "waiting_over_180")
SHOWN = ("published", "provisional", "estimate")
FIGURES = ("value", "numerator", "denominator")
# How many points the small picture of a row shows.
RECENT = 24


class Panel(NamedTuple):
    """Series × periods without holes in time.

    keys: one row a series; periods: (time,) datetime64 of month or year; figures: name → (series, time), NaN
    where nothing is known; uncertain: (series,) true where a newest figure is an estimate.
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


def nothing() -> Tested:
    """No comparison and no signal."""
    return Tested(np.empty(0), pd.DataFrame(columns=[*COLUMNS, "test"]))


def together(parts: Sequence[Tested]) -> Tested:
    """Several tests as one list."""
    shift, rows = 0, []
    for part in parts:
        if len(part.rows):
            rows.append(
                part.rows.assign(
                    test=part.rows["test"].where(part.rows["test"] < 0, part.rows["test"] + shift)
                )
            )
        shift += len(part.p)
    p = np.concatenate([np.empty(0), *(part.p for part in parts)])
    return Tested(p, pd.concat(rows, ignore_index=True) if rows else nothing().rows)


def panel(table: pd.DataFrame, unit: str) -> Panel:
    """A long table of the one shape as series × periods; `unit` is M or Y."""
    row, first = _series_of(table)
    when = table["period_start"].to_numpy().astype(f"datetime64[{unit}]").astype(int)
    column = when - when.min()
    shape = int(row.max()) + 1, int(column.max()) + 1
    figures = {name: np.full(shape, np.nan) for name in FIGURES}
    known = table["status"].isin(SHOWN).to_numpy()
    for name, grid in figures.items():
        grid[row[known], column[known]] = table[name].to_numpy(float, na_value=np.nan)[known]
    of_status = {
        name: np.bincount(row[table["status"].eq(name).to_numpy()], minlength=shape[0])
        for name in ("estimate", "suppressed")
    }
    periods = (when.min() + np.arange(shape[1])).astype(f"datetime64[{unit}]")
    keys, months = table.iloc[first][SERIES].reset_index(drop=True), np.bincount(row, minlength=shape[0])
    return Panel(keys, periods, figures, of_status["estimate"] > 0, of_status["suppressed"] / months)


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
