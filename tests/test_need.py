"""Need against supply: scores and errors by hand, classes, how sure, months and years, and the page."""

import re
import shutil
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup
from page_case import blocks, heading, opened, words

from lib import catalogue as reader
from lib import need, protect
from lib.areas import hexagons
from lib.errors import CatalogueError
from lib.markup import need as markup
from lib.markup import need_rows
from lib.settings import ROOT
from lib.statistics import trend

UNKNOWN = float("nan")
# 1, 2 and 3 lie √(2/3) from their mean of 2 on average (squares).
SPREAD = sqrt(2 / 3)


def sent(*counts: float, first: str = "2024-01-01", services: tuple[int, ...] = ()) -> pd.DataFrame:
    """Monthly totals of one area from a month on."""
    months = pd.date_range(first, periods=len(counts), freq="MS")
    told = services or (1,) * len(counts)
    columns = {"indicator_id": "visits", "area_code": "1", "period_start": months}
    return pd.DataFrame({**columns, "value": counts, "services": told, "status": "published"})


# Scores.


def test_a_score_is_the_weighted_mean_of_distances_from_the_mean_in_standard_deviations():
    found = need.scores([[1, 2, 3], [30, 20, 10]], np.zeros((2, 3)), [2, 1])
    # z of the first: −1/s, 0, 1/s; of the second the other way; (2·z₁ + z₂)/3.
    assert found.value == pytest.approx([-1 / SPREAD / 3, 0, 1 / SPREAD / 3])


def test_the_error_of_a_score_is_that_of_its_parts_in_standard_deviations():
    found = need.scores([[1, 2, 3], [10, 20, 30]], [[0.3] * 3, [4.0] * 3], [2, 1])
    by_hand = sqrt((2 * 0.3 / SPREAD) ** 2 + (1 * 4.0 / (10 * SPREAD)) ** 2) / 3
    assert found.error == pytest.approx([by_hand] * 3)
    lower, upper = found.limits()
    assert upper - lower == pytest.approx([2 * 1.959964 * by_hand] * 3)


def test_the_example_of_the_methods_page():
    found = need.scores([[10, 20, 30]], [[2, 2, 2]], [1])
    assert found.value == pytest.approx([-1.2247, 0, 1.2247], abs=1e-4)
    assert found.error == pytest.approx([0.2449] * 3, abs=1e-4)


def test_scores_do_not_know_in_what_unit_or_from_what_zero_a_figure_is_told():
    values, errors = np.array([[3.0, 5, 4, 9]]), np.array([[0.5, 0.4, 0.3, 0.2]])
    one, other = need.scores(values, errors, [1]), need.scores(100 * values + 7, 100 * errors, [1])
    assert one.value == pytest.approx(other.value)
    assert one.error == pytest.approx(other.error)
    assert one.value.mean() == pytest.approx(0)


def test_an_area_without_a_figure_has_no_score_and_does_not_move_the_others():
    whole = need.scores([[1, 2, 3]], [[1, 1, 1]], [1])
    gone = need.scores([[1, 2, 3, UNKNOWN]], [[1, 1, 1, UNKNOWN]], [1])
    assert gone.value[:3] == pytest.approx(whole.value)
    assert np.isnan(gone.value[3])


@pytest.mark.parametrize("values", [[1, 2, UNKNOWN], [5, 5, 5], [UNKNOWN] * 3])
def test_nobody_stands_out_among_two_areas_equal_ones_or_none(values):
    assert np.isnan(need.scores([values], [[1, 1, 1]], [1]).value).all()


# Classes and how sure.


def test_on_a_border_is_outside_the_middle():
    found = need.levels([-0.51, -0.5, -0.49, 0.49, 0.5, UNKNOWN], 0.5)
    assert list(found) == ["low", "low", "middle", "middle", "high", ""]


def test_a_class_is_sure_when_its_limits_do_not_reach_another():
    # Reach at 95 %: 1.96 errors; at 99.8 %: 3.09. Distance from the border 0.5 is 1.
    found = need.Scores(np.array([1.5] * 4), np.array([0.3, 0.4, 0.6, UNKNOWN]))
    assert list(need.certainty(found, 0.5)) == ["sure", "fairly_sure", "uncertain", "not_assessed"]


def test_the_middle_has_two_borders():
    found = need.Scores(np.array([0.0, 0.0, 0.4]), np.array([0.2, 0.3, 0.2]))
    assert list(need.certainty(found, 0.5)) == ["fairly_sure", "uncertain", "uncertain"]


