"""The actions with their answers: for the list of the page, for a signal's row, and for an axis of time."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import actions, charts, text
from lib.actions import Action, Answer
from lib.catalogue import catalogue
from lib.markup import actions as markup
from lib.markup import signals
from lib.ui import action_words as words
from lib.ui import address, asking, choices, parts
from lib.ui.action_subject import named

# The order of the list and of its filters: what waits for somebody first.
ORDER = (
    "overdue",
    "no_change_yet",
    "cannot_say",
    "under_way",
    "change_visible",
    "acknowledged",
    "explained",
    "cancelled",
)
HEADS = ("state", "what", "owner", "subject", "answer")
# Kinds whose age groups cannot be summed: they come ready from the sender.
READY_KINDS = ("median", "mean", "index")
# Up to here a number in the title is written as a word.
MOST_IN_WORDS = 9
# The words of a mark on an axis share its line with others.
LONGEST_MARK = 34


@dataclass(frozen=True)
class Done:
    """An action in a signal's row: what, owner and day, state key and word, what it opens."""

    text: str
    small: str
    state: str
    word: str
    choose: str


def everything() -> tuple[tuple[Action, Answer], ...]:
    """All actions with their answers, the most pressing first, the newest of equals first."""
    found = [(one, answered(one)) for one in actions.of_table(asking.actions())]
    return tuple(sorted(found, key=lambda pair: (ORDER.index(pair[1].state), -pair[0].saved_at.timestamp())))


def answered(action: Action) -> Answer:
    """How it stands with an action on this day."""
    indicator = words.indicator_of(action)
    if indicator is None:
        return Answer(actions.CANNOT_SAY)
    return actions.answer(action, series_of(action), indicator, asking.today())


def series_of(action: Action) -> pd.DataFrame:
    """The protected series an action is about; empty when there is none."""
    indicator, area = words.indicator_of(action), (action.area_level, action.area_code)
    if not action.service_id:
        rows = asking.of_area(*area)
        return rows[rows["indicator_id"].eq(action.indicator_id)].sort_values("period_start")
    if indicator.kind in READY_KINDS:
        rows = asking.service_values((indicator.id,), area, action.age_group)
    else:
        rows = asking.service_counts((indicator.id,), area, choices.AGE_MEMBERS[action.age_group])
    return rows[rows["service_id"].eq(action.service_id)].sort_values("period_start")


def of_subject(
    indicator_id: str, area_level: str, area_code: str, service_id: str = "", age_group: str = "all"
) -> list[Done]:
    """What is done about one figure, newest first; what is cancelled is left out."""
    about = _about((indicator_id, area_level, area_code, service_id, age_group))
    return [_done(one, answered(one).state) for one in about]


def is_any(
    indicator_id: str, area_level: str, area_code: str, service_id: str = "", age_group: str = "all"
) -> bool:
    """Whether anything is done about one figure; the data is not asked how it went."""
    return bool(_about((indicator_id, area_level, area_code, service_id, age_group)))


def _done(action: Action, state: str) -> Done:
    small = [words.owner(action)] + ([words.day(action.due_on)] if action.due_on else [])
    word = parts.words(f"action.{state}")
    return Done(words.what(action), " · ".join(small), state, word, f"action:{action.action_id}")


def marks(
    indicator_id: str, area_level: str, area_code: str, service_id: str = "", age_group: str = "all"
) -> tuple[charts.Dated, ...]:
    """The start of each action on one figure, for an axis of time."""
    found = _about((indicator_id, area_level, area_code, service_id, age_group))
    return tuple(
        charts.Dated(one.start_on, _short(words.what(one)))
        for one in sorted(found, key=lambda one: one.start_on or asking.today())
        if one.kind == "action" and one.start_on
    )


def _about(subject: tuple[str, str, str, str, str]) -> list[Action]:
    """The actions on one figure, newest first, without the cancelled ones."""
    known = actions.of_table(asking.actions())
    found = [one for one in known if one.state != "cancelled" and _concerns(one, subject)]
    return sorted(found, key=lambda one: (one.saved_at, one.action_id), reverse=True)


def _concerns(action: Action, subject: tuple[str, str, str, str, str]) -> bool:
    """The same figure; an action for all ages concerns each, and a figure of no service has no ages."""
    ages = ("all", subject[4]) if subject[3] else (action.age_group,)
    return action.subject[:4] == subject[:4] and action.age_group in ages


def _short(words_of: str) -> str:
    return words_of if len(words_of) <= LONGEST_MARK else words_of[: LONGEST_MARK - 1].rstrip() + "…"


