"""JSON-stat 2 as rows of a file: a column for each dimension, then the value."""

from collections.abc import Collection, Mapping
from itertools import product

from lib.intake.problem import refusal
from lib.intake.spellings import plain
from lib.json_stat import Cube, TooManyCells, cube
from lib.settings import settings

VALUE_HEADING = "value"
NOT_AVAILABLE = ".."


def rows_of(dataset: Mapping, known: Collection[str]) -> list[list[str]]:
    """Headings and rows in the order of the values; InputError when sizes and values do not agree.

    known: plain texts that mean something; of code and label the one that does is written, else the label.
    """
    try:
        found = cube(dataset, settings().workbook_rows)
    except TooManyCells as fault:
        raise refusal("input.too_many_rows", most=settings().workbook_rows) from fault
    except ValueError as fault:
        raise refusal("input.json_broken") from fault
    headings = [_chosen(name, label, known) for name, label in zip(found.names, found.labels, strict=True)]
    told = [[_chosen(code, label, known) for code, label in one] for one in found.categories]
    rows = ([*keys, value] for keys, value in zip(product(*told), _figures(found), strict=True))
    return [[*headings, VALUE_HEADING], *rows]


def _chosen(code: str, label: object, known: Collection[str]) -> str:
    return code if plain(code) in known or label is None else str(label)


def _figures(found: Cube) -> list[str]:
    """Each value as text; where there is none its status mark, a bare gap being "not available"."""
    return [
        _written(value) if value is not None else str(mark or NOT_AVAILABLE)
        for value, mark in zip(found.values, found.marks, strict=True)
    ]


def _written(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise refusal("input.json_broken")
    return value if isinstance(value, str) else f"{value:.15g}"
