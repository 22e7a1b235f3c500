"""The area card: one tagged page in every language, model data marked, hidden figures hidden."""

import json
import re
from dataclasses import replace
from datetime import date
from html import escape
from types import SimpleNamespace

import pytest
import streamlit as st
import typst
from app_case import PAGES
from page_case import opened

from lib import actions, names, text
from lib.catalogue import catalogue
from lib.facts import LANGUAGES
from lib.reports import area_card as report
from lib.reports import font, pictures
from lib.settings import ROOT
from lib.table import FIGURES
from lib.ui import area_card, area_card_lists, area_card_words, asking, parts, profile

MADE = date(2026, 11, 24)
FIGURE = report.Figure("Share", "37.6%", "11.6%", "much_higher", "Much higher", "36.9–38.3%", "2019")
AREAS = (
    ("major_district", "4"),
    ("major_district", "5"),
    ("postal_area", "20610"),
    ("postal_area", "20100"),
    ("work_area", "wa-9"),
)


@pytest.fixture
def speak(monkeypatch):
    def in_language(language: str) -> None:
        monkeypatch.setattr(parts, "language", lambda: language)
        monkeypatch.setattr(area_card, "_address", lambda level, code: f"https://example.test/{level}-{code}")

    in_language("en")
    return in_language


def plain(**changes: object) -> report.Card:
    """A small card without model data."""
    card = report.Card(
        language="en",
        made=MADE,
        name="Northside",
        kind="major district",
        lead="In Northside there are 100 residents (2019).",
        sentences=("One thing differs.",),
        place_map=pictures.locator("major_district", ["4"], ["1", "4"]),
        place_words="Map of the town.",
        place_note="Schematic.",
        benchmark="Town",
        figures=(FIGURE,),
        ages=(
            report.Age("0–17", "20.0%", "15.0%", 20.0, 15.0),
            report.Age("18+", "Missing", "–", None, None),
        ),
        age_words="Bar: the area.",
        services=(report.Line("Clinic", "No referral"),),
        services_words="",
        actions=(),
        actions_words="None.",
        sources="Sources: a, b.",
        address="https://example.test/page?area=x&lang=en",
    )
    return replace(card, **changes)


def said(pdf: bytes, name: str) -> str:
    """A field of the file's own description of itself."""
    found = re.search(rf"<{name}>(?:<rdf:\w+>)?(?:<rdf:li[^>]*>)?([^<]*)".encode(), pdf)
    return found[1].decode() if found else ""


