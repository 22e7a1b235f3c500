"""Years, months and days as people write them, parsed all at once into the first and last day of a period."""

from functools import cache

import numpy as np
import pandas as pd
from babel.dates import get_month_names

from lib.intake.spellings import plain
from lib.text import LOCALES

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
# Shorter names take no endings: "maj" is not the stem of "major".
SHORTEST_STEM = 6
# No way to write a period is longer; the rest of such a cell need not be looked at.
LONGEST_CELL = 64
DAY = "day"
MONTH = "month"
YEAR = "year"
# (kind, pattern, how sure): a guess is read too, and said to the sender as a warning.
SHAPES = (
    (YEAR, r"(?P<year>\d{4})", "sure"),
    (MONTH, r"(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})", "sure"),
    (MONTH, r"(?P<year>\d{4})\s*[mk]\s*(?P<month>\d{1,2})", "sure"),
    (MONTH, r"(?P<month>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})", "sure"),
    (MONTH, r"(?P<year>\d{4})(?P<month>\d{2})", "guess"),
    (MONTH, r"(?P<name>[^\W\d_]{3,})\.?[\s./-]*(?P<year>\d{4})", "sure"),
    (MONTH, r"(?P<year>\d{4})[\s./-]*(?P<name>[^\W\d_]{3,})\.?", "sure"),
    (MONTH, r"(?P<name>[^\W\d_]{3,})\.?[\s./’'-]*(?P<year>\d{2})", "guess"),
    (DAY, r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?", "sure"),
    (DAY, r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?: 0?0[:.]00(?:[:.]00)?)?", "sure"),
    (DAY, r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})", "guess"),
)
# Two years or two days in one cell, such as 2023–2024 or 1.–31.1.2025.
TWO = (
    r"(?:19|20)\d\d\D(?:.*\D)?(?:19|20)\d\d(?:\D|$)"
    r"|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?\D(?:.*\D)?\d{1,2}\.\d{1,2}\.\d{2,4}"
    r"|^\d{1,2}\.\s?[-–]\s?\d{1,2}\.\d{1,2}\.\d{2,4}|^\d{1,2}\s?[-–]\s?\d{1,2}[/.]\d{4}$"
)


def parse(texts: pd.Series) -> pd.DataFrame:
    """For each text `start`, `end` (NaT where none), `kind` (year, month, day), `fault` and `guess`.

    Faults: period_empty, period_two, period_impossible, period_text; an empty text where it was read.
    """
    cells = texts.astype("str").str.strip().str.slice(0, LONGEST_CELL).str.lower()
    nothing = {"kind": "", "year": np.nan, "month": np.nan, "day": np.nan, "guess": False}
    read = pd.DataFrame(nothing, index=texts.index)
    for kind, pattern, sure in SHAPES:
        parts = cells.str.extract(rf"^{pattern}$")
        fits = parts["year"].notna() & (read["kind"] == "") & _named_month(parts)
        read = _filled(read, parts[fits].assign(kind=kind, guess=sure == "guess"))
    start = _dates(read)
    fault = _faults(cells, read["kind"], start)
    start = start.where(fault == "")
    return pd.DataFrame(
        {
            "start": _first_day(start, read["kind"]),
            "end": _last_day(start, read["kind"]),
            "kind": read["kind"],
            "fault": fault,
            "guess": read["guess"] & (fault == ""),
        }
    )


def widened(periods: pd.DataFrame, periodicity: pd.Series) -> pd.DataFrame:
    """Days widened to the month or year (`periodicity` of each row) that they fall in; the rest unchanged."""
    days = periods["kind"] == DAY
    if not days.any():
        return periods
    kind = periods["kind"].mask(days, periodicity)
    return periods.assign(
        start=_first_day(periods["start"], kind),
        end=_last_day(periods["start"], kind),
        kind=kind,
    )


