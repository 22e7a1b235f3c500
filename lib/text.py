"""Words by key and language; numbers, dates and units as the language writes them."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from lib.errors import CatalogueError
from lib.facts import LANGUAGES
from lib.settings import settings

LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
NO_BREAK = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
# Swedish and Finnish leave a space before the per cent sign, English does not.
PERCENT = {"fi": f"{NO_BREAK}%", "sv": f"{NO_BREAK}%", "en": "%"}
# CLDR gives Finland-Swedish and Finnish group marks as NBSP already, but older data used other blanks.
GROUP_MARKS = ("\u202f", "\u2009")


def say(key: str, language: str, **values: object) -> str:
    """The sentence of `key` with its named values in place, days as the language writes them.

    KeyError when nobody wrote it.
    """
    written = {name: day(one, language) if type(one) is date else one for name, one in values.items()}
    return _texts()[key][language].format(**written)


def knows(key: str) -> bool:
    """Whether somebody wrote this key."""
    return key in _texts()


def key_of(finnish: str, starts: tuple[str, ...]) -> str:
    """The key under one of `starts` whose Finnish text is this; empty when there is none."""
    found = (key for key, entry in _texts().items() if key.startswith(starts) and entry["fi"] == finnish)
    return next(found, "")


def plural(key: str, language: str, count: int, **values: object) -> str:
    """`key.one` for a single thing, `key.many` otherwise, with the count written out as {count}."""
    form = "one" if count == 1 else "many"
    return say(f"{key}.{form}", language, count=number(count, 0, language), **values)


def number(value: float, decimals: int, language: str) -> str:
    """12 345,6 in the language's own marks, always with `decimals` decimals."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # Rounding first keeps "-0" off the screen.
    written = format_decimal(round(value, decimals) + 0.0, format=pattern, locale=LOCALES[language])
    for mark in GROUP_MARKS:
        written = written.replace(mark, NO_BREAK)
    return written.replace("-", MINUS)


def signed(value: float, decimals: int, language: str) -> str:
    """A change: +2,1 or −3,2; no sign on zero."""
    written = number(value, decimals, language)
    return f"+{written}" if round(value, decimals) > 0 else written


def figure(value: float, unit: str, decimals: int, language: str) -> str:
    """A number with its unit in words or signs: 37,6 %, 31 vrk, 23 100 €."""
    written = number(value, decimals, language)
    if unit == "percent":
        return written + PERCENT[language]
    if unit == "euro" and language == "en":
        return f"{MINUS if value < 0 else ''}€{number(abs(value), decimals, language)}"
    mark = unit_mark(unit, language)
    return f"{written}{NO_BREAK}{mark}" if mark else written


def unit_mark(unit: str, language: str) -> str:
    """The short sign written after a number of this unit; empty where the number stands alone."""
    return say(f"unit.{unit}.mark", language).strip()


def unit_words(unit: str, language: str) -> str:
    """The unit as words for a subtitle or a table head."""
    return say(f"unit.{unit}.words", language)


def change(value: float, unit: str, decimals: int, language: str) -> str:
    """A difference of two figures of this unit; shares differ by percentage points."""
    written = signed(value, decimals, language)
    if unit == "percent":
        return f"{written}{NO_BREAK}{say('unit.percentage_point', language)}"
    mark = unit_mark(unit, language)
    return f"{written}{NO_BREAK}{mark}" if mark else written


def interval(lower: float, upper: float, unit: str, decimals: int, language: str) -> str:
    """10,2–16,6 %, the unit only once."""
    low, high = number(lower, decimals, language), number(upper, decimals, language)
    mark = PERCENT[language] if unit == "percent" else ""
    return f"{low}{EN_DASH}{high}{mark}"


def day(moment: date, language: str) -> str:
    """24.11.2026 · 24.11.2026 · 24 November 2026."""
    pattern = "d MMMM yyyy" if language == "en" else "d.M.yyyy"
    return format_date(moment, pattern, locale=LOCALES[language])


def moment(when: datetime, language: str) -> str:
    """A day with its time of day."""
    pattern = {"fi": "'klo' H.mm", "sv": "'kl.' H.mm", "en": "H:mm"}[language]
    joint = ", " if language == "en" else " "
    return day(when.date(), language) + joint + format_time(when, pattern, locale=LOCALES[language])


def month(moment: date, language: str) -> str:
    """lokakuu 2026, with a small initial as in running text."""
    return format_date(moment, "LLLL yyyy", locale=LOCALES[language])


def month_short(moment: date, language: str) -> str:
    """10/2026 on an axis; Oct 2026 in English."""
    return format_date(moment, "MMM yyyy" if language == "en" else "M/yyyy", locale=LOCALES[language])


def in_month(moment: date, language: str) -> str:
    """lokakuussa 2026 · i oktober 2026 · in October 2026."""
    name = format_date(moment, "LLLL", locale=LOCALES[language])
    return say("period.in_month", language, month=name, year=moment.year)


def period(start: date, end: date, language: str) -> str:
    """A period as a reader says it: 2024, or lokakuu 2026."""
    whole_year = (end - start).days > 31
    return str(start.year) if whole_year else month(start, language)


def vega_locale(language: str) -> dict[str, dict[str, object]]:
    """The number and time marks of a language as Vega wants them."""
    locale = Locale.parse(LOCALES[language])
    comma = language != "en"
    return {
        "number": {
            "decimal": "," if comma else ".",
            "thousands": NO_BREAK if comma else ",",
            "grouping": [3],
            "currency": ["", f"{NO_BREAK}€"] if comma else ["€", ""],
            "minus": MINUS,
            "percent": PERCENT[language],
        },
        "time": {
            "dateTime": "%d.%m.%Y %H.%M",
            "date": "%d.%m.%Y",
            "time": "%H.%M",
            "periods": ["", ""],
            "days": _names(locale.days["stand-alone"]["wide"], range(-1, 6)),
            "shortDays": _names(locale.days["stand-alone"]["abbreviated"], range(-1, 6)),
            "months": _names(locale.months["stand-alone"]["wide"], range(1, 13)),
            "shortMonths": _names(locale.months["stand-alone"]["abbreviated"], range(1, 13)),
        },
    }


def _names(names: Mapping[int, str], order: range) -> list[str]:
    return [names[place % 7 if order.start == -1 else place] for place in order]


def load(folder: Path) -> dict[str, dict[str, str]]:
    """Every text of data/text by key; CatalogueError where a language lacks or a key stands twice."""
    texts: dict[str, dict[str, str]] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        for key, entry in _entries(path, faults).items():
            lacking = [language for language in LANGUAGES if not entry.get(language)]
            faults += [f"{path.name}: {key}: {language} is missing" for language in lacking]
            faults += [f"{path.name}: {key}: stands twice"] if key in texts else []
            texts[key] = entry
    if faults:
        raise CatalogueError("\n".join(faults))
    return texts


def _entries(path: Path, faults: list[str]) -> dict[str, dict[str, str]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        faults.append(f"{path.name}: cannot be read: {fault}")
        return {}


@cache
def _texts() -> dict[str, dict[str, str]]:
    return load(settings().data_folder / "text")
