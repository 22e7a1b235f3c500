"""Every page in every language and scope, from its question to its words, without a browser."""

import json
import re
from functools import cache
from html import unescape

import pytest
import streamlit as st
from app_case import PAGES
from store_case import use_store
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lib import text
from lib.facts import LANGUAGES
from lib.settings import ROOT

SCOPES = ("turku", "varsinais-suomi", "suomi")
SLOWEST_SECONDS = 30
# What stands in a page only when a word, a value or a whole sentence was not filled in.
SPILLED = re.compile(r"\bnan\b|\bNone\b|\bNaT\b|\{\w+\}|<function|\bTrue\b|\bFalse\b")


@pytest.fixture(scope="module", autouse=True)
def store_of_all_pages(built):
    with pytest.MonkeyPatch.context() as patch:
        use_store(built, patch)
        st.cache_data.clear()
        yield
    st.cache_data.clear()


def opened(page: str, **address: str) -> AppTest:
    """A page as a fresh visitor sees it who follows a link."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SLOWEST_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    # AppTest.switch_page knows addresses only after a first run, and that would be another visit.
    app._page_hash = calc_hash(PAGES[page])
    return app.run()


@cache
def seen(page: str, language: str, scope: str) -> AppTest:
    return opened(page, lang=language, scope=scope)


def blocks(app: AppTest) -> dict[str, str]:
    """The markup of each block on the page, by its key."""
    found = {}
    for node in app.main:
        if node.type == "bidi_component" and node.proto.WhichOneof("data"):
            name = node.proto.id.rpartition("-")[2]
            found[name] = json.loads(getattr(node.proto, node.proto.WhichOneof("data"))).get("html", "")
    return found


def words(markup: str) -> str:
    """What a reader sees of markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def heading(app: AppTest) -> str:
    return words("".join(re.findall(r"<h1.*?</h1>", blocks(app)["page_title"], re.DOTALL)))


def notices(app: AppTest) -> list[str]:
    return [words(markup) for name, markup in blocks(app).items() if name.startswith("notice")]


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
