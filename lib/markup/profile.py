"""The rows of an area's profile: from weighed figures to words and small pictures."""

from collections.abc import Sequence

import pandas as pd

from lib import names, text
from lib.facts import TOPICS, Catalogue, Indicator
from lib.markup.pictures import Placed, strip
from lib.markup.rows import Cell, Group, HeatRow, Row
from lib.table import SHOWN

# Differences that carry judgement are drawn filled; the rest stay hollow.
JUDGED = ("worse", "better")
CANNOT = "cannot_be_calculated"


def groups(table: pd.DataFrame, others: pd.DataFrame, catalogue: Catalogue, language: str) -> list[Group]:
    """Indicator rows under their topic's name, what differs most first.

    table: one row an indicator, with limits, benchmark, state and trend. others: the sibling areas' values.
    """
    made = []
    for topic in TOPICS:
        rows = [
            row(figure, others[others["indicator_id"].eq(figure.indicator_id)]["value"], catalogue, language)
            for figure in table.itertuples()
            if catalogue.indicators[figure.indicator_id].topic == topic
        ]
        if rows:
            made.append(Group(text.say(f"topic.{topic}", language), tuple(rows)))
    return made


def row(figure: tuple, others: Sequence[float], catalogue: Catalogue, language: str) -> Row:
    """One indicator row from one weighed figure."""
    indicator = catalogue.indicators[figure.indicator_id]
    return Row(
        name=indicator.name[language],
        value=_value(figure, indicator, language),
        benchmark=names.bare(figure.benchmark, indicator, language),
        picture=_strip(figure, others),
        difference=cell(figure.state, language),
        trend=text.EN_DASH if figure.trend == CANNOT else text.say(f"trend.{figure.trend}", language),
        period=names.period(figure.period_start, indicator, language),
        choose=f"indicator:{indicator.id}",
        is_model=indicator.origin == "model",
        estimate=text.say("state.estimate", language) if figure.status == "estimate" else "",
    )


def cell(state: str, language: str) -> Cell:
    """A state as symbol, word and ink."""
    return Cell(state, names.state_word(state, language), names.ink(state))


def heat(
    table: pd.DataFrame,
    indicators: Sequence[Indicator],
    areas: Sequence[tuple[str, str]],
    catalogue: Catalogue,
    language: str,
) -> list[HeatRow]:
    """Areas by indicators from weighed figures; an indicator that an area lacks is missing there."""
    states = table.set_index(["area_code", "indicator_id"])["state"].to_dict()
    return [
        HeatRow(
            names.area(catalogue, level, code, language),
            f"area:{level}-{code}",
            tuple(cell(states.get((code, one.id), "missing"), language) for one in indicators),
        )
        for level, code in areas
    ]


def _value(figure: tuple, indicator: Indicator, language: str) -> str:
    if figure.status in SHOWN and not pd.isna(figure.value):
        return names.value(figure.value, indicator, language)
    return text.EN_DASH


def _strip(figure: tuple, others: Sequence[float]) -> str:
    if pd.isna(figure.value):
        return ""
    judged = any(word in figure.state for word in JUDGED)
    return strip(
        Placed(
            figure.value,
            figure.lower_95,
            figure.upper_95,
            tuple(float(one) for one in others),
            figure.benchmark,
            names.ink(figure.state),
            judged,
        )
    )
