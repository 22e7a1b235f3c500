"""The control chart of one service, and the months behind the ladder as a table."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib import charts, names, text
from lib.catalogue import catalogue
from lib.statistics import attribute_charts, control_chart
from lib.ui import parts
from lib.ui.chain import count, share_within

MONTHS = 36


def draw_chart(table: pd.DataFrame, service: str, age: str, area: tuple[str, str]) -> None:
    """Share over the limit where a limit is in force, else the length of the queue."""
    own = table[table["service_id"].eq(service)].sort_values("period_start").tail(MONTHS)
    is_share = own["over_share"].notna().sum() >= 2
    if is_share:
        # Before its law there was no limit to be over: those months are not missing, they do not exist.
        own = own[own["limit_days"].notna()]
    chart = _share_chart(own) if is_share else control_chart.xmr(own["waiting_total"].to_numpy(float))
    rows = charts.control_table(
        _observed(own, is_share), _percent(chart) if is_share else chart, "lower_is_better"
    )
    flagged = bool(rows["flag"].iloc[-1])
    key = f"chain.chart.{'over' if is_share else 'waiting'}{'_flagged' if flagged else ''}"
    heading = parts.words(key, service=catalogue().services[service].name[parts.language()])
    parts.section(
        heading,
        parts.words(
            "chain.chart.subtitle",
            age=parts.words(f"age.{age}"),
            area=names.area(catalogue(), *area, parts.language()),
        ),
        key="control_head",
        model=parts.words("model.word"),
    )
    style = charts.Style("percent" if is_share else "persons", 0, parts.language(), "model", parts.mode())
    marks = charts.Marks(events=_events(own))
    parts.chart(charts.control(rows, style, heading, marks), "control", heading)
    source = names.provenance(catalogue().indicators["waiting_total"], catalogue(), parts.language())
    parts.foot(parts.words("chain.foot", source=source), "control_foot")


def _share_chart(own: pd.DataFrame) -> control_chart.ControlChart:
    return attribute_charts.share_chart(
        own["over"].to_numpy(float), own["waiting_total"].to_numpy(float)
    ).chart


def _percent(chart: control_chart.ControlChart) -> control_chart.ControlChart:
    scaled = {
        name: getattr(chart, name) * 100
        for name in ("values", "mean", "lower", "upper", "lower_warning", "upper_warning")
    }
    return replace(chart, **scaled)


def _observed(own: pd.DataFrame, is_share: bool) -> pd.DataFrame:  # noqa: FBT001 - told by the data, not by a caller
    values = own["over_share"] * 100 if is_share else own["waiting_total"]
    return pd.DataFrame(
        {
            "series": catalogue().services[own["service_id"].iloc[0]].name[parts.language()],
            "period_start": own["period_start"],
            "period_end": own["period_start"] + pd.offsets.MonthEnd(0),
            "value": values,
            "status": np.where(values.notna(), "published", "missing"),
        }
    ).reset_index(drop=True)


def _events(own: pd.DataFrame) -> tuple[charts.Dated, ...]:
    service = own["service_id"].iloc[0]
    first, last = own["period_start"].iloc[0].date(), own["period_start"].iloc[-1].date()
    return tuple(
        charts.Dated(event.on, event.name[parts.language()])
        for event in catalogue().events
        if service in event.services and first <= event.on <= last
    )


def table_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The services of the ladder as a plain table in the reader's words."""
    language = parts.language()
    services = catalogue().services
    listed = rows.to_dict("records")
    series = [pd.Series(row) for row in listed]
    return pd.DataFrame(
        {
            parts.words("column.service"): [services[row["service_id"]].name[language] for row in listed],
            parts.words("chain.month"): [
                text.month_short(row["period_start"].date(), language) for row in listed
            ],
            parts.words("chain.column.waiting"): [count(row, "waiting_total") for row in series],
            parts.words("chain.column.over"): [count(row, "over") for row in series],
            parts.words("chain.column.limit"): [count(row, "limit_days") for row in series],
            parts.words("chain.column.started"): [count(row, "treatments_started") for row in series],
            parts.words("chain.median"): [count(row, "wait_median") for row in series],
            parts.words("chain.p90"): [count(row, "wait_p90") for row in series],
            parts.words("chain.within"): [share_within(row) for row in series],
            parts.words("chain.column.received"): [count(row, "referrals_received") for row in series],
            parts.words("chain.column.returned"): [count(row, "referrals_returned") for row in series],
            parts.words("chain.column.visits"): [count(row, "visits_office") for row in series],
            parts.words("column.origin"): parts.words("origin.model"),
        }
    )
