"""Whether a gap grows: even shares have none, a planted widening is found, the unknown is not said."""

import numpy as np
import pandas as pd
import pytest
from store_case import row, table

from lib import gap
from lib.errors import StatisticsError
from lib.statistics import trend

AREAS = ("1", "2", "3", "4")
YEARS = (2015, 2016, 2017, 2018, 2019)
DISTRICT = "major_district"


def observed(shares: dict[int, tuple[float, ...]], residents: int = 10_000) -> pd.DataFrame:
    """One row for each year and area; a share that is None has no row, one below zero is suppressed."""
    rows = []
    for year, ones in shares.items():
        for code, share in zip(AREAS, ones, strict=False):
            if share is None:
                continue
            cells = {"status": "suppressed"} if share < 0 else counted(share, residents)
            rows.append(row("share", (DISTRICT, code), year, **cells))
    return table(*rows)


def counted(share: float, residents: int) -> dict[str, float]:
    return {"value": 100 * share, "numerator": share * residents, "denominator": residents}


def widening(step: float) -> pd.DataFrame:
    """Half the areas fall and half rise by `step` a year, so that the share of all stays 20 %."""
    return observed(
        {
            year: (0.2 + step * place, 0.2 + step * place, 0.2 - step * place, 0.2 - step * place)
            for place, year in enumerate(YEARS, start=1)
        }
    )


def indexed(observations: pd.DataFrame, name: str = "dissimilarity", areas: tuple[str, ...] = AREAS):
    return gap.over_time(gap.counts(observations, areas), gap.INDICES[name])


def test_the_index_of_two_areas_is_the_one_reckoned_by_hand():
    # 30 and 10 of 100 each: |30/40 − 70/160| = 0.3125 = |10/40 − 90/160|, half their sum is 0.3125.
    found = indexed(observed({2019: (0.3, 0.1)}, residents=100), areas=("1", "2"))
    assert found["value"].tolist() == pytest.approx([0.3125])


def test_gini_and_theil_of_two_areas_are_those_reckoned_by_hand():
    # Shares 1 % and 3 %, equal residents: 2·|1 − 3|/(2·2²·2) = 0.25; Theil ¼·ln ½ + ¾·ln 1½.
    two = observed({2019: (0.01, 0.03)})
    assert indexed(two, "gini", ("1", "2"))["value"].tolist() == pytest.approx([0.25])
    by_hand = 0.25 * np.log(0.5) + 0.75 * np.log(1.5)
    assert indexed(two, "theil", ("1", "2"))["value"].tolist() == pytest.approx([by_hand])


@pytest.mark.parametrize("name", gap.INDICES)
def test_equal_shares_have_no_gap_and_it_does_not_grow(name):
    found = indexed(observed(dict.fromkeys(YEARS, (0.2, 0.2, 0.2, 0.2))), name)
    assert found["value"].abs().max() < 1e-12
    assert gap.verdict(found).state == "no_change"


@pytest.mark.parametrize("name", gap.INDICES)
def test_equal_shares_that_rise_together_do_not_make_the_gap_grow(name):
    found = indexed(
        observed(
            {year: (share,) * 4 for year, share in zip(YEARS, (0.1, 0.15, 0.2, 0.25, 0.3), strict=True)}
        ),
        name,
    )
    assert found["value"].abs().max() < 1e-12
    assert gap.verdict(found).state == "no_change"


@pytest.mark.parametrize("name", gap.INDICES)
@pytest.mark.parametrize(("step", "state"), [(0.02, "increasing"), (-0.02, "increasing"), (0.0, "no_change")])
def test_a_planted_widening_is_found(name, step, state):
    assert gap.verdict(indexed(widening(step), name)).state == state


@pytest.mark.parametrize("name", gap.INDICES)
def test_a_planted_narrowing_is_found(name):
    mirrored = widening(0.02).assign(
        period_start=lambda rows: [pd.Timestamp(2034 - day.year, 1, 1) for day in rows["period_start"]]
    )
    assert gap.verdict(indexed(mirrored, name)).state == "decreasing"


@pytest.mark.parametrize("name", gap.INDICES)
def test_doubling_all_counts_leaves_the_index_and_narrows_its_interval(name):
    once, twice = (
        indexed(observed({2019: (0.1, 0.2, 0.3, 0.4)}, residents=number), name) for number in (1_000, 2_000)
    )
    assert once["value"].tolist() == pytest.approx(twice["value"].tolist())
    width = [float(one["upper"].iloc[0] - one["lower"].iloc[0]) for one in (once, twice)]
    assert width[1] < width[0]


