"""The landing page with its first picture: made ahead, kept for the next start, shown while it is true."""

import logging
from collections.abc import Iterator
from datetime import date
from threading import Event
from typing import NamedTuple
from urllib.parse import parse_qsl

from lib import kept, store
from lib.facts import LANGUAGES
from lib.server.shell import Shell, pictured

log = logging.getLogger("tilannekuva")
# So long a reader after a publication may see the page without a first picture; asking costs microseconds.
LOOK_SECONDS = 2
CHOICES = ("lang", "scope")


class Stamp(NamedTuple):
    """What a picture is made of: the newest publication, the newest action, and the day."""

    event: int
    action: int
    day: date | None


class Made(NamedTuple):
    """A page and what it was made of; `page` is None where it could not be made."""

    stamp: Stamp
    page: Shell | None


# By language and scope.
made: dict[tuple[str, str], Made] = {}


def of(path: str, query: str) -> Shell | None:
    """The page with a first picture for an address that chooses nothing but language and scope."""
    wanted = _wanted(path, query)
    known = made.get(wanted) if wanted else None
    now = _stamp()
    # Yesterday's picture of the same figures says which day it was checked, and stays until today's is made.
    return known.page if known and now and known.stamp[:2] == now[:2] else None


def recall() -> None:
    """Take from the store folder the pictures that an earlier start made of the same figures."""
    now = _stamp()
    for wanted in _every() if now else ():
        written = kept.text("picture", _key(now, wanted))
        if written:
            day, picture = written.split("\n", 1)
            made[wanted] = Made(now._replace(day=date.fromisoformat(day)), pictured(wanted[0], picture))


def keep(ended: Event) -> None:
    """Make what is missing or old, again and again until the server ends."""
    refresh()
    while not ended.wait(LOOK_SECONDS):
        refresh()


def refresh() -> None:
    """Make the picture of every language and scope whose figures or day are not those it was made of."""
    for wanted in _every():
        now = _stamp()
        if now and (wanted not in made or made[wanted].stamp != now):
            # The stamp is taken first: a publication in between makes the picture old, not wrong.
            made[wanted] = Made(now, _made(now, wanted))


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


def _made(now: Stamp, wanted: tuple[str, str]) -> Shell | None:
    from lib.ui import first_picture

    try:
        picture = first_picture.drawn(*wanted)
        kept.put_text("picture", _key(now, wanted), f"{now.day}\n{picture}")
        return pictured(wanted[0], picture)
    except Exception:
        # The page comes without: Streamlit draws it, and says there what is wrong.
        log.exception("no first picture")
        return None


def _key(now: Stamp, wanted: tuple[str, str]) -> tuple[object, ...]:
    return kept.made_by(), now.event, now.action, *wanted


def _stamp() -> Stamp | None:
    from lib.ui import asking

    try:
        return Stamp(store.newest_event(), store.newest_action(), asking.real_day())
    except Exception:
        log.exception("no first picture")
        return None
