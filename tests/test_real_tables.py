"""The real tables the program opens with, against values published by their producers."""

import csv
from collections import defaultdict
from functools import cache

import pytest

from lib.catalogue import catalogue
from lib.settings import settings

TABLES = (
    "paavo",
    "turku_population",
    "turku_small_area_population",
    "turku_neighbourhood_population",
    "sotkanet",
    "municipality_population",
)
HEADER = (
    "indicator_id,area_level,area_code,period_start,period_end,age_group,sex,service_id,"
    "value,numerator,denominator,status"
)
# Statuses under which no figure may stand; not_applicable keeps its zero counts.
WITHOUT_VALUE = {"missing", "suppressed", "not_applicable", "not_yet_published"}
SIX_CITIES = {"091": 664_028, "049": 305_274, "837": 249_009, "092": 242_819, "564": 211_848, "853": 197_900}
SOTKANET_TURKU_2019 = {
    "social_assistance_recipients_25_64": (10.9, 10_879),
    "families_with_children_share": (35.6, 16_776),
    "unemployed_share_of_labour_force": (11.2, 10_580),
    "economic_dependency_ratio": (126.6, None),
    "divorces_25_64": (22.8, 450),
    "full_national_pension_65_over": (1.8, 713),
    "social_assistance_per_resident": (165.0, None),
    "demographic_dependency_ratio": (50.2, None),
    "long_term_social_assistance_18_24": (2.3, 557),
    "housing_allowance_households_share": (24.1, 25_823),
    "swedish_speaking_share": (5.5, 10_618),
    "low_income_rate": (18.6, 34_701),
    "gini_coefficient": (30.0, None),
    "higher_education_share_20_over": (35.5, 59_735),
    "long_term_unemployed_share": (3.2, 3_011),
}


def lines(table: str) -> list[str]:
    return (settings().data_folder / "sample" / f"{table}.csv").read_text(encoding="utf-8").splitlines()


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(line for line in lines(table) if not line.startswith("#")))


def all_rows() -> list[dict[str, str]]:
    return [row for table in TABLES for row in rows(table)]


@cache
def by_key() -> dict[tuple[str, str, str, int], dict[str, str]]:
    return {
        (row["indicator_id"], row["area_level"], row["area_code"], int(row["period_start"][:4])): row
        for row in all_rows()
    }


def value(indicator_id: str, level: str, code: str, year: int) -> float:
    return float(by_key()[indicator_id, level, code, year]["value"])


def real_indicators() -> dict:
    return {id_: fact for id_, fact in catalogue().indicators.items() if fact.dataset in TABLES}


@pytest.mark.parametrize("table", TABLES)
def test_a_real_table_opens_with_its_origin_and_has_the_one_shape(table):
    assert lines(table)[0].startswith("# origin real: ")
    assert "retrieved 2026-11-20" in lines(table)[0]
    assert next(line for line in lines(table) if not line.startswith("#")) == HEADER


def test_no_figure_is_told_twice():
    assert len(by_key()) == len(all_rows())


