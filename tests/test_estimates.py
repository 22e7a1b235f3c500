"""Figures of postal areas brought to major districts by shares of residents, always marked as estimates."""

from dataclasses import replace

import pandas as pd
import pytest
from store_case import row, table

from lib.areas.estimates import estimated, with_estimates
from lib.catalogue import catalogue
from lib.facts import CrosswalkRow

SHARE, COUNT, RATE, MEDIAN = "children_0_14_share", "residents", "residents_per_km2", "median_income"
DISTRICT = "major_district"


def crossed(*rows: tuple[str, str, float]):
    """The catalogue with another crosswalk: postal area, major district, share of residents."""
    return replace(
        catalogue(),
        crosswalk=tuple(
            CrosswalkRow("postal_area", code, DISTRICT, to, share, "test") for code, to, share in rows
        ),
    )


def postal(indicator: str, code: str, part: float, whole: float, **cells: object) -> dict[str, object]:
    value = part if indicator == COUNT else 100 * part / whole
    return row(
        indicator, ("postal_area", code), numerator=part, denominator=whole, **{"value": value, **cells}
    )


def found(indicator: str, facts, *rows: dict[str, object]) -> pd.DataFrame:
    made = estimated(table(*rows), catalogue().indicators[indicator], DISTRICT, facts)
    return made.set_index("area_code")


# 20100 is split 25 / 75 between districts 1 and 2; 20200 lies wholly in 1.
SPLIT = (("20100", "1", 0.25), ("20100", "2", 0.75), ("20200", "1", 1.0))


def test_numerators_and_denominators_are_split_and_summed_and_never_percentages():
    # District 1: (0.25 x 40 + 60) / (0.25 x 400 + 300) = 70 / 400 = 17.5 %, not the mean of 10 % and 20 %.
    made = found(SHARE, crossed(*SPLIT), postal(SHARE, "20100", 40, 400), postal(SHARE, "20200", 60, 300))
    assert made.loc["1", ["numerator", "denominator", "value"]].tolist() == [70, 400, 17.5]
    assert made.loc["2", ["numerator", "denominator", "value"]].tolist() == [30, 300, 10]


def test_a_large_area_weighs_more_than_a_small_one():
    # (90 + 0) / (900 + 100) = 9 %, not the mean of 10 % and 0 %.
    both = (("20100", "1", 1.0), ("20200", "1", 1.0))
    made = found(SHARE, crossed(*both), postal(SHARE, "20100", 90, 900), postal(SHARE, "20200", 0, 100))
    assert made.loc["1", "value"] == 9


def test_counts_of_all_districts_add_up_to_the_counts_of_the_postal_areas():
    made = found(COUNT, crossed(*SPLIT), postal(COUNT, "20100", 400, 1), postal(COUNT, "20200", 100, 1))
    assert made["value"].to_dict() == {"1": 200, "2": 300}


def test_estimates_say_that_they_are_estimates():
    made = found(SHARE, crossed(*SPLIT), postal(SHARE, "20100", 40, 400))
    assert made["status"].eq("estimate").all()
    assert made["area_level"].eq(DISTRICT).all()


def test_years_are_kept_apart():
    rows = (postal(SHARE, "20200", cases, 100, year=year) for cases, year in ((10, 2023), (20, 2024)))
    assert found(SHARE, crossed(*SPLIT), *rows)["value"].tolist() == [10, 20]


def test_an_area_without_a_numerator_gives_nothing_to_the_sum():
    rows = (postal(SHARE, "20100", 40, 400), row(SHARE, ("postal_area", "20200"), status="missing"))
    made = found(SHARE, crossed(*SPLIT), *rows)
    assert made.loc["1", ["numerator", "denominator"]].tolist() == [10, 100]


def test_nobody_living_there_gives_no_share():
    made = found(SHARE, crossed(*SPLIT), row(SHARE, ("postal_area", "20200"), numerator=0, denominator=0))
    assert pd.isna(made.loc["1", "value"])


def test_a_rate_is_per_its_own_number():
    per = catalogue().indicators[RATE].per
    made = found(RATE, crossed(*SPLIT), postal(RATE, "20200", 500, 2))
    assert made.loc["1", "value"] == 250 * per


@pytest.mark.parametrize(
    "indicator",
    [one.id for one in catalogue().indicators.values() if one.kind in ("median", "mean", "index", "money")],
)
def test_medians_and_means_are_never_estimated(indicator):
    assert catalogue().indicators[indicator].estimated_levels == ()


def test_old_estimates_give_way_to_new_ones_and_published_figures_stay():
    facts = crossed(*SPLIT)
    once = with_estimates(
        table(postal(SHARE, "20200", 30, 100), row(MEDIAN, ("postal_area", "20200"), value=25_000)), facts
    )
    corrected = once.assign(numerator=once["numerator"].mask(once["area_level"].eq("postal_area"), 50))
    twice = with_estimates(corrected, facts).set_index(["indicator_id", "area_level"])["value"]
    assert twice.to_dict() == {
        (SHARE, "postal_area"): 30,
        (MEDIAN, "postal_area"): 25_000,
        (SHARE, DISTRICT): 50,
    }


def test_estimates_of_residents_add_up_to_the_city(built_store):
    from lib import publishing

    rows = publishing.current_rows("paavo")
    newest = rows[rows["indicator_id"].eq(COUNT) & rows["period_start"].eq(rows["period_start"].max())]
    sums = newest.groupby("area_level")["value"].sum()
    # 203 793 residents in the 27 postal areas at the end of 2024 (Paavo 2026).
    assert sums[DISTRICT] == pytest.approx(203_793)
    assert sums["postal_area"] == 203_793
