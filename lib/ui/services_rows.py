"""The rows of the service catalogue: each service with its queues and the series that describe it."""

from dataclasses import dataclass

import pandas as pd

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import STEPS, Service
from lib.markup import services as markup
from lib.ui import address, asking, chain, choices, parts, queue_state
from lib.ui.indicator_months import SUMMED

HEADS = ("service", "how", "where", "queue")
# The age groups of the ladder between which the law divides; a service has a line for each that it serves.
AGES = ("under_23", "23_plus")
QUEUE = "waiting_total"


@dataclass(frozen=True)
class Figures:
    """Newest figures of an area by age group: queues by service_id, series in the one table shape."""

    period: str
    queues: dict[str, pd.DataFrame]
    series: dict[str, pd.DataFrame]


def figures(area: tuple[str, str]) -> Figures:
    """Queues, as on the ladder, and every monthly series of the area."""
    months = {age: chain.months(area, age) for age in AGES}
    period = max((chain.periods(table)[0] for table in months.values() if len(table)), default="")
    queues = {
        age: chain.with_limits(chain.newest(table, period), age).set_index("service_id")
        for age, table in months.items()
        if len(table)
    }
    return Figures(period, queues, {age: _series(area, age) for age in AGES})


def _series(area: tuple[str, str], age: str) -> pd.DataFrame:
    """The newest row of each service and indicator that has a figure or a hidden one."""
    monthly = [one for one in catalogue().indicators.values() if one.periodicity == "month"]
    summed = tuple(one.id for one in monthly if one.kind in SUMMED)
    as_sent = tuple(one.id for one in monthly if one.kind not in SUMMED)
    counts = asking.service_counts(summed, area, choices.AGE_MEMBERS[age])
    table = pd.concat([counts, asking.service_values(as_sent, area, age)], ignore_index=True)
    known = table[table["value"].notna() | table["status"].eq("suppressed")]
    return known.sort_values("period_start").groupby(["service_id", "indicator_id"]).tail(1)


def ages(service: Service, who: str) -> list[str]:
    """The age groups of the ladder that a service serves and the reader asks for."""
    wanted = {who} if who else set(service.age_groups)
    return [age for age in AGES if wanted & set(service.age_groups) & set(choices.AGE_MEMBERS[age])]


def catalogue_markup(services: list[Service], shown: Figures, who: str) -> str:
    """The services by step, numbered through."""
    made = [_row(number, one, shown, who) for number, one in enumerate(services, start=1)]
    steps = []
    for step in STEPS:
        of_step = tuple(row for row, one in zip(made, services, strict=True) if one.step == step)
        counted = text.plural("services.counted", parts.language(), len(of_step))
        steps += [markup.Step(parts.words(f"step.{step}"), counted, of_step)] if of_step else []
    return markup.catalogue([parts.words(f"services.head.{name}") for name in HEADS], steps)


def _row(number: int, service: Service, shown: Figures, who: str) -> markup.Row:
    language = parts.language()
    described = _described(service, shown, who)
    return markup.Row(
        number,
        service.id,
        service.name[language],
        service.what[language],
        service.owner[language],
        service.for_whom[language],
        parts.words(f"services.entry.{service.entry}"),
        service.how_to_get_in[language],
        where(service),
        _queues(service, shown, who),
        _described_words(service, who, len(described)),
        described,
        address.get("service") == service.id,
    )


def where(service: Service) -> tuple[tuple[str, str], ...]:
    """Each place and its district with the year of the source; or that none is known."""
    language = parts.language()
    if not service.points:
        kind = "outreach" if service.entry == "outreach" else "whole_city"
        return ((parts.words(f"services.where.{kind}"), parts.words("services.where.no_point")),)
    return tuple(
        (
            point.name[language],
            parts.words(
                "services.where.point",
                district=names.area(catalogue(), "major_district", point.major_district, language),
                year=point.source_year,
            ),
        )
        for point in service.points
    )


def queue_row(service: Service, age: str, shown: Figures) -> pd.Series | None:
    """The newest month of a service's queue, or None where there is no figure."""
    table = shown.queues.get(age)
    known = table is not None and service.id in table.index
    return table.loc[service.id] if known and service.has_queue else None


