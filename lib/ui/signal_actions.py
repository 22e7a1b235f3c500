"""What is being done about a signal: the action on its own series, else one on its service or figure."""

import pandas as pd

from lib import actions as facts
from lib.markup.signals import Done
from lib.ui import actions, asking, choices, parts

# States whose word says more than the text of the action: they answer from the data, or ask for attention.
TELLING = ("overdue", "change_visible", "no_change_yet")


def done(signal: pd.Series, scope: str, new: str) -> Done:
    """The newest action on the signal's figure; `new` is the link to a form where there is none."""
    found = _found(signal, scope)
    if found is None:
        return Done(parts.words("signal.done.none"), parts.words("signal.done.owner_missing"), new, True)
    small = f"{found.word} · {found.small}" if found.state in TELLING else found.small
    return Done(found.text, small, found.choose)


def is_missing(signal: pd.Series, scope: str) -> bool:
    """Whether nothing is being done about it."""
    return _subject_with_action(signal, scope) is None


def _found(signal: pd.Series, scope: str) -> actions.Done | None:
    subject = _subject_with_action(signal, scope)
    return actions.of_subject(*subject)[0] if subject else None


def _subject_with_action(signal: pd.Series, scope: str) -> tuple[str, str, str, str, str] | None:
    return next((one for one in _subjects(signal, scope) if actions.is_any(*one)), None)


def _subjects(signal: pd.Series, scope: str) -> list[tuple[str, str, str, str, str]]:
    """The signal's own series, then every other series with an action that is about the same matter."""
    area = (signal["area_level"], signal["area_code"])
    own = (signal["indicator_id"], *area, signal["service_id"], signal["age_group"])
    others = [one for one in _known() if _is_near(one, signal, (area, choices.home(scope)))]
    return [own, *sorted(others, key=lambda one: (one[1], one[2]) != area)]


def _known() -> list[tuple[str, str, str, str, str]]:
    return list(dict.fromkeys(one.subject for one in facts.of_table(asking.actions())))


def _is_near(
    subject: tuple[str, str, str, str, str], signal: pd.Series, areas: tuple[tuple[str, str], ...]
) -> bool:
    """The same service in the same area or the whole; without a service the same figure."""
    indicator, level, code, service, _ = subject
    matter = service == signal["service_id"] if signal["service_id"] else indicator == signal["indicator_id"]
    return matter and (level, code) in areas and bool(service) == bool(signal["service_id"])
