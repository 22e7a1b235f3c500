"""Sotkanet and PxWeb: ids with their titles, regions by code, missing apart from zero, marks kept."""

import pytest
from source_case import FIGURES, REGIONS, World, quick, serving, with_feed

from lib.catalogue import catalogue
from lib.errors import SourceError
from lib.feeds import formula
from lib.sources import pxweb, sotkanet
from lib.sources.answer import Question

LOW_INCOME, DIVORCES, GINI = "low_income_rate", "divorces_25_64", "gini_coefficient"


@pytest.fixture
def world():
    with serving(World()) as world:
        yield world


def sotka(world, *names):
    """Ask Sotkanet for some of its indicators."""
    series = tuple(one for one in catalogue().sources["sotkanet"].feed.series if one.indicator in names)
    source = with_feed("sotkanet", series=series, since=2023)
    return sotkanet.fetch(Question(source, f"{world.root}/sotkanet", catalogue(), quick()))


def paavo(world, *names, **feed):
    source = with_feed("paavo", indicators=names or ("residents", "women_share"), since=2023, **feed)
    return pxweb.fetch(Question(source, f"{world.root}/paavo", catalogue(), quick()))


def cell(answer, code, year=2024, indicator=None):
    rows = answer.rows
    wanted = rows["area_code"].eq(code) & rows["period_start"].dt.year.eq(year)
    rows = rows[wanted & rows["indicator_id"].eq(indicator)] if indicator else rows[wanted]
    assert len(rows) == 1
    return rows.iloc[0]


def faults(answer):
    return [note.key for note in answer.notes if note.is_fault]


def test_years_are_repeated_and_only_the_total_is_asked(world):
    sotka(world, LOW_INCOME)
    asked = next(one for one in world.asked if one.path.endswith("/json"))
    assert asked.every("years") == ["2023", "2024"] and asked.every("genders") == ["total"]


def test_regions_become_our_areas_by_category_and_code(world):
    rows = sotka(world, LOW_INCOME).rows
    found = rows[rows["value"].notna()][["area_level", "area_code"]].drop_duplicates()
    assert sorted(map(tuple, found.to_numpy())) == [
        ("country", "FI"),
        ("municipality", "019"),
        ("municipality", "091"),
        ("municipality", "853"),
        ("wellbeing_county", "05"),
    ]


def test_a_level_that_the_indicator_does_not_have_is_left_out(world):
    assert set(sotka(world, GINI).rows["area_level"]) == {"municipality"}


def test_an_area_without_a_value_is_missing_and_zero_is_a_value(world):
    world.values["3099"] = [{"region": 389, "year": 2024, "gender": "total", "value": 0, "absValue": 0}]
    answer = sotka(world, LOW_INCOME)
    assert cell(answer, "853")["value"] == 0 and cell(answer, "853")["status"] == "published"
    assert cell(answer, "019")["status"] == "missing" and cell(answer, "019").isna()["value"]
    assert len(answer.rows) == 308


def test_the_denominator_follows_from_value_and_count(world):
    row = cell(sotka(world, LOW_INCOME), "853")
    # 3 890 people are ten per cent of 38 900.
    assert (row["numerator"], row["denominator"]) == (3890, 38900)


def test_a_share_too_coarse_gives_no_denominator(world):
    world.values["3099"] = [{"region": 389, "year": 2024, "gender": "total", "value": 1.9, "absValue": 713}]
    assert cell(sotka(world, LOW_INCOME), "853").isna()["denominator"]


def test_the_embedded_figures_have_the_denominators_we_would_make():
    indicator = catalogue().indicators
    # Turku 2019 as embedded: divorces are per 1 000, the others per cent.
    assert sotkanet._denominator(indicator[DIVORCES], 22.8, 450) == 19737
    assert sotkanet._denominator(indicator[LOW_INCOME], 18.6, 34701) == 186565
    assert sotkanet._denominator(indicator["higher_education_share_20_over"], 35.5, 59735) == 168268


def test_the_long_term_unemployed_share_the_labour_force_of_the_unemployed(world):
    same = {"region": 389, "year": 2024, "gender": "total"}
    world.values["181"] = [same | {"value": 11.2, "absValue": 10580}]
    world.values["3562"] = [same | {"value": 3.2, "absValue": 3011}]
    answer = sotka(world, "long_term_unemployed_share", "unemployed_share_of_labour_force")
    assert cell(answer, "853", indicator="long_term_unemployed_share")["denominator"] == 94464


