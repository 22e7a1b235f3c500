"""The cells of a source's own table as numbers, and why one is not there."""

import pandas as pd

from lib.intake import numbers
from lib.intake.coded import factorized
from lib.intake.problem import Problem, each

HIDDEN = -1.0
TOLD_FAULTS = {
    "number_text": "error",
    "number_unclear": "error",
    "number_other_mark": "warning",
    "number_grouped": "warning",
    "minus_one": "warning",
}


def read_figures(texts: pd.Series, mark: str) -> pd.DataFrame:
    """`number`, `mark` (why there is none, else empty) and `fault` of each text; -1 is a hidden figure."""
    codes, different = factorized(texts)
    read = numbers.parse(pd.Series(different, dtype="str"), mark).iloc[codes].set_axis(texts.index)
    hidden = read["value"].eq(HIDDEN)
    wrong = read["fault"].map(TOLD_FAULTS).eq("error")
    marks = read["status"].mask(hidden, "suppressed").mask(wrong, "missing")
    fault = read["fault"].mask(hidden, "minus_one")
    return pd.DataFrame({"number": read["value"].mask(hidden), "mark": marks, "fault": fault})


def told_figures(texts: pd.Series, read: pd.DataFrame, rows: pd.Series, heading: str) -> list[Problem]:
    """The faults of the texts of a column, each with its row."""
    return [
        problem
        for fault, level in TOLD_FAULTS.items()
        if (where := read["fault"].eq(fault)).any()
        for problem in each(
            f"problem.{fault}", level, heading, rows[where], texts[where].astype("str").tolist()
        )
    ]
