"""Questions of the indicator page for monthly figures of services: one series, its limits, and its areas."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib import charts, names, text
from lib.catalogue import catalogue
from lib.facts import STEPS, Indicator
from lib.signals import monthly, shape
from lib.statistics.control_chart import ControlChart
from lib.statistics.long_run import LASTING, newest_run
from lib.ui import asking, chain, choices, indicator, parts, pickers, series_marks
from lib.ui.series_marks import Series

# What a reader sees at first; the limits are computed from the whole segment.
MONTHS = 36
DISTRICTS = "major_district"
# Figures of age groups that add up to those of a joint group; the others come as they were delivered.
SUMMED = ("count", "share", "rate")


def picked(shown: Indicator) -> Series:
    """The series of a monthly indicator that the reader chose."""
    service = pickers.service(services(shown))
    age = pickers.age_group(ages(service))
    return Series(shown, pickers.service_area(areas(shown)), service, age)


def services(shown: Indicator) -> list[str]:
    """The services that have figures of an indicator, in the order of the ladder."""
    table = _rows(Series(shown, choices.home(choices.CITY)))
    having = set(table.loc[table["value"].notna(), "service_id"])
    found = [one for one in catalogue().services.values() if one.id in having]
    return [one.id for one in sorted(found, key=lambda one: (STEPS.index(one.step), one.order))]


def ages(service: str) -> list[str]:
    """The age groups in which a service is given; of groups that are the same people only the first."""
    given, found = set(catalogue().services[service].age_groups), {}
    for age, members in choices.AGE_MEMBERS.items():
        found.setdefault(frozenset(given & set(members)), age)
    return [age for people, age in found.items() if people]


def areas(shown: Indicator) -> list[str]:
    """The city, and its districts where the figure is told of them."""
    options = chain.area_options()
    return options if DISTRICTS in shown.levels else options[:1]


def months(series: Series) -> pd.DataFrame:
    """A row for each month from the first figure to the newest month that anybody has sent.

    A month without a row is missing; at the end of the series it is not published yet.
    """
    own = _of_service(series)
    known = own[own["status"].ne("missing")]
    newest = _newest(series.indicator)
    every = pd.date_range(known["period_start"].min() if len(known) else newest, newest, freq="MS")
    own = own.set_index("period_start").reindex(every).rename_axis("period_start").reset_index()
    last = known["period_start"].max()
    late = own["period_start"].gt(last) if len(known) else own["status"].isna()
    status = own["status"].fillna("missing").mask(late, "not_yet_published")
    level, code = series.area
    return own.assign(
        indicator_id=series.indicator.id,
        area_level=level,
        area_code=code,
        service_id=series.service,
        age_group=series.age,
        period_end=own["period_start"] + pd.offsets.MonthEnd(0),
        status=status,
    )


def chart_of(series: Series, table: pd.DataFrame, segment: Sequence[int]) -> ControlChart:
    """The control chart of the months of one series, each line (time,)."""
    facts = catalogue()
    grid = shape.panel(table, "M")
    made = monthly.chart_of(grid, series.indicator, facts.signal_rules, np.atleast_2d(segment))
    return ControlChart(**{name: line[0] for name, line in vars(made).items()})


def control_rows(series: Series) -> tuple[pd.DataFrame, ControlChart]:
    """The months with their limits and flags, and the chart they come from; rule: see control_rules.RULES."""
    table = months(series)
    segment = series_marks.segments(series, table["period_start"])
    chart = _told(chart_of(series, table, segment), table["status"].eq("suppressed").to_numpy())
    name = catalogue().services[series.service].name
    observed = table.assign(series=name[parts.language()])
    rows = charts.control_table(observed, chart, series.indicator.polarity)
    return rows.assign(rule=chart.rule, no_variation=chart.no_variation), chart


def _told(chart: ControlChart, hidden: NDArray[np.bool_]) -> ControlChart:
    """The chart without limits and flags in segments where many figures are hidden, as signals have it.

    Only small figures are hidden, so the mean of the rest is too large.
    """
    share = pd.Series(hidden).groupby(chart.segment).transform("mean").to_numpy()
    untold = share >= monthly.MOST_HIDDEN
    lines = ("mean", "lower", "upper", "lower_warning", "upper_warning")
    blank = {name: np.where(untold, np.nan, getattr(chart, name)) for name in lines}
    flags = {name: np.where(untold, 0, getattr(chart, name)) for name in ("rule", "direction")}
    return replace(chart, **blank, **flags, no_variation=chart.no_variation & ~untold)


def proposed(series: Series, table: pd.DataFrame, chart: ControlChart) -> pd.Timestamp | None:
    """The month from which new limits could be considered, or None.

    The newest run holds a long end in which nothing is special by limits of its own: a step, not a drift.
    """
    run, months_known = int(newest_run(chart)[0]), np.flatnonzero(~np.isnan(chart.values))
    for length in range(run, LASTING - 1, -1):
        start = months_known[-1] - length + 1
        inside = np.arange(len(table)) >= start
        again = chart_of(series, table, chart.segment + inside)
        if not again.rule[inside].any():
            return table["period_start"].iloc[start]
    return None


def of_districts(series: Series) -> pd.DataFrame:
    """The newest common month of all districts, weighed like the areas of a yearly figure."""
    found = [
        _of_service(Series(series.indicator, area, series.service, series.age))
        for area in pickers.areas(DISTRICTS, choices.CITY)
    ]
    whole = _of_service(Series(series.indicator, choices.home(choices.CITY), series.service, series.age))
    table = pd.concat(found, ignore_index=True)
    return indicator.compared(table, whole, DISTRICTS) if len(table) else table


def draw_districts(series: Series, table: pd.DataFrame) -> None:
    """The districts in order in their newest month, and their figures; nothing where there are none."""
    if table.empty:
        return
    month = text.month(table["period_start"].iloc[0].date(), parts.language())
    service = catalogue().services[series.service].name[parts.language()]
    level, code = series.area
    chosen = code if level == DISTRICTS else ""
    indicator.draw_ranking(table, series.indicator, DISTRICTS, choices.CITY, chosen)
    source = names.provenance(series.indicator, catalogue(), parts.language())
    said = parts.words("indicator.areas_of", service=service, month=month)
    parts.foot(f"{said}. {source}", "rank_foot")
    listed = indicator.table_of(table, series.indicator)
    name = f"{series.indicator.id}-{series.service}-{DISTRICTS}"
    parts.table(listed, "areas", name, (series.indicator.origin,))


def _newest(shown: Indicator) -> pd.Timestamp:
    known = asking.coverage()
    return known.loc[known["indicator_id"].eq(shown.id), "period_start"].max()


def _of_service(series: Series) -> pd.DataFrame:
    rows = _rows(series)
    return rows[rows["service_id"].eq(series.service)].sort_values("period_start").reset_index(drop=True)


def _rows(series: Series) -> pd.DataFrame:
    """All services of an area and age group, protected."""
    wanted = (series.indicator.id,)
    if series.indicator.kind in SUMMED:
        return asking.service_counts(wanted, series.area, choices.AGE_MEMBERS[series.age])
    return asking.service_values(wanted, series.area, series.age)
