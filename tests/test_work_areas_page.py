"""The page of work areas: list and checks, a draft that a link opens, two people at one area, files."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import page_case
import pytest
import streamlit as st
from page_case import notices, sound, words
from store_case import use_store
from streamlit.testing.v1 import AppTest

from lib import query, store
from lib.work_areas import saved, shape
from lib.work_areas.shape import Borders, OwnArea

TODAY = "2026-11-24"
EAST = "work_area-wa-4"


@pytest.fixture
def page_store(own_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every embedded figure and the starting work areas, on a fixed day."""
    monkeypatch.setenv("TILANNEKUVA_TODAY", TODAY)
    use_store(own_store, monkeypatch)
    store.cursor().execute("DELETE FROM lake.work_area")
    forget()
    yield own_store
    monkeypatch.undo()
    forget()


def forget() -> None:
    st.cache_data.clear()
    saved._everything.cache_clear()
    saved._facts.cache_clear()


def opened(page: str = "work_areas", **address: str) -> AppTest:
    return page_case.opened(page, **address)


def shown(app: AppTest, name: str = "") -> str:
    found = sound(app)
    return words(found[name] if name else " ".join(found.values()))


def field(app: AppTest, kind: str, name: str):
    """The widget of a field of the form, whatever the area and the round of its key."""
    wanted = re.compile(rf"work_area_{name}_[\w-]*_\d+")
    return next(one for one in app.get(kind) if one.key and wanted.fullmatch(one.key))


def newest(code: str) -> OwnArea:
    return next(one for one in saved.everything() if one.code == code)


def map_data(app: AppTest) -> tuple[dict, list[str]]:
    """What the map is drawn from: its columns, and the codes they are over."""
    nodes = [one.proto for one in app.get("bidi_component") if "work_area_map_" in one.proto.id]
    sent = [json.loads(getattr(one, one.WhichOneof("data"))) for one in nodes]
    columns = next(one for one in sent if "fills" in one)
    return columns, next(one["codes"] for one in sent if "codes" in one)


def column(packed: dict) -> list[str]:
    """A column as the browser unpacks it."""
    if "words" in packed:
        return [packed["words"][place] for place in packed["at"]]
    return ["" if one is None else packed["before"] + one + packed["after"] for one in packed["rest"]]


@pytest.mark.parametrize(
    ("language", "title", "residents"),
    [
        ("fi", "Aluetyön alueet kattavat kaikki suuralueet", "asuu 189 325 eli 100,0 % asukkaista"),
        (
            "sv",
            "Områdena för områdesarbete täcker alla storområden",
            "bor 189 325 eller 100,0 % av invånarna",
        ),
        ("en", "The work areas cover all major districts", "189,325 people, 100.0% of residents"),
    ],
)
def test_the_starting_areas_cover_every_district_in_three_languages(page_store, language, title, residents):
    app = opened(lang=language)
    assert title in shown(app, "page_title")
    assert residents in shown(app, "work_area_checks")
    assert "Varissuo-Lauste" in shown(app, "work_area_rows") or "Kråkkärret" in shown(app, "work_area_rows")


def test_a_link_opens_a_draft_with_its_gaps_overlaps_and_residents(page_store):
    app = opened(area=EAST, members="major_district-4.major_district-5")
    # Varissuo-Lauste 18 120 and Nummi-Halinen 22 498 residents in the embedded figures.
    assert "Perusalueita 2 (suuralueet), asukkaita 40 618" in shown(app, "work_area_checks")
    assert "Nummi-Halinen (Nummi-Halinen, Varissuo-Lauste)" in shown(app, "work_area_checks")
    drawn, codes = map_data(app)
    assert drawn["ringed"] == ["4", "5"]
    fills = dict(zip(codes, column(drawn["fills"]), strict=True))
    assert fills["4"] == "area-4" and fills["5"] == "area-4 shared"
    tips = dict(zip(codes, column(drawn["pieces"][0]), strict=True))
    assert "kuuluu: Nummi-Halinen, Varissuo-Lauste" in tips["5"]
    gone = opened(area=EAST, members="none")
    assert "Yksi perusalue on aluetyön alueiden ulkopuolella" in shown(gone, "work_area_checks")


def test_a_new_area_is_saved_and_stands_in_the_list_and_among_the_areas_of_other_pages(page_store):
    app = opened(draft="new", base="postal_area", members="postal_area-20100.postal_area-20500")
    app = field(app, "text_input", "name_sv").set_value("Åstranden").run()
    app = app.button(key="save_work_area").click().run()
    assert "Tallennettu. Versio 1." in notices(app)
    made = newest("wa-10")
    assert (made.name_sv, made.author_role) == ("Åstranden", "regional_worker")
    assert made.borders == (Borders(date(2026, 11, 24), "postal_area", ("20100", "20500")),)
    assert "Åstranden" in shown(opened(), "work_area_rows")
    profile = opened("profile", area="work_area-wa-10")
    assert "Åstranden" in shown(profile, "page_title")
    assert "Yhdistetylle alueelle ei voi laskea" in shown(profile, "work_area_lacking")


