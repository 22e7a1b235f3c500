"""Model data hold together by arithmetic and look like the figures of real services."""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from model_figures import (
    CITY,
    CLASSES,
    DISTRICTS,
    SERIES,
    UNDER_23,
    VISITS,
    by_month,
    of,
    queued,
    services,
    tables,
    wide,
)

from lib import publishing
from lib.catalogue import catalogue
from lib.sample import write
from lib.sample.rows import COLUMNS
from lib.sample.town import district_shares, read_town
from lib.settings import settings

OTHER_SEED = 7

both_seeds = pytest.mark.parametrize("seed", [write.SEED, OTHER_SEED])


@both_seeds
def test_waiting_classes_add_up_to_everybody_waiting(seed):
    assert (queued(seed)[CLASSES].sum(axis=1) == queued(seed)["waiting_total"]).all()


@both_seeds
def test_a_queue_grows_by_those_accepted_and_shrinks_by_those_started(seed):
    """Waiting at the end = waiting a month ago + accepted - started, in every series and area."""
    before = queued(seed).groupby(SERIES)["waiting_total"].shift()
    expected = before + queued(seed)["referrals_accepted"] - queued(seed)["treatments_started"]
    known = before.notna()
    assert known.sum() > 17_000
    assert (queued(seed)["waiting_total"][known] == expected[known]).all()


@both_seeds
def test_received_referrals_are_accepted_or_returned(seed):
    table = queued(seed)
    assert (table["referrals_received"] == table["referrals_accepted"] + table["referrals_returned"]).all()


@both_seeds
def test_the_city_is_the_sum_of_its_districts_for_every_count(seed):
    counts = services(seed)[services(seed)["numerator"].notna()]
    keys = ["indicator_id", "service_id", "age_group", "month"]
    sums = counts.groupby([*keys, "area_level"])[["numerator", "denominator"]].sum().unstack("area_level")
    both = sums.dropna()
    assert len(both) > 20_000
    for column in ("numerator", "denominator"):
        assert (both[column, "municipality"] == both[column, "major_district"]).all()


@both_seeds
def test_those_within_the_limit_are_a_part_of_those_who_started(seed):
    rows = services(seed)[services(seed)["indicator_id"] == "started_within_limit"]
    rows = rows.set_index([*SERIES, "month"])
    assert (rows["denominator"] == wide(seed)["treatments_started"].reindex(rows.index)).all()
    assert rows["numerator"].between(0, rows["denominator"]).all()
    known = rows["denominator"] > 0
    share = 100 * rows["numerator"][known] / rows["denominator"][known]
    assert np.allclose(rows["value"][known], share)
    assert rows.loc[~known, "status"].eq("missing").all() and rows.loc[~known, "value"].isna().all()


def test_nothing_is_negative_and_every_count_is_whole():
    figures = pd.concat(tables().values())
    counts = figures[["numerator", "denominator"]].to_numpy().ravel()
    counts = counts[~np.isnan(counts)]
    assert figures["value"].min() == 0 and (counts >= 0).all() and (counts % 1 == 0).all()


def test_a_wait_is_missing_exactly_when_nobody_started():
    rows = services()[services()["indicator_id"].isin(["wait_median", "wait_p90"])]
    nobody = rows["denominator"] == 0
    assert nobody.sum() > 100
    assert (rows["value"].isna() == nobody).all() and (rows["status"].eq("missing") == nobody).all()


def test_half_or_more_are_within_the_limit_when_the_median_is():
    """Short therapy under 23 from May 2025: the limit is 28 days."""
    rows = wide().loc[("short_therapy", UNDER_23), :].dropna(subset=["started_within_limit", "wait_median"])
    assert len(rows) > 400
    assert (rows["started_within_limit"][rows["wait_median"] <= 28] >= 50).all()
    assert (rows["started_within_limit"][rows["wait_median"] > 28] <= 50).all()
    # The 90th percentile lies between two people when few started, so that one person is let off.
    short = rows[rows["wait_p90"] <= 28]
    within = short["started_within_limit"] / 100 * short["treatments_started"]
    assert (within.round() >= 0.9 * (short["treatments_started"] - 1)).all()


