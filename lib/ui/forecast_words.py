"""The sentences of what is coming: where the queue is in a year, when the limit is kept, how sure that is."""

import numpy as np
import pandas as pd

from lib import care, names, text
from lib.catalogue import catalogue
from lib.forecast.fan import Kept
from lib.forecast.simulation import TODAYS_COURSE, WEEK_DAYS, WEEKS_IN_MONTH, Plan
from lib.statistics import waiting as arithmetic
from lib.ui import choices, forecast_data, parts
from lib.ui.forecast_data import Asked, Fans

# The title tells of the queue this many months ahead; further off little can be said.
TOLD_MONTHS = 12
# From this share of runs on a limit is said to be kept throughout, or to be reached.
NEARLY_ALL, MOST = 0.95, 0.5


def finding(usual: Fans, planned: Fans, plan: Plan) -> str:
    """Where the queue is in a year, as things go or as planned."""
    row = planned.waiting.iloc[min(TOLD_MONTHS, len(planned.waiting)) - 1]
    language = parts.language()
    key = "forecast.finding" if plan == TODAYS_COURSE else "forecast.finding_plan"
    return parts.words(
        key,
        month=text.in_month(row["period_start"].date(), language),
        count=text.number(row["value"], 0, language),
        range=text.interval(row["lower_80"], row["upper_80"], "persons", 0, language),
        usual=text.number(usual.waiting["value"].iloc[min(TOLD_MONTHS, len(usual.waiting)) - 1], 0, language),
    )


def subtitle(asked: Asked) -> str:
    """Service, age group, area, months ahead and runs."""
    rules, language = catalogue().forecast_rules, parts.language()
    return parts.words(
        "forecast.subtitle",
        service=catalogue().services[asked.service].name[language],
        age=parts.words(f"age.{asked.age}"),
        area=names.area(catalogue(), *choices.home(choices.CITY), language),
        runs=text.number(rules.runs, 0, language),
        months=round(rules.weeks / WEEKS_IN_MONTH),
    )


def said(asked: Asked, planned: Fans, plan: Plan) -> list[tuple[str, str]]:
    """Three paragraphs: the limit, the load, and what the forecast rests on."""
    return [
        (parts.words("forecast.limit_head"), _limit(asked, planned.kept)),
        (parts.words("forecast.load_head"), _load(asked, plan)),
        (parts.words("forecast.rests_head"), parts.words("forecast.rests")),
    ]


def _limit(asked: Asked, kept: Kept | None) -> str:
    if kept is None:
        return parts.words("forecast.limit_by_age" if asked.age == "all" else "forecast.limit_none")
    language = parts.language()
    values = {
        "limit": text.figure(asked.limit_days, "days", 0, language),
        "share": text.figure(kept.share * 100, "percent", 0, language),
        "at_end": text.figure(kept.at_end * 100, "percent", 0, language),
        "month": _month(kept.month),
        "earliest": _month(kept.earliest),
        "latest": _month(kept.latest),
    }
    return parts.words(f"forecast.limit_{_how_kept(asked, kept)}", **values)


def _how_kept(asked: Asked, kept: Kept) -> str:
    """holds, rarely, open (the latest tenth lies beyond the runs) or reached."""
    if kept.share < MOST:
        return "rarely"
    if kept.share >= NEARLY_ALL and kept.latest == _next_month(asked):
        return "holds"
    return "open" if pd.isna(kept.latest) else "reached"


def _next_month(asked: Asked) -> pd.Timestamp:
    last = forecast_data.months(asked)["period_start"].iloc[-1]
    return last + pd.offsets.MonthBegin(1)


def _month(start: pd.Timestamp) -> str:
    return "" if pd.isna(start) else text.in_month(start.date(), parts.language())


def _load(asked: Asked, plan: Plan) -> str:
    """Queue arithmetic (methods.md, section 6): load, and what relief and keeping the limit would ask for."""
    course = forecast_data.course_of(asked)
    demand = course.levels[0] * plan.arrivals / WEEKS_IN_MONTH
    capacity = course.levels[1] * plan.capacity / WEEKS_IN_MONTH
    now = forecast_data.months(asked)["waiting"].iloc[-1]
    values = {"demand": demand, "capacity": capacity}
    key = "forecast.load"
    if not np.isnan(asked.limit_days):
        weeks = asked.limit_days / WEEK_DAYS
        values["target"] = arithmetic.target_queue(demand, weeks)
        values["relief"] = arithmetic.relief_capacity(demand, now, weeks)
        too_large = arithmetic.queue_too_large(now, demand, weeks)
        key = "forecast.load_too_large" if too_large else "forecast.load_fits"
    load = arithmetic.load(demand, capacity) * 100 if capacity > 0 else np.nan
    told = {name: _written(one, 1) for name, one in values.items()}
    return parts.words(key, load=_written(load, 0), queue=_written(now, 0), **told)


def _written(value: float, decimals: int) -> str:
    return text.EN_DASH if np.isnan(value) else text.number(float(value), decimals, parts.language())


def foot(asked: Asked) -> str:
    """The source, the rule by which a limit is kept, and the version of the rules."""
    source = names.provenance(catalogue().indicators["waiting_total"], catalogue(), parts.language())
    border = text.figure(care.BREACH_SHARE * 100, "percent", 0, parts.language())
    return parts.words(
        "forecast.foot", source=source, border=border, version=catalogue().forecast_rules.version
    )


def ranges(told: pd.DataFrame) -> list[str]:
    """The range of 80 per cent of each month; a dash where nobody got in."""
    language = parts.language()
    return [
        text.EN_DASH if np.isnan(low) else text.interval(low, high, "persons", 0, language)
        for low, high in zip(told["lower_80"], told["upper_80"], strict=True)
    ]


def trial_finding(tried: pd.DataFrame) -> str:
    """How many of the past forecasts held."""
    language = parts.language()
    return parts.words(
        "forecast.trial",
        held=text.number(tried["held"].sum(), 0, language),
        count=text.number(len(tried), 0, language),
        share=text.figure(tried["held"].mean() * 100, "percent", 0, language),
    )


def trial_subtitle() -> str:
    """How far ahead the past forecasts looked, and what they knew."""
    return parts.words("forecast.trial_subtitle", months=catalogue().forecast_rules.backtest_ahead)


def trial_table(tried: pd.DataFrame) -> pd.DataFrame:
    """Past forecasts in the reader's words."""
    language = parts.language()
    return pd.DataFrame(
        {
            parts.words("forecast.column.made"): [
                text.month_short(one.date(), language) for one in tried["made"]
            ],
            parts.words("forecast.column.month"): [
                text.month_short(one.date(), language) for one in tried["period_start"]
            ],
            parts.words("forecast.told"): tried["value"].round().astype(int),
            parts.words("forecast.column.range", of=parts.words("forecast.told")): ranges(tried),
            parts.words("forecast.observed"): tried["observed"].astype(int),
            parts.words("forecast.column.held"): [
                parts.words("forecast.held" if held else "forecast.not_held") for held in tried["held"]
            ],
            parts.words("column.origin"): parts.words("origin.model"),
        }
    )