def test_medians_of_a_union_are_named_with_the_range_that_surely_holds_them(page_store):
    app = opened(draft="new", base="postal_area", members="postal_area-20100.postal_area-20500")
    lacking = shown(app, "work_area_lacking")
    assert "Mediaanitulo" in lacking or "mediaani" in lacking.lower()
    assert "varmasti" in lacking


def test_an_empty_draft_tells_every_fault_at_once_and_stores_nothing(page_store):
    app = opened(draft="new")
    app = app.button(key="save_work_area").click().run()
    faults = shown(app, "work_area_faults")
    assert "2 kohtaa estää" in faults
    assert "Nimi suomeksi: tieto puuttuu" in faults and "Rajat: tieto puuttuu" in faults
    assert store.newest_work_area() == 0


def test_a_change_needs_a_reason_and_another_day_is_another_version_of_the_borders(page_store):
    app = opened(area=EAST, members="major_district-4.major_district-5")
    app = field(app, "date_input", "valid_from").set_value(date(2027, 1, 1)).run()
    app = app.button(key="save_work_area").click().run()
    assert "Muutoksen syy: tieto puuttuu" in shown(app, "work_area_faults")
    app = field(app, "text_input", "reason").set_value("Alueet yhdistetään").run()
    app = app.button(key="save_work_area").click().run()
    assert [one.codes for one in newest("wa-4").borders] == [("4",), ("4", "5")]
    borders = shown(app, "work_area_borders")
    assert "1.1.2010–31.12.2026 (voimassa)" in borders and "1.1.2027 alkaen" in borders
    assert [one.code for one in saved.facts(date(2026, 12, 31)).work_areas["wa-4"].members] == ["4"]
    assert [one.code for one in saved.facts(date(2027, 1, 1)).work_areas["wa-4"].members] == ["4", "5"]


def test_two_people_at_one_area_see_both_and_lose_nothing(page_store):
    app = field(opened(area=EAST), "text_input", "name_fi").set_value("Oma itä").run()
    app = field(app, "text_input", "reason").set_value("uusi nimi").run()
    saved.save(replace(newest("wa-4"), name_fi="Toisen itä", about="Toisen kuvaus", reason="x"), 0)
    app = app.button(key="save_work_area").click().run()
    assert newest("wa-4").name_fi == "Toisen itä"
    beside = app.dataframe[0].value.set_index("Kohta")
    assert beside.loc["Nimi suomeksi"].tolist() == ["Oma itä", "Toisen itä"]
    # What only the other one touched is not taken back.
    assert beside.index.tolist() == ["Nimi suomeksi"]
    app = app.button(key="save_on_top_1").click().run()
    head = newest("wa-4")
    assert (head.name_fi, head.about, head.revision) == ("Oma itä", "Toisen kuvaus", 2)
    assert len(query.work_area_history("wa-4")) == 2


def test_a_removed_area_is_named_and_can_be_opened_again(page_store):
    app = field(opened(area=EAST), "text_input", "reason").set_value("yhdistetty").run()
    app.button(key="remove_work_area").click().run()
    assert newest("wa-4").state == "removed"
    app = opened()
    assert "Yksi perusalue on aluetyön alueiden ulkopuolella" in shown(app, "page_title")
    assert "Varissuo-Lauste" in shown(app, "work_areas_removed")
    removed = opened(area=EAST)
    assert "Alue on poistettu" in shown(removed, "page_title")
    assert 'data-choose="0"' in sound(removed)["work_area_history"]


def test_words_of_others_are_shown_as_words_and_not_as_markup(page_store):
    saved.save(replace(newest("wa-4"), name_fi="<b>Itä</b>", about="<img src=x>", reason="x"), 0)
    for app in (opened(), opened(area=EAST)):
        assert not any("<b>Itä" in one or "<img" in one for one in sound(app).values())


def test_a_past_day_shows_the_areas_of_then_and_changes_nothing(page_store):
    saved.save(replace(newest("wa-4"), name_fi="Itä", reason="x"), 0)
    app = opened(known="2026-11-20", area=EAST)
    assert "Varissuo-Lauste" in shown(app, "page_title")
    assert not [one for one in app.button if one.key == "save_work_area"]


@pytest.mark.parametrize("value", ["work_area-wa-77", "wa-1", "work_area-"])
def test_an_address_of_no_area_gives_the_list_and_a_notice(page_store, value):
    app = opened(area=value)
    assert any(value in one for one in notices(app))
    assert "work_area_rows" in sound(app)


def test_the_map_has_the_level_with_intervals_and_says_by_which_borders(page_store):
    app = opened("map", level="work_area", indicator="unemployment_rate")
    found = sound(app)
    assert "voimassa olevilla rajoilla" in words(found["work_area_borders"])
    assert "95 %:n väli" in words(found["panel"])


