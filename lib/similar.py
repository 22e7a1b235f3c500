"""Areas alike: how far areas lie from each other, measured over chosen indicators by weight.

A figure counts as its distance from the mean of the level in standard deviations, so that euros and shares
weigh the same. Weights sum to 1: each topic has an equal part, shared equally by its indicators, so that a
topic of many indicators does not decide alone.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

# An area that lacks figures worth more than half of the weight is not said to be alike.
LEAST_SHARED = 0.5


def weights(topics: Mapping[str, str], only: str = "") -> pd.Series:
    """The weight of each indicator, summing to 1; empty where there is none to weigh.

    topics: the topic of each indicator. only: a topic that alone counts; empty for all.
    """
    counted = pd.Series(topics, dtype=object)
    counted = counted[counted.eq(only)] if only else counted
    shared = counted.map(counted.value_counts()).astype(float) * counted.nunique()
    return 1 / shared


def z_scores(values: pd.DataFrame) -> pd.DataFrame:
    """Values (areas by indicators) as standard deviations from the mean of the known ones.

    An indicator that does not vary tells nothing about likeness: NaN.
    """
    spread = values.std(ddof=0)
    return (values - values.mean()) / spread.where(spread > 1e-9 * values.abs().max())


def distances(z: pd.DataFrame, weight: pd.Series, area: str) -> pd.DataFrame:
    """Of each other area `distance` to one area, and `shared`: how much weight both have figures for.

    distance: root of the weighted mean of squared differences over the shared indicators; NaN where `shared`
    is under LEAST_SHARED.
    """
    z = z.reindex(columns=weight.index)
    squared = (z.drop(index=area) - z.loc[area]) ** 2
    shared = squared.notna().mul(weight).sum(axis=1)
    mean = squared.mul(weight).sum(axis=1) / shared.where(shared > 0)
    return pd.DataFrame({"distance": np.sqrt(mean).where(shared >= LEAST_SHARED - 1e-9), "shared": shared})


def nearest(found: pd.DataFrame, most: int) -> list[str]:
    """The areas least far away, the nearest first; those that cannot be measured are left out."""
    return found["distance"].dropna().sort_values(kind="stable").head(most).index.tolist()


def apart(values: pd.DataFrame, lower: pd.DataFrame, upper: pd.DataFrame) -> pd.DataFrame:
    """How surely the highest and the lowest of some areas differ, for each indicator (columns of `values`).

    `sure`: the 95 % limits of the two do not meet; False where they do; None where one has no limits or
    fewer than two areas have a figure. `highest` and `lowest` are areas.
    """
    rows = {name: _ends(values[name], lower[name], upper[name]) for name in values}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["highest", "lowest", "sure"], dtype=object)


def _ends(value: pd.Series, lower: pd.Series, upper: pd.Series) -> tuple[str, str, bool | None]:
    known = value.dropna()
    if len(known) < 2:
        return "", "", None
    highest, lowest = known.idxmax(), known.idxmin()
    limits = lower[highest], upper[lowest]
    return highest, lowest, None if any(map(pd.isna, limits)) else bool(limits[0] > limits[1])
