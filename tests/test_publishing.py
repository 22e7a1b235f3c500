"""Received rows become a version on top of what was there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from store_case import DATASET, INDICATOR, delivery, residents, row, table

from lib import protect, publishing, query, store
from lib.catalogue import catalogue
from lib.errors import VersionMovedError
from lib.settings import ROOT
from lib.table import COLUMNS, KEY

SAMPLES = ROOT / "data" / "sample"
CENTRE = ("major_district", "1")


def publish(rows: pd.DataFrame, sha256: str, dataset: str = DATASET) -> int:
    return publishing.publish(catalogue().datasets[dataset], rows, delivery(sha256, dataset), catalogue())


def current(dataset: str = DATASET) -> pd.DataFrame:
    return publishing.current_rows(dataset)


def test_a_file_of_one_year_leaves_other_years_and_areas_as_they_were(store_folder):
    publish(residents(10, 20, year=2019), "a")
    publish(residents(99, year=2020), "b")
    found = current().set_index(["area_code", "period_start"])["value"]
    assert found.to_dict() == {
        ("1", pd.Timestamp(2019, 1, 1)): 10,
        ("2", pd.Timestamp(2019, 1, 1)): 20,
        ("1", pd.Timestamp(2020, 1, 1)): 99,
    }


def test_a_corrected_figure_takes_the_place_of_the_old_one(store_folder):
    publish(residents(10, 20), "a")
    publish(residents(11), "b")
    assert current()["value"].tolist() == [11, 20]


def test_a_figure_taken_back_becomes_missing_and_never_zero(store_folder):
    publish(residents(10, 20), "a")
    publish(table(row(INDICATOR, CENTRE, status="missing")), "b")
    found = current().set_index("area_code")
    assert found.loc["1", "status"] == "missing"
    assert pd.isna(found.loc["1", "value"])


def test_a_new_version_holds_whole_rows_not_only_the_received_ones(store_folder):
    publish(residents(10, 20), "a")
    version = publish(residents(11), "b")
    assert len(query.all_of_version(version)) == 2


def test_a_dataset_nobody_has_published_has_no_current_rows(store_folder):
    assert current().empty
    assert current().columns.tolist() == COLUMNS


def test_current_rows_after_an_undo_are_those_of_the_earlier_version(store_folder):
    first = publish(residents(10), "a")
    publish(residents(11), "b")
    store.revert(DATASET, first, "analyst", "wrong")
    assert current()["value"].tolist() == [10]


def test_text_of_a_file_becomes_dates_codes_and_wholes():
    sent = table(row(INDICATOR, CENTRE)).assign(
        period_start="2020-01-01",
        period_end="2020-12-31",
        age_group="",
        sex=None,
        service_id=None,
        area_code="019",
        value="5",
    )
    found = publishing.typed(sent).iloc[0]
    assert found[["age_group", "sex", "service_id", "area_code"]].tolist() == ["all", "all", "", "019"]
    assert (found["period_start"], found["value"]) == (pd.Timestamp(2020, 1, 1), 5.0)


def test_a_count_sent_without_its_numerator_is_protected_all_the_same(store_folder):
    area = ("major_district", "4")
    sent = [
        row("waiting_total", area, value=count, service_id=service, age_group="13_17")
        for count, service in ((3, "short_therapy"), (30, "youth_psychiatry"))
    ]
    version = publish(table(*sent), "a", "varha_services")
    found = protect.service_series(catalogue(), (version,), ("waiting_total",)).set_index("service_id")
    assert found["status"].to_dict() == {"short_therapy": "suppressed", "youth_psychiatry": "published"}


def test_an_age_group_beside_a_hidden_one_is_hidden_since_their_sum_is_shown(store_folder):
    area = ("major_district", "4")
    sent = [
        row("waiting_total", area, value=count, service_id="short_therapy", age_group=age)
        for count, age in ((3, "13_17"), (30, "18_22"))
    ]
    version = publish(table(*sent), "a", "varha_services")
    found = protect.service_series(catalogue(), (version,), ("waiting_total",))
    assert found["status"].tolist() == ["suppressed", "suppressed"]
    joint = protect.service_counts(
        catalogue(), (version,), ("waiting_total",), area, ("under_13", "13_17", "18_22")
    )
    assert joint["value"].tolist() == [33]


def test_staff_is_not_counted_as_people_to_be_hidden(store_folder):
    sent = row(
        "staff_capacity", ("municipality", "853"), value=3.5, service_id="short_therapy", age_group="all"
    )
    version = publish(table(sent), "a", "varha_services")
    assert protect.service_series(catalogue(), (version,), ("staff_capacity",))["value"].tolist() == [3.5]


def test_estimates_are_made_anew_with_every_publish(store_folder):
    # 20610 lies wholly in major district 4, so its figures alone are the estimate.
    area = ("postal_area", "20610")
    for sha256, cases in (("a", 10), ("b", 30)):
        publish(
            table(row("children_0_14_share", area, value=cases, numerator=cases, denominator=100)),
            sha256,
            "paavo",
        )
        found = current("paavo").set_index(["area_level", "area_code"])
        assert found.loc[("major_district", "4"), ["value", "status"]].tolist() == [cases, "estimate"]
    assert len(found) == 2


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A folder with one embedded table."""
    (tmp_path / "sample").mkdir()
    shutil.copy(SAMPLES / "municipality_population.csv", tmp_path / "sample")
    return tmp_path / "sample"


