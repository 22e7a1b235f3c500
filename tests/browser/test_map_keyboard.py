"""The map page by keyboard alone: the pointer is never used. The list stands in docs/keyboard.md."""

from playwright.sync_api import Locator, Page

READY_MAP = ".map-frame[data-ready]"
CHOSEN = "path[role=option][aria-selected=true]"
MOST_TABS = 90


def visit(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY_MAP, timeout=60_000)
    page.wait_for_timeout(1500)


def reach(page: Page, wanted: Locator) -> None:
    """Tab until the wanted element has the focus; it must be reached in one round of the page."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement || one.contains(document.activeElement)"):
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def pick(page: Page, label: str, typed: str, address: str) -> None:
    """Choose from a picker by typing a part of the choice."""
    reach(page, page.get_by_role("combobox", name=label, exact=True))
    page.keyboard.type(typed)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}*")
    page.wait_for_timeout(1500)


def test_pickers_area_legend_table_and_pictures_by_keyboard(page: Page, address: str):
    visit(page, f"{address}kartta")
    pick(page, "Mittari", "Vieraskieliset", "indicator=foreign_language_share")
    pick(page, "Ajankohta", "2012", "period=2012")
    pick(page, "Kartan väri", "Ero", "view=difference")
    page.goto(f"{address}kartta?indicator=foreign_language_share")
    page.wait_for_selector(READY_MAP)
    page.wait_for_timeout(1500)
    # One stop in the map: the chosen area; arrows walk, Enter chooses.
    reach(page, page.locator(CHOSEN))
    before = page.locator(CHOSEN).get_attribute("id")
    page.keyboard.press("ArrowDown")
    pointed = page.evaluate("document.activeElement.id")
    assert pointed.startswith("map-area-") and pointed != before
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#{pointed}[aria-selected=true]")
    pick(page, "Alue", "Varissuo", "area=major_district-4")
    with page.expect_download() as saved:
        reach(page, page.get_by_role("button", name="Lataa kuva, SVG"))
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".svg")
    reach(page, page.locator("summary", has_text="Taulukko"))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Lataa taulukko").wait_for()


def test_the_player_and_its_slider_by_keyboard(page: Page, address: str):
    visit(
        page, f"{address}kartta?view=years&indicator=foreign_language_share&level=major_district&period=2010"
    )
    told = page.locator(".player output")
    reach(page, page.locator(".player button"))
    page.keyboard.press("Enter")
    told.get_by_text("2012").wait_for()
    page.keyboard.press("Enter")
    stopped = told.inner_text()
    page.wait_for_url(f"**period={stopped}*")
    page.wait_for_timeout(1500)
    reach(page, page.locator(".player input"))
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**period={int(stopped) + 1}*")
    reach(page, page.locator(".small-years [data-choose]").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**period=2010*")
