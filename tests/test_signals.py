"""When something is raised, and when not: hand-made figures of which the answer can be seen."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib import signals
from lib.catalogue import catalogue
from lib.facts import Target
from lib.signals import arrivals, law, ranking, shape, targets, yearly

CITY = ("municipality", "853")
RULES = catalogue().signal_rules
SHARE = "unemployment_rate"
GOOD = "employed_share"
TODAY = date(2026, 11, 24)


def years(code: str, cases: list[float], whole: float = 1000, indicator: str = SHARE) -> pd.DataFrame:
    """One area's yearly shares up to 2025; the code 853 is the city."""
    starts = [pd.Timestamp(2026 - len(cases) + place, 1, 1) for place in range(len(cases))]
    return pd.DataFrame(
        {
            "indicator_id": indicator,
            "area_level": "municipality" if code == "853" else "major_district",
            "area_code": code,
            "service_id": "",
            "age_group": "all",
            "sex": "all",
            "period_start": starts,
            "period_end": [start + pd.offsets.YearEnd(0) for start in starts],
            "value": [100 * one / whole for one in cases],
            "numerator": cases,
            "denominator": whole,
            "status": "published",
        }
    )


def queue(area: tuple[str, str], over: int, within: int, month: str = "2026-10") -> pd.DataFrame:
    """A queue to short therapy of under-23s, whose limit is 28 days, at the end of a month."""
    counts = {"waiting_0_14": within, "waiting_15_28": 0, "waiting_29_90": over, "waiting_91_180": 0}
    counts |= {"waiting_over_180": 0, "waiting_total": over + within}
    start = pd.Timestamp(month)
    return pd.DataFrame(
        {
            "indicator_id": list(counts),
            "area_level": area[0],
            "area_code": area[1],
            "service_id": "short_therapy",
            "age_group": "under_23",
            "sex": "all",
            "period_start": start,
            "period_end": start + pd.offsets.MonthEnd(0),
            "value": [float(one) for one in counts.values()],
            "numerator": [float(one) for one in counts.values()],
            "denominator": np.nan,
            "status": "published",
        }
    )


def breaches(*tables: pd.DataFrame) -> pd.DataFrame:
    facts = catalogue()
    found = law.breaches(law.queues(pd.concat(tables), facts.services, facts.limits), CITY, RULES)
    return ranking.significant(found, RULES)


@pytest.mark.parametrize(
    ("over", "within", "raised"),
    [
        pytest.param(10, 90, 1, id="a tenth is a breach"),
        pytest.param(9, 91, 0, id="under a tenth is told by its number"),
        pytest.param(4, 4, 0, id="fewer than five people are told by their number"),
        pytest.param(0, 50, 0, id="nobody over"),
    ],
)
def test_the_city_breaks_the_law_from_a_tenth_and_five_people(over, within, raised):
    found = breaches(queue(CITY, over, within))
    assert len(found) == raised
    assert found["numerator"].tolist() == [over] * raised


def test_a_district_that_is_as_the_city_is_no_news_of_its_own():
    found = breaches(queue(CITY, 300, 700), queue(("major_district", "4"), 33, 77))
    assert found["area_code"].tolist() == ["853"]


def test_a_district_far_above_the_city_is():
    found = breaches(queue(CITY, 300, 700), queue(("major_district", "4"), 90, 20))
    assert dict(zip(found["area_code"], found["people"], strict=True)) == {"853": 300, "4": 90}


def test_a_district_is_judged_as_one_also_where_the_city_is_not_known():
    # 5 of 30 is over a tenth, but its lower 95 % limit, 0.073, is not.
    assert breaches(queue(("major_district", "4"), 5, 25)).empty


def test_before_the_therapy_guarantee_there_was_no_limit_to_break():
    assert breaches(queue(CITY, 90, 10, "2025-04")).empty
    assert len(breaches(queue(CITY, 90, 10, "2025-05"))) == 1


def test_a_hidden_class_counts_as_nobody_and_is_said():
    table = queue(CITY, 40, 60)
    hidden = table["indicator_id"].eq("waiting_91_180")
    table = table.assign(value=table["value"].mask(hidden), status=table["status"].mask(hidden, "suppressed"))
    found = breaches(table)
    assert found["numerator"].tolist() == [40] and found["status"].tolist() == ["at_least"]


