"""Whether months and years of a received table can be right, and which months are missing between them."""

from collections.abc import Iterator, Mapping

import pandas as pd

from lib.facts import Dataset
from lib.intake.checked import Checked
from lib.intake.problem import Problem, placed
from lib.intake.read import Received

# Days; a period of more is a year.
LONGEST_MONTH = 31


def periods_of_other_rhythm(checked: Checked) -> list[Problem]:
    """A year where the figure is monthly, a month where it is yearly."""
    table = checked.table
    length = (table["period_end"] - table["period_start"]).dt.days
    rhythm = checked.each_row(lambda item: item.periodicity)
    no_month = (rhythm == "month") & (length > LONGEST_MONTH)
    no_year = (rhythm == "year") & (length < LONGEST_MONTH)
    return [
        *checked.told("problem.period_not_month", "error", "period_start", no_month),
        *checked.told("problem.period_not_year", "error", "period_start", no_year),
    ]


def periods_to_come(checked: Checked) -> list[Problem]:
    """Values of periods that have not begun, and as a warning of those that have not ended."""
    table, today = checked.table, pd.Timestamp(checked.today)
    has_value = table["value"].notna()
    to_come = has_value & (table["period_start"] > today)
    not_over = has_value & ~to_come & (table["period_end"] > today)
    return [
        *checked.told("problem.period_to_come", "error", "period_start", to_come),
        *checked.told("problem.period_not_over", "warning", "period_start", not_over),
    ]


def missing_months(received: Received, current: pd.DataFrame, dataset: Dataset) -> list[Problem]:
    """A warning for each hole between months of a service: in the file, or after the newest published month.

    current: published rows of the one table shape, or none. It is told on the row that follows the hole;
    nothing is filled.
    """
    if dataset.rhythm != "month" or received.table.empty:
        return []
    table = received.table[received.table["period_start"].notna()]
    headings = _period_headings(received.mapping, table)
    newest = pd.to_datetime(current["period_start"]).groupby(current["service_id"].fillna("")).max()
    holes = [
        problem
        for service, rows in table.groupby("service_id", sort=False)
        for problem in _holes(rows.assign(heading=headings), newest.get(service, pd.NaT))
    ]
    return placed(holes, received.sheets)


def _period_headings(mapping: Mapping[str, str], table: pd.DataFrame) -> pd.Series:
    """The heading of each row's period: its own column in a wide file."""
    columns = {column: heading for heading, column in reversed(mapping.items())}
    own = table["heading"].isin([heading for heading, column in mapping.items() if column == "period"])
    return table["heading"].astype("str").where(own, columns.get("period", columns.get("period_start", "")))


def _holes(rows: pd.DataFrame, newest: pd.Timestamp) -> Iterator[Problem]:
    first_rows = rows.drop_duplicates("period_start").sort_values("period_start")
    before = first_rows["period_start"].shift()
    if pd.notna(newest):
        # Months up to the newest published one are corrections and not the next delivery.
        before = before.mask(before.isna() | (before < newest), newest)
    gap = first_rows["period_start"].dt.to_period("M") - before.dt.to_period("M")
    for row, last, months in zip(first_rows.itertuples(), before, gap, strict=True):
        count = 0 if pd.isna(months) else months.n
        if count > 1:
            start, end = last + pd.DateOffset(months=1), row.period_start - pd.DateOffset(months=1)
            found = "–".join(dict.fromkeys(f"{day:%Y-%m}" for day in (start, end)))
            yield Problem(
                "problem.months_missing", "warning", int(row.row), row.heading, found, {"found": found}
            )
