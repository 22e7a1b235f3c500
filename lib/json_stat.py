"""JSON-stat 2, one dataset as PxWeb gives it: its dimensions, and a value and a mark for every cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod


class TooManyCells(ValueError):
    """The dataset holds more cells than the caller wants to see."""


@dataclass(frozen=True)
class Cube:
    """names and labels: of the dimensions. categories: code and label of each, by dimension.

    values, marks: of every cell in the order of the categories, the last dimension moving fastest; None
    where there is none.
    """

    names: tuple[str, ...]
    labels: tuple[object, ...]
    categories: tuple[tuple[tuple[str, object], ...], ...]
    values: Sequence[object]
    marks: Sequence[object]


def is_dataset(thing: object) -> bool:
    """Whether a thing from JSON is a JSON-stat 2 dataset."""
    return isinstance(thing, dict) and {"id", "size", "dimension", "value"} <= thing.keys()


def cube(dataset: Mapping, most: int) -> Cube:
    """The dataset as a cube; ValueError when its parts do not agree, TooManyCells above `most`."""
    try:
        names, sizes = tuple(str(name) for name in dataset["id"]), [int(size) for size in dataset["size"]]
        dimensions = [dataset["dimension"][name] for name in names]
        categories = tuple(_categories(one["category"]) for one in dimensions)
        labels = tuple(one.get("label") for one in dimensions)
    except (KeyError, TypeError, AttributeError, OverflowError) as fault:
        raise ValueError("no JSON-stat dataset") from fault
    if not sizes or sizes != [len(one) for one in categories]:
        raise ValueError("sizes and categories do not agree")
    if prod(sizes) > most:
        raise TooManyCells(f"more than {most} cells")
    values, marks = (_listed(dataset.get(part), prod(sizes)) for part in ("value", "status"))
    return Cube(names, labels, categories, values, marks)


def _categories(category: Mapping) -> tuple[tuple[str, object], ...]:
    """Code and label of each category in its order; an index may be a list or an object of places."""
    labels = category.get("label") or {}
    index = category.get("index", list(labels))
    codes = sorted(index, key=index.get) if isinstance(index, Mapping) else list(index)
    return tuple((str(code), labels.get(code)) for code in codes)


def _listed(given: object, count: int) -> Sequence[object]:
    """A list of `count` from a list, an object of places, or one thing for all."""
    if isinstance(given, Mapping):
        return [given.get(str(place)) for place in range(count)]
    if isinstance(given, list):
        if len(given) != count:
            raise ValueError("not a value for every cell")
        return given
    return [given] * count
