"""The sender's own file with its faults in it: a workbook for a workbook, CSV for everything else."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from lib.intake.export import Say, annotated, annotated_rows
from lib.intake.problem import Problem, Sheet, sheet_of
from lib.intake.read import Received

WORKBOOKS = ("xlsx", "xlsb", "xls", "ods")
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
# What the name of a sheet may not hold, and how long it may be.
NOT_IN_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
NOT_IN_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A code with zeros in front stays text; a double keeps fifteen digits.
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:[.,][0-9]{1,15})?")


def ending(received: Received) -> str:
    """The ending of the copy's name: xlsx for every kind of workbook, else csv."""
    return "xlsx" if received.detected.format in WORKBOOKS else "csv"


def copy_of(received: Received, problems: Iterable[Problem], say: Say) -> bytes:
    """The file that was read with a last column of faults; of a workbook the sheets that were read.

    Rows keep their numbers. No cell is a formula, and identity codes are hidden.
    """
    if ending(received) == "csv":
        return annotated(received.content, problems, say, received.detected)
    # Here and not above: it takes long to load, and few visits need it.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in _sheets(received, problems, say):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheets(
    received: Received, problems: Iterable[Problem], say: Say
) -> Iterator[tuple[str, list[list[object]]]]:
    """Name and rows of each sheet; of those after the first the headings stand where they stood."""
    sheets = received.sheets or (Sheet(*received.detected.sheets[:1]),)
    rows: dict[Sheet, list[list[object]]] = {sheet: [] for sheet in sheets}
    mark, width = received.detected.decimal_mark, len(received.detected.headings)
    read = annotated_rows(received.content, received.detected, problems, say)
    for number, (cells, faults) in enumerate(read, start=1):
        filled = [_cell(text, mark) for text in cells] + [None] * (width - len(cells))
        rows[sheet_of(number, sheets) or sheets[0]].append([*filled, _cell(faults, mark)])
    headings = rows[sheets[0]][received.detected.heading_row - 1]
    for sheet in sheets[1:]:
        _head(rows[sheet], [*headings[:-1], say("intake.fault_column")])
    yield from zip(_names(sheets), rows.values(), strict=True)


def _head(rows: list[list[object]], headings: list[object]) -> None:
    """Headings on the row above the first one with anything in it: reading left that row empty."""
    first = next((place for place, row in enumerate(rows) if any(row)), 0)
    if first:
        rows[first - 1] = headings


def _cell(text: str, mark: str) -> object:
    """A number as a number, nothing as nothing, other text without the signs a workbook cannot hold."""
    if NUMBER.fullmatch(text) and {".", ","}.intersection(text) <= {mark}:
        return float(text.replace(mark, ".")) if mark in text else int(text)
    return NOT_IN_CELL.sub("", text) or None


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Names that a workbook takes, each once."""
    names: list[str] = []
    for place, sheet in enumerate(sheets, start=1):
        name = NOT_IN_NAME.sub(" ", NOT_IN_CELL.sub("", sheet.name)).strip(" '")[:LONGEST_NAME]
        taken = {one.casefold() for one in names}
        names.append(name if name and name.casefold() not in taken else str(place))
    return names