@pytest.mark.parametrize(
    ("indicator_id", "level", "code", "year", "published"),
    [
        ("residents", "postal_area", "20610", 2024, 13_848),
        ("residents", "postal_area", "20100", 2024, 31_156),
        ("residents", "postal_area", "20540", 2024, 21_501),
        ("residents", "postal_area", "20800", 2024, 0),
        ("residents", "municipality", "853", 2024, 203_793),
        ("residents", "postal_area", "20960", 2019, 1_393),
        ("median_income", "postal_area", "20610", 2024, 21_465),
        ("median_income", "postal_area", "20500", 2019, 17_505),
        ("mean_age", "postal_area", "20610", 2024, 41),
        ("floor_area_per_person", "postal_area", "20960", 2024, 61.8),
        ("residents_by_district", "major_district", "4", 2019, 18_120),
        ("residents_by_district", "major_district", "1", 2019, 56_985),
        ("residents_by_small_area", "small_area", "853425079", 2019, 9_008),
        ("residents_by_neighbourhood", "neighbourhood", "ko-runosmaki", 2004, 10_269),
        ("residents_of_municipality", "wellbeing_county", "05", 2022, 485_567),
        *[("residents_of_municipality", "municipality", code, 2022, n) for code, n in SIX_CITIES.items()],
        ("unemployed_share_of_residents", "postal_area", "20610", 2024, 11.1),
        ("unemployed_share_of_residents", "postal_area", "20240", 2024, 11.1),
        ("unemployed_share_of_residents", "postal_area", "20960", 2024, 2.5),
        ("unemployed_share_of_residents", "postal_area", "20610", 2018, 9.4),
        ("foreign_language_share", "major_district", "4", 2019, 37.6),
        ("foreign_language_share", "major_district", "4", 2010, 24.9),
        ("foreign_language_share", "major_district", "1", 2019, 5.2),
        ("age_65_over_share_by_district", "major_district", "6", 2019, 26.0),
    ],
)
def test_a_figure_is_the_published_one_to_its_published_decimal(indicator_id, level, code, year, published):
    assert round(value(indicator_id, level, code, year), 1) == published


def test_basic_education_in_varissuo_is_the_share_of_adults_by_hand():
    # Paavo 2026: ko_perus 3 855 of ko_ika18y 10 930.
    assert value("basic_education_only_share", "postal_area", "20610", 2024) == 35.269899


def test_unemployment_rate_in_varissuo_leaves_out_those_outside_the_labour_force():
    # Paavo 2026: pt_tyott 1 538, pt_tyoll 4 757; 1 538 / 6 295.
    row = by_key()["unemployment_rate", "postal_area", "20610", 2024]
    assert (row["numerator"], row["denominator"]) == ("1538", "6295")
    assert float(row["value"]) == 24.432089


@pytest.mark.parametrize(("indicator_id", "published"), SOTKANET_TURKU_2019.items())
def test_sotkanet_says_of_turku_what_it_published(indicator_id, published):
    row = by_key()[indicator_id, "municipality", "853", 2019]
    numerator = int(row["numerator"]) if row["numerator"] else None
    assert (float(row["value"]), numerator) == published


@pytest.mark.parametrize(
    ("table", "part_level", "parts"),
    [("paavo", "postal_area", 27), ("turku_population", "major_district", 9)],
)
def test_the_city_is_the_sum_of_its_parts(table, part_level, parts):
    sums = defaultdict(lambda: [0, 0])
    found = defaultdict(set)
    for row in rows(table):
        if row["area_level"] == part_level:
            key = (row["indicator_id"], row["period_start"])
            sums[key][0] += int(row["numerator"] or 0)
            sums[key][1] += int(row["denominator"] or 0)
            found[key].add(row["area_code"])
    cities = [row for row in rows(table) if row["area_level"] == "municipality" and row["numerator"]]
    assert cities
    for row in cities:
        key = (row["indicator_id"], row["period_start"])
        assert len(found[key]) == parts
        assert [int(row["numerator"]), int(row["denominator"] or 0)] == sums[key], key


def test_the_country_and_the_counties_hold_all_municipalities():
    level = defaultdict(int)
    for row in rows("municipality_population"):
        level[row["area_level"]] += int(row["value"])
    assert level["municipality"] == level["wellbeing_county"] == level["country"]


def test_a_value_is_its_numerator_over_its_denominator():
    per = {id_: fact.per or 100 for id_, fact in real_indicators().items()}
    checked = [row for row in all_rows() if row["value"] and row["numerator"] and row["denominator"]]
    assert len(checked) > 3_000
    for row in checked:
        share = int(row["numerator"]) / int(row["denominator"]) * per[row["indicator_id"]]
        # A denominator told by a value rounded to 0.1 gives that value back to the same rounding.
        assert abs(share - float(row["value"])) <= 0.0601, row


