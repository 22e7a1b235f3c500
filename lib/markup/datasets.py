"""The markup of an upload: how far the file is, its versions, and the marks of faults."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lib import look
from lib.markup.page import rendered

# Room around the mark, since a table draws an image as high as its row.
MARK_BOX = "-4 -4 28 28"
# Drawn in a box of 20: a crossed disc, and a triangle with an exclamation mark.
FAULT_MARKS = {
    "error": '<circle cx="10" cy="10" r="8" fill="{ink}"/>'
    '<path d="M7 7l6 6M13 7l-6 6" stroke="{paper}" stroke-width="2"/>',
    "warning": '<path d="M10 2.5L18.5 17.5H1.5Z" fill="none" stroke="{ink}" stroke-width="1.8"/>'
    '<path d="M10 8v4.5M10 14v1.6" stroke="{ink}" stroke-width="1.8"/>',
}
FAULT_ROLES = {"error": "much_worse", "warning": "worse"}


@dataclass(frozen=True)
class Step:
    """One step of the way from a file to a version."""

    word: str
    state: Literal["done", "now", "later"]


@dataclass(frozen=True)
class Version:
    """One version in words; `choose` is what pressing `action` returns, both empty when current."""

    number: str
    state: str
    lines: tuple[str, ...]
    action: str = ""
    choose: str = ""


def stepper(steps: Sequence[Step], done: str) -> str:
    """The steps in order; `done` is read aloud with each finished one."""
    return rendered("steps.html", steps=steps, done=done)


def versions(heading: str, entries: Sequence[Version], note: str) -> str:
    """The versions of a data set, newest first, with a way back to each earlier one."""
    return rendered("versions.html", heading=heading, entries=entries, note=note)


def fault_mark(level: str, mode: look.Mode) -> str:
    """The mark of an error or a warning as an image address, for a table cell."""
    ink, paper = look.colour(FAULT_ROLES[level], mode), look.colour("page", mode)
    drawing = FAULT_MARKS[level].format(ink=ink, paper=paper)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{MARK_BOX}">{drawing}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
