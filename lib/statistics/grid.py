"""Long tables of monthly figures to a grid of series × months, with NaN where a month is missing."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.errors import StatisticsError
from lib.statistics.inputs import Floats, numbers


class Grid(NamedTuple):
    """series: (series,) ids in order; months: (time,) datetime64[M] without gaps; values: (series, time)."""

    series: NDArray
    months: NDArray[np.datetime64]
    values: Floats


def monthly_grid(series: ArrayLike, months: ArrayLike, values: ArrayLike) -> Grid:
    """From one row for each series and month, any order. StatisticsError when a series has one month twice or
    no rows.
    """
    names, when, figures = np.asarray(series), np.asarray(months, dtype="datetime64[M]"), numbers(values)
    if not len(names) or not len(names) == len(when) == len(figures):
        raise StatisticsError("series, months and values of one length above zero are needed")
    ids, row = np.unique(names, return_inverse=True)
    column = (when - when.min()).astype(int)
    place = row * (column.max() + 1) + column
    if len(np.unique(place)) < len(place):
        raise StatisticsError("a series has the same month twice")
    grid = np.full((len(ids), column.max() + 1), np.nan)
    grid[row, column] = figures
    return Grid(ids, when.min() + np.arange(grid.shape[1]), grid)
