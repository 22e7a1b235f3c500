"""What a publication would touch on the screens: signals that come or go, and the pages it shows on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from lib.catalogue import catalogue
from lib.markup import signals as markup
from lib.ui import asking, changes, choices, parts, pickers, raised, situation

# The order of the header.
PAGES = ("situation", "profile", "chain", "need", "services", "map", "segregation", "indicator", "actions")
CHANGED = ("added", "changed", "removed")


def signals_moved(dataset_id: str, rows: pd.DataFrame) -> list[markup.Change]:
    """Each signal that would appear or vanish in any scope, said once."""
    found = {}
    for scope, then in raised.scans_if_published(dataset_id, rows).items():
        for one in changes.moved(then.signals, raised.scan(scope).signals, scope):
            # There is no view yet that would show it.
            found.setdefault((one.what, one.small), replace(one, choose=""))
    return list(found.values())


def pages(differing: pd.DataFrame, moved: Sequence[markup.Change]) -> list[str]:
    """Names of the pages that show any of the changed figures or moved signals, in the header's order."""
    changed = set(differing.loc[differing["change"].isin(CHANGED), "indicator_id"])
    showing = dict(_shown_on())
    shown = {page for page in PAGES if changed & showing[page]} | ({"situation"} if moved else set())
    return [parts.words(f"page.{page}") for page in PAGES if page in shown]


def _shown_on() -> Iterator[tuple[str, set[str]]]:
    """Each page with the indicators it can show."""
    facts = catalogue()
    monthly = pickers.service_figures()
    areal = set(facts.indicators) - monthly
    rules = facts.need_rules
    counted = {name for one in (*rules.supply, *rules.services) for name in one.indicators}
    yield "situation", _on_landing() | monthly
    yield "profile", areal | monthly
    yield "chain", monthly
    yield "need", {one.indicator for one in rules.need} | {rules.residents} | counted
    yield "services", monthly
    yield "map", areal
    yield "segregation", {name for name in areal if facts.indicators[name].kind == "share"}
    yield "indicator", set(facts.indicators)
    yield "actions", set(asking.actions()["indicator_id"])


def _on_landing() -> set[str]:
    """The indicators that the landing page names, and every one it can raise a signal of."""
    named = {situation.PROMISE, *situation.MAP_INDICATOR.values(), *situation.HEAT}
    headlines = {name for name, one in catalogue().indicators.items() if one.headline}
    raised_of = {name for scope in choices.SCOPES for name in raised.scan(scope).signals["indicator_id"]}
    return named | headlines | raised_of
