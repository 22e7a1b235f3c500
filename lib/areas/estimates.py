"""Figures of one division estimated for another through shares of residents; always marked as estimates."""

import numpy as np
import pandas as pd

from lib.facts import Catalogue, Indicator

AREA_KEY = ["indicator_id", "period_start", "period_end", "age_group", "sex", "service_id"]


def with_estimates(table: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The table with fresh estimate rows for every indicator that allows them; older estimates are replaced.

    Only numerators and denominators are split and summed. Medians, means and figures without a numerator get
    no estimate. Source of the shares: data/areas/crosswalk.csv, with a reason per row.
    """
    present = set(table["indicator_id"].unique())
    made = [
        estimated(table[table["indicator_id"].eq(indicator.id)], indicator, level, catalogue)
        for indicator in catalogue.indicators.values()
        for level in indicator.estimated_levels
        if indicator.id in present
    ]
    old = _old_estimates(table, catalogue)
    return pd.concat([table[~old], *[rows for rows in made if len(rows)]], ignore_index=True)


def estimated(table: pd.DataFrame, indicator: Indicator, level: str, catalogue: Catalogue) -> pd.DataFrame:
    """Estimate rows of one indicator for `level`; an area whose parts are hidden is summed without them."""
    shares = pd.DataFrame(
        [
            (row.from_level, row.from_code, row.to_code, row.share)
            for row in catalogue.crosswalk
            if row.to_level == level
        ],
        columns=["area_level", "area_code", "to_code", "share"],
    )
    parts = table[table["numerator"].notna()].merge(shares, on=["area_level", "area_code"])
    parts = parts.assign(
        numerator=parts["numerator"] * parts["share"], denominator=parts["denominator"] * parts["share"]
    )
    sums = parts.groupby([*AREA_KEY, "to_code"], as_index=False)[["numerator", "denominator"]].sum(
        min_count=1
    )
    return sums.rename(columns={"to_code": "area_code"}).assign(
        area_level=level, value=_value(sums, indicator), status="estimate"
    )[list(table.columns)]


def _value(sums: pd.DataFrame, indicator: Indicator) -> pd.Series:
    if indicator.kind == "count":
        return sums["numerator"]
    per = 100 if indicator.kind == "share" else indicator.per
    return sums["numerator"] / sums["denominator"].where(sums["denominator"] > 0) * per


def _old_estimates(table: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    old = table["status"].eq("estimate")
    levels = {name: set(one.estimated_levels) for name, one in catalogue.indicators.items()}
    named = zip(table["indicator_id"][old], table["area_level"][old], strict=True)
    old[old] = np.array([level in levels.get(name, ()) for name, level in named], dtype=bool)
    return old
