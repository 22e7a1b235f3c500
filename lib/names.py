"""How a code is written on the screen: areas, indicators, periods and values in the reader's language."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from lib import attempts, look, text
from lib.facts import Catalogue, Indicator, Source
from lib.table import SHOWN

# Files with model data say so in their names too.
MODEL_ENDING = "_mallidata"


def file_name(base: str, origins: Iterable[str]) -> str:
    """A file's name without its ending; one model figure makes the whole file model data."""
    return base + (MODEL_ENDING if "model" in set(origins) else "")


def area(catalogue: Catalogue, level: str, code: str, language: str) -> str:
    """The name of an area; its bare code when nobody knows it."""
    found = catalogue.work_areas.get(code) if level == "work_area" else catalogue.areas.get((level, code))
    return found.name[language] if found else code


def place(catalogue: Catalogue, level: str, code: str, language: str) -> str:
    """The area as a place: Keskustassa, i Centrum, in Keskusta."""
    found = catalogue.work_areas.get(code) if level == "work_area" else catalogue.areas.get((level, code))
    return found.place[language] if found else code


def value(figure: float, indicator: Indicator, language: str) -> str:
    """A value with its unit."""
    return text.figure(figure, indicator.unit, indicator.decimals, language)


def bare(figure: float, indicator: Indicator, language: str) -> str:
    """A value without its unit, for a column whose head or neighbour says it; a dash when unknown."""
    return text.EN_DASH if pd.isna(figure) else text.number(figure, indicator.decimals, language)


def shown(figure: float, status: str, indicator: Indicator, language: str) -> str:
    """A value, or the word of why there is none; never an empty cell and never a false zero."""
    if status in SHOWN and not pd.isna(figure):
        return value(figure, indicator, language)
    return text.say(f"state.{status if status not in SHOWN else 'missing'}", language)


def period(start: date, indicator: Indicator, language: str) -> str:
    """2024 for a yearly figure, 10/2026 for a monthly one."""
    return period_of(start, indicator.periodicity, language)


def period_of(start: date, rhythm: str, language: str) -> str:
    """A period by its first day: the month where figures come by months, else the year."""
    return text.month_short(start, language) if rhythm == "month" else str(start.year)


def ink(state: str) -> str:
    """The colour role in which the word of a state is written, as a style name."""
    return look.state(state)[1].replace("_", "-") if state != "not_compared" else "text3"


def state_word(state: str, language: str) -> str:
    """The word of a difference; a judged one also says better or worse for those who do not see colour."""
    word = text.say(f"state.{state}", language)
    for judged in ("better", "worse"):
        if judged in state:
            return f"{word}, {text.say(f'state.judged.{judged}', language)}"
    return word


def official(name: str, language: str) -> str:
    """An organisation or licence, which the facts name in Finnish, in the reader's language.

    A name that is the same in all languages, such as CC BY 4.0, stands nowhere in the words and stays.
    """
    key = text.key_of(name, ("organisation.", "licence."))
    return text.say(key, language) if key else name


def provenance(indicator: Indicator, catalogue: Catalogue, language: str) -> str:
    """Who made the figure, its date and licence, for the foot of a picture."""
    source = catalogue.sources[indicator.source]
    return text.say(
        "source.foot",
        language,
        name=source.name[language],
        date=statistics_date(source, language, indicator.id),
        licence=official(source.licence, language),
        retrieved=text.day(retrieved(source, indicator.id), language),
    )


def retrieved(source: Source, indicator_id: str = "") -> date | None:
    """The day the figures of an indicator, or of a source, were fetched; else the day its facts tell."""
    fetch = _fetch(source, indicator_id)
    return fetch.moment.date() if fetch else source.retrieved


def statistics_date(source: Source, language: str, indicator_id: str = "") -> str:
    """Which years the figures are of; a fetch tells its own."""
    fetch = _fetch(source, indicator_id)
    if fetch is None:
        return source.statistics_date[language]
    years = dict.fromkeys((fetch.first_year, fetch.last_year))
    return text.say("source.fetched_years", language, years=text.EN_DASH.join(map(str, years)))


def _fetch(source: Source, indicator_id: str) -> attempts.Attempt | None:
    known = attempts.known().get(source.id)
    return known and (known.behind.get(indicator_id) if indicator_id else known.answered)


def listed_sources(indicators: Iterable[Indicator], catalogue: Catalogue, language: str) -> str:
    """The sources of several figures, each once with its date, for the foot of a list."""
    dated = ((catalogue.sources[one.source], one.id) for one in indicators)
    found = dict.fromkeys(
        f"{source.name[language]}, {statistics_date(source, language, name)}" for source, name in dated
    )
    listed = "; ".join(found)
    return text.say("source.listed", language, listed=listed)
