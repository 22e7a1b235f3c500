"""What every method asks of the numbers it is given, asked once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.errors import StatisticsError

Floats = NDArray[np.float64]

# Sums of up to a few thousand decimals are off by less than this share of the largest of them.
ROUNDING = 1e-12


def numbers(values: ArrayLike) -> Floats:
    """Float array of any shape; infinite becomes NaN. StatisticsError for what is not numbers at all."""
    try:
        given = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as fault:
        raise StatisticsError(f"numbers expected, found {type(values).__name__}") from fault
    return np.where(np.isfinite(given), given, np.nan)


def refuse_one(answerable: NDArray[np.bool_], reason: str) -> None:
    """StatisticsError when the question was about one number and it has no answer; an array answers with
    NaN.
    """
    if answerable.ndim == 0 and not answerable:
        raise StatisticsError(reason)


def cases_and_residents(cases: ArrayLike, residents: ArrayLike) -> tuple[Floats, Floats]:
    """Both as floats of one shape; NaN where cases are negative or unknown, or residents not above zero."""
    x, n = np.broadcast_arrays(numbers(cases), numbers(residents))
    answerable = (x >= 0) & (n > 0)
    refuse_one(answerable, f"cases {cases} of {residents}: cases from 0 and a denominator above 0 are needed")
    return np.where(answerable, x, np.nan), np.where(answerable, n, np.nan)


def part_and_whole(cases: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    """As `cases_and_residents`, and NaN also where the part is larger than the whole."""
    x, n = cases_and_residents(cases, denominator)
    refuse_one(x <= n, f"{cases} of {denominator}: the part is larger than the whole")
    return np.where(x <= n, x, np.nan), np.where(x <= n, n, np.nan)


def same_length(*arrays: NDArray) -> None:
    """StatisticsError unless all arrays have the same last axis and it is not empty."""
    lengths = {array.shape[-1] if array.ndim else 0 for array in arrays}
    if len(lengths) != 1 or 0 in lengths:
        raise StatisticsError(f"arrays of one length above zero are needed, found lengths {sorted(lengths)}")
