"""Sentences of the area card in plain language: who lives here, what stands out, what has changed."""

import pandas as pd

from lib import names
from lib.catalogue import catalogue
from lib.table import SHOWN
from lib.ui import asking, parts, profile

# Sides of a difference as the names of states say them, in the order they are told.
JUDGED, UNJUDGED = ("worse", "better"), "other"
COURSES = ("getting_worse", "getting_better")
MOST_NAMED = 2
MOST_SENTENCES = 5


def lead(table: pd.DataFrame, level: str, code: str) -> str:
    """How many people live here and when, or why that is not shown."""
    rows = table[table["indicator_id"].eq(profile.HEADLINES[profile.base_level(level, code)][0])]
    place = _capital(names.place(asking.facts(), level, code, parts.language()))
    if rows.empty:
        return parts.words("area_card.no_residents", place=place)
    row = next(rows.itertuples())
    indicator = catalogue().indicators[row.indicator_id]
    if row.status not in SHOWN or pd.isna(row.value):
        word = names.shown(row.value, row.status, indicator, parts.language())
        return parts.words("area_card.hidden_residents", place=place, word=word.lower())
    count = names.value(row.value, indicator, parts.language())
    return parts.words("area_card.residents", place=place, count=count, year=row.period_start.year)


def sentences(table: pd.DataFrame, key: pd.DataFrame, series: pd.DataFrame) -> tuple[str, ...]:
    """Three to five sentences. table: all weighed figures. key: those of the card. series: of one figure."""
    differing, compared = profile.differing(table)
    counted = parts.words("area_card.compared", differing=len(differing), compared=len(compared))
    sides = [_side(key, side) or parts.words(f"area_card.none_{side}") for side in JUDGED]
    said = [counted, *sides, *_courses(key), _changed(series), _side(key, UNJUDGED)]
    return tuple(one for one in said if one)[:MOST_SENTENCES]


def _side(key: pd.DataFrame, side: str) -> str:
    """The figures that differ most to one side, with the city's value; empty when none does."""
    differing, _ = profile.differing(key)
    is_judged = differing["state"].str.contains("|".join(JUDGED))
    chosen = ~is_judged if side == UNJUDGED else differing["state"].str.contains(side)
    rows = profile.most_differing(differing[chosen], MOST_NAMED)
    listed = parts.words("list.and").join(_named(row) for row in rows.itertuples())
    return parts.words(f"area_card.{side}", listed=listed) if listed else ""


def _named(row: tuple) -> str:
    indicator, language = catalogue().indicators[row.indicator_id], parts.language()
    return parts.words(
        "area_card.named_model" if indicator.origin == "model" else "area_card.named",
        name=_small(indicator.name[language]),
        value=names.value(row.value, indicator, language),
        benchmark=names.value(row.benchmark, indicator, language),
    )


def _changed(series: pd.DataFrame) -> str:
    """From what to what the longest series of the area has gone; empty without two points."""
    own = series[series["value"].notna()].sort_values("period_start")
    if len(own) < 2:
        return ""
    first, last = own.iloc[0], own.iloc[-1]
    indicator, language = catalogue().indicators[last["indicator_id"]], parts.language()
    return parts.words(
        "area_card.changed",
        name=indicator.name[language],
        first=names.value(first["value"], indicator, language),
        last=names.value(last["value"], indicator, language),
        since=first["period_start"].year,
        until=last["period_start"].year,
    )


def _courses(key: pd.DataFrame) -> list[str]:
    """What has been getting worse or better for five years."""
    said = []
    for course in COURSES:
        found = key[key["trend"].eq(course)]["indicator_id"][:MOST_NAMED]
        listed = parts.words("list.and").join(_called(name) for name in found)
        said += [parts.words(f"area_card.{course}", listed=listed)] if listed else []
    return said


def _called(indicator_id: str) -> str:
    indicator = catalogue().indicators[indicator_id]
    name = _small(indicator.name[parts.language()])
    return parts.words("area_card.called_model", name=name) if indicator.origin == "model" else name


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _capital(place: str) -> str:
    return place[:1].upper() + place[1:]
