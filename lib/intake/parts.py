"""Figures whose parts stand apart in a file: a share and its count, a median and the people behind it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.facts import Dataset, Indicator
from lib.intake.coded import looked_up, with_texts
from lib.intake.problem import Problem, each
from lib.intake.tidy import factor_of
from lib.table import KEY

# Two figures of the same service, ages, area and month differ in the indicator only.
BESIDE = [column for column in KEY if column != "indicator_id"]


def joined(
    table: pd.DataFrame, dataset: Dataset, indicators: Mapping[str, Indicator]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The table without `counted`: counts made numerators, denominators taken from the figure beside them.

    A problem for each share without its whole, for each median that nobody knows how many are behind, and a
    warning for each figure that is hidden because the count behind it is.
    """
    if not dataset.measures:
        return table.drop(columns="counted"), []
    table = with_texts(table)
    behind = {one.indicator: one.denominator for one in dataset.measures if one.denominator}
    whole = _beside(table, looked_up(table["indicator_id"], behind))
    filled = table.assign(
        denominator=table["denominator"].fillna(whole["value"]),
        numerator=table["numerator"].mask(table["counted"], table["value"]),
        value=table["value"].mask(table["counted"]),
    )
    filled = _with_shares(filled, indicators)
    hidden = whole["status"].eq("suppressed") & table["value"].notna()
    filled = filled.assign(
        value=filled["value"].mask(hidden),
        numerator=filled["numerator"].mask(hidden),
        status=filled["status"].mask(hidden, "suppressed"),
    )
    alone = table["value"].notna() & filled["denominator"].isna() & ~hidden
    shares = [key for key in behind if key in indicators and indicators[key].kind == "share"]
    medians = [key for key, item in indicators.items() if item.kind == "median"]
    is_median = table["indicator_id"].isin(medians if dataset.smallest_median_count else [])
    problems = [
        *_told("problem.whole_missing", "error", table[alone & table["indicator_id"].isin(shares)]),
        *_told("problem.median_alone", "error", table[alone & is_median]),
        *_told("problem.hidden_behind", "warning", table[hidden]),
    ]
    return _one_row_each(filled).drop(columns="counted"), problems


def _beside(table: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    """Value and status of the wanted indicator beside each row; empty where the file has none."""
    first = table[~table["counted"]].drop_duplicates(KEY)
    asked = table[BESIDE].assign(indicator_id=wanted.astype("str"))
    found = asked.merge(first[[*KEY, "value", "status"]], on=list(KEY), how="left")
    return found[["value", "status"]].set_axis(table.index, axis=0)


def _with_shares(table: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Shares of counted rows, none where the whole is zero, missing or too small; counts of given shares."""
    factors = looked_up(table["indicator_id"], {key: factor_of(item) for key, item in indicators.items()})
    denominator = table["denominator"].where(table["denominator"] > 0)
    share = factors.astype("float64") * table["numerator"] / denominator
    # A part greater than its whole is told as that, and not once more as a share over 100.
    share = share.mask(table["numerator"] > table["denominator"])
    # Small numbers are protected by the count, so a share sent alone gets the count it comes from.
    count = (table["value"] * table["denominator"] / factors.astype("float64")).round()
    is_share = looked_up(
        table["indicator_id"], {key: item.kind == "share" for key, item in indicators.items()}
    )
    filled = table["numerator"].fillna(count.where(is_share.eq(True)))
    none = table["counted"] & table["numerator"].notna() & share.isna()
    return table.assign(
        value=table["value"].mask(table["counted"], share),
        numerator=filled,
        status=table["status"].mask(none, "missing"),
    )


def _told(key: str, level: str, rows: pd.DataFrame) -> list[Problem]:
    return [
        problem
        for heading, part in rows.groupby("heading", sort=False)
        for problem in each(
            key, level, str(heading), part["row"], [f"{value:.15g}" for value in part["value"]]
        )
    ]


def _one_row_each(table: pd.DataFrame) -> pd.DataFrame:
    """A share given both as per cent and as a count becomes one row with both; what stands twice stays."""
    counted = table[table["counted"]].drop_duplicates(KEY)
    given = table[~table["counted"]].drop_duplicates(KEY)
    places = given[KEY].assign(at=given.index)
    twins = counted[KEY].merge(places, on=list(KEY), how="left")["at"].set_axis(counted.index)
    return _moved(table, twins.dropna().astype("int64"))


def _moved(table: pd.DataFrame, twins: pd.Series) -> pd.DataFrame:
    """`twins`: the row with the value by the row with the count, which gives its numerator and goes."""
    changed = table.copy()
    counts = table.loc[twins.index]
    changed.loc[twins.to_numpy(), "numerator"] = counts["numerator"].to_numpy()
    hidden = twins[counts["status"].eq("suppressed").to_numpy()].to_numpy()
    changed.loc[hidden, ["value", "status"]] = [np.nan, "suppressed"]
    return changed.drop(index=twins.index).reset_index(drop=True)
