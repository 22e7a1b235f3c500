"""The shapes of an upload form: its columns, what senders call figures, and what must hold between them."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from lib.shapes import STRICT, Name, Origin, Words


@dataclass(config=STRICT)
class Column:
    """One column of an upload form and the headings analysts write for it."""

    id: Name
    name: Words
    aliases: tuple[str, ...] = ()
    required: int = 0


@dataclass(config=STRICT)
class Measure:
    """How a form heads the figures of an indicator, as a column or in the column of indicators.

    part: whether its value or its numerator stands there. denominator: the indicator that counts the people
    behind it. needs_limit: 1 where the figure means nothing without a legal limit in force.
    """

    indicator: Name
    name: Words
    aliases: tuple[Name, ...] = ()
    part: Literal["value", "numerator"] = "value"
    denominator: str = ""
    needs_limit: int = 0


@dataclass(config=STRICT)
class OtherNames:
    """What senders of a form call a service besides its name."""

    service: Name
    aliases: Annotated[tuple[Name, ...], Field(min_length=1)]


@dataclass(config=STRICT)
class Sum:
    """Counts that hang together: the parts make up the whole, or together are not more than it."""

    whole: Name
    parts: Annotated[tuple[Name, ...], Field(min_length=1)]
    must: Literal["equal", "not_exceed"]


@dataclass(config=STRICT)
class Dataset:
    """An upload form: which figures come together, from whom, how often, and what may be shown of them."""

    id: Name
    name: Words
    about: Words
    provider: Name
    source: Name
    rhythm: Literal["month", "year", "once"]
    origin: Origin
    arrives_by_day: int = 0
    # Of yearly figures: those of a year have come by the end of this month, so many years after it.
    arrives_by_month: Annotated[int, Field(ge=0, le=12)] = 0
    years_behind: Annotated[int, Field(ge=1, le=5)] = 1
    smallest_shown_count: int = 0
    smallest_denominator: int = 0
    smallest_median_count: int = 0
    columns: tuple[Column, ...] = ()
    measures: tuple[Measure, ...] = ()
    services: tuple[OtherNames, ...] = ()
    sums: tuple[Sum, ...] = ()
    # 1 where a page counts joint ages from the four age groups, so that a joint count is shown nowhere.
    summed_over_ages: int = 0
