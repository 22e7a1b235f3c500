"""Comparison with a benchmark, many comparisons at once, fifths and funnels."""

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm, poisson
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from lib.errors import StatisticsError
from lib.statistics.comparison import (
    compare,
    false_discovery,
    p_of_interval,
    p_of_proportion,
    p_of_rate,
    quintiles,
)
from lib.statistics.funnel import (
    overdispersion,
    proportion_error,
    proportion_funnel,
    rate_error,
    rate_funnel,
    widened_funnel,
)
from lib.statistics.intervals import Interval, count_limits, proportion, rate, wilson

GOLDEN = Path(__file__).parent / "golden"
TOKENS = Path(__file__).parents[1] / "data" / "tokens.toml"
POLARITIES = ("none", "higher_is_better", "lower_is_better")
FIVE = Interval(
    value=np.array([1.0, 4.0, 5.0, 6.0, 9.0]),
    lower_95=np.array([0.5, 3.2, 4.5, 5.2, 8.5]),
    upper_95=np.array([1.5, 4.8, 5.5, 6.8, 9.5]),
    lower_998=np.array([0.0, 2.9, 4.0, 4.9, 8.0]),
    upper_998=np.array([2.0, 5.1, 6.0, 7.1, 10.0]),
)


@pytest.mark.parametrize(
    "polarity, states",
    [
        ("none", ["much_lower", "lower", "similar", "higher", "much_higher"]),
        (
            "higher_is_better",
            ["much_worse_lower", "worse_lower", "similar", "better_higher", "much_better_higher"],
        ),
        (
            "lower_is_better",
            ["much_better_lower", "better_lower", "similar", "worse_higher", "much_worse_higher"],
        ),
    ],
)
def test_polarity_turns_direction_into_better_or_worse(polarity, states):
    assert compare(FIVE, 5.0, polarity).tolist() == states


def test_every_state_has_a_symbol_among_the_design_tokens():
    symbols = set(tomllib.loads(TOKENS.read_text())["state"])
    assert {word for polarity in POLARITIES for word in compare(FIVE, 5, polarity)} <= symbols


def test_a_limit_that_touches_the_benchmark_is_similar():
    touching = Interval(*(np.array([end]) for end in (4.0, 3.0, 5.0, 2.0, 6.0)))
    assert compare(touching, 5.0, "none").tolist() == ["similar"]
    assert compare(touching, 3.0, "none").tolist() == ["similar"]


def test_an_area_is_not_compared_with_itself_nor_without_an_interval():
    unknown = Interval(*(np.array([1.0, 1.0]), *(np.full(2, np.nan),) * 4))
    assert compare(unknown, 5.0).tolist() == ["not_compared"] * 2
    assert compare(FIVE, 5.0, "none", itself=[True, False, False, False, True]).tolist() == [
        "not_compared", "lower", "similar", "higher", "not_compared",
    ]  # fmt: skip
    assert compare(FIVE, np.nan).tolist() == ["not_compared"] * 5


def test_without_wide_limits_nothing_is_much():
    only_95 = Interval(FIVE.value, FIVE.lower_95, FIVE.upper_95, *(np.full(5, np.nan),) * 2)
    assert compare(only_95, 5.0).tolist() == ["lower", "lower", "similar", "higher", "higher"]


def test_an_unknown_polarity_is_a_named_error():
    with pytest.raises(StatisticsError):
        compare(FIVE, 5.0, "bigger")


@settings(max_examples=200)
@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.01, 0.99))
def test_p_of_a_share_is_below_five_per_cent_exactly_outside_wilsons_limits(cases, more, benchmark):
    of = cases + more + 1
    lower, upper = wilson(cases, of)
    assert (p_of_proportion(cases, of, benchmark) < 0.05) == (benchmark < lower or benchmark > upper)


@settings(max_examples=200)
@given(st.integers(0, 300), st.floats(0.1, 300))
def test_p_of_a_rate_is_below_five_per_cent_exactly_outside_its_limits(cases, expected):
    lower, upper = count_limits(cases)
    assert (p_of_rate(cases, 1_000, expected) < 0.05) == (expected < lower or expected > upper)


def test_p_of_a_share_agrees_with_the_score_test_of_statsmodels():
    _, p = proportions_ztest(15, 148, value=0.05, prop_var=0.05)
    assert p_of_proportion(15, 148, 0.05) == pytest.approx(p)
    assert p_of_proportion([0, 3], 20, 0).tolist() == [1, 0]


def test_p_of_a_small_count_is_twice_the_smaller_poisson_tail():
    assert p_of_rate(3, 1_000, 9) == pytest.approx(2 * poisson.cdf(3, 9))
    assert p_of_rate(8, 1_000, 3) == pytest.approx(2 * poisson.sf(7, 3))
    assert p_of_rate(3, 1_000, 3) == 1


