"""Whether neighbours resemble each other: Moran's I of the map and of each area, by seeded permutations."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from lib.errors import StatisticsError
from lib.statistics.comparison import false_discovery
from lib.statistics.inputs import Floats, numbers
from lib.statistics.neighbours import Neighbours, row_standardised, touching, without

PERMUTATIONS = 999
# With fewer areas there are too few arrangements to permute.
FEWEST_AREAS = 4
ISLAND, MISSING, NOT_SIGNIFICANT = "island", "missing", "not_significant"


@dataclass(frozen=True)
class GlobalMoran:
    """I, its expected value without pattern, pseudo p, areas used, and the positions of islands (no neighbour
    with a value).
    """

    i: float
    expected: float
    p: float
    areas: int
    islands: NDArray[np.int_]


@dataclass(frozen=True)
class LocalMoran:
    """For each area: local I, pseudo p, p adjusted for false discovery, and a word; NaN for islands and
    missing values.

    cluster: `high_high`, `low_low`, `high_low` (high among low), `low_high`, `not_significant`, `island` or
    `missing`.
    """

    i: Floats
    p: Floats
    p_adjusted: Floats
    cluster: NDArray[np.str_]
    comparisons: int


def global_moran(
    values: ArrayLike, neighbours: Neighbours, seed: int, permutations: int = PERMUTATIONS
) -> GlobalMoran:
    """Global Moran's I with row-standardised weights; the same I and pseudo p as `esda.Moran`, which the
    tests check.

    values: (areas,), NaN for no value: such an area is left out. Islands count in the mean and have no links.
    p = (more extreme + 1)/(permutations + 1), on the side where I lies. StatisticsError: under 4 areas, no
    links, no variation. NumPy rather than esda, because esda's own permutations take no seed.
    """
    y, pairs, kept = _map(values, neighbours)
    weights, z = row_standardised(pairs), y - y.mean()
    # Row-standardised weights add up to the number of areas that have neighbours.
    scale = len(y) / (weights.sum() * (z @ z))
    observed = float(scale * (z @ (weights @ z)))
    shuffled = np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1)
    simulated = scale * (shuffled * (weights @ shuffled.T).T).sum(1)
    p = float(_pseudo_p(simulated[None, :], np.array([observed]))[0])
    islands = np.flatnonzero(kept)[pairs.sum(axis=1) == 0]
    return GlobalMoran(observed, -1 / (len(y) - 1), p, len(y), islands)


def local_moran(
    values: ArrayLike, neighbours: Neighbours, seed: int, q: float = 0.05, permutations: int = PERMUTATIONS
) -> LocalMoran:
    """Local Moran's I by conditional permutation: the area stays, its neighbours are drawn from all the
    others.

    Arguments and errors as `global_moran`. I and pseudo p as `esda.Moran_Local`, the smallest p being
    1/(permutations + 1); a cluster is named when the p adjusted by Benjamini–Hochberg over all areas with
    neighbours is at most q. Source: Anselin 1995; Caldas de Castro & Singer 2006.
    """
    y, pairs, kept = _map(values, neighbours)
    z = (y - y.mean()) / y.std()
    lag = row_standardised(pairs) @ z
    linked = pairs.sum(axis=1) > 0
    scale = (len(z) - 1) / (z @ z)
    simulated = _drawn_lags(z, pairs, np.random.default_rng(seed), permutations)
    p = np.where(linked, _pseudo_p(scale * z[:, None] * simulated, scale * z * lag), np.nan)
    found = false_discovery(p, q)
    word = np.where(found.significant, _quadrant(z, lag), np.where(linked, NOT_SIGNIFICANT, ISLAND))
    known = np.where(linked, scale * z * lag, np.nan)
    parts = (_back(part, kept) for part in (known, p, found.adjusted))
    return LocalMoran(*parts, _words_back(word, kept), found.comparisons)


def _map(values: ArrayLike, neighbours: Neighbours) -> tuple[Floats, csr_array, NDArray[np.bool_]]:
    """Known values, their links, and which areas they are."""
    y, pairs = np.atleast_1d(numbers(values)), touching(neighbours)
    if len(y) != pairs.shape[0]:
        raise StatisticsError(f"neighbours of {len(y)} areas are needed, found {pairs.shape[0]}")
    kept = ~np.isnan(y)
    y, pairs = y[kept], without(pairs, kept)
    if len(y) < FEWEST_AREAS or not pairs.nnz or np.ptp(y) == 0:
        raise StatisticsError("four areas with values that vary and one pair of neighbours are needed")
    return y, pairs, kept


def _drawn_lags(z: Floats, pairs: csr_array, random: np.random.Generator, permutations: int) -> Floats:
    """(areas, permutations): mean of as many other areas as the area has neighbours, drawn without putting
    back.
    """
    links, others = np.diff(pairs.indptr), len(z) - 1
    order = random.permuted(np.tile(np.arange(others), (permutations, 1)), axis=1)[:, : links.max()]
    lags = np.zeros((len(z), permutations))
    for area in np.flatnonzero(links):
        drawn = order[:, : links[area]]
        # Positions among the others: from the area's own place on they shift by one.
        lags[area] = z[drawn + (drawn >= area)].mean(1)
    return lags


def _pseudo_p(simulated: Floats, observed: Floats) -> Floats:
    """(areas,) share of the arrangements at least as far out, on the side where the observed figure lies."""
    above = (simulated >= observed[:, None]).sum(1)
    permutations = simulated.shape[1]
    return (np.minimum(above, permutations - above) + 1) / (permutations + 1)


def _quadrant(z: Floats, lag: Floats) -> NDArray[np.str_]:
    own, around = np.where(z > 0, "high", "low"), np.where(lag > 0, "high", "low")
    return np.char.add(np.char.add(own, "_"), around)


def _back(part: Floats, kept: NDArray[np.bool_]) -> Floats:
    whole = np.full(kept.shape, np.nan)
    whole[kept] = part
    return whole


def _words_back(words: NDArray[np.str_], kept: NDArray[np.bool_]) -> NDArray[np.str_]:
    whole = np.full(kept.shape, MISSING, dtype=object)
    whole[kept] = words
    return whole.astype(str)
