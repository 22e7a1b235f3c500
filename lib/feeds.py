"""The shapes of what is fetched from a source: which series of a table, or which layer of a map."""

import re
from dataclasses import field
from typing import Literal

from pydantic.dataclasses import dataclass

from lib.shapes import STRICT, Level, Name

# A PxWeb formula: codes, sums, differences, one division and a factor, such as (a + b) / c * 100.
CODE = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(config=STRICT)
class Series:
    """One fetched indicator; `id` and `titles` are the source's own, and both must still fit.

    whole_of: the indicator whose denominator it shares, where the source gives no safe one of its own.
    """

    indicator: Name
    id: Name
    titles: tuple[Name, ...]
    whole_of: str = ""


@dataclass(config=STRICT)
class Layer:
    """One map layer of a level, with every parameter its service wants, in the order it is asked."""

    level: Level
    name: Name
    vintage: Name
    code_field: str = ""
    parameters: tuple[tuple[Name, str], ...] = ()


@dataclass(config=STRICT)
class Delay:
    """How many years before the year of release the figures of some groups of codes were counted.

    first, last: the releases it holds for; last is 0 while it still holds.
    """

    groups: tuple[Name, ...]
    first: int
    years: int
    last: int = 0


@dataclass(config=STRICT)
class Feed:
    """What is fetched: rows into a dataset, or layers of a map. since: the first year asked for.

    title: words that the title of a statistical table must hold. indicators: those computed from its codes.
    labels: what a code is called in the source's own files; fields: the files' other columns; delays: from
    the year of release to that of the figures, where a file tells only the former.
    """

    dataset: str = ""
    since: int = 0
    title: str = ""
    series: tuple[Series, ...] = ()
    indicators: tuple[Name, ...] = ()
    layers: tuple[Layer, ...] = ()
    labels: dict[str, Name] = field(default_factory=dict)
    fields: dict[str, Literal["area", "release", "unused"]] = field(default_factory=dict)
    delays: tuple[Delay, ...] = ()

    def year_of(self, code: str, release: int) -> int | None:
        """The year that a code's figures of a release were counted; None where nobody has told."""
        return next(
            (
                release - one.years
                for one in self.delays
                if group_of(code) in one.groups and one.first <= release <= (one.last or release)
            ),
            None,
        )

    @property
    def fetched(self) -> tuple[str, ...]:
        """Ids of all the indicators this feed brings."""
        return (*(one.indicator for one in self.series), *self.indicators)


@dataclass(frozen=True)
class Formula:
    """A figure as sums of published codes: (sign, code) pairs; no denominator: the sum itself."""

    numerator: tuple[tuple[int, str], ...]
    denominator: tuple[tuple[int, str], ...] = ()

    @property
    def codes(self) -> set[str]:
        return {code for _, code in (*self.numerator, *self.denominator)}


def group_of(code: str) -> str:
    """The group of a published code: he of he_vakiy."""
    return code.partition("_")[0]


def formula(written: str) -> Formula | None:
    """The formula of an indicator's source code; None when it is not made of codes alone."""
    above, _, below = written.removesuffix("* 100").strip().partition(" / ")
    numerator, denominator = _terms(above), _terms(below) if below else ()
    return None if numerator is None or denominator is None else Formula(numerator, denominator)


def _terms(written: str) -> tuple[tuple[int, str], ...] | None:
    """Terms with their signs; a bracket after a minus turns the signs inside it."""
    signs, found, sign = [1], [], 1
    for piece in re.findall(r"[a-z0-9_]+|\S", written):
        if piece == "(":
            signs, sign = [*signs, signs[-1] * sign], 1
        elif piece == ")" and len(signs) > 1:
            signs, sign = signs[:-1], 1
        elif piece in "+-":
            sign = 1 if piece == "+" else -1
        elif CODE.fullmatch(piece):
            found.append((signs[-1] * sign, piece))
        else:
            return None
    return tuple(found) if found and len(signs) == 1 else None
