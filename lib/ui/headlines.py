"""The headline figures of the scope's own area, with change and comparison."""

import pandas as pd

from lib import figures, names, text
from lib.catalogue import catalogue
from lib.facts import TOPICS
from lib.markup import pictures, rows
from lib.markup import profile as markup
from lib.ui import asking, choices, parts

MOST_HEADLINES = 8


def shown_ids(scope: str) -> list[str]:
    """The indicators told of the scope's own area: the named headlines first, then what else it has."""
    having = asking.of_area(*choices.home(scope))["indicator_id"].unique()
    named = sorted(
        (one for one in catalogue().indicators.values() if one.headline), key=lambda one: one.headline
    )
    wanted = [one.id for one in named if one.id in having]
    return [*wanted, *(one for one in having if one not in wanted)][:MOST_HEADLINES]


def table(scope: str) -> str:
    """The figures of the scope's own area by topic, with change and comparison."""
    level, code = choices.home(scope)
    facts = catalogue().indicators
    series = asking.of_area(level, code)
    table = figures.with_trend(figures.with_intervals(figures.newest(series), facts), series, facts)
    wider = asking.of_area("country", "FI")
    table = figures.with_difference(table, wider, facts)
    table = table.set_index("indicator_id").loc[shown_ids(scope)].reset_index()
    topics = table["indicator_id"].map(lambda name: facts[name].topic)
    groups = [
        rows.Group(
            parts.words(f"topic.{topic}"),
            tuple(_headline_row(figure) for figure in table[topics.eq(topic)].itertuples()),
        )
        for topic in TOPICS
        if topics.eq(topic).any()
    ]
    heads = [
        parts.words(f"situation.head.{name}")
        for name in ("indicator", "value", "benchmark", "change", "difference", "trend", "period")
    ]
    return rows.indicator_table(heads, groups, parts.words("situation.headlines"))


def _headline_row(figure: tuple) -> rows.Row:
    indicator = catalogue().indicators[figure.indicator_id]
    row = markup.row(figure, (), catalogue(), parts.language())
    moved = text.EN_DASH
    if not pd.isna(figure.previous) and not pd.isna(figure.value):
        change = text.change(
            figure.value - figure.previous, indicator.unit, indicator.decimals, parts.language()
        )
        moved = parts.words("situation.since", change=change, year=figure.previous_start.year)
    return rows.Row(
        row.name,
        row.value,
        row.benchmark,
        pictures.plain(moved),
        row.difference,
        row.trend,
        row.period,
        row.choose,
        row.is_model,
        row.estimate,
    )


def sources(scope: str) -> str:
    """Where the headline figures come from."""
    shown = shown_ids(scope)
    return names.listed_sources([catalogue().indicators[one] for one in shown], catalogue(), parts.language())
