"""What goes into a chart besides its table, and what comes out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.facts import Origin
from lib.look import Mode

# Statuses whose value may be drawn; every other one is an empty state with its own mark.


@dataclass(frozen=True)
class Style:
    """How figures are written and coloured: unit key of data/text/units.toml, decimals, language, mode."""

    unit: str
    decimals: int
    language: str
    origin: Origin
    mode: Mode = "light"


@dataclass(frozen=True)
class Step:
    """A level in force from a day on; None means from the first day drawn."""

    start: date | None
    value: float


@dataclass(frozen=True)
class Dated:
    """One line of words at a day."""

    on: date
    words: str


@dataclass(frozen=True)
class Marks:
    """Lines and words laid over a chart of time; of the events only the three newest are drawn."""

    law: tuple[Step, ...] = ()
    target: tuple[Step, ...] = ()
    events: tuple[Dated, ...] = ()
    note: Dated | None = None


NO_MARKS = Marks()


@dataclass(frozen=True)
class Spec:
    """A Vega-Lite spec without data, the frame that holds all of it, and the sentence for screen readers."""

    spec: dict[str, Any]
    data: pd.DataFrame
    alt: str


@dataclass(frozen=True)
class Benchmark:
    """What the others are held against: a shown name such as Turku, and its value."""

    name: str
    value: float
