"""The chosen area beside the map: its value, its difference, what stands behind it, where to read on."""

import pandas as pd

from lib import names, text
from lib.catalogue import catalogue
from lib.markup import map as markup
from lib.markup.profile import cell
from lib.ui import address, asking, choices, parts, pickers, profile
from lib.ui.map_page import NOT_COMPARED, Shown, benchmark_words
from lib.ui.map_parts import interval


def draw(shown: Shown, chosen: str) -> str | None:
    """The chosen area: value, difference, what stands behind it; the pressed link."""
    row = next(shown.table[shown.table["area_code"].eq(chosen)].itertuples())
    one, language = shown.indicator, parts.language()
    has_profile = shown.level in pickers.LEVELS_OF_SCOPE[address.get("scope")]
    profiles = [(parts.words("map.open_profile"), f"area:{choices.area_value(shown.level, chosen)}")]
    measure = (parts.words("map.open_indicator"), f"indicator:{one.id} level:{shown.level}")
    links = (*(profiles if has_profile else ()), measure)
    panel = markup.Panel(
        names.area(asking.facts(), shown.level, chosen, language),
        parts.words("map.chosen"),
        names.shown(row.value, row.status, one, language),
        _state(row, shown),
        _evidence(row, shown),
        links,
        parts.model_word(one),
    )
    return parts.block(markup.panel(panel), "panel").choose


def _state(row: tuple, shown: Shown) -> markup.Cell | None:
    """Much higher than in Turku, in the colour of the judgement."""
    if row.state in NOT_COMPARED:
        return None
    found = cell(row.state, parts.language())
    if row.state == "similar":
        return found
    place = names.place(catalogue(), *profile.benchmark_of(shown.level), parts.language())
    word = parts.words("map.than", word=parts.words(f"state.{row.state}"), place=place)
    return markup.Cell(found.state, found.word.replace(parts.words(f"state.{row.state}"), word, 1), found.ink)


def _evidence(row: tuple, shown: Shown) -> tuple[str, ...]:
    one, language = shown.indicator, parts.language()
    counted = [
        parts.words("map.pair", name=label[language], value=text.number(count, 0, language))
        for label, count in ((one.numerator, row.numerator), (one.denominator, row.denominator))
        if label and not pd.isna(count)
    ]
    limits = [] if pd.isna(row.lower_95) else [interval(row, shown)]
    status = [parts.words(f"state.{row.status}")] if row.status in ("estimate", "provisional") else []
    benchmark = [benchmark_words(shown)] if not pd.isna(shown.benchmark) else []
    level = catalogue().levels[shown.level].name[language].capitalize()
    code = [parts.words("map.code", level=level, code=row.area_code)]
    lines = (counted, [*limits, *status], benchmark, code)
    return tuple(" · ".join(line) for line in lines if line)
