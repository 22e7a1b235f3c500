"""An attempt to fetch in a reader's words: what came, or why not and how old what stays is."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lib import query, text
from lib.attempts import Attempt
from lib.facts import Catalogue, Source
from lib.sources.answer import listed
from lib.text import say


def outcome(attempt: Attempt, language: str, keep: str = "store") -> str:
    """The result in one sentence; keep="nothing": what would have come."""
    if attempt.result == "failed":
        return say("fetch.result.failed", language)
    if not attempt.added + attempt.changed:
        return say("fetch.result.same", language)
    numbers = {name: text.number(getattr(attempt, name), 0, language) for name in ("added", "changed")}
    key = "fetch.result.came" if keep == "store" else "fetch.result.would"
    return say(key, language, **numbers, **({"version": attempt.version} if keep == "store" else {}))


def reasons(attempt: Attempt, catalogue: Catalogue, language: str) -> list[str]:
    """Every sentence of an attempt, with the names of its indicators."""
    return [say(key, language, **_named(values, catalogue, language)) for key, values in attempt.sentences]


def stays(source: Source, language: str, now: datetime | None = None) -> str:
    """Which stored version stays in use and how old it is."""
    dataset = source.feed.dataset if source.feed else ""
    current = query.heads().get(dataset)
    if current is None:
        return say("fetch.stays_none", language)
    published = query.versions((current,))["created_at"].iloc[0]
    days = max(0, ((now or datetime.now(UTC)) - published).days)
    named = {"version": current, "day": text.day(published.date(), language)}
    if not days:
        return say("fetch.stays_today", language, **named)
    return say("fetch.stays", language, **named, age=text.plural("fetch.days", language, days))


def whole(attempt: Attempt, source: Source, catalogue: Catalogue, language: str, keep: str = "store") -> str:
    """One line: the outcome, the reasons, and of a failure what stays."""
    told = [outcome(attempt, language, keep), *reasons(attempt, catalogue, language)]
    if attempt.result == "failed":
        told.append(stays(source, language))
    return " ".join(told)


def _named(values: Mapping[str, Any], catalogue: Catalogue, language: str) -> dict[str, Any]:
    """The values with `name`: the short names of the indicators, a long list cut."""
    ids = values.get("indicators") or [str(values.get("indicator", ""))]
    known = catalogue.indicators
    names = [known[one].short[language] if one in known else one for one in ids]
    return {**values, "name": listed(names)}
