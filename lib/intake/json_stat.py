"""JSON-stat 2 (one dataset, as PxWeb gives it) as rows: a column for each dimension, then the value."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from math import prod

from lib.intake.problem import refusal
from lib.intake.spellings import plain
from lib.settings import settings

VALUE_HEADING = "value"
NOT_AVAILABLE = ".."


def is_dataset(thing: object) -> bool:
    """Whether a thing from JSON is a JSON-stat 2 dataset."""
    return isinstance(thing, dict) and {"id", "size", "dimension", "value"} <= thing.keys()


def rows_of(dataset: Mapping, known: Collection[str]) -> list[list[str]]:
    """Headings and rows in the order of the values; InputError when sizes and values do not agree.

    known: plain texts that mean something; of code and label the one that does is written, else the label.
    """
    try:
        names, sizes = [str(name) for name in dataset["id"]], [int(size) for size in dataset["size"]]
        categories = [_categories(dataset["dimension"][name]) for name in names]
        if sizes != [len(one) for one in categories] or not sizes:
            raise refusal("input.json_broken")
        if prod(sizes) > settings().workbook_rows:
            raise refusal("input.too_many_rows", most=settings().workbook_rows)
        headings = [_chosen(name, dataset["dimension"][name].get("label"), known) for name in names]
        told = [[_chosen(code, label, known) for code, label in one] for one in categories]
        values = _figures(dataset, prod(sizes))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        raise refusal("input.json_broken") from fault
    rows = ([*keys, value] for keys, value in zip(product(*told), values, strict=True))
    return [[*headings, VALUE_HEADING], *rows]


def _categories(dimension: Mapping) -> list[tuple[str, object]]:
    """Code and label of each category in its order; an index may be a list or an object of places."""
    category = dimension["category"]
    labels = category.get("label") or {}
    index = category.get("index", list(labels))
    codes = sorted(index, key=index.get) if isinstance(index, Mapping) else list(index)
    return [(str(code), labels.get(code)) for code in codes]


def _chosen(code: str, label: object, known: Collection[str]) -> str:
    return code if plain(code) in known or label is None else str(label)


def _figures(dataset: Mapping, count: int) -> list[str]:
    """Each value as text; where there is none its status mark, a bare gap being "not available"."""
    values, marks = _listed(dataset["value"], count), _listed(dataset.get("status"), count)
    return [
        _written(value) if value is not None else str(mark or NOT_AVAILABLE)
        for value, mark in zip(values, marks, strict=True)
    ]


def _written(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise refusal("input.json_broken")
    return value if isinstance(value, str) else f"{value:.15g}"


def _listed(given: object, count: int) -> Sequence[object]:
    """A list of `count` from a list, an object of places, or one thing for all."""
    if isinstance(given, Mapping):
        return [given.get(str(place)) for place in range(count)]
    if isinstance(given, list):
        if len(given) != count:
            raise refusal("input.json_broken")
        return given
    return [given] * count
