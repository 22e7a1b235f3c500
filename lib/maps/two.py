"""Two figures at once: each in thirds, nine fills."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lib.maps.fills import empty
from lib.table import SHOWN

THIRDS = 3


def thirds(values: Sequence[float]) -> np.ndarray:
    """0, 1 or 2 for the lowest, middle and highest third; equal values are never parted, NaN gets -1."""
    known = np.asarray(values, dtype=float)
    borders = np.nanquantile(known, [1 / THIRDS, 2 / THIRDS]) if (~np.isnan(known)).any() else [0, 0]
    return np.where(np.isnan(known), -1, np.searchsorted(borders, known, side="left"))


def two_fills(first: pd.DataFrame, second: pd.DataFrame) -> Mapping[str, str]:
    """The fill of every area: two-1 low in both, two-3 high in the second alone, two-9 high in both.

    first, second: area_code, value, status, one row an area. Without one of the values the area has the fill
    of why it is not there.
    """
    both = first[["area_code", "value", "status"]].merge(
        second[["area_code", "value", "status"]], on="area_code", how="left", suffixes=("", "_second")
    )
    places = [thirds(_shown(both, ending)) for ending in ("", "_second")]
    return {
        row.area_code: _fill(int(one), int(other), row)
        for row, one, other in zip(both.itertuples(), *places, strict=True)
    }


def _shown(both: pd.DataFrame, ending: str) -> pd.Series:
    return both[f"value{ending}"].where(both[f"status{ending}"].isin(SHOWN))


def _fill(one: int, other: int, row: tuple) -> str:
    if one < 0 or other < 0:
        return empty(row.status if one < 0 else row.status_second)
    return f"two-{THIRDS * one + other + 1}"