def _queues(service: Service, shown: Figures, who: str) -> tuple[markup.Queue, ...]:
    if service.has_queue:
        return tuple(_queue(service, age, shown) for age in ages(service, who))
    return (markup.Queue(parts.words("services.no_queue"), parts.words("services.no_queue_why")),)


def _queue(service: Service, age: str, shown: Figures) -> markup.Queue:
    row, words = queue_row(service, age, shown), parts.words
    opens = words(f"age.{age}"), words("services.open_queue"), f"service:{service.id} age:{age}"
    if row is None:
        return markup.Queue(text.EN_DASH, "", queue_state.cell("missing"), *opens)
    state = queue_state.of(row, shown.period)
    over = chain.over_words(row) if state in ("breach", "few_over") else ""
    month = text.month_short(row["period_start"].date(), parts.language())
    figures = words("services.queue", count=chain.count(row, QUEUE), median=chain.days(row, "wait_median"))
    small = " · ".join(one for one in (over, month) if one)
    return markup.Queue(figures, small, queue_state.cell(state), *opens)


def _described_words(service: Service, who: str, count: int) -> str:
    served = ages(service, who)
    age = parts.words(f"age.{served[0]}").lower() if served else ""
    return text.plural("services.described", parts.language(), count, age=age)


def _described(service: Service, shown: Figures, who: str) -> tuple[markup.Series, ...]:
    """Every indicator with a figure for the service and its first age group, in the order of the facts."""
    served = ages(service, who)
    if not served:
        return ()
    own = shown.series[served[0]]
    own = own[own["service_id"].eq(service.id)].set_index("indicator_id")
    return tuple(
        markup.Series(
            one.name[parts.language()], _figure(own.loc[one.id], one.id), _choose(one.id, service, served[0])
        )
        for one in catalogue().indicators.values()
        if one.id in own.index
    )


def _choose(indicator: str, service: Service, age: str) -> str:
    return f"indicator:{indicator} service:{service.id} age:{age}"


def _figure(row: pd.Series, indicator: str) -> str:
    language, facts = parts.language(), catalogue().indicators[indicator]
    value = names.shown(row["value"], row["status"], facts, language)
    return f"{value} · {text.month_short(row['period_start'].date(), language)}"


def table_of(services: list[Service], shown: Figures, who: str) -> pd.DataFrame:
    """The same rows as a plain table, one a service and age group."""
    lines = [
        _line(number, service, age, shown)
        for number, service in enumerate(services, start=1)
        for age in ages(service, who)
    ]
    return pd.DataFrame(lines).rename(columns=parts.words)


def _line(number: int, service: Service, age: str, shown: Figures) -> dict[str, object]:
    language, row = parts.language(), queue_row(service, age, shown)
    return {
        "services.number": number,
        "column.service": service.name[language],
        "services.step": parts.words(f"step.{service.step}"),
        "services.what": service.what[language],
        "services.for_whom": service.for_whom[language],
        "services.entry": parts.words(f"services.entry.{service.entry}"),
        "services.how": service.how_to_get_in[language],
        "services.owner": service.owner[language],
        "services.head.where": "; ".join(f"{place} ({small})" for place, small in where(service)),
        "frame.age": parts.words(f"age.{age}"),
        **_queue_cells(service, row, shown.period),
        "column.origin": parts.words("origin.model"),
    }


def _queue_cells(service: Service, row: pd.Series | None, period: str) -> dict[str, str]:
    heads = ("chain.month", "chain.column.waiting", "chain.median", "services.state")
    if row is None:
        word = parts.words("state.missing" if service.has_queue else "services.no_queue")
        return dict.fromkeys(heads[:3], text.EN_DASH) | {heads[3]: word}
    month = text.month_short(row["period_start"].date(), parts.language())
    state = queue_state.cell(queue_state.of(row, period)).word
    return dict(
        zip(heads, (month, chain.count(row, QUEUE), chain.days(row, "wait_median"), state), strict=True)
    )