def texts(value: object) -> list[str]:
    """Every text in nested data."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [found for one in inner for found in texts(one)]


def compiled(card: report.Card) -> tuple[bytes, list]:
    """The page and what the compiler warns of."""
    return typst.compile_with_warnings(
        report.TEMPLATE.read_bytes(),
        root=report.TEMPLATE.parent,
        sys_inputs={"card": report.written(card)},
        font_paths=font.fonts(),
        pdf_standards=[report.STANDARD],
        format="pdf",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_that_it_is_accessible_in_which_language_and_under_which_title(language):
    made = report.pdf(plain(language=language))
    assert said(made, "pdfuaid:part") == "1"
    assert said(made, "dc:language") == language
    assert f"/Lang({language})".encode() in made
    assert b"/MarkInfo<</Marked true" in made and b"/StructTreeRoot" in made
    assert said(made, "dc:title").endswith(": Northside")
    assert said(made, "xmp:CreateDate").startswith("2026-11-24")


def test_headings_a_table_with_heads_and_alternative_texts_are_tagged():
    made, warnings = compiled(plain(figures=(replace(FIGURE, is_model=True),)))
    assert warnings == []
    for tag in (b"/S/H1", b"/S/H2", b"/S/Table", b"/S/TH", b"/S/Figure", b"/S/Link"):
        assert tag in made, tag
    assert b"/Alt(Map of the town.)" in made
    assert b"/Alt(Model data)" in made


@pytest.mark.parametrize("language", LANGUAGES)
def test_model_data_is_said_in_title_keywords_and_strip_if_and_only_if_there_is_any(language):
    word = {"fi": "Mallidata", "sv": "Modelldata", "en": "Model data"}[language]
    real = plain(language=language)
    for mixed in (
        replace(real, figures=(FIGURE, replace(FIGURE, is_model=True))),
        replace(real, actions=(report.Line("More light", "City", is_model=True),)),
    ):
        made = report.pdf(mixed)
        assert said(made, "dc:title") == f"{said(report.pdf(real), 'dc:title')} ({word})"
        assert said(made, "pdf:Keywords") == word
        assert json.loads(report.written(mixed))["model"]["word"] == word
    assert not real.is_model
    assert word not in said(report.pdf(real), "dc:title") + said(report.pdf(real), "pdf:Keywords")
    assert json.loads(report.written(real))["model"] == {}


def test_a_name_that_looks_like_markup_is_printed_as_it_is():
    name = '#panic("x") #import "/etc/passwd": * $1/0$ *b* _i_ @ref <lbl> \\ "] } //'
    made, warnings = compiled(plain(name=name, actions=(report.Line(name, name),), sentences=(name,) * 5))
    assert warnings == []
    assert said(made, "dc:title") == escape(f"Area card: {name}", quote=True).replace("&#x27;", "&apos;")


def test_a_character_that_the_font_does_not_have_becomes_a_question_mark():
    assert font.drawable("Åžé 5\u00a0€ – −3") == "Åžé 5\u00a0€ – −3"
    assert font.drawable("a🙂b中c\td") == "a?b?c d"
    assert said(report.pdf(plain(name="Park 🙂")), "dc:title") == "Area card: Park ?"


def test_the_same_card_gives_the_same_bytes():
    first, _ = compiled(plain())
    assert first == compiled(plain())[0]


def longest() -> report.Card:
    """Every part as long as the shapes allow: the longest names, as many rows, actions of full length."""
    facts = catalogue()
    known = [facts.indicators[name].name for name in area_card.KEY_FIGURES]
    longest_name = max((name[code] for name in known for code in LANGUAGES), key=len)
    row = replace(
        FIGURE, name=longest_name, difference="Paljon pienempi, huonompi", note="uppskattning, osäkert"
    )
    sentence = (
        f"Huonommin: {longest_name} (100,0 %, kaupunki 100,0 %, mallidataa) ja {longest_name} (100,0 %)."
    )
    words = " ".join(["m" * 15] * (area_card_lists.LONGEST_WHAT // 16))
    deed = report.Line(words, "o " * (actions.LONGEST_OWNER // 2))
    services = [one for one in facts.services.values() if one.step == "low_threshold"]
    help_near = tuple(
        report.Line(one.name.fi, f"{one.for_whom.fi}. {one.how_to_get_in.fi}") for one in services
    )
    return plain(
        sentences=(sentence,) * area_card_words.MOST_SENTENCES,
        figures=(replace(row, is_model=True),) * area_card.MOST_FIGURES,
        ages=(report.Age("65 vuotta täyttäneet", "20,0 %", "15,0 %", 20.0, 15.0),) * 5,
        services=(*help_near, help_near[0]),
        services_words="Toimipisteet on merkitty suuralueittain, ei postinumeroittain.",
        actions=(deed,) * area_card_lists.MOST_ACTIONS,
        actions_words="Lisäksi 12 muuta toimenpidettä on käynnissä.",
        sources="Lähteet: " + "Paavo, postinumeroalueittainen avoin tieto, 31.12.2024 (CC BY 4.0); " * 5,
        address="https://tilannekuva.example.test/alueprofiili?area=major_district-4&lang=fi",
    )


def test_the_fullest_card_is_one_page():
    assert said(report.pdf(longest()), "xmpTPg:NPages") == "1"


def test_a_card_that_is_too_long_would_be_seen():
    row = replace(FIGURE, name="x" * 40)
    assert said(report.pdf(plain(figures=(row,) * 60)), "xmpTPg:NPages") != "1"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS, ids=lambda area: "-".join(area))
def test_every_kind_of_area_gives_one_page_in_every_language(pages_store, speak, area, language):
    speak(language)
    table = profile.weighed(*area)
    card = area_card.card(table, *area)
    assert said(report.pdf(card), "xmpTPg:NPages") == "1"
    assert names.area(catalogue(), *area, language) in said(report.pdf(card), "dc:title")
    assert 3 <= len(card.sentences) <= 5
    assert 8 <= len(card.figures) <= 12
    shown = set(area_card.key_figures(table)["indicator_id"])
    assert any(one.is_model for one in card.figures) == any(
        catalogue().indicators[name].origin == "model" for name in shown
    )


def test_the_figures_are_those_of_the_page(pages_store, speak):
    table = profile.weighed("major_district", "4")
    on_page = profile.table_of(table).set_index(parts.words("column.indicator"))
    for one in area_card.card(table, "major_district", "4").figures:
        row = on_page.loc[one.name]
        assert one.value == row[parts.words("column.value")]
        assert one.interval == row[parts.words("column.interval")]
        assert one.difference == row[parts.words("column.difference")]


def test_a_hidden_figure_is_a_word_and_its_number_stands_nowhere(pages_store, speak, monkeypatch):
    area, asked = ("postal_area", "20610"), asking.of_area
    names_hidden = ("unemployment_rate", "residents", "age_0_6_share")
    secret = profile.weighed(*area).set_index("indicator_id").loc[list(names_hidden)]["value"]
    assert secret.notna().all()

    def protected(level: str, code: str):
        """As protection leaves small figures: no number in any column, and the word why."""
        rows = asked(level, code).copy()
        hidden = rows["indicator_id"].isin(names_hidden) & rows["area_level"].eq("postal_area")
        rows.loc[hidden, FIGURES] = float("nan")
        rows.loc[hidden, "status"] = "suppressed"
        return rows

    monkeypatch.setattr(asking, "of_area", protected)
    card = area_card.card(profile.weighed(*area), *area)
    everything = " ".join(texts(json.loads(report.written(card))))
    for name, value in secret.items():
        assert names.value(value, catalogue().indicators[name], "en") not in everything
    first = next(one for one in card.figures if one.name == "Unemployed share of the labour force")
    assert (first.value, first.interval) == ("Suppressed, small number", "–")
    assert first.state == "not_compared"
    assert "suppressed, small number" in card.lead
    assert card.ages[0].share is None and card.ages[0].value == "Suppressed, small number"
    assert said(report.pdf(card), "xmpTPg:NPages") == "1"


def test_what_rests_on_few_cases_is_said_to_be_uncertain(pages_store, speak):
    table = profile.weighed("postal_area", "20610").copy()
    few = table["indicator_id"].eq("unemployment_rate")
    # Five of a hundred: the coefficient of variation is √(0.95 / 5) = 0.44, over the limit of 0.30.
    table.loc[few, ["numerator", "denominator", "value"]] = (5.0, 100.0, 5.0)
    card = area_card.card(table, "postal_area", "20610")
    assert [one.name for one in card.figures if "uncertain" in one.note] == [
        "Unemployed share of the labour force"
    ]


def test_actions_of_the_area_alone_are_shown_and_the_rest_are_counted(pages_store, speak, monkeypatch):
    def deed(number: int, area: str, **cells: object) -> actions.Action:
        return actions.Action(
            "inactivity_share",
            *area.split("-", 1),
            what=f"Deed {number} " + "x" * 150 if number == 2 else f"Deed {number}",
            owner="City",
            due_on=date(2027, 1, number),
            start_on=date(2026, 1, 1),
            action_id=number,
            **cells,
        )

    known = (
        deed(3, "major_district-4"),
        deed(1, "major_district-4"),
        deed(2, "work_area-wa-1", areas=("major_district-4",)),
        deed(4, "major_district-5"),
        deed(5, "major_district-4", state="ended"),
        deed(6, "major_district-4", kind="acknowledged"),
    )
    monkeypatch.setattr(area_card_lists.facts, "of_table", lambda table: known)
    card = area_card.card(profile.weighed("major_district", "4"), "major_district", "4")
    shortened = "Deed 2 " + "x" * 112 + "…"
    assert [one.name for one in card.actions] == ["Deed 1", shortened]
    assert card.actions_words.startswith("1 other")
    # The work area made of that district has what the district has.
    joined = area_card.card(profile.weighed("work_area", "wa-4"), "work_area", "wa-4")
    assert [one.name for one in joined.actions] == ["Deed 1", shortened]


def test_places_of_services_are_those_of_the_area(pages_store, speak):
    def places(level: str, code: str) -> tuple[str, str]:
        card = area_card.card(profile.weighed(level, code), level, code)
        return card.services[0].name, card.services_words

    assert places("major_district", "4") == ("Palmikko, Varissuo", "")
    assert places("work_area", "wa-4") == ("Palmikko, Varissuo", "")
    assert places("major_district", "5")[1] == parts.words("profile.no_services")
    assert places("postal_area", "20610")[1] == parts.words("area_card.by_district")


@pytest.mark.parametrize(
    "seen", ["https://example.test/app/", f"https://example.test/app/{PAGES['profile']}"]
)
def test_the_link_opens_the_page_of_the_area(monkeypatch, seen):
    monkeypatch.setattr(area_card.st, "context", SimpleNamespace(url=seen))
    monkeypatch.setattr(area_card.address, "get", {"lang": "sv"}.__getitem__)
    assert area_card._address("major_district", "4") == (
        f"https://example.test/app/{PAGES['profile']}?area=major_district-4&lang=sv"
    )


@pytest.mark.parametrize("seen", ["javascript:alert(1)", "", None])
def test_an_address_that_is_no_web_address_is_left_out(monkeypatch, seen):
    monkeypatch.setattr(area_card.st, "context", SimpleNamespace(url=seen))
    assert area_card._address("major_district", "4") == ""


def test_every_character_of_every_text_can_be_drawn_by_the_font_of_the_page():
    known = text.load(ROOT / "data" / "text")
    words = [
        entry[code] for key, entry in known.items() for code in LANGUAGES if key.startswith("area_card.")
    ]
    words += [area.name[code] for area in catalogue().areas.values() for code in LANGUAGES]
    assert len(words) > 1000
    assert sorted({one for word in words for one in word} - font.characters()) == []


@pytest.mark.parametrize("area", ["major_district-4", "postal_area-20610"])
def test_the_page_offers_the_card_under_a_name_that_tells_model_data(pages_store, area, monkeypatch):
    offered = {}
    monkeypatch.setattr(st, "download_button", lambda label, **given: offered.update({label: given}))
    assert not opened("profile", area=area, lang="sv").exception
    card = offered[parts.say("area_card.button", "sv")]
    assert card["file_name"] == f"{area}-sv{'_mallidata' if area.startswith('major') else ''}.pdf"
    assert said(card["data"](), "dc:language") == "sv"


def test_an_area_outside_the_city_has_no_card(pages_store, speak, monkeypatch):
    monkeypatch.setattr(area_card.st, "download_button", lambda *given, **named: pytest.fail("offered"))
    area_card.offer(profile.weighed("municipality", "853"), "municipality", "853")
