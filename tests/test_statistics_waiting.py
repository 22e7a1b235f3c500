"""Queues, shares over the limit, percentiles from classes, and the two truths of a shrinking queue."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import StatisticsError
from lib.statistics.waiting import (
    Truths,
    load,
    longest_class,
    percentile,
    percentile_from_classes,
    pressure,
    queue_too_large,
    relief_capacity,
    share_over,
    target_capacity,
    target_queue,
    two_truths,
)

EDGES = [0, 30, 90, 180, np.inf]


def test_queue_arithmetic_is_the_one_worked_by_hand():
    # 30 a week, target 52 weeks: 30·52/4 = 390; relief 30 + (1200 − 390)/26 = 61.154.
    assert load(30, 25) == pytest.approx(1.2)
    assert target_queue(30, 52) == 390
    assert relief_capacity(30, 1_200, 52) == pytest.approx(61.1538, abs=1e-4)
    # ((1.1² + 0.5²)/2)·4/52 = 0.0561538.
    assert target_capacity(30, 52, 1.1, 0.5) == pytest.approx(30.0561538, abs=1e-6)
    assert pressure(13, 52) == 0.5


def test_a_queue_is_too_large_when_more_than_twice_its_target():
    assert queue_too_large([780, 781], 30, 52).tolist() == [False, True]


def test_queues_without_sense_have_no_answer():
    assert np.isnan([load(30, 0), load(-1, 5), target_queue(30, 0), relief_capacity(30, np.inf, 52)]).all()
    assert np.isnan([target_capacity(np.nan, 52), pressure(-1, 52), target_capacity(30, 52, -1)]).all()
    with pytest.raises(StatisticsError):
        queue_too_large(np.nan, 30, 52)


def test_share_over_a_class_border_is_counted_and_not_estimated():
    assert share_over(EDGES, [10, 20, 15, 5], 90) == (0.4, 0.4, 0.4, False)
    assert share_over(EDGES, [10, 20, 15, 5], 180).share == pytest.approx(0.1)
    assert share_over(EDGES, [10, 20, 15, 5], 0).share == 1


def test_share_over_a_limit_inside_a_class_is_an_estimate_between_bounds():
    # 60 is in the middle of 30 to 90: half of 20, and 15 + 5 surely.
    assert share_over(EDGES, [10, 20, 15, 5], 60) == pytest.approx((0.6, 0.4, 0.8, True))
    assert not share_over(EDGES, [10, 0, 15, 5], 60).is_estimate
    in_open_class = share_over(EDGES, [10, 20, 15, 5], 365)
    assert np.isnan(in_open_class.share) and in_open_class[1:] == pytest.approx((0, 0.1, True))


def test_percentiles_from_classes_are_those_worked_by_hand():
    # 50 people: the 25th is 15 into the 20 of 30 to 90; the 45th is the last of 90 to 180.
    assert percentile_from_classes(EDGES, [10, 20, 15, 5], 0.5) == pytest.approx(30 + 60 * 15 / 20)
    assert percentile_from_classes(EDGES, [10, 20, 15, 5], 0.9) == pytest.approx(180)
    assert np.isnan(percentile_from_classes(EDGES, [10, 20, 15, 5], 0.95))


@given(
    st.lists(st.integers(0, 40), min_size=3, max_size=3).filter(lambda counts: sum(counts) >= 10),
    st.floats(0.05, 0.95),
)
def test_shares_over_and_percentiles_say_the_same(counts, share):
    edges = [0, 30, 90, 180]
    wait = percentile_from_classes(edges, counts, share)
    assert share_over(edges, counts, wait).share == pytest.approx(1 - share, abs=1e-9)


def test_percentiles_are_given_from_ten_people():
    assert np.isnan(percentile(range(9), 0.5)) and np.isnan(percentile([*range(9), np.nan], 0.5))
    assert percentile(range(10), 0.5) == 4.5
    assert percentile(range(11), 0.9) == 9
    assert np.isnan(percentile_from_classes([0, 30, 90], [4, 5], 0.5))
    assert np.isnan(percentile([], 0.5))


@pytest.mark.parametrize(
    "edges, counts",
    [
        ([0, 30], [1, 2]),
        ([0, 30, 30], [1, 2]),
        ([30, 0], [1]),
        ([0, 30, 60], [1, -2]),
        ([0, 30, 60], [1, np.nan]),
        ([0, 30, 60], [0, 0]),
        ([0, np.nan, 60], [1, 2]),
        ([0, np.inf, np.inf], [1, 2]),
        ([], []),
    ],
)
def test_impossible_classes_are_a_named_error(edges, counts):
    with pytest.raises(StatisticsError):
        share_over(edges, counts, 30)
    with pytest.raises(StatisticsError):
        percentile_from_classes(edges, counts, 0.5)


@pytest.mark.parametrize("share", [0, 1, 90, np.nan])
def test_a_percentile_is_asked_as_a_share(share):
    with pytest.raises(StatisticsError):
        percentile(range(20), share)
    with pytest.raises(StatisticsError):
        percentile([-1] * 20, 0.5)


def test_longest_class_is_the_last_with_somebody_in_it():
    assert longest_class([3, 0, 2, 0]) == 2
    for nobody in ([0, 0], [1, np.nan], []):
        with pytest.raises(StatisticsError):
            longest_class(nobody)


def test_clearing_an_old_queue_is_told_from_getting_worse():
    before = Truths([0.30, 0.30, 0.30, 0.10, 0.30, 0.30, np.nan], [0.80] * 7)
    now = Truths([0.10, 0.10, 0.30, 0.30, 0.40, 0.30, 0.30], [0.60, 0.90, 0.70, 0.90, 0.80, 0.80, 0.80])
    assert two_truths(before, now).tolist() == [
        "clearing_backlog", "both_better", "both_worse", "hidden_growth", "both_worse", "steady",
        "cannot_be_calculated",
    ]  # fmt: skip
    assert two_truths(Truths(30, 0.5), Truths(0.2, 0.4)) == "cannot_be_calculated"


def test_a_queue_that_is_cleared_first_in_first_out_shows_both_truths():
    # Ten old cases over the limit are among the twenty seen: the queue looks better, the seen worse.
    before = Truths(10 / 40, 20 / 20)
    now = Truths(0 / 30, 10 / 20)
    assert two_truths(before, now) == "clearing_backlog"
