"""A map ready to be drawn, whatever its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.markup.map import Key


@dataclass(frozen=True)
class Painted:
    """A map ready to be drawn: fills by code, keys of the legend, its finding, what it adds to the words.

    marks: more words for the tip of an area. short: the second line of a label where it is not the value.
    unsure: codes of uncertain values. radii: pixels of the circles.
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
    course: Mapping[str, Any] = field(default_factory=dict)
    periods: Mapping[Any, Mapping[str, str]] = field(default_factory=dict)
