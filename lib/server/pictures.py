"""The landing page with its first picture: made ahead, and shown only while its figures are the newest."""

import logging
from collections.abc import Iterator
from threading import Event
from urllib.parse import parse_qsl

from lib.facts import LANGUAGES
from lib.server.shell import Shell, pictured

log = logging.getLogger("tilannekuva")
# So long a reader after a publication may see the page without a first picture; asking costs microseconds.
LOOK_SECONDS = 2
CHOICES = ("lang", "scope")
# By language and scope: what it was made of, and the page; None where it could not be made.
made: dict[tuple[str, str], tuple[object, Shell | None]] = {}


def of(path: str, query: str) -> Shell | None:
    """The page with a first picture for an address that chooses nothing but language and scope."""
    wanted = _wanted(path, query)
    stamp, page = made.get(wanted, (None, None)) if wanted else (None, None)
    return page if page and stamp == _stamp() else None


def keep(ended: Event) -> None:
    """Make what is missing or old, again and again until the server ends."""
    refresh()
    while not ended.wait(LOOK_SECONDS):
        refresh()


def refresh() -> None:
    """Make the picture of every language and scope whose figures are not those it was made of."""
    for wanted in _every():
        stamp = _stamp()
        if stamp and made.get(wanted, (None, None))[0] != stamp:
            # The stamp is taken first: a publication in between makes the picture old, not wrong.
            made[wanted] = stamp, _made(*wanted)


def _every() -> Iterator[tuple[str, str]]:
    from lib.ui.choices import SCOPES

    return ((language, scope) for scope in SCOPES for language in LANGUAGES)


def _wanted(path: str, query: str) -> tuple[str, str] | None:
    """Language and scope of the landing page as the address chooses them; None where it chooses more."""
    if path != "/" or not made:
        return None
    from lib.ui.choices import DEFAULTS

    asked = parse_qsl(query, keep_blank_values=True)
    chosen = {name: DEFAULTS[name] for name in CHOICES} | dict(asked)
    return (chosen["lang"], chosen["scope"]) if len(chosen) == len(CHOICES) >= len(asked) else None


def _made(language: str, scope: str) -> Shell | None:
    from lib.ui import first_picture

    try:
        return pictured(language, first_picture.drawn(language, scope))
    except Exception:
        # The page comes without: Streamlit draws it, and says there what is wrong.
        log.exception("no first picture")
        return None


def _stamp() -> object:
    from lib.ui import first_picture

    try:
        return first_picture.stamp()
    except Exception:
        log.exception("no first picture")
        return None
