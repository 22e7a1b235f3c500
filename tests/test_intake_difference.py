import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.intake import difference, merged, summary
from lib.table import COLUMNS


def table(values: dict[tuple[str, str], float], status: str = "published") -> pd.DataFrame:
    """Monthly counts by (area, month)."""
    start = pd.to_datetime([f"{month}-01" for _, month in values]).astype("datetime64[us]")
    frame = pd.DataFrame(
        {
            "indicator_id": "waiting",
            "area_level": "municipality",
            "area_code": [area for area, _ in values],
            "period_start": start,
            "period_end": start + pd.offsets.MonthEnd(0),
            "age_group": "all",
            "sex": "all",
            "service_id": "",
            "value": np.array(list(values.values()), dtype=float),
            "numerator": np.nan,
            "denominator": np.nan,
            "status": status,
        }
    )
    return frame[COLUMNS]


def months(values: list[float], area: str = "853") -> dict[tuple[str, str], float]:
    names = pd.period_range("2025-01", periods=len(values), freq="M").astype(str)
    return {(area, month): value for month, value in zip(names, values, strict=True)}


def test_every_row_is_added_changed_removed_or_unchanged():
    current = table({("853", "2026-08"): 402, ("853", "2026-09"): 64, ("019", "2026-08"): 7})
    new = table({("853", "2026-08"): 611, ("853", "2026-09"): 64, ("853", "2026-10"): 70})
    changes = difference(current, new)
    found = changes.set_index(["area_code", changes["period_start"].dt.month])["change"].to_dict()
    assert found == {
        ("853", 8): "changed",
        ("853", 9): "unchanged",
        ("853", 10): "added",
        ("019", 8): "removed",
    }
    assert summary(changes) == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1, "unusual": 0}


def test_a_change_is_given_in_units_and_in_per_cent_of_the_old_value():
    first = difference(table({("853", "2026-08"): 402}), table({("853", "2026-08"): 611})).iloc[0]
    assert first["change_value"] == 209
    assert first["change_percent"] == pytest.approx(51.990, abs=0.001)


def test_a_change_from_zero_or_from_nothing_has_no_per_cent():
    current = table({("853", "2026-08"): 0, ("853", "2026-09"): np.nan})
    changes = difference(current, table({("853", "2026-08"): 5, ("853", "2026-09"): 41}))
    assert changes["change_percent"].isna().all()
    assert sorted(changes["change_value"].dropna()) == [5]


def test_the_biggest_change_comes_first():
    current = table({(area, "2026-08"): 100 for area in "abcd"})
    new = table({(area, "2026-08"): value for area, value in zip("abcd", (99, 48, 109, 100), strict=True)})
    assert difference(current, new)["area_code"].tolist() == ["b", "c", "a", "d"]


def test_a_new_status_or_denominator_alone_is_a_change():
    current = table({("853", "2026-08"): 5})
    for new in (current.assign(status="provisional"), current.assign(denominator=10.0)):
        assert difference(current, new)["change"].tolist() == ["changed"]


def test_missing_and_suppressed_are_different_and_two_missing_are_not():
    gone = table({("853", "2026-08"): np.nan}, "missing")
    assert difference(gone, gone)["change"].tolist() == ["unchanged"]
    assert difference(gone, gone.assign(status="suppressed"))["change"].tolist() == ["changed"]


def test_an_upload_of_one_month_keeps_the_other_months():
    current = table({("853", "2026-08"): 1, ("853", "2026-09"): 2, ("019", "2026-09"): 3})
    whole = merged(current, table({("853", "2026-09"): 20, ("853", "2026-10"): 4}))
    found = {(row.area_code, row.period_start.month): row.value for row in whole.itertuples()}
    assert found == {("853", 8): 1, ("853", 9): 20, ("019", 9): 3, ("853", 10): 4}
    assert summary(difference(current, whole))["removed"] == 0


def test_the_first_upload_is_all_new():
    new = table(months([1, 2, 3]))
    assert merged(new.head(0), new).equals(new)
    assert summary(difference(new.head(0), new))["added"] == 3


def test_dates_of_the_store_and_of_a_file_are_the_same_dates():
    current = table({("853", "2026-08"): 5})
    days = {column: current[column].dt.date for column in ("period_start", "period_end")}
    stored = current.assign(**days)
    assert difference(stored, current)["change"].tolist() == ["unchanged"]


# Steps 2 -1 3 -2 1 2 -1: median 1, absolute deviations 1 2 2 3 0 1 2, MAD 2, limit 3 × 1.4826 × 2 = 8.8956.
USUAL = [10, 12, 11, 14, 12, 13, 15, 14]


@pytest.mark.parametrize(("next_value", "unusual"), [(23.8, False), (24.0, True), (6.2, False), (6.0, True)])
def test_a_step_beyond_three_sigmas_of_the_median_step_is_unusual(next_value, unusual):
    current = table(months(USUAL))
    changes = difference(current, merged(current, table(months([*USUAL, next_value])).tail(1)))
    assert changes.loc[changes["change"] == "added", "unusual"].tolist() == [unusual]


def test_a_corrected_month_is_compared_with_the_month_before_it():
    current = table(months(USUAL))
    changed = table(months(USUAL[:4] + [40] + USUAL[5:]))
    found = difference(current, changed)
    assert found.loc[found["unusual"], "new_value"].tolist() == [40]


def test_a_short_a_constant_and_a_broken_series_have_nothing_unusual():
    for history in ([10, 12, 11, 14, 12], [5] * 12):
        current = table(months(history))
        assert not difference(current, table(months([*history, 900])))["unusual"].any()
    gap = table({**months(USUAL), ("853", "2025-10"): 900})
    assert not difference(table(months(USUAL)), gap)["unusual"].any()


values = st.dictionaries(
    st.tuples(st.sampled_from(["853", "019"]), st.sampled_from(["2026-08", "2026-09", "2026-10"])),
    st.integers(0, 9).map(float),
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(values, values)
def test_merging_keeps_every_row_once_and_the_new_value(old, new):
    whole = merged(table(old), table(new))
    found = {(row.area_code, f"{row.period_start:%Y-%m}"): row.value for row in whole.itertuples()}
    assert len(whole) == len(found)
    assert found == {**old, **new}


@settings(max_examples=30, deadline=None)
@given(values, values)
def test_a_difference_counts_every_row_of_both_tables_once(old, new):
    counts = summary(difference(table(old), table(new)))
    assert counts["added"] == len(new.keys() - old.keys())
    assert counts["removed"] == len(old.keys() - new.keys())
    assert counts["changed"] == sum(1 for key in old.keys() & new.keys() if old[key] != new[key])
