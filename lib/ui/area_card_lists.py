"""Lists of the area card: services with how to get in, actions under way, sources of the figures."""

import pandas as pd

from lib import actions as facts
from lib import names, text
from lib.catalogue import catalogue
from lib.facts import Source
from lib.reports import area_card as report
from lib.ui import action_words, actions, asking, choices, parts, profile

# More would not fit the sheet; the page of actions has them all.
MOST_ACTIONS = 2
LONGEST_WHAT = 120


def services(level: str, code: str) -> tuple[tuple[report.Line, ...], str]:
    """Services with a place here, then those of the whole city that anybody may come to."""
    language, here = parts.language(), profile.points_in(level, code)
    lines = [report.Line(point.name[language], one.how_to_get_in[language]) for one, point in here]
    lines += [
        report.Line(
            one.name[language],
            parts.words(
                "area_card.whole_city",
                for_whom=one.for_whom[language],
                how=one.how_to_get_in[language],
            ),
        )
        for one in catalogue().services.values()
        if one.step == "low_threshold" and one not in [service for service, _ in here]
    ]
    by_district = parts.words("profile.no_services" if level != "postal_area" else "area_card.by_district")
    return tuple(lines), "" if here else by_district


def under_way(level: str, code: str) -> tuple[tuple[report.Line, ...], str]:
    """What is under way in the area, the most pressing first; how many more there are, or that none is."""
    keys = {choices.area_value(*one) for one in profile.members(level, code)} | {
        choices.area_value(level, code)
    }
    found = [
        one
        for one in facts.of_table(asking.actions())
        if one.kind == "action" and one.state == "open" and keys & {_area_of(one), *one.areas}
    ]
    found.sort(key=lambda one: (one.due_on is None, one.due_on, one.action_id))
    lines = tuple(_action(one) for one in found[:MOST_ACTIONS])
    if not found:
        return lines, parts.words("area_card.no_actions")
    more = len(found) - len(lines)
    return lines, text.plural("area_card.more_actions", parts.language(), more) if more else ""


def _area_of(action: facts.Action) -> str:
    return choices.area_value(action.area_level, action.area_code)


def _action(action: facts.Action) -> report.Line:
    state = parts.words(f"action.{actions.answered(action).state}")
    about = (action_words.owner(action), action_words.dates(action), state)
    what = action_words.what(action)
    shown = what if len(what) <= LONGEST_WHAT else what[: LONGEST_WHAT - 1].rstrip() + "…"
    return report.Line(shown, " · ".join(one for one in about if one), action.origin == "model")


def sources(rows: pd.DataFrame) -> str:
    """Each source once, with its date and licence."""
    known = catalogue()
    found = dict.fromkeys(known.indicators[name].source for name in rows["indicator_id"])
    return parts.words("source.listed", listed="; ".join(_source(known.sources[one]) for one in found))


def _source(one: Source) -> str:
    language = parts.language()
    if one.origin == "model":
        return one.name[language]
    licence = names.official(one.licence, language).replace(" ", text.NO_BREAK)
    return f"{one.name[language]}, {one.statistics_date[language]} ({licence})"
