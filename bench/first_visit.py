"""A first visit of the landing page: Streamlit as it comes, with our layers, and with the first picture too.

    python bench/first_visit.py [--visits 8] [--slow]

The servers run at once on one store and are visited in turn, each visit in a fresh browser context.
"""

import argparse
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

# The tests start servers and find the browser in the same way.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from app_case import FLAGS, READY, ROOT, browser_path, serving

PLAIN, LAYERS, OURS = "plain", "layers", "ours"
# Each server's script; ours is the program itself.
IMPORTS = "import streamlit as st\n\nfrom lib.server import pictures\nfrom lib.server.layers import layers\n"
NO_PICTURES = "from lib.server.start import warm\n\npictures.refresh = lambda: None\n"
STARTS = f"{IMPORTS}{NO_PICTURES}app = st.App({str(ROOT / 'app.py')!r}, lifespan=warm"
SCRIPTS = {PLAIN: f"{STARTS})\n", LAYERS: f"{STARTS}, middleware=layers())\n"}
# A sentence with its figure, wherever it stands; and the same where it and the pickers can be pressed.
FIGURES, LIVE = ".tk .signal h2", "#root:not([inert]):has(.st-key-pick_topic button) .tk .signal h2"
MADE_SECONDS = 120
# 20 Mbit/s with 40 ms: an ordinary line, the same as in the project's notes on speed.
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 2_500_000, "uploadThroughput": 625_000}


@dataclass(frozen=True)
class Visit:
    """What one visit took: bytes as they came over the line, seconds from the start of the navigation."""

    bytes: float
    requests: float
    figures_seconds: float
    live_seconds: float
    ended_seconds: float


def main() -> None:
    """Start the servers, visit them in turn, print medians and ratios."""
    options = arguments()
    with ExitStack() as stack:
        roots = {name: stack.enter_context(server(name)) for name in (PLAIN, LAYERS, OURS)}
        wait_for_picture(roots[OURS])
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        seen: dict[str, list[Visit]] = {name: [] for name in roots}
        for number in range(options.visits + 1):
            # The order changes from visit to visit, so that none always finds the machine warmer.
            for name in list(roots) if number % 2 else list(reversed(roots)):
                seen[name].append(visit(browser, roots[name], options.slow))
        browser.close()
    # The first visit of each server also pays for what a process does only once.
    report({name: visits[1:] for name, visits in seen.items()})


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--visits", type=int, default=8, help="of each server, after one that is not counted")
    parser.add_argument("--slow", action="store_true", help="over a line of 20 Mbit/s and 40 ms")
    return parser.parse_args()


@contextmanager
def server(name: str) -> Iterator[str]:
    """The root address of a server; each is warmed in the same way."""
    with tempfile.TemporaryDirectory() as folder:
        script = ROOT / "serve.py"
        if name in SCRIPTS:
            script = Path(folder) / f"serve_{name}.py"
            script.write_text(SCRIPTS[name], encoding="utf-8")
        with serving(str(script), {"PYTHONPATH": str(ROOT)}) as root:
            yield root


def wait_for_picture(root: str) -> None:
    """Until the last picture is made: from then on nothing is made beside the visits."""
    end = time.monotonic() + MADE_SECONDS
    while time.monotonic() < end:
        with urllib.request.urlopen(f"{root}?lang=en&scope=suomi") as answer:
            if b'id="first-picture"' in answer.read():
                return
        time.sleep(1)
    raise RuntimeError("no picture was made")


def visit(browser: Browser, root: str, slow: bool) -> Visit:
    """One visit with empty caches."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    counted = count(page, slow)
    page.add_init_script(clock())
    page.goto(root, wait_until="commit")
    figures, live = (page.evaluate(f"seen.{name}") / 1000 for name in ("figures", "live"))
    page.wait_for_selector(READY, timeout=60_000)
    ended = page.evaluate("performance.now()") / 1000
    page.wait_for_load_state("networkidle")
    context.close()
    return Visit(counted["bytes"], counted["requests"], figures, live, ended)


def count(page: Page, slow: bool) -> dict[str, float]:
    """Counts that grow while the page loads: requests, and bytes with their headers, WebSocket left out."""
    counted = {"bytes": 0.0, "requests": 0.0}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    if slow:
        wire.send("Network.emulateNetworkConditions", SLOW)

    def asked(_: dict) -> None:
        counted["requests"] += 1

    def came(event: dict) -> None:
        counted["bytes"] += event["encodedDataLength"]

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.loadingFinished", came)
    return counted


def clock() -> str:
    """Promises the moments the figures stand in the picture: the frame after the one they came in."""
    return f"""
        window.seen = {{}}
        for (const [name, selector] of [["figures", "{FIGURES}"], ["live", "{LIVE}"]])
          seen[name] = new Promise((tell) => {{
            const look = () => {{
              const isThere = document.querySelector(selector)?.getBoundingClientRect().height
              requestAnimationFrame(isThere ? () => tell(performance.now()) : look)
            }}
            requestAnimationFrame(look)
          }})
    """


def report(seen: dict[str, list[Visit]]) -> None:
    """Medians of all, and how many times more the others need than ours."""
    print(f"{'':>16}" + "".join(f"{name:>9}" for name in seen) + f"{'plain/ours':>12}{'layers/ours':>13}")
    for field, unit, scale in (
        ("bytes", "kB", 1000),
        ("requests", "", 1),
        ("figures_seconds", "s", 1),
        ("live_seconds", "s", 1),
        ("ended_seconds", "s", 1),
    ):
        values = {name: [getattr(one, field) / scale for one in visits] for name, visits in seen.items()}
        middle = {name: statistics.median(found) for name, found in values.items()}
        span = "  ".join(f"{name} {min(found):.2f}–{max(found):.2f}" for name, found in values.items())
        label = f"{field.replace('_seconds', '')} {unit}".strip()
        ratios = f"{middle[PLAIN] / middle[OURS]:12.2f}{middle[LAYERS] / middle[OURS]:13.2f}"
        print(f"{label:>16}" + "".join(f"{one:9.2f}" for one in middle.values()) + f"{ratios}   ({span})")
    print(f"visits: {len(seen[OURS])} of each, in turn")


if __name__ == "__main__":
    main()
