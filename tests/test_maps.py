"""Classing of a map: every value in one class, round borders, empty states without a colour of a class."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import look, maps

# Share of unemployed residents in Turku's postal areas at the end of 2024, per cent (Paavo 2026).
UNEMPLOYED = [
    11.1,
    11.1,
    10.7,
    10.4,
    10.1,
    9.6,
    7.9,
    7.7,
    7.5,
    7.4,
    6.6,
    6.3,
    6.1,
    6.0,
    5.5,
    5.4,
    5.4,
    5.3,
    5.2,
    5.2,
    4.9,
    4.2,
    4.0,
    3.9,
    3.7,
    2.5,
]
shares = st.floats(0, 5_000, allow_nan=False).map(lambda one: round(one, 1))
figures = st.lists(shares, min_size=1, max_size=60)


def frame(values, statuses=None):
    return pd.DataFrame(
        {
            "area_code": [f"{place:05d}" for place in range(len(values))],
            "value": pd.Series(values, dtype=float),
            "status": statuses or ["published"] * len(values),
        }
    )


def classes_of(values, decimals=1):
    rising = maps.borders(values, decimals)
    return rising, maps.levels(frame(values), rising, decimals)


def test_fifths_of_26_real_areas_have_borders_at_half_per_cents():
    # The fifths lie at the 6th, 11th, 16th and 21st value from below: 4.9, 5.4, 6.6 and 9.6.
    rising, found = classes_of(UNEMPLOYED)
    assert rising == (5.0, 5.5, 6.5, 9.5)
    assert [maps.counts(found)[fill] for fill in maps.class_fills(rising)] == [6, 5, 4, 5, 6]


def test_borders_of_one_to_a_hundred_are_at_the_twenties():
    assert maps.borders(range(1, 101), 0) == (20.0, 40.0, 60.0, 80.0)


def test_a_value_on_a_border_belongs_to_the_class_above_it():
    rising = (20.0, 40.0, 60.0, 80.0)
    found = maps.levels(frame([19.0, 20.0, 79.0, 80.0]), rising, 0)
    assert list(found.values()) == ["fill-1", "fill-2", "fill-4", "fill-5"]


def test_a_value_is_placed_as_it_is_written():
    assert list(maps.levels(frame([19.96, 19.94]), (20.0,), 1).values()) == ["fill-4", "fill-2"]


@given(figures)
def test_borders_rise_and_every_class_has_an_area(values):
    rising, found = classes_of(values)
    assert list(rising) == sorted(set(rising)) and len(rising) < maps.CLASSES
    nonzero = [one for one in values if one]
    if nonzero:
        assert set(found.values()) - {maps.ZERO} == set(maps.class_fills(rising))


@given(figures)
def test_each_value_lies_in_exactly_one_written_range_and_that_range_is_of_its_fill(values):
    rising, found = classes_of(values)
    spans = list(zip(maps.class_fills(rising), maps.ranges(rising, 1), strict=True))
    for code, value in zip(found, values, strict=True):
        holding = [
            fill
            for fill, (low, high) in spans
            if (low is None or value >= low) and (high is None or value <= high)
        ]
        assert len(holding) == 1
        assert found[code] == (maps.ZERO if value == 0 else holding[0])


@given(figures)
def test_counts_of_the_fills_add_up_to_the_number_of_areas(values):
    _, found = classes_of(values)
    assert sum(maps.counts(found).values()) == len(values)


@given(st.lists(st.integers(1, 10**6), min_size=26, max_size=80, unique=True))
def test_borders_have_no_more_decimals_than_the_figures(values):
    assert all(border == int(border) for border in maps.borders(values, 0))


@pytest.mark.parametrize(
    ("values", "rising", "fills"),
    [
        ([3.0], (), ["fill-3"]),
        ([3.0, 3.0, 3.0], (), ["fill-3"] * 3),
        ([1.0, 2.0], (2.0,), ["fill-2", "fill-4"]),
        ([1.0, 2.0, 9.0], (2.0, 9.0), ["fill-1", "fill-3", "fill-5"]),
        ([1.0, 2.0, 3.0, 9.0], (2.0, 3.0, 9.0), ["fill-1", "fill-2", "fill-4", "fill-5"]),
    ],
)
def test_fewer_than_five_different_values_get_a_class_each(values, rising, fills):
    found = classes_of(values)
    assert found[0] == rising and list(found[1].values()) == fills


def test_a_few_areas_far_above_the_rest_do_not_empty_a_class():
    values = [1.0] * 20 + [2.0, 3.0, 4.0, 5.0, 6.0, 400.0]
    rising, found = classes_of(values)
    assert set(found.values()) == set(maps.class_fills(rising))


def test_zero_has_a_fill_of_its_own_and_moves_no_border():
    measured = [float(one) for one in range(1, 101)]
    rising, found = classes_of([0.0, 0.0, *measured], 0)
    assert rising == maps.borders(measured, 0)
    assert maps.counts(found)[maps.ZERO] == 2


def test_zero_is_an_ordinary_value_where_others_are_below_it():
    _, found = classes_of([-2.0, -1.0, 0.0, 1.0, 2.0])
    assert maps.ZERO not in found.values()


@pytest.mark.parametrize(("status", "fill"), maps.EMPTY.items())
def test_a_value_that_is_not_there_is_never_coloured_by_level(status, fill):
    table = frame([*range(1, 11), np.nan], ["published"] * 10 + [status])
    found = maps.levels(table, maps.borders(table["value"], 0), 0)
    assert found["00010"] == fill
    assert len(set(found.values())) == maps.CLASSES + 1


def test_a_suppressed_value_is_never_coloured_even_when_its_number_leaks_in():
    table = frame([*range(1, 11), 50.0], ["published"] * 10 + ["suppressed"])
    assert maps.levels(table, (20.0, 40.0), 0)["00010"] == "suppressed"


def test_the_empty_states_look_different_from_each_other_and_from_every_class():
    looks = [*maps.EMPTY.values(), maps.ZERO, *set(maps.JUDGED.values()), *maps.class_fills((1, 2, 3, 4))]
    empties = [*maps.EMPTY.values(), maps.ZERO]
    assert len(set(empties)) == len(empties) and all(looks.count(one) == 1 for one in empties)


def test_a_published_row_without_a_value_is_missing():
    assert maps.levels(frame([1.0, np.nan]), (), 1)["00001"] == "missing"


def test_a_map_without_any_value_is_missing_everywhere():
    assert maps.borders([np.nan, np.nan], 1) == ()
    assert set(maps.levels(frame([np.nan, np.nan]), (), 1).values()) == {"missing"}


@pytest.mark.parametrize(
    ("state", "fill"),
    [
        ("much_worse_higher", "judged-1"),
        ("much_worse_lower", "judged-1"),
        ("worse_lower", "judged-2"),
        ("similar", "judged-3"),
        ("better_higher", "judged-4"),
        ("much_better_lower", "judged-5"),
    ],
)
def test_a_difference_is_filled_by_judgement_and_not_by_direction(state, fill):
    assert maps.differences(frame([1.0]).assign(state=state)) == {"00000": fill}


def test_a_difference_without_good_or_bad_is_never_blue_or_orange():
    for state in ("much_higher", "higher", "lower", "much_lower"):
        assert maps.differences(frame([1.0]).assign(state=state))["00000"].startswith("fill-")


@pytest.mark.parametrize(("status", "fill"), maps.EMPTY.items())
def test_a_value_that_is_not_there_is_never_coloured_by_difference(status, fill):
    assert maps.differences(frame([np.nan], [status]).assign(state=status)) == {"00000": fill}


def test_every_state_that_a_difference_can_have_stands_in_the_legend_and_in_the_tally():
    assert set(maps.JUDGED.values()) == set(maps.DIFFERENCES)
    assert set(maps.TALLIED) | {"not_compared"} == set(maps.JUDGED)


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#" + "0" * 6, "#" + "F" * 6) == pytest.approx(21)


@pytest.mark.parametrize("mode", look.MODES)
@pytest.mark.parametrize("ramp", ["sequential", "judged", "two"])
def test_a_label_reads_on_every_fill(ramp, mode):
    pairs = zip(look.ramp(ramp, mode), look.ramp_text(ramp, mode), strict=True)
    assert min(contrast(fill, ink) for fill, ink in pairs) >= 4.5
