"""A series that has moved: by hand arithmetic, by simulation with a seed, and by what must not matter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lib.statistics.season import seasonless
from lib.statistics.shift import (
    WINDOWS,
    months_since,
    price,
    recent_shift,
    shift_of_counts,
    shift_of_shares,
)


def noise(series: int, months: int, seed: int = 7) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(series, months))


def test_one_window_of_one_month_is_the_t_test_for_a_new_observation():
    # Base 10 and 12 by turns, 12 months: mean 11, deviation √(12/11). Their lag 1 is negative, so f = 1.
    # t = (20 − 11) / (s·√(1 + 1/12)); the p of that t with 11 degrees of freedom, paid for the windows tried.
    values = [10.0, 12.0] * 6 + [20.0]
    t = 9 / (np.sqrt(12 / 11) * np.sqrt(1 + 1 / 12))
    found = recent_shift(values)
    assert found.window.tolist() == [1]
    assert found.before[0] == pytest.approx(11) and found.after[0] == pytest.approx(20)
    assert found.p[0] == pytest.approx(min(price() * 2 * stats.t.sf(t, 11), 1))
    reach = stats.t.ppf(0.975, 11) * np.sqrt(12 / 11) * np.sqrt(1 + 1 / 12)
    assert (found.lower[0], found.upper[0]) == (pytest.approx(9 - reach), pytest.approx(9 + reach))


def test_windows_that_overlap_cost_less_than_as_many_separate_tests():
    assert 1 < price() < len(WINDOWS)


def test_without_a_change_p_below_a_level_is_as_rare_as_the_level_says():
    p = recent_shift(noise(20_000, 60)).p
    for level in (0.05, 0.01, 0.001):
        # Three standard errors of a simulated share.
        assert (p < level).mean() < level + 3 * np.sqrt(level / 20_000) + 0.0005


@pytest.mark.parametrize("dependence", [0.3, 0.5, 0.7])
def test_months_that_resemble_each_other_raise_no_more_false_alarms(dependence):
    x = noise(5_000, 110)
    for month in range(1, 110):
        x[:, month] += dependence * x[:, month - 1]
    assert (recent_shift(x[:, 50:]).p < 0.01).mean() < 0.01


def test_a_step_of_three_sigma_is_found_within_six_months_and_dated():
    x = noise(500, 66)
    x[:, 60:] += 3
    found = recent_shift(x)
    assert (found.p < 0.01).mean() > 0.95
    assert (found.after - found.before).mean() == pytest.approx(3, abs=0.8)
    assert np.median(found.window) in (4, 8)


@given(st.floats(0.01, 1e4), st.floats(-1e3, 1e3))
def test_unit_and_zero_of_the_scale_do_not_matter(scale, zero):
    x = noise(5, 40)
    assert recent_shift(scale * x + zero).p == pytest.approx(recent_shift(x).p, rel=1e-6)


def test_only_the_last_segment_is_looked_at():
    x = noise(1, 48)
    x[:, :24] += 50
    segment = np.repeat([0, 1], 24)
    assert recent_shift(x, segment).p == pytest.approx(recent_shift(x[:, 24:]).p)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([1.0] * 40, id="nothing varies"),
        pytest.param([1.0, 2.0] * 6, id="fewer than twelve months before"),
        pytest.param([np.nan] * 40, id="nothing known"),
        pytest.param([3.0], id="one month"),
    ],
)
def test_where_it_cannot_be_said_there_is_no_p(values):
    found = recent_shift(values)
    assert np.isnan(found.p).all() and found.window.tolist() == [0]


def test_a_missing_newest_month_is_no_change():
    x = noise(1, 40)
    x[:, -1] = np.nan
    assert np.isnan(recent_shift(x).p).all()


@pytest.mark.parametrize("step", [1, 3, 6, 11, 15])
def test_a_change_is_dated_to_the_month_it_began(step):
    values = np.where(np.arange(60) >= 60 - step, 20.0, 10.0) + np.tile([0.0, 1.0], 30)
    found = recent_shift(values)
    assert abs(months_since(values, found.window)[0] - step) <= 1


def test_what_was_not_tested_has_no_date():
    assert months_since(np.ones((2, 40)), [0, 0]).tolist() == [0, 0]


def test_a_season_is_taken_away_and_a_step_of_the_newest_year_stays():
    months = np.arange(60)
    season = 1 + 0.4 * np.sin(2 * np.pi * months / 12)
    assert np.ptp(seasonless(100 * season)) == pytest.approx(0, abs=1e-9)
    stepped = seasonless(100 * season + np.where(months >= 54, 50, 0))
    assert stepped == pytest.approx(np.where(months >= 54, 150, 100))


def test_a_short_series_keeps_its_values():
    assert seasonless(np.arange(1.0, 23.0)).tolist() == np.arange(1.0, 23.0).tolist()


def test_a_rare_count_is_tested_exactly():
    # 12 months with 6 events in all, then a month with 4: given 10 events, the newest month has them with
    # 1/13 each; at least 4 of 10: p from scipy's binomial, twice, paid for the windows.
    found = shift_of_counts([0, 1] * 6 + [4])
    assert found.window.tolist() == [1]
    assert found.p[0] == pytest.approx(price() * 2 * stats.binom.sf(3, 10, 1 / 13))


def test_one_event_in_a_rare_series_is_no_news():
    assert shift_of_counts([0] * 30 + [1] + [0] * 20 + [1]).p[0] > 0.05


def test_rare_counts_without_a_change_raise_no_more_than_the_level():
    counts = np.random.default_rng(3).poisson(0.8, size=(10_000, 60))
    p = shift_of_counts(counts).p
    assert (p < 0.05).mean() < 0.055 and (p < 0.001).mean() < 0.002


def test_a_share_near_one_is_tested_by_its_few_others():
    # 20 months of 10 of 10, then 8 of 10: given 2 failures among 210, both in the newest 10: Fisher.
    found = shift_of_shares([10.0] * 20 + [8.0], [10.0] * 21)
    table = [[8, 2], [200, 0]]
    assert found.p[0] == pytest.approx(price() * 2 * stats.fisher_exact(table, "less").pvalue)
    assert (found.before[0], found.after[0]) == (1.0, 0.8)


def test_one_failure_among_thousands_is_no_news():
    cases = np.full(60, 100.0)
    cases[-5] = 99
    assert shift_of_shares(cases, np.full(60, 100.0)).p[0] > 0.05
