"""Whether counts of one service, ages, area and month hang together as the form says they must."""

import pandas as pd

from lib.facts import JOINT_AGE_GROUPS, Sum
from lib.intake.checked import Checked
from lib.intake.parts import BESIDE
from lib.intake.problem import Problem
from lib.table import KEY


def unequal_sums(checked: Checked) -> list[Problem]:
    """Wholes that are not the sum of their parts, or smaller than them; told where the whole stands.

    A part that is missing, or not in the file, makes the sum a lower bound; a hidden part makes it a range.
    """
    return [problem for rule in checked.dataset.sums for problem in _unequal(checked, rule)]


def joint_counts(checked: Checked) -> list[Problem]:
    """Counts for joint ages where the pages count them from the age groups: stored, but shown nowhere."""
    if not checked.dataset.summed_over_ages:
        return []
    table = checked.table
    summed = checked.each_row(lambda item: item.kind in ("count", "share")).eq(True)
    joint = table["age_group"].isin(("all", *JOINT_AGE_GROUPS)) & table["value"].notna()
    of_service = table["service_id"].isin(list(checked.catalogue.services))
    return checked.told("problem.count_of_joint_ages", "warning", "age_group", summed & joint & of_service)


def _unequal(checked: Checked, rule: Sum) -> list[Problem]:
    table = checked.table
    named = table[table["indicator_id"].isin((rule.whole, *rule.parts))].drop_duplicates(KEY)
    wholes = named[named["indicator_id"].eq(rule.whole) & named["value"].notna()]
    parts = named[named["indicator_id"].isin(rule.parts)]
    parts = parts.assign(hidden=parts["status"].eq("suppressed").astype("int64"))
    by_key = parts.groupby(BESIDE, sort=False, dropna=False).agg(
        sum=("value", "sum"),
        known=("value", "count"),
        hidden=("hidden", "sum"),
    )
    both = wholes.join(by_key, on=BESIDE, how="inner")
    # Mostly a hidden count is below the limit; a bigger one may be hidden to protect it: only a warning.
    most = both["sum"] + both["hidden"] * max(checked.dataset.smallest_shown_count - 1, 0)
    everything = both["known"] + both["hidden"] == len(rule.parts)
    over = both["sum"] > both["value"]
    under = (rule.must == "equal") & everything & (both["value"] > most)
    sure = over | (under & both["hidden"].eq(0))
    return [
        *_told(checked, f"problem.sum_{rule.whole}", "error", both[sure]),
        *_told(checked, "problem.sum_with_hidden", "warning", both[under & ~sure]),
    ]


def _told(checked: Checked, key: str, level: str, rows: pd.DataFrame) -> list[Problem]:
    found = [f"{total:.15g} / {whole:.15g}" for total, whole in zip(rows["sum"], rows["value"], strict=True)]
    return [
        Problem(key, level, int(row), heading or checked.headings.get("value", ""), text)
        for row, heading, text in zip(rows["row"], rows["heading"], found, strict=True)
    ]