def test_older_recordings_with_text_and_commas_are_read(world):
    world.values["3099"] = [
        {"region": "389", "year": "2024", "gender": "total", "primary value": "18,6", "absolute value": "5"}
    ]
    assert cell(sotka(world, LOW_INCOME), "853")["value"] == 18.6


def test_men_and_women_are_not_taken_for_everybody(world):
    one = {"region": 389, "year": 2024, "absValue": 1}
    world.values["3099"] = [
        one | {"gender": "total", "value": 5},
        one | {"gender": "male", "value": 7},
    ]
    assert cell(sotka(world, LOW_INCOME), "853")["value"] == 5


@pytest.mark.parametrize(
    "title", ["KUNNAN yleinen  pienituloisuusaste", "Kunnan yleinen pieni-tuloisuusaste"]
)
def test_a_title_may_drift_in_spelling(world, title):
    world.titles["3099"] = title
    assert faults(sotka(world, LOW_INCOME)) == []


def test_an_id_under_another_title_is_left_out_and_told(world):
    world.titles["3099"] = "Lasten pienituloisuusaste"
    answer = sotka(world, LOW_INCOME, GINI)
    assert faults(answer) == ["fetch.note.title"] and set(answer.rows["indicator_id"]) == {GINI}
    note = next(note for note in answer.notes if note.is_fault)
    assert note.values["title"] == "Lasten pienituloisuusaste"


def test_an_age_in_a_title_is_no_spelling():
    assert sotkanet.plain("18 - 24-vuotiaat, %") == sotkanet.plain("18–24-vuotiaat %")
    assert sotkanet.plain("18–24-vuotiaat") != sotkanet.plain("25–64-vuotiaat")


def test_an_empty_list_is_told_and_not_taken_for_zero(world):
    world.values["3099"] = []
    answer = sotka(world, LOW_INCOME)
    assert answer.rows.empty and faults(answer) == ["fetch.note.empty"]


def test_ceased_municipalities_are_left_out_and_told(world):
    world.values["3099"] = [
        {"region": number, "year": 2024, "gender": "total", "value": 5} for number in (389, 9001, 77777)
    ]
    answer = sotka(world, LOW_INCOME)
    assert answer.rows["value"].notna().sum() == 1
    assert "fetch.note.unknown_areas" in [note.key for note in answer.notes]


def test_a_county_code_claimed_by_two_regions_is_nobodys(world):
    # Before 2023 region 881 had code 18 of another county; here two claim code 5.
    world.regions = [*REGIONS, {"id": 894, "code": "5", "category": "HYVINVOINTIALUE", "title": {"fi": "x"}}]
    answer = sotka(world, LOW_INCOME)
    assert "05" not in set(answer.rows[answer.rows["value"].notna()]["area_code"])
    assert "fetch.note.doubtful" in faults(answer)


def test_a_producer_other_than_thl_is_noted(world):
    assert "fetch.note.producer" in [note.key for note in sotka(world, LOW_INCOME).notes]


@pytest.mark.parametrize("answer", [b'{"error": "x"}', b"[1, 2]", b'"text"'])
def test_an_answer_of_another_shape_is_refused(world, answer):
    world.moods = [(200, {}, answer)]
    with pytest.raises(SourceError) as fault:
        sotka(world, LOW_INCOME)
    assert fault.value.key == "fetch.why.other_shape"


def test_a_table_is_asked_by_what_its_dimensions_hold(world):
    row = cell(paavo(world), "20610", indicator="women_share")
    # he_vakiy has 8 letters and he_naiset 9: 610 × 9 of 610 × 8.
    assert (row["numerator"], row["denominator"], row["value"]) == (5490, 4880, 112.5)


def test_dimensions_may_change_their_codes_and_order(world):
    variables = [dict(one) for one in world.meta()["variables"]]
    del variables[2]["time"]
    world.table = {"variables": variables[::-1]}
    found = pxweb.resolved(
        world.meta(),
        Question(with_feed("paavo"), "", catalogue(), quick()),
        FIGURES,
    )
    assert [one.role for one in found] == ["time", "figure", "area"]


