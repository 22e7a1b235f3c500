"""Charts for counts and shares: the printed examples, and small areas left in peace."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from lib.errors import StatisticsError
from lib.statistics.attribute_charts import c_chart, g_chart, p_chart, p_prime_chart, share_chart
from lib.statistics.control_chart import segments, xmr

BOOK = tomllib.loads((Path(__file__).parent / "golden" / "control_charts_montgomery.toml").read_text())
OUTSIDE = 1


def test_p_chart_is_the_printed_one():
    book = BOOK["p"]
    chart = p_chart(book["cases"], [book["n"]] * len(book["cases"]))
    found = [chart.mean[0], chart.lower[0], chart.upper[0]]
    assert found == pytest.approx([book["mean"], book["lower"], book["upper"]], abs=6e-5)
    assert np.flatnonzero(chart.rule == OUTSIDE).tolist() == book["outside"]


def test_c_chart_is_the_printed_one():
    book = BOOK["c"]
    chart = c_chart(book["counts"])
    found = [chart.mean[0], chart.lower[0], chart.upper[0]]
    # The book takes the mean as 19.85 before it goes on.
    assert found == pytest.approx([book["mean"], book["lower"], book["upper"]], abs=0.011)
    assert np.flatnonzero(chart.rule == OUTSIDE).tolist() == book["outside"]


def test_limits_of_shares_are_wider_where_there_are_fewer_people():
    chart = p_chart([5, 50, 5], [50, 500, 50])
    # p̄ = 60/600 = 0.1; 3·√(0.09/500) = 0.0402; at 50 the lower limit would be −0.027 and is cut at 0.
    assert chart.mean.tolist() == pytest.approx([0.1] * 3)
    assert chart.upper.tolist() == pytest.approx([0.1 + 3 * (0.09 / n) ** 0.5 for n in (50, 500, 50)])
    assert chart.lower[0] == 0 and chart.lower[1] == pytest.approx(0.1 - 0.040249, abs=1e-6)


def test_p_prime_widens_by_the_moving_range_of_z():
    cases, n = np.array([40, 60, 40, 60, 40, 60]), np.full(6, 100)
    # z = ∓2, moving ranges 4: σ_z = 4/1.128.
    found = p_prime_chart(cases, n)
    assert found.sigma_z[0] == pytest.approx(4 / 1.128)
    assert found.chart.upper[0] == pytest.approx(min(1, 0.5 + 3 * 0.05 * 4 / 1.128))


def test_share_chart_widens_only_where_the_shares_are_overdispersed():
    random = np.random.default_rng(5)
    n = np.full((300, 36), 400)
    chance = random.binomial(n, 0.3)
    restless = random.binomial(n, random.beta(30, 70, size=n.shape))
    plain = p_chart(chance, n)
    same = (share_chart(chance, n).chart.upper == plain.upper).all(1)
    assert same.mean() > 0.9
    assert (share_chart(restless, n).chart.upper > p_chart(restless, n).upper).all(1).mean() > 0.99


def test_the_error_of_sigma_z_is_the_one_cryer_and_ryan_give():
    # Their formula against 20 000 simulated series of 24 standard normal values.
    values = np.random.default_rng(1).normal(size=(20_000, 24))
    sigma = np.abs(np.diff(values, axis=1)).mean(1) / 1.128
    assert sigma.std() == pytest.approx((0.8264 * 24 - 1.082) ** 0.5 / 23, rel=0.03)


def test_g_chart_limits_are_those_worked_by_hand_and_only_limits_flag():
    # Mean 4: 4 + 3·√20 = 17.416.
    chart = g_chart([3, 5, 4, 4, 3, 5, 4])
    assert chart.upper[0] == pytest.approx(17.4164, abs=1e-4)
    assert chart.lower[0] == 0
    assert not chart.rule.any()
    assert not g_chart([1, 2, 3, 4, 5, 6, 7, 8]).rule.any()
    assert g_chart([1] * 30 + [60]).rule[-1] == OUTSIDE


def test_a_small_district_flagged_by_xmr_is_left_alone_by_charts_made_for_counts():
    # XmR: mean 22/13, ranges 5 ones of 11 after the 2 is screened: upper limit 2.90, and 4 is above it.
    # c: 22/13 + 3·√(22/13) = 5.59. Four events in a month are no news where two are usual.
    counts = [1, 1, 2, 2] * 3 + [4]
    assert xmr(counts).rule[-1] == OUTSIDE
    assert not c_chart(counts).rule.any()
    assert not p_chart(counts, [20] * 13).rule.any()


def test_segments_have_their_own_limits_in_every_chart():
    where = segments(range(8), [4])
    assert c_chart([1, 1, 1, 1, 9, 9, 9, 9], where).mean.tolist() == [1] * 4 + [9] * 4
    assert p_chart([1] * 4 + [5] * 4, [10] * 8, where).mean.tolist() == pytest.approx([0.1] * 4 + [0.5] * 4)
    assert p_prime_chart([1, 2, 1, 2, 6, 5, 6, 5], [10] * 8, where).sigma_z.tolist() == pytest.approx(
        [(0.1 / (0.15 * 0.85 / 10) ** 0.5) / 1.128] * 4 + [(0.1 / (0.55 * 0.45 / 10) ** 0.5) / 1.128] * 4
    )


def test_impossible_and_missing_months_are_gaps():
    chart = p_chart([5, 12, -1, np.nan, 5, 5], [10, 10, 10, 10, 0, 10])
    assert np.isnan(chart.values).tolist() == [False, True, True, True, True, False]
    assert chart.mean.tolist() == [0.5] * 6
    assert np.isnan(c_chart([3, -2, 3]).values).tolist() == [False, True, False]


def test_no_variation_is_said_and_one_point_has_no_chart():
    assert c_chart([0] * 5).no_variation.all() and not c_chart([0] * 5).rule.any()
    assert p_chart([0] * 5, [10] * 5).no_variation.all()
    for chart in (c_chart([3]), p_chart([3], [10]), g_chart([3]), p_prime_chart([3], [10]).chart):
        assert np.isnan(chart.upper).all() and not chart.rule.any()
    assert c_chart([]).upper.size == 0
    with pytest.raises(StatisticsError):
        p_chart([1, 2], [1, 2, 3])
    with pytest.raises(StatisticsError):
        c_chart([1, np.inf])
