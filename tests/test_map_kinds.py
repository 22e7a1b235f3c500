"""Kinds of map: borders by each method, own limits with their faults, circles, unsure and smoothed values."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import maps, uncertainty


def within(values, rising):
    """Sum of squared distances from the mean of the class."""
    places = np.searchsorted(rising, values, side="right")
    return sum(((values[places == one] - values[places == one].mean()) ** 2).sum() for one in set(places))


def test_natural_breaks_part_clear_groups_where_they_part():
    groups = [1, 2, 2, 11, 12, 21, 22, 31, 33, 50, 51]
    rising = maps.natural(groups, 0)
    assert np.searchsorted(rising, groups, side="right").tolist() == [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert rising == (10.0, 20.0, 30.0, 50.0)


@given(st.lists(st.integers(1, 400), min_size=6, max_size=40))
def test_natural_breaks_never_have_more_spread_within_classes_than_fifths(values):
    found = np.array(values, dtype=float)
    assert within(found, maps.natural(values, 0)) <= within(found, maps.borders(values, 0)) + 1e-9


def test_equal_steps_of_0_to_100_are_twenties_and_a_class_may_be_empty():
    assert maps.equal([-1.0, 0.0, 99.0], 0) == (19.0, 39.0, 59.0, 79.0)
    assert maps.equal([5.0, 5.0], 0) == ()


def test_classes_around_a_value_are_as_wide_on_both_sides():
    low, below, above, high = maps.around(range(101), 50, 0)
    assert (50 - low, 50 - below) == (high - 50, above - 50)
    assert high - above == above - below


@pytest.mark.parametrize(
    ("written", "rising"),
    [("5; 10,5; 15", (5, 10.5, 15)), ("0.5", (0.5,)), ("-2;0;", (-2, 0)), ("\u22122; 3", (-2, 3))],
)
def test_own_limits_are_read_with_comma_or_point(written, rising):
    assert maps.own(written).rising == rising


@pytest.mark.parametrize(
    ("written", "fault", "values"),
    [
        ("5; kymmenen", "map.own.no_number", {"found": "kymmenen"}),
        ("5, 10", "map.own.no_number", {"found": "5, 10"}),
        ("1;2;3;4;5", "map.own.count", {"count": 5}),
        ("", "map.own.count", {"count": 0}),
        ("5; 5", "map.own.order", {"before": "5", "after": "5"}),
        ("9; 2,5", "map.own.order", {"before": "9", "after": "2,5"}),
    ],
)
def test_faulty_limits_say_what_and_where(written, fault, values):
    found = maps.own(written)
    assert (found.rising, found.fault, dict(found.values)) == ((), fault, values)


def test_the_area_of_a_circle_goes_by_the_count_and_the_largest_comes_first():
    found = maps.radii({"a": 25.0, "b": 100.0, "c": 0.0, "d": float("nan")})
    assert list(found) == ["b", "a"]
    assert found["b"] / found["a"] == pytest.approx(2)


@pytest.mark.parametrize(("largest", "counts"), [(1538, [1000, 200, 60]), (3, [3, 1]), (1, [1])])
def test_the_legend_has_up_to_three_round_counts(largest, counts):
    assert [count for count, _ in maps.legend(largest, 10)] == counts


STATUSES = ["suppressed", "published"]


def rates(cases, whole, statuses=None):
    codes = [str(place) for place in range(len(cases))]
    table = pd.DataFrame({"area_code": codes, "numerator": cases, "denominator": whole})
    return table.assign(value=100 * table["numerator"] / table["denominator"], status=statuses or "published")


def test_a_share_of_ten_cases_in_a_thousand_is_unsure_and_of_a_hundred_is_not():
    # √((1 − p)/(n·p)): 0.315 for 10 of 1,000, and 0.095 for 100 of 1,000.
    table = uncertainty.with_reliability(rates([10, 100], [1000, 1000]), "share")
    assert uncertainty.unsure(table) == ["0"]


def test_a_hidden_value_is_not_called_unsure():
    table = uncertainty.with_reliability(
        rates([1.0, 100], [1000, 1000], ["suppressed", "published"]), "share"
    )
    assert uncertainty.unsure(table) == []


def test_smoothing_moves_the_small_area_more_and_both_towards_all():
    cases, whole = [30, 900, 1500, 10], [100, 10000, 10000, 100]
    table = rates(cases, whole)
    found, mean = uncertainty.smoothed(table, 100)["value"], 100 * sum(cases) / sum(whole)
    kept = (found - mean) / (table["value"] - mean)
    assert kept.between(0, 1).all() and kept[0] < kept[1] and kept[3] < kept[2]


def test_smoothing_leaves_a_hidden_area_without_a_value_and_one_area_cannot_be_smoothed():
    table = rates([30.0, 90, 15], [100, 1000, 100], ["suppressed", "published", "published"])
    assert np.isnan(uncertainty.smoothed(table, 100)["value"][0])
    assert uncertainty.smoothed(table.head(2), 100) is None


def test_two_figures_in_thirds_have_nine_fills_and_equal_values_are_not_parted():
    codes = list("abcdef")
    first = pd.DataFrame({"area_code": codes, "value": [1.0, 1, 2, 2, 3, 3], "status": "published"})
    second = first.assign(value=[9.0, 1, 5, 5, 1, 9])
    found = maps.two_fills(first, second)
    assert list(found.values()) == ["two-3", "two-1", "two-5", "two-5", "two-7", "two-9"]


def test_an_area_without_one_of_two_figures_has_no_class():
    first = pd.DataFrame({"area_code": list("abc"), "value": [1.0, 2, 3], "status": "published"})
    second = first.assign(status=["published", "suppressed", "published"])
    assert maps.two_fills(first, second)["b"] == "suppressed"
    assert maps.two_fills(first, second.head(2))["c"] == "missing"


def test_columns_hold_every_word_and_repeat_none():
    texts = ["24,4 %", "9,1 %", "", "24,4 %", "101,0 %"]
    packed = maps.packed(texts)
    assert packed == {"before": "", "after": " %", "rest": ["24,4", "9,1", None, "24,4", "101,0"]}
    assert maps.packed(["a", "b", "a", "a", "b", "a"]) == {"words": ["a", "b"], "at": [0, 1, 0, 0, 1, 0]}
    # A text that is nothing but the common start is no empty text.
    assert maps.packed(["1", "12", "13", "14"]) == {"before": "1", "after": "", "rest": ["", "2", "3", "4"]}


def test_a_recolour_of_three_hundred_areas_is_a_small_message():
    codes = [f"{place:03d}" for place in range(308)]
    tips = {
        code: f"{place / 7:.1f} % · suurempi · 95 %:n väli {place}–{place + 9} %"
        for place, code in enumerate(codes)
    }
    labels = {code: [f"Alue {code}", f"{place / 7:.1f}"] for place, code in enumerate(codes)}
    made = maps.columns(codes[::-1], dict.fromkeys(codes, "fill-1"), tips, labels)
    assert made["order"][0] == 307 and made["second"] == {"words": ["="], "at": [0] * 308}
    assert len(json.dumps(made)) < len(json.dumps([tips, labels])) / 2


def test_circles_of_many_areas_shrink_together_and_stay_visible():
    largest = {count: maps.radius(100, 100, count) for count in (9, 60, 240, 3_000)}
    assert largest == {9: 26, 60: 26, 240: 13, 3_000: 12}
    assert maps.legend(100, 240)[0] == (100, 13) and maps.radii({str(n): 4.0 for n in range(240)})["0"] == 13
