"""A map ready to be drawn, whatever its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lib import names
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup.map import Key
from lib.ui import parts
from lib.ui.map_page import Shown


@dataclass(frozen=True)
class Painted:
    """A map ready to be drawn: fills by code, keys of the legend, its finding, what it adds to the words.

    marks: more words for the tip of an area. short: the second line of a label where it is not the value.
    unsure: codes of uncertain values. radii: pixels of the circles.
    beside: a second indicator on the same map.
    columns: what this kind adds to the table: heading to words by code.
    course: what the player needs to go through all periods. periods: fills by first day of the period.
    """

    fills: Mapping[str, str]
    keys: Sequence[Key]
    heading: str
    note: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    unsure: Sequence[str] = ()
    radii: Mapping[str, float] = field(default_factory=dict)
    rising: tuple[float, ...] = ()
    beside: Indicator | None = None
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    course: Mapping[str, Any] = field(default_factory=dict)
    periods: Mapping[Any, Mapping[str, str]] = field(default_factory=dict)


def sources(shown: Shown, painted: Painted) -> str:
    """Where the figures come from, of both where the map shows two."""
    if painted.beside is None:
        return names.provenance(shown.indicator, catalogue(), parts.language())
    return names.listed_sources((shown.indicator, painted.beside), catalogue(), parts.language())


def origins(shown: Shown, painted: Painted) -> tuple[str, ...]:
    """Real or model, of both where the map shows two."""
    return (shown.indicator.origin, *([painted.beside.origin] if painted.beside else ()))


def with_columns(table: pd.DataFrame, painted: Painted) -> pd.DataFrame:
    """The plain table of the figure with what this kind of map tells in last columns."""
    codes = table[parts.words("column.code")]
    return table.assign(**{name: codes.map(told).fillna("") for name, told in painted.columns.items()})
