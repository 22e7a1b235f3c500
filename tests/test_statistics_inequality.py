"""Segregation and inequality between areas: by hand, by a second way, and by what must hold."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import StatisticsError
from lib.statistics.inequality import bootstrap, gini, slope_index, theil
from lib.statistics.segregation import dissimilarity, information_theory, isolation, location_quotient

COUNTS = st.lists(st.tuples(st.integers(1, 200), st.integers(1, 200)), min_size=2, max_size=12)


def test_segregation_indices_are_those_worked_by_hand():
    # Two areas: 30 of 100 and 10 of 100; D = ½(|30/40 − 70/160| + |10/40 − 90/160|) = 0.3125.
    assert dissimilarity([30, 10], [70, 90]) == pytest.approx(0.3125)
    # xPx = 30/40·0.3 + 10/40·0.1 = 0.25.
    assert isolation([30, 10], [100, 100]) == pytest.approx(0.25)
    assert location_quotient([30, 10], [100, 100]).tolist() == pytest.approx([1.5, 0.5])


def test_information_theory_index_is_the_one_worked_by_hand():
    # Half in groups of their own, half mixed 1:1: E = ln 2, two areas E_i = 0, one E_i = ln 2: H = 20/40.
    assert information_theory([[10, 0], [0, 10], [10, 10]]) == pytest.approx(0.5)


@pytest.mark.parametrize("index", [dissimilarity, lambda a, b: information_theory(np.stack([a, b], -1))])
def test_even_spread_is_zero_and_full_separation_is_one(index):
    assert index(np.array([10, 20, 30]), np.array([20, 40, 60])) == pytest.approx(0)
    assert index(np.array([10, 20, 0]), np.array([0, 0, 60])) == pytest.approx(1)


@settings(max_examples=80)
@given(COUNTS, st.integers(2, 9), st.randoms())
def test_segregation_does_not_change_with_scale_or_order_of_areas(areas, times, random):
    shuffled = random.sample(areas, len(areas))
    (a, b), (c, d) = np.array(areas).T, np.array(shuffled).T
    assert dissimilarity(c * times, d) == pytest.approx(dissimilarity(a, b))
    assert 0 <= dissimilarity(a, b) <= 1
    both, again = np.stack([a, b], -1), np.stack([c, d], -1) * times
    assert information_theory(again) == pytest.approx(information_theory(both), abs=1e-9)
    assert isolation(c * times, (c + d) * times) == pytest.approx(isolation(a, a + b))


def test_many_years_answer_as_each_alone():
    group, all_residents = np.array([[30, 10, 5], [20, 20, 5]]), np.array([[100, 100, 50], [90, 110, 50]])
    for index in (isolation, lambda x, t: dissimilarity(x, t - x), lambda x, t: gini(x / t, t), theil):
        assert index(group, all_residents).tolist() == pytest.approx(
            [index(x, t) for x, t in zip(group, all_residents, strict=True)]
        )


def test_gini_and_theil_are_those_worked_by_hand():
    # Values 1 and 3, equal residents: mean difference 2·2/4 = 1, over 2·2: 0.25.
    assert gini([1, 3], [50, 50]) == pytest.approx(0.25)
    # ½·½·ln ½ + ½·1.5·ln 1.5.
    assert theil([1, 3], [50, 50]) == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5))
    assert gini([0, 1], [50, 50]) == pytest.approx(0.5)
    assert theil([0, 1], [50, 50]) == pytest.approx(np.log(2))


@settings(max_examples=80)
@given(COUNTS)
def test_gini_is_the_mean_difference_over_all_pairs(areas):
    y, n = np.array(areas, dtype=float).T
    pairs = (n[:, None] * n * np.abs(y[:, None] - y)).sum()
    assert gini(y, n) == pytest.approx(pairs / (2 * n.sum() ** 2 * np.average(y, weights=n)), abs=1e-12)
    assert gini(y * 7, n * 3) == pytest.approx(gini(y, n), abs=1e-12)
    assert theil(y * 7, n * 3) == pytest.approx(theil(y, n), abs=1e-12)


def test_splitting_an_area_in_two_alike_halves_changes_no_inequality():
    assert gini([1, 3, 3], [50, 20, 30]) == pytest.approx(gini([1, 3], [50, 50]))
    assert theil([1, 3, 3], [50, 20, 30]) == pytest.approx(theil([1, 3], [50, 50]))


def test_slope_index_is_the_one_worked_by_hand():
    # Residents 25, 50, 25: mid-ranks 0.125, 0.5, 0.875; values on the line 10 + 8·rank.
    answer = slope_index([11, 14, 17], [25, 50, 25], [1, 2, 3])
    assert (answer.slope_index, answer.relative_index) == pytest.approx((8, 1.8))
    assert (answer.fitted_lowest, answer.fitted_highest) == pytest.approx((10, 18))


@pytest.mark.parametrize(
    "scale, to, back",
    [
        ("linear", lambda y: y, lambda y: y),
        ("log", np.log, np.exp),
        ("logit", lambda y: np.log(y / (1 - y)), lambda y: 1 / (1 + np.exp(-y))),
    ],
)
def test_slope_index_agrees_with_weighted_regression_of_statsmodels(scale, to, back):
    values, residents = np.array([0.12, 0.30, 0.22, 0.35, 0.5]), np.array([100, 250, 80, 120, 200])
    income = np.array([5, 3, 4, 2, 1])
    rank = [(residents[income < one].sum() + residents[income == one].sum() / 2) / 750 for one in income]
    fit = sm.WLS(to(values), sm.add_constant(rank), weights=residents).fit()
    low, high = back(fit.params[0]), back(fit.params.sum())
    answer = slope_index(values, residents, income, scale)
    assert (answer.slope_index, answer.relative_index) == pytest.approx((high - low, high / low))


def test_areas_of_one_position_share_a_rank_so_their_order_does_not_matter():
    one = slope_index([1, 5, 3], [10, 20, 30], [1, 1, 2])
    other = slope_index([5, 1, 3], [20, 10, 30], [1, 1, 2])
    assert one.slope_index == pytest.approx(other.slope_index)
    assert np.isnan(slope_index([1, 5, 3], [10, 20, 30], [2, 2, 2]).slope_index)


def test_relative_index_is_not_said_when_the_line_falls_below_zero():
    answer = slope_index([0, 1, 10], [10, 10, 10], [1, 2, 3])
    assert answer.fitted_lowest < 0 and np.isnan(answer.relative_index)


def test_values_outside_the_scale_have_no_slope():
    assert np.isnan(slope_index([0, 1, 2], [1, 1, 1], [1, 2, 3], "log").slope_index)
    assert np.isnan(slope_index([0.5, 1, 0.2], [1, 1, 1], [1, 2, 3], "logit").slope_index)
    with pytest.raises(StatisticsError):
        slope_index([1, 2], [1, 1], [1, 2], "square")


def test_unknown_negative_or_impossible_counts_have_no_index():
    for bad in (np.nan, np.inf, -1):
        assert np.isnan(dissimilarity([30, bad], [70, 90]))
        assert np.isnan(isolation([30, bad], [100, 100]))
        assert np.isnan(information_theory([[30, 70], [bad, 90]]))
        assert np.isnan(gini([1, bad], [50, 50])) and np.isnan(theil([1, bad], [50, 50]))
        assert np.isnan(slope_index([1, 2], [50, bad], [1, 2]).slope_index)
    assert np.isnan(isolation([30, 101], [100, 100]))
    assert np.isnan(dissimilarity([0, 0], [70, 90])) and np.isnan(gini([0, 0], [50, 50]))
    assert np.isnan(information_theory([[5, 0], [9, 0]]))


@pytest.mark.parametrize("index", [dissimilarity, isolation, location_quotient, gini, theil])
def test_no_areas_or_unequal_lengths_are_a_named_error(index):
    with pytest.raises(StatisticsError):
        index([], [])
    with pytest.raises(StatisticsError):
        index([1, 2], [3, 4, 5])


def test_bootstrap_limits_are_seeded_and_hold_the_truth_of_large_areas():
    cases, residents = np.array([3_000, 1_000, 2_000]), np.array([10_000, 10_000, 10_000])

    def index(x, n):
        return dissimilarity(x, n - x)

    limits = bootstrap(index, cases, residents, seed=4)
    assert limits == bootstrap(index, cases, residents, seed=4)
    assert limits != bootstrap(index, cases, residents, seed=5)
    assert limits.lower < index(cases, residents) < limits.upper
    assert limits.upper - limits.lower < 0.03
    steep = bootstrap(lambda x, n: slope_index(x / n, n, [1, 2, 3]).slope_index, cases, residents, seed=4)
    assert steep.lower < slope_index(cases / residents, residents, [1, 2, 3]).slope_index < steep.upper
    for bad in ([1, np.nan], [1, 200], []):
        with pytest.raises(StatisticsError):
            bootstrap(index, bad, [100] * len(bad), seed=1)
