"""From observations to figures: newest, limits, difference, rank and trend, against arithmetic by hand."""

import pandas as pd
import pytest
from store_case import row, table

from lib import figures
from lib.catalogue import catalogue

FACTS = catalogue().indicators
AREA, OTHER, CITY = ("postal_area", "20100"), ("postal_area", "20200"), ("municipality", "853")
# Lower is better; higher is better; neither.
WORSE, BETTER, NEUTRAL = "unemployed_share_of_residents", "higher_education_share", "foreign_language_share"
COUNT, RATE = "residents", "divorces_25_64"


def share(cases: float, whole: float, indicator: str = WORSE, area: tuple[str, str] = AREA, year: int = 2024):
    return row(indicator, area, year, value=100 * cases / whole, numerator=cases, denominator=whole)


def limited(*rows: dict[str, object]) -> pd.DataFrame:
    return figures.with_intervals(table(*rows), FACTS)


def states(rows: pd.DataFrame, benchmark: pd.DataFrame) -> list[str]:
    return figures.with_difference(rows, benchmark, FACTS)["state"].tolist()


def test_the_newest_row_of_a_series_knows_the_value_before_it():
    found = figures.newest(
        table(
            share(30, 100, year=2024),
            share(10, 100, year=2022),
            share(20, 100, year=2023),
            share(5, 100, area=OTHER),
        )
    ).set_index("area_code")
    assert found["value"].to_dict() == {"20100": 30, "20200": 5}
    assert found.loc["20100", ["previous", "previous_start"]].tolist() == [20, pd.Timestamp(2023, 1, 1)]
    assert pd.isna(found.loc["20200", "previous"])


def test_nothing_after_the_asked_period_is_looked_at():
    rows = table(share(10, 100, year=2022), share(20, 100, year=2023))
    assert figures.newest(rows, "2022")["value"].tolist() == [10]
    assert figures.newest(rows, "2022-12")["value"].tolist() == [10]
    assert figures.newest(rows, "2021").empty


def test_areas_are_compared_at_the_same_period_only():
    rows = table(
        share(10, 100, year=2023), share(20, 100, area=OTHER, year=2024), share(7, 100, BETTER, year=2020)
    )
    found = figures.at_same_period(rows)
    assert found[["indicator_id", "value"]].to_numpy().tolist() == [[WORSE, 20], [BETTER, 7]]


def test_limits_of_a_share_are_wilsons_published_ones():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662 by Wilson's method.
    found = limited(share(81, 263)).iloc[0]
    assert found["lower_95"] == pytest.approx(25.53, abs=0.005)
    assert found["upper_95"] == pytest.approx(36.62, abs=0.005)


def test_wide_limits_hold_the_narrow_ones_and_the_value():
    found = limited(share(81, 263), share(0, 50), share(50, 50))
    ordered = found[["lower_998", "lower_95", "value", "upper_95", "upper_998"]].to_numpy()
    assert (ordered[:, 1:] - ordered[:, :-1] >= -1e-9).all()


def test_a_rate_has_limits_on_its_own_scale():
    per = FACTS[RATE].per
    found = limited(
        row(RATE, ("municipality", "853"), value=100 * per / 10_000, numerator=100, denominator=10_000)
    )
    # Byar's 95 % limits of 100 cases are 81.36 and 121.63.
    assert found["lower_95"].iloc[0] == pytest.approx(81.36 * per / 10_000, rel=1e-3)
    assert found["upper_95"].iloc[0] == pytest.approx(121.63 * per / 10_000, rel=1e-3)


def test_a_figure_without_its_parts_or_of_another_kind_has_no_limits():
    found = limited(
        row(WORSE, AREA, value=10),
        row(COUNT, AREA, value=10, numerator=10),
        row("median_income", AREA, value=1),
    )
    assert found[figures.LIMITS].isna().all(axis=None)


def test_an_area_clearly_above_the_benchmark_is_judged_by_the_polarity():
    # 30 % of 1 000 has the 95 % interval 27-33 %: far from 10 %.
    for indicator, state in (
        (WORSE, "much_worse_higher"),
        (BETTER, "much_better_higher"),
        (NEUTRAL, "much_higher"),
    ):
        benchmark = table(share(100, 1000, indicator, CITY))
        assert states(limited(share(300, 1000, indicator)), benchmark) == [state]


