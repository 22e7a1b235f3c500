"""Sources on this machine that answer as the real ones do, well or badly; figures are of our own making."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lib.catalogue import catalogue
from lib.sources.web import Web

# Real Sotkanet ids: Turku, Aura, Helsinki; the country; a county; a ceased municipality; another division.
REGIONS = [
    {"id": 389, "code": "853", "category": "KUNTA", "title": {"fi": "Turku"}},
    {"id": 12, "code": "019", "category": "KUNTA", "title": {"fi": "Aura"}},
    {"id": 46, "code": "091", "category": "KUNTA", "title": {"fi": "Helsinki"}},
    {"id": 658, "code": "358", "category": "MAA", "title": {"fi": "Koko maa"}},
    {
        "id": 978,
        "code": "5",
        "category": "HYVINVOINTIALUE",
        "title": {"fi": "Varsinais-Suomen hyvinvointialue"},
    },
    {"id": 9001, "code": "099", "category": "KUNTA", "title": {"fi": "Honkajoki"}},
    {"id": 9002, "code": "853", "category": "SEUTUKUNTA", "title": {"fi": "Turku"}},
]
YEARS = ["2023", "2024"]
FIGURES = ["he_vakiy", "he_naiset", "hr_mtu", "ra_asunn", "ra_kt_as"]
Answer = tuple[int, dict[str, str], bytes]
Wanted = Callable[["Asked"], Answer | None]


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    body: bytes
    agent: str

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.parameters if key == name]


@dataclass
class World:
    """A server of sources: what it was asked, and the misbehaviour that answers first, one a request."""

    root: str = ""
    asked: list[Asked] = field(default_factory=list)
    moods: list[Answer | float | str] = field(default_factory=list)
    # Changes of what the sources know.
    titles: dict[str, str] = field(default_factory=dict)
    regions: list[dict[str, Any]] = field(default_factory=lambda: list(REGIONS))
    values: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    table: dict[str, Any] = field(default_factory=dict)
    cells: Callable[[str, str, str], Any] = lambda area, year, figure: float(len(figure) * int(area[-3:]))
    pages: dict[str, Any] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answer:
        path = asked.path
        if path == "/sotkanet/regions":
            return good(self.regions)
        if path.startswith("/sotkanet/indicators/"):
            return good(self._indicator(path.rsplit("/", 1)[1]))
        if path == "/sotkanet/json":
            return good(self._values(asked))
        if path == "/paavo":
            return good(self._cube(json.loads(asked.body)) if asked.method == "POST" else self.meta())
        found = self.pages.get(
            path + ("?" + asked.every("startIndex")[0] if asked.every("startIndex") else "")
        )
        return good(found) if found is not None else (404, {}, b"no such thing")

    def _indicator(self, number: str) -> dict[str, Any]:
        sources = catalogue().sources.values()
        known = {one.id: one.titles[0] for source in sources if source.feed for one in source.feed.series}
        title = {"fi": self.titles.get(number, known[number]), "en": "x", "sv": "x"}
        producer = {"id": 3, "title": {"fi": "Tilastokeskus"}}
        return {
            "id": int(number),
            "title": title,
            "organization": producer,
            "range": {"start": 2000, "end": 2024},
        }

    def _values(self, asked: Asked) -> list[dict[str, Any]]:
        number, years = asked.every("indicator")[0], asked.every("years")
        if number in self.values:
            return self.values[number]
        places = [one["id"] for one in REGIONS[:5]]
        return [
            {"indicator": int(number), "region": at, "year": int(year), "gender": "total", **share(at)}
            for year in years
            for at in places
        ]

    def meta(self) -> dict[str, Any]:
        areas = ["SSS", "00100", *sorted(code for level, code in catalogue().areas if level == "postal_area")]
        own = {
            "title": "Paavo – Tietoryhmät postinumeroalueittain 2023-2024",
            "variables": [
                {"code": "pno_1", "text": "Postinumeroalue", "values": areas, "valueTexts": areas},
                {"code": "contentscode", "text": "Tiedot", "values": FIGURES, "valueTexts": FIGURES},
                {"code": "timeperiod_y", "text": "Vuosi", "values": YEARS, "valueTexts": YEARS, "time": True},
            ],
        }
        return own | self.table

    def _cube(self, sent: dict[str, Any]) -> dict[str, Any]:
        chosen = {one["code"]: one["selection"]["values"] for one in sent["query"]}
        order = list(chosen)
        cells = [
            self.cells(area, year, figure)
            for area in chosen["pno_1"]
            for figure in chosen["contentscode"]
            for year in chosen["timeperiod_y"]
        ]
        dimension = {
            name: {"category": {"index": {value: at for at, value in enumerate(values)}}}
            for name, values in chosen.items()
        }
        marks = {str(at): cell for at, cell in enumerate(cells) if isinstance(cell, str)}
        numbers = [None if isinstance(cell, str) else cell for cell in cells]
        size = [len(values) for values in chosen.values()]
        cube = {"class": "dataset", "version": "2.0", "id": order, "size": size, "value": numbers}
        return cube | {"dimension": dimension, **({"status": marks} if marks else {})}


def share(region: int) -> dict[str, Any]:
    """A share of ten per cent of a whole that grows with the region's number."""
    return {"value": 10.0, "absValue": float(region * 10)}


def good(found: Any) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()


@contextmanager
def serving(world: World, port: int = 0) -> Iterator[World]:
    """The world on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(world))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    world.root = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()


def addresses(world: World) -> dict[str, str]:
    """The addresses of all sources in this world, as the setting takes them."""
    return {
        "sotkanet": f"{world.root}/sotkanet",
        "municipality_population": f"{world.root}/sotkanet",
        "paavo": f"{world.root}/paavo",
        "turku_map": f"{world.root}/wfs",
        "turku_map_features": f"{world.root}/ogc",
        "statfi_map": f"{world.root}/wfs",
    }


def quick(**wishes: Any) -> Web:
    """Asking without waiting; the pauses that would have been are in `web.slept`."""
    slept: list[float] = []
    web = Web(**{"pauses": (1.0, 4.0, 10.0), "sleep": slept.append, "read_seconds": 0.3, **wishes})
    web.slept = slept
    return web


def _handler(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parameters = tuple(parse_qsl(parts.query))
            asked = Asked(self.command, parts.path, parameters, body, self.headers.get("User-Agent", ""))
            world.asked.append(asked)
            mood = world.moods.pop(0) if world.moods else None
            if isinstance(mood, float):
                time.sleep(mood)
            status, headers, content = mood if isinstance(mood, tuple) else world.answer(asked)
            self.send_response(status)
            said = {"Content-Length": str(len(content)), **headers}
            for name, value in said.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if mood == "half" else content)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            return None

    return Handler


def with_feed(source_id: str, **changes: Any) -> Any:
    """A described source with parts of its feed changed."""
    source = catalogue().sources[source_id]
    return replace(source, feed=replace(source.feed, **changes))
