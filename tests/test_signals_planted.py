"""Every event planted in the model data is raised when its figures have come, and quiet ones are not."""

import tomllib
from datetime import date

import pytest
from signal_case import raised, seen

from lib.settings import ROOT

NOVEMBER = date(2026, 11, 24)
# Planted event → the day on which the analyst's list should hold it, and the row it should be.
EXPECTED = {
    "transfer_to_county": (date(2023, 2, 15), {"state": "neutral_low", "kind": "special_cause"}),
    "adult_psychiatry_backlog_cleared": (
        date(2024, 8, 15),
        {"state": "breach", "service_id": "adult_psychiatry", "area": "853"},
    ),
    "visits_grow_in_pansio": (
        NOVEMBER,
        {"state": "neutral_high", "service_id": "mental_health_substance", "area": "8"},
    ),
    "short_therapy_breach_in_varissuo": (
        date(2026, 3, 15),
        {"state": "breach", "service_id": "short_therapy", "area": "4"},
    ),
    "health_station_direct_booking": (
        date(2026, 8, 15),
        {"state": "improvement", "service_id": "health_station", "area": "853"},
    ),
    "short_therapy_breach_under_23": (
        NOVEMBER,
        {"state": "breach", "service_id": "short_therapy", "area": "853", "age_group": "under_23"},
    ),
    "youth_psychiatry_late": (NOVEMBER, {"state": "late", "service_id": "youth_psychiatry"}),
    "distress_grows_in_pansio": (
        NOVEMBER,
        {"state": "concern", "indicator_id": "psychological_distress_share", "area": "8"},
    ),
    "social_assistance_grows_in_pansio": (
        NOVEMBER,
        {"state": "concern", "indicator_id": "district_social_assistance_share", "area": "8"},
    ),
    "no_close_friend_in_varissuo": (
        NOVEMBER,
        {"state": "concern", "indicator_id": "no_close_friend_share", "area": "4"},
    ),
}
# Too few to be shown at all, so no list may tell of it.
QUIET = {"child_psychiatry_small_counts": {"service_id": "child_psychiatry", "area_code": "9"}}


def planted() -> list[str]:
    facts = tomllib.loads((ROOT / "data" / "sample" / "planted.toml").read_text("utf-8"))
    return [one["id"] for one in facts["planted"]]


def test_every_planted_event_has_its_expectation():
    assert sorted(planted()) == sorted([*EXPECTED, *QUIET])


@pytest.mark.parametrize("event", EXPECTED)
def test_a_planted_event_is_raised(event):
    day, wanted = EXPECTED[event]
    assert len(raised(day, **wanted)) >= 1


@pytest.mark.parametrize("event", QUIET)
def test_what_is_hidden_raises_nothing(event):
    assert raised(NOVEMBER, **QUIET[event]).empty


def test_the_step_at_the_health_station_is_dated_to_december_2025():
    day, wanted = EXPECTED["health_station_direct_booking"]
    since = raised(day, **wanted)["since"].iloc[0]
    assert abs((since.year - 2025) * 12 + since.month - 12) <= 1


def test_before_its_month_the_breach_is_not_there():
    assert raised(date(2025, 8, 15), state="breach", service_id="short_therapy", area="4").empty


def test_the_list_is_short_and_says_how_much_was_compared():
    scan = seen(NOVEMBER)
    assert len(scan.signals) <= 20
    assert scan.comparisons > 800 and 0 < scan.comparisons - scan.steady < scan.comparisons * 0.1


def test_the_law_stands_before_concern_and_concern_before_the_better():
    order = seen(NOVEMBER).signals["state"].tolist()
    rank = {"breach": 0, "concern": 1, "improvement": 2, "late": 3, "neutral_high": 4, "neutral_low": 4}
    assert [rank[one] for one in order] == sorted(rank[one] for one in order)