def test_p_of_ten_events_is_byars_and_no_longer_exact():
    # By hand: z = 3·√10·(1 − 1/90 − (5/10)^⅓) = 1.8517, two-sided p 0.0641.
    assert p_of_rate(10, 1_000, 5) == pytest.approx(2 * norm.sf(3 * 10**0.5 * (1 - 1 / 90 - 0.5 ** (1 / 3))))
    assert p_of_rate(10, 1_000, 5) != pytest.approx(2 * poisson.sf(9, 5), abs=1e-4)


def test_p_of_published_limits_is_normal():
    # Width 3.92 is one standard error on the unit: 1.96 away is p = 0.05.
    published = Interval(*(np.array([end]) for end in (10.0, 8.04, 11.96, 6.0, 14.0)))
    assert p_of_interval(published, 8.04) == pytest.approx(0.05, abs=1e-4)


def test_false_discovery_rejects_the_four_of_the_published_example():
    table = pd.read_csv(GOLDEN / "false_discovery_1995.csv", comment="#")
    assert false_discovery(table["p_value"], q=0.05).significant.tolist() == (table["rejected"] == 1).tolist()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discovery_agrees_with_scipy_and_statsmodels(p_values):
    answer = false_discovery(p_values)
    np.testing.assert_allclose(answer.adjusted, false_discovery_control(p_values), atol=1e-12)
    rejected, adjusted, *_ = multipletests(p_values, 0.05, "fdr_bh")
    np.testing.assert_allclose(answer.adjusted, adjusted, atol=1e-12)
    assert answer.comparisons == len(p_values)


def test_an_unknown_p_value_is_no_comparison():
    answer = false_discovery([0.01, np.nan, 0.04])
    assert answer.comparisons == 2
    assert answer.adjusted[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(answer.adjusted[1]) and not answer.significant[1]
    assert false_discovery([]).comparisons == 0


@pytest.mark.parametrize("bad", [-0.1, 1.1])
def test_a_p_value_outside_zero_to_one_is_a_named_error(bad):
    with pytest.raises(StatisticsError):
        false_discovery([0.5, bad])


def test_fifths_hold_equal_numbers_of_areas_and_ties_share_the_lower():
    assert quintiles(range(10)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert quintiles([3, 1, 2, 5, 4]).tolist() == [3, 1, 2, 5, 4]
    assert quintiles([1, 1, 1, 4, 5]).tolist() == [1, 1, 1, 4, 5]


def test_no_fifths_below_five_areas_with_a_value():
    assert np.isnan(quintiles([1, 2, 3, 4])).all()
    assert np.isnan(quintiles([1, 2, 3, 4, np.nan])).all()
    assert quintiles([1, 2, 3, 4, np.nan, 5]).tolist()[5] == 5


def test_funnel_of_a_share_is_wilsons_interval_of_the_benchmark():
    limits = proportion_funnel(0.3, [50, 500])
    assert limits.lower_95.tolist() == wilson([15, 150], [50, 500]).lower.tolist()
    assert limits.upper_998.tolist() == wilson([15, 150], [50, 500], 0.998).upper.tolist()


def test_funnel_of_a_rate_is_the_exact_poisson_interval_of_the_expected_count():
    limits = rate_funnel(5.0, [1_000, 20_000])
    assert limits.lower_95 == pytest.approx([1.6235, 81.364 / 20], abs=1e-4)
    assert limits.upper_95 == pytest.approx([11.6683, 121.627 / 20], abs=1e-4)
    assert np.isnan(rate_funnel(5.0, [0, 10]).lower_95[0])


def test_overdispersion_is_the_one_worked_by_hand():
    # Errors 1, so z = values; ten-per-cent points of -2, -1, 0, 1, 2 are ∓1.6: φ = (2·2.56 + 2)/5 = 1.424.
    # τ² = (5·1.424 − 4)/(5 − 1) = 0.78.
    answer = overdispersion([-2, -1, 0, 1, 2], [1, 1, 1, 1, 1], 0)
    assert (answer.phi, answer.tau2) == pytest.approx((1.424, 0.78))
    limits = widened_funnel(0, [1.0], answer.tau2)
    assert limits.upper_95[0] == pytest.approx(1.959964 * 1.78**0.5, abs=1e-6)


def test_chance_alone_widens_nothing():
    assert overdispersion([-0.5, 0.2, 0.4, 0.1, -0.1], [1] * 5, 0).tau2 == 0
    assert proportion_error(0.2, 400) == pytest.approx(0.02)
    assert rate_error(5.0, 2_000) == pytest.approx(5**0.5 * 1_000 / (2_000_000**0.5))
    with pytest.raises(StatisticsError):
        overdispersion([1, np.nan], [1, 1], 0)


def test_planted_outlier_is_found_and_its_neighbours_are_not():
    cases = np.array([50] * 20 + [95])
    states = compare(rate(cases, 10_000), 5.0, "lower_is_better")
    assert states.tolist() == ["similar"] * 20 + ["much_worse_higher"]
    assert compare(proportion([40], [100]), 0.2).tolist() == ["much_higher"]
