"""What the months of one series say: the finding, how it varies, whether it holds its target, and why."""

import numpy as np
import pandas as pd

from lib import charts, figures, names, text
from lib.catalogue import catalogue
from lib.facts import Indicator, Target
from lib.markup import rows as markup
from lib.statistics import control_chart
from lib.statistics import polarity as polarities
from lib.statistics.control_chart import ControlChart
from lib.statistics.control_rules import RULES
from lib.ui import parts, series_marks
from lib.ui.series_marks import Series

TARGET_WORDS = {
    control_chart.MEETS: "target.meets",
    control_chart.MISSES: "target.misses",
    control_chart.HIT_AND_MISS: "target.varies",
}


def finding(series: Series, rows: pd.DataFrame, chart: ControlChart) -> str:
    """The newest known figure and whether it is usual."""
    language, shown = parts.language(), series.indicator
    said = {"service": catalogue().services[series.service].name[language], "name": _inside(shown)}
    known = rows[rows["value"].notna()]
    if known.empty:
        return parts.words("indicator.now.nothing", **said)
    newest = known.iloc[-1]
    if _newest_sent(rows)["status"] == "suppressed":
        return parts.words("indicator.now.hidden", **said)
    return parts.words(
        f"indicator.now.{_usual(newest, chart, shown)}",
        value=names.value(newest["value"], shown, language),
        **said,
    )


def subtitle(series: Series, rows: pd.DataFrame) -> str:
    """Measure, unit, age group, area and the month of the figure in the title."""
    language, known = parts.language(), rows[rows["value"].notna()]
    pieces = [
        f"{series.indicator.name[language]}, {text.unit_words(series.indicator.unit, language)}",
        parts.words(f"age.{series.age}"),
        names.area(catalogue(), *series.area, language),
        text.month(_newest_sent(rows)["period_start"].date(), language) if len(known) else "",
    ]
    return " · ".join(piece for piece in pieces if piece)


def newest_empty(rows: pd.DataFrame) -> str:
    """Why the newest month has no figure; nothing when it has one."""
    newest = rows.iloc[-1]
    if pd.notna(newest["value"]):
        return ""
    late = newest["status"] == "not_yet_published"
    state = parts.words("status.late" if late else f"state.{newest['status']}")
    month = text.month(newest["period_start"].date(), parts.language())
    return parts.words("indicator.newest_empty", state=state, month=month)


def flagged(rows: pd.DataFrame) -> str:
    """How many of the months shown are special, in one sentence."""
    known = rows[rows["value"].notna()]
    if known.empty or known["mean"].isna().all():
        return parts.words("indicator.flagged.cannot")
    if known["no_variation"].all():
        return parts.words("indicator.flagged.still")
    count = int(known["flag"].ne("").sum())
    if not count:
        return parts.words("indicator.flagged.none")
    return text.plural("indicator.flagged", parts.language(), count, all=len(known))


def foot(series: Series, rows: pd.DataFrame, chart: ControlChart) -> str:
    """Which limits, on how many figures, why squares, why new limits, and the source."""
    language = parts.language()
    pieces = [
        _rules(rows),
        parts.words(f"indicator.limits.{_kind(series.indicator, rows, chart)}"),
        _trial(rows, chart),
        series_marks.told(series, rows["segment"]),
        names.provenance(series.indicator, catalogue(), language),
    ]
    return " ".join(piece for piece in pieces if piece)


def proposal(month: pd.Timestamp | None, rows: pd.DataFrame) -> str:
    """That a rebase could be considered, and what it needs; nothing when there is no reason to."""
    if month is None:
        return ""
    since = text.month_short(month.date(), parts.language())
    count = int(rows.loc[rows["period_start"].ge(month), "value"].notna().sum())
    return parts.words("indicator.propose", month=since, count=count)


def reading(series: Series, rows: pd.DataFrame, chart: ControlChart) -> str:
    """Variation and target as symbol and word, and the way to the service's ladder."""
    chain = markup.Entry(
        parts.words("indicator.open_chain"),
        None,
        parts.words("indicator.open_chain_why"),
        f"service:{series.service}",
    )
    listed = [_variation(series.indicator, rows, chart), _assurance(series, rows, chart), chain]
    return markup.short_list(parts.words("indicator.reading"), listed, "")


def target_entry(target: Target | None, indicator: Indicator, state: markup.Cell | None) -> markup.Entry:
    """The target in force with its day and who decided it."""
    language = parts.language()
    small = parts.words("indicator.target_none")
    if target is not None:
        small = parts.words(
            "indicator.target_now",
            value=names.value(target.value, indicator, language),
            day=text.day(target.from_date, language),
            role=target.decided_by,
        )
    return markup.Entry(parts.words("indicator.target"), state, small)


