"""What the sender of a file says of how to read it, where finding out by itself goes wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.intake.problem import refusal
from lib.intake.spellings import plain

# A heading that is not used at all; no id of a column or an indicator is written so.
IGNORED = "-"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "latin-1")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty: found out from the file. columns: by plain heading, a column of ours, an indicator, or IGNORED.

    heading_row counts from 1. familiar: plain headings of earlier files, which help to find the row of
    headings and are no wish. What cannot be met is an InputError when the file is read.
    """

    encoding: str = ""
    separator: str = ""
    decimal_mark: str = ""
    heading_row: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    familiar: frozenset[str] = frozenset()

    @property
    def is_of_text(self) -> bool:
        """Whether anything is wished that only a text file has."""
        return bool(self.encoding or self.separator or self.decimal_mark or self.heading_row)

    def __bool__(self) -> bool:
        return self.is_of_text or bool(self.columns)

    def written(self) -> str:
        """The wishes as one line, the same for the same wishes."""
        parts = (
            self.encoding,
            self.separator,
            self.decimal_mark,
            self.heading_row,
            sorted(self.columns.items()),
        )
        return repr(parts) if self else ""

    @property
    def headings(self) -> frozenset[str]:
        """Plain headings that a file read with these may have."""
        return self.familiar | self.columns.keys()


NO_WISHES = Wishes()


def by_place(headings: Sequence[str], wishes: Wishes) -> dict[int, str]:
    """The wished meaning of each heading that has one, by place; a heading of nothing cannot be named."""
    found = ((place, wishes.columns.get(plain(heading), "")) for place, heading in enumerate(headings))
    return {place: meaning for place, meaning in found if meaning}


def refuse_of_text(wishes: Wishes) -> None:
    """InputError when a workbook or JSON, which tells these itself, is to be read as some text."""
    if wishes.is_of_text:
        raise refusal("input.wish_of_text")
