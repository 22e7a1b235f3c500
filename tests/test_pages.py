"""Every page in every language and scope, from its question to its words, without a browser."""

import re
from functools import cache

import pytest
from app_case import PAGES
from page_case import blocks, heading, notices, opened, words
from streamlit.testing.v1 import AppTest

from lib import text
from lib.facts import LANGUAGES
from lib.settings import ROOT

pytestmark = pytest.mark.usefixtures("pages_store")

SCOPES = ("turku", "varsinais-suomi", "suomi")
# What stands in a page only when a word, a value or a whole sentence was not filled in.
SPILLED = re.compile(r"\bnan\b|\bNone\b|\bNaT\b|\{\w+\}|<function|\bTrue\b|\bFalse\b")


@cache
def seen(page: str, language: str, scope: str) -> AppTest:
    return opened(page, lang=language, scope=scope)


def test_every_page_of_the_app_is_tested():
    assert len(PAGES) == len(list((ROOT / "pages").rglob("*.py")))


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_in_every_language_and_scope(page, language, scope):
    app = seen(page, language, scope)
    assert not app.exception
    assert "fault" not in blocks(app)
    assert heading(app)
    assert notices(app) == []


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_an_empty_value_or_a_word_that_was_not_filled_in(page, language, scope):
    spilled = {
        name: found.group()
        for name, markup in blocks(seen(page, language, scope)).items()
        if (found := SPILLED.search(words(markup)))
    }
    assert spilled == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_another_text_in_another_language(page):
    shown = [" ".join(map(words, blocks(seen(page, language, "turku")).values())) for language in LANGUAGES]
    assert len(set(shown)) == 3
    # The title may be a proper name, but the words under it may not.
    subtitles = [words(blocks(seen(page, language, "turku"))["page_title"]) for language in LANGUAGES]
    assert len(set(subtitles)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["situation", "profile", "chain"])
def test_a_page_that_shows_model_data_says_so(page, language):
    assert text.say("model.word", language) in words(blocks(seen(page, language, "turku"))["model_strip"])


def test_a_real_figure_carries_no_word_of_model_data():
    real, model = (opened("indicator", indicator=name) for name in ("median_income", "loneliness_share"))
    assert ["model_strip" in blocks(app) for app in (real, model)] == [False, True]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("name", "value"), [("area", "major_district-99"), ("indicator", "dragons"), ("lang", "xx")]
)
def test_an_unknown_value_in_the_address_gives_the_default_and_one_notice_that_names_it(page, name, value):
    app = opened(page, **{name: value})
    assert not app.exception
    assert "fault" not in blocks(app)
    assert [value in notice for notice in notices(app)] == [True]
    assert heading(app) == heading(seen(page, "fi", "turku"))


def test_several_unknown_values_are_all_named():
    app = opened("profile", area="major_district-99", lang="xx")
    assert [part in " ".join(notices(app)) for part in ("major_district-99", "xx")] == [True, True]


def test_a_link_to_an_area_opens_the_area():
    assert heading(opened("profile", area="major_district-4")) == "Varissuo-Lauste"
    assert heading(opened("profile", area="major_district-4", lang="sv")) == "Kråkkärret-Laustis"
    assert heading(opened("profile", area="postal_area-20610")) != heading(opened("profile"))


def test_a_link_to_an_indicator_opens_the_indicator():
    facts = opened("indicator", indicator="median_income")
    other = opened("indicator", indicator="foreign_language_share")
    assert not facts.exception
    assert heading(facts) != heading(other)


@pytest.mark.parametrize("page", PAGES)
def test_the_language_is_told_to_screen_readers(page):
    for language in LANGUAGES:
        scripts = [node.proto.body for node in seen(page, language, "turku").main if node.type == "html"]
        assert any(f'lang = "{language}"' in script for script in scripts)


@pytest.mark.parametrize("page", ["profile", "indicator"])
def test_the_table_beside_a_picture_holds_words_and_no_codes(page):
    tables = seen(page, "fi", "turku").dataframe
    assert len(tables) >= 1
    for table in tables:
        assert not any(re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", str(head)) for head in table.value.columns)
        cells = table.value.select_dtypes(exclude="number").astype(str)
        assert not cells.map(lambda cell: bool(re.fullmatch(r"nan|None|NaT|", cell))).to_numpy().any()
