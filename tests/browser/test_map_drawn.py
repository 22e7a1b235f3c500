"""Every kind of map in a real browser: no faults, nothing outside, accessible; the player sends nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg

READY_MAP = ".map-frame[data-ready]"
KINDS = (
    "view=level&classes=natural",
    "view=level&classes=own&limits=10;20",
    "view=difference&classes=around",
    "view=clusters",
    "view=symbols&points=yes&deeds=yes",
    "view=two&lang=sv",
    "view=years&indicator=foreign_language_share&level=major_district&lang=en",
)
COLOURS = "[...document.querySelectorAll('path[role=option]')].map((one) => one.className.baseVal)"
YEARS = "kartta?view=years&indicator=foreign_language_share&level=major_district"


def visit(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY_MAP, timeout=60_000)
    page.wait_for_timeout(1500)


# On a phone one kind with classes and one with circles and layers: the rest is laid out as these.
@pytest.mark.parametrize(
    ("kind", "width"), [*((kind, 1440) for kind in KINDS), (KINDS[0], 390), (KINDS[4], 390)]
)
def test_a_kind_of_map_is_whole_and_accessible(page: Page, address: str, kind: str, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, f"{address}kartta?{kind}")
    assert page.locator(".fault").count() == 0
    assert page.locator(".notice").count() == 0
    assert [url for url in page.asked if not url.startswith((address, "data:", "blob:"))] == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []


def test_the_player_recolours_without_asking_the_server_and_stops_by_keyboard(page: Page, address: str):
    sent: list[bytes] = []

    def note(frame: bytes) -> None:
        # The page looks by itself for new versions every few seconds, whether the player plays or not.
        if not BackMsg.FromString(frame).rerun_script.is_auto_rerun:
            sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    visit(page, f"{address}{YEARS}&period=2010")
    before = len(sent)
    first = page.evaluate(COLOURS)
    page.locator(".player button").press("Enter")
    page.locator(".player output", has_text="2013").wait_for()
    assert len(sent) == before and page.evaluate(COLOURS) != first
    page.locator(".player button").press("Enter")
    page.wait_for_url("**period=201*")
    assert len(sent) > before


def test_the_player_does_not_play_where_motion_is_reduced(page: Page, address: str):
    page.emulate_media(reduced_motion="reduce")
    visit(page, f"{address}{YEARS}")
    assert page.locator(".player button").is_hidden()
    assert page.locator(".player input").is_visible()
