"""Each page opened once in a real browser: whole, quiet, accessible, and as wide as the screen."""

from collections.abc import Iterator

import pytest
from app_case import ADDRESSES
from browser_case import PHONE, diary, visit
from playwright.sync_api import Browser, Page
from reach_case import violations

WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module", params=ADDRESSES)
def seen(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page of the app in a window at 1440 pixels; the tests of one page share the window."""
    window = diary(browser.new_page(viewport=WIDE))
    visit(window, address + request.param)
    yield window
    window.close()


def test_a_page_draws_without_faults_and_asks_nothing_from_outside(seen: Page, address: str):
    assert seen.locator(".fault").count() == 0
    assert [url for url in seen.asked if not url.startswith((address, "data:", "blob:"))] == []
    assert [text for text in seen.faults if "404" not in text] == []


def test_a_page_has_one_title_and_no_level_of_headings_is_skipped(seen: Page):
    levels = seen.eval_on_selector_all("h1, h2, h3, h4", "all => all.map((one) => Number(one.tagName[1]))")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [after for before, after in zip(levels, levels[1:], strict=False) if after > before + 1] == []


def test_axe_finds_nothing_on_any_page(seen: Page):
    assert not (found := violations(seen)), "\n".join(found)


def test_nothing_scrolls_sideways_on_a_phone(seen: Page):
    seen.set_viewport_size(PHONE)
    visit(seen, seen.url)
    assert seen.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", ["", "palveluketju"])
def test_a_page_opens_in_another_language(page: Page, address: str, name: str, language: str):
    visit(page, f"{address}{name}?lang={language}")
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator(".fault").count() == 0


@pytest.mark.parametrize("name", ["", "kartta"])
def test_axe_finds_nothing_on_a_phone(page: Page, address: str, name: str):
    page.set_viewport_size(PHONE)
    visit(page, address + name)
    assert not (found := violations(page)), "\n".join(found)


@pytest.mark.parametrize("name", ["", "lahteet"])
def test_axe_finds_nothing_in_the_dark(page: Page, address: str, name: str):
    page.emulate_media(color_scheme="dark")
    visit(page, address + name)
    assert not (found := violations(page)), "\n".join(found)
