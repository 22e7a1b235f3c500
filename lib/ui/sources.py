"""Words of the sources page: every source, indicator, theme and legal limit as it stands in the data."""

import pandas as pd

from lib import text
from lib.catalogue import catalogue
from lib.facts import TOPICS, Indicator
from lib.markup import definition
from lib.markup.rows import Entry, short_list
from lib.ui import asking, parts

THEME_KINDS = ("pillar", "flagship", "county_focus", "duty", "working_group", "network", "ladder")


def finding() -> str:
    """How many sources and indicators there are, and how many of them are real."""
    facts = catalogue()
    real = [one for one in facts.indicators.values() if one.origin == "real"]
    sources = [one for one in facts.sources.values() if one.origin == "real"]
    return parts.words(
        "sources.finding", indicators=len(real), sources=len(sources), model=len(facts.indicators) - len(real)
    )


def source_table() -> pd.DataFrame:
    """Every source with publisher, licence, dates and what is in the store from it."""
    facts, language = catalogue(), parts.language()
    rows = asking.coverage()
    of_source = {one.id: one.source for one in facts.indicators.values()}
    rows = rows.assign(source=rows["indicator_id"].map(of_source)).groupby("source")
    newest, count = rows["period_end"].max(), rows["row_count"].sum()
    listed = list(facts.sources.values())
    return pd.DataFrame({
        parts.words("column.source"): [one.name[language] for one in listed],
        parts.words("column.origin"): [parts.words(f"origin.{one.origin}") for one in listed],
        parts.words("sources.publisher"): [one.publisher for one in listed],
        parts.words("sources.licence"): [one.licence for one in listed],
        parts.words("sources.date"): [one.statistics_date[language] for one in listed],
        parts.words("sources.retrieved"): [text.day(one.retrieved, language) for one in listed],
        parts.words("sources.newest"): [
            text.day(newest[one.id].date(), language) if one.id in newest else text.EN_DASH for one in listed
        ],
        parts.words("sources.count"): [
            text.number(float(count.get(one.id, 0)), 0, language) for one in listed
        ],
        parts.words("sources.address"): [one.address or text.EN_DASH for one in listed],
    })


def indicators_by_topic() -> list[tuple[str, str]]:
    """For each topic its indicators, each opening its own page, with what it tells and does not tell."""
    language = parts.language()
    made = []
    for topic in TOPICS:
        entries = [_entry(one, language) for one in catalogue().indicators.values() if one.topic == topic]
        made.append((topic, short_list(parts.words(f"topic.{topic}"), entries, "")))
    return made


def _entry(one: Indicator, language: str) -> Entry:
    word = f"{parts.words('model.word')} · " if one.origin == "model" else ""
    small = f"{word}{one.tells[language]} {one.does_not_tell[language]} {one.source_code}"
    return Entry(one.name[language], None, small, f"indicator:{one.id}")


def themes(kind: str) -> str:
    """The themes of a kind, each with its indicators or the honest word that there is none."""
    facts, language = catalogue(), parts.language()
    spoken: dict[str, list[str]] = {}
    for one in facts.indicators.values():
        for theme in one.themes:
            spoken.setdefault(theme, []).append(one.short[language])
    wanted = [one for one in facts.themes.values() if one.kind == kind]
    children = {
        one.id: [child for child in facts.themes.values() if child.parent == one.id] for one in wanted
    }
    lines = []
    for one in sorted(wanted, key=lambda theme: theme.order):
        for theme in (one, *children[one.id]):
            if theme is one and children[one.id]:
                continue
            said = ", ".join(spoken.get(theme.id, [])) or parts.words("sources.no_indicator")
            lines.append((theme.name[language], said))
    return definition.listed(parts.words(f"theme.kind.{kind}"), lines)


def limit_table() -> pd.DataFrame:
    """Every legal limit as a dated row."""
    language = parts.language()
    limits = sorted(catalogue().limits, key=lambda one: (one.limit_kind, one.valid_from))
    return pd.DataFrame({
        parts.words("sources.limit"): [one.name[language] for one in limits],
        parts.words("sources.ages"): [f"{one.age_from}–{one.age_to}" for one in limits],
        parts.words("sources.days"): [text.figure(one.limit_days, "days", 0, language) for one in limits],
        parts.words("sources.from"): [text.day(one.valid_from, language) for one in limits],
        parts.words("sources.to"): [
            text.day(one.valid_to, language) if one.valid_to else text.EN_DASH for one in limits
        ],
        parts.words("sources.clock"): [f"{one.clock_start[language]} – {one.clock_end[language]}" for one in limits],
        parts.words("sources.law"): [one.law for one in limits],
    })