def test_the_order_of_areas_changes_no_value():
    forth, back = (indexed(widening(0.02), areas=areas) for areas in (AREAS, AREAS[::-1]))
    assert forth["value"].tolist() == pytest.approx(back["value"].tolist())


def test_the_same_figures_give_the_same_limits():
    pd.testing.assert_frame_equal(indexed(widening(0.02)), indexed(widening(0.02)))


def test_an_uneven_spread_reaches_beyond_chance_and_an_even_one_does_not():
    uneven, even = (indexed(observed({2019: ones})).iloc[0] for ones in ((0.1, 0.2, 0.3, 0.4), (0.2,) * 4))
    assert uneven["value"] > uneven["chance"]
    assert even["value"] < even["chance"]


def test_four_years_are_too_few_to_say():
    found = gap.verdict(indexed(widening(0.02).query("period_start >= '2016-01-01'")))
    assert (found.state, found.why) == (trend.CANNOT, "few_years")


def test_a_missing_year_among_the_last_five_is_a_gap():
    six = pd.concat([observed({2013: (0.2,) * 4, 2014: (0.2,) * 4}), widening(0.02)])
    found = gap.verdict(indexed(six[six["period_start"].dt.year.ne(2017)]))
    assert (found.state, found.why) == (trend.CANNOT, "gap")


@pytest.mark.parametrize(("share", "status"), [(None, "missing"), (-1, "suppressed")])
def test_a_year_with_an_unknown_area_has_its_status_and_no_figure(share, status):
    shares = dict.fromkeys(YEARS, (0.1, 0.2, 0.3, 0.4)) | {2019: (0.1, 0.2, 0.3, share)}
    last = indexed(observed(shares)).iloc[-1]
    assert last["status"] == status
    assert last[["value", "lower", "upper", "chance"]].isna().all()


def test_a_series_that_is_hidden_throughout_gives_the_reason_and_no_state():
    found = gap.verdict(indexed(observed(dict.fromkeys(YEARS, (0.1, 0.2, 0.3, -1)))))
    assert (found.state, found.why) == (trend.CANNOT, "suppressed")


def test_a_part_larger_than_its_whole_is_no_figure():
    wrong = observed({2019: (0.1, 0.2, 0.3, 0.4)}).assign(denominator=1_500)
    assert indexed(wrong)["value"].isna().all()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_group_of_nobody_or_of_everybody_has_no_gap_to_speak_of(share):
    found = indexed(observed({2019: (share,) * 4}))
    assert found["status"].tolist() == ["not_applicable"]
    assert found["value"].isna().all()


def test_one_area_in_ten_without_any_figure_is_left_out_and_named():
    codes = [str(code) for code in range(10)]
    rows = [
        row("share", (DISTRICT, code), 2019, **counted(0.02 * (place + 1), 1_000))
        for place, code in enumerate(codes)
    ]
    found = gap.counts(table(*rows[1:]), codes)
    assert (found.left_out, found.status) == (("0",), ("published",))
    more = gap.counts(table(*rows[2:]), codes)
    assert (more.left_out, more.status) == ((), ("missing",))


def test_counts_shared_out_from_another_division_have_a_value_and_no_interval():
    estimated = observed({2019: (0.1, 0.2, 0.3, 0.4)}).assign(denominator=10_000.5)
    found = indexed(estimated).iloc[0]
    assert found["value"] > 0
    assert found[["lower", "upper", "chance"]].isna().all()


def test_the_ends_of_an_order_are_those_reckoned_by_hand():
    # Residents 2 500, 5 000, 2 500 with 11, 14, 17 %: mid-ranks 0.125, 0.5, 0.875 lie on 10 + 8·rank.
    rows = [
        row("share", (DISTRICT, code), 2019, **counted(share, residents))
        for code, share, residents in (("1", 0.11, 2_500), ("2", 0.14, 5_000), ("3", 0.17, 2_500))
    ]
    found = gap.ends(gap.counts(table(*rows), ("1", "2", "3")), np.array([5.0, 6.0, 7.0])).iloc[0]
    assert found["value"] == pytest.approx(8)
    assert found["ratio"] == pytest.approx(18 / 10)
    assert found["lower"] < 8 < found["upper"]
    assert found["ratio_lower"] < 1.8 < found["ratio_upper"]


def test_the_turned_order_turns_the_sign():
    counted_once = gap.counts(observed({2019: (0.1, 0.2, 0.3, 0.4)}), AREAS)
    forth, back = (gap.ends(counted_once, np.array(one, dtype=float)) for one in ((1, 2, 3, 4), (4, 3, 2, 1)))
    assert forth["value"].tolist() == pytest.approx((-back["value"]).tolist())
    assert forth["value"].iloc[0] > 0


