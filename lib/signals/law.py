"""Queues over the legal limit: a count against the law, so the whole needs no test to break it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib import care
from lib.facts import Limit, Service, SignalRules
from lib.signals.monthly import recent_points
from lib.signals.shape import Recent, Tested, finished, log_odds_ratio, nothing
from lib.statistics import attribute_charts, comparison, control_chart, intervals

AREA = ["area_level", "area_code", "service_id", "age_group"]


def queues(table: pd.DataFrame, services: dict[str, Service], limits: Sequence[Limit]) -> pd.DataFrame:
    """One row an area, service, age group and month: waiting, over the limit in force, and the limit.

    table: rows of care.CLASSES and waiting_total. NaN where no limit is in force. A hidden class counts as
    nobody, so that `over` is then the least that it can be, told by `at_least`.
    """
    wide = table.pivot_table(
        index=[*AREA, "period_start"], columns="indicator_id", values="value", aggfunc="first", dropna=False
    )
    wide = wide.reindex(columns=[*care.CLASSES, "waiting_total"]).dropna(how="all").reset_index()
    classes = list(care.CLASSES)
    wide = wide.assign(at_least=wide[classes].isna().any(axis=1), **wide[classes].fillna(0))
    made = [
        care.with_limit(rows, limits, services[service].limit_kind, age)
        for (service, age), rows in wide.groupby(["service_id", "age_group"], sort=False)
        if services[service].limit_kind
    ]
    return pd.concat(made, ignore_index=True) if made else wide.assign(over=np.nan, limit_days=np.nan)


def breaches(queue: pd.DataFrame, city: tuple[str, str], rules: SignalRules) -> Tested:
    """Rows of the newest month over the limit; districts only where they are above what the city is.

    The city breaks the law where the share over is at least the rules' `breach_share`; a district where even
    the lower 95 % limit of its share is above that. `p` of a district in a breaking city is that of its
    difference from the city's share; it is NaN where the law alone decides.
    """
    queue = queue[queue["over"].notna() & queue["waiting_total"].gt(0)]
    if queue.empty:
        return nothing()
    newest = queue["period_start"].max()
    table = queue[queue["period_start"].eq(newest)].reset_index(drop=True)
    table = _against_city(table, city)
    over, waiting = table["over"].to_numpy(float), table["waiting_total"].to_numpy(float)
    low, high = (np.asarray(limit) for limit in intervals.wilson(over, waiting))
    breaks = np.where(table["of_city"], over / waiting >= rules.breach_share, low > rules.breach_share)
    breaks &= over >= rules.breach_people
    p = table["p"].to_numpy(float)
    tested = ~np.isnan(p)
    table = table.assign(low=low, high=high, test=np.where(tested, np.cumsum(tested) - 1, -1))[breaks]
    rows = _rows(_with_recent(table, queue), rules) if len(table) else nothing().rows
    return Tested(p[tested], rows)


def _with_recent(table: pd.DataFrame, queue: pd.DataFrame) -> pd.DataFrame:
    """Add each row's newest months under today's limit."""
    series = queue.merge(table[AREA], on=AREA).groupby(AREA, sort=False)
    return table.assign(
        recent=[
            _recent(series.get_group(key).sort_values("period_start"))
            for key in table[AREA].itertuples(index=False, name=None)
        ]
    )


def _rows(table: pd.DataFrame, rules: SignalRules) -> pd.DataFrame:
    share = table["over_share"].to_numpy(float)
    period = table["period_start"].iloc[0]
    months = [_months_over(one, 100 * rules.breach_share) for one in table["recent"]]
    return finished(
        table[AREA].assign(indicator_id="waiting_total").reset_index(drop=True),
        kind="breach",
        state="breach",
        since=[period - pd.DateOffset(months=max(count - 1, 0)) for count in months],
        period_start=period,
        period_end=period + pd.offsets.MonthEnd(0),
        value=100 * share,
        before=np.nan,
        benchmark=100 * table["city_share"].to_numpy(float),
        lower=100 * table["low"].to_numpy(float),
        upper=100 * table["high"].to_numpy(float),
        numerator=table["over"].to_numpy(float),
        denominator=table["waiting_total"].to_numpy(float),
        rule=[str(int(days)) for days in table["limit_days"]],
        window=months,
        strength=log_odds_ratio(share, np.full(len(table), 0.001)),
        people=table["over"].to_numpy(float),
        certainty="sure",
        status=np.where(table["at_least"], "at_least", "published"),
        test=table["test"].to_numpy(),
        recent=table["recent"].tolist(),
    )


def _against_city(table: pd.DataFrame, city: tuple[str, str]) -> pd.DataFrame:
    """Add the city's share to the rows of its districts, and p of the difference where the city has some."""
    of_city = table["area_level"].eq(city[0]) & table["area_code"].eq(city[1])
    shares = table[of_city].set_index(["service_id", "age_group"])["over_share"].rename("city_share")
    table = table.join(shares, on=["service_id", "age_group"])
    table["city_share"] = table["city_share"].mask(of_city)
    some = table["city_share"].gt(0) & ~of_city
    p = np.full(len(table), np.nan)
    p[some] = comparison.p_of_proportion(
        table.loc[some, "over"].to_numpy(float),
        table.loc[some, "waiting_total"].to_numpy(float),
        table.loc[some, "city_share"].to_numpy(float),
    )
    # Only the worse side is of interest here: better than the city is no breach of its own.
    p[some & table["over_share"].le(table["city_share"])] = 1.0
    return table.assign(p=p, of_city=of_city)


def _recent(rows: pd.DataFrame) -> Recent:
    # Before its law there was no limit to be over: the chart starts with the law in force today.
    rows = rows[rows["limit_days"].eq(rows["limit_days"].iloc[-1])]
    over, waiting = rows["over"].to_numpy(float), rows["waiting_total"].to_numpy(float)
    chart = control_chart.scaled(attribute_charts.share_chart(over[None], waiting[None]).chart, 100)
    return recent_points(chart, np.zeros(1, dtype=int))[0]


def _months_over(recent: Recent, share: float) -> int:
    """How many newest months in a row were a breach."""
    months = 0
    for value in reversed(recent.values):
        if not value >= share:
            break
        months += 1
    return months
