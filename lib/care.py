"""Queues against the law: who still waits, who got in, and the limit in force on a day."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from lib.facts import Limit
from lib.limits import limit_in_force

# The national waiting classes and the first day of each.
CLASSES = {
    "waiting_0_14": 0,
    "waiting_15_28": 15,
    "waiting_29_90": 29,
    "waiting_91_180": 91,
    "waiting_over_180": 181,
}
VISITS = ("visits_office", "visits_phone", "visits_remote", "visits_digital")
COUNTS = (
    *CLASSES,
    "waiting_total",
    "treatments_started",
    "started_within_limit",
    "referrals_received",
    "referrals_accepted",
    "referrals_returned",
    *VISITS,
)
WAITS = ("wait_median", "wait_p90")
# From this share over the limit the step is called a breach; below it the few are told by their number.
# No queue is quite without an exception (a moved appointment), and one person must not paint the ladder.
BREACH_SHARE = 0.10


def by_month(counts: pd.DataFrame, waits: pd.DataFrame) -> pd.DataFrame:
    """One row a service and month with a column for each count and wait.

    counts, waits: protected rows of the one table shape. A hidden figure is NaN; `hidden` (a tuple) names
    its column.
    """
    table = pd.concat([counts, waits], ignore_index=True)
    keys = ["service_id", "period_start"]
    if table.empty:
        return pd.DataFrame(columns=[*keys, *COUNTS, *WAITS, "hidden"])
    shares = table["indicator_id"].eq("started_within_limit")
    figures = table.assign(figure=table["value"].where(~shares, table["numerator"]))
    wide = figures.pivot_table(
        index=keys, columns="indicator_id", values="figure", aggfunc="first", dropna=False
    )
    wide = wide.reindex(columns=[*COUNTS, *WAITS]).dropna(how="all").reset_index()
    hidden = figures[figures["status"].eq("suppressed")].groupby(keys)["indicator_id"].agg(tuple)
    return wide.merge(hidden.rename("hidden"), left_on=keys, right_index=True, how="left")


def with_limit(months: pd.DataFrame, limits: Iterable[Limit], kind: str, age: str) -> pd.DataFrame:
    """Add `limit_days`, `over` (waiting longer than that) and `over_share` (0 to 1) to a service's months.

    NaN where no limit is in force, where the limit is no class border, or where a needed class is hidden.
    """
    starts = months["period_start"]
    by_start = {start: limit_in_force(limits, kind, age, start.date()) for start in starts.unique()}
    rules = [by_start[start] for start in starts]
    days = np.array([rule.limit_days if rule else np.nan for rule in rules])
    over = np.full(len(months), np.nan)
    for limit in np.unique(days[~np.isnan(days)]):
        over[days == limit] = _over(months[days == limit], limit)
    total = months["waiting_total"].to_numpy(float)
    share = np.divide(over, total, out=np.full(len(over), np.nan), where=total > 0)
    return months.assign(limit_days=days, over=over, over_share=share, rule=rules)


def _over(months: pd.DataFrame, limit: float) -> pd.Series | float:
    """How many wait longer than the limit; NaN where a class is hidden, or the limit is no class border."""
    if limit + 1 not in CLASSES.values():
        return np.nan
    classes = [name for name, first in CLASSES.items() if first > limit]
    return months[classes].sum(axis=1, skipna=False)
