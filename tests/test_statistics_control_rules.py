"""The four rules: every point of a pattern, in their order, on their edges, and never across a rebase."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.statistics.control_chart import segments, xmr
from lib.statistics.control_rules import RULES

NONE, OUTSIDE, TREND, TWO_OF_THREE, RUN = range(len(RULES))


def rules(values, segment=0):
    return xmr(values, segment).rule.tolist()


def test_a_point_on_a_limit_is_inside_and_a_hair_beyond_is_outside():
    # Mean (3 + L)/14 and AMR (23 + L)/13; L − mean = 2.66·AMR solved for L, which no screening touches.
    edge = (2.66 * 23 / 13 + 3 / 14) / (13 / 14 - 2.66 / 13)
    on_limit, beyond = xmr([1, -1] * 6 + [3, edge]), xmr([1, -1] * 6 + [3, edge + 1e-6])
    assert on_limit.upper[-1] == pytest.approx(edge)
    assert on_limit.rule[-1] != OUTSIDE and beyond.rule[-1] == OUTSIDE


def test_seven_points_rising_are_a_trend_and_six_are_not():
    noise = [5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5]
    # Steps of 0.5 from 1.2 to 4.2 stay inside the limits; the last noise point before is higher than 1.2.
    six, seven = [1.2, 1.7, 2.2, 2.7, 3.2, 3.7], [1.2, 1.7, 2.2, 2.7, 3.2, 3.7, 4.2]
    assert TREND not in rules([*noise, *six, 1, 5])
    flagged = rules([*noise, *seven, 1, 5])
    assert flagged == [NONE] * 11 + [TREND] * 7 + [NONE] * 2
    assert xmr([*noise, *seven, 1, 5]).direction[11:18].tolist() == [1] * 7


def test_a_tie_breaks_a_trend():
    noise = [5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5]
    assert TREND not in rules([*noise, 1.2, 1.7, 2.2, 2.7, 2.7, 3.2, 3.7, 4.2, 1])
    assert rules([*noise, 1.2, 1.7, 2.2, 2.7, 3.2, 3.7, 4.2, 4.2]).count(TREND) == 7


def test_a_turning_point_takes_the_later_trend():
    noise = [9, 1] * 10
    up, down = [2, 3, 4, 5, 6, 7, 8], [7, 6, 5, 4, 3, 2]
    chart = xmr([*noise, *up, *down, 9])
    assert chart.rule[20:33].tolist() == [TREND] * 13
    assert chart.direction[20:33].tolist() == [1] * 6 + [-1] * 7


def test_seven_on_one_side_are_a_run_flagged_backwards_and_six_are_not():
    assert RUN not in rules([4, 6, 4, 6, 4, 6, 4, 6, 5.5, 5.9, 5.5, 5.9, 5.5, 4, 6, 4])
    chart = xmr([4, 6, 4, 6, 4, 6, 4, 6, 5.5, 5.9, 5.5, 5.9, 5.5, 5.9, 5.5, 4, 6, 4])
    assert chart.mean[0] == pytest.approx(93.7 / 18)
    assert chart.rule.tolist() == [NONE] * 7 + [RUN] * 8 + [NONE] * 3
    assert chart.direction[8] == 1


def test_a_point_on_the_mean_breaks_a_run():
    # 4 and 6 in turn keep the mean at 5; three above, one on the mean, four above is no seven in a row.
    values = [4, 6, 4, 6, 5.5, 5.6, 5.5, 5, 5.5, 5.6, 5.5, 4.5, 4.4, 4.5, 5, 4.5, 4.4, 4.5, 4, 6, 4, 6]
    chart = xmr(values)
    assert chart.mean[0] == pytest.approx(5)
    assert chart.rule.tolist() == [NONE] * 22


def test_two_of_three_flags_only_the_points_near_the_limit():
    # AMR just under 2: limits near ±5.3, warning lines near ±3.5.
    noise = [1.0, -1.0] * 10
    chart = xmr([*noise, 1.0, 4.2, 0.5, 4.2, *noise])
    assert chart.upper_warning[0] < 4.2 < chart.upper[0]
    assert chart.rule.tolist() == [NONE] * 21 + [TWO_OF_THREE, NONE, TWO_OF_THREE] + [NONE] * 20
    assert chart.direction[21] == 1


def test_two_of_three_needs_all_three_on_one_side():
    noise = [1.0, -1.0] * 10
    assert TWO_OF_THREE not in rules([*noise, -1.0, 4.2, -0.5, 4.2, *noise[::-1]])
    assert TWO_OF_THREE not in rules([*noise, -1.0, 4.2, -4.2, *noise])


def test_a_point_outside_the_limits_is_not_one_of_the_two():
    noise = [1.0, -1.0] * 10
    flagged = rules([*noise, 1.0, 4.2, 9.0, 0.5, *noise[::-1]])
    assert flagged[22] == OUTSIDE and TWO_OF_THREE not in flagged


def test_outside_comes_before_trend_and_trend_before_run():
    noise = [5, 1] * 8
    chart = xmr([*noise, 3.1, 3.6, 4.1, 4.6, 5.1, 5.6, 6.1, 30])
    assert chart.rule[-1] == OUTSIDE
    climb = xmr([*noise, 5.0, 5.1, 5.2, 5.3, 5.4, 5.5, 5.6])
    assert climb.rule[-7:].tolist() == [TREND] * 7


def test_rules_never_cross_a_rebase():
    rising = [5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 1.2, 1.7, 2.2, 2.7, 3.2, 3.7, 4.2, 1, 5]
    assert TREND in rules(rising)
    # Positions 9 to 16 rise: a cut from 11 to 15 leaves fewer than seven on either side.
    found = [TREND in rules(rising, segments(range(19), [rebase])) for rebase in range(9, 18)]
    assert found == [True, True, False, False, False, False, False, True, True]


@settings(max_examples=150)
@given(arrays(float, st.integers(4, 40), elements=st.integers(0, 9).map(float)), st.data())
def test_what_is_before_a_rebase_never_changes_what_is_flagged_after(values, data):
    rebase = data.draw(st.integers(1, len(values) - 1))
    other = values.copy()
    other[:rebase] = data.draw(arrays(float, rebase, elements=st.integers(0, 9).map(float)))
    where = segments(range(len(values)), [rebase])
    np.testing.assert_array_equal(xmr(values, where).rule[rebase:], xmr(other, where).rule[rebase:])
    np.testing.assert_array_equal(xmr(values, where).rule[rebase:], xmr(values[rebase:]).rule)


@settings(max_examples=100)
@given(
    arrays(float, st.integers(2, 40), elements=st.integers(-20, 20).map(float)),
    st.sampled_from([0.1, 3, 1e6]),
)
def test_flags_do_not_change_with_the_unit_and_turn_with_the_sign(values, times):
    chart, scaled, turned = xmr(values), xmr(values * times), xmr(-values)
    np.testing.assert_array_equal(scaled.rule, chart.rule)
    np.testing.assert_array_equal(turned.rule, chart.rule)
    np.testing.assert_array_equal(turned.direction, -chart.direction)
    np.testing.assert_allclose(scaled.upper, chart.upper * times)


@settings(max_examples=100)
@given(arrays(float, st.integers(2, 30), elements=st.integers(0, 6).map(float)))
def test_flags_are_those_of_the_rules_read_one_by_one(values):
    chart = xmr(values)
    if chart.no_variation[0]:
        return
    np.testing.assert_array_equal(chart.rule, [_rule_read_slowly(chart, i) for i in range(len(values))])


def _rule_read_slowly(chart, i):
    """The rules as sentences, point by point: a second way to the same answer."""
    x, m, reach = chart.values, chart.mean[0], chart.upper[0] - chart.mean[0]
    side = [0 if abs(v - m) < 1e-9 else np.sign(v - m) for v in x]
    out = [abs(v - m) > reach + 1e-9 for v in x]
    near = [abs(v - m) > reach * 2 / 3 + 1e-9 and not o for v, o in zip(x, out, strict=True)]

    def windows(size):
        return [range(s, s + size) for s in range(len(x) - size + 1) if s <= i < s + size]

    if out[i]:
        return OUTSIDE
    for w in windows(7):
        steps = {np.sign(x[j + 1] - x[j]) for j in w[:-1]}
        if len(steps) == 1 and 0 not in steps:
            return TREND
    for w in windows(3):
        if near[i] and len({side[j] for j in w}) == 1 and sum(near[j] for j in w) >= 2:
            return TWO_OF_THREE
    return RUN if any(len({side[j] for j in w}) == 1 and side[i] != 0 for w in windows(7)) else NONE
