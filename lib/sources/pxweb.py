"""PxWeb v1 of Statistics Finland: dimensions found by meaning, asked in parts, `..` and `...` kept apart."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from lib.facts import Indicator
from lib.feeds import Formula, formula
from lib.formulas import computed, has_whole, whole
from lib.json_stat import cube
from lib.settings import settings
from lib.sources.answer import Answer, Note, Question, figure, yearly
from lib.sources.sotkanet import plain
from lib.sources.web import told

MOST_CELLS = 100_000
# What the marks of a table mean; hidden wins over missing, missing over not applicable, in a sum.
MARKS = {"...": "suppressed", "..": "missing", ".": "not_applicable"}
YEAR = re.compile(r"(19|20)\d\d")
# First words of a total in the languages of the service, without their dots.
WHOLE_WORDS = ("total", "yhteensa", "sss", "summa", "totalt")
AREA, TIME, FIGURE = "area", "time", "figure"


@dataclass(frozen=True)
class Dimension:
    """One dimension of a table: its code there, what it means here, and {our name: the table's value}."""

    code: str
    role: str
    wanted: Mapping[str, str]


def fetch(question: Question) -> Answer:
    """Every indicator of the feed, computed from the published codes of one table."""
    formulas = _formulas(question)
    meta = question.web.json(question.address)
    dimensions = resolved(meta, question, sorted(set().union(*(one.codes for one in formulas.values()))))
    cells = _cells(question, dimensions)
    if not cells:
        raise told("empty", question.address)
    rows, absent = [], []
    for indicator, written in formulas.items():
        made = list(_rows(question.indicator(indicator), written, cells, question))
        rows += made
        absent += [] if made else [indicator]
    notes = [Note("fetch.note.empty", {"indicator": one, "id": ""}, True) for one in absent]
    return Answer(yearly(rows), tuple(notes))


def resolved(meta: Any, question: Question, codes: Sequence[str]) -> list[Dimension]:
    """The dimensions of a table by what they hold; SourceError when its title or one of them is strange."""
    url = question.address
    if not isinstance(meta, dict) or not isinstance(meta.get("variables"), list):
        raise told("other_shape", url)
    feed, title = question.source.feed, str(meta.get("title", ""))
    if plain(feed.title) not in plain(title):
        raise told("other_title", url, title=title, expected=feed.title)
    areas = question.codes(_level(question))
    found = [_dimension(one, areas, codes, feed.since, url) for one in meta["variables"]]
    roles = [one.role for one in found]
    if lacking := [role for role in (AREA, TIME, FIGURE) if roles.count(role) != 1]:
        raise told("other_dimensions", url, lacking=", ".join(lacking))
    return found


def _dimension(
    one: Mapping[str, Any], areas: Collection[str], codes: Collection[str], since: int, url: str
) -> Dimension:
    """A dimension is of years, areas or figures by its values; of any other its total is taken."""
    values = [str(value) for value in one.get("values", [])]
    texts = [str(text) for text in one.get("valueTexts", values)]
    years = {
        found.group(): value
        for value, text in zip(values, texts, strict=False)
        if (found := YEAR.search(value) or YEAR.search(text)) and int(found.group()) >= since
    }
    by_code = {re.sub(r"^[A-Z]+", "", value): value for value in values}
    by_name = {value.casefold(): value for value in values}
    if one.get("time") or (years and all(YEAR.fullmatch(value.strip()) for value in values)):
        return Dimension(one["code"], TIME, years)
    if here := {code: by_code[code] for code in areas if code in by_code}:
        return Dimension(one["code"], AREA, here)
    if here := {code: by_name[code] for code in codes if code in by_name}:
        return Dimension(one["code"], FIGURE, here)
    whole = [value for value, text in zip(values, texts, strict=False) if _is_whole(value, text)]
    if len(whole) != 1:
        raise told("unknown_dimension", url, dimension=str(one.get("text", one.get("code", ""))))
    return Dimension(one["code"], "", {"": whole[0]})


def _is_whole(value: str, text: str) -> bool:
    first = re.split(r"\W", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())[0]
    return value.casefold() in WHOLE_WORDS or first.casefold() in WHOLE_WORDS


def _formulas(question: Question) -> dict[str, Formula]:
    names = question.source.feed.indicators
    return {name: found for name in names if (found := formula(question.indicator(name).source_code))}


def _level(question: Question) -> str:
    """The level of the table's areas: the first that its indicators have."""
    return question.indicator(question.source.feed.indicators[0]).levels[0]


def parts(dimensions: Sequence[Dimension], most: int = MOST_CELLS) -> Iterator[dict[str, list[str]]]:
    """Selections that together ask for everything, none for more cells than the service gives at once."""
    wanted = {one.code: list(one.wanted.values()) for one in dimensions}
    yield from _halved(wanted, most)


def _halved(wanted: dict[str, list[str]], most: int) -> Iterator[dict[str, list[str]]]:
    longest = max(wanted, key=lambda code: len(wanted[code]))
    values = wanted[longest]
    if prod(map(len, wanted.values())) <= most or len(values) < 2:
        yield wanted
        return
    middle = len(values) // 2
    for half in (values[:middle], values[middle:]):
        yield from _halved({**wanted, longest: half}, most)


def _cells(question: Question, dimensions: Sequence[Dimension]) -> dict[tuple[str, str, str], Any]:
    """{(area, year, figure): number or status}."""
    cells: dict[tuple[str, str, str], Any] = {}
    ours = {one.code: {theirs: here for here, theirs in one.wanted.items()} for one in dimensions}
    place = {one.role: one.code for one in dimensions}
    for selection in parts(dimensions):
        query = [
            {"code": code, "selection": {"filter": "item", "values": values}}
            for code, values in selection.items()
        ]
        answer = question.web.json(
            question.address, send={"query": query, "response": {"format": "json-stat2"}}
        )
        for key, cell in unpacked(answer, question.address):
            named = [ours[place[role]].get(key.get(place[role], "")) for role in (AREA, TIME, FIGURE)]
            if None not in named:
                cells[tuple(named)] = cell
    return cells


def unpacked(answer: Any, url: str) -> Iterator[tuple[dict[str, str], Any]]:
    """Each cell of json-stat2 by its dimension values: a number, or the status that its mark means."""
    try:
        found = cube(answer, MOST_CELLS)
    except ValueError as fault:
        raise told("other_shape", url) from fault
    codes = [[code for code, _ in one] for one in found.categories]
    for names, value, mark in zip(product(*codes), found.values, found.marks, strict=True):
        yield dict(zip(found.names, names, strict=True)), _cell(value, mark)


def _cell(value: Any, mark: Any) -> float | str:
    written = str(value if isinstance(value, str) else mark or "").strip()
    if written in MARKS:
        return MARKS[written]
    try:
        return float(value)
    except (TypeError, ValueError):
        return "missing"


def _rows(
    indicator: Indicator, written: Formula, cells: Mapping[tuple[str, str, str], Any], question: Question
) -> Iterator[dict[str, object]]:
    level, codes = indicator.levels[0], question.codes(indicator.levels[0])
    there = {
        (year, code): [cells[code, year, figure] for figure in written.codes]
        for code, year in sorted({(code, year) for code, year, _ in cells})
        if code in codes and all((code, year, figure) in cells for figure in written.codes)
    }
    table = pd.DataFrame.from_dict(there, orient="index", columns=list(written.codes), dtype="object")
    numbers = table.map(lambda cell: cell if isinstance(cell, float) else np.nan).astype("float64")
    years = pd.Series([year for year, _ in there], index=table.index, dtype="str")
    # A year is of use when something of it is told: the newest income may come a year later.
    of_use = numbers.notna().any(axis=1).groupby(years).transform("any")
    marks = table.map(lambda cell: cell if isinstance(cell, str) else "")
    table, numbers, marks, years = (one[of_use] for one in (table, numbers, marks, years))
    made = computed(indicator, written, numbers, marks)
    yield from (_row((indicator.id, level, code), year, one) for (year, code), one in _each(made))
    if has_whole(indicator):
        city = whole(indicator, written, numbers, marks, years)
        key = (indicator.id, "municipality", settings().city_code)
        yield from (_row(key, year, one) for year, one in _each(city))


def _each(made: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    return zip(made.index, made.itertuples(index=False), strict=True)


def _row(key: tuple[str, str, str], year: str, made: Any) -> dict[str, object]:
    return figure(key, year, made.value, (made.numerator, made.denominator), made.status)
