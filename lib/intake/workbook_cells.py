"""A program of its own: a workbook on its input, its visible sheets as lines of JSON on its output.

It runs apart from the server with a limit of memory: a few bytes of a workbook can ask for any amount.
Lines are {"sheet": name, "width": columns}, then a list for each row from the sheet's first, and {"end": 1};
or {"refused": key}. Numbers stay numbers, the rest is text. `python workbook_cells.py ROWS CHARACTERS`.
"""

import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from posixpath import join, normpath
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MOST_MEMORY = 2 * 1024**3
# Enough to be refused as too wide by those who read the sheet.
MOST_CELLS_OF_ROW = 1_000
Place = tuple[int, int]
FAULTS_OF_PACKING = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)
ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
ERROR_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
ERROR_TEXT = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class TooMuch(Exception):
    """More rows or characters than one workbook may have; its text is the key of the sentence."""


def lines(data: bytes, most_rows: int, most_characters: int) -> Iterator[str]:
    """The lines of output; TooMuch beyond the limits, CalamineError when the bytes are no workbook."""
    errors = error_cells(data)
    left = most_characters
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for one in book.sheets_metadata:
            if one.typ != SheetTypeEnum.WorkSheet or one.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(one.name)
            height, width = (last + 1 for last in sheet.end or (-1, -1))
            if height > most_rows:
                raise TooMuch("input.too_many_rows")
            yield json.dumps({"sheet": one.name, "width": width})
            for row in rows_of(sheet, errors.get(one.name, {})):
                line = json.dumps(row)
                left -= len(line)
                if left < 0:
                    raise TooMuch("input.workbook_too_big")
                yield line
    yield json.dumps({"end": 1})


def rows_of(sheet: CalamineSheet, errors: dict[Place, str]) -> Iterator[list[str | int | float]]:
    """Rows from the sheet's first one, without the empty cells at their ends."""
    for number, cells in enumerate(sheet.iter_rows()):
        row = [written(cell) for cell in cells[:MOST_CELLS_OF_ROW]]
        if errors:
            row = [errors.get((number, place), cell) for place, cell in enumerate(row)]
        while row and row[-1] == "":
            row.pop()
        yield row


def written(cell: object) -> str | int | float:
    """A number as it is, a day in ISO form, the rest as its text."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        return cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).replace("\0", "")


def error_cells(data: bytes) -> dict[str, dict[Place, str]]:
    """Texts such as #DIV/0! by sheet and place from 0: the library gives such cells as empty. Only xlsx."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {name: errors_of(packed.read(path)) for name, path in sheet_paths(packed).items()}
    except FAULTS_OF_PACKING:
        return {}


def sheet_paths(packed: zipfile.ZipFile) -> dict[str, str]:
    """The path of each sheet's part by the sheet's name."""
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): normpath(join("/xl", one.get("Target", ""))).lstrip("/") for one in relations}
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    sheets = [one for one in book.iter() if one.tag.endswith("}sheet")]
    return {one.get("name", ""): targets[one.get(RELATION)] for one in sheets}


def errors_of(xml: bytes) -> dict[Place, str]:
    """The error cells of one sheet."""
    if b't="e"' not in xml:
        return {}
    found = {}
    for tag, inner in ERROR_CELL.findall(xml):
        place, said = ERROR_PLACE.search(tag), ERROR_TEXT.search(inner)
        if place and said:
            found[int(place[2]) - 1, column_number(place[1])] = said[1].decode("utf-8", "replace")
    return found


def column_number(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def limit_memory() -> None:
    """No more memory than a big but honest workbook needs, where the system can be told so."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main(most_rows: int, most_characters: int) -> None:
    """Read the input, write the output."""
    limit_memory()
    try:
        for line in lines(sys.stdin.buffer.read(), most_rows, most_characters):
            print(line)
    except TooMuch as fault:
        print(json.dumps({"refused": str(fault)}))
    except PasswordError:
        print(json.dumps({"refused": "input.encrypted"}))
    except CalamineError:
        print(json.dumps({"refused": "input.workbook_broken"}))
    except MemoryError:
        print(json.dumps({"refused": "input.workbook_too_big"}))


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
