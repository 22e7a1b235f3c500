"""What a connector gives back: rows of the one shape, and what a reader must know of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.facts import Catalogue, Indicator, Source
from lib.sources.web import Web
from lib.table import COLUMNS

WHOLE = {"age_group": "all", "sex": "all", "service_id": ""}


@dataclass(frozen=True)
class Note:
    """One sentence about an answer: `key` of data/text with its values; `is_fault`: something is left out."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_fault: bool = False


@dataclass(frozen=True)
class Answer:
    """Rows of the one shape, with the notes that belong to them."""

    rows: pd.DataFrame
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Question:
    """A source to ask at an address, with the facts its answer is held against."""

    source: Source
    address: str
    catalogue: Catalogue
    web: Web

    def indicator(self, name: str) -> Indicator:
        return self.catalogue.indicators[name]

    def codes(self, level: str) -> list[str]:
        """The codes of the areas of a level, in order."""
        return sorted(code for of, code in self.catalogue.areas if of == level)


def figure(
    key: tuple[str, str, str], year: str, value: float, parts: tuple[float, float], status: str
) -> dict[str, object]:
    """One row with `year`. key: indicator, level and code of the area; parts: numerator and denominator."""
    named = dict(zip(("indicator_id", "area_level", "area_code"), key, strict=True))
    told = {"value": value, "numerator": parts[0], "denominator": parts[1], "status": status}
    return {**named, "year": year, **told}


def yearly(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows with `year` as a table of the one shape."""
    frame = pd.DataFrame(list(rows), columns=[*(c for c in COLUMNS if not c.startswith("period")), "year"])
    year = frame["year"].astype(str)
    starts = pd.to_datetime(year + "-01-01").astype("datetime64[us]")
    ends = pd.to_datetime(year + "-12-31").astype("datetime64[us]")
    return frame.assign(period_start=starts, period_end=ends, **WHOLE)[COLUMNS]


def listed(things: Iterable[object], most: int = 6) -> str:
    """Names for a sentence; a long list is cut and says how much."""
    names = [str(thing) for thing in things]
    return ", ".join(names[:most]) + (f" … (+{len(names) - most})" if len(names) > most else "")