def test_the_median_of_the_city_lies_between_those_of_its_districts():
    medians = queued()["wait_median"].unstack("area_code")
    districts = medians[DISTRICTS]
    assert (medians[CITY].dropna() <= districts.max(axis=1)).all()
    assert (medians[CITY].dropna() >= districts.min(axis=1)).all()
    assert (queued()["wait_median"] <= queued()["wait_p90"])[queued()["wait_median"].notna()].all()


@pytest.mark.parametrize(
    ("service", "age", "months"),
    [
        ("short_therapy", "13_17", ("2025-05", "2026-10")),
        ("short_therapy", "23_plus", None),
        ("student_welfare", "13_17", None),
        ("health_station", "23_plus", ("2021-01", "2026-10")),
        ("adult_psychiatry", "23_plus", ("2021-01", "2026-10")),
        ("youth_psychiatry", "18_22", ("2021-01", "2026-09")),
    ],
)
def test_a_share_within_the_limit_exists_only_while_a_limit_is_in_force(service, age, months):
    rows = services()
    chosen = rows["indicator_id"].eq("started_within_limit") & rows["service_id"].eq(service)
    found = rows[chosen & rows["age_group"].eq(age)]["month"]
    assert ((found.min(), found.max()) if len(found) else None) == months


def test_the_limit_of_each_month_is_the_one_in_force_then():
    """Three months until 8/2023, 14 days from 9/2023, three months again for 23 and over from 1/2025."""
    adults, young = (by_month("health_station", age, "started_within_limit") for age in ("23_plus", "13_17"))
    assert (adults[:"2023-08"] == 100).all() and (adults["2023-09":"2024-12"] < 100).all()
    assert (adults["2025-01":] == 100).all()
    assert (young["2023-09":"2025-11"] < 100).all()


def test_every_month_is_there_but_the_late_one_and_those_before_a_service_opened():
    months = pd.period_range("2021-01", "2026-10", freq="M").strftime("%Y-%m").tolist()
    expected = {
        "palmikko": [month for month in months if month >= "2021-10"],
        "youth_psychiatry": months[:-1],
    }
    for (service, _age, _area), rows in services().groupby(SERIES):
        assert sorted(rows["month"].unique()) == expected.get(service, months)
    sizes = services().groupby([*SERIES, "indicator_id"]).size().unstack("indicator_id")
    assert (sizes.drop(columns="started_within_limit").nunique(axis=1) == 1).all()


def test_series_are_the_services_and_age_groups_of_the_catalogue():
    described = {(service.id, age) for service in catalogue().services.values() for age in service.age_groups}
    # Percentiles come for joint ages as well, since they cannot be made from those of the parts.
    rows = services()[~services()["indicator_id"].isin(("wait_median", "wait_p90"))]
    assert set(zip(rows["service_id"], rows["age_group"], strict=True)) == described


def test_work_without_a_queue_has_visits_and_staff_only():
    meeting = [service.id for service in catalogue().services.values() if not service.has_queue]
    found = services()[services()["service_id"].isin(meeting)]["indicator_id"].unique()
    assert sorted(found) == sorted([*VISITS, "staff_capacity"])


def test_tables_hold_the_indicators_levels_and_columns_of_their_forms():
    for dataset, figures in tables().items():
        indicators = catalogue().indicators.values()
        described = {item.id: set(item.levels) for item in indicators if item.dataset == dataset}
        assert figures.groupby("indicator_id")["area_level"].agg(set).to_dict() == described
        assert list(figures.columns) == COLUMNS
        key = COLUMNS[:8]
        assert not figures.duplicated(key).any() and figures[key].notna().all().all()
        assert (figures["value"].isna() == figures["status"].eq("missing")).all()


def test_figures_of_people_are_marked_so_that_small_counts_can_be_hidden():
    """The rule looks at the numerator: only medians, person-years and money may lack one."""
    figures = pd.concat(tables().values())
    without = set(figures[figures["numerator"].isna()]["indicator_id"])
    assert without == {"wait_median", "wait_p90", "staff_capacity", "budget_money"}


def test_the_same_seed_gives_the_same_files_and_another_gives_others(tmp_path):
    first, again = (write.write(tmp_path / name) for name in ("first", "again"))
    assert [path.name for path in first] == [f"{dataset}_mallidata.parquet" for dataset in tables()]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert not services()["value"].equals(services(OTHER_SEED)["value"])


