"""Comparison, taking part and the reader's own area, as a visitor meets the pages."""

import re

import pytest
from page_case import blocks, heading, notices, opened, sound, title, words

from lib import text
from lib.facts import LANGUAGES

pytestmark = pytest.mark.usefixtures("pages_store")

HERE = "major_district-4"


def areas_of(found: dict[str, str]) -> list[str]:
    """The names beside the letters."""
    return re.findall(r"<b>[A-D]</b> <button[^>]*>([^<]+)<", found["compared_areas"])


def test_an_area_stands_beside_its_three_most_similar_ones_with_their_distance():
    found = sound(opened("compare", area=HERE))
    names = areas_of(found)
    assert names[0] == "Varissuo-Lauste"
    assert len(set(names)) == 4
    far = [
        float(one.replace(",", "."))
        for one in re.findall(r"etäisyys (\d+,\d+)", words(found["compared_areas"]))
    ]
    assert len(far) == 3
    assert far == sorted(far)


def test_a_link_names_the_areas_to_compare():
    address = {"area": HERE, "like": "chosen", "areas": "major_district-1.major_district-9"}
    app = opened("compare", **address)
    assert areas_of(sound(app)) == ["Varissuo-Lauste", "Keskusta", "Maaria-Paattinen"]
    assert [app.query_params[name] for name in ("areas", "like")] == [address["areas"], "chosen"]


def test_no_more_than_four_areas_are_compared():
    five = ".".join(f"major_district-{code}" for code in (1, 2, 3, 5, 6))
    assert len(areas_of(sound(opened("compare", area=HERE, like="chosen", areas=five)))) == 4


def test_one_topic_alone_gives_another_likeness():
    by = [opened("compare", area=HERE, like=like) for like in ("all", "participation")]
    assert blocks(by[0])["compared_areas"] != blocks(by[1])["compared_areas"]
    weights = by[1].dataframe[2].value
    assert set(weights["Aihe"]) == {"Osallisuus ja ympäristö"}


def test_weights_are_shown_and_sum_to_a_hundred():
    weights = opened("compare", area=HERE).dataframe[2].value
    total = sum(float(one.replace(",", ".")) for one in weights["Paino, %"])
    assert total == pytest.approx(100, abs=0.05 * len(weights))


def test_likeness_by_chosen_indicators_weighs_them_alike_and_stands_in_the_link():
    by = "employed_share.higher_education_share"
    app = opened("compare", area="postal_area-20610", like="figures", by=by)
    sound(app)
    weights = app.dataframe[2].value
    assert weights["Paino, %"].tolist() == ["50,0", "50,0"]
    app.multiselect(key="several_by").set_value(["employed_share"]).run()
    assert app.query_params["by"] == "employed_share"
    assert app.dataframe[2].value["Paino, %"].tolist() == ["100,0"]


def test_an_unknown_area_to_compare_is_told():
    app = opened("compare", area=HERE, like="chosen", areas="major_district-99")
    assert ["major_district-99" in notice for notice in notices(app)] == [True]
    assert "fault" not in blocks(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_postal_area_and_a_work_area_can_be_compared(language):
    for area in ("postal_area-20610", "work_area-wa-1"):
        app = opened("compare", area=area, lang=language)
        assert "fault" not in blocks(app)
        assert heading(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_taking_part_says_model_data_and_draws_every_measure(language):
    app = opened("participation", lang=language)
    found = sound(app)
    feet = [name for name in found if name.endswith("_foot") or name == "rounds_note"]
    source = text.say("source.listed", language, listed="").strip().rstrip(".")
    assert len(feet) > 4 and all(source in words(found[name]) for name in feet)
    assert text.say("model.word", language) in words(found["model_strip"])
    heads = [name for name in found if re.fullmatch(r"participation_\d_head", name)]
    assert len(heads) == 5
    assert all(text.say("model.word", language) in words(found[name]) for name in heads)


def test_the_round_before_stands_beside_the_chosen_one():
    app = opened("participation", period="2023")
    columns = app.dataframe[-1].value.columns
    assert {"Äänet 2022", "Äänet 2023"} <= set(columns)
    assert "2022" in words(blocks(app)["rounds_head"])


def test_the_first_round_has_none_to_compare_with():
    found = sound(opened("participation", period="2021"))
    assert words(found["rounds_head"]).startswith("Vuoden 2021")


def test_a_scope_without_figures_of_taking_part_says_so():
    assert title(sound(opened("participation", scope="suomi"))) == text.say("participation.lacking", "fi")


def kept(monkeypatch, value: str) -> None:
    from streamlit.runtime.context import ContextProxy

    monkeypatch.setattr(ContextProxy, "cookies", {"tilannekuva_my_area": value})


@pytest.mark.parametrize("page", ["profile", "compare", "chain", "map"])
def test_the_kept_area_opens_where_the_address_names_none_and_is_in_the_link(monkeypatch, page):
    kept(monkeypatch, f"turku.{HERE}")
    app = opened(page, **({"indicator": "foreign_language_share"} if page == "map" else {}))
    assert app.query_params["area"] == HERE


def test_an_area_of_the_address_goes_before_the_kept_one(monkeypatch):
    kept(monkeypatch, f"turku.{HERE}")
    assert heading(opened("profile", area="major_district-1")) == "Keskusta"


def test_the_situation_stays_about_all_areas(monkeypatch):
    kept(monkeypatch, f"turku.{HERE}")
    assert "area" not in opened("situation").query_params


@pytest.mark.parametrize("value", ["", "turku", "turku.major_district-99", "mars.major_district-4", "<b>.x"])
def test_a_kept_area_that_nobody_knows_is_passed_over(monkeypatch, value):
    usual = heading(opened("profile"))
    kept(monkeypatch, value)
    assert heading(opened("profile")) == usual


def test_a_kept_municipality_opens_in_its_own_scope(monkeypatch):
    kept(monkeypatch, "varsinais-suomi.municipality-734")
    app = opened("profile")
    assert [app.query_params[name] for name in ("scope", "area")] == ["varsinais-suomi", "municipality-734"]


def test_the_profile_offers_to_keep_an_area_and_to_forget_the_kept_one(monkeypatch):
    assert words(blocks(opened("profile", area=HERE))["my_area"]) == text.say("my_area.take", "fi")
    kept(monkeypatch, f"turku.{HERE}")
    assert text.say("my_area.forget", "fi") in words(blocks(opened("profile", area=HERE))["my_area"])
    assert words(blocks(opened("profile", area="major_district-1"))["my_area"]) == text.say(
        "my_area.take", "fi"
    )
