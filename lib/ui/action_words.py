"""An action in the reader's words: its state, owner, days, figure, and what the data answers."""

from datetime import date

from lib import names, text
from lib.actions import CHANGE_VISIBLE, NO_CHANGE_YET, Action, Answer, is_opposite
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup.rows import Cell
from lib.sample.actions import in_language
from lib.statistics.before_after import Change
from lib.ui import asking, choices, datasets, parts

# Keys of the words of coded fields.
CODED = {
    "kind": "actions.kind_is.",
    "state": "actions.state.",
    "owner_kind": "actions.owner_kind.",
    "age_group": "age.",
}
# States without a judgement have a mark of their own, or none.
MARKS = {NO_CHANGE_YET: "similar", "overdue": "late", "cannot_say": "not_compared"}
# Means of months need a decimal more than the whole days or people they are made of.
FEWEST_DECIMALS = 1


def indicator_of(action: Action) -> Indicator | None:
    """The figure it is about; None when the catalogue no longer has it."""
    return catalogue().indicators.get(action.indicator_id)


def state_cell(action: Action, answer: Answer) -> Cell:
    """The state as symbol, word and ink; a visible change is judged as the indicator is."""
    word = parts.words(f"action.{answer.state}")
    if answer.state == CHANGE_VISIBLE:
        state = _judged(answer.change, indicator_of(action))
        return Cell(state, word, names.ink(state))
    return Cell(MARKS.get(answer.state, ""), word, "text2")


def _judged(change: Change, indicator: Indicator) -> str:
    direction = "higher" if change.difference > 0 else "lower"
    if indicator.polarity == "none":
        return direction
    is_better = (indicator.polarity == "higher_is_better") == (change.difference > 0)
    return f"{'better' if is_better else 'worse'}_{direction}"


def what(action: Action) -> str:
    """What is done; an acknowledgement without words says that it is one."""
    written = in_language(action.what, parts.language()) if action.origin == "model" else action.what
    return written or parts.words("actions.untold.acknowledged")


def owner(action: Action) -> str:
    """The unit or role, or that there is none."""
    written = in_language(action.owner, parts.language()) if action.origin == "model" else action.owner
    return written or parts.words("actions.no_owner")


def dates(action: Action) -> str:
    """From when to when, as much as is known."""
    start, due = (day(one) if one else "" for one in (action.start_on, action.due_on))
    if not start and not due:
        return ""
    shape = "between" if start and due else "since" if start else "until"
    said = parts.words(f"actions.dates.{shape}", start=start, due=due)
    return f"{said} · {written(action, 'state')}" if action.state == "ended" else said


def day(moment: date) -> str:
    """A day as the language writes it."""
    return text.day(moment, parts.language())


def figure(action: Action) -> str:
    """The name of the indicator; its bare id when nobody knows it any more."""
    indicator = indicator_of(action)
    return indicator.name[parts.language()] if indicator else action.indicator_id


def where(action: Action) -> str:
    """Area, and of a service figure the service and age group."""
    pieces = [names.area(asking.ever_known(), action.area_level, action.area_code, parts.language())]
    if action.service_id in catalogue().services:
        pieces.append(written(action, "service_id"))
        pieces += [written(action, "age_group")] if action.age_group != "all" else []
    return " · ".join(pieces)


def choose_figure(action: Action) -> str:
    """What a press on the figure opens; empty when the catalogue no longer has it."""
    if indicator_of(action) is None:
        return ""
    area = choices.area_value(action.area_level, action.area_code)
    service = f" service:{action.service_id} age:{action.age_group}" if action.service_id else ""
    return f"indicator:{action.indicator_id} area:{area} level:{action.area_level}{service}"


def told(action: Action, answer: Answer) -> str:
    """What the data answers, or why there is no answer yet."""
    if answer.change is None:
        return parts.words(f"actions.answer.{answer.state}")
    change, indicator = answer.change, indicator_of(action)
    sentence = parts.words(
        "actions.answer.levels",
        before=_level(change.before, indicator),
        after=_level(change.after, indicator),
        difference=text.change(change.difference, indicator.unit, _decimals(indicator), parts.language()),
    )
    if is_opposite(action, change):
        return f"{sentence}. {parts.words('actions.answer.opposite')}"
    return sentence


def how_sure(action: Action, answer: Answer) -> str:
    """The interval of the difference; empty without one."""
    if answer.change is None:
        return ""
    decimals = _decimals(indicator_of(action))
    limits = (answer.change.lower, answer.change.upper)
    low, high = (text.signed(one, decimals, parts.language()) for one in limits)
    return parts.words("actions.answer.interval", low=low, high=high)


def compared(action: Action, answer: Answer) -> str:
    """What was set against what; empty without an answer."""
    if answer.change is None:
        return ""
    if indicator_of(action).periodicity == "year":
        return parts.words("actions.answer.years")
    return parts.words(
        "actions.answer.months", before=answer.change.points_before, after=answer.change.points_after
    )


def _level(value: float, indicator: Indicator) -> str:
    return text.figure(value, indicator.unit, _decimals(indicator), parts.language())


def _decimals(indicator: Indicator) -> int:
    return max(indicator.decimals, FEWEST_DECIMALS)


def moment(action: Action) -> str:
    """When a revision was saved, in local time."""
    return datasets.moment(action.saved_at)


def field(name: str) -> str:
    """The name of a field of the form."""
    return parts.words(f"actions.field.{name}")


def written(action: Action, name: str) -> str:
    """The value of a field as a reader sees it; a dash where there is none."""
    value = getattr(action, name)
    if name == "expected":
        return parts.words(f"actions.expected.{value or 'none'}")
    if not value:
        return text.EN_DASH
    if name in SPOKEN:
        return SPOKEN[name](action)
    if isinstance(value, date):
        return day(value)
    return parts.words(CODED[name] + value) if name in CODED else str(value)


def _service(action: Action) -> str:
    known = catalogue().services.get(action.service_id)
    return known.name[parts.language()] if known else action.service_id


def _themes(action: Action) -> str:
    known = catalogue().themes
    return ", ".join(known[one].name[parts.language()] for one in action.themes if one in known)


def area(value: str) -> str:
    """The name of an area written as in the address."""
    return names.area(asking.ever_known(), *choices.area_key(value), parts.language())


def role(action: Action) -> str:
    """Who saved a revision, as a role."""
    key = f"actions.author_role.{action.author_role}"
    return parts.words(key) if text.knows(key) else action.author_role


# How a field is written, where its value alone does not say it.
SPOKEN = {
    "what": what,
    "owner": owner,
    "area_code": lambda action: area(choices.area_value(action.area_level, action.area_code)),
    "areas": lambda action: ", ".join(map(area, action.areas)),
    "themes": _themes,
    "service_id": _service,
    "indicator_id": figure,
}
