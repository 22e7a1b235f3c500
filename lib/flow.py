"""What moved between the steps of the chain: sums over a window of months, and what is not in them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.table import SHOWN

# A month of one flow is a handful of people; a year of them can be read, and has every season in it.
MONTHS = 12
SERIES = ["service_id", "indicator_id"]


@dataclass(frozen=True)
class Sum:
    """What may be shown of a sum: `value` (NaN when nothing may), and how many parts are hidden or lack."""

    value: float
    hidden: int = 0
    lacking: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every part is in the sum; else it is at least `value`."""
        return not (self.hidden or self.lacking)


def summed(values: pd.Series, hidden: pd.Series) -> Sum:
    """The sum of the known values; a value that is neither known nor hidden is lacking.

    values: counts, NaN where not shown. hidden: whether each is hidden, on the same index.
    """
    known = values.dropna()
    total = float(known.sum()) if len(known) else np.nan
    return Sum(total, int(hidden.sum()), int((values.isna() & ~hidden).sum()))


def window(rows: pd.DataFrame, until: str, months: int = MONTHS) -> pd.DataFrame:
    """Each series' months up to `until` (2026-10), one row a month, `missing` where there is none.

    rows: protected service counts, all their months. A month before a service's first figure is not missing:
    the service did not exist or was not counted.
    """
    wanted = pd.period_range(end=pd.Period(until, "M"), periods=months, freq="M").to_timestamp()
    starts = pd.DataFrame({"period_start": wanted.astype(rows["period_start"].dtype)})
    first = rows.groupby("service_id")["period_start"].min()
    grid = rows[SERIES].drop_duplicates().merge(starts, how="cross")
    grid = grid[grid["period_start"] >= grid["service_id"].map(first)]
    table = grid.merge(
        rows[[*SERIES, "period_start", "value", "status"]], on=[*SERIES, "period_start"], how="left"
    )
    table = table.assign(status=table["status"].fillna("missing"))
    return table.assign(value=table["value"].where(table["status"].isin(SHOWN)))


def sums(shown: pd.DataFrame, steps: Mapping[str, str]) -> dict[tuple[str, str], Sum]:
    """The sum of each step and indicator over a window; steps: service → step, others are left out."""
    placed = shown.assign(step=shown["service_id"].map(steps)).dropna(subset="step")
    return {
        key: summed(part["value"], part["status"].eq("suppressed"))
        for key, part in placed.groupby(["step", "indicator_id"])
    }


def months_missing(shown: pd.DataFrame) -> dict[str, int]:
    """Services of which some month of the window has no figure at all, and how many such months."""
    has_none = shown["status"].eq("missing").groupby([shown["service_id"], shown["period_start"]]).all()
    counted = has_none.groupby("service_id").sum()
    return {service: int(count) for service, count in counted.items() if count}


def largest_between(
    found: Mapping[tuple[str, str], Sum], ladder: tuple[str, ...]
) -> tuple[str, str, Sum] | None:
    """From which step, to which other step of the ladder and how much: the largest known flow, or None."""
    between = [
        (origin, goal, found[origin, f"transfers_to_{goal}"])
        for origin in ladder
        for goal in ladder
        if origin != goal and (origin, f"transfers_to_{goal}") in found
    ]
    return max((one for one in between if one[2].value > 0), key=lambda one: one[2].value, default=None)


def direction(origin: str, goal: str, ladder: tuple[str, ...]) -> str:
    """up, same or down the ladder; aside for a goal that is no step of it."""
    if goal not in ladder:
        return "aside"
    rise = ladder.index(goal) - ladder.index(origin)
    return "up" if rise > 0 else "down" if rise < 0 else "same"


def per_hundred(part: Sum, whole: Sum) -> Sum:
    """How many of a hundred; NaN where the whole is unknown or not told in full.

    A part of which something is hidden gives the least that the share can be.
    """
    if not whole.is_whole or not whole.value > 0:
        return Sum(np.nan)
    return Sum(part.value / whole.value * 100, part.hidden, part.lacking)
