"""Questions and words of the service chain: the ladder, one service's control chart, and the two truths."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from lib import care, flow, text
from lib.catalogue import catalogue
from lib.facts import STEPS, Service
from lib.markup import ladder
from lib.settings import settings
from lib.ui import address, asking, choices, parts, pickers, queue_state

SHOWN_STEPS = STEPS[:3]


def area_options() -> list[str]:
    """The city and its major districts: services are not told of smaller areas."""
    return [choices.area_value("municipality", settings().city_code)] + [
        choices.area_value(*key) for key in pickers.areas("major_district", choices.CITY)
    ]


def months(area: tuple[str, str], age: str) -> pd.DataFrame:
    """Every service's months for an area and age group, with what is hidden named."""
    counts = asking.service_counts(care.COUNTS, area, choices.AGE_MEMBERS[age])
    return care.by_month(counts, asking.service_values(care.WAITS, area, age))


def with_limits(table: pd.DataFrame, age: str) -> pd.DataFrame:
    """All services' months with the limit in force, and who is over it."""
    facts = catalogue()
    made = [
        care.with_limit(rows, facts.limits, facts.services[name].limit_kind, age)
        for name, rows in table.groupby("service_id", sort=False)
        if name in facts.services
    ]
    return pd.concat(made, ignore_index=True) if made else table


def periods(table: pd.DataFrame) -> list[str]:
    """The months that have figures, the newest first."""
    return sorted({start.strftime("%Y-%m") for start in table["period_start"]}, reverse=True)


def newest(table: pd.DataFrame, period: str) -> pd.DataFrame:
    """Each service's last month up to the chosen one."""
    until = pd.Period(period).end_time
    return table[table["period_start"] <= until].groupby("service_id", as_index=False).tail(1)


def ladder_markup(table: pd.DataFrame, period: str, age: str, picked: str, area: tuple[str, str]) -> str:
    """The ladder of an area, month and age group."""
    rows = newest(table, period).set_index("service_id")
    steps = [
        ladder.Step(
            parts.words(f"step.{step}"),
            *_flow(step, area, age, period),
            tuple(_card(service, rows, period, age, picked) for service in services(step, age)),
        )
        for step in SHOWN_STEPS
    ]
    return ladder.ladder(
        steps, parts.words("step.multidisciplinary"), _across(rows, age), parts.words("chain.across_owner")
    )


def services(step: str, age: str) -> list[Service]:
    """The services of a step that take in some of the age group, in their order."""
    members = set(choices.AGE_MEMBERS[age])
    found = [
        one for one in catalogue().services.values() if one.step == step and members & set(one.age_groups)
    ]
    return sorted(found, key=lambda one: one.order)


def _card(service: Service, rows: pd.DataFrame, period: str, age: str, picked: str) -> ladder.ServiceCard:
    language = parts.language()
    empty = service.id not in rows.index
    row = None if empty else rows.loc[service.id]
    state = "missing" if empty else queue_state.of(row, period)
    return ladder.ServiceCard(
        service.id,
        service.name[language],
        service.owner[language],
        queue_state.cell(state),
        parts.words("state.missing") if empty else count(row, "waiting_total"),
        "" if empty else _waiting_words(row, period),
        () if empty else _parts(row),
        "" if empty else over_words(row),
        _rule(row, age),
        () if empty else _figures(row),
        service.id == picked,
    )


def count(row: pd.Series, name: str) -> str:
    """A count, the word of a hidden one, or a dash."""
    if not np.isnan(row[name]):
        return text.number(row[name], 0, parts.language())
    return parts.words("chain.hidden") if is_hidden(row, name) else text.EN_DASH


def is_hidden(row: pd.Series, name: str) -> bool:
    """Whether this figure of the row is hidden as too small."""
    return isinstance(row["hidden"], tuple) and name in row["hidden"]


def _waiting_words(row: pd.Series, period: str) -> str:
    if row["period_start"].strftime("%Y-%m") == period:
        return parts.words("chain.waiting_now")
    return parts.words("chain.waiting_then", day=text.day(month_end(row["period_start"]), parts.language()))


