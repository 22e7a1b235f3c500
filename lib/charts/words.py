"""Figures and states in words: in labels, for the pointer, and the sentence that stands for a chart."""

import pandas as pd

from lib import text
from lib.charts.rows import Row
from lib.charts.spec import Style
from lib.table import SHOWN
from lib.text import say

NO_BREAK = text.NO_BREAK
FIGURES = ("value", "lower", "upper", "numerator", "denominator")


def shown_only(table: pd.DataFrame) -> dict[str, pd.Series]:
    """The table's figures as floats, without those of rows whose status forbids showing them."""
    shown = table["status"].isin(SHOWN)
    names = [name for name in table if name in FIGURES or str(name).startswith(("lower_", "upper_"))]
    return {name: pd.to_numeric(table[name]).astype(float).where(shown) for name in names}


def written(value: float, style: Style) -> str:
    """A value with its unit; zero is 0, without decimals."""
    figure = text.figure(value, style.unit, style.decimals if value else 0, style.language)
    return figure.replace(" ", NO_BREAK)


def figure_alone(value: float, style: Style) -> str:
    """The value where something else says the unit; zero is 0."""
    return text.number(value, style.decimals if value else 0, style.language)


def empty_status(statuses: pd.Series) -> list[str]:
    """The statuses of rows without a value; one that promises a value is a missing one."""
    return [status if status not in SHOWN else "missing" for status in statuses]


def told(row: Row, style: Style) -> Row:
    """Period, value, interval, n and status of a row as words; an empty state says only its word."""
    when = text.period(row["period_start"], row["period_end"], style.language)
    if pd.isna(row["value"]):
        status = empty_status(pd.Series([row["status"]]))[0]
        return {"period": when, "value": say(f"state.{status}", style.language)}
    status = "" if row["status"] == "published" else say(f"state.{row['status']}", style.language)
    return {"period": when, "value": written(row["value"], style), "status": status, **_certainty(row, style)}


def between(lower: float, upper: float, style: Style) -> str:
    """Both ends of an interval, the unit at most once."""
    return text.interval(lower, upper, style.unit, style.decimals, style.language)


def _certainty(row: Row, style: Style) -> Row:
    lower, upper, n = (row.get(name, float("nan")) for name in ("lower", "upper", "denominator"))
    known = pd.notna(lower) and pd.notna(upper)
    return {
        "interval": between(lower, upper, style) if known else "",
        "n": text.number(n, 0, style.language) if pd.notna(n) else "",
    }


def alt_over_time(series: pd.DataFrame, finding: str, style: Style) -> str:
    """The sentence of a chart of time."""
    return joined([finding, *said_over_time(series, style)], style)


def said_over_time(series: pd.DataFrame, style: Style) -> list[str]:
    """First and last, lowest and highest value, and how many periods have none."""
    known = series[series["value"].notna()]
    if known.empty:
        return [say("chart.alt.nothing", style.language)]
    first, last = known.iloc[0], known.iloc[-1]
    ends = {
        f"{name}_{what}": words
        for name, row in (("first", first), ("last", last))
        for what, words in (
            ("period", text.period(row["period_start"], row["period_end"], style.language)),
            ("value", written(row["value"], style)),
        )
    }
    first_to_last = say("chart.alt.ends", style.language, **ends)
    return [first_to_last, *_extent(known, style), *_gaps(series, style)]


def _extent(known: pd.DataFrame, style: Style) -> list[str]:
    lowest, highest = (written(known["value"].agg(which), style) for which in ("min", "max"))
    return [say("chart.alt.extent", style.language, lowest=lowest, highest=highest)]


def _gaps(series: pd.DataFrame, style: Style) -> list[str]:
    gone = int(series["value"].isna().sum())
    return [text.plural("chart.alt.gaps", style.language, gone)] if gone else []


def alt_of_rows(table: pd.DataFrame, finding: str, style: Style) -> str:
    """The finding, the highest and the lowest row by name, and how many rows have no value."""
    known = table[table["value"].notna()]
    if known.empty:
        return joined([finding, say("chart.alt.nothing", style.language)], style)
    top, bottom = known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()]
    names = {
        "highest": top["series"],
        "highest_value": written(top["value"], style),
        "lowest": bottom["series"],
        "lowest_value": written(bottom["value"], style),
    }
    return joined([finding, say("chart.alt.rows", style.language, **names), *_gaps(table, style)], style)


def joined(parts: list[str], style: Style) -> str:
    """Sentences one after another, each with a capital and a full stop; model data is said here too."""
    model = [say("chart.alt.model", style.language)] if style.origin == "model" else []
    said = [part.strip().rstrip(".") for part in [*parts, *model] if part.strip()]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in said)