def test_embedded_tables_are_published_where_there_is_nothing_yet(store_folder, samples):
    assert publishing.build(catalogue(), samples, samples) == ["municipality_population"]
    # 5 562 370 residents in the country at the end of 2022, municipalities of 2026.
    country = current("municipality_population").set_index("area_code").loc["FI"]
    assert (country["value"], country["status"]) == (5_562_370, "estimate")


def test_a_start_overwrites_no_upload_and_brings_nothing_back_that_was_taken_off(store_folder, samples):
    publish(residents(10), "a", "municipality_population")
    assert publishing.build(catalogue(), samples, samples) == []
    store.revert("municipality_population", store.NO_VERSION, "analyst", "not ours")
    assert publishing.build(catalogue(), samples, samples) == []
    assert query.heads() == {}


def test_the_embedded_tables_are_published_once(built_store):
    assert set(query.heads()) == set(catalogue().datasets)
    event = store.newest_event()
    assert publishing.build(catalogue(), SAMPLES, built_store / "model") == []
    assert store.newest_event() == event


@pytest.mark.parametrize("dataset", sorted(catalogue().datasets))
def test_every_embedded_row_is_once_there_and_of_a_known_indicator_and_area(built_store, dataset):
    rows = current(dataset)
    known = set(catalogue().areas)
    assert not rows.duplicated(KEY).any()
    assert set(rows["indicator_id"]) <= {
        one.id for one in catalogue().indicators.values() if one.dataset == dataset
    }
    assert set(zip(rows["area_level"], rows["area_code"], strict=True)) <= known


ANALYST = """
import sys, time
from pathlib import Path
sys.path.insert(0, "tests")
import pandas as pd
from store_case import residents
from test_publishing import publish
name, gate = sys.argv[1], Path(sys.argv[2])
publish(residents(1, year=1999), "warm")
print("ready", flush=True)
while not gate.exists():
    time.sleep(0.005)
for year in range(2000, 2005):
    publish(residents(year, year=year + 10 * int(name)), f"{name}{year}")
"""


def test_two_analysts_who_publish_into_one_dataset_at_once_lose_no_row(store_folder, tmp_path):
    gate = tmp_path / "gate"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", ANALYST, str(name), str(gate)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in range(2)
    ]
    assert [one.stdout.readline() for one in both] == ["ready\n"] * 2
    gate.touch()
    assert [one.wait(60) for one in both] == [0, 0]
    assert sorted(current()["period_start"].dt.year) == [1999, *range(2000, 2005), *range(2010, 2015)]
    assert len(query.history(DATASET)) >= 11


def test_rows_made_from_an_older_version_are_not_written_over_a_newer_one(store_folder):
    first = publish(residents(10), "a")
    publish(residents(20), "b")
    with pytest.raises(VersionMovedError):
        store.publish(delivery("c"), residents(30), first)
    assert current()["value"].tolist() == [20]
