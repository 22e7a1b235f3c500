"""The control chart of one service, and the months behind the ladder as a table."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib import charts, names, text
from lib.catalogue import catalogue
from lib.statistics import attribute_charts, control_chart
from lib.ui import parts, series_marks
from lib.ui.chain import count, share_within
from lib.ui.indicator_months import MONTHS
from lib.ui.series_marks import Series

QUEUE = "waiting_total"
# The share over the limit is counted against the limit in force, as the share is that got in within it.
SHARE = "started_within_limit"


def draw_chart(table: pd.DataFrame, service: str, age: str, area: tuple[str, str]) -> None:
    """Share over the limit where a limit is in force, else the length of the queue."""
    own = table[table["service_id"].eq(service)].sort_values("period_start")
    is_share = own.tail(MONTHS)["over_share"].notna().sum() >= 2
    if is_share:
        # Before its law there was no limit to be over: those months are not missing, they do not exist.
        own = own[own["limit_days"].notna()]
    series = Series(catalogue().indicators[SHARE if is_share else QUEUE], area, service, age)
    chart = _chart(own, is_share, series_marks.segments(series, own["period_start"]))
    rows = charts.control_table(_observed(own, is_share), chart, "lower_is_better")
    rows = rows.tail(MONTHS).reset_index(drop=True)
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
    parts.chart(
        charts.control(
            rows, style, heading, _marks(series, rows), series_marks.reasons(series, rows["segment"])
        ),
        "control",
        heading,
    )
    source = names.provenance(catalogue().indicators[QUEUE], catalogue(), parts.language())
    said = [series_marks.told(series, rows["segment"]), parts.words("chain.foot", source=source)]
    parts.foot(" ".join(one for one in said if one), "control_foot")


def _chart(own: pd.DataFrame, is_share: bool, segment: np.ndarray) -> control_chart.ControlChart:  # noqa: FBT001
    if not is_share:
        return control_chart.xmr(own["waiting_total"].to_numpy(float), segment)
    counts = own["over"].to_numpy(float), own["waiting_total"].to_numpy(float)
    return control_chart.scaled(attribute_charts.share_chart(*counts, segment).chart, 100)


def _observed(own: pd.DataFrame, is_share: bool) -> pd.DataFrame:  # noqa: FBT001 - told by the data, not by a caller
    values = own["over_share"] * 100 if is_share else own["waiting_total"]
    gone = np.where(own["hidden"].map(lambda names_of: isinstance(names_of, tuple)), "suppressed", "missing")
    return pd.DataFrame(
        {
            "series": catalogue().services[own["service_id"].iloc[0]].name[parts.language()],
            "period_start": own["period_start"],
            "period_end": own["period_start"] + pd.offsets.MonthEnd(0),
            "value": values,
            "status": np.where(values.notna(), "published", gone),
        }
    ).reset_index(drop=True)


def _marks(series: Series, rows: pd.DataFrame) -> charts.Marks:
    """Events and actions; a target of the share that got in is none of the share that still waits."""
    marks = series_marks.marks(series, rows["period_start"].tolist(), rows["segment"])
    return replace(marks, target=()) if series.indicator.id == SHARE else marks


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
