"""The app as others meet it: its list of pages, and a server of its own on a free port."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Key and address of each page, from app.py; the first is the landing page, which needs no name.
PAGES = dict(re.findall(r'\("pages/.+?", "(\w+)", "(\w+)"\)', (ROOT / "app.py").read_text("utf-8")))
ADDRESSES = ("", *list(PAGES.values())[1:])
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# The script has run and Streamlit has drawn what it sent.
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SLOWEST_START_SECONDS = 60


def browser_path() -> str | None:
    """The browser of this machine; None for Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def serving(script: str, environment: dict[str, str], log: Path | None = None) -> Iterator[str]:
    """A running server of `script`; its root address."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with (log or Path(os.devnull)).open("w") as told:
        running = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=told, stderr=told
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", running)
            yield f"http://127.0.0.1:{port}/"
        finally:
            running.terminate()
            running.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(url: str, running: subprocess.Popen) -> None:
    end = time.monotonic() + SLOWEST_START_SECONDS
    while time.monotonic() < end and running.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the app did not start")
