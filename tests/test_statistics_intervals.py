"""Intervals agree with published tables, refuse impossible numbers and keep their properties."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from lib.errors import StatisticsError
from lib.statistics.intervals import (
    count_limits,
    exact_poisson,
    mean,
    mean_of,
    proportion,
    rate,
    standard_error,
    standardised_rate,
    wilson,
    z_of,
)

GOLDEN = Path(__file__).parent / "golden"
STANDARD = Path(__file__).parents[1] / "data" / "standard" / "european_standard_population_2013.csv"


def test_wilson_limits_are_those_newcombe_printed():
    table = pd.read_csv(GOLDEN / "wilson_newcombe_1998.csv", comment="#")
    lower, upper = wilson(table["cases"], table["denominator"])
    assert np.round(lower, 4).tolist() == table["lower"].tolist()
    assert np.round(upper, 4).tolist() == table["upper"].tolist()


def test_wilson_limits_agree_with_statsmodels_at_both_levels():
    cases, of = np.array([0, 1, 7, 40, 99, 100]), 100
    for level in (0.95, 0.998):
        theirs = proportion_confint(cases, of, alpha=1 - level, method="wilson")
        np.testing.assert_allclose(wilson(cases, of, level), theirs, atol=1e-12)


def test_exact_poisson_limits_are_the_published_ones():
    table = pd.read_csv(GOLDEN / "poisson_exact_limits.csv", comment="#")
    lower, upper = exact_poisson(table["cases"])
    np.testing.assert_allclose(lower, table["lower"], atol=3e-4)
    np.testing.assert_allclose(upper, table["upper"], atol=3e-4)


def test_counts_below_ten_have_exact_limits_and_ten_has_byars():
    assert count_limits(9) == exact_poisson(9)
    # By hand: 10·(1 − 1/90 − 1.959964/(3·√10))³ and 11·(1 − 1/99 + 1.959964/(3·√11))³.
    lower = 10 * (1 - 1 / 90 - 1.959964 / (3 * 10**0.5)) ** 3
    upper = 11 * (1 - 1 / 99 + 1.959964 / (3 * 11**0.5)) ** 3
    assert tuple(count_limits(10)) == pytest.approx((lower, upper), abs=1e-5)
    assert count_limits(10).lower != pytest.approx(exact_poisson(10).lower, abs=1e-3)


def test_byar_stays_near_the_exact_limits():
    counts = np.arange(10, 500)
    np.testing.assert_allclose(count_limits(counts), exact_poisson(counts), rtol=0.003)


def test_zero_events_have_lower_limit_zero_and_a_rate_of_them_too():
    assert count_limits(0).lower == 0
    assert rate(0, 500).lower_998 == 0
    assert wilson(0, 20).lower == 0
    assert wilson(20, 20).upper == 1


def test_the_two_levels_use_the_normal_quantiles_of_the_guide():
    assert z_of(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert z_of(0.998) == pytest.approx(3.090232, abs=1e-6)


def test_rate_limits_are_the_limits_of_the_count_over_the_residents():
    answer = rate(5, 2_000, per=1_000)
    assert answer.value == 2.5
    assert (answer.lower_95, answer.upper_95) == pytest.approx((1.6235 / 2, 11.6683 / 2), abs=1e-4)


def test_standardised_rate_of_two_age_groups_is_the_one_worked_by_hand():
    # D = (1·10/1000 + 3·20/1000)/4 = 0.0175; var = (1·10 + 9·20)/1000²/16 = 1.1875e-5; O = 30.
    low, high = count_limits(30)
    answer = standardised_rate([10, 20], [1_000, 1_000], [1, 3], per=1_000)
    scale = (1.1875e-5 / 30) ** 0.5
    assert answer.value == pytest.approx(17.5)
    assert answer.lower_95 == pytest.approx(1_000 * (0.0175 + scale * (low - 30)))
    assert answer.upper_95 == pytest.approx(1_000 * (0.0175 + scale * (high - 30)))


def test_standardised_rate_equals_the_crude_rate_when_areas_have_the_standard_ages():
    standard = np.array([3_000, 5_000, 2_000])
    cases = np.array([[20, 30, 40], [3, 3, 3]])
    answer = standardised_rate(cases, np.array([standard, standard]), standard, per=1_000)
    crude = rate(90, 10_000)
    assert answer.value[0] == pytest.approx(crude.value)
    assert answer.lower_95[0] == pytest.approx(crude.lower_95)
    assert answer.upper_998[0] == pytest.approx(crude.upper_998)


@pytest.mark.parametrize("cases, given", [([4, 5], False), ([5, 5], True)])
def test_standardised_rate_is_given_from_ten_events(cases, given):
    answer = standardised_rate(cases, [100, 100], [1, 1])
    assert np.isfinite([answer.value, answer.lower_95, answer.upper_998]).all() == given


def test_standardised_rate_cannot_be_said_with_an_age_group_without_residents():
    assert np.isnan(standardised_rate([20, 0], [100, 0], [1, 1]).value)
    assert np.isnan(standardised_rate([20, np.nan], [100, 50], [1, 1]).upper_95)


def test_european_standard_population_adds_up_to_a_hundred_thousand():
    table = pd.read_csv(STANDARD, comment="#")
    assert table["standard_population"].sum() == 100_000
    assert (table["age_first"].to_numpy()[1:] == table["age_last"].to_numpy()[:-1] + 1).all()


def test_mean_is_two_standard_errors_wide_on_each_side():
    answer = mean(10, 2)
    assert (answer.lower_95, answer.upper_95) == pytest.approx((6.080072, 13.919928), abs=1e-6)
    # 1, 2, 3: s = 1, standard error 1/√3.
    assert mean_of([1, 2, 3]).upper_95 == pytest.approx(2 + 1.959964 / 3**0.5, abs=1e-6)
    assert standard_error(10 - 1.96, 10 + 1.96) == pytest.approx(1)


@pytest.mark.parametrize(
    "cases, of", [(5, 4), (-1, 4), (1, 0), (np.nan, 4), (1, np.inf), (1, np.nan), ("a", 3)]
)
def test_one_impossible_share_is_a_named_error(cases, of):
    with pytest.raises(StatisticsError):
        wilson(cases, of)
    with pytest.raises(StatisticsError):
        proportion(cases, of)


@pytest.mark.parametrize("cases", [-1, np.nan, np.inf])
def test_one_impossible_count_is_a_named_error(cases):
    with pytest.raises(StatisticsError):
        count_limits(cases)
    with pytest.raises(StatisticsError):
        rate(cases, 100)


def test_impossible_numbers_among_many_are_nan_and_leave_the_others_alone():
    answer = proportion([5, 5, -1, np.nan, 2], [4, 10, 10, 10, np.inf])
    assert np.isnan(answer.value).tolist() == [True, False, True, True, True]
    assert answer.lower_95[1] == wilson(5, 10).lower
    assert np.isnan(rate([1, 1], [0, 100]).upper_95).tolist() == [True, False]


def test_nothing_in_gives_nothing_out_and_one_value_has_no_error():
    assert proportion([], []).value.size == 0
    assert np.isnan(mean_of([3]).lower_95)
    assert np.isnan(mean_of([]).value)
    with pytest.raises(StatisticsError):
        mean(3, -1)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_limits_surround_the_share_and_the_wider_level_surrounds_the_narrower(cases, more):
    answer = proportion(cases, cases + more)
    ends = [answer.lower_998, answer.lower_95, answer.value, answer.upper_95, answer.upper_998]
    assert (np.diff(ends) >= -1e-15).all()
    assert min(ends) >= 0
    assert max(ends) <= 1


@given(st.integers(0, 5_000), st.integers(1, 10**6), st.sampled_from([2, 10, 1_000]))
def test_rates_do_not_change_with_the_unit_of_residents(cases, residents, times):
    one, other = rate(cases, residents, per=1_000), rate(cases, residents * times, per=1_000 * times)
    assert other.value == pytest.approx(one.value)
    assert other.upper_95 == pytest.approx(one.upper_95)
