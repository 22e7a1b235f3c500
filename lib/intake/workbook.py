"""A workbook (xlsx, xls, xlsb, ods) as the CSV that its sheets would make, with their own row numbers."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lib.errors import InputError
from lib.facts import Catalogue, Dataset
from lib.intake import headings
from lib.intake.detect import (
    COMMA_NUMBER,
    MOST_COLUMNS,
    POINT_NUMBER,
    Detected,
    detect,
    heading_place,
    matches,
)
from lib.intake.problem import Problem, Sheet, refusal
from lib.intake.spellings import plain
from lib.intake.workbook_pages import Cell, Page, kind, pages_of, written

SEPARATOR = ";"
# Titles stand above the headings, and so many rows tell how wide the table is.
SAMPLE_ROWS = 1_000
# Fewer known headings than this are chance, not a table of the form.
FEWEST_HEADINGS = 2
# The heading of the years that come from the names of sheets; a note below the table gets no year.
YEAR_HEADING = "period"
FEWEST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Book:
    """`content` is CSV (UTF-8 with its mark, semicolons) of `sheets`, one after the other.

    `is_several`: more than one sheet of the workbook has any text. `has_year`: the period is that of the
    sheet's name.
    """

    content: bytes
    format: str
    decimal_mark: Literal[",", "."]
    sheets: tuple[Sheet, ...]
    is_several: bool
    has_year: bool
    problems: tuple[Problem, ...]


def opened(data: bytes, dataset: Dataset, catalogue: Catalogue) -> Book | None:
    """The sheet of the form, or its sheets of years; None when no workbook, InputError when unreadable."""
    book_format = kind(data)
    if not book_format:
        return None
    known = headings.known(dataset, catalogue)
    pages = [_with_headings(page, known) for page in pages_of(data)]
    if not pages:
        raise refusal("input.empty")
    best = max(pages, key=lambda page: page.known)
    if best.width > MOST_COLUMNS:
        raise refusal("input.too_many_columns", count=best.width, most=MOST_COLUMNS)
    chosen = _with_other_years(best, pages)
    has_year = bool(best.year) and best.known > 0 and not _has_period(best, dataset, catalogue)
    mark = _decimal_mark(chosen)
    return Book(
        content=_csv(_joined(chosen, [YEAR_HEADING] if has_year else []), mark),
        format=book_format,
        decimal_mark=mark,
        sheets=_places(chosen),
        is_several=len(pages) > 1,
        has_year=has_year,
        problems=_left_out(chosen, pages),
    )


def detected(book: Book, file_name: str, known: Collection[str]) -> Detected:
    """How the CSV of a workbook is read; separator and decimal mark are certain, the rest found as ever."""
    names = tuple(sheet.name for sheet in book.sheets)
    found = detect(book.content, file_name, known, (SEPARATOR,))
    told = {"decimal_mark": book.decimal_mark, "format": book.format, "has_year": book.has_year}
    return replace(found, sheets=names, **told)


def _with_headings(page: Page, known: Collection[str]) -> Page:
    """The page with the place of its headings, found as in a CSV."""
    rows = [[written(cell, ",") for cell in row] for row in page.rows[:SAMPLE_ROWS]]
    try:
        place = heading_place(rows, known)
    except InputError:
        return page
    return replace(page, place=place, known=matches(rows[place], known))


def _with_other_years(best: Page, pages: Sequence[Page]) -> list[Page]:
    """The best sheet; where its name is a year, all sheets of years that have the same headings."""
    if not best.year or best.known < FEWEST_HEADINGS:
        return [best]
    wanted = [plain(heading) for heading in best.headings]
    return [page for page in pages if page.year and [plain(one) for one in page.headings] == wanted]


def _has_period(page: Page, dataset: Dataset, catalogue: Catalogue) -> bool:
    matching = headings.matched(page.headings, dataset, catalogue)
    return bool({"period", "period_start"} & matching.columns.keys() or matching.periods)


def _left_out(chosen: Sequence[Page], pages: Sequence[Page]) -> tuple[Problem, ...]:
    """A warning of the sheets that look like tables of the form and are not read."""
    read = {page.name for page in chosen}
    others = [page.name for page in pages if page.known >= FEWEST_HEADINGS and page.name not in read]
    if not others:
        return ()
    return (Problem("problem.sheets_left_out", "warning", None, "", ", ".join(others)),)


def _places(chosen: Sequence[Page]) -> tuple[Sheet, ...]:
    before, sheets = 0, []
    for page in chosen:
        sheets.append(Sheet(page.name, before))
        before += len(page.rows)
    return tuple(sheets)


def _joined(chosen: Sequence[Page], more: list[str]) -> Iterator[list[Cell]]:
    """Every row of every sheet; `more` are headings for the year, beside those of the first sheet.

    Titles and later headings stay as empty rows, so that rows keep their numbers.
    """
    left = min(_empty_at_left(page) for page in chosen)
    width = max(len(row) for page in chosen for row in page.table)
    for page in chosen:
        first = page is chosen[0]
        for row in page.rows[: page.place]:
            yield [cell for cell in row if cell != "" and first]
        yield _filled_up(page.rows[page.place], width)[left:] + more if first else []
        for row in page.table[1:]:
            years = [page.year if sum(cell != "" for cell in row) >= FEWEST_CELLS else ""]
            yield _filled_up(row, width)[left:] + years * len(more)


def _filled_up(row: list[Cell], width: int) -> list[Cell]:
    return row + [""] * (width - len(row))


def _empty_at_left(page: Page) -> int:
    """How many columns at the left are empty from the headings down."""
    return min((place for row in page.table for place, cell in enumerate(row) if cell != ""), default=0)


def _decimal_mark(chosen: Sequence[Page]) -> Literal[",", "."]:
    """The mark of numbers typed as text, where there are such; the real numbers are written alike."""
    cells = [cell for page in chosen for row in page.table for cell in row if isinstance(cell, str)]
    commas = sum(1 for cell in cells if COMMA_NUMBER.match(cell))
    points = sum(1 for cell in cells if POINT_NUMBER.match(cell))
    return "." if points > commas else ","


def _csv(rows: Iterator[list[Cell]], mark: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerows([written(cell, mark) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")
