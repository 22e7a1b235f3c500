"""The layers around Streamlit, outermost first: security headers, packed files, our page."""

import logging

from starlette.middleware import Middleware

from lib.facts import LANGUAGES
from lib.server import packing, pictures, preload
from lib.server.assets import Pack, PackedAssets
from lib.server.folders import FOLDERS
from lib.server.security import SecurityHeaders, policy
from lib.server.shell import PageShell, shell

log = logging.getLogger("tilannekuva")


def layers() -> list[Middleware]:
    """What serve.py gives to Streamlit's app."""
    for language in LANGUAGES:
        # Made before the first reader: a Streamlit whose page we do not know stops the start, not a visit.
        shell(language)
    return [
        Middleware(SecurityHeaders, policy=policy(preload.index())),
        Middleware(PackedAssets, packs=_packs()),
        Middleware(PageShell, pictured=pictures.of),
    ]


def _packs() -> list[Pack]:
    try:
        return [Pack(folder, path) for folder, path in zip(FOLDERS, packing.build(), strict=True)]
    except OSError:
        # A store that cannot be written holds up nobody: Streamlit serves the same files, only longer.
        log.warning("no packed assets", exc_info=True)
        return []