def test_a_rising_share_is_a_trend_whose_meaning_its_polarity_gives():
    rising = [100, 120, 140, 160, 180]
    for indicator, state in ((SHARE, "concern"), (GOOD, "improvement"), ("women_share", "neutral_high")):
        found = yearly.trends(years("4", rising, indicator=indicator), catalogue().indicators)
        assert found.rows["state"].tolist() == [state]
        assert found.rows[["before", "after"]].iloc[0].tolist() == pytest.approx([10, 18])


@pytest.mark.parametrize(
    "cases", [pytest.param([100, 120, 140, 160], id="four years"), pytest.param([100] * 5, id="level")]
)
def test_no_trend_from_four_years_or_from_a_level_series(cases):
    assert yearly.trends(years("4", cases), catalogue().indicators).rows.empty


def test_a_series_that_ended_before_the_others_has_no_trend_now():
    old = years("4", [100, 120, 140, 160, 180])
    old = old.assign(period_start=old["period_start"] - pd.DateOffset(years=1))
    found = yearly.trends(pd.concat([old, years("5", [100] * 5)]), catalogue().indicators)
    assert len(found.p) == 1 and found.rows.empty


def test_an_area_that_parts_from_the_city_is_news_and_one_that_was_apart_is_not():
    table = pd.concat([years("4", [100, 160]), years("5", [160, 160]), years("6", [100, 100])])
    found = yearly.benchmark_changes(table, years("853", [100, 100]), catalogue().indicators)
    assert len(found.p) == 3
    assert found.rows["area_code"].tolist() == ["4"] and found.rows["rule"].tolist() == ["higher"]
    assert found.rows["benchmark"].tolist() == pytest.approx([10])


def test_a_difference_that_a_shift_of_the_city_made_is_news_too():
    found = yearly.benchmark_changes(
        years("4", [100, 100]), years("853", [1000, 1600], 10_000), catalogue().indicators
    )
    assert found.rows["rule"].tolist() == ["lower"] and found.rows["state"].tolist() == ["improvement"]


def crossed(cases: list[float], target: float) -> pd.DataFrame:
    decided = (Target(target, date(2020, 1, 1), "council"),)
    known = {SHARE: replace(catalogue().indicators[SHARE], target=decided)}
    return targets.crossings(years("4", cases), known).rows


def test_a_target_is_missed_or_regained_only_when_the_side_is_new_and_sure():
    assert crossed([100, 160], 12)["rule"].tolist() == ["missed"]
    assert crossed([160, 100], 13)["rule"].tolist() == ["regained"]
    assert crossed([160, 160], 12).empty and crossed([100, 125], 12).empty


def months(service: str, last: str) -> pd.DataFrame:
    starts = pd.date_range("2026-01-01", last, freq="MS")
    return pd.DataFrame(
        {
            "indicator_id": "waiting_total",
            "area_level": CITY[0],
            "area_code": CITY[1],
            "service_id": service,
            "age_group": "all",
            "period_start": starts,
            "value": 10.0,
            "status": "published",
        }
    )


def late(table: pd.DataFrame, day: date) -> pd.DataFrame:
    of = {name: one.dataset for name, one in catalogue().indicators.items()}
    return arrivals.late(table, catalogue().datasets, of, day)


def test_a_month_is_late_from_the_day_it_was_due():
    both = pd.concat([months("short_therapy", "2026-10-01"), months("youth_psychiatry", "2026-09-01")])
    assert late(both, date(2026, 11, 9)).empty
    found = late(both, date(2026, 11, 10))
    assert found["service_id"].tolist() == ["youth_psychiatry"]
    assert found["since"].tolist() == [pd.Timestamp("2026-11-10")]
    assert found["recent"].iloc[0].values[-2:] == (1.0, 0.0)


def test_a_dataset_that_is_wholly_late_is_one_row():
    both = pd.concat([months("short_therapy", "2026-09-01"), months("youth_psychiatry", "2026-09-01")])
    assert late(both, TODAY)["service_id"].tolist() == [""]


def test_corrected_figures_are_counted_and_the_largest_correction_is_told():
    before = pd.concat([years("4", [100, 110]), years("5", [100, 110])], ignore_index=True)
    changed = before.assign(value=[10, 12, 10, 22], value_old=before["value"]).iloc[[1, 3]]
    dataset = catalogue().datasets["paavo"]
    found = arrivals.revised(changed, dataset, pd.Timestamp(TODAY))
    assert found[["area_code", "people", "before", "value"]].iloc[0].tolist() == ["5", 2, 11, 22]
    assert arrivals.revised(changed.head(0), dataset, pd.Timestamp(TODAY)).empty


