"""Sotkanet of THL: an id is believed with its title, regions by category and code, missing is not zero."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from lib.facts import Indicator
from lib.feeds import Series
from lib.sotkanet import CATEGORIES, COUNT_KEYS, VALUE_KEYS, place_of
from lib.sotkanet import figure as told_as
from lib.sources.answer import Answer, Note, Question, figure, listed, yearly
from lib.sources.web import told

OWN_PRODUCER = "THL"
# Published values have one decimal: below this a share is too coarse to give its denominator back.
SMALLEST_OF_HUNDRED = 2.0
# A value with one decimal is 0.05 from its share at most; a whole made of a rounded value adds a little.
ROUNDED_BY = 0.06
Regions = Mapping[str, tuple[str, str]]


def fetch(question: Question) -> Answer:
    """All series of the feed; one whose title has changed or that is empty is left out with a note."""
    regions, strange = resolved(_list(question, "regions"))
    tables: dict[str, pd.DataFrame] = {}
    notes = []
    for series in question.source.feed.series:
        rows, found = _series(question, series, regions, strange)
        tables |= {series.indicator: rows} if len(rows) else {}
        notes += found
    with_wholes = [_whole_of(one, tables) for one in question.source.feed.series if one.indicator in tables]
    rows = pd.concat(with_wholes, ignore_index=True) if with_wholes else yearly([])
    return Answer(rows, tuple(notes))


def plain(title: str) -> str:
    """Letters and digits of a title: blanks, hyphens and capitals may drift, words and ages may not."""
    return re.sub(r"[\W_]+", "", title.casefold())


def resolved(listing: Iterable[Mapping[str, Any]]) -> tuple[Regions, set[str]]:
    """{region id: (level, code)} of our levels, and the ids whose code two regions of a category claim."""
    found = {
        str(one["id"]): place_of(one["category"], str(one["code"]))
        for one in listing
        if one.get("category") in CATEGORIES
    }
    places = list(found.values())
    # Counties had other codes before 2023, so a code claimed twice means two different counties.
    twice = {number for number, place in found.items() if places.count(place) > 1}
    return {number: place for number, place in found.items() if number not in twice}, twice


def _list(question: Question, path: str, *parameters: tuple[str, str]) -> list[Any]:
    url = f"{question.address}/{path}"
    found = question.web.json(url, parameters)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise told("other_shape", url)
    return found


def _series(
    question: Question, series: Series, regions: Regions, strange: set[str]
) -> tuple[pd.DataFrame, list[Note]]:
    indicator, url = question.indicator(series.indicator), f"{question.address}/indicators/{series.id}"
    meta = question.web.json(url)
    title = _title(meta)
    if not title:
        raise told("other_shape", url)
    named = {"indicator": indicator.id, "id": series.id}
    if plain(title) not in map(plain, series.titles):
        changed = {**named, "title": title, "expected": series.titles[0]}
        return yearly([]), [Note("fetch.note.title", changed, True)]
    values = _values(question, series, meta)
    rows = _rows(values, indicator, regions, question)
    if rows.empty:
        return rows, [Note("fetch.note.empty", named, True)]
    return rows, [*_producer(meta, named), *_unknown(values, regions, strange, question, named)]


def _title(meta: Any) -> str:
    titles = meta.get("title") if isinstance(meta, dict) else None
    return str(titles.get("fi", "")) if isinstance(titles, dict) else ""


def _values(question: Question, series: Series, meta: Mapping[str, Any]) -> list[Any]:
    span = meta.get("range") or {}
    since, until = question.source.feed.since, int(span.get("end") or question.source.retrieved.year)
    years = [("years", str(year)) for year in range(max(since, int(span.get("start") or since)), until + 1)]
    asked = (("indicator", series.id), *years, ("genders", "total"))
    return _list(question, "json", *asked) if years else []


def _rows(values: list[Any], indicator: Indicator, regions: Regions, question: Question) -> pd.DataFrame:
    known = question.catalogue.areas
    found = {
        (*place, str(one.get("year"))): one
        for one in values
        if (place := regions.get(str(one.get("region")))) in known
        and place[0] in indicator.levels
        and one.get("gender", "total") == "total"
    }
    rows = [_row(indicator, key, one) for key, one in found.items()]
    # Sotkanet leaves hidden and missing values out; a level it gives for a year is told whole.
    for level, year in sorted({(level, year) for level, _, year in found}):
        absent = [code for code in question.codes(level) if (level, code, year) not in found]
        rows += [_row(indicator, (level, code, year), {}) for code in absent]
    return yearly(rows)


def _row(indicator: Indicator, key: tuple[str, str, str], one: Mapping[str, Any]) -> dict[str, object]:
    level, code, year = key
    value, count = (_number(told_as(one, keys)) for keys in (VALUE_KEYS, COUNT_KEYS))
    numerator = value if indicator.kind == "count" else count if indicator.numerator else np.nan
    parts = (numerator, _denominator(indicator, value, numerator))
    status = "missing" if np.isnan(value) else "published"
    return figure((indicator.id, level, code), year, value, parts, status)


def _number(written: object) -> float:
    """A number with a point or a comma; not a number where there is none."""
    try:
        return float(str(written).replace(",", "."))
    except ValueError:
        return np.nan


def _denominator(indicator: Indicator, value: float, numerator: float) -> float:
    """The people behind a share, from its count, where rounding moves it at most 2.5 per cent."""
    per = 100 if indicator.kind == "share" else indicator.per
    if not per or not indicator.denominator or not value >= SMALLEST_OF_HUNDRED * per / 100:
        return np.nan
    return float(np.round(numerator / value * per))


def _whole_of(series: Series, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows with the denominator of the named indicator beside them, where it gives the share back."""
    rows, key = tables[series.indicator], ["area_level", "area_code", "period_start"]
    if not series.whole_of or series.whole_of not in tables:
        return rows
    wholes = rows[key].merge(tables[series.whole_of][[*key, "denominator"]], on=key, how="left")
    whole = wholes["denominator"].set_axis(rows.index)
    off = (100 * rows["numerator"] / whole - rows["value"]).abs()
    return rows.assign(denominator=whole.where(off <= ROUNDED_BY))


def _producer(meta: Mapping[str, Any], named: Mapping[str, object]) -> Iterator[Note]:
    producer = str(((meta.get("organization") or {}).get("title") or {}).get("fi", ""))
    if producer and OWN_PRODUCER not in producer:
        yield Note("fetch.note.producer", {**named, "producer": producer})


def _unknown(
    values: list[Any], regions: Regions, strange: set[str], question: Question, named: Mapping[str, object]
) -> Iterator[Note]:
    """Regions that are claimed twice, and areas our division does not have, such as ceased municipalities."""
    asked = {str(one.get("region")) for one in values}
    places = {place for number in asked if (place := regions.get(number))}
    gone = sorted(" ".join(place) for place in places if place not in question.catalogue.areas)
    if gone:
        yield Note("fetch.note.unknown_areas", {**named, "count": len(gone), "list": listed(gone)})
    if doubtful := sorted(asked & strange):
        yield Note("fetch.note.doubtful", {**named, "count": len(doubtful), "list": listed(doubtful)}, True)
