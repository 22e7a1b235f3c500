"""What the sender takes away: the list of faults, their own file with its faults in it, safe CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from lib.intake.detect import Detected, detect
from lib.intake.grid import decoded_text
from lib.intake.personal import without_identity_codes
from lib.intake.problem import Group, Problem, grouped, rows_as_text

Say = Callable[..., str]
# A spreadsheet runs a cell that begins so; the apostrophe makes it text (OWASP: CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FAULT_COLUMNS = ("level", "row", "column", "what", "found", "todo")
# A value named wanted_key holds the key of a word, and fills {wanted}.
KEY_ENDING = "_key"


def sentence(problem: Problem, say: Say) -> str:
    """One fault as a sentence with its row: "Rivi 112: osa on suurempi kuin kokonaisuus."."""
    what = _what(problem, say)
    if problem.row is None:
        return f"{what}."
    if problem.sheet:
        sheet = problem.sheet.name
        return say(
            "intake.at_row_of_sheet", sheet=sheet, row=problem.own_row, what=what[:1].lower() + what[1:]
        )
    return say("intake.at_row", row=problem.row, what=what[:1].lower() + what[1:])


def fault_table(problems: Iterable[Problem], say: Say) -> pd.DataFrame:
    """Columns level, row, column, what, found, todo, all words; a fault of many rows on one line."""
    lines = [_line(group, say) for group in grouped(problems)]
    return pd.DataFrame(lines, columns=list(FAULT_COLUMNS), dtype="str")


def annotated(data: bytes, problems: Iterable[Problem], say: Say, detected: Detected | None = None) -> bytes:
    """The same CSV in UTF-8 with its faults in a last column; formulas made harmless, identity codes hidden.

    Faults of the whole file stand on the row of the headings. detected: how the file was read, else found
    anew. InputError when the bytes are no table.
    """
    detected = detected or detect(data, "")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=detected.separator, lineterminator="\r\n")
    writer.writerows([*cells, faults] for cells, faults in annotated_rows(data, detected, problems, say))
    return out.getvalue().encode("utf-8-sig")


def annotated_rows(
    data: bytes, detected: Detected, problems: Iterable[Problem], say: Say
) -> Iterator[tuple[list[str], str]]:
    """Every row of a CSV, from the first, as its cells and its faults in words, both safe to show."""
    said: dict[int, list[str]] = {}
    for problem in problems:
        said.setdefault(problem.row or max(detected.heading_row, 1), []).append(_what(problem, say))
    text = io.StringIO(decoded_text(data, detected.encoding), newline="")
    for number, row in enumerate(csv.reader(text, delimiter=detected.separator), start=1):
        faults = "; ".join(dict.fromkeys(said.get(number, ())))
        if number == detected.heading_row:
            faults = ": ".join(filter(None, (say("intake.fault_column"), faults)))
        cells = [safe_text(without_identity_codes(cell)) for cell in (*row, faults)]
        yield cells[:-1], cells[-1]


def safe_csv(frame: pd.DataFrame) -> bytes:
    """The table as CSV (UTF-8, comma, point) in which no text begins as a formula; numbers stay numbers."""
    texts = frame.select_dtypes(exclude=["number", "datetime", "bool"]).columns
    safe = frame.assign(**{column: frame[column].map(safe_text, na_action="ignore") for column in texts})
    safe.columns = [safe_text(str(column)) for column in frame.columns]
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def safe_text(cell: object) -> object:
    """The cell with an apostrophe in front when a spreadsheet would run it; a plain number as it is."""
    if not isinstance(cell, str) or not cell.lstrip(" ").startswith(FORMULA_STARTS) or _is_number(cell):
        return cell
    return "'" + cell


def _is_number(cell: str) -> bool:
    digits = cell.strip().lstrip("+-").replace(",", ".", 1)
    return digits.replace(".", "", 1).isdigit() and digits.isascii()


def _what(problem: Problem, say: Say) -> str:
    return say(problem.key, **_filled(problem, say))


def _filled(problem: Problem, say: Say) -> dict[str, str]:
    """The values of a problem with words in place of keys."""
    return {"found": problem.found} | {
        name.removesuffix(KEY_ENDING): say(value) if name.endswith(KEY_ENDING) else value
        for name, value in problem.values.items()
    }


def _line(group: Group, say: Say) -> Sequence[str]:
    problem, rows = group.first, rows_as_text(group.rows)
    found = problem.found
    if group.different > 1:
        found = say("intake.found_many", found=found, count=group.different - 1)
    return (
        say(f"intake.level.{problem.level}"),
        f"{problem.sheet.name}: {rows}" if problem.sheet else rows,
        problem.column,
        _what(problem, say),
        found,
        say(problem.todo_key, **_filled(problem, say)),
    )
