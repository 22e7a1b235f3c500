"""The first picture and the page it stands for are one: the same markup, block by block."""

import threading

import pytest
from page_case import blocks, opened

from lib import look
from lib.facts import LANGUAGES
from lib.ui import address, choices, first_picture

pytestmark = pytest.mark.usefixtures("pages_store")


def standing(language: str, scope: str):
    return address.standing({**choices.DEFAULTS, "lang": language, "scope": scope})


@pytest.mark.parametrize("scope", choices.SCOPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_of_the_picture_is_that_of_the_page_and_none_is_left_out(language, scope):
    page = blocks(opened("situation", lang=language, scope=scope))
    with standing(language, scope):
        picture = first_picture.blocks(scope)
    assert {key: page.get(key) for key in picture} == picture
    # Whatever the page draws above its last pictured block must be in the picture, or it would jump.
    drawn = [key for key in page if page[key]]
    assert drawn[: len(picture)] == list(picture)


def test_choices_stand_only_in_their_block_and_only_in_their_thread():
    seen = []
    with standing("sv", "suomi"):
        assert (address.get("lang"), address.get("scope"), address.get("area")) == ("sv", "suomi", "")
        beside = threading.Thread(target=lambda: seen.append(address.STANDING.get()))
        beside.start()
        beside.join()
        with standing("en", "turku"):
            assert address.get("lang") == "en"
        assert address.get("lang") == "sv"
    assert seen == [None] and address.STANDING.get() is None


def test_the_picture_has_the_colours_of_both_modes_and_asks_nothing_from_outside():
    picture = first_picture.drawn("fi", "turku")
    light, dark = picture.split("@media (prefers-color-scheme: dark)", 1)
    assert f"--page: {look.colour('page', 'light')};" in light
    assert f"--page: {look.colour('page', 'dark')};" in dark
    assert "http" not in picture.replace("http://www.w3.org", "")