def test_a_count_is_a_whole_number_and_its_own_numerator():
    counts = {id_ for id_, fact in real_indicators().items() if fact.kind == "count"}
    shown = [row for row in all_rows() if row["indicator_id"] in counts and row["value"]]
    assert shown
    assert all(row["value"] == row["numerator"] and row["value"].isdigit() for row in shown)


def test_no_percentage_is_under_zero_or_over_a_hundred():
    percent = {id_ for id_, fact in real_indicators().items() if fact.unit == "percent"}
    shown = [row for row in all_rows() if row["indicator_id"] in percent and row["value"]]
    assert shown
    assert [row for row in shown if not 0 <= float(row["value"]) <= 100] == []


def test_a_value_carries_no_float_noise():
    assert [row["value"] for row in all_rows() if len(row["value"].partition(".")[2]) > 6] == []


def test_a_row_has_a_value_exactly_when_its_status_allows_one():
    assert [row for row in all_rows() if (row["status"] in WITHOUT_VALUE) == bool(row["value"])] == []


def test_what_is_hidden_is_never_zero():
    hidden = [row for row in all_rows() if row["status"] in {"missing", "suppressed"}]
    assert [row for row in hidden if row["value"] or row["numerator"] or row["denominator"]] == []
    incomes = [row for row in rows("paavo") if row["indicator_id"] in {"median_income", "mean_income"}]
    assert [row for row in incomes if row["value"] and float(row["value"]) == 0] == []


def test_an_area_without_residents_has_zero_residents_and_no_shares():
    empty = [row for row in rows("paavo") if row["area_code"] == "20800"]
    status = {(row["indicator_id"], row["period_start"][:4]): row["status"] for row in empty}
    assert status["residents", "2024"] == "published"
    assert status["age_65_over_share", "2024"] == "not_applicable"
    assert status["median_income", "2019"] == status["median_income", "2024"] == "not_applicable"
    assert status["apartment_block_dwellings_share", "2024"] == "suppressed"


def test_history_of_unemployed_is_dated_by_its_own_year_and_not_by_the_release():
    years = {
        row["period_start"][:4]: row["status"]
        for row in rows("paavo")
        if row["indicator_id"] == "unemployed_share_of_residents" and row["area_code"] == "20100"
    }
    assert years == {"2018": "provisional", "2019": "provisional", "2020": "provisional", "2024": "published"}


def test_sums_over_municipalities_are_estimates():
    upward = [row for row in rows("sotkanet") if row["area_level"] != "municipality"]
    assert {row["area_code"] for row in upward} >= {"FI", "05"}
    assert {row["status"] for row in upward} == {"estimate"}


def test_every_indicator_has_figures_and_every_figure_an_indicator_of_its_table():
    facts = catalogue()
    assert {row["indicator_id"] for row in all_rows()} == set(real_indicators())
    for table in TABLES:
        assert {real_indicators()[row["indicator_id"]].dataset for row in rows(table)} == {table}
        assert facts.datasets[table].origin == facts.sources[facts.datasets[table].source].origin == "real"
    assert {fact.origin for fact in real_indicators().values()} == {"real"}


def test_every_figure_stands_on_a_level_its_indicator_names():
    used = defaultdict(set)
    for row in all_rows():
        used[row["indicator_id"]].add(row["area_level"])
    assert used == {id_: set(fact.levels) for id_, fact in real_indicators().items()}


def test_every_area_of_the_real_tables_is_known():
    named = {(row["area_level"], row["area_code"]) for row in all_rows()}
    assert named - set(catalogue().areas) == set()


def test_an_estimate_for_districts_is_offered_only_where_counts_exist():
    countable = {row["indicator_id"] for row in rows("paavo") if row["numerator"]}
    offered = {id_ for id_, fact in real_indicators().items() if fact.estimated_levels}
    assert offered == countable


def test_eight_real_indicators_stand_on_the_front_page_each_in_its_own_place():
    places = sorted(fact.headline for fact in real_indicators().values() if fact.headline)
    assert places == list(range(1, 9))
