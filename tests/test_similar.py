"""Areas alike, against distances computed by hand."""

import numpy as np
import pandas as pd
import pytest

from lib import similar

TOPICS = {"a": "population", "b": "population", "c": "livelihood"}
# Mean 2 and standard deviation 1 of `a` over three areas: -1, 0, 1 times root of 3/2.
STEP = np.sqrt(1.5)


def test_each_topic_has_an_equal_part_shared_by_its_indicators():
    assert similar.weights(TOPICS).to_dict() == {"a": 0.25, "b": 0.25, "c": 0.5}


def test_one_topic_alone_has_all_the_weight():
    assert similar.weights(TOPICS, "population").to_dict() == {"a": 0.5, "b": 0.5}
    assert similar.weights(TOPICS, "housing").empty


def test_figures_become_standard_deviations_from_the_mean_of_those_known():
    values = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [10.0, np.nan, 30.0]}, index=["x", "y", "z"])
    found = similar.z_scores(values)
    assert found["a"].tolist() == pytest.approx([-STEP, 0, STEP])
    assert found["b"].tolist() == pytest.approx([-1, np.nan, 1], nan_ok=True)


def test_an_indicator_that_does_not_vary_tells_nothing():
    values = pd.DataFrame({"a": [0.1, 0.1, 0.1]}, index=["x", "y", "z"])
    assert similar.z_scores(values)["a"].isna().all()


def test_distance_is_the_root_of_the_weighted_mean_of_squares():
    z = pd.DataFrame({"a": [0.0, 3.0], "b": [0.0, 4.0]}, index=["x", "y"])
    weight = pd.Series({"a": 0.75, "b": 0.25})
    # sqrt(0.75 * 9 + 0.25 * 16) = sqrt(10.75)
    found = similar.distances(z, weight, "x").loc["y"]
    assert found.tolist() == pytest.approx([np.sqrt(10.75), 1.0])


def test_a_lacking_figure_is_left_out_of_the_distance_and_told():
    z = pd.DataFrame({"a": [0.0, 3.0, 1.0], "b": [0.0, np.nan, 1.0]}, index=["x", "y", "w"])
    found = similar.distances(z, pd.Series({"a": 0.6, "b": 0.4}), "x")
    assert found.loc["y"].tolist() == pytest.approx([3.0, 0.6])
    assert similar.nearest(found, 3) == ["w", "y"]


def test_an_area_that_lacks_most_of_the_weight_is_not_said_to_be_alike():
    z = pd.DataFrame({"a": [0.0, 0.1, 5.0], "b": [0.0, np.nan, 5.0]}, index=["x", "y", "w"])
    found = similar.distances(z, pd.Series({"a": 0.4, "b": 0.6}), "x")
    assert np.isnan(found.loc["y", "distance"])
    assert similar.nearest(found, 3) == ["w"]


def test_the_order_of_likeness_follows_the_weights():
    z = pd.DataFrame({"a": [0.0, 0.1, 2.0], "b": [0.0, 3.0, 0.1]}, index=["x", "like_a", "like_b"])
    by = {name: similar.distances(z, pd.Series({name: 1.0}), "x") for name in ("a", "b")}
    assert [similar.nearest(by[name], 1) for name in ("a", "b")] == [["like_a"], ["like_b"]]


def test_likeness_is_the_same_both_ways():
    z = pd.DataFrame(np.random.default_rng(1).normal(size=(4, 3)), index=list("wxyz"), columns=list("abc"))
    weight = similar.weights(TOPICS)
    there, back = (similar.distances(z, weight, one) for one in ("x", "y"))
    assert there.loc["y", "distance"] == pytest.approx(back.loc["x", "distance"])


def test_highest_and_lowest_differ_surely_where_their_limits_do_not_meet():
    ends = pd.DataFrame(
        {"a": [1.0, 5.0, 3.0], "b": [1.0, 5.0, np.nan], "c": [1.0, np.nan, np.nan]}, list("xyz")
    )
    found = similar.apart(ends, ends - 1, ends + 1)
    assert found.loc["a"].tolist() == ["y", "x", True]
    assert similar.apart(ends, ends - 2, ends + 2).loc["a", "sure"] is False
    assert found.loc["c"].tolist() == ["", "", None]
    assert similar.apart(ends, ends * np.nan, ends * np.nan).loc["b", "sure"] is None
