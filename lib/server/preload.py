"""What the landing page loads that Streamlit's own page does not name; noted once per Streamlit version."""

import re
import tomllib
from functools import cache
from pathlib import Path

from lib.server.folders import FOLDERS, STREAMLIT, streamlit_place

LIST = Path(__file__).with_name("preload.toml")
INDEX = streamlit_place() / "index.html"
NAMED = re.compile(r'(?:src|href)="\.(/(?:app/)?static/[^"]+)"')
# Streamlit's icon font (375 kB) is left out: it fetches that itself, and no word of the page waits for it.
SCRIPTS, FONTS = re.compile(r"^/static/js/.*\.js$"), re.compile(r"^/app/static/fonts/.*\.woff2$")


@cache
def index() -> str:
    """Streamlit's own page."""
    return INDEX.read_text(encoding="utf-8")


@cache
def late() -> tuple[str, ...]:
    """The noted scripts and fonts that exist here; after an upgrade without a new note, scripts drop out."""
    noted = tomllib.loads(LIST.read_text(encoding="utf-8"))["addresses"]
    there = {address for folder in FOLDERS for address in folder.files()}
    return tuple(address for address in noted if address in there)


def first_visit() -> frozenset[str]:
    """Every address that a first visit of the landing page loads, as far as it is known."""
    return frozenset((*NAMED.findall(index()), *late()))


def write(asked: list[str]) -> list[str]:
    """Note what of the asked is our font, or a script that Streamlit's page does not name."""
    known = NAMED.findall(index())
    found = {one for one in asked if FONTS.match(one) or SCRIPTS.match(one) and one not in known}
    there = {address for folder in FOLDERS for address in folder.files()}
    kept = sorted(one for one in found if one in there)
    lines = "".join(f'    "{one}",\n' for one in kept)
    LIST.write_text(
        f'# Written by `python -m lib preload`.\nstreamlit = "{STREAMLIT}"\naddresses = [\n{lines}]\n',
        encoding="utf-8",
    )
    return kept
