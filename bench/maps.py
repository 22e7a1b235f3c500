"""The map component alone in a headless browser: first draw, recolour and messages of maps of four sizes.

    python bench/maps.py [--draws 7] [--app http://127.0.0.1:8501/]

With --app also what a running app sends over its websocket for the map, opened and after another indicator.

The largest map has 3,000 cells of our own making around random points of the land of the sketch of Finland.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import tomllib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import shapely
from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from app_case import FLAGS, ROOT, browser_path

from lib import maps
from lib.areas import geo_files, geometry, schematic, topology

LEVELS = ("major_district", "neighbourhood", "municipality")
PAGES = ("level=major_district&indicator=foreign_language_share", "", "scope=suomi&level=municipality")
CELLS, SEED, GRID_M = 3_000, 20_261_124, 100
# The component as Streamlit calls it: data in, the place it draws in, and what it tells back.
PAGE = """<!doctype html><body><div id="root"><div class="map-frame" style="width:800px"></div></div>
<script type="module">
import show from "./map.js"
import send from "./map_figures.js"
const parent = document.getElementById("root"), place = parent.querySelector(".map-frame")
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
let stop = () => {}
window.draw = async (frame, data) => {
  const from = performance.now()
  delete place.dataset.ready
  if (frame) { stop(); stop = show({ data: frame, parentElement: parent, setTriggerValue: () => {} }) }
  send({ data })
  while (!place.dataset.ready) await new Promise((done) => setTimeout(done))
  await painted()
  return performance.now() - from
}
window.ready = true
</script>"""


def cells(folder: Path) -> Path:
    """A map of as many cells as Finland has postal areas, each with its codes and room for a label."""
    drawing = tomllib.loads((schematic.DRAWINGS / "finland.toml").read_text("utf-8"))
    land = schematic.read_land(drawing).outline
    points = _inside(land, np.random.default_rng(SEED))
    regions = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=land, ordered=True)
    )
    shapes = shapely.coverage_simplify(list(shapely.intersection(regions, land)), GRID_M)
    features = [
        topology.Feature(f"{place:05d}", shape, {"x": round(x), "y": round(y), "r": 500})
        for place, (shape, (x, y)) in enumerate(zip(shapes, points, strict=True))
    ]
    path = folder / "cells.topojson"
    path.write_bytes(topology.encode({"areas": features}, GRID_M, {}))
    return path


def _inside(land: shapely.Geometry, random: np.random.Generator) -> np.ndarray:
    left, bottom, right, top = land.bounds
    found = np.empty((0, 2))
    while len(found) < CELLS:
        tried = random.uniform((left, bottom), (right, top), (CELLS, 2))
        found = np.vstack([found, tried[shapely.contains_xy(land, tried)]])
    return found[:CELLS]


def measured(page: Page, path: Path, draws: int) -> str:
    """One line: areas, first draw and recolour in milliseconds, bytes of shapes, words and classes."""
    content = path.read_bytes()
    codes = [one["id"] for one in json.loads(content)["objects"]["areas"]["geometries"]]
    which = {"name": "map", "key": path.name}
    frame = which | {"labelRoom": 46, "hint": "", "height": 660, "insetTitle": "", "url": path.name}
    frame |= {"codes": sorted(codes), "names": [f"Area {code}" for code in sorted(codes)]}
    data = which | {"chosen": codes[0], "label": "map"}
    first = _drawn(page, frame, data | _figures(codes, 0))
    taken = [_drawn(page, None, data | _figures(codes, turn)) for turn in range(draws)]
    course = _drawn(page, None, data | _figures(codes, 0) | {"course": _course(codes)})
    sizes = (len(content), _size(frame) + _size(data | _figures(codes, 0)), _size(data | _figures(codes, 1)))
    period = _size(_course(codes)["fills"][0])
    step = statistics.median(_step(page) for _ in range(draws))
    return (
        f"{len(codes):6} {first:8.0f} {statistics.median(taken):9.0f} {step:9.0f} {course:9.0f} "
        + " ".join(f"{size:9}" for size in (*sizes, period))
    )


def _drawn(page: Page, frame: dict[str, object] | None, data: dict[str, object]) -> float:
    """Milliseconds until the figures are seen; a frame comes with the first ones only."""
    return page.evaluate("([frame, data]) => draw(frame, data)", [frame, data])


def _step(page: Page) -> float:
    """One step of the player: nothing is sent, the browser recolours by itself."""
    return page.evaluate("""async () => {
        const range = document.querySelector(".player input"), from = performance.now()
        range.value = (Number(range.value) + 1) % 2
        range.dispatchEvent(new Event("input"))
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
        return performance.now() - from
    }""")


def _size(data: object) -> int:
    """Bytes of a message."""
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _figures(codes: list[str], turn: int) -> dict[str, object]:
    """The columns of one figure: a value with its limits and a verdict for every area, and its label."""
    values = np.random.default_rng(turn).uniform(5, 40, len(codes))
    order = [codes[place] for place in np.argsort(-values)]
    fills = {code: f"fill-{(place + turn) % 5 + 1}" for place, code in enumerate(codes)}
    verdicts = ("much larger, worse", "larger, worse", "no difference", "smaller, better")
    tips, labels = {}, {}
    for place, (code, value) in enumerate(zip(codes, values, strict=True)):
        span = f"95% interval {value - 1.3:.1f}–{value + 1.4:.1f} %"
        tips[code] = f"{value:.1f} % · {verdicts[place % len(verdicts)]} · {span}"
        labels[code] = [f"Area {code}", f"{value:.1f}"]
    return maps.columns(order, fills, tips, labels)


def of_app(browser: Browser, root: str) -> Iterator[str]:
    """A line a map of the app: bytes sent for the map when the page opens and after another indicator."""
    for address in PAGES:
        sizes: list[int] = []
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("websocket", lambda socket, to=sizes: socket.on("framereceived", partial(_note, to)))
        page.goto(f"{root}kartta?{address}")
        page.wait_for_selector(".map-frame[data-ready]", timeout=60_000)
        areas, opened = page.locator(".map-frame").get_attribute("data-ready"), sum(sizes)
        sizes.clear()
        picker = page.get_by_role("combobox", name="Mittari")
        picker.press("ArrowDown")
        picker.press("ArrowDown")
        picker.press("Enter")
        page.wait_for_url("**indicator=*", timeout=20_000)
        page.wait_for_timeout(4_000)
        yield f"{areas:>6} areas: {opened:7} bytes opened, {sum(sizes):7} recoloured  ({address})"
        page.close()


def _note(sizes: list[int], frame: bytes) -> None:
    """Keep the size of what is sent to the map's two components; the browser keeps the rest."""
    message = ForwardMsg.FromString(frame)
    if message.delta.new_element.bidi_component.id.endswith(("-map", "-map_figures")):
        sizes.append(len(frame))


def _course(codes: list[str]) -> dict[str, object]:
    numbers = [[(place + turn) % 5 for place in range(len(codes))] for turn in range(2)]
    return {
        "periods": ["2023", "2024"],
        "labels": ["2023", "2024"],
        "palette": [f"fill-{place}" for place in range(1, 6)],
        "fills": numbers,
        "values": [["1,0"] * len(codes)] * 2,
        "at": "2023",
        "play": "play",
        "stop": "stop",
        "slider": "period",
    }


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a diary."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Measure every size in one browser and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=7)
    parser.add_argument("--app")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "index.html").write_text(PAGE, "utf-8")
        for script in ("map.js", "map_figures.js"):
            (folder / script).write_bytes((ROOT / "lib" / "ui" / "components" / script).read_bytes())
        paths = [folder / geometry.entry(level)["file"] for level in LEVELS]
        for path in paths:
            path.write_bytes((geo_files.FOLDER / path.name).read_bytes())
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        page.wait_for_function("window.ready")
        print("        first ms  recolour      step   +player    bytes: shapes first msg  recolour  a period")
        for path in (*paths, cells(folder)):
            print(measured(page, path, asked.draws))
        for line in of_app(browser, asked.app) if asked.app else ():
            print(line)
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
