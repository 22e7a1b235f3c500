"""A scan as a table that a file can hold, and back."""

import pandas as pd

from lib.signals.shape import Recent

# A file holds no NaN inside a structure.
NONE = float("nan")


def as_table(signals: pd.DataFrame, comparisons: int, steady: int) -> pd.DataFrame:
    """The signals with their small pictures as plain structures, and the counts beside them."""
    recent = [None if one is None else one._asdict() for one in signals["recent"]]
    made = signals.assign(recent=recent, others=[list(codes) for codes in signals["others"]])
    made.attrs = {"comparisons": comparisons, "steady": steady}
    return made


def from_table(table: pd.DataFrame) -> tuple[pd.DataFrame, int, int]:
    """Signals, comparisons and steady figures of a table made by `as_table`."""
    recent = [None if one is None else _recent(one) for one in table["recent"]]
    made = table.assign(recent=recent, others=[tuple(codes) for codes in table["others"]])
    counts = dict(table.attrs)
    made.attrs = {}
    return made, counts["comparisons"], counts["steady"]


def _recent(stored: dict) -> Recent:
    lines = {name: NONE if stored[name] is None else stored[name] for name in ("mean", "lower", "upper")}
    return Recent(tuple(stored["values"].tolist()), tuple(stored["flags"].tolist()), **lines)
