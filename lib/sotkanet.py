"""Sotkanet's own ways, the same in its files and in its answers: region categories and names of figures."""

from collections.abc import Mapping

# Category of a region → our level and the length of its codes. Its SUURALUE is not Turku's.
CATEGORIES = {"KUNTA": ("municipality", 3), "HYVINVOINTIALUE": ("wellbeing_county", 2), "MAA": ("country", 3)}
COUNTRY_CODES = {"358": "FI"}
# What a figure and its count are called, by the way they were asked for.
VALUE_KEYS, COUNT_KEYS = ("primary value", "value"), ("absolute value", "absValue")


def place_of(category: str, code: str) -> tuple[str, str]:
    """Our level and code of a region; an empty level where we do not hold its category."""
    level, digits = CATEGORIES.get(category, ("", 0))
    whole = code.zfill(digits)
    return level, COUNTRY_CODES.get(whole, whole) if level == "country" else whole


def figure(record: Mapping[str, object], keys: tuple[str, ...]) -> str:
    """The figure that stands under one of the keys as text; empty where none does."""
    return next((str(record[key]) for key in keys if record.get(key) is not None), "")