def test_a_median_has_no_work_area_figure_and_the_map_says_why(page_store):
    area = OwnArea(name_fi="Ranta", borders=(Borders(date(2026, 1, 1), "postal_area", ("20100", "20500")),))
    other = replace(area, name_fi="Muu", borders=(Borders(date(2026, 1, 1), "postal_area", ("20700",)),))
    saved.save_new(area)
    saved.save_new(other)
    app = opened("map", level="work_area", indicator="median_income", area="work_area-wa-10")
    assert "lukua ei voi laskea" in shown(app, "work_area_borders")
    assert "Ei sovellu" in shown(app, "panel")


def test_an_uploaded_file_is_saved_whole_or_its_faults_are_told(page_store):
    app = opened()
    head = "code,name_fi,valid_from,level,member_code\n"
    app = (
        app.file_uploader[0]
        .set_value(("a.csv", f"{head},Itä,,major_district,44\n".encode(), "text/csv"))
        .run()
    )
    faults = shown(app, "work_area_file_faults")
    assert "Yksi kohta estää" in faults and "Rivi 2: Perusaluetta 44 ei ole" in faults
    assert store.newest_work_area() == 0
    good = f"{head},Itä,2027-01-01,major_district,4\n,Itä,2027-01-01,major_district,5\n"
    app = app.file_uploader[0].set_value(("a.csv", good.encode(), "text/csv")).run()
    app = app.text_input(key="import_reason").set_value("uusi jako").run()
    app = app.button(key="import_work_areas").click().run()
    made = newest("wa-10")
    assert (made.borders[0].codes, made.reason) == (("4", "5"), "uusi jako")
    assert shape.faults(made, saved.facts(date(2026, 11, 24))) == []


def test_base_areas_pressed_for_one_area_are_not_those_of_the_area_chosen_next(page_store):
    app = opened(area=EAST, members="major_district-4.major_district-5")
    assert map_data(app)[0]["ringed"] == ["4", "5"]
    app.query_params["area"] = "work_area-wa-6"
    app.run()
    assert map_data(app)[0]["ringed"] == ["6"]
    assert "members" not in app.query_params


def test_looking_at_another_base_level_changes_no_borders(page_store):
    app = opened(area=EAST, base="postal_area")
    field(app, "text_area", "about").set_value("Itäinen kaupunki").run()
    field(app, "text_input", "reason").set_value("kuvaus").run()
    app.button(key="save_work_area").click().run()
    made = newest("wa-4")
    assert made.about == "Itäinen kaupunki"
    assert [(one.level, one.codes) for one in made.borders] == [("major_district", ("4",))]


def test_a_change_of_borders_by_another_is_not_passed_over_when_only_base_areas_were_pressed(page_store):
    app = opened(area=EAST, members="major_district-4.major_district-5")
    mine = newest("wa-4")
    other = Borders(date(2010, 1, 1), "major_district", ("4", "3"))
    saved.save(replace(mine, borders=(other,), reason="toinen"), mine.revision)
    app.run()
    field(app, "text_input", "reason").set_value("oma").run()
    # Both stand side by side, and there is no plain button to save.
    (both,) = [one.value.to_string() for one in app.dataframe]
    assert "Nummi-Halinen" in both and "Skanssi-Uittamo" in both
    assert not [one for one in app.button if one.key == "save_work_area"]
    assert newest("wa-4").borders == (other,)


def test_a_removed_area_can_be_taken_back_but_not_written_on(page_store):
    mine = newest("wa-9")
    saved.save(replace(mine, state="removed", reason="pois"), mine.revision)
    app = opened(area="work_area-wa-9")
    assert not [one for one in app.button if one.key == "save_work_area"]
    assert "Palauta" in shown(app, "work_area_history")


def test_the_history_of_a_past_day_holds_no_later_revision(page_store):
    mine = newest("wa-4")
    saved.save(replace(mine, about="Uusi kuvaus", reason="myöhempi"), mine.revision)
    assert "myöhempi" in shown(opened(area=EAST), "work_area_history")
    past = opened(area=EAST, known="2026-11-23")
    assert "myöhempi" not in shown(past)


def test_borders_moved_to_a_later_day_are_said_to_leave_a_gap(page_store):
    app = opened(area=EAST)
    field(app, "date_input", "valid_from").set_value(date(2027, 1, 1)).run()
    assert "alkaisivat vasta 1.1.2027" in shown(app, "work_area_gap")


def test_an_action_of_a_removed_area_keeps_the_name_of_its_area(page_store):
    mine = newest("wa-9")
    saved.save(replace(mine, state="removed", reason="pois"), mine.revision)
    known = saved.ever_known()
    assert known.work_areas["wa-9"].name["fi"] == mine.name_fi
    assert "wa-9" not in saved.facts(date(2026, 11, 24)).work_areas
