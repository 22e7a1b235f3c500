"""Numbers and missing marks as Finnish tables write them, parsed all at once; a mark never becomes zero."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.intake.spellings import spellings

# A double keeps fifteen digits; a longer one would come back changed.
DIGITS = "[0-9]{1,15}"
BLANKS = "[\u00a0\u2007\u2009\u202f'’]"
MINUS_SIGNS = "[−–‐‑‒]"
# Statistics Finland: . not applicable, .. not available, ... confidential. Empty and - are only "not here".
MARKS = {
    "": "missing",
    "-": "missing",
    "..": "missing",
    "...": "suppressed",
    "…": "suppressed",
    ".": "not_applicable",
}
# Small counts are hidden as a range such as 1-4.
HIDDEN_RANGE = "^[0-9]{1,2} ?- ?[0-9]{1,2}$"
FAULTS = (
    "",
    "number_text",
    "number_other_mark",
    "number_grouped",
    "number_dash",
    "number_empty",
    "number_unclear",
)
PLAIN, OTHER_MARK, GROUPED, DASH, EMPTY, UNCLEAR = 0, 2, 3, 4, 5, 6


def parse(texts: pd.Series, decimal_mark: str) -> pd.DataFrame:
    """For each text `value` (NaN where none), `status` of a mark (empty for a number) and `fault` of FAULTS.

    In a column where some number has the other decimal mark, 1.234 could be either: it is a fault.
    """
    cells = _tidied(pa.array(texts, pa.string(), from_pandas=True))
    value, fault = _numbers(cells, decimal_mark)
    status, fault = _marks(cells, value, fault)
    frame = pd.DataFrame({"value": value, "status": status, "fault": np.array(FAULTS, dtype=object)[fault]})
    return frame.astype({"status": "str", "fault": "str"}).set_axis(texts.index, axis=0)


def _tidied(cells: pa.Array) -> pa.Array:
    """Blanks and minus signs of all kinds as the plain ones; the percent sign at the end cut."""
    cells = pc.replace_substring_regex(pc.fill_null(cells, ""), BLANKS, " ")
    cells = pc.replace_substring_regex(cells, MINUS_SIGNS, "-")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(cells, r"\s*%\s*$", ""))


def _numbers(cells: pa.Array, mark: str) -> tuple[np.ndarray, np.ndarray]:
    """Values, and for each text its fault: text unless one of the ways to write a number fits."""
    other = re.escape("." if mark == "," else ",")
    mark = re.escape(mark)
    value = np.full(len(cells), np.nan)
    fault = np.ones(len(cells), dtype=np.int8)
    for pattern, blanks, point, kind in (
        (f"^[+-]?{DIGITS}({mark}[0-9]{{1,20}})?$", "", mark, PLAIN),
        (f"^[+-]?{DIGITS}({mark}[0-9]{{1,20}})?[eE][+-]?[0-9]{{1,2}}$", "", mark, PLAIN),
        (f"^[+-]? ?[0-9]{{1,3}}( [0-9]{{3}}){{0,4}}({mark}[0-9]{{1,20}})?$", " ", mark, PLAIN),
        (f"^[+-]?[0-9]{{1,3}}({other}[0-9]{{3}}){{1,4}}{mark}[0-9]{{1,20}}$", other, mark, PLAIN),
        (f"^[+-]?[0-9]{{1,3}}({other}[0-9]{{3}}){{2,4}}$", other, mark, PLAIN),
        (f"^[+-]?[0-9]{{1,3}}{other}[0-9]{{3}}$", other, mark, GROUPED),
        (f"^[+-]?{DIGITS}{other}[0-9]{{1,20}}$", "", other, OTHER_MARK),
    ):
        fits = _fits(cells, pattern) & np.isnan(value)
        value[fits] = _cast(cells.filter(pa.array(fits)), blanks, point)
        fault[fits] = kind
    return _unclear(value, fault)


def _unclear(value: np.ndarray, fault: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the other mark is in use as a decimal mark too, a group of three digits may be either."""
    if (fault == OTHER_MARK).any():
        unclear = fault == GROUPED
        return np.where(unclear, np.nan, value), np.where(unclear, UNCLEAR, fault)
    return value, fault


def _marks(cells: pa.Array, value: np.ndarray, fault: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Statuses of the marks; they are no faults, but an empty cell and a dash are worth a word."""
    status = np.full(len(cells), "", dtype=object)
    open_cells = np.flatnonzero(np.isnan(value) & (fault != UNCLEAR))
    for place, text in zip(open_cells, cells.take(pa.array(open_cells)).to_pylist(), strict=True):
        status[place] = _mark_status(text)
        if status[place]:
            fault[place] = DASH if text == "-" else EMPTY if text == "" else PLAIN
    return status, fault


def _mark_status(text: str) -> str:
    known = MARKS.get(text) or _word_marks().get(text.casefold(), "")
    return known or ("suppressed" if _hidden_count().match(text) else "")


@cache
def _word_marks() -> dict[str, str]:
    groups = ("missing", "suppressed", "not_applicable", "not_yet_published")
    return {word: group for group in groups for word in spellings(f"status.{group}")}


@cache
def _hidden_count() -> re.Pattern[str]:
    fewer = "|".join(re.escape(word) for word in spellings("fewer_than"))
    return re.compile(rf"{HIDDEN_RANGE}|^(?:{fewer})\s*[0-9]+$", re.IGNORECASE)


def _fits(cells: pa.Array, pattern: str) -> np.ndarray:
    return pc.match_substring_regex(cells, pattern).to_numpy(zero_copy_only=False)


def _cast(cells: pa.Array, blanks: str, point: str) -> np.ndarray:
    """Texts already known to be numbers, as doubles."""
    cells = pc.replace_substring_regex(cells, r"[ +]", "")
    if blanks.strip():
        cells = pc.replace_substring(cells, blanks.removeprefix("\\"), "")
    cells = pc.replace_substring(cells, point.removeprefix("\\"), ".")
    return cells.cast(pa.float64()).to_numpy(zero_copy_only=False)
