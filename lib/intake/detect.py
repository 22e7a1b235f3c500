"""What kind of file the bytes are: encoding, separator, decimal mark, heading row; refused when no table."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.intake.personal import without_personal_data
from lib.intake.problem import refusal
from lib.intake.spellings import plain
from lib.intake.wishes import NO_WISHES, Wishes

# Enough for titles, notes and some hundred rows, small enough to look at in a blink.
SAMPLE_BYTES = 262_144
MOST_COLUMNS = 500
LONGEST_LINE = 200_000
# Python's own reader of CSV, which writes the annotated copy, takes little more.
LONGEST_CELL = 100_000
# Statistics programs write titles and notes above the headings, never a page of them.
MOST_ROWS_ABOVE_HEADINGS = 40
SEPARATORS = ("\t", ";", ",", "|")
COMMENT = "#"
MAGIC = (
    (b"%PDF", "input.pdf"),
    (b"PK\x03\x04", "input.zip"),
    (b"\x89PNG", "input.image"),
    (b"\xff\xd8\xff", "input.image"),
    (b"GIF8", "input.image"),
    (b"\x1f\x8b", "input.zip"),
    (b"Rar!", "input.zip"),
    (b"7z\xbc\xaf", "input.zip"),
    (b"{\\rtf", "input.document"),
    (b"PAR1", "input.binary"),
    (b"SQLite format", "input.binary"),
)
HTML = re.compile(rb"^\s*<(!doctype|html|head|body|\?xml|table|svg)", re.IGNORECASE)
JSON = re.compile(rb'^\s*(\{\s*"|\[\s*[{\["0-9])')
COMMA_NUMBER = re.compile(r"^\s*[-+−]?[\d\s\xa0.]*\d,\d+\s*%?\s*$")
POINT_NUMBER = re.compile(r"^\s*[-+−]?[\d\s\xa0,]*\d\.\d+\s*%?\s*$")
THOUSANDS = re.compile(r"^\s*[-+−]?\d{1,3}([.,]\d{3})+\s*$")
FIGURE = re.compile(r"^\s*[-+−]?\d[\d\s\xa0.,]*%?\s*$")
MONTH_AND_YEAR = re.compile(r"^\s*(\d{1,2}\.(19|20)\d\d|(19|20)\d\d\.\d{1,2})\s*$")


@dataclass(frozen=True, slots=True)
class Detected:
    """How a file was read, to be shown to its sender; rows count from 1.

    In a file without headings its first figures stand for them, so personal data is hidden here too.
    """

    encoding: Literal["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
    separator: str
    decimal_mark: Literal[",", "."]
    heading_row: int
    headings: tuple[str, ...]
    file_bytes: int
    file_name: str
    format: str = "csv"
    # Of a workbook: the sheets read, and whether the year of the figures is that of their names.
    sheets: tuple[str, ...] = ()
    has_year: bool = False


def detect(
    data: bytes,
    file_name: str,
    known: Collection[str] = (),
    separators: Sequence[str] = SEPARATORS,
    wishes: Wishes = NO_WISHES,
) -> Detected:
    """How to read the bytes; InputError when they are no table or a wish cannot be met.

    known: plain headings to look for.
    """
    _refuse_other_kinds(data)
    encoding = _wished_encoding(data, wishes.encoding) if wishes.encoding else _encoding(data)
    _refuse_binary(data, encoding)
    lines = _sample_lines(data, encoding)
    separator, rows = _separated(lines, known, (wishes.separator,) if wishes.separator else separators)
    place = _wished_place(rows, wishes) if wishes.heading_row else heading_place(rows, known)
    headings = rows[place]
    body = [row for row in rows[place + 1 :] if any(cell.strip() for cell in row)]
    if not body:
        raise refusal("input.only_headings")
    mark = wishes.decimal_mark or _decimal_mark(body, separator)
    even = _even(headings, body)
    if len(even) > MOST_COLUMNS:
        raise refusal("input.too_many_columns", count=len(even), most=MOST_COLUMNS)
    shown = tuple(without_personal_data(heading) for heading in even)
    return Detected(encoding, separator, mark, place + 1, shown, len(data), without_personal_data(file_name))


def sample_text(data: bytes, encoding: str) -> str:
    """The first part of the file as text, cut at a whole line when it is not all of it."""
    part = data[:SAMPLE_BYTES]
    text = codecs.getincrementaldecoder(encoding)("strict").decode(part, final=False)
    if len(data) > SAMPLE_BYTES:
        cut = max(text.rfind("\n"), text.rfind("\r"))
        text = text[:cut] if cut > 0 else text
    return text.removeprefix("\ufeff")


def _refuse_other_kinds(data: bytes) -> None:
    if not data.strip():
        raise refusal("input.empty")
    key = next((key for magic, key in MAGIC if data.startswith(magic)), "")
    # A text document and a plain ZIP open with the same bytes; the names of the parts inside tell them apart.
    if data.startswith(b"PK\x03\x04") and b"word/" in data[:SAMPLE_BYTES]:
        key = "input.document"
    if HTML.match(data[:1024]):
        key = "input.html"
    if JSON.match(data[:1024]):
        key = "input.json"
    if key:
        raise refusal(key)


def _encoding(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return name if _decodes(data, name) else _bad_text()
    # Latin letters in UTF-16 are every second byte zero; without a mark at the front this is all there is.
    sample = data[:4096]
    halves = {"utf-16-le": sample[1::2], "utf-16-be": sample[0::2]}
    for name, half in halves.items():
        if len(half) > 1 and half.count(0) > 0.7 * len(half) and sample.count(0) < 0.6 * len(sample):
            return name if _decodes(data, name) else _bad_text()
    return "utf-8" if _decodes(data, "utf-8") else "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _wished_encoding(data: bytes, wished: str) -> str:
    if not _decodes(data, wished):
        raise refusal("input.wish_encoding", encoding=wished.upper())
    return wished


def _wished_place(rows: list[list[str]], wishes: Wishes) -> int:
    place = wishes.heading_row - 1
    if not (0 <= place < len(rows) and any(cell.strip() for cell in rows[place])):
        raise refusal("input.wish_heading_row", row=wishes.heading_row)
    return place


def _bad_text() -> str:
    raise refusal("input.broken_text")


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether all of it is text in the encoding; a last letter cut in two does not count against it."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(data: bytes, encoding: str) -> None:
    if not encoding.startswith("utf-16") and b"\0" in data:
        raise refusal("input.binary")


def _sample_lines(data: bytes, encoding: str) -> list[str]:
    # Not splitlines(): it also cuts at signs that no spreadsheet takes for the end of a row.
    lines = list(io.StringIO(sample_text(data, encoding), newline=""))
    if max((len(line) for line in lines), default=0) > LONGEST_LINE:
        raise refusal("input.long_line", most=LONGEST_LINE)
    if not lines:
        raise refusal("input.empty")
    return lines


def _separated(
    lines: list[str], known: Collection[str], separators: Sequence[str]
) -> tuple[str, list[list[str]]]:
    """The separator that gives the most known headings, then the steadiest number of cells."""
    tried = {separator: _rows(lines, separator) for separator in separators}
    best = max(separators, key=lambda separator: _fit(tried[separator], known))
    return best, tried[best]


def _rows(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error as fault:
        raise refusal("input.broken_text") from fault


def _fit(rows: list[list[str]], known: Collection[str]) -> tuple[int, float]:
    """Known headings found, and how many cells the usual row has, weighted by how usual it is."""
    most = max((matches(row, known) for row in rows[:MOST_ROWS_ABOVE_HEADINGS]), default=0)
    widths = Counter(len(row) for row in rows if row and not row[0].startswith(COMMENT))
    if not widths:
        return most, 0.0
    width, times = widths.most_common(1)[0]
    return most, (width - 1) * times / widths.total()


def matches(row: list[str], known: Collection[str]) -> int:
    """How many cells of a row are known headings."""
    return sum(1 for cell in row if plain(cell) in known)


def heading_place(rows: list[list[str]], known: Collection[str]) -> int:
    """The row of the headings: the most known ones, else the first of the width most rows have."""
    top = rows[:MOST_ROWS_ABOVE_HEADINGS]
    tables = [place for place, row in enumerate(top) if any(row) and not row[0].startswith(COMMENT)]
    if not tables:
        raise refusal("input.empty")
    usual = Counter(len(row) for row in rows if any(row)).most_common(1)[0][0]
    first = next((place for place in tables if len(top[place]) == usual), tables[0])
    best = max(tables, key=lambda place: (matches(top[place], known), -place))
    found = matches(top[best], known)
    # A row of figures may hold one known word, the name of its figure, under headings nobody knows.
    is_figures = found == 1 and first < best and any(FIGURE.match(cell) for cell in top[best])
    return best if found and not is_figures else first


def _even(headings: list[str], body: list[list[str]]) -> tuple[str, ...]:
    """The headings made as wide as the usual row: separators at the end of lines come and go."""
    written = max((place for place, heading in enumerate(headings, 1) if heading.strip()), default=0)
    width = max(written, Counter(len(row) for row in body).most_common(1)[0][0])
    return tuple((headings + [""] * width)[:width])


def _decimal_mark(body: list[list[str]], separator: str) -> Literal[",", "."]:
    """The mark more numbers have; where none tells, the custom that goes with the separator."""
    either = (THOUSANDS, MONTH_AND_YEAR)
    cells = [cell for row in body for cell in row if not any(shape.match(cell) for shape in either)]
    commas = sum(1 for cell in cells if COMMA_NUMBER.match(cell))
    points = sum(1 for cell in cells if POINT_NUMBER.match(cell))
    if commas != points:
        return "," if commas > points else "."
    return "." if separator == "," else ","
