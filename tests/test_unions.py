"""A work area is counted anew from its members, and hides what any of them hides."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from store_case import row, table

from lib.areas.unions import not_united, united
from lib.catalogue import catalogue
from lib.facts import WorkArea

SHARE, COUNT, MEDIAN = "foreign_language_share", "residents_by_district", "median_income"
NONE = float("nan")
PARTS = ["value", "numerator", "denominator"]


def area(*codes: str) -> WorkArea:
    first = next(iter(catalogue().work_areas.values()))
    members = [{"level": "major_district", "code": code} for code in codes]
    return WorkArea(
        code="east", name=first.name, place=first.place, members=members, valid_from=first.valid_from
    )


def member(code: str, part: float = NONE, whole: float = NONE, **cells: object) -> dict[str, object]:
    """A share of a major district."""
    return row(
        SHARE, ("major_district", code), value=100 * part / whole, numerator=part, denominator=whole, **cells
    )


def joined(*rows: dict[str, object], codes: str = "12") -> pd.Series:
    found = united(table(*rows).assign(version_id=1), area(*codes), catalogue())
    assert len(found) == 1
    return found.iloc[0]


def test_a_share_is_all_cases_of_all_people_and_no_mean_of_shares():
    # (90 + 0) / (900 + 100) = 9 %, not 5 %.
    found = joined(member("1", 90, 900), member("2", 0, 100))
    assert (found["value"], found["numerator"], found["denominator"]) == (9, 90, 1000)
    assert (found["area_level"], found["area_code"], found["status"]) == ("work_area", "east", "published")


def test_counts_are_summed():
    rows = (
        row(COUNT, ("major_district", code), value=count, numerator=count)
        for code, count in (("1", 70), ("2", 30))
    )
    assert joined(*rows)["value"] == 100


def test_a_hidden_member_hides_the_whole_so_that_it_cannot_be_counted_back():
    found = joined(member("1", 90, 900), member("2", status="suppressed"))
    assert found["status"] == "suppressed"
    assert found[PARTS].isna().all()


def test_all_members_hidden_is_hidden_and_not_inapplicable():
    found = joined(member("1", status="suppressed"), member("2", status="suppressed"))
    assert found["status"] == "suppressed"


def test_a_missing_member_makes_the_whole_missing():
    found = joined(member("1", 90, 900), member("2", status="missing"))
    assert found["status"] == "missing"
    assert found[PARTS].isna().all()


def test_a_member_with_no_row_at_all_makes_the_whole_missing():
    found = joined(member("1", 90, 900))
    assert found["status"] == "missing"
    assert found[PARTS].isna().all()


def test_a_member_where_nobody_lives_adds_nothing():
    found = joined(member("1", 90, 900), member("2", status="not_applicable"))
    assert (found["value"], found["status"]) == (10, "published")


def test_a_union_with_an_estimate_is_an_estimate():
    assert joined(member("1", 90, 900, status="estimate"), member("2", 0, 100))["status"] == "estimate"


def test_a_median_of_many_areas_cannot_be_made():
    rows = (row(MEDIAN, ("major_district", code), value=25_000) for code in "12")
    found = joined(*rows)
    assert found["status"] == "not_applicable"
    assert pd.isna(found["value"])


def test_a_work_area_of_one_member_is_the_member_medians_too():
    found = joined(row(MEDIAN, ("major_district", "4"), value=25_000), codes="4")
    assert (found["value"], found["status"], found["area_code"]) == (25_000, "published", "east")


def test_figures_of_other_areas_and_years_stay_out():
    rows = table(
        member("1", 10, 100),
        member("2", 20, 100),
        member("3", 99, 100),
        member("1", 50, 100, year=2019),
        member("2", 50, 100, year=2019),
    ).assign(version_id=1)
    assert united(rows, area("1", "2"), catalogue())["value"].tolist() == [50, 15]


def test_no_rows_give_no_rows():
    empty = table().assign(version_id=1)
    assert united(empty, area("1", "2"), catalogue()).empty


PAIRS = st.lists(st.tuples(st.integers(0, 500), st.integers(500, 5000)), min_size=2, max_size=5)


@settings(max_examples=30, deadline=None)
@given(pairs=PAIRS)
def test_a_union_lies_between_its_members_and_keeps_every_case(pairs):
    codes = "".join(str(place) for place in range(1, len(pairs) + 1))
    found = joined(*(member(code, *pair) for code, pair in zip(codes, pairs, strict=True)), codes=codes)
    shares = [100 * part / whole for part, whole in pairs]
    assert min(shares) - 1e-9 <= found["value"] <= max(shares) + 1e-9
    assert found["numerator"] == sum(part for part, _ in pairs)


def test_a_sum_of_money_is_added_although_it_has_no_count_behind_it():
    rows = (row("budget_money", ("major_district", code), value=1000.0 * int(code)) for code in "12")
    found = joined(*rows)
    assert (found["value"], found["status"]) == (3000, "published")


def test_what_cannot_be_counted_anew_is_told():
    rows = table(
        member("1", 10, 100),
        row(MEDIAN, ("major_district", "1"), value=25_000),
        row(MEDIAN, ("major_district", "2"), value=35_000),
        row("budget_money", ("major_district", "1"), value=1000),
    )
    assert not_united(rows, catalogue()) == (MEDIAN,)