def test_only_high_need_with_low_supply_is_the_gap_and_the_weaker_certainty_speaks():
    need_scores = need.Scores(np.array([1.5, 1.5, -1.0, 0.0]), np.array([0.1, 0.1, 0.1, 0.1]))
    supply = need.Scores(np.array([-0.6, 1.5, -1.5, UNKNOWN]), np.array([0.5, 0.4, 0.1, UNKNOWN]))
    table = need.held(["a", "b", "c", "d"], need_scores, supply, 0.5).set_index("area_code")
    assert table["is_gap"].to_dict() == {"a": True, "b": False, "c": False, "d": False}
    assert table["certainty"].to_dict() == {
        "a": "uncertain",
        "b": "fairly_sure",
        "c": "sure",
        "d": "not_assessed",
    }
    assert table.loc["d", "supply_level"] == ""


def test_the_greatest_need_comes_first_and_what_cannot_be_said_last():
    scored = need.Scores(np.array([UNKNOWN, -1.0, 2.0]), np.array([UNKNOWN, 0.1, 0.1]))
    table = need.held(["x", "y", "z"], scored, scored, 0.5)
    assert list(table["area_code"]) == ["z", "y", "x"]


# Months, years and residents.


def test_a_hidden_or_lacking_count_hides_the_sum():
    table = pd.concat([sent(1, 2, 3), sent(10, UNKNOWN).assign(indicator_id="calls")])
    found = need.months(table, ("visits", "calls"))
    assert found.loc["1"].fillna(-1).tolist() == [11, -1, -1]


def test_the_newest_month_that_lacks_a_service_is_not_counted():
    table = sent(*[5] * 14, services=(3,) * 13 + (2,))
    assert need.complete_until(table) == pd.Timestamp("2025-01-01")
    assert need.complete_until(sent(*[5] * 14)) == pd.Timestamp("2025-02-01")


def test_a_service_that_begins_makes_no_earlier_month_incomplete():
    assert need.complete_until(sent(5, 5, 5, services=(2, 2, 3))) == pd.Timestamp("2024-03-01")


def test_a_month_that_lacks_a_service_sent_before_and_after_it_is_blank():
    table = need.without_holes(sent(5, 5, 4, 5, 5, services=(3, 3, 2, 3, 3)))
    assert table["value"].isna().tolist() == [False, False, True, False, False]
    ended = need.without_holes(sent(5, 5, 4, 4, services=(3, 3, 2, 2)))
    assert ended["value"].notna().all()


def test_variation_is_chi_square_over_its_freedom():
    # All expected counts are 15, so χ² = 4 · 25/15 with one degree of freedom.
    assert need.dispersion([[[10, 20], [20, 10]]]) == pytest.approx([20 / 3])


def test_season_and_the_levels_of_years_are_no_variation():
    season, years = np.arange(1, 13), np.array([[10], [20], [30]])
    assert need.dispersion([years * season]) == pytest.approx([1])


def test_variation_cannot_be_told_from_one_year():
    assert np.isnan(need.dispersion([[range(1, 13)], [[UNKNOWN] * 12]])).all()


def test_chance_alone_gives_a_variation_of_about_one():
    drawn = np.random.default_rng(7).poisson(40, (400, 4, 12))
    assert 1.0 <= need.dispersion(drawn).mean() < 1.15


def test_the_window_is_the_newest_months_up_to_the_complete_one():
    table = need.months(sent(*range(1, 30)), ("visits",))
    found = need.window(table, pd.Timestamp("2026-04-01"), 12)
    assert found["count"].tolist() == [sum(range(17, 29))]
    assert found["error"].iloc[0] >= sqrt(found["count"].iloc[0])


def test_an_unknown_month_makes_the_window_unknown():
    table = need.months(sent(*[5] * 20, UNKNOWN, *[5] * 3), ("visits",))
    assert need.window(table, pd.Timestamp("2025-12-01"), 12)["count"].isna().all()


def test_only_whole_years_are_counted():
    table = need.months(sent(*[2] * 30, first="2023-07-01"), ("visits",))
    found = need.yearly(table, pd.Timestamp("2025-12-01"))
    assert found[["year", "count"]].to_numpy().tolist() == [[2024, 24], [2025, 24]]
    assert need.yearly(table, pd.Timestamp("2024-11-01")).empty


def test_a_queue_is_told_as_it_stood_in_december():
    table = need.months(sent(*range(1, 25)), ("visits",))
    found = need.year_ends(table, pd.Timestamp("2025-12-01"))
    assert found[["year", "count"]].to_numpy().tolist() == [[2024, 12], [2025, 24]]
    assert found["error"].tolist() == pytest.approx([sqrt(12), sqrt(24)])


def test_residents_stay_as_last_known_and_are_never_guessed_backwards():
    years = pd.to_datetime(["2023-01-01", "2024-01-01"])
    table = pd.DataFrame({"area_code": "1", "period_start": years, "value": [90.0, 100.0]})
    found = need.residents(table, [2022, 2023, 2026])
    assert found.loc["1"].fillna(-1).tolist() == [-1, 90, 100]


