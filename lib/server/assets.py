"""Serves packed files from memory before Streamlit is asked; whatever is not packed falls through to it."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.server.folders import TYPES, Folder
from lib.server.negotiate import IDENTITY, best_coding, is_known
from lib.server.packing import CODINGS

FOR_EVER = "public, max-age=31536000, immutable"
# A name without a hash can get other bytes: an hour is short enough for a logo, and saves asking each visit.
FOR_AN_HOUR = "public, max-age=3600"
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Form:
    """One packed form of a file; `content` is the answer's body."""

    coding: str
    etag: str
    content: bytes


class Pack:
    """The packed files of one folder; read when first asked, then kept: never more than the zip holds."""

    def __init__(self, folder: Folder, zipped: Path) -> None:
        self.folder = folder
        self._zip = zipfile.ZipFile(zipped)
        self._kept: dict[str, Form] = {}
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._stamps = {
            address: _stamp(path) for address, path in folder.files().items() if not folder.is_hashed(address)
        }

    def codings(self, address: str) -> tuple[str, ...]:
        """The forms kept of an address; none for a file that is unknown or changed since it was packed."""
        if address in self._stamps and self._stamps[address] != _stamp(self._path(address)):
            return ()
        return tuple(one for one in (*CODINGS, IDENTITY) if one + address in self._members)

    def form(self, address: str, coding: str) -> Form:
        """A form that `codings` named."""
        member = coding + address
        if member not in self._kept:
            info = self._members[member]
            etag = f'"{info.CRC:08x}-{info.file_size:x}"'
            self._kept[member] = Form(coding, etag, self._zip.read(member))
        return self._kept[member]

    def _path(self, address: str) -> Path:
        return self.folder.place / address.removeprefix(self.folder.prefix)


class PackedAssets:
    """ASGI layer: answers GET and HEAD of packed files; ranges, other methods and unknown paths pass on."""

    def __init__(self, app: ASGIApp, packs: Sequence[Pack]) -> None:
        self._app = app
        self._packs = packs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        pack = self._pack(scope)
        codings = pack.codings(scope["path"]) if pack else ()
        if not pack or not codings:
            return await self._app(scope, receive, send)
        wanted = _wanted(scope, codings)
        if wanted not in codings:
            return await self._app(scope, receive, _varying(send))
        return await _answer(scope, pack, wanted)(scope, receive, send)

    def _pack(self, scope: Scope) -> Pack | None:
        if scope["type"] != "http" or scope["method"] not in READING:
            return None
        return next((one for one in self._packs if scope["path"].startswith(one.folder.prefix)), None)


def _wanted(scope: Scope, codings: tuple[str, ...]) -> str:
    headers = Headers(scope=scope)
    if "range" in headers:
        # Streamlit answers ranges from the file itself; a range of packed bytes would mean other bytes.
        return ""
    if codings == (IDENTITY,):
        return IDENTITY
    return best_coding(headers.get("accept-encoding", ""), codings)


def _answer(scope: Scope, pack: Pack, coding: str) -> Response:
    address = scope["path"]
    form = pack.form(address, coding)
    headers = {
        "etag": form.etag,
        "cache-control": FOR_EVER if pack.folder.is_hashed(address) else FOR_AN_HOUR,
    }
    if coding != IDENTITY:
        headers |= {"vary": "Accept-Encoding"}
    if is_known(Headers(scope=scope).get("if-none-match", ""), form.etag):
        return Response(status_code=304, headers=headers)
    headers |= {"content-type": TYPES[Path(address).suffix], "content-length": str(len(form.content))}
    if coding != IDENTITY:
        headers |= {"content-encoding": coding}
    return Response(form.content if scope["method"] == "GET" else b"", headers=headers)


def _varying(send: Send) -> Send:
    """The same answer, marked as one of several forms, so that a cache between does not mix them up."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return marked


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size
