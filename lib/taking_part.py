"""Counts of taking part by area: for each resident or child, and how they changed from round to round.

Tables are keyed by `area_code`. The participatory budget has no denominators of its own; residents are those
of the newest known year, which `people_start` tells.
"""

import numpy as np
import pandas as pd

from lib.statistics import intervals

PER_RESIDENTS = 1_000


def people(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The newest known number of people of each area: `people` and `people_start`.

    table: one indicator of several areas and periods; column: where its number of people stands.
    """
    known = table[table[column].notna()].sort_values("period_start").groupby("area_code").tail(1)
    named = known[["area_code", column, "period_start"]]
    return named.rename(columns={column: "people", "period_start": "people_start"}).astype({"people": float})


def per_resident(counts: pd.DataFrame, residents: pd.DataFrame) -> pd.DataFrame:
    """Counts by 1,000 residents with Byar's 95 and 99.8 % limits; NaN where the residents are not known."""
    joined = counts.merge(residents, on="area_code", how="left")
    cases, whole = (joined[name].to_numpy(float, na_value=np.nan) for name in ("value", "people"))
    found = intervals.rate(np.atleast_1d(cases), np.atleast_1d(whole), PER_RESIDENTS)
    names = ("lower_95", "upper_95", "lower_998", "upper_998")
    return joined.assign(value=found.value, **{name: getattr(found, name) for name in names})


def per_person(money: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """A sum of money for each person; money is decided and not counted, so there are no limits."""
    joined = money.merge(persons, on="area_code", how="left")
    return joined.assign(value=joined["value"] / joined["people"].where(joined["people"] > 0))


def between_rounds(table: pd.DataFrame, now: pd.Timestamp, before: pd.Timestamp) -> pd.DataFrame:
    """Two rounds of one indicator: `value`, `before` and `change` in percent, one row an area of either."""
    rounds = [
        table[table["period_start"].eq(start)].set_index("area_code")["value"].astype(float)
        for start in (now, before)
    ]
    both = pd.concat(rounds, axis=1, keys=["value", "before"])
    change = 100 * (both["value"] / both["before"].where(both["before"] > 0) - 1)
    return both.assign(change=change).rename_axis("area_code").reset_index()


def with_change_limits(rounds: pd.DataFrame) -> pd.DataFrame:
    """Add 95 % limits of the change of a count in percent: `change_lower`, `change_upper`.

    Given their sum, the later of two counts is a share of it; Wilson's limits of the share become limits of
    the ratio. Endless above where the earlier count is 0, so NaN there.
    """
    now, before = (rounds[name].to_numpy(float) for name in ("value", "before"))
    limits = intervals.wilson(now, now + before)
    with np.errstate(divide="ignore"):
        lower, upper = (100 * (share / (1 - share) - 1) for share in limits)
    known = before > 0
    return rounds.assign(
        change_lower=np.where(known, lower, np.nan), change_upper=np.where(known, upper, np.nan)
    )
