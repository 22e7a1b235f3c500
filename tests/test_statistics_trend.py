"""The five-year trend: the published cases, the arithmetic by hand, and when it cannot be calculated."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import StatisticsError
from lib.statistics.trend import judged, non_overlapping, trend_of_counts, trend_of_values

GOLDEN = Path(__file__).parent / "golden"
RISING = [10, 20, 30, 40, 50]


@pytest.mark.parametrize("series", [1, 2, 3, 4, 5, 6])
def test_trend_is_the_one_fingertips_states(series):
    table = pd.read_csv(GOLDEN / "trend_fingertips.csv", comment="#")
    rows = table[table["series"] == series]
    assert trend_of_counts(rows["cases"], rows["denominator"]).state.tolist() == [rows["state"].iloc[0]]


def test_chi_square_for_trend_is_the_one_worked_by_hand():
    # N 500, X 150, Σxt 550, Σnt 1500, Σnt² 5500: 500·50000²/(150·350·500000) = 47.619.
    answer = trend_of_counts(RISING, [100] * 5)
    assert answer.chi2[0] == pytest.approx(47.619, abs=1e-3)
    assert answer.slope[0] == pytest.approx(0.1)
    assert answer.state.tolist() == ["increasing"]


def test_chi_square_for_trend_is_n_times_the_squared_correlation_of_the_people():
    cases, of = np.array([12, 9, 20, 17, 31]), np.array([80, 75, 110, 90, 130])
    years = np.repeat(np.arange(5), of)
    ill = np.concatenate([np.arange(n) < x for x, n in zip(cases, of, strict=True)])
    expected = of.sum() * np.corrcoef(years, ill)[0, 1] ** 2
    assert trend_of_counts(cases, of).chi2[0] == pytest.approx(expected)


def test_weighted_regression_agrees_with_statsmodels_when_errors_are_known():
    values, se = np.array([5.0, 5.4, 5.1, 6.0, 6.6]), np.array([0.2, 0.3, 0.1, 0.25, 0.2])
    answer = trend_of_values(values, values - 1.96 * se, values + 1.96 * se)
    fit = sm.WLS(values, sm.add_constant(np.arange(5.0)), weights=1 / se**2).fit(cov_type="fixed scale")
    assert answer.slope[0] == pytest.approx(fit.params[1])
    assert answer.chi2[0] == pytest.approx((fit.params[1] / fit.bse[1]) ** 2)


def test_weighted_regression_is_the_one_worked_by_hand():
    # Equal errors 1: slope 1, Σ(t − 3)² = 10, χ² = 10 > 9.5495; with 0.97 a year χ² = 9.409.
    values = np.array([1.0, 2, 3, 4, 5])
    rising = trend_of_values(values, values - 1.96, values + 1.96)
    assert (rising.chi2[0], rising.state[0]) == (pytest.approx(10), "increasing")
    flatter = trend_of_values(values * 0.97, values * 0.97 - 1.96, values * 0.97 + 1.96)
    assert (flatter.chi2[0], flatter.state[0]) == (pytest.approx(9.409), "no_change")


def test_a_trend_that_hangs_on_one_year_is_no_change():
    # Without the last year the other four are level: the slope loses its sign.
    answer = trend_of_counts([10, 10, 10, 10, 60], [100] * 5)
    assert answer.chi2[0] > 9.5495
    assert not answer.sign_kept[0]
    assert answer.state.tolist() == ["no_change"]
    values = np.array([0.1, 0.1, 0.1, 0.1, 0.9])
    assert trend_of_values(values, values - 0.02, values + 0.02).state.tolist() == ["no_change"]


def test_only_the_last_five_known_years_count():
    longer = trend_of_counts([90, 95, *RISING, np.nan], [100] * 8)
    assert longer.chi2[0] == trend_of_counts(RISING, [100] * 5).chi2[0]
    assert longer.last.tolist() == [6]


@pytest.mark.parametrize(
    "cases, of",
    [
        ([], []),
        ([5], [10]),
        (RISING[1:], [100] * 4),
        ([10, np.nan, 30, 40, 50], [100] * 5),
        ([10, 20, 30, 40, 100], [100] * 5),
        ([100] * 5, [100] * 5),
        ([10, 20, 30, 40, 101], [100] * 5),
        ([10, 20, -30, 40, 50], [100] * 5),
        ([10, 20, np.inf, 40, 50], [100] * 5),
        ([0] * 5, [100] * 5),
        (RISING, [100, 100, 0, 100, 100]),
    ],
)
def test_trend_cannot_be_calculated_and_gives_no_number(cases, of):
    answer = trend_of_counts(cases, of)
    assert answer.state.tolist() == ["cannot_be_calculated"]
    assert np.isnan(answer.chi2).all() and np.isnan(answer.slope).all() and not answer.sign_kept.any()


def test_values_without_width_or_with_turned_limits_have_no_trend():
    values = np.array([1.0, 2, 3, 4, 5])
    assert trend_of_values(values, values, values).state.tolist() == ["cannot_be_calculated"]
    assert trend_of_values(values, values + 1, values - 1).state.tolist() == ["cannot_be_calculated"]


def test_a_break_between_the_five_years_stops_the_trend_and_an_older_one_does_not():
    cases, of = [5, *RISING], [100] * 6
    at = [[year == place for year in range(6)] for place in range(6)]
    states = [trend_of_counts(cases, of, breaks).state[0] for breaks in at]
    assert states == ["increasing"] * 2 + ["cannot_be_calculated"] * 4


def test_many_series_answer_as_each_alone():
    random = np.random.default_rng(7)
    of = random.integers(50, 500, size=(40, 8))
    cases = random.binomial(of, 0.3).astype(float)
    cases[random.random(cases.shape) < 0.1] = np.nan
    together = trend_of_counts(cases, of)
    alone = [trend_of_counts(x, n) for x, n in zip(cases, of, strict=True)]
    assert together.state.tolist() == [one.state[0] for one in alone]
    np.testing.assert_array_equal(together.chi2, [one.chi2[0] for one in alone])


@settings(max_examples=60)
@given(st.lists(st.integers(1, 99), min_size=5, max_size=5))
def test_turning_time_round_turns_the_trend_round(cases):
    forward, backward = trend_of_counts(cases, [100] * 5), trend_of_counts(cases[::-1], [100] * 5)
    assert backward.chi2[0] == pytest.approx(forward.chi2[0])
    turned = {"increasing": "decreasing", "decreasing": "increasing", "no_change": "no_change"}
    assert backward.state[0] == turned[forward.state[0]]


def test_polarity_adds_better_and_worse():
    states = ["increasing", "decreasing", "no_change", "cannot_be_calculated"]
    assert judged(states, "higher_is_better").tolist() == ["getting_better", "getting_worse", *states[2:]]
    assert judged(states, "lower_is_better").tolist() == ["getting_worse", "getting_better", *states[2:]]
    assert judged(states, "none").tolist() == states
    with pytest.raises(StatisticsError):
        judged(states, "up")


def test_overlapping_periods_are_thinned_from_the_newest_back():
    first_years = np.arange(2010, 2020)
    assert non_overlapping(first_years, first_years + 2).tolist() == [0, 3, 6, 9]
    assert non_overlapping(first_years, first_years).tolist() == list(range(10))
