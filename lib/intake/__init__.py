"""Read any real-life file into the one table shape, list every fault, and show what publishing would change.

received = read(data, file_name, dataset, catalogue, wishes)   -> Received; InputError when it is no table
problems = check(received, dataset, catalogue)         -> list[Problem]: faults of reading and of every rule
holes = missing_months(received, current, dataset)   -> list[Problem]: warnings of months left out
table = accepted(received, problems)                   -> the rows without errors, in the one table shape
changes = difference(current, merged(current, table))  -> DataFrame, the biggest change first
counts = summary(changes)                              -> {"added": 312, "changed": 9, "removed": 0, ...}
faults = fault_table(problems, say)                    -> DataFrame in words; `say(key, **values)` gives them
copy = annotated(data, problems, say)                  -> the same CSV with a column of faults; of a workbook
                                                          see annotated_book.copy_of
file = safe_csv(frame)                                 -> bytes that no spreadsheet runs as a formula

An error without a row concerns the whole file: nothing of it is accepted. A refusal is an InputError whose
`key` names its sentence (`input.pdf`) and whose `values` fill its braces. Words: data/text/intake.toml.
"""

from lib.intake.detect import Detected, detect
from lib.intake.difference import difference, merged, summary
from lib.intake.export import annotated, fault_table, safe_csv, sentence
from lib.intake.headings import meanings, still_known
from lib.intake.problem import Problem, counted, grouped, has_errors
from lib.intake.read import Received, accepted, read, suggested
from lib.intake.rules import check
from lib.intake.rules_periods import missing_months
from lib.intake.wishes import ENCODINGS, IGNORED, NO_WISHES, Wishes

__all__ = [
    "ENCODINGS",
    "IGNORED",
    "NO_WISHES",
    "Detected",
    "Problem",
    "Received",
    "Wishes",
    "accepted",
    "annotated",
    "check",
    "counted",
    "detect",
    "difference",
    "fault_table",
    "grouped",
    "has_errors",
    "meanings",
    "merged",
    "missing_months",
    "read",
    "safe_csv",
    "sentence",
    "still_known",
    "suggested",
    "summary",
]
