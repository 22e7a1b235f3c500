"""Work areas in a real browser: base areas go in and out by press and key; the screens are accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

READY_MAP = ".map-frame[data-ready]"
# Streamlit's own uploader gives a section the role of presentation and a name, which axe calls a conflict.
OURS = {"exclude": [["[data-testid=stFileUploaderDropzone]"]]}
# A press is answered within a second; a machine that runs other tests beside this one may take longer.
expect.set_options(timeout=20_000)
IN_DRAFT = "path[role=option][aria-selected=true]"


def visit(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY_MAP, timeout=60_000)
    page.wait_for_timeout(1500)


def base(page: Page, code: str):
    return page.locator(f"path[role=option][data-code='{code}']").first


def test_each_press_on_the_map_puts_a_base_area_in_or_takes_it_out_once(page: Page, address: str):
    visit(page, f"{address}aluetyo?draft=new&base=major_district")
    for count, code in enumerate(("4", "5", "6"), start=1):
        base(page, code).dispatch_event("click")
        expect(page.locator(IN_DRAFT)).to_have_count(count)
    base(page, "5").focus()
    page.keyboard.press("Enter")
    expect(page.locator(IN_DRAFT)).to_have_count(2)
    expect(base(page, "5")).to_be_focused()
    assert "major_district-4.major_district-6" in page.locator("[data-testid=stCode]").inner_text()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "view", ["", "?area=work_area-wa-4&members=major_district-4.major_district-5&lang=sv"]
)
def test_the_page_is_whole_and_accessible(page: Page, address: str, view: str, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, f"{address}aluetyo{view}")
    assert page.locator(".fault").count() == 0
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert [one["id"] for one in Axe().run(page, context=OURS).response["violations"]] == []
