"""XmR limits by hand and by the book, every edge named in the method, and what the last point means."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from lib.errors import StatisticsError
from lib.statistics.control_chart import (
    assurance,
    last_flag,
    segments,
    targets_in_force,
    variation_icon,
    xmr,
)
from lib.statistics.control_rules import RULES
from lib.statistics.grid import monthly_grid

BOOK = tomllib.loads((Path(__file__).parent / "golden" / "control_charts_montgomery.toml").read_text())
OUTSIDE, TREND, RUN = (RULES.index(name) for name in ("outside_limits", "trend", "run"))
GAP = np.nan


def rules(values):
    return xmr(values).rule.tolist()


def test_limits_are_those_of_the_printed_example():
    book = BOOK["individuals"]
    chart = xmr(book["values"])
    assert [chart.mean[0], chart.lower[0], chart.upper[0]] == pytest.approx(
        [book["mean"], book["lower"], book["upper"]], abs=0.006
    )
    assert not chart.rule.any() and not chart.trial.any()


def test_limits_are_those_worked_by_hand():
    # Mean 11.6, moving ranges 2 4 2 2: AMR 2.5, nothing from 8.17 up; 2.66·2.5 = 6.65.
    chart = xmr([12, 10, 14, 12, 10])
    assert chart.mean.tolist() == pytest.approx([11.6] * 5)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((11.6 - 6.65, 11.6 + 6.65))
    assert chart.upper_warning[0] == pytest.approx(11.6 + 6.65 * 2 / 3)


def test_large_moving_ranges_are_left_out_once_and_the_mean_keeps_all_points():
    # Ranges 1 × 9 and 20 twice: AMR 49/11 = 4.4545, border 14.55: both twenties go, AMR 1.
    values = [10, 11, 10, 11, 10, 30, 10, 11, 10, 11, 10, 11]
    chart = xmr(values)
    assert chart.mean[0] == pytest.approx(sum(values) / 12)
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66)
    # Screened only once: ranges 1 × 8, 4, 40: AMR 5.2 drops 40; the new AMR 12/9 would drop 4 too.
    again = xmr([10, 11, 10, 11, 10, 11, 10, 11, 10, 14, 54])
    assert again.upper[0] - again.mean[0] == pytest.approx(2.66 * 12 / 9)


@pytest.mark.parametrize("more, left_out", [(-0.01, False), (0, True), (0.01, True)])
def test_a_moving_range_is_left_out_from_the_border_up(more, left_out):
    # Nine ranges of 1 and one of r: r = 3.267·(9 + r)/10 is solved by r = 29.403/6.733.
    last = 29.403 / 6.733 + more
    chart = xmr([0, 1] * 5 + [1 + last])
    average_range = 1 if left_out else (9 + last) / 10
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66 * average_range)


def test_a_constant_series_has_limits_on_its_mean_and_nothing_flagged():
    for value in (5, 0, 0.1):
        chart = xmr([value] * 23)
        assert chart.no_variation.all() and not chart.rule.any()
        np.testing.assert_allclose([chart.lower, chart.mean, chart.upper], value, rtol=1e-12)
        assert variation_icon(chart, "higher_is_better").tolist() == ["common_cause"]


def test_one_step_in_a_constant_series_is_not_screened_away():
    chart = xmr([5.0] * 10 + [6.0] * 10)
    assert chart.upper[0] == pytest.approx(5.5 + 2.66 / 19)
    assert set(chart.rule.tolist()) == {OUTSIDE} and not chart.no_variation.any()


def test_a_missing_month_is_a_gap_and_not_a_neighbour():
    # Neighbours only inside 1 2 1 and 11 12 11: ranges 1 1 1 1.
    chart = xmr([1, 2, 1, GAP, 11, 12, 11])
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66)
    noise = [5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5]
    assert TREND not in rules([*noise, 1.2, 1.7, 2.2, GAP, 2.7, 3.2, 3.7, 4.2, 1])
    above = [5.5, 5.9, 5.5, GAP, 5.5, 5.9, 5.5, 5.9]
    assert RUN not in rules([4, 6, 4, 6, 4, 6, 4, *above, 4, 6, 4])


def test_months_that_are_never_neighbours_have_no_chart():
    chart = xmr([1, GAP, 2, GAP, 3])
    assert np.isnan(chart.mean).all() and np.isnan(chart.upper).all() and not chart.rule.any()
    assert np.isnan(xmr([5, 5, GAP, 6, 6]).upper).all()


def test_fewer_than_thirteen_points_give_trial_limits():
    assert xmr([1, 2] * 6).trial.all()
    assert not xmr([1, 2] * 6 + [1]).trial.any()
    assert xmr([1, 2] * 6 + [GAP]).trial.all()


def test_each_segment_has_its_own_limits():
    values = [1, 2, 1, 2, 1, 2, 11, 12, 11, 12, 11, 12]
    chart = xmr(values, segments(range(12), [6]))
    assert chart.mean.tolist() == pytest.approx([1.5] * 6 + [11.5] * 6)
    assert not chart.rule.any()


def test_many_series_answer_as_each_alone():
    random = np.random.default_rng(3)
    values = random.normal(100, 10, size=(50, 48))
    values[random.random(values.shape) < 0.05] = np.nan
    where = segments(range(48), [20])
    together = xmr(values, where)
    for row, series in enumerate(values):
        alone = xmr(series, where)
        np.testing.assert_array_equal(together.rule[row], alone.rule)
        np.testing.assert_allclose(together.upper[row], alone.upper)


def test_a_planted_shift_is_found_and_noise_is_mostly_left_alone():
    random = np.random.default_rng(11)
    values = random.normal(100, 5, size=(200, 36))
    shifted = values.copy()
    shifted[:, 28:] += 25
    assert (variation_icon(xmr(shifted), "lower_is_better") == "concern").mean() > 0.95
    assert (variation_icon(xmr(values), "lower_is_better") == "common_cause").mean() > 0.9


@pytest.mark.parametrize(
    "polarity, icon",
    [("higher_is_better", "improvement"), ("lower_is_better", "concern"), ("none", "neutral")],
)
def test_the_icon_is_the_flag_of_the_last_known_point(polarity, icon):
    values = [1, 2] * 8 + [20, GAP]
    assert variation_icon(xmr(values), polarity).tolist() == [icon]
    assert last_flag(xmr(values)).direction.tolist() == [1]
    assert variation_icon(xmr([*values[:-1], 2]), polarity).tolist() == ["common_cause"]


@pytest.mark.parametrize(
    "target, higher, lower",
    [
        (4, "consistently_meets", "consistently_misses"),
        (16, "consistently_misses", "consistently_meets"),
        (10, "hit_and_miss", "hit_and_miss"),
        (10.5 - 2.66, "hit_and_miss", "hit_and_miss"),
        (10.5 + 2.66, "hit_and_miss", "hit_and_miss"),
    ],
)
def test_assurance_is_the_target_against_the_limits(target, higher, lower):
    chart = xmr([10, 11] * 10)
    assert assurance(chart, target, "higher_is_better").tolist() == [higher]
    assert assurance(chart, target, "lower_is_better").tolist() == [lower]


def test_assurance_takes_the_target_in_force_and_the_last_segments_limits():
    months = np.arange("2024-01", "2025-09", dtype="datetime64[M]")
    targets = targets_in_force(months, np.array(["2025-05", "2024-03"], dtype="datetime64[M]"), [4, 16])
    np.testing.assert_array_equal(targets, [GAP] * 2 + [16] * 14 + [4] * 4)
    assert assurance(xmr([10, 11] * 10), targets, "higher_is_better").tolist() == ["consistently_meets"]
    stepped = xmr([1, 2] * 5 + [10, 11] * 5, segments(range(20), [10]))
    assert assurance(stepped, 4, "higher_is_better").tolist() == ["consistently_meets"]


def test_without_a_target_polarity_or_limits_assurance_cannot_be_said():
    chart = xmr([10, 11] * 10)
    for answer in (
        assurance(chart, np.nan, "higher_is_better"),
        assurance(chart, 4, "none"),
        assurance(xmr([3]), 4, "higher_is_better"),
    ):
        assert answer.tolist() == ["cannot_be_calculated"]


def test_one_point_or_none_has_no_chart():
    one = xmr([3])
    assert np.isnan([one.mean, one.lower, one.upper]).all() and not one.rule.any()
    assert variation_icon(one, "none").tolist() == ["cannot_be_calculated"]
    assert variation_icon(xmr([GAP, GAP]), "none").tolist() == ["cannot_be_calculated"]
    assert xmr([]).rule.size == 0
    with pytest.raises(StatisticsError):
        variation_icon(xmr([]), "none")


def test_an_infinite_value_is_an_error_alone_and_no_chart_among_many():
    with pytest.raises(StatisticsError):
        xmr([1, 2, np.inf])
    many = xmr([[1, 2, 1], [1, 2, -np.inf]])
    assert np.isnan(many.upper).any(1).tolist() == [False, True]


def test_segments_that_go_back_in_time_are_an_error():
    with pytest.raises(StatisticsError):
        xmr([1, 2, 3], [0, 1, 0])


def test_a_long_table_becomes_a_grid_with_its_missing_months():
    grid = monthly_grid(["b", "a", "b"], ["2025-03", "2025-01", "2025-01"], [3, 1, 2])
    assert grid.series.tolist() == ["a", "b"]
    assert grid.months.astype(str).tolist() == ["2025-01", "2025-02", "2025-03"]
    np.testing.assert_array_equal(grid.values, [[1, GAP, GAP], [2, GAP, 3]])
    for bad in ((["a", "a"], ["2025-01"] * 2, [1, 2]), ([], [], [])):
        with pytest.raises(StatisticsError):
            monthly_grid(*bad)
