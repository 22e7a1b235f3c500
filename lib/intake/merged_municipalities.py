"""Municipalities that are no more, and which one each of them became part of."""

import csv
from functools import cache
from typing import NamedTuple

from lib.intake.spellings import plain
from lib.settings import settings


class Merger(NamedTuple):
    """The end of a municipality: the year from which its successor answers for it, by code."""

    name: str
    year: str
    successor: str


def merger_of(text: str) -> Merger | None:
    """The merger of a municipality written by name, by code (with or without KU), or by both."""
    first, _, rest = text.strip().partition(" ")
    code = first.removeprefix("KU")
    return _mergers().get(plain(text)) or _mergers().get(code.zfill(3) if code.isdigit() else plain(rest))


@cache
def _mergers() -> dict[str, Merger]:
    path = settings().data_folder / "standard" / "merged_municipalities.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found: dict[str, Merger] = {}
    for row in csv.DictReader(lines):
        merger = Merger(row["name_fi"], row["year"], row["successor"])
        written = filter(None, (row["code"], plain(row["name_fi"]), plain(row["name_sv"])))
        found |= dict.fromkeys(written, merger)
    return found
