"""A small count never reaches a viewer, and neither does anything it could be counted back from."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_case import delivery, row, table

from lib import closing, protect, query, store
from lib.catalogue import catalogue

HIDDEN = ["value", "numerator", "denominator"]
TURKU, VARISSUO = ("municipality", "853"), ("major_district", "4")
COUNT, SHARE, MEDIAN = "waiting_total", "started_within_limit", "wait_median"
POSTAL, POSTAL_SHARE = ("postal_area", "20100"), "unemployed_share_of_residents"


def month(indicator: str, **cells: object) -> dict[str, object]:
    service = {"service_id": "youth_psychiatry", "age_group": "13_17", **cells}
    return row(indicator, VARISSUO, **service) | {"period_end": pd.Timestamp(2020, 1, 31)}


def count(cases: float, **cells: object) -> dict[str, object]:
    return month(COUNT, value=cases, numerator=cases, **cells)


def share(cases: float, whole: float, indicator: str = SHARE) -> dict[str, object]:
    return month(indicator, value=100 * cases / whole, numerator=cases, denominator=whole)


def hidden(*rows: dict[str, object]) -> pd.DataFrame:
    return protect.hidden(table(*rows), catalogue())


def is_hidden(*rows: dict[str, object]) -> list[bool]:
    return hidden(*rows)["status"].eq("suppressed").tolist()


def test_counts_from_one_to_four_are_hidden_and_zero_and_five_are_shown():
    rows = hidden(*(count(cases) for cases in range(6)))
    assert rows["status"].tolist() == ["published", *["suppressed"] * 4, "published"]
    assert rows["value"].dropna().tolist() == [0, 5]


def test_a_share_with_a_small_numerator_is_hidden_with_its_denominator():
    rows = hidden(share(4, 10), share(5, 10), share(0, 10))
    assert rows["status"].tolist() == ["suppressed", "published", "published"]
    assert rows[HIDDEN].iloc[0].isna().all()
    assert rows[HIDDEN].iloc[1].tolist() == [50, 5, 10]


def test_a_median_with_fewer_than_ten_behind_it_is_hidden():
    assert is_hidden(
        month(MEDIAN, value=21, denominator=9),
        month(MEDIAN, value=21, denominator=10),
    ) == [True, False]


@pytest.mark.parametrize("indicator", [POSTAL_SHARE, "median_income"])
def test_postal_figures_of_fewer_than_thirty_people_are_hidden(indicator):
    small, large = (
        row(indicator, POSTAL, value=50, numerator=whole / 2, denominator=whole) for whole in (29, 30)
    )
    assert is_hidden(small, large) == [True, False]


def test_counts_of_public_population_statistics_are_shown_as_they_are():
    assert is_hidden(row("residents_by_district", VARISSUO, value=3, numerator=3)) == [False]


def test_what_was_missing_stays_missing():
    rows = hidden(month(COUNT, status="missing"))
    assert rows["status"].tolist() == ["missing"]


def test_figures_of_an_indicator_that_is_no_longer_known_do_not_stop_the_rest():
    assert hidden(row("gone", VARISSUO, value=1), count(2))["status"].tolist() == ["published", "suppressed"]


def test_an_empty_table_stays_empty():
    assert hidden().empty


def test_protection_leaves_the_given_table_as_it_was():
    given_rows = table(count(3))
    protect.hidden(given_rows, catalogue())
    assert given_rows["value"].tolist() == [3]


def test_a_sum_over_ages_is_shown_although_its_parts_are_hidden(store_folder):
    parts = table(count(2, age_group="under_13"), count(3, age_group="13_17"), count(4, age_group="18_22"))
    version = store.publish(delivery("a", "varha_services"), parts)
    ages = ("under_13", "13_17", "18_22")
    one = protect.service_counts(catalogue(), (version,), (COUNT,), VARISSUO, ages[:1])
    young = protect.service_counts(catalogue(), (version,), (COUNT,), VARISSUO, ages)
    assert one[HIDDEN].isna().all(axis=None)
    assert young["value"].tolist() == [9]


def test_a_small_sum_over_ages_is_hidden(store_folder):
    parts = table(count(1, age_group="under_13"), count(2, age_group="13_17"))
    version = store.publish(delivery("a", "varha_services"), parts)
    found = protect.service_counts(catalogue(), (version,), (COUNT,), VARISSUO, ("under_13", "13_17"))
    assert found["status"].tolist() == ["suppressed"]


def test_a_sum_with_a_part_hidden_by_its_sender_is_hidden(store_folder):
    sent = count(40, age_group="under_13")
    hidden = count(float("nan"), age_group="13_17") | {"status": "suppressed"}
    version = store.publish(delivery("a", "varha_services"), table(sent, hidden))
    found = protect.service_counts(catalogue(), (version,), (COUNT,), VARISSUO, ("under_13", "13_17"))
    assert found["status"].tolist() == ["suppressed"]
    assert found[HIDDEN].isna().all(axis=None)


QUESTIONS = {
    "observations": lambda versions: protect.observations(catalogue(), versions, (COUNT, SHARE), VARISSUO[0]),
    "of_area": lambda versions: protect.of_area(catalogue(), versions, *VARISSUO),
    "service_counts": lambda versions: protect.service_counts(
        catalogue(), versions, (COUNT, SHARE), VARISSUO, ("13_17",)
    ),
    "service_values": lambda versions: protect.service_values(
        catalogue(), versions, (COUNT, SHARE, MEDIAN), VARISSUO, "13_17"
    ),
    "service_series": lambda versions: protect.service_series(catalogue(), versions, (COUNT, SHARE, MEDIAN)),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_with_small_counts_hidden(store_folder, question):
    small = [count(3), share(3, 8), month(MEDIAN, value=20, denominator=4)]
    whole = [one | {"age_group": "all", "service_id": ""} for one in small]
    version = store.publish(delivery("a", "varha_services"), table(*small, *whole))
    found = QUESTIONS[question]((version,))
    assert len(found) >= 2
    assert found["status"].eq("suppressed").all()
    assert found[HIDDEN].isna().all(axis=None)
    assert not query.all_of_version(version)["value"].isna().any()


CELLS = st.one_of(st.none(), st.integers(0, 40).map(float))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([COUNT, SHARE, MEDIAN, POSTAL_SHARE, "gini_coefficient"]), CELLS, CELLS, CELLS
        ),
        min_size=1,
        max_size=12,
    )
)
def test_a_hidden_row_never_keeps_a_number_and_a_shown_row_never_changes(rows):
    given_rows = table(
        *(
            month(indicator, value=value, numerator=part, denominator=whole)
            for indicator, value, part, whole in rows
        )
    ).astype(dict.fromkeys(HIDDEN, float))
    found = protect.hidden(given_rows, catalogue())
    gone = found["status"].eq("suppressed")
    assert found.loc[gone, HIDDEN].isna().all(axis=None)
    pd.testing.assert_frame_equal(found[~gone], given_rows[~gone])
    small = given_rows["indicator_id"].isin([COUNT, SHARE]) & given_rows["numerator"].between(1, 4)
    assert gone[small].all()


def test_a_hidden_class_of_the_city_cannot_be_worked_out_from_the_total(built_store):
    heads = tuple(query.heads().values())
    classes = ["waiting_0_14", "waiting_15_28", "waiting_29_90", "waiting_91_180", "waiting_over_180"]
    ages = ("under_13", "13_17", "18_22")
    counts = protect.service_counts(catalogue(), heads, (*classes, "waiting_total"), TURKU, ages)
    wide = counts.pivot_table(
        index=["service_id", "period_start"], columns="indicator_id", values="status", aggfunc="first"
    )
    hidden_classes = wide[classes].eq("suppressed").sum(axis=1)
    total_shown = wide["waiting_total"].eq("published")
    # One hidden class beside a shown total is told by it, unless every other class is zero.
    alone = wide[total_shown & hidden_classes.eq(1)].index
    values = counts.pivot_table(index=["service_id", "period_start"], columns="indicator_id", values="value")
    assert (hidden_classes > 1).any()
    assert not values.loc[values.index.isin(alone), classes].gt(0).any(axis=None)


def test_a_hidden_district_cannot_be_worked_out_from_the_city(built_store):
    heads, name = tuple(query.heads().values()), "treatments_started"
    parts = protect.service_groups(catalogue(), heads, {"under_23": ("under_13", "13_17", "18_22")})
    rows = parts[parts["indicator_id"].eq(name)]
    wide = rows.pivot_table(
        index=["service_id", "period_start"],
        columns=["area_level", "area_code"],
        values="status",
        aggfunc="first",
    )
    hidden_parts = wide["major_district"].eq("suppressed").sum(axis=1)
    city_shown = wide["municipality"]["853"].eq("published")
    small = wide.index.get_level_values("service_id") == "child_psychiatry"
    assert (hidden_parts[small] > 1).any()
    assert not (hidden_parts.eq(1) & city_shown).any()


def test_a_share_and_a_median_do_not_tell_how_many_stand_behind_them_when_that_is_hidden():
    closed = pd.DataFrame(
        [("youth_psychiatry", pd.Timestamp(2020, 1, 1), "major_district-4", "treatments_started", "13_17")],
        columns=["service_id", "period_start", "area", "indicator_id", "age"],
    )
    given_rows = hidden(share(20, 50), month(MEDIAN, value=21, denominator=50), count(40))
    left = closing.without(given_rows.assign(age="13_17"), closed)
    assert left["status"].tolist() == ["suppressed", "published", "published"]
    assert left["denominator"].isna().tolist() == [True, True, True]
    assert left["value"].iloc[1] == 21
