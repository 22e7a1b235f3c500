"""A map is not blank: several colours fill it."""

import io

import pytest
from browser_case import visit
from PIL import Image
from playwright.sync_api import Page

LEVELS = ("major_district", "postal_area")
# A colour that covers fewer pixels than this is the edge of another, not a fill.
SMALLEST_FILL_PIXELS = 150
FEWEST_FILLS = 3


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
