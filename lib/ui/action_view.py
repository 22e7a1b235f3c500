"""One opened action: its answer, its figure over time, its facts, its history, and the way to end it."""

from dataclasses import replace

import streamlit as st

from lib import actions, charts, names, store
from lib.actions import Action, Answer
from lib.catalogue import catalogue
from lib.markup import actions as markup
from lib.markup import datasets as versions
from lib.markup import definition
from lib.ui import action_form, address, asking, choices, parts, profile_charts
from lib.ui import action_words as words
from lib.ui import actions as listed

FACTS = ("kind", "owner", "owner_kind", "start_on", "due_on", "expected", "themes", "areas")
BACK = "action:"
# Three years of months, or every year there is.
MONTHS_SHOWN = 36
NOTHING_CHOSEN = ""


def opened() -> Action | None:
    """The action of the address; None, with a word of it, when there is none of that number."""
    asked = address.get("action")
    if asked in (NOTHING_CHOSEN, choices.NEW_ACTION):
        return None
    found = next((one for one in actions.of_table(asking.actions()) if one.action_id == int(asked)), None)
    if found is None:
        parts.notice(parts.words("actions.unknown", number=asked))
        address.put("action", NOTHING_CHOSEN)
    return found


def heading(action: Action, answer: Answer) -> str:
    """What is done and how it stands."""
    return f"{words.what(action)}: {parts.words(f'action.{answer.state}').lower()}"


def subtitle(action: Action) -> str:
    """Owner and days."""
    return " · ".join(piece for piece in (words.owner(action), words.dates(action)) if piece)


def go_back() -> None:
    """A link to the list; a press closes the opened action before the page is drawn again."""
    parts.press(markup.back(parts.words("actions.back"), BACK), "action_back", "action")


def draw_answer(action: Action, answer: Answer) -> str | None:
    """What the data answers, and the figure over time with the start of the action on it."""
    sentences = [words.told(action, answer)]
    sure = ", ".join(one for one in (words.how_sure(action, answer), words.compared(action, answer)) if one)
    sentences += [sure] if sure else []
    indicator = words.indicator_of(action)
    model = parts.model_word(indicator) if indicator else ""
    parts.section(words.figure(action), words.where(action), key="answer_head", model=model)
    shown = markup.answer(words.state_cell(action, answer), sentences)
    pressed = parts.block(shown, "action_answer").choose
    _draw_series(action)
    if answer.change:
        parts.foot(parts.words("actions.answer.rule"), "answer_rule")
    return pressed


def _draw_series(action: Action) -> None:
    indicator = words.indicator_of(action)
    series = listed.series_of(action).tail(MONTHS_SHOWN) if indicator else None
    if series is None or series["value"].notna().sum() < 2:
        return
    name = names.area(asking.ever_known(), action.area_level, action.area_code, parts.language())
    lines = series.assign(part="speaking", series=name).reset_index(drop=True)
    marks = charts.Marks(events=listed.marks(*action.subject))
    alt = words.figure(action)
    parts.chart(charts.trend(lines, profile_charts.style(indicator), alt, marks), "action_series", alt)
    parts.foot(names.provenance(indicator, catalogue(), parts.language()), "series_foot")


def facts_markup(action: Action) -> str:
    """Everything that was decided, field by field."""
    lines = [(words.field(name), words.written(action, name)) for name in FACTS]
    origin = (parts.words("actions.column.origin"), parts.words(f"origin.{action.origin}"))
    return definition.listed(parts.words("actions.facts"), [*lines, origin])


def history_markup(action: Action) -> str:
    """Every revision, newest first: when, by which role, what changed and why."""
    revisions = actions.of_table(asking.action_history(action.action_id))
    entries = [_entry(one, earlier) for one, earlier in zip(revisions, (*revisions[1:], None), strict=True)]
    return versions.versions(parts.words("actions.history"), entries, parts.words("actions.history.note"))


def _entry(revision: Action, earlier: Action | None) -> versions.Version:
    is_first = revision.revision == store.NEW_ACTION + 1
    lines = [parts.words("actions.history.saved", when=words.moment(revision), role=words.role(revision))]
    if earlier is None or is_first:
        lines.append(parts.words("actions.history.made"))
    else:
        lines += [_changed(name, earlier, revision) for name in actions.changed_fields(earlier, revision)]
    if revision.reason:
        lines.append(parts.words("actions.history.reason", reason=revision.reason))
    return versions.Version(str(revision.revision), words.written(revision, "state"), tuple(lines))


def _changed(name: str, earlier: Action, later: Action) -> str:
    old, new = words.written(earlier, name), words.written(later, name)
    return parts.words("actions.history.changed", field=words.field(name), old=old, new=new)


@st.fragment
def draw_closing(action: Action) -> None:
    """Ending, cancelling or opening again; each needs a reason and makes a revision."""
    if asking.known_day():
        return
    parts.section(parts.words("actions.close"), key="close_head")
    number = action.action_id
    reason = st.text_input(
        parts.words("actions.close.reason"),
        key=f"close_{number}_{action.revision}",
        max_chars=actions.LONGEST_REASON,
        live=True,
    )
    written = (reason or "").strip()
    ways = {"end": "ended", "cancel": "cancelled"} if action.state == "open" else {"open": "open"}
    with st.container(horizontal=True, key="close_buttons"):
        for way, state in ways.items():
            label = parts.words(f"actions.close.{way}")
            if st.button(label, key=f"{way}_{number}_{action.revision}", disabled=not written) and written:
                _close(replace(action, state=state, reason=written))
    if not written:
        parts.foot(parts.words("actions.close.why_not"), "close_why_not")


def _close(action: Action) -> None:
    if found := actions.faults(action, asking.ever_known()):
        return action_form.show_faults(found)
    return action_form.save(action, action.revision)
