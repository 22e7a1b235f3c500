"""The colours of the map and the legend that explains them."""

from lib import maps, names, text
from lib.markup import map as markup
from lib.ui import parts
from lib.ui.map_page import Shown


def fills(shown: Shown, view: str) -> dict[str, str]:
    """The fill of every area in the chosen view."""
    return (
        maps.differences(shown.table)
        if view == "difference"
        else maps.levels(shown.table, borders(shown), shown.indicator.decimals)
    )


def borders(shown: Shown) -> tuple[float, ...]:
    """The class borders of the shown figures."""
    return maps.borders(shown.table["value"], shown.indicator.decimals)


def draw_legend(shown: Shown, view: str) -> None:
    """The class bar, then the keys of the states that occur."""
    found = fills(shown, view)
    classes = _differences(shown, found) if view == "difference" else _classes(shown, found)
    parts.block(markup.legend(parts.words("map.legend"), classes, _states(shown, found)), "legend")


def _classes(shown: Shown, found: dict[str, str]) -> list[markup.Key]:
    rising, counted = borders(shown), maps.counts(found)
    spans = maps.ranges(rising, shown.indicator.decimals)
    return [
        markup.Key(fill, _range(span, shown), areas(counted[fill]))
        for fill, span in zip(maps.class_fills(rising), spans, strict=True)
        if counted[fill]
    ]


def _range(span: tuple[float | None, float | None], shown: Shown) -> str:
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


def _differences(shown: Shown, found: dict[str, str]) -> list[markup.Key]:
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


def _states(shown: Shown, found: dict[str, str]) -> list[markup.Key]:
    """Zero, suppressed, missing, not applicable, not yet published: those that occur, each with its areas."""
    keys = {maps.ZERO: "map.zero", **{fill: f"state.{status}" for status, fill in maps.EMPTY.items()}}
    return [
        markup.Key(fill, parts.words(key), _which(shown, found, fill))
        for fill, key in keys.items()
        if fill in found.values()
    ]


def _which(shown: Shown, found: dict[str, str], fill: str) -> str:
    """The one area of a fill by name, several as a number."""
    codes = [code for code, one in found.items() if one == fill]
    if len(codes) == 1:
        return shown.table.set_index("area_code").at[codes[0], "series"]
    return areas(len(codes))


def areas(count: int) -> str:
    """So many areas, in words."""
    return text.plural("map.areas", parts.language(), count)
