"""Model figures cut off at a month, as a scan would have seen them then."""

from datetime import date
from functools import cache

import model_figures
import pandas as pd

from lib import care, protect, signals
from lib.catalogue import catalogue
from lib.sample import write

CITY = ("municipality", "853")
GROUPS = {"under_23": ("under_13", "13_17", "18_22"), "23_plus": ("23_plus",)}
KEY = ["indicator_id", "area_level", "area_code", "period_start", "period_end", "service_id"]


@cache
def services(seed: int = write.SEED) -> pd.DataFrame:
    """Service figures by joint age group, counts summed, medians as they are."""
    table = model_figures.tables(seed)["varha_services"]
    medians = table[table["indicator_id"].isin(care.WAITS) & table["age_group"].isin(GROUPS)]
    counts = table[~table["indicator_id"].isin(care.WAITS)]
    made = [_summed(counts[counts["age_group"].isin(ages)], name) for name, ages in GROUPS.items()]
    return protect.hidden(pd.concat([*made, medians], ignore_index=True), catalogue())


def _summed(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    sums = rows.groupby(KEY, as_index=False)[["value", "numerator", "denominator"]].sum(min_count=1)
    share = sums["numerator"] / sums["denominator"] * 100
    value = sums["value"].where(sums["denominator"].isna(), share)
    return sums.assign(value=value, age_group=group, sex="all", status="published")


@cache
def surveys(seed: int = write.SEED) -> pd.DataFrame:
    """The yearly survey figures."""
    return model_figures.tables(seed)["district_surveys"]


@cache
def seen(day: date, seed: int = write.SEED) -> signals.Scan:
    """What a scan raises on a day, from the months that had come by then."""
    table, yearly = services(seed), surveys(seed)
    month = pd.Timestamp(day).to_period("M").to_timestamp() - pd.DateOffset(months=1)
    table = table[table["period_start"].le(month)]
    yearly = yearly[yearly["period_end"].lt(pd.Timestamp(day))]
    city = yearly["area_level"].eq("municipality")
    return signals.scan(signals.Tables(table, yearly[~city], yearly[city]), catalogue(), CITY, day)


def raised(day: date, **wanted: str) -> pd.DataFrame:
    """The signals of a day that have the wanted cells, or name the wanted area among others."""
    table = seen(day).signals
    area = wanted.pop("area", None)
    if area:
        table = table[table["area_code"].eq(area) | table["others"].map(lambda codes: area in codes)]
    for column, value in wanted.items():
        table = table[table[column].eq(value)]
    return table