def _variation(shown: Indicator, rows: pd.DataFrame, chart: ControlChart) -> markup.Entry:
    known = rows[rows["value"].notna()]
    icon = str(control_chart.variation_icon(chart, shown.polarity)[0])
    if icon == control_chart.CANNOT:
        cell = markup.Cell("not_compared", parts.words("trend.cannot_be_calculated"), "text3")
        return markup.Entry(parts.words("indicator.variation"), cell, parts.words("indicator.flagged.cannot"))
    newest = known.iloc[-1]
    if icon == control_chart.COMMON_CAUSE:
        word = parts.words("status.no_variation" if newest["no_variation"] else "status.common_cause")
        cell = markup.Cell("common_cause", word, names.ink("common_cause"))
        return markup.Entry(parts.words("indicator.variation"), cell, parts.words("indicator.no_rule"))
    risen = "neutral_high" if _goes_up(newest) else "neutral_low"
    word = parts.words(f"status.{risen if icon == control_chart.NEUTRAL else icon}")
    cell = markup.Cell(newest["flag"], word, names.ink(newest["flag"]))
    rule = parts.words(f"indicator.rule.{RULES[newest['rule']]}")
    return markup.Entry(
        parts.words("indicator.variation"), cell, parts.words("indicator.rule_now", rule=rule)
    )


def _assurance(series: Series, rows: pd.DataFrame, chart: ControlChart) -> markup.Entry:
    aims = series_marks.in_force(series, rows["period_start"])
    word = str(control_chart.assurance(chart, aims, series.indicator.polarity)[0])
    target = figures.target_on(series.indicator, rows["period_start"].iloc[-1].date())
    if word not in TARGET_WORDS:
        return target_entry(target, series.indicator, None)
    state = target_state(word, series.indicator)
    cell = markup.Cell(state, parts.words(TARGET_WORDS[word]), names.ink(state))
    return target_entry(target, series.indicator, cell)


def target_state(word: str, shown: Indicator) -> str:
    """The symbol of an assurance: the side of the target where the figure lies, judged; a ring for both."""
    sides = {control_chart.MEETS: 1, control_chart.MISSES: -1}
    if word not in sides:
        return "similar"
    return charts.flag_of(sides[word] * polarities.sign(shown.polarity), shown.polarity)


def _usual(newest: pd.Series, chart: ControlChart, shown: Indicator) -> str:
    if newest["flag"]:
        return "more" if _goes_up(newest) else "less"
    icon = str(control_chart.variation_icon(chart, shown.polarity)[0])
    return "no_variation" if newest["no_variation"] else icon


def _newest_sent(rows: pd.DataFrame) -> pd.Series:
    """The newest month that has come, shown or not."""
    return rows[rows["status"].ne("not_yet_published")].iloc[-1]


def _goes_up(row: pd.Series) -> bool:
    return "higher" in row["flag"]


def _rules(rows: pd.DataFrame) -> str:
    """The rules behind the squares that are seen, each once in their order."""
    seen = sorted(set(rows.loc[rows["flag"].ne("") & rows["value"].notna(), "rule"]))
    listed = ", ".join(parts.words(f"indicator.rule.{RULES[rule]}") for rule in seen)
    return parts.words("indicator.rules", listed=listed) if listed else ""


def _trial(rows: pd.DataFrame, chart: ControlChart) -> str:
    """Said of the newest segment."""
    if not rows["trial"].iloc[-1] or rows["mean"].isna().iloc[-1]:
        return ""
    newest = chart.segment == chart.segment[-1]
    count = int((pd.notna(chart.values) & newest).sum())
    return parts.words("indicator.trial", count=count, needed=control_chart.ENOUGH_POINTS)


def _kind(shown: Indicator, rows: pd.DataFrame, chart: ControlChart) -> str:
    """Which chart it is, as lib.signals.monthly chooses it; or why there is none."""
    if np.isnan(chart.mean[-1]):
        return "hidden" if rows["status"].eq("suppressed").any() else "none"
    if shown.kind == "share":
        return "share"
    rare = shown.kind == "count" and chart.mean[-1] < catalogue().signal_rules.rare_below
    return "rare" if rare else "xmr"


def _inside(shown: Indicator) -> str:
    """The short name as it stands inside a sentence."""
    name = shown.short[parts.language()]
    return name[:1].lower() + name[1:]
