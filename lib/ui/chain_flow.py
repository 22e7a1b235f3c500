"""The flow between the steps: who moves on, who is returned and who comes back, for the whole city."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib import flow, names, text
from lib.catalogue import catalogue
from lib.flow import Sum
from lib.markup import flow as markup
from lib.ui import asking, choices, parts, queue_state
from lib.ui.chain import SHOWN_STEPS

RECEIVED, RETURNED = "referrals_received", "referrals_returned"
STARTED, AGAIN = "treatments_started", "returned_within_90_days"
# As the bands stand in the picture: the highest step first, so that a flow upwards runs upwards.
GOALS = (*reversed(SHOWN_STEPS), "multidisciplinary")
ONWARD = tuple(f"transfers_to_{goal}" for goal in GOALS)
ASKED = (RECEIVED, RETURNED, STARTED, *ONWARD, AGAIN)
NOTHING = Sum(float("nan"))


@dataclass(frozen=True)
class Flows:
    """The sums of the city's steps for an age group, over the months up to `period`."""

    found: dict[tuple[str, str], Sum]
    gaps: dict[str, int]
    months: int
    age: str
    period: str

    def of(self, step: str, indicator_id: str) -> Sum:
        """The sum of a step; nothing known where it has no such figure."""
        return self.found.get((step, indicator_id), NOTHING)


def draw(area: tuple[str, str], age: str, period: str) -> None:
    """The section: finding, picture, what cannot be said, source and table. Always of the whole city."""
    flows = _flows(age, period)
    model = parts.model_word(catalogue().indicators[ONWARD[0]])
    parts.section(_finding(flows), _subtitle(flows), key="flow_head", model=model)
    if area != _city():
        parts.notice(parts.words("flow.city_only", city=_area(_city()), area=_area(area)))
    parts.block(markup.flow([_panel(flows, step) for step in SHOWN_STEPS], parts.words("flow.label")), "flow")
    asked = [catalogue().indicators[name] for name in ASKED]
    source = names.listed_sources(asked, catalogue(), parts.language())
    parts.foot(" ".join(_unsaid(flows)), "flow_unsaid")
    parts.foot(source, "flow_foot")
    parts.table(_table(flows), "flow", "palveluketju_virrat", {one.origin for one in asked})


def _flows(age: str, period: str) -> Flows:
    rows = asking.service_counts(ASKED, _city(), choices.AGE_MEMBERS[age])
    shown = flow.window(rows, period)
    steps = {name: one.step for name, one in catalogue().services.items() if one.step in SHOWN_STEPS}
    shown = shown[shown["service_id"].isin(steps)]
    return Flows(
        flow.sums(shown, steps), flow.months_missing(shown), shown["period_start"].nunique(), age, period
    )


def _city() -> tuple[str, str]:
    return choices.home(choices.CITY)


def _area(area: tuple[str, str]) -> str:
    return names.area(catalogue(), *area, parts.language())


def _finding(flows: Flows) -> str:
    """The largest known flow from one step to another."""
    largest = flow.largest_between(flows.found, SHOWN_STEPS)
    if largest is None:
        return parts.words("flow.finding.none")
    origin, goal, found = largest
    return parts.words(
        "flow.finding.year" if flows.months == flow.MONTHS else "flow.finding.shorter",
        origin=parts.words(f"flow.from.{origin}"),
        goal=parts.words(f"flow.to.{goal}"),
        count=queue_state.amount(found),
        months=flows.months,
    )


def _subtitle(flows: Flows) -> str:
    return parts.words(
        "flow.subtitle",
        area=_area(_city()),
        age=parts.words(f"age.{flows.age}"),
        months=_months(flows),
    )


def _months(flows: Flows) -> str:
    """The first and last month of the window: 11/2025–10/2026."""
    last = pd.Period(flows.period, "M")
    ends = [one.to_timestamp().date() for one in (last - max(flows.months - 1, 0), last)]
    return text.EN_DASH.join(_month(one) for one in dict.fromkeys(ends))


def _month(start: date) -> str:
    return text.month_short(start, parts.language())


def _panel(flows: Flows, step: str) -> markup.Panel:
    came, began = flows.of(step, RECEIVED), flows.of(step, STARTED)
    return markup.Panel(
        parts.words(f"step.{step}"),
        (queue_state.amount(came), parts.words("flow.came")),
        (queue_state.amount(began), parts.words("flow.began")),
        _size(came),
        _size(began),
        (_returned(flows, step), *(_onward(flows, step, goal) for goal in GOALS), _again(flows, step)),
    )


def _returned(flows: Flows, step: str) -> markup.Band:
    found = flows.of(step, RETURNED)
    share = flow.per_hundred(found, flows.of(step, RECEIVED))
    note = parts.words("flow.of_hundred", count=queue_state.amount(share)) if share.value > 0 else ""
    return _band(found, parts.words("flow.returned"), note, "returned")


def _onward(flows: Flows, step: str, goal: str) -> markup.Band:
    way = flow.direction(step, goal, SHOWN_STEPS)
    words, note = parts.words(f"flow.to.{goal}"), parts.words(f"flow.way.{way}")
    return _band(flows.of(step, f"transfers_to_{goal}"), words, note, "up" if way == "up" else "other")


def _again(flows: Flows, step: str) -> markup.Band:
    return _band(flows.of(step, AGAIN), parts.words("flow.again"), parts.words("flow.way.again"), "again")


def _band(found: Sum, words: str, note: str, look: str) -> markup.Band:
    unknown = "hidden" if found.hidden else "missing"
    is_known = found.value > 0 or (found.is_whole and found.value == found.value)
    state = "shown" if is_known else unknown
    return markup.Band(_size(found), queue_state.amount(found), words, note, look, state)


def _size(found: Sum) -> float:
    return found.value if found.value > 0 else 0.0


def _unsaid(flows: Flows) -> list[str]:
    """What the picture cannot say: hidden parts, months that lack, and where people are not followed."""
    said = [parts.words("flow.unsaid")]
    if any(not one.is_whole for one in flows.found.values()):
        said.append(parts.words("flow.hidden"))
    services = catalogue().services
    lacking = [f"{services[name].name[parts.language()]} {count}" for name, count in flows.gaps.items()]
    return said + ([parts.words("flow.months_missing", listed=", ".join(lacking))] if lacking else [])


def _table(flows: Flows) -> pd.DataFrame:
    """Every flow of every step, with how many monthly figures are hidden or lacking in it."""
    keys = [(step, name) for step in SHOWN_STEPS for name in ASKED]
    indicators, language = catalogue().indicators, parts.language()
    found = [flows.of(*key) for key in keys]
    return pd.DataFrame(
        {
            parts.words("flow.column.step"): [parts.words(f"step.{step}") for step, _ in keys],
            parts.words("flow.column.flow"): [indicators[name].name[language] for _, name in keys],
            parts.words("flow.column.sum"): [queue_state.amount(one) for one in found],
            parts.words("flow.column.hidden"): [one.hidden for one in found],
            parts.words("flow.column.missing"): [one.lacking for one in found],
            parts.words("column.period"): _months(flows),
            parts.words("column.area"): _area(_city()),
            parts.words("frame.age"): parts.words(f"age.{flows.age}"),
            parts.words("column.origin"): [
                parts.words(f"origin.{indicators[name].origin}") for _, name in keys
            ],
            parts.words("column.source"): [
                catalogue().sources[indicators[name].source].name[language] for _, name in keys
            ],
        }
    )
