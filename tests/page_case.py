"""A page as a fresh visitor meets it, without a browser: opened by a link, read block by block."""

import json
import re
from html import unescape

from app_case import PAGES
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lib.settings import ROOT

SLOWEST_SECONDS = 60


def opened(page: str, **address: str) -> AppTest:
    """A page as a fresh visitor sees it who follows a link."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SLOWEST_SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    # AppTest.switch_page knows addresses only after a first run, and that would be another visit.
    app._page_hash = calc_hash(PAGES[page])
    return app.run()


def blocks(app: AppTest) -> dict[str, str]:
    """The markup of each block on the page, by its key."""
    found = {}
    for node in app.get("bidi_component"):
        if node.proto.WhichOneof("data"):
            name = node.proto.id.rpartition("-")[2]
            found[name] = json.loads(getattr(node.proto, node.proto.WhichOneof("data"))).get("html", "")
    return found


def sound(app: AppTest) -> dict[str, str]:
    """The blocks of a page that has drawn without a fault."""
    assert not app.exception
    found = blocks(app)
    assert "fault" not in found
    return found


def words(markup: str) -> str:
    """What a reader sees of markup; no-break spaces are spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def title(found: dict[str, str]) -> str:
    """The title among the blocks of a page."""
    return words("".join(re.findall(r"<h1.*?</h1>", found["page_title"], re.DOTALL)))


def heading(app: AppTest) -> str:
    """The title of a page."""
    return title(blocks(app))


def notices(app: AppTest) -> list[str]:
    """What the page says before its figures."""
    return [words(markup) for name, markup in blocks(app).items() if name.startswith("notice")]