def test_rates_are_counts_by_residents_with_their_limits():
    counted = pd.DataFrame({"area_code": ["1", "2"], "year": 2024, "count": [50.0, 1], "error": [5.0, 1]})
    people = pd.DataFrame({2024: [2_000.0, 1_000.0]}, index=["1", "2"])
    found = need.rates(counted, people, 1_000)
    assert found["value"].tolist() == [25, 1]
    assert found["upper"].iloc[0] == pytest.approx(25 + 1.959964 * 2.5)
    assert found["lower"].tolist() == pytest.approx([25 - 1.959964 * 2.5, 0])


def test_directions_are_those_of_the_trend():
    # The rising case of section 4 of the methods: χ² 47.62.
    assert need.direction_of_shares([10, 20, 30, 40, 50], [100] * 5) == "increasing"
    flat = [10.0] * 5
    assert need.direction_of_values(flat, [9.0] * 5, [11.0] * 5) == "no_change"
    assert need.direction_of_values(flat, [UNKNOWN] * 5, [UNKNOWN] * 5) == trend.CANNOT
    assert need.direction_of_shares([], []) == trend.CANNOT


def test_a_share_has_the_error_of_its_wilson_limits():
    # 15 of 148: 0.0624 to 0.1605 (Newcombe 1998).
    assert need.share_errors(15, 148) == pytest.approx([(0.1605 - 0.0624) / 3.92], abs=1e-4)


# Protection.


def test_a_sum_over_services_shows_although_its_parts_are_small_and_hides_what_came_hidden():
    rows = [("1", "a", 3, "published"), ("1", "b", 4, "published"), ("2", "a", 9, "published")]
    rows += [("2", "b", UNKNOWN, "suppressed"), ("3", "a", 1, "published"), ("3", "b", 2, "published")]
    month = {"period_start": pd.Timestamp("2026-01-01"), "period_end": pd.Timestamp("2026-01-31")}
    table = pd.DataFrame(rows, columns=["area_code", "service_id", "value", "status"])
    table = table.assign(indicator_id="visits_office", area_level="major_district", **month)
    found = protect.hidden(protect._over_services(table), reader.catalogue()).set_index("area_code")
    assert found["status"].to_dict() == {"1": "published", "2": "suppressed", "3": "suppressed"}
    assert found["value"].fillna(-1).to_dict() == {"1": 7, "2": -1, "3": -1}
    assert found["services"].to_dict() == {"1": 2, "2": 1, "3": 2}


# The data file.

