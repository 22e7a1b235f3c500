"""The control chart of one service, and the services and steps of the ladder as a table."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from lib import charts, names, text
from lib.catalogue import catalogue
from lib.facts import STEPS
from lib.statistics import attribute_charts, control_chart
from lib.ui import parts, series_marks
from lib.ui.chain_figures import COLUMNS, SHARES, WAITS, View, figure, is_hidden, late, whole_step
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


def table_of(shown: View) -> pd.DataFrame:
    """Each step as a row of its own, then its services, in the reader's words."""
    lines = []
    for step in STEPS:
        part = shown.rows[[catalogue().services[name].step == step for name in shown.rows.index]]
        if len(part):
            lines += [_step_line(shown, step, part), *(_line(shown, step, row) for _, row in part.iterrows())]
    return pd.DataFrame(lines)


def _line(shown: View, step: str, row: pd.Series) -> Mapping[str, str]:
    service = catalogue().services[row.name]
    figures = {parts.words(key): figure(shown, row, name) for name, key in COLUMNS.items()}
    note = parts.words("status.late") if late(shown, shown.rows.loc[[row.name]]).all() else ""
    return _whole_line(
        (step, service.name[parts.language()]),
        figures,
        (service.owner[parts.language()], _month(row["period_start"]), note),
    )


def _step_line(shown: View, step: str, part: pd.DataFrame) -> Mapping[str, str]:
    figures = {parts.words(key): whole_step(shown, part, name) for name, key in COLUMNS.items()}
    owners = dict.fromkeys(catalogue().services[name].owner[parts.language()] for name in part.index)
    month = _month(pd.Timestamp(shown.period))
    return _whole_line(
        (step, parts.words("chain.whole_step")), figures, (" · ".join(owners), month, _note(shown, part))
    )


def _whole_line(
    place: tuple[str, str], figures: Mapping[str, str], behind: tuple[str, str, str]
) -> Mapping[str, str]:
    step, name = place
    owner, month, note = behind
    return {
        parts.words("flow.column.step"): parts.words(f"step.{step}"),
        parts.words("column.service"): name,
        **figures,
        parts.words("chain.column.owner"): owner,
        parts.words("chain.month"): month,
        parts.words("chain.column.note"): note,
        parts.words("column.origin"): parts.words("origin.model"),
    }


def _month(start: pd.Timestamp) -> str:
    return text.EN_DASH if pd.isna(start) else text.month_short(start.date(), parts.language())


def _note(shown: View, part: pd.DataFrame) -> str:
    """Which services are not wholly in the sums of their step."""
    gone = late(shown, part)
    hidden = [
        any(is_hidden(row, name) for name in COLUMNS if name not in (*WAITS, *SHARES))
        for _, row in part.iterrows()
    ]
    services, language = catalogue().services, parts.language()
    told = {"late": gone, "hidden": pd.Series(hidden, index=part.index) & ~gone}
    listed = {
        key: ", ".join(services[name].name[language] for name in part.index[which])
        for key, which in told.items()
    }
    return ". ".join(parts.words(f"chain.note.{key}", listed=one) for key, one in listed.items() if one)