def test_a_file_says_that_it_is_model_data_and_reads_back_as_it_was(tmp_path):
    for path, (dataset, figures) in zip(write.write(tmp_path), tables().items(), strict=True):
        about = {key.decode(): value.decode() for key, value in pq.read_schema(path).metadata.items()}
        assert about["origin"] == "model"
        assert about["note_fi"].startswith("Mallidata") and about["note_sv"].startswith("Modelldata")
        back = publishing.typed(pd.read_parquet(path))
        assert catalogue().datasets[dataset].origin == "model"
        pd.testing.assert_frame_equal(back, figures)


def test_there_are_well_under_eight_hundred_thousand_rows():
    assert 300_000 < sum(map(len, tables().values())) < 500_000


def test_queues_are_like_themselves_a_month_ago():
    """Long queues keep their length: the correlation of a month with the one before is high."""
    long = (("short_therapy", "18_22"), ("adult_psychiatry", "23_plus"), ("youth_psychiatry", "13_17"))
    for service, age in long:
        queue = by_month(service, age, "waiting_total")
        assert np.corrcoef(queue[1:], queue[:-1])[0, 1] > 0.4


def test_fewer_come_in_july_than_in_october():
    city = services()[services()["area_code"].eq(CITY) & services()["indicator_id"].eq("referrals_received")]
    usual = city.groupby(["service_id", city["period_start"].dt.month])["value"].mean().unstack()
    schools = usual.loc[["student_welfare", "school_health"]]
    assert (usual[7] < usual[10]).all() and (schools[7] < 0.4 * schools[10]).all()


@pytest.mark.parametrize(
    ("service", "age", "shortest", "longest"),
    [
        ("student_welfare", "13_17", 0, 4),
        ("crisis_centre", "23_plus", 0, 3),
        ("health_station", "18_22", 5, 18),
        ("mental_health_substance", "23_plus", 8, 30),
        ("short_therapy", "23_plus", 35, 75),
        ("youth_psychiatry", "13_17", 40, 90),
        ("child_psychiatry", "under_13", 35, 90),
        ("adult_psychiatry", "23_plus", 55, 110),
    ],
)
def test_medians_are_of_the_length_of_real_by_month(service, age, shortest, longest):
    assert by_month(service, age, "wait_median").between(shortest, longest).mean() > 0.95


def test_levels_of_autumn_2026_are_those_of_the_picture():
    now = "2026-10"
    low, first = (
        sum(of(service, UNDER_23, [CITY], "waiting_total")[now] for service in step)
        for step in (
            ("palmikko", "student_welfare", "family_centre", "crisis_centre"),
            ("health_station", "mental_health_substance", "school_health"),
        )
    )
    assert 20 <= low <= 60 and 90 <= first <= 150
    assert 170 <= of("short_therapy", UNDER_23, [CITY], "waiting_total")[now] <= 210
    assert 110 <= of("youth_psychiatry", UNDER_23, [CITY], "waiting_total")["2026-09"] <= 170


def test_residents_of_varissuo_and_pansio_seek_help_more_often_than_those_of_hirvensalo_and_maaria():
    shares = district_shares(read_town(settings().data_folder / "sample"), "adults")
    parts = dict(zip(DISTRICTS, shares, strict=True))
    adults = wide().loc[("health_station", "23_plus")]["referrals_received"].groupby("area_code").sum()
    often = {code: adults[code] / adults[CITY] / parts[code] for code in DISTRICTS}
    assert min(often["4"], often["8"]) > 1.2 and max(often["2"], often["9"]) < 0.85


def test_three_million_euros_are_shared_over_the_years():
    budget = tables()["participatory_budget"].query("indicator_id == 'budget_money' and area_code == '853'")
    assert budget["value"].sum() == 3_000_000


def test_satisfaction_is_known_for_the_six_cities_and_no_target_is_invented():
    table = tables()["city_satisfaction"]
    assert set(table["area_code"]) == {"091", "049", "837", "092", "564", "853"}
    assert table["value"].between(60, 80).all()
    assert catalogue().indicators["life_satisfaction_share"].target == ()
