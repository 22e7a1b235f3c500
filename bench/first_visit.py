"""A first visit of the landing page, measured in turn: Streamlit as it comes, and with our layers.

    python bench/first_visit.py [--visits 8] [--slow]

Both servers run at once on one store and are visited in turn, each visit in a fresh browser context.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

# The tests start servers and find the browser in the same way.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from app_case import FLAGS, READY, ROOT, browser_path, serving

PLAIN, OURS = "plain", "ours"
TITLE = ".tk h1"
# 20 Mbit/s with 40 ms: an ordinary line, the same as in the project's notes on speed.
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 2_500_000, "uploadThroughput": 625_000}


@dataclass(frozen=True)
class Visit:
    """What one visit took: bytes as they came over the line, seconds from the start of the navigation."""

    bytes: float
    requests: float
    title_seconds: float
    ended_seconds: float


def main() -> None:
    """Start both servers, visit them in turn, print medians and ratios."""
    options = arguments()
    with ExitStack() as stack:
        roots = {name: stack.enter_context(server(name)) for name in (PLAIN, OURS)}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        seen: dict[str, list[Visit]] = {name: [] for name in roots}
        for number in range(options.visits + 1):
            # The order changes from visit to visit, so that none of the two always finds the machine warmer.
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
    """The root address of a server; `plain` is the app without layers, warmed in the same way."""
    with tempfile.TemporaryDirectory() as folder:
        script = ROOT / "serve.py"
        if name == PLAIN:
            script = Path(folder) / "serve_plain.py"
            script.write_text(
                f"import streamlit as st\n\nfrom lib.server.start import warm\n\n"
                f"app = st.App({str(ROOT / 'app.py')!r}, lifespan=warm)\n",
                encoding="utf-8",
            )
        with serving(str(script), {"PYTHONPATH": str(ROOT)}) as root:
            yield root


def visit(browser: Browser, root: str, slow: bool) -> Visit:
    """One visit with empty caches."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    counted = count(page, slow)
    page.add_init_script(clock())
    page.goto(root, wait_until="commit")
    title = page.evaluate("titleSeen") / 1000
    page.wait_for_selector(READY, timeout=60_000)
    ended = page.evaluate("performance.now()") / 1000
    page.wait_for_load_state("networkidle")
    context.close()
    return Visit(counted["bytes"], counted["requests"], title, ended)


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
    """Promises the moment the title of the page stands in the picture: the frame after the one it came in."""
    return """
        window.titleSeen = new Promise((tell) => {
          const look = () => {
            const title = document.querySelector("TITLE")
            const isThere = title && title.textContent.trim() && title.getBoundingClientRect().height
            requestAnimationFrame(isThere ? () => tell(performance.now()) : look)
          }
          requestAnimationFrame(look)
        })
    """.replace("TITLE", TITLE)


def report(seen: dict[str, list[Visit]]) -> None:
    """Medians of both, and how many times more the plain server needs."""
    print(f"{'':>22} {PLAIN:>14} {OURS:>14} {'plain / ours':>13}")
    for field, unit, scale in (
        ("bytes", "kB", 1000),
        ("requests", "", 1),
        ("title_seconds", "s", 1),
        ("ended_seconds", "s", 1),
    ):
        values = {name: [getattr(one, field) / scale for one in visits] for name, visits in seen.items()}
        plain, ours = (statistics.median(values[name]) for name in (PLAIN, OURS))
        span = "  ".join(f"{name} {min(values[name]):.2f}–{max(values[name]):.2f}" for name in values)
        label = f"{field.replace('_seconds', '')} {unit}".strip()
        print(f"{label:>22} {plain:14.2f} {ours:14.2f} {plain / ours:13.2f}   ({span})")
    print(f"visits: {len(seen[OURS])} of each, in turn")


if __name__ == "__main__":
    main()
