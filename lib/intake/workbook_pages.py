"""The sheets of a workbook as rows of cells, read apart from the server; what cannot be read is refused."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lib.errors import InputError
from lib.intake.problem import refusal
from lib.settings import settings

PROGRAM = Path(__file__).with_name("workbook_cells.py")
MOST_SECONDS = 120
MEGABYTE = 1024 * 1024
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = b"PK\x03\x04"
# Office keeps an encrypted workbook under this name in a file of the old kind.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The type of a workbook stands in its first part, not compressed.
ODS_TYPE = b"opendocument.spreadsheet"
TYPE_BYTES = 200
# Of a file cut short, whose list of parts is gone, the first parts still tell what it was.
FRONT_BYTES = 262_144
PART_OF_EXCEL = b"xl/"
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its rows from the first, the place (from 0) of its headings, how many of them are known."""

    name: str
    width: int
    rows: list[list[Cell]] = field(default_factory=list)
    place: int = 0
    known: int = 0

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as text."""
        return tuple(written(cell, ",") for cell in self.rows[self.place])

    @property
    def year(self) -> str:
        """The one year in the sheet's name, or nothing."""
        years = set(YEAR.findall(self.name))
        return years.pop() if len(years) == 1 else ""

    @property
    def table(self) -> list[list[Cell]]:
        """The rows from the headings down."""
        return self.rows[self.place :]


def written(cell: Cell, mark: str) -> str:
    """12.0 as 12 and 0.30000000000000004 as 0.3: a workbook keeps fifteen digits too."""
    return cell if isinstance(cell, str) else f"{cell:.15g}".replace(".", mark)


def kind(data: bytes) -> str:
    """xlsx, xlsb, ods or xls, also when the end of the file is missing; empty when it is no workbook."""
    if data.startswith(OLD):
        return "xls"
    if not data.startswith(PACKED):
        return ""
    if ODS_TYPE in data[:TYPE_BYTES]:
        return "ods"
    names = {part.filename for part in _parts(data)}
    if "xl/workbook.bin" in names:
        return "xlsb"
    is_cut = not names and PART_OF_EXCEL in data[:FRONT_BYTES]
    return "xlsx" if "xl/workbook.xml" in names or is_cut else ""


def pages_of(data: bytes) -> list[Page]:
    """Every visible sheet with any text; InputError when the workbook cannot be read or is too big."""
    _refuse_unreadable(data)
    pages: list[Page] = []
    for line in _lines(data):
        if isinstance(line, list):
            pages[-1].rows.append(line)
        else:
            pages.append(Page(line["sheet"], line["width"]))
    return [page for page in pages if any(page.rows)]


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    """The list of parts of a packed file; nothing when there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError):
        return []


def _refuse_unreadable(data: bytes) -> None:
    """Encrypted, cut short, or too big: told by the list of parts, before anything is unpacked."""
    if data.startswith(OLD):
        if ENCRYPTED in data:
            raise refusal("input.encrypted")
        return
    parts = _parts(data)
    if not parts:
        raise refusal("input.workbook_broken")
    if sum(part.file_size for part in parts) > settings().workbook_megabytes * MEGABYTE:
        raise _refused("input.workbook_too_big")
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("input.encrypted")


def _lines(data: bytes) -> Iterator[dict | list[Cell]]:
    """What the program of workbook_cells.py says, line by line."""
    limits = (str(settings().workbook_rows), str(settings().workbook_megabytes * MEGABYTE))
    # -P: the modules beside the program are named like some of Python's own.
    command = [sys.executable, "-P", str(PROGRAM), *limits]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise _refused("input.workbook_too_big") from fault
    for line in map(json.loads, ended.stdout.splitlines()):
        if isinstance(line, dict) and "refused" in line:
            raise _refused(line["refused"])
        if isinstance(line, dict) and "end" in line:
            return
        yield line
    # Without its last line it was stopped: by the system for its memory, or by a fault of the workbook.
    raise _refused("input.workbook_too_big" if ended.returncode < 0 else "input.workbook_broken")


def _refused(key: str) -> InputError:
    most = settings().workbook_rows if key == "input.too_many_rows" else settings().workbook_megabytes
    return refusal(key, most=most)
