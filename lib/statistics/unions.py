"""Work areas and other unions: recomputed from counts, never averaged."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, numbers


class Bounds(NamedTuple):
    """A range that surely holds the figure: an estimate to be labelled as one, not an interval."""

    lowest: float
    highest: float


def sum_of_parts(values: ArrayLike, union_id: ArrayLike) -> tuple[NDArray, Floats]:
    """Union ids in order, and the sum of the counts of their parts; NaN where one part is unknown.

    values, union_id: (parts,). For a share or rate call it for numerator and denominator and divide after.
    """
    counts, names = np.atleast_1d(numbers(values)), np.atleast_1d(np.asarray(union_id))
    if counts.shape != names.shape:
        raise StatisticsError("one union id for each part is needed")
    unions, place = np.unique(names, return_inverse=True)
    return unions, np.bincount(place, weights=counts, minlength=len(unions))


def median_bounds(medians: ArrayLike) -> Bounds:
    """Between which values the median of a union lies, knowing only the medians of its parts.

    The median itself cannot be computed from medians. StatisticsError when a part's median is unknown or
    there is none.
    """
    parts = np.atleast_1d(numbers(medians))
    if parts.size == 0 or np.isnan(parts).any():
        raise StatisticsError("the median of every part is needed")
    return Bounds(float(parts.min()), float(parts.max()))