def scanned(figures: pd.DataFrame, city: pd.DataFrame) -> signals.Scan:
    return signals.scan(signals.Tables(figures.head(0), figures, city), catalogue(), CITY, TODAY)


def test_a_signal_that_only_corrected_figures_made_says_so():
    city = years("853", [1000] * 5, 10_000)
    before = signals.Tables(city.head(0), years("4", [100] * 5), city)
    now = signals.Tables(city.head(0), years("4", [100, 120, 140, 160, 180]), city)
    new = signals.scan(now, catalogue(), CITY, TODAY)
    old = signals.scan(signals.put_back(now, before), catalogue(), CITY, TODAY)
    assert len(new.signals) == 1 and old.signals.empty
    assert signals.with_revision(new.signals, old.signals)["by_revision"].tolist() == [True]
    assert signals.with_revision(new.signals, new.signals)["by_revision"].tolist() == [False]


def test_the_same_news_of_several_areas_is_one_row_and_the_city_speaks_first():
    rising = [100, 120, 140, 160, 180]
    scan = scanned(
        pd.concat([years("4", rising), years("5", rising)]),
        years("853", [10 * one for one in rising], 10_000),
    )
    assert scan.signals["area_code"].tolist() == ["853"]
    assert sorted(scan.signals["others"].iloc[0]) == ["4", "5"]


def test_figures_that_are_history_raise_nothing():
    old = years("4", [100, 120, 140, 160, 180])
    back = {name: old[name] - pd.DateOffset(years=6) for name in ("period_start", "period_end")}
    scan = scanned(old.assign(**back), old.head(0))
    assert scan.signals.empty and scan.comparisons == 0


def test_a_thousand_quiet_series_raise_next_to_nothing():
    draw = np.random.default_rng(5)
    table = pd.concat([years(f"{one}", draw.binomial(1000, 0.1, 5).tolist()) for one in range(2000, 3000)])
    scan = scanned(table, years("853", [1_000] * 5, 10_000))
    assert scan.comparisons >= 2000 and len(scan.signals) <= 1


def test_every_signal_has_the_columns_of_the_shape_and_the_version_of_the_rules():
    scan = scanned(years("4", [100, 120, 140, 160, 180]), years("853", [1000] * 5, 10_000))
    assert scan.signals.columns.tolist() == shape.COLUMNS
    assert scan.signals["rules_version"].tolist() == [RULES.version]


def test_nothing_at_all_raises_nothing():
    empty = years("4", [1]).head(0)
    scan = scanned(empty, empty)
    assert scan.signals.empty and scan.comparisons == 0


@pytest.mark.parametrize(
    ("rhythm", "newest", "due"),
    [
        # Figures of November are due on the tenth of December; those of 2025 at the end of January 2027.
        ({"rhythm": "month", "arrives_by_day": 10}, date(2026, 10, 1), date(2026, 12, 10)),
        ({"rhythm": "month", "arrives_by_day": 10}, date(2026, 11, 1), date(2027, 1, 10)),
        (
            {"rhythm": "year", "arrives_by_day": 0, "arrives_by_month": 1, "years_behind": 2},
            date(2024, 1, 1),
            date(2027, 1, 31),
        ),
        ({"rhythm": "year", "arrives_by_day": 0, "arrives_by_month": 0}, date(2024, 1, 1), None),
        ({"rhythm": "once", "arrives_by_day": 0}, date(2024, 1, 1), None),
    ],
)
def test_the_day_of_the_next_figures(rhythm, newest, due):
    dataset = replace(catalogue().datasets["varha_services"], **rhythm)
    assert arrivals.next_due(dataset, newest) == due


def test_a_year_is_late_from_the_day_after_it_was_due():
    of = {name: one.dataset for name, one in catalogue().indicators.items()}
    # Distress is asked every year, and a year's answers are due by the end of the next March.
    told = years("4", [100, 110]).assign(indicator_id="psychological_distress_share", service_id="")
    newest = told["period_start"].max().year
    due = date(newest + 2, 3, 31)
    assert arrivals.late_years(told, catalogue().datasets, of, due).empty
    (row,) = arrivals.late_years(told, catalogue().datasets, of, date(newest + 2, 4, 1)).itertuples()
    assert (row.kind, row.rule, row.since, row.period_end.year) == (
        "late",
        "district_surveys",
        pd.Timestamp(due),
        newest + 1,
    )
    assert row.recent.values[-2:] == (1.0, 0.0)
