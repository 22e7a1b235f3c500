"""How sure each figure of a map is, and rates drawn towards the rate of all areas."""

import numpy as np
import pandas as pd

from lib.errors import StatisticsError
from lib.statistics import small_area
from lib.table import SHOWN

COUNTS = ("numerator", "denominator")


def with_reliability(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Add `reliability` by the coefficient of variation of a share or a rate; the others cannot be judged."""
    cases, whole = (table[name].to_numpy(float, na_value=np.nan) for name in COUNTS)
    found = {
        "share": lambda: small_area.cv_of_proportion(cases, whole),
        "rate": lambda: small_area.cv_of_count(cases),
    }.get(kind, lambda: np.full(len(table), np.nan))()
    return table.assign(reliability=small_area.reliability(np.atleast_1d(found)))


def unsure(table: pd.DataFrame) -> list[str]:
    """Codes of the areas whose shown value is uncertain. table: with reliability."""
    chosen = table["reliability"].eq(small_area.UNCERTAIN) & table["status"].isin(SHOWN)
    return list(table.loc[chosen, "area_code"])


def smoothed(table: pd.DataFrame, per: float) -> pd.DataFrame | None:
    """The table with its values drawn towards the rate of all areas (Marshall's global estimator).

    An area without counts keeps its status and has no value; None where under two areas have counts.
    """
    counted = table["status"].isin(SHOWN)
    cases, whole = (table[name].where(counted).to_numpy(float, na_value=np.nan) for name in COUNTS)
    try:
        found = small_area.smooth_global(cases, whole, per)
    except StatisticsError:
        return None
    return table.assign(value=found.smoothed)
