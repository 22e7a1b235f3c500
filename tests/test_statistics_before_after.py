"""Before against after: published and hand-made intervals, and what cannot be said."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from lib.errors import StatisticsError
from lib.statistics.before_after import change_of_means, change_of_shares

VALUES = st.lists(st.integers(0, 50), min_size=3, max_size=14)


def test_welch_interval_by_hand():
    # Means 7 and 3; variances 20/3 and 1; squared error (20/3)/4 + 1/3 = 2; freedom 4/((5/3)²/3 + (1/3)²/2)
    # = 4.0755, whose 97.5 % point of t is 2.7560; 2.7560·√2 = 3.898.
    found = change_of_means([4, 6, 8, 10], [2, 3, 4])
    assert (found.before, found.after, found.difference) == (7, 3, -4)
    assert (found.lower, found.upper) == pytest.approx((-7.898, -0.102), abs=0.001)
    assert (found.points_before, found.points_after, found.is_visible) == (4, 3, True)


def test_newcombe_interval_as_published():
    # Newcombe 1998, table II, method 10: 56/70 against 48/80 is 0.0524 to 0.3339.
    found = change_of_shares((48, 80), (56, 70))
    assert found.difference == pytest.approx(0.2)
    assert (found.lower, found.upper) == pytest.approx((0.0524, 0.3339), abs=0.00005)


# One constant side is a fair question, at which only SciPy warns.
@pytest.mark.filterwarnings("ignore:Precision loss")
@given(VALUES, VALUES)
def test_the_interval_is_that_of_scipy_and_turns_with_time(before, after):
    if np.ptp(before) == 0 and np.ptp(after) == 0:
        return
    found, turned = change_of_means(before, after), change_of_means(after, before)
    theirs = ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert (found.lower, found.upper) == pytest.approx((theirs.low, theirs.high))
    assert (-turned.upper, -turned.lower) == pytest.approx((found.lower, found.upper))


def test_unknown_months_are_left_out():
    assert change_of_means([4, math.nan, 6, 8, 10], [2, 3, math.inf, 4]) == change_of_means(
        [4, 6, 8, 10], [2, 3, 4]
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 2], [3, 4, 5]),
        ([1, 2, 3], [4, 5, math.nan]),
        ([], []),
        ([2, 2, 2], [1, 1, 1]),
        ([1, 2, 3], ["x"]),
    ],
)
def test_too_few_points_no_variation_and_no_numbers_have_no_answer(before, after):
    with pytest.raises(StatisticsError):
        change_of_means(before, after)


@pytest.mark.parametrize("side", [(-1, 10), (11, 10), (1, 0), (math.nan, 10), (1, math.nan)])
def test_counts_that_cannot_be_have_no_answer(side):
    for pair in ((side, (1, 10)), ((1, 10), side)):
        with pytest.raises(StatisticsError):
            change_of_shares(*pair)


@given(st.integers(0, 40), st.integers(0, 40))
def test_more_people_make_the_interval_of_shares_narrower(first, last):
    small, large = (change_of_shares((first * k, 40 * k), (last * k, 40 * k)) for k in (1, 10))
    assert large.upper - large.lower < small.upper - small.lower
    assert small.lower <= small.difference <= small.upper