def month_end(start: pd.Timestamp) -> date:
    """The last day of the month."""
    return (start + pd.offsets.MonthEnd(0)).date()


def _parts(row: pd.Series) -> tuple[ladder.Part, ...]:
    """The waiting classes as parts of a bar; the mark stands where the limit runs."""
    made, limit_seen = [], False
    for name, first in care.CLASSES.items():
        hidden, number = is_hidden(row, name), row[name]
        if not hidden and not number > 0:
            continue
        late = bool(first > row["limit_days"])
        words = parts.words(f"chain.class.{name}", count=count(row, name))
        made.append(
            ladder.Part(
                "" if hidden else count(row, name),
                3 if hidden else float(number),
                late,
                hidden,
                words,
                late and not limit_seen,
            )
        )
        limit_seen = limit_seen or late
    return tuple(made)


def over_words(row: pd.Series) -> str:
    """How many wait over the limit and their share; empty where no limit is in force."""
    if np.isnan(row["limit_days"]):
        return ""
    if np.isnan(row["over"]):
        return parts.words("chain.over_hidden")
    share = 0.0 if np.isnan(row["over_share"]) else row["over_share"] * 100
    language = parts.language()
    return parts.words(
        "chain.over",
        count=text.number(row["over"], 0, language),
        share=text.figure(share, "percent", 0, language),
    )


def _rule(row: pd.Series | None, age: str) -> str:
    if age == "all":
        return parts.words("chain.rule_by_age")
    if row is None or np.isnan(row["limit_days"]):
        return parts.words("chain.no_rule")
    language = parts.language()
    return parts.words(
        "chain.rule",
        limit=text.figure(row["limit_days"], "days", 0, language),
        name=row["rule"].name[language],
        start=text.day(row["rule"].valid_from, language),
    )


def _figures(row: pd.Series) -> tuple[tuple[str, str], ...]:
    return (
        (parts.words("chain.median"), days(row, "wait_median")),
        (parts.words("chain.p90"), days(row, "wait_p90")),
        (parts.words("chain.within"), share_within(row)),
    )


def days(row: pd.Series, name: str) -> str:
    """A wait in days, or why it is not told."""
    if not np.isnan(row[name]):
        return text.figure(row[name], "days", 0, parts.language())
    return parts.words("chain.too_few") if is_hidden(row, name) else text.EN_DASH


def share_within(row: pd.Series) -> str:
    """Share of those who got in who got in within the limit."""
    within, started = row["started_within_limit"], row["treatments_started"]
    if np.isnan(within) or not started > 0 or np.isnan(row["limit_days"]):
        return text.EN_DASH
    return text.figure(within / started * 100, "percent", 0, parts.language())


def _flow(step: str, area: tuple[str, str], age: str, period: str) -> tuple[str, str]:
    """How many were guided up to this step in the month; told for the whole city only."""
    if step == "low_threshold":
        return "", parts.words("chain.comes_in")
    rows = asking.service_counts((f"transfers_to_{step}",), area, choices.AGE_MEMBERS[age])
    rows = rows[rows["period_start"].dt.strftime("%Y-%m").eq(period)]
    if rows.empty:
        return "", parts.words("chain.flow_city_only")
    guided = flow.summed(rows["value"], rows["status"].eq("suppressed"))
    return queue_state.amount(guided), parts.words("chain.guided")


def _across(rows: pd.DataFrame, age: str) -> str:
    pieces = []
    for service in services("multidisciplinary", age):
        if service.id in rows.index:
            row = rows.loc[service.id]
            met = flow.summed(
                row[list(care.VISITS)], pd.Series({one: is_hidden(row, one) for one in care.VISITS})
            )
            pieces.append(f"{service.name[parts.language()]} {queue_state.amount(met)}")
    return parts.words("chain.across", listed=" · ".join(pieces)) if pieces else parts.words("state.missing")


def choose_from(key: str) -> Callable[[], None]:
    """What a press on the ladder does: it picks the service before the page is drawn again."""

    def choose() -> None:
        pressed = st.session_state[key].choose
        if pressed:
            address.put("service", pressed.partition(":")[2])

    return choose
