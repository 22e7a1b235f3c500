"""A window of the browser: how a page is visited, and the diary of what it asked for and told."""

from app_case import READY
from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
SLOWEST_PAGE_MS = 60_000
# Vega draws after the script has ended.
DRAWN_MS = 900


def diary(window: Page) -> Page:
    """The window; it keeps what it `asked` for and which `faults` its console told."""
    window.asked, window.faults = [], []
    window.on("request", lambda request: window.asked.append(request.url))
    window.on("console", lambda line: window.faults.append(line.text) if line.type == "error" else None)
    return window


def settle(page: Page) -> None:
    """Wait until the page has drawn what its script sent."""
    page.wait_for_selector(READY, timeout=SLOWEST_PAGE_MS)
    page.wait_for_selector(".tk h1", timeout=SLOWEST_PAGE_MS)
    page.wait_for_timeout(DRAWN_MS)


def visit(page: Page, url: str) -> None:
    """Open an address and wait until it is drawn."""
    page.goto(url)
    settle(page)
