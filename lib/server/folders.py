"""The folders a browser is served from, and what their files are."""

import re
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from lib.settings import ROOT

# Our own table: what the machine's registry of types says differs between machines.
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".topojson": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".gif": "image/gif",
}
# These are compressed already: packing them again would make them longer.
PACKED_BY_NATURE = (".woff2", ".png", ".gif")
STREAMLIT = version("streamlit")


@dataclass(frozen=True)
class Folder:
    """Files under `place` that a browser asks for under `prefix`; `hashed` is how a name carries its hash."""

    name: str
    prefix: str
    place: Path
    hashed: re.Pattern[str]

    def files(self) -> dict[str, Path]:
        """The files of a known type by the address they are asked for."""
        found = sorted(path for path in self.place.rglob("*") if path.suffix in TYPES and path.is_file())
        return {self.prefix + path.relative_to(self.place).as_posix(): path for path in found}

    def is_hashed(self, address: str) -> bool:
        """Whether other bytes would have another name, so that a browser may keep these for ever."""
        return bool(self.hashed.search(address))


def streamlit_place() -> Path:
    """Where Streamlit keeps its page; found without importing Streamlit, which takes a second."""
    spec = find_spec("streamlit")
    assert spec and spec.origin
    return Path(spec.origin).parent / "static"


FOLDERS = (
    Folder("streamlit", "/static/", streamlit_place() / "static", re.compile(r"\.[\w-]{8}\.\w+$")),
    Folder("app", "/app/static/", ROOT / "static", re.compile(r"-[0-9a-f]{8}\.\w+$")),
)
