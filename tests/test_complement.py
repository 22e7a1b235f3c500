"""A hidden count cannot be worked out from the sums it stands in; right answers by hand, and a solver's."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import complement
from lib.complement import KEYS, Sums

AREAS = ("city", "a", "b", "c")
CLASSES = ("total", "x", "y")
SUMS = Sums([("total", ("x", "y"))], [("city", ("a", "b", "c"))])
AGES = ("under_13", "13_17", "under_23")


def rows(cells: dict[tuple[str, str, str], int], smallest: int = 5) -> pd.DataFrame:
    month = pd.Timestamp("2026-10-01")
    table = pd.DataFrame(
        [("s", month, area, name, age, count) for (area, name, age), count in cells.items()],
        columns=[*KEYS, "value"],
    )
    return table.assign(hidden=table["value"].between(1, smallest - 1))


def hidden_too(cells: dict[tuple[str, str, str], int]) -> set[tuple[str, str, str]]:
    found = complement.also_hidden(rows(cells), SUMS)
    return set(zip(found["area"], found["indicator_id"], found["age"], strict=True))


def test_the_smallest_other_class_is_hidden_beside_a_hidden_one():
    # 50 less 40 is 10, and one class of 10 less 3 is the hidden 3: another class must go, not the total.
    cells = {("city", "total", "all"): 43, ("city", "x", "all"): 40, ("city", "y", "all"): 3}
    assert hidden_too(cells) == {("city", "x", "all")}


def test_nothing_more_is_hidden_where_nothing_can_be_worked_out():
    assert (
        hidden_too({("city", "total", "all"): 47, ("city", "x", "all"): 40, ("city", "y", "all"): 7}) == set()
    )
    # Two hidden of three: only their sum is told.
    two = {("city", "x", "all"): 60, ("a", "x", "all"): 2, ("b", "x", "all"): 3, ("c", "x", "all"): 55}
    assert hidden_too(two) == set()


def test_a_district_is_hidden_beside_a_hidden_one_and_zero_does_not_help():
    cells = {("city", "x", "all"): 33, ("a", "x", "all"): 3, ("b", "x", "all"): 0, ("c", "x", "all"): 30}
    assert hidden_too(cells) == {("c", "x", "all")}


def test_a_whole_goes_when_no_part_can():
    cells = {("city", "x", "all"): 5, ("a", "x", "all"): 0, ("b", "x", "all"): 0}
    table = rows(cells).assign(hidden=[False, True, False])
    assert complement.also_hidden(table, SUMS)["area"].tolist() == ["city"]


def test_a_single_age_group_is_hidden_with_the_joint_one_that_is_the_same_people():
    cells = {("city", "x", "under_13"): 4, ("city", "x", "under_23"): 4}
    table = rows(cells).assign(hidden=[True, False])
    assert complement.also_hidden(table, SUMS)["age"].tolist() == ["under_23"]


def equations(table: pd.DataFrame) -> list[tuple[tuple, list[tuple]]]:
    """Every whole with its parts, written out again without the program's help."""
    keys = list(zip(table["area"], table["indicator_id"], table["age"], strict=True))
    listed = []
    for area, name, age in keys:
        if name == "total":
            listed.append(((area, name, age), [(area, one, age) for one in ("x", "y")]))
        if area == "city":
            listed.append(((area, name, age), [(one, name, age) for one in ("a", "b", "c")]))
        if age == "under_23":
            listed.append(((area, name, age), [(area, name, one) for one in ("under_13", "13_17")]))
    return [(whole, [one for one in parts if one in keys]) for whole, parts in listed]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_no_hidden_count_is_the_only_answer_of_the_shown_sums(numbers):
    single = iter(numbers)
    base = {(area, name, age): next(single) for area in "abc" for name in "xy" for age in AGES[:2]}
    cells = dict(base)
    for area in "abc":
        for age in AGES[:2]:
            cells[area, "total", age] = cells[area, "x", age] + cells[area, "y", age]
    for name in CLASSES:
        for age in AGES[:2]:
            cells["city", name, age] = sum(cells[area, name, age] for area in "abc")
    for area in AREAS:
        for name in CLASSES:
            cells[area, name, "under_23"] = cells[area, name, "under_13"] + cells[area, name, "13_17"]
    table = rows(cells)
    more = complement.also_hidden(table, SUMS)
    gone = set(zip(more["area"], more["indicator_id"], more["age"], strict=True))
    gone |= {key for key, count in cells.items() if 1 <= count < 5}
    unknown = sorted(gone)
    if not unknown:
        return
    system = np.array(
        [[float(key == whole) - float(key in parts) for key in unknown] for whole, parts in equations(table)]
    ).reshape(-1, len(unknown))
    # A count is told when its own direction is orthogonal to everything the sums leave free.
    _, sizes, rest = np.linalg.svd(system)
    free = rest[(sizes > 1e-9).sum() :]
    small = [place for place, key in enumerate(unknown) if 1 <= cells[key] < 5]
    alone = {key for key in (unknown[place] for place in small) if _no_partner(key, cells)}
    told = [unknown[place] for place in small if np.abs(free[:, place]).max(initial=0) < 1e-9]
    assert set(told) <= alone


def _no_partner(key: tuple[str, str, str], cells: dict[tuple[str, str, str], int]) -> bool:
    """Told anyway: everything else in each of its sums is zero, so hiding more would hide nothing."""
    return all(count == 0 for other, count in cells.items() if other != key and count not in (0, cells[key]))


def test_everybody_together_goes_before_an_age_group_whose_law_is_its_own():
    cells = {("city", "x", "under_23"): 4, ("city", "x", "23_plus"): 60, ("city", "x", "all"): 64}
    assert hidden_too(cells) == {("city", "x", "all")}
