"""Moran's I agrees with esda; a planted cluster is found, noise is not; islands are named."""

import warnings

import numpy as np
import pytest

from lib.errors import StatisticsError
from lib.statistics.spatial import global_moran, local_moran

SIDE = 10


def grid_neighbours(side=SIDE):
    """Areas of a square grid touch those above, below, left and right."""
    places = np.arange(side * side).reshape(side, side)
    return [
        [int(places[r + dr, c + dc]) for dr, dc in ((-1, 0), (1, 0), (0, -1), (0, 1))
         if 0 <= r + dr < side and 0 <= c + dc < side]
        for r in range(side) for c in range(side)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def map_with_island():
    """Forty-nine areas of a grid and one island, with values that rise to the south."""
    random = np.random.default_rng(2)
    values = np.repeat(np.arange(7.0), 7) + random.normal(0, 2, 49)
    return np.append(values, 3.5), [*grid_neighbours(7), []]


def esda_weights(neighbours):
    from libpysal.weights import W

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return W(dict(enumerate(neighbours)), silence_warnings=True)


def test_global_moran_agrees_with_esda(map_with_island):
    from esda import Moran

    values, neighbours = map_with_island
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Moran(values, esda_weights(neighbours), permutations=999)
    ours = global_moran(values, neighbours, seed=1)
    assert ours.i == pytest.approx(theirs.I)
    assert ours.expected == pytest.approx(theirs.EI)
    assert ours.p == pytest.approx(theirs.p_sim, abs=0.01)
    assert ours.islands.tolist() == [49]


def test_global_moran_of_st_louis_is_the_published_one():
    import libpysal

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rates = np.array(libpysal.io.open(libpysal.examples.get_path("stl_hom.txt")).by_col["HR8893"])
        weights = libpysal.io.open(libpysal.examples.get_path("stl.gal")).read()
    order = {name: place for place, name in enumerate(weights.id_order)}
    neighbours = [[order[one] for one in weights[name]] for name in weights.id_order]
    # Printed in the documentation of esda.Moran: I 0.244, expected −0.01298…
    answer = global_moran(rates, neighbours, seed=10)
    assert round(answer.i, 3) == 0.244
    assert answer.expected == pytest.approx(-0.012987012987012988)


def test_local_moran_agrees_with_esda(map_with_island):
    from esda import Moran_Local

    values, neighbours = map_with_island
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Moran_Local(values, esda_weights(neighbours), permutations=999, seed=3)
    ours = local_moran(values, neighbours, seed=3)
    np.testing.assert_allclose(ours.i[:49], theirs.Is[:49])
    # Two seeds of 999 draws: pseudo p-values differ by chance, at most a few times √(p(1 − p)/999).
    assert np.abs(ours.p[:49] - theirs.p_sim[:49]).max() < 0.08
    assert np.abs(ours.p[:49] - theirs.p_sim[:49]).mean() < 0.015
    quadrants = np.array(["", "high_high", "low_high", "low_low", "high_low"])[theirs.q]
    named = ~np.isin(ours.cluster, ["not_significant", "island"])
    assert named.any() and (ours.cluster[named] == quadrants[named]).all()


def test_global_moran_is_the_one_worked_by_hand():
    # A ring of four with values 1 1 0 0: z = ±½, each area has one like and one unlike neighbour: I = 0.
    ring = [[1, 3], [0, 2], [1, 3], [2, 0]]
    assert global_moran([1, 1, 0, 0], ring, seed=1).i == pytest.approx(0)
    assert global_moran([1, 0, 1, 0], ring, seed=1).i == pytest.approx(-1)


def test_a_planted_cluster_is_found_and_noise_is_left_alone():
    values = np.random.default_rng(8).normal(0, 1, (SIDE, SIDE))
    neighbours = grid_neighbours()
    noise = local_moran(values.ravel(), neighbours, seed=1)
    assert (noise.cluster == "not_significant").mean() > 0.95
    values[2:6, 2:6] += 6
    found = local_moran(values.ravel(), neighbours, seed=1)
    inside = found.cluster.reshape(SIDE, SIDE)[3:5, 3:5]
    assert (inside == "high_high").all()
    assert global_moran(values.ravel(), neighbours, seed=1).p == 0.001
    assert found.comparisons == 100


def test_the_same_seed_gives_the_same_answer():
    values = np.random.default_rng(1).normal(size=100)
    one, two, other = (local_moran(values, grid_neighbours(), seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.p, two.p)
    assert (one.p != other.p).any()


def test_islands_and_areas_without_a_value_are_named_and_not_compared(map_with_island):
    values, neighbours = map_with_island
    gaps = values.copy()
    gaps[[1, 7]] = np.nan
    answer = local_moran(gaps, neighbours, seed=1)
    # Area 0 touches only 1 and 7, which have no value.
    assert answer.cluster[[0, 1, 7, 49]].tolist() == ["island", "missing", "missing", "island"]
    assert np.isnan(answer.i[[0, 1, 7, 49]]).all() and np.isnan(answer.p_adjusted[[0, 1, 7, 49]]).all()
    assert answer.comparisons == 46
    assert global_moran(gaps, neighbours, seed=1).islands.tolist() == [0, 49]


def test_scale_and_place_of_the_values_do_not_matter(map_with_island):
    values, neighbours = map_with_island
    assert global_moran(values * 3 + 5, neighbours, seed=1).i == pytest.approx(
        global_moran(values, neighbours, seed=1).i
    )


@pytest.mark.parametrize(
    "values, neighbours",
    [
        ([], []),
        ([1], [[]]),
        ([1, 2, 3], [[1], [0, 2], [1]]),
        ([1, 1, 1, 1], [[1], [0], [3], [2]]),
        ([1, 2, 3, 4], [[], [], [], []]),
        ([1, 2, 3, np.nan], [[1], [0], [3], [2]]),
        ([1, 2, 3, np.inf], [[1], [0], [3], [2]]),
        ([1, 2, 3, 4], [[1], [0], [3], [4]]),
        ([1, 2, 3, 4], [[1], [0]]),
    ],
)
def test_a_map_with_nothing_to_compare_is_a_named_error(values, neighbours):
    with pytest.raises(StatisticsError):
        global_moran(values, neighbours, seed=1)
    with pytest.raises(StatisticsError):
        local_moran(values, neighbours, seed=1)
