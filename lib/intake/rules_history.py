"""Whether received figures fit what is stored: breaks with a series' history, and false zeros."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.intake.checked import Checked
from lib.intake.coded import with_texts
from lib.intake.difference import FEWEST_CHANGES, SAME, SERIES, ids_of, merged, odd_steps
from lib.intake.problem import Problem
from lib.table import COLUMNS, KEY


def breaks_with_history(checked: Checked) -> list[Problem]:
    """A warning for each value beyond 3 × 1.4826 × MAD of the series' earlier steps, with what was expected.

    Steps are those between neighbouring stored periods, at least six; an unvarying series has no break.
    """
    current = checked.current
    table = checked.table if current.empty else with_texts(_fresh(checked))
    if current.empty or table.empty:
        return []
    whole = merged(current, table[COLUMNS])
    ranges = odd_steps(current, whole)
    return _told_breaks(checked, table, whole.loc[ranges.index, KEY].assign(**ranges))


def false_zeros(checked: Checked) -> list[Problem]:
    """Zeros where the stored value is hidden: an error; first zeros of a long series: a warning."""
    current, table = checked.current, checked.table
    if current.empty or table.empty:
        return []
    zero = table["value"].eq(0)
    stored, received = ids_of(current, table, KEY)
    hidden = stored[current["status"].eq("suppressed").to_numpy()]
    was_hidden = zero & np.isin(received, hidden)
    old_series, series = ids_of(current, table, SERIES)
    known = current.assign(series=old_series).groupby("series")["value"].agg(["count", "min"])
    never = known.index[(known["count"] >= FEWEST_CHANGES) & (known["min"] > 0)]
    unusual = zero & ~was_hidden & np.isin(series, never)
    return [
        *checked.told("problem.zero_was_hidden", "error", "value", was_hidden),
        *checked.told("problem.zero_unusual", "warning", "value", unusual),
    ]


def _fresh(checked: Checked) -> pd.DataFrame:
    """Received rows with a value that is not stored already, each key once."""
    table = checked.table.drop_duplicates(KEY)
    table = table[table["value"].notna() & table["period_start"].notna()]
    stored, received = ids_of(checked.current, table, KEY)
    values = pd.Series(checked.current["value"].to_numpy(dtype=float), stored)
    before = values[~values.index.duplicated()].reindex(received).to_numpy()
    return table[~np.isclose(before, table["value"], rtol=SAME, atol=SAME)]


def _told_breaks(checked: Checked, table: pd.DataFrame, odd: pd.DataFrame) -> list[Problem]:
    """The problem of each received row among the odd ones, with the expected range in its values."""
    found, received = ids_of(odd, table, KEY)
    ranges = odd[["low", "high"]].set_axis(found, axis=0)
    where = np.isin(received, found)
    asked = table[where].assign(low=ranges["low"].reindex(received[where]).to_numpy())
    asked = asked.assign(high=ranges["high"].reindex(received[where]).to_numpy())
    inside = pd.Series(checked.table.index.isin(asked.index), checked.table.index)
    told = checked.told("problem.break_with_history", "warning", "value", inside)
    expected = {
        (int(row.row), row.heading or "value"): {
            "low": f"{round(row.low, 2):.15g}",
            "high": f"{round(row.high, 2):.15g}",
        }
        for row in asked.itertuples()
    }
    return [
        replace(one, values={**one.values, **expected.get((one.row, one.column), {"low": "", "high": ""})})
        for one in told
    ]
