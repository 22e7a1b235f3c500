"""Questions and words of the page of sources: where figures come from and what each indicator means."""

import pandas as pd
import streamlit as st

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import TOPICS, Indicator, Source
from lib.markup import sources as markup
from lib.ui import asking, parts

SOURCE_HEADS = ("source", "publisher", "licence", "date", "retrieved", "fresh", "figures")


def figure_count(origin: str) -> int:
    """Figures of real or of model data in the current versions."""
    known = asking.coverage()
    return int(known[known["origin"].eq(origin)]["row_count"].sum())


def with_source(known: pd.DataFrame) -> pd.DataFrame:
    """Coverage rows with the source of each indicator in `source`."""
    facts = catalogue().indicators
    return known.assign(source=[facts[name].source for name in known["indicator_id"]])


def finding() -> str:
    """How many real sources there are and where the oldest of them ends."""
    known = with_source(asking.coverage())
    newest = known[known["origin"].eq("real")].groupby("source")["period_end"].max()
    if newest.empty:
        return parts.words("sources.title.empty")
    return text.plural("sources.title", parts.language(), len(newest), year=newest.min().year)


def subtitle() -> str:
    """How many indicators and figures are real and how many are model data."""
    origins = [one.origin for one in catalogue().indicators.values()]
    return parts.words(
        "sources.subtitle",
        real=origins.count("real"),
        real_rows=_number(figure_count("real")),
        model=origins.count("model"),
        model_rows=_number(figure_count("model")),
    )


def sources_finding() -> str:
    """How many sources are real, for the head of their table."""
    origins = [one.origin for one in catalogue().sources.values()]
    return text.plural("sources.list", parts.language(), origins.count("real"), model=origins.count("model"))


def sources_markup() -> str:
    """Every source, the real ones first."""
    known = with_source(asking.coverage())
    ordered = sorted(catalogue().sources.values(), key=lambda one: (one.origin == "model", *_by_name(one)))
    rows = [_source_row(one, known[known["source"].eq(one.id)]) for one in ordered]
    heads = [parts.words(f"sources.head.{name}") for name in SOURCE_HEADS]
    return markup.fact_table(heads, rows, parts.words("page.sources"))


def _source_row(source: Source, known: pd.DataFrame) -> markup.FactRow:
    language, is_model = parts.language(), source.origin == "model"
    day = names.retrieved(source)
    retrieved = text.day(day, language) if day else parts.words("sources.not_fetched")
    return markup.FactRow(
        (
            (source.name[language], *([source.note[language]] if source.note else [])),
            (names.official(source.publisher, language), *([source.address] if source.address else [])),
            (names.official(source.licence, language),),
            (names.statistics_date(source, language),),
            (parts.words("sources.made", day=retrieved) if is_model else retrieved,),
            _freshness(known),
            (_number(known["row_count"].sum()) if len(known) else text.EN_DASH,),
        ),
        parts.words("model.word") if is_model else "",
    )


def _freshness(known: pd.DataFrame) -> tuple[str, ...]:
    """The newest period of the store and the day it was published there."""
    if known.empty:
        return text.EN_DASH, parts.words("sources.no_figures")
    last = known.loc[known["period_start"].idxmax()]
    indicator = catalogue().indicators[last["indicator_id"]]
    day = text.day(known["created_at"].max().date(), parts.language())
    newest = names.period(last["period_start"], indicator, parts.language())
    return newest, parts.words("sources.published", day=day)


def defined_finding() -> str:
    """How many indicators are defined."""
    return parts.words("sources.defined", count=len(catalogue().indicators))


def search() -> str:
    """What the reader looks for among the indicators; empty for all."""
    return st.text_input(
        parts.words("sources.search"), placeholder=parts.words("sources.search_hint"), key="sources_search"
    ).strip()


def found(sought: str) -> list[Indicator]:
    """Indicators whose name, definition, source or id holds every word that is sought."""
    wanted = sought.casefold().split()
    everyone = catalogue().indicators.values()
    return [one for one in everyone if all(word in _searchable(one) for word in wanted)]


def _searchable(indicator: Indicator) -> str:
    language, source = parts.language(), catalogue().sources[indicator.source]
    pieces = (
        indicator.id,
        indicator.name[language],
        indicator.short[language],
        indicator.tells[language],
        indicator.does_not_tell[language],
        names.official(indicator.producer, language),
        indicator.source_code,
        source.name[language],
        parts.words(f"topic.{indicator.topic}"),
        parts.words(f"origin.{indicator.origin}"),
    )
    return " ".join(pieces).casefold()


