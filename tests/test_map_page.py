"""The map page as a visitor meets it: two figures on one map have both sources, and both in the table."""

import pytest
from page_case import opened, sound, words

from lib.catalogue import catalogue

pytestmark = pytest.mark.usefixtures("pages_store")

FIRST, REAL, MODEL = "foreign_language_share", "age_0_17_share_by_district", "psychological_distress_share"
ON_ONE_MAP = {"view": "two", "indicator": FIRST, "level": "major_district"}


@pytest.mark.parametrize("second", [REAL, MODEL])
def test_two_figures_have_both_sources_and_both_stand_in_the_table(second):
    facts = catalogue()
    app = opened("map", **ON_ONE_MAP, second=second)
    found = sound(app)
    for name in (FIRST, second):
        source = facts.sources[facts.indicators[name].source]
        assert source.name["fi"] in words(found["map_foot"])
    table = app.dataframe[0].value
    heading = facts.indicators[second].name["fi"]
    assert table.columns[-1] == heading and table[heading].str.contains("%").all()


def test_a_model_figure_beside_a_real_one_is_marked_above_the_map():
    assert "Toisen mittarin luvut ovat mallidataa" in words(
        sound(opened("map", **ON_ONE_MAP, second=MODEL))["model_strip"]
    )
    assert "model_strip" not in sound(opened("map", **ON_ONE_MAP, second=REAL))


@pytest.mark.parametrize(
    ("indicator", "level", "told"),
    [
        ("residents_by_small_area", "pienalueet, vuoden 2019 jako", "72 alueesta tunnetaan vain"),
        ("residents_by_neighbourhood", "kaupunginosat, vuoden 2020 jako", "puuttuu 14 aluetta"),
    ],
)
def test_a_small_division_says_its_year_its_codes_and_what_the_sketch_does_not_know(indicator, level, told):
    found = sound(opened("map", indicator=indicator))
    assert level in words(found["map_foot"]) and "oodi" in words(found["map_foot"])
    assert told in words(found["map_foot"])


def test_an_area_without_a_profile_offers_none_and_shows_its_code():
    panel = sound(opened("map", indicator="residents_by_small_area", area="small_area-853425079"))["panel"]
    assert "koodi 853425079" in words(panel) and "Avaa alueprofiili" not in words(panel)
    panel = sound(opened("map", indicator="foreign_language_share", level="major_district"))["panel"]
    assert "Avaa alueprofiili" in words(panel)


def test_a_level_without_figures_is_not_offered():
    levels = {
        name: [box for box in opened("map", indicator=name).selectbox if box.label == "Aluejako"][0].options
        for name in ("median_income", "residents_by_small_area", "residents_by_neighbourhood")
    }
    assert levels == {
        "median_income": ["postinumeroalueet"],
        "residents_by_small_area": ["pienalueet"],
        "residents_by_neighbourhood": ["kaupunginosat"],
    }


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ({"smooth": "yes"}, ["Tasoitettu arvo"]),
        ({"view": "clusters"}, ["Ryhmittymä", "Naapurit", "p, korjattu"]),
    ],
)
def test_the_table_holds_what_the_kind_of_map_tells(kind, headings):
    table = opened("map", indicator="unemployment_rate", **kind).dataframe[0].value
    assert list(table.columns[-len(headings) :]) == headings
    assert table[headings[0]].str.len().gt(0).sum() >= 26
