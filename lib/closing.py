"""Secondary suppression around the store: what adds up, what was found for a version, and taking it out."""

from collections.abc import Callable

import pandas as pd

from lib import kept, store
from lib.complement import KEYS, Sums
from lib.facts import Catalogue
from lib.settings import settings
from lib.shapes import AGE_MEMBERS
from lib.table import FIGURES, SHOWN

# Raised when the rule changes, so that what was found by the old one is not used.
RULE = 1
# Figures that tell another count: how many they are a share of, or how many stand behind them.
TOLD_BY = {"started_within_limit": "treatments_started"}
BEHIND = {"wait_median": "treatments_started", "wait_p90": "treatments_started"}


def sums(catalogue: Catalogue) -> Sums:
    """What adds up: the sums of the datasets, and the districts of the city."""
    summed = [one for form in catalogue.datasets.values() for one in form.sums]
    # Where parts may lack something of the whole, the whole less the others tells no count for sure.
    indicators = [(one.whole, one.parts) for one in summed if one.must == "equal"]
    city = f"municipality-{settings().city_code}"
    districts = [f"{level}-{code}" for level, code in catalogue.areas if level == "major_district"]
    return Sums(indicators, [(city, districts)])


def age_of(members: tuple[str, ...]) -> str:
    """The age group that these make together; empty for one that is never shown."""
    return next((age for age, known in AGE_MEMBERS.items() if set(known) == set(members)), "")


def keyed(table: pd.DataFrame) -> pd.DataFrame:
    """The table with `area` (level-code) and only what a search for hidden counts needs."""
    area = table["area_level"] + "-" + table["area_code"]
    return table.assign(area=area)[[*KEYS, "value", "hidden"]]


def without(table: pd.DataFrame, closed: pd.DataFrame) -> pd.DataFrame:
    """The protected table, which has `age`, without the counts of `closed` and what would tell them."""
    area = table["area_level"] + "-" + table["area_code"]
    near = pd.MultiIndex.from_frame(closed[closed["area"].isin(area.unique())][KEYS])
    if table.empty or near.empty:
        return table.drop(columns="age")
    keys = table.assign(area=area, indicator_id=table["indicator_id"].replace(TOLD_BY))
    gone = table["status"].isin(SHOWN) & pd.MultiIndex.from_frame(keys[KEYS]).isin(near)
    behind = pd.MultiIndex.from_frame(keys.replace({"indicator_id": BEHIND})[KEYS]).isin(near)
    figures = {name: table[name].mask(gone) for name in FIGURES}
    figures["denominator"] = figures["denominator"].mask(behind)
    return table.assign(**figures, status=table["status"].mask(gone, "suppressed")).drop(columns="age")


def found(versions: tuple[int, ...], find: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """What was found for these versions, from the store folder; found and put there when it is not."""
    if min(versions, default=0) < store.NO_VERSION:
        # Of a draft, which nobody may ever publish.
        return kept.in_memory(("closed", RULE, versions), find)
    return kept.table("closed", (RULE, versions), find)
