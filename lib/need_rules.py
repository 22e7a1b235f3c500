"""The shapes of how need is held against supply, from data/limits/need.toml."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from lib.shapes import STRICT, Name, Words

Positive = Annotated[float, Field(gt=0)]


@dataclass(config=STRICT)
class Weighed:
    """An indicator with its weight in a score."""

    indicator: Name
    weight: Positive


@dataclass(config=STRICT)
class Counted:
    """Service counts that are added up and told as one: as a yearly sum, or as they stood at the year's end.

    weight: in the score of supply.
    """

    id: Name
    name: Words
    indicators: Annotated[tuple[Name, ...], Field(min_length=1)]
    weight: Positive = 1.0
    counted: Literal["sum", "year_end"] = "sum"


@dataclass(config=STRICT)
class ThemeFigures:
    """A theme of promotion and what tells of it by area; no indicators: nothing does yet."""

    theme: Name
    indicators: tuple[Name, ...] = ()


@dataclass(config=STRICT)
class NeedRules:
    """How need is held against supply: borders in standard deviations, months, figures and their weights."""

    version: Name
    border: Positive
    months: Annotated[int, Field(ge=12, multiple_of=12)]
    residents: Name
    left_out: tuple[Name, ...]
    need: Annotated[tuple[Weighed, ...], Field(min_length=1)]
    supply: Annotated[tuple[Counted, ...], Field(min_length=1)]
    themes: tuple[ThemeFigures, ...]
    services: tuple[Counted, ...]
