"""The fill of every area: of the class of its value, of its difference, or of why it has no value."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lib.table import SHOWN

# Fewer classes than five are spread over the ramp, so that the darkest always means most.
SPREAD = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
EMPTY = {
    "suppressed": "suppressed",
    "missing": "missing",
    "not_applicable": "not-applicable",
    "not_yet_published": "not-yet",
}
ZERO = "zero"
# Without polarity a difference is violet; the stronger one stands farther from the grey of no difference.
JUDGED = {
    "much_worse_higher": "judged-1",
    "much_worse_lower": "judged-1",
    "worse_higher": "judged-2",
    "worse_lower": "judged-2",
    "similar": "judged-3",
    "better_higher": "judged-4",
    "better_lower": "judged-4",
    "much_better_higher": "judged-5",
    "much_better_lower": "judged-5",
    "not_compared": "plain",
    "much_higher": "fill-5",
    "higher": "fill-4",
    "lower": "fill-2",
    "much_lower": "fill-3",
}
# The states of a difference from the highest to the lowest, for a tally.
TALLIED = (
    "much_worse_higher",
    "much_better_higher",
    "much_higher",
    "worse_higher",
    "better_higher",
    "higher",
    "similar",
    "worse_lower",
    "better_lower",
    "lower",
    "much_worse_lower",
    "much_better_lower",
    "much_lower",
)
# In what order the fills of a difference stand in the legend.
DIFFERENCES = (
    "judged-1",
    "judged-2",
    "fill-5",
    "fill-4",
    "judged-3",
    "fill-2",
    "fill-3",
    "judged-4",
    "judged-5",
    "plain",
)


def ranges(rising: Sequence[float], decimals: int) -> list[tuple[float | None, float | None]]:
    """First and last written value of each class; None where the class is open."""
    lows = [None, *rising]
    highs = [*(round(one - 10.0**-decimals, decimals) for one in rising), None]
    return list(zip(lows, highs, strict=True))


def class_fills(rising: Sequence[float]) -> list[str]:
    """The fill of each class, the lowest first."""
    return [f"fill-{place}" for place in SPREAD[len(rising) + 1]]


def levels(
    table: pd.DataFrame, rising: Sequence[float], decimals: int, fills: Sequence[str] = ()
) -> dict[str, str]:
    """The fill of every area by its value; a value that is not there gets the fill of its status.

    table: area_code, value, status, one row an area. fills: of each class where it is not the usual one;
    zero is then a value like others.
    """
    has_zero = not fills and table["value"].min() >= 0
    fills = fills or class_fills(rising)
    written = table["value"].round(decimals).to_numpy(float)
    places = np.searchsorted(np.asarray(rising, dtype=float), written, side="right")
    # A value that is not there is sorted above all others: only its status counts.
    found = [
        ZERO if value == 0 and has_zero else fills[place]
        for value, place in zip(written, places, strict=True)
    ]
    known = table["status"].isin(SHOWN) & table["value"].notna()
    rows = zip(table["area_code"], found, known, table["status"], strict=True)
    return {code: fill if is_known else empty(status) for code, fill, is_known, status in rows}


def empty(status: str) -> str:
    """The fill of a value that is not there; a shown status without a value is missing."""
    return EMPTY.get(status, "missing")


def differences(table: pd.DataFrame) -> dict[str, str]:
    """The fill of every area by its difference from the benchmark. table: area_code, state, status."""
    return {
        code: JUDGED.get(state) or empty(status)
        for code, state, status in zip(table["area_code"], table["state"], table["status"], strict=True)
    }


def counts(fills: Mapping[str, str]) -> Counter[str]:
    """How many areas have each fill; they add up to the number of areas."""
    return Counter(fills.values())
