"""Whether a total in the file agrees with its parts there: areas of an area, women and men, age groups."""

from collections import Counter

import pandas as pd

from lib.facts import AGE_GROUPS
from lib.intake.checked import Checked, written
from lib.intake.coded import with_texts
from lib.intake.problem import Problem, each
from lib.table import KEY

# People without a known place are in the whole and in none of its parts; more than this is worth a word.
MOST_WITHOUT_PART = 0.05
SEXES = ("female", "male")
Parent = tuple[str, str]


def unequal_totals(checked: Checked) -> list[Problem]:
    """A warning of each count smaller than the sum of its parts, or far above it.

    Only where the file has every part with a value. Not an error: one client may be in two of the parts.
    """
    counts = checked.table[_may_have_totals(checked)]
    if counts.empty:
        return []
    table = with_texts(counts).drop_duplicates(KEY)
    found = [
        *_of_column(table, "sex", SEXES),
        *_of_column(table, "age_group", AGE_GROUPS),
        *_of_areas(table, checked),
    ]
    return [problem for both in found for problem in _told(both, checked)]


def _may_have_totals(checked: Checked) -> pd.Series:
    """Rows of counts, if the file has anything that could be a total of other rows; else none."""
    table = checked.table
    groups = [table[column].unique() for column in ("sex", "age_group")]
    is_there = table["area_level"].nunique() > 1 or any("all" in one and len(one) > 1 for one in groups)
    is_count = checked.each_row(lambda item: item.kind == "count").eq(True)
    return is_count & table["value"].notna() & is_there


def _of_column(table: pd.DataFrame, column: str, parts: tuple[str, ...]) -> list[pd.DataFrame]:
    """Totals of one column with the sums of its parts, where all of them are told."""
    whole = table[table[column].eq("all")]
    if whole.empty:
        return []
    beside = [one for one in KEY if one != column]
    sums = table[table[column].isin(parts)].groupby(beside, sort=False)["value"].agg(["sum", "size"])
    return [whole.join(sums[sums["size"].eq(len(parts))], on=beside, how="inner")]


def _of_areas(table: pd.DataFrame, checked: Checked) -> list[pd.DataFrame]:
    """Areas with the sums of the areas right below them, level by level, where all of those are told."""
    areas = checked.catalogue.areas
    sizes = Counter((area.level, area.parent_level, area.parent_code) for area in areas.values())
    found = []
    for level, below in table.groupby("area_level", sort=False):
        parents: dict[str, Parent] = {
            code: (area.parent_level, area.parent_code)
            for code in below["area_code"].unique()
            if (area := areas.get((str(level), code)))
        }
        above = [parents.get(code, ("", "")) for code in below["area_code"]]
        moved = below.assign(area_level=[one[0] for one in above], area_code=[one[1] for one in above])
        sums = moved.groupby(KEY, sort=False)["value"].agg(["sum", "size"])
        both = table.join(sums, on=KEY, how="inner")
        whole = [sizes[level, *key] for key in zip(both["area_level"], both["area_code"], strict=True)]
        found.append(both[both["size"].eq(whole)])
    return found


def _told(both: pd.DataFrame, checked: Checked) -> list[Problem]:
    less = both["value"] < both["sum"]
    more = both["value"] * (1 - MOST_WITHOUT_PART) > both["sum"]
    return [
        problem
        for key, where in (("problem.total_below_parts", less), ("problem.total_above_parts", more))
        for problem in _each(key, both[where], checked)
    ]


def _each(key: str, rows: pd.DataFrame, checked: Checked) -> list[Problem]:
    value = checked.headings.get("value", "")
    found = [
        f"{written(whole)} / {written(parts)}"
        for whole, parts in zip(rows["value"], rows["sum"], strict=True)
    ]
    return [
        problem
        for heading, part in rows.assign(found=found).groupby("heading", sort=False)
        for problem in each(key, "warning", str(heading) or value, part["row"], part["found"].tolist())
    ]
