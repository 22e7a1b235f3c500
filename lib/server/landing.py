"""Opens the landing page of a running app in a browser and notes what it loads; a developer's tool."""

import shutil
from urllib.parse import urlsplit

from lib.facts import LANGUAGES
from lib.server import preload
from lib.server.shell import FONT, page_in

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A page that the tool hands to the browser itself counts as foreign to the app's own machine.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks")
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SLOWEST_SECONDS = 60
# Fonts and charts are asked for after the script has ended.
SETTLED_SECONDS = 2


def note(root: str) -> list[str]:
    """Write lib/server/preload.toml from one visit of `root`; the noted addresses."""
    # Only this tool needs a browser: what runs in an installation does without.
    from playwright.sync_api import sync_playwright

    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        # Our page without early fetches: only what is really used is asked for.
        plain = FONT.sub("", page_in(LANGUAGES[0], preload.index(), ()))
        page.route(root, lambda route: route.fulfill(body=plain, content_type="text/html"))
        page.goto(root)
        page.wait_for_selector(READY, timeout=SLOWEST_SECONDS * 1000)
        page.wait_for_timeout(SETTLED_SECONDS * 1000)
        browser.close()
    return preload.write(asked)
