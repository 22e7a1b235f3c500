"""The legend of the map: what its fills, hatches and circles stand for."""

from collections.abc import Mapping, Sequence

import pandas as pd

from lib import maps, names, text
from lib.markup import map as markup
from lib.ui import parts
from lib.ui.map_page import Shown

Span = tuple[float | None, float | None]


def classes(
    shown: Shown, found: Mapping[str, str], rising: Sequence[float], fills: Sequence[str]
) -> list[markup.Key]:
    """A key for each class, also for one that no area is in."""
    counted = maps.counts(found)
    spans = maps.ranges(rising, shown.indicator.decimals)
    return [
        markup.Key(fill, _range(span, shown), areas(counted[fill]))
        for fill, span in zip(fills, spans, strict=True)
        if counted[fill] or rising
    ]


def _range(span: Span, shown: Shown) -> str:
    """Alle 4,5 %, 4,5–5,9 %, 9,5 % tai yli; a class of all areas has the range of the values."""
    one, language = shown.indicator, parts.language()
    low, high = span
    if low is None and high is None:
        low, high = shown.table["value"].min(), shown.table["value"].max()
    if low is None:
        border = high + 10.0**-one.decimals
        return parts.words("map.under", border=names.value(border, one, language))
    if high is None:
        return parts.words("map.from", border=names.value(low, one, language))
    if low == high:
        return names.value(low, one, language)
    return text.interval(low, high, one.unit, one.decimals, language)


def differences(shown: Shown, found: Mapping[str, str]) -> list[markup.Key]:
    """The differences that occur, the worse or higher first; states of one fill share a key."""
    counted, occurring = maps.counts(found), set(shown.table["state"])
    words: dict[str, list[str]] = {}
    for state in (*maps.TALLIED, "not_compared"):
        if state in occurring:
            words.setdefault(maps.JUDGED[state], []).append(names.state_word(state, parts.language()))
    return [
        markup.Key(fill, " / ".join(words[fill]), areas(counted[fill]))
        for fill in maps.DIFFERENCES
        if fill in words
    ]


def states(shown: Shown, found: Mapping[str, str], unsure: Sequence[str]) -> list[markup.Key]:
    """Uncertain, zero, suppressed, missing and the like: those that occur, each with its areas."""
    keys = {maps.ZERO: "map.zero", **{fill: f"state.{status}" for status, fill in maps.EMPTY.items()}}
    which = {fill: [code for code, one in found.items() if one == fill] for fill in keys}
    keys, which = {"unsure": "map.unsure.key", **keys}, {"unsure": list(unsure), **which}
    return [
        markup.Key(fill, parts.words(key), _which(shown, which[fill]))
        for fill, key in keys.items()
        if which[fill]
    ]


def _which(shown: Shown, codes: Sequence[str]) -> str:
    """The one area of a fill by name, several as a number."""
    if len(codes) == 1:
        return shown.table.set_index("area_code").at[codes[0], "series"]
    return areas(len(codes))


def circles(counts: pd.Series) -> list[markup.Circle]:
    """Three round counts with the circles that stand for them on the map of these counts."""
    found = maps.legend(float(counts.max()), len(counts))
    return [markup.Circle(size, text.number(count, 0, parts.language())) for count, size in found]


def areas(count: int) -> str:
    """So many areas, in words."""
    return text.plural("map.areas", parts.language(), count)