BROKEN = {
    "a weight of nothing": (r"^weight = 2.0", "weight = 0.0", "need.toml: need.0.weight:"),
    "no border": (r"^border = .*$", "", "need.toml: border:"),
    "half a year": (r"^months = 12", "months = 6", "need.toml: months:"),
    "an indicator nobody knows": (
        '"treatments_started"',
        '"rumours"',
        "need.toml: supply: 'rumours' is not known",
    ),
    "a figure of the city": (
        'indicator = "loneliness_share"',
        'indicator = "life_satisfaction_share"',
        "need.toml: need: 'life_satisfaction_share' is not known",
    ),
    "a theme nobody knows": (
        'theme = "youth_work"',
        'theme = "dancing"',
        "need.toml: themes: 'dancing' is not known",
    ),
    "a figure of districts that is left out": (
        '"staff_capacity"',
        '"loneliness_share"',
        "need.toml: left_out: 'loneliness_share' is not known",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_fault_in_the_data_file_is_told_at_start_with_file_and_key(case, tmp_path):
    pattern, by, said = BROKEN[case]
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("store")))
    path = data / "limits" / "need.toml"
    broken = re.sub(pattern, by, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert broken != path.read_text("utf-8")
    path.write_text(broken, "utf-8")
    with pytest.raises(CatalogueError) as raised:
        reader.load(data)
    assert [line for line in str(raised.value).splitlines() if line.startswith(said)]


# Pictures.


def test_neighbouring_cells_are_one_width_apart_and_no_two_are_nearer():
    middles = np.array(list(hexagons.centres().values()))
    apart = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
    assert len(middles) == 9
    assert apart[~np.eye(9, dtype=bool)].min() == pytest.approx(1)


def cell(look: str, name: str) -> markup.Hexagon:
    return markup.Hexagon((0, 0), look, (name,), ("words",), "tip", f"area:major_district-{name}")


def test_only_the_one_class_is_marked_and_never_by_colour_alone():
    keys = [markup.Key("need-gap", "High need", "1")]
    cells = [cell("need-gap", "A"), cell("need-gap-unsure", "B"), cell("need-other", "C")]
    html = markup.hexagons(cells, keys, "label")
    drawn = dict(re.findall(r'class="need-cell (\S+) ?"(.*?)</g>', html, re.DOTALL))
    assert {one: "need-mark" in part for one, part in drawn.items()} == {
        "need-gap": True,
        "need-gap-unsure": True,
        "need-other": False,
    }
    assert "High need" in html and "words" in drawn["need-gap"]
    assert markup.mark_of_gap("need-gap") != markup.mark_of_gap("need-gap-unsure")
    assert markup.mark_of_gap("need-other") == Markup("")


def test_the_map_escapes_what_it_is_given_and_says_what_a_press_chooses():
    html = markup.hexagons([cell("need-other", "<b>")], [], '"')
    assert "<b></text>" not in html and "&lt;b&gt;" in html
    assert 'aria-label="&#34;"' in html


def test_strips_share_one_scale_so_that_rows_can_be_compared():
    def row(value: float) -> need_rows.Held:
        point = need_rows.Point(value, value - 0.1, value + 0.1, "", "")
        return need_rows.Held("n", "c", point, point, Markup(""), "w", "c", False, False)

    html = need_rows.held_list(["h"] * 5, [row(-2.0), row(0.0), row(2.0)], 0.5, "caption")
    places = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', html)]
    assert places[0] < places[2] < places[4]
    assert places[2] == pytest.approx((places[0] + places[4]) / 2, abs=0.2)


def test_a_line_breaks_at_a_year_without_a_value():
    def series(own: dict[int, float]) -> need_rows.Series:
        points = {year: (value, UNKNOWN, UNKNOWN) for year, value in own.items()}
        cell = need_rows.Cell("similar", "w", "text3")
        return need_rows.Series("n", "m", points, {}, "1", "1", cell, "", False, "alt")

    def strokes(own: dict[int, float]) -> int:
        group = need_rows.Group("g", (series(own),))
        html = need_rows.beside([group], [2021, 2022, 2023], ["h"] * 5, "caption")
        return html.count('stroke-width="2.5"')

    assert strokes({2021: 1.0, 2022: 2.0, 2023: 3.0}) == 2
    assert strokes({2021: 1.0, 2023: 3.0}) == 0
    assert strokes({2021: 1.0, 2022: UNKNOWN, 2023: 3.0}) == 0


# The page.


@cache
def shown(area: str) -> dict[str, str]:
    app = opened("need", area=area)
    assert not app.exception
    return {name: words(html) for name, html in blocks(app).items()}


def test_planted_distress_and_friendless_pupils_make_the_need_of_their_districts_high(pages_store):
    app = opened("need")
    grid = blocks(app)["need_grid"]
    high = words(re.findall(r"<tbody><tr>.*?</tr>", grid, re.DOTALL)[0])
    assert "Pansio-Jyrkkälä" in high and "Varissuo-Lauste" in high
    assert "Pansio-Jyrkkälässä" in heading(app)


def test_every_district_stands_once_in_the_nine_classes_and_on_the_map(pages_store):
    found = blocks(opened("need"))
    for html in (found["need_grid"], found["need_map"], found["need_list"]):
        chosen = re.findall(r'data-choose="area:major_district-(\d)"', html)
        assert sorted(chosen) == list("123456789")


def test_a_figure_of_the_city_is_named_as_left_out_and_stands_in_no_district(pages_store):
    app = opened("need")
    table = next(one.value for one in app.dataframe if "Suuralue" in one.value.columns or len(one.value) == 9)
    facts = reader.catalogue()
    rows = re.findall(r"<tr>.*?</tr>", blocks(app)["need_origins"], re.DOTALL)
    for name in facts.need_rules.left_out:
        row = next(words(one) for one in rows if facts.indicators[name].name.fi in words(one))
        assert "Jää pois" in row and "Kunta" in row
        assert facts.indicators[name].name.fi not in table.columns


def test_promotion_stands_beside_services_with_directions_and_without_a_cause(pages_store):
    found = shown("major_district-8")
    assert "Kasvaa: Psyykkisesti kuormittuneet." in found["need_told"]
    assert "Ei voi arvioida: Äänestysaktiivisuus" in found["need_told"]
    assert "Kuvat rinnakkain eivät kerro syytä." in found["need_told"]
    assert "Nuorisotyö Teemalle ei ole vielä mittaria." in found["need_lacking"]


def test_another_district_is_another_picture(pages_store):
    other = shown("major_district-9")
    assert other["need_beside_head"].startswith("Maaria-Paattinen:")
    assert other["need_beside"] != shown("major_district-8")["need_beside"]
    assert other["page_title"] == shown("major_district-8")["page_title"]


def test_an_area_of_another_level_gives_the_district_whose_need_is_greatest(pages_store):
    assert shown("postal_area-20610")["need_beside_head"].startswith("Pansio-Jyrkkälä:")