def test_an_order_that_is_unknown_or_the_same_everywhere_gives_no_ends():
    known = gap.counts(observed({2019: (0.1, 0.2, 0.3, 0.4)}), AREAS)
    for position in ([1.0, 2.0, 3.0, np.nan], [1.0] * 4):
        found = gap.ends(known, np.array(position)).iloc[0]
        assert found["status"] == "missing"
        assert np.isnan(found["value"])


def test_ends_that_part_in_percentage_points_are_found_while_the_index_stays():
    # All shares grow by the same factor: relative differences stay, the distance in points doubles.
    shares = {
        year: tuple(one * (1 + place / 4) for one in (0.04, 0.08, 0.12, 0.16))
        for place, year in enumerate(YEARS)
    }
    known = gap.counts(observed(shares), AREAS)
    assert gap.verdict(gap.over_time(known, gap.INDICES["gini"])).state == "no_change"
    assert gap.verdict(gap.ends(known, np.array([1.0, 2.0, 3.0, 4.0]))).state == "increasing"


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (4, 3, 2, 1)])
def test_ends_part_whichever_of_them_is_higher(order):
    apart = gap.ends(gap.counts(widening(0.02), AREAS), np.array(order, dtype=float))
    assert gap.parting(apart).state == "increasing"
    assert gap.verdict(apart).state == ("decreasing" if order[0] == 1 else "increasing")


def test_ends_that_change_places_have_no_distance_that_could_grow():
    shares = {
        year: (0.2 + step, 0.2 + step, 0.2 - step, 0.2 - step)
        for year, step in zip(YEARS, (-0.04, -0.02, 0.02, 0.04, 0.06), strict=True)
    }
    found = gap.parting(gap.ends(gap.counts(observed(shares), AREAS), np.array([4.0, 3.0, 2.0, 1.0])))
    assert (found.state, found.why) == (trend.CANNOT, "turned")


def chain(count: int) -> dict[str, list[str]]:
    """Areas in a row, each touching the one before and the one after."""
    return {
        str(place): [str(other) for other in (place - 1, place + 1) if 0 <= other < count]
        for place in range(count)
    }


def test_the_mean_of_the_neighbours_is_that_of_those_with_a_value():
    shares = pd.Series([1.0, np.nan, 3.0, 4.0, 5.0], index=list("01234"))
    around = gap.clusters(shares, chain(5)).table["around"]
    assert around.tolist()[2:] == [4.0, 4.0, 4.0]
    assert np.isnan(around.iloc[0])


def grid(side: int) -> dict[str, list[str]]:
    """Square areas that touch those above, below, left and right."""
    steps = ((-1, 0), (1, 0), (0, -1), (0, 1))
    return {
        f"{x},{y}": [f"{x + dx},{y + dy}" for dx, dy in steps if 0 <= x + dx < side and 0 <= y + dy < side]
        for x in range(side)
        for y in range(side)
    }


def test_a_planted_block_of_high_areas_is_found_and_only_there():
    touching, random = grid(12), np.random.default_rng(1)
    block = [f"{x},{y}" for x in range(4, 8) for y in range(4, 8)]
    shares = pd.Series(random.normal(10, 0.1, 144), index=list(touching))
    shares[block] += 20
    found = gap.clusters(shares, touching)
    high = found.table.loc[found.table["cluster"].eq("high_high"), "area_code"]
    assert {"5,5", "5,6", "6,5", "6,6"} <= set(high) <= set(block)
    assert found.moran.i > 0.5
    assert found.one_can


def test_no_area_is_more_certain_than_the_number_of_arrangements_allows():
    # Five areas in a row: an inner one has 6 pairs of others, an end one 4 others, so p is 1/6 at best.
    found = gap.clusters(pd.Series([1.0, 1.1, 9.0, 9.1, 9.2], index=list("01234")), chain(5))
    assert found.table["p_adjusted"].min() >= 1 / 6
    assert set(found.table["cluster"]) == {"not_significant"}
    assert not found.one_can


def test_an_area_without_neighbour_or_value_is_named_as_such():
    shares = pd.Series([1.0, 2.0, 3.0, 4.0, 9.0, np.nan], index=["0", "1", "2", "3", "island", "hidden"])
    found = gap.clusters(shares, chain(4)).table.set_index("area_code")
    assert found.loc[["island", "hidden"], "cluster"].tolist() == ["island", "missing"]
    assert found.loc[["island", "hidden"], "p_adjusted"].isna().all()


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0], [5.0] * 6, [np.nan] * 6])
def test_too_few_or_equal_areas_are_refused(values):
    shares = pd.Series(values, index=[str(one) for one in range(len(values))])
    with pytest.raises(StatisticsError):
        gap.clusters(shares, chain(len(values)))
