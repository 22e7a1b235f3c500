"""The first picture in a real browser: there before Streamlit, in the same place, then gone for good."""

import time
import urllib.request
from collections.abc import Iterator
from itertools import dropwhile

import pytest
from app_case import READY
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

PICTURE = "#first-picture"
MADE_SECONDS = 120
# Each frame: is the picture there, what is the title, and how many titles and main parts can be read.
DIARY = """
window.diary = []
const write = () => {
  const read = (name) => [...document.querySelectorAll(name)].filter((one) => !one.closest("[inert]"))
  const box = read("h1")[0]?.getBoundingClientRect()
  const place = box ? [box.left, box.top, box.width, box.height].map(Math.round) : []
  const hasPicture = !!document.getElementById("first-picture")
  if (document.body) diary.push([hasPicture, read("h1").length, read("main").length, place.join(" ")])
  requestAnimationFrame(write)
}
requestAnimationFrame(write)
"""
WIDTHS = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


def made(url: str) -> None:
    """Wait until the server has made the picture of an address: until then it answers without one."""
    for _ in range(MADE_SECONDS):
        with urllib.request.urlopen(url) as answer:
            if b'id="first-picture"' in answer.read():
                return
        time.sleep(1)
    raise AssertionError(f"no picture was made of {url}")


@pytest.fixture(autouse=True)
def picture_made(address: str) -> None:
    """The picture of the default view is there."""
    made(address)


@pytest.fixture
def held(page: Page) -> Iterator[list[Route]]:
    """Streamlit's main script is asked for and does not come; the routes to let it come."""
    routes: list[Route] = []
    page.route("**/static/js/index.*.js", lambda route: routes.append(route))
    yield routes
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_figures_are_read_before_streamlit_has_come(page: Page, address: str, held: list, language: str):
    made(f"{address}?lang={language}")
    page.goto(f"{address}?lang={language}", wait_until="commit")
    title = page.locator("h1")
    title.wait_for()
    assert page.locator("#root > *").count() == 0
    assert page.locator(f"{PICTURE} .signal").count() == 5
    # The picture's own script takes them out of the reach of the keyboard.
    page.locator(".first-picture button:not([tabindex='-1'])").first.wait_for(state="detached")
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_it_gives_way_without_a_jump_and_nothing_is_there_twice(page: Page, address: str, width: str):
    page.set_viewport_size(WIDTHS[width])
    page.add_init_script(DIARY)
    page.goto(address, wait_until="commit")
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_function("!document.getElementById('first-picture')", timeout=60_000)
    page.wait_for_timeout(500)
    diary = page.evaluate("diary")
    # The first frames may come before the title has been received; once there, it stays.
    diary = list(dropwhile(lambda frame: not frame[1], diary))
    assert diary[0][0] and not diary[-1][0]
    assert {(titles, mains) for _, titles, mains, _ in diary} == {(1, 1)}
    # The system font may break the title elsewhere until the page's own has come.
    places = [place for has_picture, _, _, place in diary if has_picture][-1:]
    assert {place for has_picture, _, _, place in diary if not has_picture} == set(places)
    assert page.evaluate("document.getElementById('root').inert") is False
    assert [line for line in page.faults if "404" not in line] == []


def test_it_goes_at_once_when_streamlit_cannot_come(page: Page, address: str):
    page.route("**/static/js/index.*.js", lambda route: route.abort())
    page.goto(address, wait_until="commit")
    page.locator("#root").wait_for(state="attached")
    page.locator(PICTURE).wait_for(state="detached", timeout=10_000)
    assert page.evaluate("document.getElementById('root').inert") is False


def test_a_reader_without_scripts_keeps_the_figures_and_is_told_why(browser, address: str):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    told, title = page.locator("noscript p").first, page.locator("h1")
    assert told.bounding_box()["y"] < title.bounding_box()["y"]
    page.context.close()


def test_a_press_works_as_soon_as_the_picture_is_gone(page: Page, address: str):
    page.goto(address, wait_until="commit")
    page.locator("#root .tally button").nth(1).click(timeout=60_000)
    page.wait_for_url("**state=*")
