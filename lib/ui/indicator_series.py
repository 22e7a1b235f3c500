"""The series of the indicator page: months as a control chart, years as a trend with its direction."""

from datetime import date

import numpy as np
import pandas as pd

from lib import charts, figures, names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup import rows as markup
from lib.statistics import trend
from lib.statistics.control_chart import ControlChart
from lib.statistics.control_rules import RULES
from lib.table import SHOWN
from lib.ui import asking, indicator_words, parts, profile_charts, series_marks
from lib.ui.indicator_months import MONTHS, proposed
from lib.ui.series_marks import Series

# Where no figure is known: one year without a figure, of which no direction can be told.
ANY_YEAR = 2000


def draw_months(series: Series, rows: pd.DataFrame, chart: ControlChart) -> None:
    """The newest months in front of the limits of their whole segments, with what happened above them."""
    if rows["status"].isin(SHOWN).sum() == 0:
        parts.section(
            parts.words("indicator.no_months"), parts.words("indicator.no_months_why"), key="series_head"
        )
        return
    shown, indicator = rows.tail(MONTHS).reset_index(drop=True), series.indicator
    heading = indicator_words.flagged(shown)
    parts.section(
        heading,
        parts.words("indicator.months_shown", count=len(shown)),
        key="series_head",
        model=parts.model_word(indicator),
    )
    marks = series_marks.marks(series, shown["period_start"].tolist(), shown["segment"])
    reasons = series_marks.reasons(series, shown["segment"])
    spec = charts.control(shown, profile_charts.style(indicator), heading, marks, reasons)
    parts.chart(spec, "series", heading)
    parts.foot(indicator_words.foot(series, shown, chart), "series_foot")
    proposal = indicator_words.proposal(proposed(series, rows, chart), rows)
    if proposal:
        parts.notice(proposal)


def draw_years(indicator: Indicator, level: str, code: str) -> None:
    """The chosen area's series among the others, or why there is none."""
    if not code or asking.observations((indicator.id,), level)["period_start"].nunique() < 2:
        parts.section(
            parts.words("indicator.one_period"), parts.words("indicator.one_period_why"), key="series_head"
        )
        return
    table = profile_charts.lines(indicator, level, code)
    heading = profile_charts.grown(table, indicator)
    parts.section(
        heading, profile_charts.subtitle(indicator), key="series_head", model=parts.model_word(indicator)
    )
    series, periods = Series(indicator, (level, code)), sorted(table["period_start"].unique())
    segment = series_marks.segments(series, periods)
    marks = series_marks.marks(series, periods, segment)
    marks = series_marks.with_rebases(marks, series, segment)
    parts.chart(charts.trend(table, profile_charts.style(indicator), heading, marks), "series", heading)
    own = table[table["part"].eq("speaking")]
    said = [series_marks.told(series, segment, "indicator.broken"), gaps(own)]
    said.append(names.provenance(indicator, catalogue(), parts.language()))
    parts.foot(" ".join(one for one in said if one), "series_foot")
    parts.block(years_reading(series, own), "reading")


def gaps(own: pd.DataFrame) -> str:
    """The years between the first and the last figure that have none, in one sentence."""
    known = own.loc[own["value"].notna(), "period_start"].dt.year
    if known.empty:
        return ""
    lacking = sorted(set(range(known.min(), known.max() + 1)) - set(known))
    # Where every other year is measured, the years between are no gaps.
    if not lacking or len(lacking) >= len(known) - 1:
        return ""
    return parts.words("indicator.gaps", years=", ".join(map(str, lacking)))


def years_reading(series: Series, own: pd.DataFrame) -> str:
    """The direction of the last five years and the target, as symbol and word."""
    found = direction(series, own)
    ending = own.loc[own["value"].notna(), "period_start"].dt.year.max()
    word = str(trend.judged(found.state, series.indicator.polarity)[0])
    small = parts.words("indicator.direction_cannot")
    if word != trend.CANNOT:
        span = {"first": ending - trend.POINTS + 1, "last": ending}
        small = parts.words("indicator.direction_span", **span)
    state = direction_state(str(found.state[0]), series.indicator)
    cell = markup.Cell(state, parts.words(f"trend.{word}"), names.ink(state))
    newest = date(int(ending), 12, 31) if pd.notna(ending) else date.min
    target = figures.target_on(series.indicator, newest)
    entries = [
        markup.Entry(parts.words("indicator.direction"), cell, small),
        indicator_words.target_entry(target, series.indicator, None),
    ]
    return markup.short_list(parts.words("indicator.reading"), entries, "")


def direction(series: Series, own: pd.DataFrame) -> trend.Trend:
    """Section 4 for one area; a rebase is a new way of measuring, over which no trend is calculated."""
    table = figures.with_intervals(own[own["value"].notna()], catalogue().indicators)
    table = table.assign(year=table["period_start"].dt.year).drop_duplicates("year").set_index("year")
    first, last = (table.index.min(), table.index.max()) if len(table) else (ANY_YEAR, ANY_YEAR)
    years = range(first, last + 1)
    table = table.reindex(years)
    starts = pd.to_datetime([f"{year}-01-01" for year in years])
    numbers = series_marks.segments(series, starts)
    breaks = np.diff(numbers, prepend=numbers[:1]) > 0
    if series.indicator.kind == "share":
        return trend.trend_of_counts(_figures(table, "numerator"), _figures(table, "denominator"), breaks)
    limits = (_figures(table, name) for name in ("lower_95", "upper_95"))
    return trend.trend_of_values(_figures(table, "value"), *limits, breaks)


def direction_state(state: str, indicator: Indicator) -> str:
    """The symbol of a direction: a triangle judged by polarity, a ring for none, a dash when unknown."""
    ways = {"increasing": 1, "decreasing": -1}
    if state in ways:
        return charts.flag_of(ways[state], indicator.polarity)
    return "similar" if state == "no_change" else "not_compared"


def table_of(series: Series, rows: pd.DataFrame) -> pd.DataFrame:
    """All months as a plain table in the reader's words, the newest first."""
    language, shown = parts.language(), series.indicator
    ordered = rows.iloc[::-1]
    return pd.DataFrame(
        {
            parts.words("column.period"): [
                text.month_short(one.date(), language) for one in ordered["period_start"]
            ],
            parts.words("column.value"): [
                names.shown(value, status, shown, language)
                for value, status in zip(ordered["value"], ordered["status"], strict=True)
            ],
            parts.words("column.mean"): [_bare(one, shown) for one in ordered["mean"]],
            parts.words("column.limits"): [
                text.EN_DASH
                if pd.isna(low)
                else text.interval(max(low, 0.0), high, shown.unit, _decimals(shown), language)
                for low, high in zip(ordered["lower"], ordered["upper"], strict=True)
            ],
            parts.words("column.flag"): [
                parts.words(f"indicator.rule.{RULES[rule]}") if rule else text.EN_DASH
                for rule in ordered["rule"]
            ],
            parts.words("column.status"): [parts.words(f"state.{one}") for one in ordered["status"]],
            parts.words("column.origin"): parts.words(f"origin.{shown.origin}"),
        }
    )


def _figures(table: pd.DataFrame, name: str) -> np.ndarray:
    return table[name].to_numpy(float, na_value=np.nan)


def _decimals(shown: Indicator) -> int:
    """Lines of a chart are finer than its figures."""
    return max(shown.decimals, 1)


def _bare(value: float, shown: Indicator) -> str:
    return text.EN_DASH if pd.isna(value) else text.number(value, _decimals(shown), parts.language())
