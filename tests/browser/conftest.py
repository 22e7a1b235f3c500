"""The app as a server on a port of its own with a store of its own, and a browser that keeps a diary."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SLOWEST_START_SECONDS = 60


@pytest.fixture(scope="session")
def address(own_store: Path) -> Iterator[str]:
    """The root address of the running app; its store may be published into."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port", str(port)]
    environment = {**os.environ, "TILANNEKUVA_STORE_FOLDER": str(own_store)}
    with (own_store.parent / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    root = f"http://127.0.0.1:{port}/"
    try:
        wait_for(f"{root}_stcore/health", server)
        yield root
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + SLOWEST_START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the app did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine, else Playwright's own."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window at 1440 pixels that keeps what it `asked` for and which `faults` its console told."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.asked, opened.faults = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda line: opened.faults.append(line.text) if line.type == "error" else None)
    yield opened
    opened.close()
