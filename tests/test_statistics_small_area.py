"""Smoothing agrees with esda, moves small areas most, and uncertain values are called so."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import StatisticsError
from lib.statistics.intervals import Interval
from lib.statistics.small_area import (
    coefficient_of_variation,
    cv_of_count,
    cv_of_interval,
    cv_of_proportion,
    reliability,
    smooth_global,
    smooth_local,
)
from lib.statistics.unions import median_bounds, sum_of_parts


@pytest.fixture(scope="module")
def st_louis():
    """Homicides, residents and neighbours of 78 counties around St. Louis, shipped with libpysal."""
    import libpysal

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = libpysal.io.open(libpysal.examples.get_path("stl_hom.csv"))
        weights = libpysal.io.open(libpysal.examples.get_path("stl.gal")).read()
        cases, residents = np.array(table[:, 10], dtype=float), np.array(table[:, 13], dtype=float)
        weights.id_order = weights.id_order or list(range(1, len(cases) + 1))
    order = {name: place for place, name in enumerate(weights.id_order)}
    return cases, residents, weights, [[order[one] for one in weights[name]] for name in weights.id_order]


def test_global_smoothing_agrees_with_esda(st_louis):
    from esda.smoothing import Empirical_Bayes

    cases, residents, _, _ = st_louis
    np.testing.assert_allclose(
        smooth_global(cases, residents, per=1).smoothed, Empirical_Bayes(cases, residents).r.ravel()
    )


def test_local_smoothing_agrees_with_esda_and_its_published_values(st_louis):
    from esda.smoothing import Spatial_Empirical_Bayes

    cases, residents, weights, neighbours = st_louis
    ours = smooth_local(cases, residents, neighbours, per=1).smoothed
    np.testing.assert_allclose(ours, Spatial_Empirical_Bayes(cases, residents, weights).r.ravel())
    # Printed in the documentation of esda.smoothing.Spatial_Empirical_Bayes, in 1e-05.
    assert ours[:4] * 1e5 == pytest.approx([4.01485749, 3.62437513, 4.93034844, 5.09387329], rel=1e-8)


def test_global_smoothing_is_the_one_worked_by_hand():
    # r = 0.1 and 0.3, n = 100: m = 0.2, spread = 0.01, m/n̄ = 0.002, A = 0.008, C = 0.008/0.01 = 0.8.
    answer = smooth_global([10, 30], [100, 100], per=1)
    assert answer.prior.tolist() == pytest.approx([0.2, 0.2])
    assert answer.weight.tolist() == pytest.approx([0.8, 0.8])
    assert answer.smoothed.tolist() == pytest.approx([0.12, 0.28])


def test_without_more_than_chance_between_areas_everyone_gets_the_mean():
    answer = smooth_global([10, 11, 9], [100, 100, 100], per=1)
    assert answer.weight.tolist() == [0, 0, 0]
    assert answer.smoothed.tolist() == pytest.approx([0.1] * 3)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5_000)), min_size=2, max_size=20))
def test_smoothed_lies_between_raw_and_prior_and_the_smaller_area_moves_relatively_more(areas):
    cases, residents = np.array(areas).T
    answer = smooth_global(cases, residents)
    low, high = np.minimum(answer.raw, answer.prior), np.maximum(answer.raw, answer.prior)
    assert (answer.smoothed >= low - 1e-9).all() and (answer.smoothed <= high + 1e-9).all()
    order = np.argsort(residents)
    assert (np.diff(answer.weight[order]) >= -1e-12).all()


def test_an_island_keeps_its_raw_rate_and_an_unknown_area_stays_unknown():
    answer = smooth_local([10, 30, 20, np.nan], [100, 100, 100, 100], [[1], [0], [], [0]], per=1)
    assert answer.smoothed[2] == pytest.approx(0.2)
    assert np.isnan(answer.smoothed[3]) and np.isnan(answer.weight[3])
    assert not np.isnan(answer.smoothed[:2]).any()


def test_smoothing_needs_two_areas_and_true_neighbours():
    with pytest.raises(StatisticsError):
        smooth_global([5, -1], [100, 100])
    with pytest.raises(StatisticsError):
        smooth_global([], [])
    for neighbours in ([[1]], [[1], [1]], [[1], [5]]):
        with pytest.raises(StatisticsError):
            smooth_local([5, 6], [100, 100], neighbours)


def test_coefficients_of_variation_are_those_worked_by_hand():
    assert cv_of_count(16) == 0.25
    assert cv_of_proportion(20, 100) == pytest.approx((0.8 / 20) ** 0.5)
    assert coefficient_of_variation(10, 3) == pytest.approx(0.3)
    published = Interval(*(np.array([end]) for end in (10.0, 8.04, 11.96, 7.0, 13.0)))
    assert cv_of_interval(published) == pytest.approx([0.1])


def test_a_value_is_uncertain_above_thirty_per_cent():
    assert reliability([0.1, 0.30, 0.3001, np.nan]).tolist() == [
        "reliable", "reliable", "uncertain", "cannot_be_calculated",
    ]  # fmt: skip


def test_a_value_of_zero_has_no_coefficient():
    assert np.isnan([cv_of_count(0), cv_of_proportion(0, 10), coefficient_of_variation(0, 1)]).all()
    assert np.isnan([cv_of_count(-1), cv_of_count(np.inf), coefficient_of_variation(5, np.nan)]).all()


def test_a_union_is_the_sum_of_its_parts_and_unknown_when_one_is():
    names, cases = sum_of_parts([1, 2, 4, np.nan], ["east", "west", "east", "west"])
    assert names.tolist() == ["east", "west"]
    assert cases[0] == 5 and np.isnan(cases[1])
    with pytest.raises(StatisticsError):
        sum_of_parts([1, 2], ["east"])


@given(st.lists(st.lists(st.integers(0, 100), min_size=1, max_size=9), min_size=1, max_size=5))
def test_the_median_of_a_union_lies_between_the_medians_of_its_parts(parts):
    bounds = median_bounds([np.median(part) for part in parts])
    assert bounds.lowest <= np.median(np.concatenate(parts)) <= bounds.highest
    with pytest.raises(StatisticsError):
        median_bounds([3, np.nan])
