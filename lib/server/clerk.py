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
from lib.work_areas import saved

log = logging.getLogger("tilannekuva")
# So long a dropped file or a due publication may wait; looking costs a listing of a few folders.
LOOK_SECONDS = 2.0


def keep(ended: Event) -> None:
    """Look again and again until the server ends; a fault is logged and holds up nothing else."""
    inbox.prepare(catalogue())
    while not ended.wait(LOOK_SECONDS):
        for job in (publish_due, take_dropped):
            try:
                job()
            except Exception:
                log.exception("inbox or schedule")


def publish_due() -> list[int]:
    """Publish what is due: the new versions."""
    return scheduled.publish_due(catalogue(), datetime.now(UTC))


def take_dropped() -> list[inbox.Outcome]:
    """Publish or refuse what was dropped: what became of each file."""
    # The list of faults beside a refused file is for its sender, who wrote the file in Finnish.
    today = asking.real_day()
    return inbox.take_all(saved.facts(today), today, partial(say, language=LANGUAGES[0]))
