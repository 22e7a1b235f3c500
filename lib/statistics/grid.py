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
    (grid,) = laid_out(row, column, figures)
    return Grid(ids, when.min() + np.arange(grid.shape[1]), grid)


def laid_out(row: NDArray[np.int_], column: NDArray[np.int_], *figures: Floats) -> list[Floats]:
    """Each of the figures at its row and column, NaN elsewhere. StatisticsError for a place taken twice."""
    shape = int(row.max()) + 1, int(column.max()) + 1
    if np.bincount(row * shape[1] + column).max() > 1:
        raise StatisticsError("a series has the same period twice")
    grids = [np.full(shape, np.nan) for _ in figures]
    for grid, values in zip(grids, figures, strict=True):
        grid[row, column] = values
    return grids
