"""What publishing a table would change: rows added, changed, removed, kept; the biggest change first."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.table import KEY

CHANGES = ("added", "changed", "removed", "unchanged")
SERIES = tuple(column for column in KEY if not column.startswith("period"))
# A double written to text and read back differs less than this.
SAME = 1e-9
# A value rounded to one decimal differs from the exact one less than this.
ROUNDED = 0.05 + SAME
# 1.4826 × the median absolute deviation estimates the standard deviation of normal data.
MAD_TO_SIGMA = 1.4826
UNUSUAL_SIGMAS = 3.0
# Fewer earlier changes than this say nothing of what is usual.
FEWEST_CHANGES = 6
# Numbers of rows stay within 64 bits: they are made dense before they could outgrow this.
MOST_IDS = 2**62
# Two periods are neighbours when the later begins the day after the earlier ends.
NEXT_DAY = pd.Timedelta(days=1)


def difference(current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Key columns, old_ and new_value, old_ and new_status, change, change_value, change_percent, unusual.

    `current` and `new` are whole tables in the one shape, both unique by key; for an upload of some months
    give `merged(current, upload)` as new. A row is changed when its value, numerator, denominator or status
    is. change_percent is of the old value, empty where that is zero or missing. Biggest change (%) first.
    """
    old_place, new_place = _paired(current, new)
    frame = _keys(current, new, old_place, new_place)
    frame = frame.assign(
        old_value=_at(current["value"], old_place),
        new_value=_at(new["value"], new_place),
        old_status=_at(current["status"], old_place),
        new_status=_at(new["status"], new_place),
        change=_change(current, new, old_place, new_place),
    )
    frame = with_unusual(with_size(frame), current, new)
    return _biggest_first(frame)


