"""The hand-placed cells of the hexagon map: one equal cell an area, so that a small one is read as well."""

import csv
from functools import cache
from math import sqrt

from lib.settings import settings

FILE = "hexagons.csv"


@cache
def centres() -> dict[str, tuple[float, float]]:
    """The middle of each major district's cell by code, x rightwards and y downwards, in widths of a cell."""
    path = settings().data_folder / "areas" / FILE
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["code"]: _middle(int(row["q"]), int(row["r"])) for row in rows}


def _middle(q: int, r: int) -> tuple[float, float]:
    """Axial places of upright cells: each row lies half a cell to the side and ¾ of a height lower."""
    return q + r / 2, r * sqrt(3) / 2
