"""The model figures of a seed, shaped for asking; made once for all tests."""

from functools import cache

import pandas as pd

from lib.sample import write

CITY, DISTRICTS = "853", [str(code) for code in range(1, 10)]
UNDER_23 = ["under_13", "13_17", "18_22"]
CLASSES = ["waiting_0_14", "waiting_15_28", "waiting_29_90", "waiting_91_180", "waiting_over_180"]
OVER_28 = CLASSES[2:]
VISITS = ["visits_office", "visits_phone", "visits_remote", "visits_digital"]
SERIES = ["service_id", "age_group", "area_code"]


@cache
def tables(seed: int = write.SEED) -> dict[str, pd.DataFrame]:
    """Every model dataset."""
    return write.tables(seed)


@cache
def services(seed: int = write.SEED) -> pd.DataFrame:
    """The service figures with the month as text."""
    return tables(seed)["varha_services"].assign(month=lambda t: t["period_start"].dt.strftime("%Y-%m"))


@cache
def wide(seed: int = write.SEED) -> pd.DataFrame:
    """One row for each series, area and month; one column for each indicator."""
    return services(seed).pivot(index=[*SERIES, "month"], columns="indicator_id", values="value")


@cache
def queued(seed: int = write.SEED) -> pd.DataFrame:
    """The rows of services with a queue."""
    return wide(seed).dropna(subset="waiting_total")


def of(service: str, ages: list[str], areas: list[str], column: str | list[str]) -> pd.Series:
    """A count by month, summed over age groups, areas and columns."""
    rows = wide().loc[(service, ages, areas)].groupby("month")[column].sum()
    return rows.sum(axis=1) if isinstance(column, list) else rows


def by_month(service: str, age: str, column: str) -> pd.Series:
    """One series of the whole city."""
    return wide().loc[(service, age, CITY)][column]


def over_28(service: str, ages: list[str], areas: list[str]) -> pd.Series:
    """Percent of those waiting who have waited over 28 days."""
    return 100 * of(service, ages, areas, OVER_28) / of(service, ages, areas, "waiting_total")


def survey(indicator: str, area: str) -> pd.DataFrame:
    """A yearly share of one area, oldest year first."""
    table = tables()["district_surveys"]
    chosen = (table["indicator_id"] == indicator) & (table["area_code"] == area)
    return table[chosen].sort_values("period_start")