def merged(current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The current rows, superseded by the new ones of the same key; every other row stays."""
    if current.empty:
        return new.reset_index(drop=True)
    old_ids, new_ids = ids_of(current, new, KEY)
    kept = current[~np.isin(old_ids, new_ids)]
    return pd.concat([kept[new.columns], new], ignore_index=True) if len(kept) else new.reset_index(drop=True)


def summary(changes: pd.DataFrame) -> dict[str, int]:
    """How many rows are added, changed, removed, unchanged; and how many of the changes are unusual."""
    counts = changes["change"].value_counts()
    numbers = {change: int(counts.get(change, 0)) for change in CHANGES}
    return numbers | {"unusual": int(changes["unusual"].sum())}


def with_size(frame: pd.DataFrame) -> pd.DataFrame:
    """Add change_value (new - old) and change_percent of the old value."""
    change = frame["new_value"] - frame["old_value"]
    base = frame["old_value"].abs().where(frame["old_value"] != 0)
    return frame.assign(change_value=change, change_percent=100 * change / base)


def with_unusual(frame: pd.DataFrame, current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Add `unusual`: the step from the period before is beyond 3 × 1.4826 × MAD of the series' earlier steps.

    Earlier steps are those of `current` between neighbouring periods; at least 6 are needed. A series whose
    steps do not vary (MAD = 0) has nothing unusual: one case in a tiny count would always be flagged.
    """
    frame_ids, odd_ids = ids_of(frame, new.iloc[odd_steps(current, new).index], KEY)
    fresh = frame["change"].isin(("added", "changed"))
    return frame.assign(unusual=np.isin(frame_ids, odd_ids) & fresh)


def odd_steps(current: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """By place of row in `new`, where the step is unusual (see with_unusual): `low` and `high`, the limits
    within which the value was to be expected.
    """
    old_series, new_series = ids_of(current, new, SERIES)
    usual = _usual_steps(_steps(current, old_series))
    steps = _steps(new, new_series)
    middle, spread = (steps["series"].map(usual[column]) for column in ("middle", "spread"))
    room = UNUSUAL_SIGMAS * MAD_TO_SIGMA * spread
    expected = steps["value"] - steps["step"] + middle
    odd = ((steps["step"] - middle).abs() > room) & (spread > 0)
    return pd.DataFrame({"low": expected - room, "high": expected + room})[odd]


def _usual_steps(steps: pd.DataFrame) -> pd.DataFrame:
    """The middle and spread (MAD) of the steps by series, where there are enough of them."""
    by_series = steps.groupby("series")["step"]
    steps = steps.assign(middle=by_series.transform("median"), count=by_series.transform("size"))
    steps = steps[steps["count"] >= FEWEST_CHANGES]
    steps = steps.assign(off=(steps["step"] - steps["middle"]).abs())
    return steps.groupby("series").agg(middle=("middle", "first"), spread=("off", "median"))


def _steps(table: pd.DataFrame, series: np.ndarray) -> pd.DataFrame:
    """`series` and `step`, the change of value from the neighbouring period before, by place of row."""
    rows = pd.DataFrame(
        {
            "series": series,
            "start": _plain(table["period_start"]).to_numpy(),
            "end": _plain(table["period_end"]).to_numpy(),
            "value": table["value"].to_numpy(dtype=float),
        }
    )
    rows = rows[rows["value"].notna()].sort_values(["series", "start"], kind="stable")
    before = rows.groupby("series")[["value", "end"]].shift()
    neighbours = rows["start"] == before["end"] + NEXT_DAY
    return rows.assign(step=rows["value"] - before["value"])[neighbours]


def ids_of(
    first: pd.DataFrame,
    second: pd.DataFrame,
    columns: Sequence[str],
) -> tuple[np.ndarray, np.ndarray]:
    """A number for each row, the same in both tables when all the columns are the same."""
    ids, room = np.zeros(len(first) + len(second), dtype=np.int64), 1
    for column in columns:
        both = pd.concat([_plain(first[column]), _plain(second[column])], ignore_index=True)
        codes, different = pd.factorize(both)
        many = len(different) + 1
        if room * many > MOST_IDS:
            ids = pd.factorize(ids)[0].astype(np.int64)
            room = int(ids.max(initial=0)) + 1
        ids, room = ids * many + codes, room * many
    return ids[: len(first)], ids[len(first) :]


def _plain(column: pd.Series) -> pd.Series:
    """Dates of the store and of a file alike; texts as texts."""
    if column.name.startswith("period"):
        return pd.to_datetime(column).astype("datetime64[us]")
    return column.astype("str")


def _paired(current: pd.DataFrame, new: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Row places of a full join on the key; -1 where a table lacks the row."""
    old_ids, new_ids = ids_of(current, new, KEY)
    old = pd.DataFrame({"id": old_ids, "old": np.arange(len(old_ids))})
    fresh = pd.DataFrame({"id": new_ids, "new": np.arange(len(new_ids))})
    pairs = old.merge(fresh, on="id", how="outer")[["old", "new"]].fillna(-1).astype(np.int64)
    return pairs["old"].to_numpy(), pairs["new"].to_numpy()


def _at(column: pd.Series, places: np.ndarray) -> pd.Series:
    """The column's values at places; missing at -1."""
    return column.reset_index(drop=True).reindex(places).reset_index(drop=True)


def _keys(
    current: pd.DataFrame,
    new: pd.DataFrame,
    old_place: np.ndarray,
    new_place: np.ndarray,
) -> pd.DataFrame:
    new_keys = {column: _at(_plain(new[column]), new_place) for column in KEY}
    return pd.DataFrame(
        {
            column: keys.where(new_place >= 0, _at(_plain(current[column]), old_place))
            for column, keys in new_keys.items()
        }
    )


def _change(
    current: pd.DataFrame,
    new: pd.DataFrame,
    old_place: np.ndarray,
    new_place: np.ndarray,
) -> pd.Series:
    same = _at(current["status"], old_place).eq(_at(new["status"], new_place))
    same = same.fillna(False).to_numpy(dtype=bool)
    has_parts = np.ones(len(same), dtype=bool)
    for column in ("numerator", "denominator", "value"):
        old = _at(current[column], old_place).to_numpy(dtype=float)
        fresh = _at(new[column], new_place).to_numpy(dtype=float)
        # With the same numerator and denominator only the rounding of the value can differ.
        room = np.where(has_parts & (column == "value"), ROUNDED, SAME)
        same = same & (
            np.isclose(old, fresh, rtol=SAME, atol=SAME, equal_nan=True) | (abs(old - fresh) < room)
        )
        has_parts &= ~np.isnan(old)
    change = np.select([old_place < 0, new_place < 0, same], ["added", "removed", "unchanged"], "changed")
    return pd.Series(change, dtype="str")


def _biggest_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Changed rows by relative size, then those that gained or lost a value, removed, added, unchanged."""
    rank = frame["change"].map({"changed": 0, "removed": 1, "added": 2, "unchanged": 3}).astype(int)
    size = frame["change_percent"].abs().fillna(frame["change_value"].abs()).fillna(-1)
    order = pd.DataFrame({"rank": rank, "size": -size}).sort_values(["rank", "size"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)
