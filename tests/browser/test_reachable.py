"""Everybody can use the pages: no fault that axe finds, pictures that are not blank, headings in order."""

import io

import pytest
from app_case import ADDRESSES, READY
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

LEVELS = ("major_district", "postal_area")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Markup of our own; the rest of the page is Streamlit's.
OURS = ".tk"
# A colour that covers fewer pixels than this is the edge of another, not a fill.
SMALLEST_FILL_PIXELS = 150
FEWEST_FILLS = 3
PHONE = {"width": 390, "height": 844}


def visit(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_selector(".tk h1", timeout=60_000)
    # Vega draws after the script has ended.
    page.wait_for_timeout(1000)


def violations(page: Page) -> list[str]:
    """What breaks WCAG anywhere, or good practice in our own markup; one line per rule with some places."""
    whole = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    ours = Axe().run(page, context=OURS).response["violations"]
    return [
        f"{rule['id']}: " + " | ".join(node["html"][:200] for node in rule["nodes"][:3])
        for rule in [*whole, *ours]
    ]


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_on_any_page(page: Page, address: str, name: str):
    visit(page, address + name)
    assert not (found := violations(page)), "\n".join(found)


@pytest.mark.parametrize("name", ["", "kartta"])
def test_axe_finds_nothing_on_a_phone(page: Page, address: str, name: str):
    page.set_viewport_size(PHONE)
    visit(page, address + name)
    assert not (found := violations(page)), "\n".join(found)


def test_axe_finds_nothing_in_the_dark(page: Page, address: str):
    page.emulate_media(color_scheme="dark")
    visit(page, address)
    assert not (found := violations(page)), "\n".join(found)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_has_one_title_and_no_level_of_headings_is_skipped(page: Page, address: str, name: str):
    visit(page, address + name)
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map((one) => Number(one.tagName[1]))")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [after for before, after in zip(levels, levels[1:], strict=False) if after > before + 1] == []


@pytest.mark.parametrize("level", LEVELS)
def test_a_map_is_not_blank(page: Page, address: str, level: str):
    visit(page, f"{address}kartta?level={level}")
    page.wait_for_selector(".map-frame path.area")
    assert len(fills(page)) >= FEWEST_FILLS


def test_a_map_of_all_municipalities_is_not_blank(page: Page, address: str):
    visit(page, f"{address}kartta?scope=suomi&level=municipality")
    page.wait_for_selector(".map-frame path.area")
    assert len(fills(page)) >= FEWEST_FILLS


def fills(page: Page) -> list[tuple[int, int, int]]:
    """The colours that fill something on the map, the page itself left out."""
    shot = Image.open(io.BytesIO(page.locator(".map-frame").first.screenshot())).convert("RGB")
    ground = shot.getpixel((0, 0))
    return [
        colour
        for count, colour in shot.getcolors(shot.width * shot.height)
        if count >= SMALLEST_FILL_PIXELS and colour != ground
    ]
