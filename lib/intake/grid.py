"""The cells of a received file as text, nothing interpreted, with the sender's own row numbers."""

import codecs
import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from lib.intake.detect import LONGEST_CELL, Detected
from lib.intake.problem import Problem, each, refusal

# A row longer than a block is an error, so blocks are as long as any row we would want to read.
BLOCK_BYTES = 16 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
# In a table of two columns a row of one cell is a row cut short.
FEWEST_WITH_NOTES = 3
NUMBER = re.compile(r"[-+]?[\d\s\u00a0.,]*\d\s*%?|[.…]+|-")
# Lähde: Tilastokeskus; * ennakkotieto; a sentence.
NOTE = re.compile(r"\*|[^:]+:|\S+(\s+\S+){3}")
DICTIONARY = pa.dictionary(pa.int32(), pa.string())


def grid(data: bytes, detected: Detected) -> tuple[pd.DataFrame, list[Problem]]:
    """Columns 0, 1, 2 … of categorical text and `row`; no empty rows, rows of another width are problems."""
    names = [str(place) for place in range(len(detected.headings))]
    uneven: list[csv.InvalidRow] = []
    text = _as_utf8(data, detected.encoding)
    table = _parsed(text, names, detected.separator, uneven, in_threads=True)
    if uneven:
        # Only in one thread does a row of another width know its number.
        uneven.clear()
        table = _parsed(text, names, detected.separator, uneven, in_threads=False)
    _refuse_long(table, uneven)
    rows = _row_numbers(table.num_rows, np.array([row.number for row in uneven], dtype=np.int64))
    first = int(np.searchsorted(rows, detected.heading_row, side="right"))
    frame = table.slice(first).unify_dictionaries().to_pandas().assign(row=rows[first:])
    last = int(rows[-1]) if len(rows) else 0
    return _without_notes(frame, names, _uneven_rows(uneven, detected, last))


def decoded_text(data: bytes, encoding: str) -> str:
    """The whole file as text without the mark at its front."""
    return _as_utf8(data, encoding).decode("utf-8")


def _parsed(
    data: bytes, names: list[str], separator: str, uneven: list[csv.InvalidRow], in_threads: bool
) -> pa.Table:
    def keep_aside(row: csv.InvalidRow) -> str:
        uneven.append(row)
        return "skip"

    try:
        return csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(use_threads=in_threads, column_names=names, block_size=BLOCK_BYTES),
            csv.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep_aside,
            ),
            csv.ConvertOptions(column_types=dict.fromkeys(names, DICTIONARY), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as fault:
        raise refusal("input.broken_text") from fault


def _refuse_long(table: pa.Table, uneven: list[csv.InvalidRow]) -> None:
    """A cell of megabytes is no cell of a table; by its bytes, asked once for each different text."""
    chunks = [chunk.dictionary for column in table.columns for chunk in column.chunks]
    lengths = [pc.max(pc.binary_length(texts)).as_py() or 0 for texts in chunks]
    longest = max([*lengths, *(len(row.text) for row in uneven)], default=0)
    if longest > LONGEST_CELL:
        raise refusal("input.long_line", most=LONGEST_CELL)


def _as_utf8(data: bytes, encoding: str) -> bytes:
    if encoding in ("utf-8", "utf-8-sig"):
        return _whole_letters(data.removeprefix(codecs.BOM_UTF8))
    return b"".join(part.encode("utf-8") for part in _decoded(data, encoding)).removeprefix(codecs.BOM_UTF8)


def _whole_letters(data: bytes) -> bytes:
    """Without a last letter that was cut in two."""
    tail = data[-4:]
    last = max((place for place, byte in enumerate(tail) if byte >= 0xC0), default=None)
    if last is None:
        return data
    there = len(tail) - last
    is_cut = there < (2 if tail[last] < 0xE0 else 3 if tail[last] < 0xF0 else 4)
    return data[: len(data) - there] if is_cut else data


def _decoded(data: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for start in range(0, len(data), CHUNK_BYTES):
        yield decoder.decode(data[start : start + CHUNK_BYTES])


def _row_numbers(count: int, left_out: np.ndarray) -> np.ndarray:
    """The file's own number of each row that was kept, knowing the numbers of those that were not."""
    numbers = np.arange(1, count + len(left_out) + 1)
    return np.delete(numbers, left_out - 1)


def _uneven_rows(uneven: list[csv.InvalidRow], detected: Detected, last: int) -> list[Problem]:
    """Rows of another width, errors but for the notes among them; last: the last row of the right width."""
    blank = f"{detected.separator} \r\n"
    real = [row for row in uneven if row.number > detected.heading_row and row.text.strip(blank)]
    told = [(row, _is_note(row, detected.separator, last)) for row in real]
    notes, rest = ([row for row, is_note in told if is_note == wanted] for wanted in (True, False))
    counts = [f"{row.actual_columns} / {row.expected_columns}" for row in rest]
    return [
        *each("problem.cells_in_row", "error", "", _numbers(rest), counts),
        *each(
            "problem.note_row", "warning", "", _numbers(notes), [row.text.strip('" \r\n') for row in notes]
        ),
    ]


def _numbers(uneven: list[csv.InvalidRow]) -> pd.Series:
    return pd.Series([row.number for row in uneven], dtype="int64")


def _is_note(row: csv.InvalidRow, separator: str, last: int) -> bool:
    """Words in one cell of a wider table; below its last row any one cell, or words with no number cell."""
    if row.expected_columns < FEWEST_WITH_NOTES:
        return False
    cells = [cell.strip('" \r\n') for cell in row.text.split(separator)]
    if row.actual_columns == 1:
        return row.number > last or any(letter.isalpha() for letter in row.text)
    return row.number > last and bool(NOTE.match(cells[0])) and not any(map(NUMBER.fullmatch, cells))


def _without_notes(
    frame: pd.DataFrame,
    names: list[str],
    problems: list[Problem],
) -> tuple[pd.DataFrame, list[Problem]]:
    """Leave out rows with no text at all and, as a warning, rows with text in the first cell only."""
    filled = pd.DataFrame({name: _filled(frame[name]) for name in names})
    count = filled.sum(axis=1)
    note = (count == 1) & filled[names[0]] & (len(names) >= FEWEST_WITH_NOTES)
    notes = frame[note]
    said = each("problem.note_row", "warning", "", notes["row"], notes[names[0]].astype(str).tolist())
    kept = frame[(count > 0) & ~note]
    return kept.reset_index(drop=True), problems + said


def _filled(column: pd.Series) -> np.ndarray:
    """Whether each cell has any text: asked once for each different text."""
    texts = pa.array(column.cat.categories, pa.string())
    has_text = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(texts)), 0).to_numpy(zero_copy_only=False)
    return has_text[column.cat.codes.to_numpy()]
