"""The map component alone in a headless browser: first draw and recolour of maps of four sizes.

    python bench/maps.py [--draws 7]

The largest map has 3,000 cells of our own making around random points of the land of the sketch of Finland.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import tomllib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import shapely
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from app_case import FLAGS, ROOT, browser_path

from lib.areas import geo_files, geometry, schematic, topology

LEVELS = ("major_district", "neighbourhood", "municipality")
CELLS, SEED, GRID_M = 3_000, 20_261_124, 100
# The component as Streamlit calls it: data in, the place it draws in, and what it tells back.
PAGE = """<!doctype html><body><div id="root"><div class="map-frame" style="width:800px"></div></div>
<script type="module">
import show from "./map.js"
const parent = document.getElementById("root"), place = parent.querySelector(".map-frame")
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
let stop = () => {}
window.draw = async (data) => {
  const from = performance.now()
  stop(); delete place.dataset.ready
  stop = show({ data, parentElement: parent, setTriggerValue: () => {} })
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
    words = {code: f"Area {code} 12.3 % · 95% interval 11.0-13.6 %" for code in codes}
    data = {"order": codes, "tips": words, "labels": {}, "labelRoom": 46, "chosen": codes[0], "hint": ""}
    data |= {"height": 660, "label": "map", "insetTitle": "", "url": path.name, "classes": {}}
    first = page.evaluate("(data) => draw(data)", data | {"classes": _classes(codes, 0)})
    taken = [
        page.evaluate("(data) => draw(data)", data | {"classes": _classes(codes, one)})
        for one in range(draws)
    ]
    course = page.evaluate(
        "(data) => draw(data)", data | {"course": _course(codes), "classes": _classes(codes, 0)}
    )
    sizes = (len(content), len(json.dumps(words)), len(json.dumps(_classes(codes, 0))))
    period = len(json.dumps(_course(codes)["fills"][0], separators=(",", ":")))
    step = statistics.median(_step(page) for _ in range(draws))
    return (
        f"{len(codes):6} {first:8.0f} {statistics.median(taken):9.0f} {step:9.0f} {course:9.0f} "
        + " ".join(f"{size:9}" for size in (*sizes, period))
    )


def _drawn(page: Page, data: dict[str, object]) -> float:
    return page.evaluate("(data) => draw(data)", data)


def _step(page: Page) -> float:
    """One step of the player: nothing is sent, the browser recolours by itself."""
    return page.evaluate("""async () => {
        const range = document.querySelector(".player input"), from = performance.now()
        range.value = (Number(range.value) + 1) % 2
        range.dispatchEvent(new Event("input"))
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
        return performance.now() - from
    }""")


def _classes(codes: list[str], turn: int) -> dict[str, str]:
    return {code: f"fill-{(place + turn) % 5 + 1}" for place, code in enumerate(codes)}


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
    draws = parser.parse_args().draws
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "index.html").write_text(PAGE, "utf-8")
        (folder / "map.js").write_bytes((ROOT / "lib" / "ui" / "components" / "map.js").read_bytes())
        paths = [folder / geometry.entry(level)["file"] for level in LEVELS]
        for path in paths:
            path.write_bytes((geo_files.FOLDER / path.name).read_bytes())
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        page.wait_for_function("window.ready")
        print("        first ms  recolour      step   +player    bytes: shapes   words   classes  a period")
        for path in (*paths, cells(folder)):
            print(measured(page, path, draws))
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