@pytest.mark.parametrize(
    ("mark", "status"), [("...", "suppressed"), ("..", "missing"), (".", "not_applicable")]
)
def test_marks_keep_their_meaning(world, mark, status):
    usual = world.cells
    world.cells = lambda area, year, figure: mark if area == "20610" else usual(area, year, figure)
    row = cell(paavo(world, "residents"), "20610")
    assert row["status"] == status and row.isna()["value"]


def test_a_share_of_a_hidden_part_is_hidden_and_of_nobody_not_applicable(world):
    hidden = {("20610", "he_naiset"): "..."}
    world.cells = lambda area, year, figure: hidden.get((area, figure), 0.0 if area == "20800" else 100.0)
    answer = paavo(world, "women_share")
    assert cell(answer, "20610")["status"] == "suppressed" and cell(answer, "20610").isna()["denominator"]
    assert cell(answer, "20800")["status"] == "not_applicable"
    # 25 areas of 100 and one of nobody; the hidden one is not in the sum.
    assert (cell(answer, "853")["denominator"], cell(answer, "853")["status"]) == (2500, "estimate")


def test_the_city_is_the_sum_of_its_areas(world):
    world.cells = lambda area, year, figure: 10.0
    city = cell(paavo(world, "residents"), "853")
    assert (city["area_level"], city["value"], city["status"]) == ("municipality", 270, "published")


def test_no_selection_asks_for_more_cells_than_the_limit_and_together_they_ask_for_all():
    wanted = {name: {str(n): str(n) for n in range(size)} for name, size in (("a", 100), ("b", 7), ("c", 30))}
    dimensions = [pxweb.Dimension(name, "", values) for name, values in wanted.items()]
    asked = [
        {(a, b, c) for a in one["a"] for b in one["b"] for c in one["c"]}
        for one in pxweb.parts(dimensions, 1_000)
    ]
    assert max(map(len, asked)) <= 1_000
    assert sum(map(len, asked)) == len(set().union(*asked)) == 100 * 7 * 30


def test_a_new_dimension_is_asked_by_its_total_and_refused_without_one(world):
    usual = world.meta()["variables"]
    sex = {"code": "sp", "text": "Sukupuoli", "values": ["1", "SSS"], "valueTexts": ["Miehet", "Yhteensä"]}
    question = Question(with_feed("paavo"), "", catalogue(), quick())
    found = pxweb.resolved({**world.meta(), "variables": [*usual, sex]}, question, FIGURES)
    assert found[-1].wanted == {"": "SSS"}
    strange = {"code": "x", "text": "Tulolaji", "values": ["a", "b"], "valueTexts": ["A", "B"]}
    with pytest.raises(SourceError) as fault:
        pxweb.resolved({**world.meta(), "variables": [*usual, strange]}, question, FIGURES)
    assert fault.value.key == "fetch.why.unknown_dimension"


def test_a_table_under_another_title_is_refused(world):
    world.table = {"title": "Kesämökit kunnittain"}
    with pytest.raises(SourceError) as fault:
        paavo(world)
    assert fault.value.key == "fetch.why.other_title"


def test_a_cube_that_does_not_add_up_is_refused():
    cube = {"id": ["a"], "size": [3], "dimension": {"a": {"category": {"index": ["x"]}}}, "value": [1]}
    with pytest.raises(SourceError):
        list(pxweb.unpacked(cube, "http://x/"))


def test_a_sparse_cube_is_read():
    category = {"category": {"index": {"x": 0, "y": 1}}}
    cube = {"id": ["a"], "size": [2], "dimension": {"a": category}, "value": {"1": 4}, "status": {"0": "..."}}
    assert list(pxweb.unpacked(cube, "")) == [({"a": "x"}, "suppressed"), ({"a": "y"}, 4.0)]


def test_formulas_are_read_with_their_signs():
    made = formula("(a + b) / (c - (d + e)) * 100")
    assert made.numerator == ((1, "a"), (1, "b"))
    assert made.denominator == ((1, "c"), (-1, "d"), (-1, "e"))
    assert formula("he_vakiy").codes == {"he_vakiy"}
    assert formula("he_vakiy / (pinta_ala / 1 000 000)") is None
