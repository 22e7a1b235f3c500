"""From received bytes to the one table shape, with every fault that reading finds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib.facts import Catalogue, Dataset
from lib.intake import from_json, headings, sotkanet, workbook
from lib.intake.coded import with_texts
from lib.intake.detect import Detected, detect
from lib.intake.grid import grid
from lib.intake.headings import Matching
from lib.intake.parts import joined
from lib.intake.places import Places
from lib.intake.problem import Problem, Sheet, counted, has_errors
from lib.intake.spellings import NUMERATOR_MARK
from lib.intake.suspects import suspects
from lib.intake.tidy import Reading, empty_table, lengthened
from lib.intake.wide import TOLD_BESIDE_READING
from lib.intake.wishes import NO_WISHES, Wishes, refuse_of_text
from lib.table import COLUMNS


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was read: `table` is the one shape with `row` (the file's own) and `heading` of the value.

    `mapping` tells which of our columns each heading was taken for; `file_rows` counts the rows of figures
    in the file and `rejected` those of them with an error. `content` is the CSV that was read: the file
    itself, or what the sheets of a workbook hold; `sheets` are those, when the workbook has several.
    """

    table: pd.DataFrame
    problems: tuple[Problem, ...]
    detected: Detected
    mapping: Mapping[str, str]
    file_rows: int
    rejected: int
    content: bytes = b""
    sheets: tuple[Sheet, ...] = ()


def read(
    data: bytes, file_name: str, dataset: Dataset, catalogue: Catalogue, wishes: Wishes = NO_WISHES
) -> Received:
    """Read a file sent for a form; problems for all faults, InputError when it is no table.

    wishes: how its sender says it is to be read; InputError too when they cannot be met.
    """
    headings.refuse_unknown(wishes, dataset, catalogue)
    known = headings.known(dataset, catalogue) | wishes.headings
    book = workbook.opened(data, dataset, catalogue)
    if not book:
        content, detected = _flat(data, file_name, known, catalogue, wishes)
        return _read(content, detected, dataset, catalogue, wishes)
    refuse_of_text(wishes)
    detected = workbook.detected(book, file_name, known)
    received = _read(book.content, replace(detected, file_bytes=len(data)), dataset, catalogue, wishes)
    sheets = book.sheets if book.is_several else ()
    return replace(received, problems=(*received.problems, *book.problems), sheets=sheets)


def _flat(
    data: bytes, file_name: str, known: Collection[str], catalogue: Catalogue, wishes: Wishes
) -> tuple[bytes, Detected]:
    """The CSV a file is, or that its JSON makes, and how it is read."""
    table = from_json.opened(data, {*known, *Places(catalogue).areas})
    if table is None:
        found = detect(data, file_name, known, wishes=wishes)
        return data, found if wishes.heading_row else sotkanet.with_headings(data, found)
    refuse_of_text(wishes)
    content, kind = table
    found = detect(content, file_name, known, (from_json.SEPARATOR,))
    return content, replace(found, format=kind, decimal_mark=".", file_bytes=len(data))


def _read(
    data: bytes, detected: Detected, dataset: Dataset, catalogue: Catalogue, wishes: Wishes
) -> Received:
    matching = headings.matched(detected.headings, dataset, catalogue, wishes)
    mapping = _named(detected.headings, matching)
    of_headings = tuple(replace(problem, row=detected.heading_row) for problem in matching.problems)
    if has_errors(problem for problem in of_headings if problem.key not in TOLD_BESIDE_READING):
        return Received(empty_table(), of_headings, detected, mapping, 0, 0, data)
    cells, uneven = grid(data, detected)
    kept, left_out = sotkanet.prepared(cells, detected.headings, catalogue)
    long = lengthened(kept, matching, detected.headings)
    reading = Reading(long, detected.decimal_mark, dataset, catalogue)
    reading.headings = {column: heading for heading, column in mapping.items()}
    reading.spread = {*(("period",) if matching.periods else ()), *(("age_group",) if matching.ages else ())}
    table, without_whole = joined(reading.table(), dataset, reading.indicators)
    found = [*suspects(cells, matching, detected.headings), *reading.problems, *without_whole]
    problems = (*of_headings, *uneven, *left_out, *found)
    wrong = {problem.row for problem in problems if problem.level == "error" and problem.row is not None}
    count = len(kept) + counted(uneven)["error"]
    return Received(table, problems, detected, mapping, count, len(wrong), data)


def accepted(received: Received, problems: Iterable[Problem]) -> pd.DataFrame:
    """The rows without errors, in the one table shape; none when an error concerns the whole file."""
    wrong = {problem.row for problem in problems if problem.level == "error"}
    if None in wrong:
        return empty_table()[COLUMNS]
    kept = received.table[~received.table["row"].isin(wrong)]
    return with_texts(kept[COLUMNS].reset_index(drop=True))


def suggested(shown: Sequence[str], dataset: Dataset, catalogue: Catalogue) -> dict[str, str]:
    """What each heading is taken for when nobody wishes otherwise; the rest are not used."""
    return _named(shown, headings.matched(shown, dataset, catalogue))


def _named(shown: Sequence[str], matching: Matching) -> dict[str, str]:
    named = {shown[place]: column for column, place in matching.columns.items()}
    spread = {place: indicator.removesuffix(NUMERATOR_MARK) for place, indicator in matching.measures.items()}
    spread |= dict.fromkeys(matching.periods, "period") | dict.fromkeys(matching.ages, "age_group")
    return named | {shown[place]: column for place, column in spread.items()}
