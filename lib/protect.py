"""Disclosure control, applied once: no figure leaves the query for a viewer except through here."""

from collections.abc import Mapping

import pandas as pd

from lib import closing, complement, query
from lib.facts import Catalogue, Dataset, Indicator
from lib.shapes import AGE_MEMBERS
from lib.table import FIGURES, SHOWN


def observations(
    catalogue: Catalogue, versions: tuple[int, ...], indicator_ids: tuple[str, ...], level: str
) -> pd.DataFrame:
    """All areas of a level, all periods, with small counts hidden."""
    return hidden(query.observations(versions, indicator_ids, level), catalogue)


def of_area(catalogue: Catalogue, versions: tuple[int, ...], level: str, code: str) -> pd.DataFrame:
    """Every indicator of one area, with small counts hidden."""
    return hidden(query.of_area(versions, level, code), catalogue)


def service_counts(
    catalogue: Catalogue,
    versions: tuple[int, ...],
    indicator_ids: tuple[str, ...],
    area: tuple[str, str],
    age_groups: tuple[str, ...],
) -> pd.DataFrame:
    """Service counts of one area summed over age groups, with small sums hidden."""
    counts = hidden(query.service_counts(versions, indicator_ids, area, age_groups), catalogue)
    return closing.without(counts.assign(age=closing.age_of(age_groups)), closed(catalogue, versions))


def service_values(
    catalogue: Catalogue,
    versions: tuple[int, ...],
    indicator_ids: tuple[str, ...],
    area: tuple[str, str],
    age_group: str,
) -> pd.DataFrame:
    """Medians and the like of one area, hidden where too few stand behind them."""
    values = hidden(query.service_values(versions, indicator_ids, area, age_group), catalogue)
    return closing.without(values.assign(age=age_group), closed(catalogue, versions))


def service_series(
    catalogue: Catalogue, versions: tuple[int, ...], indicator_ids: tuple[str, ...]
) -> pd.DataFrame:
    """Every service series, with small counts hidden."""
    series = hidden(query.service_series(versions, indicator_ids), catalogue)
    return closing.without(series.assign(age=series["age_group"]), closed(catalogue, versions))


def service_totals(
    catalogue: Catalogue, versions: tuple[int, ...], indicator_ids: tuple[str, ...], ages: tuple[str, ...]
) -> pd.DataFrame:
    """Monthly counts of every area summed over services and age groups, with small sums hidden.

    Adds `services`: how many services sent a figure. The sum is made before protection, so that it shows
    although small parts of it do not; a part that came hidden from its sender hides it.
    """
    return hidden(_over_services(query.service_counts_everywhere(versions, indicator_ids, ages)), catalogue)


