"""The two ends of an order: how far apart the least and the most well-off areas are."""

import pandas as pd

from lib import charts, gap, names, text
from lib.catalogue import catalogue
from lib.markup import segregation as markup
from lib.ui import parts
from lib.ui.segregation import Weighed, file_name, why
from lib.ui.segregation_index import trend_cell

RATIO_DECIMALS = 1


def draw_ends(shown: Weighed) -> None:
    """The difference of the ends over time, or why there is none."""
    if shown.ends is None:
        parts.section(
            parts.words("segregation.ends.no_order"),
            parts.words("segregation.ends.no_order_why"),
            key="ends_head",
        )
        return
    heading = _heading(shown)
    evidence = f"{_order(shown)} {why(gap.parting(shown.ends))}"
    parts.section(heading, evidence, key="ends_head", model=parts.model_word(shown.indicator))
    reported = shown.ends[list(shown.counted.reported)]
    if reported["value"].notna().sum() > 1:
        lines = reported.assign(series=parts.words("segregation.ends.slope"), part="speaking")
        parts.chart(charts.trend(lines, _style(shown), heading), "ends_chart", heading)
    both = names.listed_sources([shown.indicator, shown.ranking], catalogue(), parts.language())
    parts.foot(f"{parts.words('segregation.ends.foot')} {both}", "ends_foot")
    parts.table(_table(shown), "ends", file_name(shown, "ends"), (shown.indicator.origin,))


def _style(shown: Weighed) -> charts.Style:
    one = shown.indicator
    return charts.Style("percentage_points", one.decimals, parts.language(), one.origin, parts.mode())


def _heading(shown: Weighed) -> str:
    """In which end the share is larger, by how much, and whether that is more than chance."""
    name, known = shown.indicator.short[parts.language()], shown.ends.dropna(subset="value")
    if known.empty:
        return parts.words("segregation.ends.cannot", name=name)
    last = known.iloc[-1]
    if last["lower"] <= 0 <= last["upper"]:
        return parts.words("segregation.ends.alike", name=name)
    key = "segregation.ends.more" if last["value"] > 0 else "segregation.ends.less"
    return parts.words(key, name=name, points=_points(abs(last["value"])))


def _order(shown: Weighed) -> str:
    ranking = shown.ranking
    key = "segregation.ends.order_estimate" if _is_estimated(shown) else "segregation.ends.order"
    return parts.words(key, name=ranking.name[parts.language()], year=shown.ranked_year)


def _is_estimated(shown: Weighed) -> bool:
    return shown.level in shown.ranking.estimated_levels


def measures(shown: Weighed) -> str:
    """Slope and ratio with their intervals, what they tell and what they do not; empty without an order."""
    if shown.ends is None:
        return ""
    known = shown.ends.dropna(subset="value")
    slope = markup.Measure(
        parts.words("segregation.ends.slope"),
        parts.words("segregation.no_value") if known.empty else _points(known["value"].iloc[-1]),
        "" if known.empty else _slope_limits(known.iloc[-1]),
        trend_cell(gap.parting(shown.ends)),
        parts.words("segregation.ends.slope.tells"),
        parts.words("segregation.ends.slope.does_not"),
    )
    ratio = markup.Measure(
        parts.words("segregation.ends.ratio"),
        _ratio(known),
        "" if known.empty else _ratio_limits(known.iloc[-1]),
        None,
        parts.words("segregation.ends.ratio.tells"),
        parts.words("segregation.ends.ratio.does_not"),
    )
    return markup.measures(parts.words("segregation.ends.measures"), [slope, ratio])


def _points(value: float) -> str:
    """A difference of shares, without a plus: the sentence says in which end it is larger."""
    return text.figure(value, "percentage_points", 1, parts.language())


def _slope_limits(row: pd.Series) -> str:
    if pd.isna(row["lower"]):
        return parts.words("segregation.no_interval")
    written = text.interval(row["lower"], row["upper"], "percentage_points", 1, parts.language())
    return parts.words("map.interval", interval=written)


def _ratio(known: pd.DataFrame) -> str:
    """The ratio of the ends; no number where an end is at zero or its interval cannot be said."""
    if known.empty or not _has_ratio(known.iloc[-1]):
        return parts.words("segregation.no_value")
    return text.number(known["ratio"].iloc[-1], RATIO_DECIMALS, parts.language())


def _has_ratio(row: pd.Series) -> bool:
    """A ratio whose interval cannot be said although the difference has one has an end too near zero."""
    return bool(pd.notna(row["ratio"]) and (pd.notna(row["ratio_lower"]) or pd.isna(row["lower"])))


def _ratio_limits(row: pd.Series) -> str:
    if not _has_ratio(row):
        return parts.words("segregation.ends.ratio.near_zero")
    if pd.isna(row["ratio_lower"]):
        return parts.words("segregation.no_interval")
    written = text.interval(row["ratio_lower"], row["ratio_upper"], "index", RATIO_DECIMALS, parts.language())
    return parts.words("map.interval", interval=written)


def _table(shown: Weighed) -> pd.DataFrame:
    """All years in the reader's words."""
    rows = [row for _, row in shown.ends.iterrows()]
    language, facts = parts.language(), catalogue()
    return pd.DataFrame(
        {
            parts.words("column.period"): [row["period_start"].year for row in rows],
            parts.words("segregation.ends.slope"): [
                text.EN_DASH if pd.isna(row["value"]) else _points(row["value"]) for row in rows
            ],
            parts.words("column.interval"): [_slope_cell(row) for row in rows],
            parts.words("segregation.ends.ratio"): [
                text.number(row["ratio"], RATIO_DECIMALS, language) if _has_ratio(row) else text.EN_DASH
                for row in rows
            ],
            parts.words("segregation.column.ratio_interval"): [_ratio_cell(row) for row in rows],
            parts.words("column.status"): [parts.words(f"state.{row['status']}") for row in rows],
            parts.words("column.indicator"): shown.indicator.name[language],
            parts.words("segregation.column.order"): f"{shown.ranking.name[language]}, {shown.ranked_year}",
            parts.words("frame.level"): facts.levels[shown.level].plural[language].lower(),
            parts.words("column.origin"): parts.words(f"origin.{shown.indicator.origin}"),
            parts.words("column.source"): facts.sources[shown.indicator.source].name[language],
        }
    )


def _slope_cell(row: pd.Series) -> str:
    if pd.isna(row["lower"]):
        return text.EN_DASH
    return text.interval(row["lower"], row["upper"], "percentage_points", 1, parts.language())


def _ratio_cell(row: pd.Series) -> str:
    if pd.isna(row["ratio_lower"]):
        return text.EN_DASH
    return text.interval(row["ratio_lower"], row["ratio_upper"], "index", RATIO_DECIMALS, parts.language())