def found_words(sought: str, indicators: list[Indicator]) -> str:
    """How many indicators the search left; empty without a search."""
    return text.plural("sources.found", parts.language(), len(indicators)) if sought else ""


def definitions_markup(indicators: list[Indicator], sought: str) -> str:
    """The definitions by topic; a search opens what it found."""
    known = asking.coverage()
    topics = []
    for topic in TOPICS:
        chosen = sorted((one for one in indicators if one.topic == topic), key=_by_name)
        if chosen:
            made = tuple(_definition(one, known[known["indicator_id"].eq(one.id)]) for one in chosen)
            topics.append(markup.Topic(parts.words(f"topic.{topic}"), _topic_words(chosen), made))
    return markup.definitions(topics, "open" if sought else "closed")


def _topic_words(chosen: list[Indicator]) -> str:
    counted = text.plural("sources.indicators", parts.language(), len(chosen))
    model = sum(one.origin == "model" for one in chosen)
    if not model:
        return counted
    key = "sources.topic_all_model" if model == len(chosen) else "sources.topic_with_model"
    return parts.words(key, all=counted, **({} if model == len(chosen) else {"model": model}))


def _definition(indicator: Indicator, known: pd.DataFrame) -> markup.Definition:
    language = parts.language()
    return markup.Definition(
        indicator.name[language],
        f"indicator:{indicator.id}",
        parts.model_word(indicator),
        f"{text.unit_words(indicator.unit, language)} · {_rows_words(indicator, known)}",
        indicator.tells[language],
        indicator.does_not_tell[language],
        tuple((parts.words(key), words) for key, words in definition_lines(indicator).items()),
    )


def definition_lines(indicator: Indicator) -> dict[str, str]:
    """Every fact of an indicator by the key of its term."""
    language, source = parts.language(), catalogue().sources[indicator.source]
    return {
        "column.numerator": indicator.numerator[language] if indicator.numerator else text.EN_DASH,
        "column.denominator": indicator.denominator[language] if indicator.denominator else text.EN_DASH,
        "indicator.polarity": parts.words(f"polarity.{indicator.polarity}"),
        "indicator.levels": ", ".join(_levels(indicator)),
        "sources.code": " · ".join(part for part in (source.name[language], indicator.source_code) if part),
        "indicator.producer": " · ".join(
            names.official(one, language) for one in (indicator.producer, indicator.licence)
        ),
        "indicator.checked_by": indicator.checked_by[language],
        "indicator.next_review": text.day(indicator.next_review, language),
    }


def _levels(indicator: Indicator) -> list[str]:
    plural = {level.id: level.plural[parts.language()].lower() for level in catalogue().levels.values()}
    estimated = [parts.words("sources.estimated", level=plural[one]) for one in indicator.estimated_levels]
    return [plural[one] for one in indicator.levels] + estimated


def _rows_words(indicator: Indicator, known: pd.DataFrame) -> str:
    """How many figures the store has of an indicator and of which years or months."""
    if known.empty:
        return parts.words("sources.no_rows")
    first, last = (
        names.period(when, indicator, parts.language())
        for when in (known["first_period"].min(), known["period_start"].max())
    )
    rows = _number(known["row_count"].sum())
    if first == last:
        return parts.words("sources.rows_once", rows=rows, last=last)
    return parts.words("sources.rows", rows=rows, first=first, last=last)


def table_of(indicators: list[Indicator]) -> pd.DataFrame:
    """The definitions as a plain table in the reader's words, for the file."""
    known, language = asking.coverage(), parts.language()
    rows = [
        {
            "column.indicator": one.name[language],
            "column.origin": parts.words(f"origin.{one.origin}"),
            "indicator.tells": one.tells[language],
            "indicator.does_not_tell": one.does_not_tell[language],
            "sources.unit": text.unit_words(one.unit, language),
            **definition_lines(one),
            "sources.count": _rows_words(one, known[known["indicator_id"].eq(one.id)]),
        }
        for one in indicators
    ]
    return pd.DataFrame(rows).rename(columns=parts.words)


def _by_name(fact: Source | Indicator) -> tuple[str, ...]:
    return (fact.name[parts.language()],)


def _number(count: float) -> str:
    return text.number(count, 0, parts.language())