def service_groups(
    catalogue: Catalogue, versions: tuple[int, ...], groups: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Every monthly service series of every area by joint age group, with small sums hidden.

    groups: joint age group → its members. Counts and shares are summed; medians are those that were sent for
    the joint group itself.
    """
    monthly = [one for one in catalogue.indicators.values() if one.periodicity == "month"]
    summed = tuple(one.id for one in monthly if one.kind != "median")
    counts = [
        query.service_counts_everywhere(versions, summed, members).assign(age_group=name, sex="all")
        for name, members in groups.items()
    ]
    medians = query.service_series(versions, tuple(one.id for one in monthly if one.kind == "median"))
    medians = medians[medians["age_group"].isin(groups)]
    table = hidden(pd.concat([*counts, medians], ignore_index=True), catalogue)
    return closing.without(table.assign(age=table["age_group"]), closed(catalogue, versions))


def whole_version(catalogue: Catalogue, version_id: int) -> pd.DataFrame:
    """Every row of one version, with small counts and what would tell them hidden."""
    rows = hidden(query.all_of_version(version_id), catalogue)
    return closing.without(rows.assign(age=rows["age_group"]), closed(catalogue, (version_id,)))


def closed(catalogue: Catalogue, versions: tuple[int, ...]) -> pd.DataFrame:
    """Counts hidden besides the small ones, so that these cannot be worked out; kept once it is known."""
    summed = [one.id for one in catalogue.datasets.values() if one.sums]
    known = query.versions(versions)
    concerned = tuple(known.loc[known["dataset_id"].isin(summed), "version_id"].tolist())
    return closing.found(concerned, lambda: _closed(catalogue, concerned))


def _closed(catalogue: Catalogue, versions: tuple[int, ...]) -> pd.DataFrame:
    counts = tuple(
        one.id
        for one in catalogue.indicators.values()
        if one.kind == "count" and catalogue.datasets[one.dataset].sums
    )
    asked = []
    for age, members in AGE_MEMBERS.items():
        table = query.service_counts_everywhere(versions, counts, members)
        is_hidden = hidden(table, catalogue)["status"].eq("suppressed")
        asked.append(closing.keyed(table.assign(age=age, hidden=is_hidden)))
    return complement.also_hidden(pd.concat(asked, ignore_index=True), closing.sums(catalogue))


def _over_services(table: pd.DataFrame) -> pd.DataFrame:
    known = table["status"].isin(SHOWN) & table["value"].notna()
    came_hidden = table["status"].eq("suppressed")
    keys = ["indicator_id", "area_level", "area_code", "period_start", "period_end"]
    value = table["value"].where(known)
    by = table.assign(value=value, services=known.astype(int), came_hidden=came_hidden).groupby(keys)
    summed = by[["services", "came_hidden"]].sum().assign(value=by["value"].sum(min_count=1)).reset_index()
    gone = summed["came_hidden"].gt(0)
    value = summed["value"].mask(gone)
    status = value.notna().map({True: "published", False: "missing"}).mask(gone, "suppressed")
    return summed.drop(columns="came_hidden").assign(
        value=value, numerator=value, denominator=float("nan"), status=status
    )


def hidden(table: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The table with its figures blanked and status `suppressed` where the rule says so."""
    if table.empty:
        return table
    rules = {
        indicator_id: _rule(catalogue.indicators[indicator_id], catalogue)
        for indicator_id in table["indicator_id"].unique()
        if indicator_id in catalogue.indicators
    }
    count, denominator, behind = (
        table["indicator_id"].map({name: rule[place] for name, rule in rules.items()}).fillna(0)
        for place in range(3)
    )
    # Whatever is not shown anyway keeps its own reason.
    is_shown = table["status"].isin(SHOWN)
    small = is_shown & (_small_count(table, count) | _few(table, denominator) | _few(table, behind))
    return table.assign(
        **{column: table[column].mask(small) for column in FIGURES},
        status=table["status"].mask(small, "suppressed"),
    )


def _rule(indicator: Indicator, catalogue: Catalogue) -> tuple[int, int, int]:
    """Smallest shown count, smallest denominator, and for medians the fewest cases behind one."""
    dataset: Dataset = catalogue.datasets[indicator.dataset]
    count = max(indicator.smallest_shown_count, dataset.smallest_shown_count)
    if indicator.kind in ("median", "mean", "index"):
        return 0, dataset.smallest_denominator, dataset.smallest_median_count
    return (
        count if indicator.kind in ("count", "share", "rate") else 0,
        _smallest_denominator(indicator, dataset),
        0,
    )


def _smallest_denominator(indicator: Indicator, dataset: Dataset) -> int:
    return dataset.smallest_denominator if indicator.kind in ("share", "rate") else 0


def _small_count(table: pd.DataFrame, smallest: pd.Series) -> pd.Series:
    """A count of one or more but under the limit; zero is shown as zero."""
    return table["numerator"].ge(1) & table["numerator"].lt(smallest)


def _few(table: pd.DataFrame, smallest: pd.Series) -> pd.Series:
    return table["denominator"].notna() & table["denominator"].lt(smallest) & smallest.gt(0)
