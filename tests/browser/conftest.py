"""The app as a server on a port of its own with a store of its own, and a browser that keeps a diary."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_case import FLAGS, browser_path, serving
from browser_case import diary
from playwright.sync_api import Browser, Page, sync_playwright


@pytest.fixture(scope="session")
def address(own_store: Path) -> Iterator[str]:
    """The root address of the running app; its store may be published into."""
    environment = {"TILANNEKUVA_STORE_FOLDER": str(own_store)}
    with serving("serve.py", environment, own_store.parent / "server.log") as root:
        yield root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine, else Playwright's own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window at 1440 pixels that keeps what it `asked` for and which `faults` its console told."""
    opened = diary(browser.new_page(viewport={"width": 1440, "height": 900}))
    yield opened
    opened.close()
