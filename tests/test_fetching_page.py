"""The page of sources fetches figures and says what became of it."""

import json
import shutil

import pytest
import streamlit as st
from page_case import blocks, opened, sound, words
from source_case import World, addresses, serving
from store_case import forget_store, use_store

from lib import query, refreshing
from lib.catalogue import catalogue
from lib.sources import web as web_module


@pytest.fixture
def world(built, tmp_path, monkeypatch):
    with serving(World()) as world:
        monkeypatch.setenv("TILANNEKUVA_SOURCE_ADDRESSES", json.dumps(addresses(world)))
        monkeypatch.setattr(web_module, "LONGEST_PAUSE", 0.0)
        use_store(shutil.copytree(built, tmp_path / "store"), monkeypatch)
        st.cache_data.clear()
        yield world
    monkeypatch.undo()
    forget_store()
    st.cache_data.clear()


def pressed(app, source):
    """The page after a press; the first choice is all sources."""
    place = [one.id for one in refreshing.fetched(catalogue())].index(source) + 1
    app.selectbox(key="fetch_which").select_index(place)
    return app.button(key="fetch").click().run()


def test_before_any_attempt_the_page_says_where_the_figures_come_from(world):
    told = words(sound(opened("sources"))["fetch_rows"])
    assert told.count("Luvut ovat ohjelman mukana tulleet.") == 3


def test_a_press_fetches_one_source_and_tells_what_came(world):
    world.cells = lambda area, year, figure: 60.0 if figure in ("he_naiset", "ra_kt_as") else 100.0
    before = query.heads()
    app = pressed(opened("sources"), "paavo")
    told = words(sound(app)["fetch_rows"])
    assert "Uusia lukuja tuli" in told and query.heads()["paavo"] > before["paavo"]
    assert query.heads()["sotkanet"] == before["sotkanet"]


def test_a_source_that_fails_is_told_with_the_version_that_stays(world):
    before = query.heads()
    world.moods = [(503, {}, b"")] * 4
    app = pressed(opened("sources", lang="sv"), "sotkanet")
    told = words(blocks(app)["fetch_rows"])
    assert "Hämtningen lyckades inte." in told and "svar 503" in told
    assert f"Den lagrade versionen {before['sotkanet']}, publicerad i dag" in told
    assert query.heads() == before