def joined(start: pd.DataFrame, end: pd.DataFrame) -> pd.DataFrame:
    """The period of two cells, its first and last day; period_two where they make no whole month or year."""
    days = (start["kind"] == DAY) & (end["kind"] == DAY)
    last = end["end"]
    first = start["start"]
    month = days & (first.dt.day == 1) & (last == _last_day(first, pd.Series(MONTH, first.index)))
    year = days & (first.dt.dayofyear == 1) & (last == _last_day(first, pd.Series(YEAR, first.index)))
    same = (start["kind"] == end["kind"]) & (start["start"] == end["start"])
    kind = start["kind"].mask(month, MONTH).mask(year, YEAR)
    fault = start["fault"].where(start["fault"] != "", end["fault"])
    fault = fault.where((fault != "") | month | year | same, "period_two")
    return start.assign(start=first.where(fault == ""), end=last.where(fault == ""), kind=kind, fault=fault)


def is_period_heading(headings: pd.Series) -> pd.Series:
    """Whether each heading is a year or a month, as in a wide table."""
    read = parse(headings)
    return read["kind"].isin((YEAR, MONTH)) & (read["fault"] == "")


@cache
def month_numbers() -> dict[str, int]:
    """Month numbers by plain name, full and short, in every language of the program."""
    return {
        plain(name): number
        for language in (*LOCALES.keys(), *LOCALES.values())
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }


def _named_month(parts: pd.DataFrame) -> pd.Series:
    """Whether the name of the month is one, where the shape has a name; true for shapes of digits."""
    if "name" not in parts:
        return pd.Series(True, parts.index)
    return _month_of(parts["name"]).notna()


def _month_of(names: pd.Series) -> pd.Series:
    known = {name: _known_month(name) for name in names.dropna().unique()}
    return names.map(known).astype("float64")


def _known_month(name: str) -> float:
    """The month's number; endings as in maaliskuussa do not matter, an unknown word is no month."""
    name = plain(name)
    stems = [name, *(name[:length] for length in range(len(name) - 1, SHORTEST_STEM - 1, -1))]
    return float(next((month_numbers()[stem] for stem in stems if stem in month_numbers()), np.nan))


def _filled(read: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The rows of `parts` written into the parts read so far."""
    if parts.empty:
        return read
    there = [name for name in ("year", "month", "day") if name in parts]
    numbers = pd.DataFrame({name: pd.to_numeric(parts[name]) for name in there})
    if "name" in parts:
        numbers = numbers.assign(month=_month_of(parts["name"]))
    numbers = numbers.assign(year=numbers["year"].where(numbers["year"] > 99, numbers["year"] + 2000))
    fresh = read.copy()
    for name, column in {**numbers, "kind": parts["kind"], "guess": parts["guess"]}.items():
        fresh.loc[parts.index, name] = column
    return fresh


def _dates(read: pd.DataFrame) -> pd.Series:
    """The day, or the first day of the month or year; NaT where the calendar has no such day."""
    possible = read["year"].between(EARLIEST_YEAR, LATEST_YEAR)
    parts = pd.DataFrame(
        {
            "year": read["year"].where(possible, 1),
            "month": read["month"].fillna(1),
            "day": read["day"].fillna(1),
        }
    )
    return pd.to_datetime(parts, errors="coerce").astype("datetime64[us]").where(possible)


def _faults(cells: pd.Series, kind: pd.Series, start: pd.Series) -> pd.Series:
    fault = pd.Series("", index=cells.index, dtype="str")
    fault = fault.mask((kind != "") & start.isna(), "period_impossible")
    fault = fault.mask(kind == "", "period_text")
    fault = fault.mask((kind == "") & cells.str.contains(TWO, regex=True), "period_two")
    return fault.mask(cells == "", "period_empty")


def _first_day(day: pd.Series, kind: pd.Series) -> pd.Series:
    first = day.dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")
    return day.mask(kind == MONTH, first).mask(kind == YEAR, _turn_of_year(day, 0))


def _last_day(day: pd.Series, kind: pd.Series) -> pd.Series:
    last = (day + pd.offsets.MonthEnd(0)).astype("datetime64[us]")
    return day.mask(kind == MONTH, last).mask(kind == YEAR, _turn_of_year(day, 1) - pd.Timedelta(days=1))


def _turn_of_year(day: pd.Series, later: int) -> pd.Series:
    years = pd.DataFrame({"year": day.dt.year.fillna(2000) + later, "month": 1, "day": 1})
    return pd.to_datetime(years).astype("datetime64[us]").where(day.notna())
