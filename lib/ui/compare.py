"""Areas side by side: which are shown, their figures on the level's own scale, and how alike they are."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import figures, names, similar
from lib.catalogue import catalogue
from lib.facts import TOPICS
from lib.ui import address, asking, choices, parts, pickers, profile

# The area itself and three beside it fit on one line of the table.
MOST_BESIDE = 3
# More would not be read in the scope bar.
MOST_FIGURES = 8


@dataclass(frozen=True)
class Compared:
    """The shown areas (the first is the chosen one), all weighed figures of the level, and likeness.

    level_table: one row an area and indicator, of each indicator's newest period. found: as
    similar.distances. z: areas by indicators.
    """

    level: str
    codes: tuple[str, ...]
    level_table: pd.DataFrame
    z: pd.DataFrame
    weight: pd.Series
    found: pd.DataFrame
    like: str

    @property
    def table(self) -> pd.DataFrame:
        """The figures of the shown areas."""
        return self.level_table[self.level_table["area_code"].isin(self.codes)]


def weighed(level: str, codes: tuple[str, ...]) -> pd.DataFrame:
    """The newest figures of the areas of a level with limits and state, each indicator at one period."""
    facts = catalogue().indicators
    table = _observed(level, codes)
    table = table[table["indicator_id"].map(lambda name: not facts[name].is_amount).astype(bool)]
    table = figures.at_same_period(figures.newest(parts.some(table)))
    table = figures.with_intervals(table, facts)
    return figures.with_difference(table, asking.of_area(*profile.benchmark_of(level)), facts)


def series(level: str, codes: tuple[str, ...], indicator_id: str) -> pd.DataFrame:
    """One indicator of some areas, all periods."""
    table = _observed(level, codes, (indicator_id,))
    return table[table["indicator_id"].eq(indicator_id)]


def _observed(level: str, codes: tuple[str, ...], wanted: tuple[str, ...] = ()) -> pd.DataFrame:
    if level == asking.WORK_AREA:
        return pd.concat([asking.of_area(level, code) for code in codes], ignore_index=True)
    known = asking.coverage()
    known = known[known["area_level"].eq(level)]["indicator_id"].unique()
    table = asking.observations(wanted or tuple(sorted(known)), level)
    return table[table["area_code"].isin(codes)]


def wide(table: pd.DataFrame, column: str = "value") -> pd.DataFrame:
    """Areas by indicators."""
    return table.pivot(index="area_code", columns="indicator_id", values=column).astype(float)


def compared(level: str, code: str, like: str) -> Compared:
    """Everything the page shows; NothingKnownError where nothing is known of the area."""
    everyone = tuple(one for _, one in pickers.areas(level, address.get("scope")))
    table = weighed(level, everyone)
    values = wide(table)
    parts.some(values[values.index == code])
    z = similar.z_scores(values)
    weight = _weight(list(z.columns[z.notna().any()]), like)
    found = similar.distances(z, weight, code)
    alike = similar.nearest(found, MOST_BESIDE)
    beside = pick_areas(level, code, everyone, alike) if like == choices.CHOSEN_AREAS else alike
    return Compared(level, (code, *beside), table, z, weight, found, like)


def _weight(ids: list[str], like: str) -> pd.Series:
    """The weight of each indicator that counts."""
    facts = catalogue().indicators
    if like == choices.CHOSEN_FIGURES:
        # Each its own topic: all the same.
        return similar.weights({name: name for name in _pick_figures(ids)})
    return similar.weights({name: facts[name].topic for name in ids}, like if like in TOPICS else "")


def _pick_figures(ids: list[str]) -> list[str]:
    """The indicators of which likeness is measured; the headline ones until the reader has chosen."""
    facts = catalogue().indicators
    named = {name: facts[name].name[parts.language()] for name in ids}
    options = sorted(named, key=named.__getitem__)
    usual = [name for name in options if facts[name].headline] or options[:1]
    look = {
        "label": parts.words("compare.figures"),
        "placeholder": parts.words("compare.figures_none"),
        "format_func": named.__getitem__,
        "width": 640,
    }
    with parts.scope_bar():
        return address.pick_several("by", options, usual[:MOST_FIGURES], MOST_FIGURES, look)


def pick_like(level: str) -> str:
    """What the area is held beside: its most similar ones, in all or by one topic, or those chosen."""
    facts, known = catalogue().indicators, asking.coverage()
    ids = known[known["area_level"].isin(_base_levels(level))]["indicator_id"]
    topics = {facts[name].topic for name in ids if not facts[name].is_amount}
    of_topic = (one for one in TOPICS if one in topics - {"services"})
    options = ["all", *of_topic, choices.CHOSEN_FIGURES, choices.CHOSEN_AREAS]
    return address.pick(
        st.selectbox, "like", options, like_words, label=parts.words("compare.beside"), width=380
    )


def _base_levels(level: str) -> tuple[str, ...]:
    return tuple(asking.base_levels()) if level == asking.WORK_AREA else (level,)


def like_words(like: str) -> str:
    """A choice of what to compare with, in words."""
    if like in TOPICS:
        return parts.words("compare.like.topic", topic=parts.words(f"topic.{like}").lower())
    return parts.words(f"compare.like.{like}")


def pick_areas(level: str, code: str, everyone: tuple[str, ...], usual: list[str]) -> list[str]:
    """Up to three areas of the same level; the most similar ones until the reader has chosen."""
    with parts.scope_bar():
        options = [choices.area_value(level, one) for one in everyone if one != code]
        asked = [choices.area_value(level, one) for one in usual]
        chosen = address.pick_several("areas", options, asked, MOST_BESIDE, _written(level))
    return [choices.area_key(one)[1] for one in chosen]


def _written(level: str) -> Mapping[str, object]:
    def name(value: str) -> str:
        return names.area(asking.facts(), *choices.area_key(value), parts.language())

    return {
        "format_func": name,
        "label": parts.words("compare.areas"),
        "placeholder": parts.words("compare.areas_none"),
        "width": 480,
    }


def area_name(shown: Compared, code: str) -> str:
    """The name of one of the areas."""
    return names.area(asking.facts(), shown.level, code, parts.language())
