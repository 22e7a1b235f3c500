"""Streamlit's page with the reader's language, a title, early fetches and a word without JavaScript."""

import gzip
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from urllib.parse import parse_qs

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.errors import TilannekuvaError
from lib.facts import LANGUAGES
from lib.markup import shell as markup
from lib.server import preload
from lib.server.negotiate import best_coding, is_known
from lib.server.packing import BROTLI, BROTLI_BEST, BROTLI_QUICK, CODINGS, GZIP, GZIP_LEVEL
from lib.server.security import POLICY, policy

NOT_PAGES = ("/_stcore/", "/media/", "/static/", "/app/static/", "/component/")
# The page is made of several forms: what a browser asks of Streamlit's own would not fit ours.
OF_THE_FORM = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range")
# Whatever stands there in Streamlit's page, and that it stands there exactly once.
LANGUAGE = re.compile(r'(?<=<html lang=")[^"]*')
TITLE = re.compile(r"<title>[^<]*</title>")
NO_SCRIPT = re.compile(r"(?<=<noscript>).*?(?=</noscript>)", re.DOTALL)
BODY_END = re.compile(r'(?<=<div id="root"></div>)')
FONT = re.compile(r'<link\s+rel="preload"\s+href="\.(/static/[^"]+)"\s+as="font"[^>]*>')


@dataclass(frozen=True)
class Shell:
    """The finished page of a language, in every form, with its policy."""

    forms: dict[str, bytes]
    policy: str

    def etag(self, coding: str) -> str:
        """A tag of these bytes."""
        return f'"{blake2b(self.forms[coding], digest_size=8).hexdigest()}"'


@cache
def shell(language: str) -> Shell:
    """The page in one language."""
    return _packed(page_in(language, preload.index(), preload.late()), BROTLI_BEST)


def pictured(language: str, picture: str) -> Shell:
    """The page in one language with a first picture, which lives only until the next publication."""
    page = page_in(language, preload.index(), preload.late())
    return _packed(_put(BODY_END, picture, page), BROTLI_QUICK)


def _packed(page: str, quality: int) -> Shell:
    content = page.encode("utf-8")
    forms = {
        BROTLI: brotli.compress(content, quality=quality),
        GZIP: gzip.compress(content, GZIP_LEVEL, mtime=0),
        "identity": content,
    }
    return Shell(forms, policy(page))


def page_in(language: str, page: str, late: Sequence[str]) -> str:
    """Streamlit's page with the language, title, early fetches and sentences put in their places."""
    page = _put(LANGUAGE, language, page)
    page = _put(TITLE, markup.head(language, tuple(late)), page)
    page = _put(NO_SCRIPT, markup.without_scripts(language), page)
    # A font that the landing page was not seen to use would be fetched for nothing.
    return FONT.sub("", page) if late else page


def _put(place: re.Pattern[str], wanted: str, page: str) -> str:
    changed, count = place.subn(lambda _: wanted, page)
    if count != 1:
        raise TilannekuvaError(f"Streamlit's page has {count} places for {place.pattern}")
    return changed


class PageShell:
    """ASGI layer: where Streamlit answers a page's address with its own page, ours is sent instead.

    `pictured` gives the page with a first picture for the addresses that have one, else None.
    """

    def __init__(self, app: ASGIApp, pictured: Callable[[str, str], Shell | None]) -> None:
        self._app = app
        self._pictured = pictured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask Streamlit first: redirects, refusals and files stay as it wants them."""
        if not _may_be_page(scope):
            return await self._app(scope, receive, send)
        plain = [(name, value) for name, value in scope["headers"] if name not in OF_THE_FORM]
        replaced = False

        async def exchanged(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_page(message):
                replaced = True
                await _answer(scope, self._page(scope))(scope, receive, send)
            elif not replaced:
                await send(message)

        return await self._app({**scope, "headers": plain}, receive, exchanged)

    def _page(self, scope: Scope) -> Shell:
        query = scope["query_string"].decode("latin-1")
        return self._pictured(scope["path"], query) or shell(_language(query))


def _may_be_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    path = scope["path"]
    return not path.startswith(NOT_PAGES) and "." not in path.rsplit("/", 1)[-1]


def _is_page(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] == 200 and kind.startswith("text/html")


def _answer(scope: Scope, made: Shell) -> Response:
    asked = Headers(scope=scope)
    coding = best_coding(asked.get("accept-encoding", ""), CODINGS)
    headers = {
        "etag": made.etag(coding),
        "cache-control": "no-cache",
        "vary": "Accept-Encoding",
        POLICY: made.policy,
    }
    if is_known(asked.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    content = made.forms[coding]
    headers |= {"content-type": "text/html; charset=utf-8", "content-length": str(len(content))}
    if coding in CODINGS:
        headers |= {"content-encoding": coding}
    return Response(content if scope["method"] == "GET" else b"", headers=headers)


def _language(query: str) -> str:
    """The language the address asks for, else the first, as the pages choose it."""
    asked = parse_qs(query).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else LANGUAGES[0]
