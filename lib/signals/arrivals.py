"""News about the data itself: figures that have not arrived in time, and figures that were corrected."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from lib.facts import Dataset
from lib.signals.shape import SERIES, Recent, finished, nothing
from lib.table import SHOWN

# Months or years shown as boxes in the picture of a late figure.
BOXES = 12
KEY = [*SERIES, "sex", "period_start"]


def expected_month(dataset: Dataset, today: date) -> pd.Timestamp:
    """The newest month that should have arrived by today: last month from the dataset's day on."""
    back = 1 if today.day >= dataset.arrives_by_day else 2
    return pd.Timestamp(today).to_period("M").to_timestamp() - pd.DateOffset(months=back)


def due_day(dataset: Dataset, month: pd.Timestamp) -> date:
    """The day by which a month's figures should have arrived."""
    return (month + pd.DateOffset(months=1)).date() + timedelta(days=dataset.arrives_by_day - 1)


def next_due(dataset: Dataset, newest: date) -> date | None:
    """The day by which the figures after those of `newest` (a period's first day) should have arrived.

    Yearly figures are due at the end of a month, some years after theirs. None where nothing is agreed.
    """
    if dataset.rhythm == "month" and dataset.arrives_by_day:
        return due_day(dataset, pd.Timestamp(newest) + pd.DateOffset(months=1))
    if dataset.rhythm == "year" and dataset.arrives_by_month:
        year = newest.year + 1 + dataset.years_behind
        return (pd.Timestamp(year, dataset.arrives_by_month, 1) + pd.offsets.MonthEnd()).date()
    return None


def late(
    table: pd.DataFrame, datasets: Mapping[str, Dataset], of: Mapping[str, str], today: date
) -> pd.DataFrame:
    """One row a service, or a dataset without services, whose newest expected month is not there.

    table: monthly rows of one area; of: indicator id → dataset id. A single dataset that is wholly late gives
    one row, not one a service.
    """
    known = table[table["status"].isin(SHOWN)].assign(dataset=table["indicator_id"].map(of))
    made = []
    for name, rows in known.groupby("dataset", sort=True):
        dataset = datasets[name]
        if dataset.rhythm != "month" or not dataset.arrives_by_day:
            continue
        month = expected_month(dataset, today)
        newest = rows.groupby("service_id")["period_start"].max()
        behind = newest[newest < month]
        if len(behind) == len(newest):
            behind = behind.sort_values().head(1).rename(index=lambda _: "")
        made += [_late_row(rows, dataset, (service, start), month) for service, start in behind.items()]
    return pd.concat(made, ignore_index=True) if made else nothing().rows


def late_years(
    table: pd.DataFrame, datasets: Mapping[str, Dataset], of: Mapping[str, str], today: date
) -> pd.DataFrame:
    """One row a dataset of yearly figures whose next year was due before today; as `late` otherwise."""
    known = table[table["status"].isin(SHOWN)].assign(dataset=table["indicator_id"].map(of))
    made = []
    for name, rows in known.groupby("dataset", sort=True):
        newest = rows["period_start"].max()
        due = next_due(datasets[name], newest.date()) if datasets[name].rhythm == "year" else None
        if due and due < today:
            made.append(_late_row(rows, datasets[name], ("", newest), newest + pd.DateOffset(years=1)))
    return pd.concat(made, ignore_index=True) if made else nothing().rows


def _late_row(
    rows: pd.DataFrame, dataset: Dataset, missing: tuple[str, pd.Timestamp], month: pd.Timestamp
) -> pd.DataFrame:
    service, newest = missing
    first = rows.iloc[0]
    is_monthly = dataset.rhythm == "month"
    due = due_day(dataset, month) if is_monthly else next_due(dataset, newest.date())
    months = pd.date_range(end=month, periods=BOXES, freq="MS" if is_monthly else "YS")
    there = set(rows.loc[rows["service_id"].eq(service) | (service == ""), "period_start"])
    boxes = Recent(tuple(float(one in there) for one in months), (0,) * BOXES, 0.0, 0.0, 0.0)
    keys = pd.DataFrame([{**first[SERIES].to_dict(), "service_id": service, "age_group": "all"}])
    return finished(
        keys,
        kind="late",
        state="late",
        since=pd.Timestamp(due),
        period_start=newest,
        period_end=month,
        rule=dataset.id,
        strength=float(len(months[months > newest])),
        people=0.0,
        certainty="not_assessed",
        recent=[boxes],
    )


def put_back(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Rows of now, those with a key known before with the figures and status they had then."""
    told = ["value", "numerator", "denominator", "status"]
    old = before[[*KEY, *told]].drop_duplicates(KEY)
    joined = now[KEY].merge(old, on=KEY, how="left", indicator=True)
    known = joined["_merge"].eq("both").to_numpy()
    columns = {name: now[name].where(~known, joined[name].to_numpy()) for name in told}
    return now.assign(**columns)


def revised(changed: pd.DataFrame, dataset: Dataset, on: pd.Timestamp) -> pd.DataFrame:
    """One row when figures that were already known have changed with the newest version; `people` how many.

    changed: the rows that differ, each with its earlier value in `value_old`; on: when they were published.
    """
    if changed.empty:
        return nothing().rows
    size = (changed["value"] / changed["value_old"].where(changed["value_old"].ne(0))).sub(1).abs()
    known = size.notna().any()
    most = changed.loc[size.idxmax() if known else changed.index[0]]
    return finished(
        pd.DataFrame([most[SERIES].to_dict()]),
        kind="revised",
        state="revised",
        since=on,
        period_start=most["period_start"],
        period_end=changed["period_start"].max(),
        value=most["value"],
        before=most["value_old"],
        rule=dataset.id,
        strength=float(size.max()) if known else 0.0,
        people=float(len(changed)),
        certainty="not_assessed",
    )