def test_an_area_clearly_below_the_benchmark_is_judged_the_other_way():
    benchmark = table(share(500, 1000, area=CITY))
    assert states(limited(share(300, 1000)), benchmark) == ["much_better_lower"]


def test_a_difference_inside_the_interval_is_no_difference():
    # 10 of 100 has the 95 % interval 5.5-17.4 %: 11 % is inside.
    assert states(limited(share(10, 100)), table(share(11, 100, area=CITY))) == ["similar"]


def test_a_benchmark_of_another_year_is_not_compared_with():
    assert states(limited(share(300, 1000)), table(share(100, 1000, area=CITY, year=2020))) == [
        "not_compared"
    ]


def test_an_area_is_not_compared_with_itself():
    rows = limited(share(300, 1000, area=CITY))
    assert states(rows, table(share(300, 1000, area=CITY))) == ["not_compared"]


def test_a_value_that_is_not_there_keeps_its_reason_as_its_state():
    rows = limited(
        *(row(WORSE, AREA, 2024, status=status) for status in ("suppressed", "missing", "not_applicable"))
    )
    assert states(rows, table(share(100, 1000, area=CITY))) == ["suppressed", "missing", "not_applicable"]


def test_a_difference_table_keeps_every_row_and_adds_the_benchmark():
    rows = limited(share(10, 100), share(20, 100, area=OTHER), share(30, 100, BETTER))
    found = figures.with_difference(rows, table(share(11, 100, area=CITY)), FACTS)
    assert len(found) == 3
    assert found["benchmark"].fillna(-1).tolist() == [11, 11, -1]


def test_ranks_start_from_the_highest_and_ties_share_the_better_place():
    codes = ("20100", "20200", "20210", "20240")
    rows = table(
        *(
            share(cases, 100, area=("postal_area", code))
            for code, cases in zip(codes, (10, 30, 30, 5), strict=True)
        )
    )
    found = figures.with_rank(rows)
    assert found["rank"].tolist() == [3, 1, 1, 4]
    assert found["ranked"].tolist() == [4, 4, 4, 4]


def test_a_hidden_value_has_no_rank_and_is_not_counted():
    found = figures.with_rank(table(share(10, 100), row(WORSE, OTHER, 2024, status="suppressed")))
    assert found["rank"].fillna(0).tolist() == [1, 0]
    assert found["ranked"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("indicator", "cases", "state"),
    [
        (WORSE, (1000, 1200, 1400, 1600, 1800), "getting_worse"),
        (WORSE, (1800, 1600, 1400, 1200, 1000), "getting_better"),
        (BETTER, (1000, 1200, 1400, 1600, 1800), "getting_better"),
        (NEUTRAL, (1000, 1200, 1400, 1600, 1800), "increasing"),
        (NEUTRAL, (1000, 1000, 1000, 1000, 1000), "no_change"),
    ],
)
def test_five_years_in_one_direction_are_a_trend(indicator, cases, state):
    series = table(*(share(count, 10_000, indicator, year=2020 + place) for place, count in enumerate(cases)))
    assert figures.with_trend(figures.newest(series), series, FACTS)["trend"].tolist() == [state]


def test_four_years_or_a_gap_are_no_trend():
    for years in ((2021, 2022, 2023, 2024), (2020, 2021, 2023, 2024, 2025)):
        series = table(*(share(1000 + 200 * place, 10_000, year=year) for place, year in enumerate(years)))
        found = figures.with_trend(figures.newest(series), series, FACTS)
        assert found["trend"].tolist() == ["cannot_be_calculated"]


def test_each_area_has_its_own_trend():
    series = table(
        *(share(1000 + 200 * place, 10_000, year=2020 + place) for place in range(5)),
        *(share(1000, 10_000, area=OTHER, year=2020 + place) for place in range(5)),
    )
    found = figures.with_trend(figures.newest(series), series, FACTS).set_index("area_code")
    assert found["trend"].to_dict() == {"20100": "getting_worse", "20200": "no_change"}


def test_no_figures_give_no_figures():
    empty = table().astype({"period_start": "datetime64[us]", "value": float})
    found = figures.with_trend(figures.with_intervals(figures.newest(empty), FACTS), empty, FACTS)
    assert found.empty
    assert {"trend", "previous", *figures.LIMITS} <= set(found.columns)
