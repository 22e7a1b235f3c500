"""The headers by which a browser refuses what this program never does."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.facts import LANGUAGES
from lib.markup.shell import language_script

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
POLICY = "content-security-policy"
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    # Our addresses say which area and figure a reader looks at: no other site is told.
    "referrer-policy": "same-origin",
}
# What a browser can open as a page of its own.
DOCUMENTS = ("text/html", "image/svg+xml", "application/xhtml", "text/xml", "application/xml")
FOR_DOCUMENTS = {
    "x-frame-options": "SAMEORIGIN",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def policy(page: str) -> str:
    """A policy under which `page` works: its inline scripts by their hash, everything else from us."""
    scripts = [*INLINE.findall(page), *(language_script(one) for one in LANGUAGES)]
    rules = {
        "default-src": "'self'",
        # blob: is how Streamlit loads the script of a component; markup alone cannot make such an address.
        "script-src": f"'self' blob: {' '.join(_hashes(scripts))}",
        # Streamlit writes its styles into the page while it runs, and charts set them on their elements.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {allowed}" for name, allowed in rules.items())


class SecurityHeaders:
    """ASGI layer: adds the headers to every answer that has not set them itself."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._documents = {**FOR_DOCUMENTS, POLICY: policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and mark the answer."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._mark(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, marked if scope["type"] == "http" else send)

    def _mark(self, headers: MutableHeaders) -> None:
        is_document = headers.get("content-type", "").startswith(DOCUMENTS)
        for name, value in (EVERYWHERE | (self._documents if is_document else {})).items():
            headers.setdefault(name, value)


def _hashes(scripts: Iterable[str]) -> list[str]:
    return [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in scripts]
