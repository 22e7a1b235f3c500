"""What is coming to a queue: the what-if, its fans, when the limit is kept, and how past forecasts held."""

import pandas as pd
import streamlit as st

from lib import charts, text
from lib.catalogue import catalogue
from lib.forecast.simulation import TODAYS_COURSE, Plan
from lib.markup import ladder
from lib.ui import forecast_data, forecast_plan, forecast_words, parts
from lib.ui.forecast_data import Asked, Fans

# Observed months drawn before the fan.
SHOWN_MONTHS = 24
LIMITS = ["lower_50", "upper_50", "lower_80", "upper_80", "lower_95", "upper_95"]


def draw(asked: Asked) -> None:
    """The section of the chain page that looks ahead; without enough months it says so."""
    known = forecast_data.months(asked)
    usual = forecast_data.fans(asked, TODAYS_COURSE) if len(known) else None
    if usual is None:
        parts.section(parts.words("forecast.title_none"), forecast_words.subtitle(asked), key="forecast_head")
        parts.foot(
            parts.words("forecast.too_few", count=catalogue().forecast_rules.fewest_months), "forecast_none"
        )
        return
    head = st.container()
    plan = forecast_plan.asked(forecast_data.today(asked))
    planned = forecast_data.fans(asked, plan)
    with head:
        parts.section(
            forecast_words.finding(usual, planned, plan),
            forecast_words.subtitle(asked),
            key="forecast_head",
            model=parts.words("model.word"),
        )
    _pictures(known, usual, planned, plan)
    parts.block(ladder.truths(forecast_words.said(asked, planned, plan)), "forecast_said")
    parts.foot(forecast_words.foot(asked), "forecast_foot")
    parts.table(_table(usual, planned), "forecast", "ennuste", ("model",))
    _trial(asked)


def _pictures(known: pd.DataFrame, usual: Fans, planned: Fans, plan: Plan) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        _picture(known, "waiting", (usual.waiting, planned.waiting), plan)
    with right:
        _picture(known, "wait", (usual.wait, planned.wait), plan)


def _picture(known: pd.DataFrame, what: str, told: tuple[pd.DataFrame, pd.DataFrame], plan: Plan) -> None:
    """One fan after its observed months; with a plan, today's course lies behind it in grey."""
    heading = parts.words(f"forecast.chart.{what}")
    parts.section(heading, parts.words(f"forecast.chart.{what}_unit"), key=f"forecast_{what}_head")
    rows = [_observed(known, what)]
    if plan != TODAYS_COURSE:
        rows.append(_part(told[0], "comparison", parts.words("forecast.course")))
    rows.append(_part(told[1], "forecast", parts.words(_series_key(plan))))
    style = charts.Style(
        "persons" if what == "waiting" else "days", 0, parts.language(), "model", parts.mode()
    )
    table = pd.concat(rows, ignore_index=True)
    parts.chart(charts.fan(table, style, heading), f"forecast_{what}", heading)


def _series_key(plan: Plan) -> str:
    return "forecast.course" if plan == TODAYS_COURSE else "forecast.plan"


def _observed(known: pd.DataFrame, what: str) -> pd.DataFrame:
    shown = known.tail(SHOWN_MONTHS)
    table = pd.DataFrame({"period_start": shown["period_start"], "value": shown[what]})
    status = table["value"].notna().map({True: "published", False: "missing"})
    ends = table["period_start"] + pd.offsets.MonthEnd(0)
    name = parts.words("forecast.observed")
    return table.assign(period_end=ends, status=status, series=name, part="observed")


def _part(told: pd.DataFrame, part: str, name: str) -> pd.DataFrame:
    return told.assign(part=part, series=name, status="published")


def _table(usual: Fans, planned: Fans) -> pd.DataFrame:
    """Both fans of the queue and the wait, month by month, in whole people and days."""
    language = parts.language()
    month = [text.month_short(start.date(), language) for start in usual.waiting["period_start"]]
    columns = {parts.words("chain.month"): month}
    for key, fans in (("course", usual), ("plan", planned)):
        for what in ("waiting", "wait"):
            told = getattr(fans, what)
            heading = parts.words(f"forecast.column.{what}", course=parts.words(f"forecast.{key}"))
            columns[heading] = told["value"].round().astype("Int64")
            columns[parts.words("forecast.column.range", of=heading)] = forecast_words.ranges(told)
    return pd.DataFrame(columns | {parts.words("column.origin"): parts.words("origin.model")})


def _trial(asked: Asked) -> None:
    """Past forecasts beside what came, as a picture and a table."""
    tried = forecast_data.trial(asked)
    if tried.empty:
        return
    heading = forecast_words.trial_finding(tried)
    parts.section(heading, forecast_words.trial_subtitle(), key="trial_head", model=parts.words("model.word"))
    style = charts.Style("persons", 0, parts.language(), "model", parts.mode())
    parts.chart(charts.trend(_tried_rows(tried), style, heading), "trial", heading)
    parts.foot(parts.words("forecast.trial_foot"), "trial_foot")
    parts.table(forecast_words.trial_table(tried), "trial", "ennusteiden-koe", ("model",))


def _tried_rows(tried: pd.DataFrame) -> pd.DataFrame:
    """What came as the line that speaks in the band of what had been told; the middle as the dashed line."""
    month = {
        "period_start": tried["period_start"],
        "period_end": tried["period_start"] + pd.offsets.MonthEnd(0),
        "status": "published",
    }
    came = pd.DataFrame(
        month | {"value": tried["observed"], "lower": tried["lower_80"], "upper": tried["upper_80"]}
    )
    told = pd.DataFrame(month | {"value": tried["value"]})
    return pd.concat(
        [
            came.assign(series=parts.words("forecast.observed"), part="speaking"),
            told.assign(series=parts.words("forecast.told"), part="benchmark"),
        ],
        ignore_index=True,
    )
