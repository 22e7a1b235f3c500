"""What is drawn over a series besides its figures: rebases, events, targets, and whose limits hold when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lib import charts, text
from lib.catalogue import catalogue
from lib.charts.annotations import MOST_EVENTS
from lib.facts import Event, Indicator
from lib.shapes import Rebase
from lib.statistics import control_chart
from lib.ui import actions, choices, parts


@dataclass(frozen=True)
class Series:
    """One line a reader looks at; service and age only where the figure has them."""

    indicator: Indicator
    area: tuple[str, str]
    service: str = ""
    age: str = "all"


def rebases(series: Series) -> tuple[Rebase, ...]:
    """The rebases that hold for a series, in order of time."""
    ages = choices.AGE_MEMBERS[series.age]
    found = (one for one in catalogue().rebases if one.concerns(series.indicator.id, series.service, ages))
    return tuple(sorted(found, key=lambda one: one.on))


def segments(series: Series, periods: ArrayLike) -> NDArray[np.int_]:
    """The number of the segment each period lies in; periods: first days, (time,)."""
    days = np.array([one.on for one in rebases(series)], dtype="datetime64[D]")
    return control_chart.segments(np.asarray(periods).astype("datetime64[D]"), days)


def begun(series: Series, shown: ArrayLike) -> tuple[Rebase, ...]:
    """The rebases at which a segment begins among the shown ones, which start with an older segment."""
    found = rebases(series)
    return tuple(found[number - 1] for number in np.unique(np.asarray(shown))[1:])


def reasons(series: Series, shown: ArrayLike) -> tuple[str, ...]:
    """Why the limits start anew, one for each segment after the first shown one."""
    return tuple(one.reason[parts.language()] for one in begun(series, shown))


def marks(series: Series, periods: Sequence[pd.Timestamp], shown: ArrayLike) -> charts.Marks:
    """Target, events and actions of the shown periods; shown: their segments, whose rebases take room too.

    At most three verticals in all: rebases before actions before events, of each kind the newest. What
    happened on the day of a rebase is told by its reason.
    """
    started = begun(series, shown)
    span = pd.Timestamp(periods[0]).date(), _last_day(series, periods)
    said = {one.on for one in started}
    done = [one for one in _actions(series) if span[0] <= one.on <= span[1]]
    happened = [one for one in _events(series, span) if one.on not in said]
    done = _newest(done, MOST_EVENTS - len(started))
    happened = _newest(happened, MOST_EVENTS - len(started) - len(done))
    return charts.Marks(target=targets(series, span), events=(*done, *happened))


def with_rebases(over: charts.Marks, series: Series, shown: ArrayLike) -> charts.Marks:
    """The rebases among the events, for a chart that has no limits to start anew."""
    language = parts.language()
    started = tuple(charts.Dated(one.on, one.reason[language]) for one in begun(series, shown))
    return replace(over, events=(*started, *over.events))


def targets(series: Series, span: tuple[date, date]) -> tuple[charts.Step, ...]:
    """The target in force at the start of a span, and those decided in it."""
    known = sorted(series.indicator.target, key=lambda one: one.from_date)
    older = [one for one in known if one.from_date <= span[0]]
    newer = [one for one in known if span[0] < one.from_date <= span[1]]
    return tuple(charts.Step(one.from_date, one.value) for one in (*older[-1:], *newer))


def in_force(series: Series, periods: ArrayLike) -> NDArray[np.float64]:
    """(time,) the target of each period by its first day; NaN before the first."""
    days = np.asarray(periods).astype("datetime64[D]")
    starts = np.array([one.from_date for one in series.indicator.target], dtype="datetime64[D]")
    return control_chart.targets_in_force(days, starts, [one.value for one in series.indicator.target])


def told(series: Series, shown: ArrayLike, key: str = "indicator.rebased") -> str:
    """Each rebase whose limits are shown, with its day, reason and the role that decided it; or nothing."""
    language, found = parts.language(), rebases(series)
    return " ".join(
        parts.words(
            key,
            day=text.day(one.on, language),
            reason=one.reason[language],
            role=one.decided_by[language],
        )
        for one in (found[number - 1] for number in np.unique(np.asarray(shown)) if number)
    )


def _newest(dated: Sequence[charts.Dated], room: int) -> list[charts.Dated]:
    return sorted(dated, key=lambda one: one.on)[max(len(dated) - max(room, 0), 0) :]


def _actions(series: Series) -> tuple[charts.Dated, ...]:
    return actions.marks(series.indicator.id, *series.area, series.service, series.age)


def _events(series: Series, span: tuple[date, date]) -> list[charts.Dated]:
    return [
        charts.Dated(event.on, event.name[parts.language()])
        for event in catalogue().events
        if span[0] <= event.on <= span[1] and _belongs(event, series)
    ]


def _belongs(event: Event, series: Series) -> bool:
    """To the service of a service figure, to a theme of another one, or to the figure itself."""
    if series.service:
        return series.service in event.services or series.indicator.id in event.indicators
    return series.indicator.id in event.indicators or bool(set(event.themes) & set(series.indicator.themes))


def _last_day(series: Series, periods: Sequence[pd.Timestamp]) -> date:
    last = pd.Timestamp(periods[-1])
    whole = pd.offsets.MonthEnd(0) if series.indicator.periodicity == "month" else pd.offsets.YearEnd(0)
    return (last + whole).date()
