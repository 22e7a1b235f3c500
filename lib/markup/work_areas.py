"""The list of work areas with their colours, and the versions of the borders of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered


@dataclass(frozen=True)
class AreaRow:
    """One work area in the reader's words; `fill` is the class of its colour, `choose` opens it."""

    name: str
    fill: str
    members: str
    residents: str
    since: str
    choose: str


def area_list(label: str, rows: Sequence[AreaRow], nothing: str) -> str:
    """Swatch, name, residents and base areas of each; `nothing` stands where there are none."""
    return rendered("work_areas.html", label=label, rows=rows, nothing=nothing)
