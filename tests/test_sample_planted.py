"""Every event planted in the model data is seen in the figures by arithmetic."""

import pytest
from model_figures import CITY, DISTRICTS, OVER_28, UNDER_23, by_month, of, over_28, services, survey

from lib.catalogue import catalogue
from lib.sample.planted import read_planted
from lib.settings import settings
from lib.statistics.intervals import wilson
from lib.statistics.trend import trend_of_counts


def transfer_dips() -> bool:
    city = services().query("area_code == '853' and indicator_id == 'referrals_received'")
    total = city.groupby("month")["value"].sum()
    around = (total["2022-01"] + total["2024-01"]) / 2
    return total["2023-01"] < 0.75 * around and total["2023-03"] > 0.9 * total["2022-03"]


def backlog_is_cleared() -> bool:
    """Over 180 days and the whole queue fall, while those who got in look worse."""
    within, p90, long, total = (
        by_month("adult_psychiatry", "23_plus", column)
        for column in ("started_within_limit", "wait_p90", "waiting_over_180", "waiting_total")
    )
    falls = long["2024-12"] < 0.1 * long["2024-03"] and total["2024-12"] < 0.7 * total["2024-02"]
    worse = within["2024-03":"2024-11"].mean() < within["2023-01":"2023-12"].mean() - 10
    return falls and worse and p90["2024-03":"2024-11"].min() > 1.5 * p90["2023-01":"2023-12"].mean()


def visits_grow() -> bool:
    def growth(areas: list[str]) -> float:
        received = of("mental_health_substance", ["18_22", "23_plus"], areas, "referrals_received")
        return received["2025-11":].mean() / received["2023-03":"2023-12"].mean()

    return growth(["8"]) > 1.4 and growth([code for code in DISTRICTS if code != "8"]) < 1.2


def varissuo_breaks_first() -> bool:
    here = of("short_therapy", ["13_17"], ["4"], OVER_28)["2026-01":"2026-03"].sum()
    waiting = of("short_therapy", ["13_17"], ["4"], "waiting_total")["2026-01":"2026-03"].sum()
    elsewhere = over_28("short_therapy", ["13_17"], [code for code in DISTRICTS if code != "4"])
    return here / waiting > 0.35 and elsewhere["2026-01":"2026-03"].max() < 25 and waiting >= 30


def booking_helps() -> bool:
    medians = [by_month("health_station", age, "wait_median") for age in ("13_17", "18_22", "23_plus")]
    return all(
        series["2026-01":].mean() < series["2024-11":"2025-11"].mean() - 3
        and (series["2026-01":] < series["2024-11":"2025-11"].mean()).all()
        for series in medians
    )


def young_wait_over_28_days() -> bool:
    share = over_28("short_therapy", UNDER_23, [CITY])
    usual = share["2025-01":"2025-12"]
    return share["2026-10"] > 100 / 3 and usual.mean() < 15 and share["2026-07":].min() > usual.max()


def youth_psychiatry_is_late() -> bool:
    last = services().groupby("service_id")["month"].max()
    return last["youth_psychiatry"] == "2026-09" and (last.drop("youth_psychiatry") == "2026-10").all()


def small_counts_stay_small() -> bool:
    started = of("child_psychiatry", ["under_13"], ["9"], "treatments_started")
    return started.max() < 5 and (started > 0).mean() > 0.5 and started.min() == 0


def trend_state(indicator: str, area: str) -> str:
    rows = survey(indicator, area)
    return trend_of_counts(rows["numerator"].to_numpy(), rows["denominator"].to_numpy()).state.ravel()[0]


def only_pansio_rises(indicator: str) -> bool:
    states = {area: trend_state(indicator, area) for area in DISTRICTS}
    return states["8"] == "increasing" and sum(state == "increasing" for state in states.values()) == 1


def friends_step() -> bool:
    here, city = survey("no_close_friend_share", "4"), survey("no_close_friend_share", CITY)
    counts = here["numerator"].to_numpy(), here["denominator"].to_numpy()
    lower, far_lower = (100 * wilson(*counts, level).lower for level in (0.95, 0.998))
    above, far_above = lower > city["value"].to_numpy(), far_lower > city["value"].to_numpy()
    return not above[:4].any() and bool(far_above[4])


SHOWN = {
    "transfer_to_county": transfer_dips,
    "adult_psychiatry_backlog_cleared": backlog_is_cleared,
    "visits_grow_in_pansio": visits_grow,
    "short_therapy_breach_in_varissuo": varissuo_breaks_first,
    "health_station_direct_booking": booking_helps,
    "short_therapy_breach_under_23": young_wait_over_28_days,
    "youth_psychiatry_late": youth_psychiatry_is_late,
    "child_psychiatry_small_counts": small_counts_stay_small,
    "distress_grows_in_pansio": lambda: only_pansio_rises("psychological_distress_share"),
    "social_assistance_grows_in_pansio": lambda: only_pansio_rises("district_social_assistance_share"),
    "no_close_friend_in_varissuo": friends_step,
}
PLANTED = read_planted(settings().data_folder / "sample")


def test_at_least_eight_events_are_planted_in_known_figures():
    assert len(PLANTED) >= 8
    assert {event.indicator for event in PLANTED} <= set(catalogue().indicators)


@pytest.mark.parametrize("event", [event.id for event in PLANTED])
def test_a_planted_event_is_seen_in_the_figures(event):
    assert SHOWN[event]()