def finding(all_actions: tuple[tuple[Action, Answer], ...]) -> str:
    """How many of the open actions are late."""
    open_ones = [answer.state for one, answer in all_actions if one.kind == "action" and one.state == "open"]
    late = open_ones.count(actions.OVERDUE)
    if not open_ones:
        return parts.words("actions.finding.none")
    if not late:
        return parts.words("actions.finding.on_time")
    if 1 < len(open_ones) <= MOST_IN_WORDS:
        of = parts.words(f"actions.of.{len(open_ones)}")
        return text.plural("actions.finding.late", parts.language(), late, of=of)
    return parts.words("actions.finding.late_of_all", late=late, all=len(open_ones))


def offer_new() -> None:
    """A button that opens an empty form."""

    def begin() -> None:
        address.put("signal", "")
        address.put("action", choices.NEW_ACTION)

    if not asking.known_day():
        st.button(parts.words("actions.new"), key="new_action", on_click=begin)


def pick_theme(all_actions: tuple[tuple[Action, Answer], ...]) -> str:
    """One theme of those that have actions, or all: empty."""
    known = catalogue().themes
    having = {theme for one, _ in all_actions for theme in one.themes if theme in known}
    written = {"": parts.words("actions.all_themes")} | named({name: known[name] for name in having})
    label = parts.words("actions.theme")
    return address.pick(st.selectbox, "theme", list(written), written.__getitem__, label=label, width=380)


def pick_state(all_actions: tuple[tuple[Action, Answer], ...]) -> str:
    """The filters above the list with their counts; the chosen state, or all: empty."""
    counts = pd.Series([answer.state for _, answer in all_actions], dtype=str).value_counts()
    known = [state for state in ORDER if state in counts]
    if address.get("state") not in known:
        address.put("state", "")
    picked = address.get("state")
    tally = [signals.Tally("state:", "", f"{parts.words('actions.all')} {len(all_actions)}", not picked)]
    tally += [
        signals.Tally(
            f"state:{state}",
            words.MARKS.get(state, ""),
            f"{parts.words(f'action.{state}')} {counts[state]}",
            state == picked,
        )
        for state in known
    ]
    parts.press(signals.tally(tally, parts.words("actions.tally")), "action_tally", "state")
    return address.get("state")


def narrowed(
    all_actions: tuple[tuple[Action, Answer], ...], theme: str, state: str
) -> tuple[tuple[Action, Answer], ...]:
    """Those of a theme and a state; empty means all."""
    return tuple(
        (one, answer)
        for one, answer in all_actions
        if (not theme or theme in one.themes) and (not state or answer.state == state)
    )


def list_markup(shown: tuple[tuple[Action, Answer], ...]) -> str:
    """The list of the page."""
    heads = [parts.words(f"actions.head.{name}") for name in HEADS]
    rows = [_row(one, answer) for one, answer in shown]
    return markup.action_list(heads, rows, parts.words("actions.list"), parts.words("actions.nothing"))


def _row(one: Action, answer: Answer) -> markup.ActionRow:
    return markup.ActionRow(
        words.state_cell(one, answer),
        words.what(one),
        words.written(one, "themes") if one.themes else "",
        words.owner(one),
        words.dates(one),
        words.figure(one),
        words.where(one),
        words.told(one, answer),
        words.how_sure(one, answer),
        f"action:{one.action_id}",
        words.choose_figure(one),
        one.origin == "model",
    )


def table_of(shown: tuple[tuple[Action, Answer], ...]) -> pd.DataFrame:
    """The list as a plain table in the reader's words."""
    columns = {
        parts.words("actions.head.state"): [words.state_cell(*pair).word for pair in shown],
        **{
            words.field(name): [words.written(one, name) for one, _ in shown]
            for name in ("what", "owner", "owner_kind", "start_on", "due_on", "themes", "expected")
        },
        words.field("indicator_id"): [words.figure(one) for one, _ in shown],
        words.field("area_code"): [words.written(one, "area_code") for one, _ in shown],
        words.field("service_id"): [words.written(one, "service_id") for one, _ in shown],
        words.field("age_group"): [words.written(one, "age_group") for one, _ in shown],
        parts.words("actions.head.answer"): [words.told(*pair) for pair in shown],
        parts.words("column.interval"): [words.how_sure(*pair) or text.EN_DASH for pair in shown],
        parts.words("actions.column.origin"): [parts.words(f"origin.{one.origin}") for one, _ in shown],
    }
    return pd.DataFrame(columns)


def aside() -> str:
    """When this was checked, and what the answers do not tell."""
    return parts.words("actions.aside", day=words.day(asking.today()))
