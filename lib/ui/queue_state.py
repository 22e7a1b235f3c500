"""The state of a queue in a word, and a sum that may lack hidden parts in words."""

import numpy as np
import pandas as pd

from lib import care, names, text
from lib.flow import Sum
from lib.markup.rows import Cell
from lib.ui import parts


def of(row: pd.Series, period: str) -> str:
    """breach, few_over, within_limit, no_limit, suppressed or late: one word for a queue."""
    if row["period_start"].strftime("%Y-%m") < period:
        return "late"
    if np.isnan(row["limit_days"]):
        return "no_limit"
    if np.isnan(row["over_share"]):
        return _unknown(row)
    if row["over_share"] >= care.BREACH_SHARE:
        return "breach"
    return "few_over" if row["over"] > 0 else "within_limit"


def _unknown(row: pd.Series) -> str:
    """Nobody waits too long; else a class that the answer needs is hidden, or missing."""
    if row["waiting_total"] == 0 or row["over"] == 0:
        return "within_limit"
    return "suppressed" if isinstance(row["hidden"], tuple) else "missing"


def cell(state: str) -> Cell:
    """The state of a queue as symbol, word and ink."""
    key = f"state.{state}" if state in ("missing", "suppressed") else f"status.{state}"
    return Cell(state, parts.words(key), names.ink(state))


def amount(one: Sum, decimals: int = 0) -> str:
    """A sum; "at least" before it where a part is hidden or lacking; a word where nothing is known."""
    if one.is_whole and one.value == one.value:
        return text.number(one.value, decimals, parts.language())
    if one.value > 0:
        return parts.words("flow.at_least", count=text.number(one.value, decimals, parts.language()))
    return parts.words("chain.hidden" if one.hidden else "flow.missing")
