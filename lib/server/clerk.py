"""What happens without a press: files dropped in the inbox, and publications whose moment has come."""

import logging
from datetime import UTC, datetime
from functools import partial
from threading import Event

from lib import inbox, scheduled
from lib.catalogue import catalogue
from lib.facts import LANGUAGES
from lib.text import say
from lib.ui import asking

log = logging.getLogger("tilannekuva")
# So long a dropped file or a due publication may wait; looking costs a listing of a few folders.
LOOK_SECONDS = 2.0


def keep(ended: Event) -> None:
    """Look again and again until the server ends; a fault is logged and does not end it."""
    inbox.prepare(catalogue())
    while not ended.wait(LOOK_SECONDS):
        try:
            work()
        except Exception:
            log.exception("inbox or schedule")


def work() -> tuple[list[int], list[inbox.Outcome]]:
    """Publish what is due, then take what was dropped: versions, and what became of each file."""
    published = scheduled.publish_due(catalogue(), datetime.now(UTC))
    # The list of faults beside a refused file is for its sender, who wrote the file in Finnish.
    return published, inbox.take_all(catalogue(), asking.real_day(), partial(say, language=LANGUAGES[0]))
