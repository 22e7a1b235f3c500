"""Taking part by area, against numbers computed by hand."""

import numpy as np
import pandas as pd
import pytest

from lib import taking_part

YEARS = pd.to_datetime(["2024-01-01", "2025-01-01"])


def table(**values: list[float]) -> pd.DataFrame:
    rows = [
        (code, start, value) for code, two in values.items() for start, value in zip(YEARS, two, strict=True)
    ]
    return pd.DataFrame(rows, columns=["area_code", "period_start", "value"])


def test_people_are_those_of_the_newest_year_that_is_known():
    found = taking_part.people(table(a=[900, 1000], b=[500, np.nan]), "value").set_index("area_code")
    assert found["people"].to_dict() == {"a": 1000, "b": 500}
    assert found["people_start"].dt.year.to_dict() == {"a": 2025, "b": 2024}


def test_a_count_by_a_thousand_residents_has_byars_limits():
    residents = pd.DataFrame({"area_code": ["a"], "people": [2000.0]})
    found = taking_part.per_resident(pd.DataFrame({"area_code": ["a"], "value": [100.0]}), residents).iloc[0]
    # Byar of 100: 100(1 - 1/900 - 1.96/30)^3 = 81.36 and 101(1 - 1/909 + 1.96/(3 * sqrt(101)))^3 = 121.63.
    assert found["value"] == 50
    assert [found["lower_95"], found["upper_95"]] == pytest.approx([40.68, 60.81], abs=0.01)


def test_a_count_without_known_residents_has_no_rate():
    residents = pd.DataFrame({"area_code": ["b"], "people": [2000.0]})
    found = taking_part.per_resident(pd.DataFrame({"area_code": ["a"], "value": [100.0]}), residents).iloc[0]
    assert np.isnan(found["value"])


def test_money_is_shared_by_persons_and_by_nobody_it_is_unknown():
    money = pd.DataFrame({"area_code": ["a", "b"], "value": [120_000.0, 5.0]})
    persons = pd.DataFrame({"area_code": ["a", "b"], "people": [4000.0, 0.0]})
    found = taking_part.per_person(money, persons)["value"]
    assert found.tolist() == pytest.approx([30, np.nan], nan_ok=True)


def test_two_rounds_stand_side_by_side_with_the_change_in_percent():
    found = taking_part.between_rounds(table(a=[40, 50], b=[0, 3]), YEARS[1], YEARS[0])
    assert found["change"].tolist() == pytest.approx([25, np.nan], nan_ok=True)
    assert found[["value", "before"]].to_numpy().tolist() == [[50, 40], [3, 0]]


def test_limits_of_a_change_hold_no_change_when_the_counts_are_equal_and_widen_for_small_ones():
    rounds = pd.DataFrame({"value": [100.0, 10.0], "before": [100.0, 10.0]})
    found = taking_part.with_change_limits(rounds)
    assert (found["change_lower"] < 0).all() and (found["change_upper"] > 0).all()
    assert found["change_upper"].iloc[1] > found["change_upper"].iloc[0]
    # Wilson of 100 of 200 is 0.43136 to 0.56864: ratios 0.75858 and 1.31826.
    assert found.iloc[0][["change_lower", "change_upper"]].tolist() == pytest.approx([-24.1, 31.8], abs=0.1)


def test_a_doubled_count_of_a_hundred_surely_grew_and_one_from_nothing_has_no_limits():
    found = taking_part.with_change_limits(pd.DataFrame({"value": [200.0, 3.0], "before": [100.0, 0.0]}))
    assert found["change_lower"].iloc[0] > 0
    assert found.iloc[1][["change_lower", "change_upper"]].isna().all()
