"""Which areas touch which, as the sparse matrix that spatial methods reckon with."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from lib.errors import StatisticsError

# For each area, in the order of the values, the positions of the areas it touches; empty for an island.
Neighbours = Sequence[Sequence[int]]


def touching(neighbours: Neighbours) -> csr_array:
    """(areas, areas) of ones where area and neighbour touch; StatisticsError for a position that is no other
    area.
    """
    areas = len(neighbours)
    rows = np.repeat(np.arange(areas), [len(ones) for ones in neighbours])
    columns = np.array([one for ones in neighbours for one in ones], dtype=int)
    if ((columns < 0) | (columns >= areas) | (columns == rows)).any():
        raise StatisticsError("a neighbour must be the position of another area")
    pairs = csr_array((np.ones(len(rows)), (rows, columns)), shape=(areas, areas))
    pairs.data[:] = 1
    return pairs


def without(pairs: csr_array, kept: NDArray[np.bool_]) -> csr_array:
    """The same matrix for the kept areas only: links to the others are gone."""
    return pairs[kept][:, kept]


def row_standardised(pairs: csr_array) -> csr_array:
    """Each row divided by its number of neighbours; an island's row stays empty."""
    links = pairs.sum(axis=1)
    return csr_array(pairs.multiply(1 / np.where(links > 0, links, 1)[:, None]))
