"""How people write the same thing in many ways: headings, names, marks; the words are in data/text."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from lib.facts import AGE_GROUPS, JOINT_AGE_GROUPS, LANGUAGES, STATUSES, Catalogue, Dataset, Indicator, Words
from lib.text import say

# One key holds all spellings of a language, parted by this mark.
BETWEEN_SPELLINGS = "|"
NOT_A_LETTER = re.compile(r"[^a-z0-9<>+]")
# Behind an indicator's id: the figure is its numerator and not its value.
NUMERATOR_MARK = "#numerator"
SEXES = ("all", "female", "male")


def plain(text: str) -> str:
    """The text without case, blanks, marks and diacritics: `Alue koodi ` and `aluekoodi` are the same."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return NOT_A_LETTER.sub("", letters)


@cache
def spellings(name: str) -> frozenset[str]:
    """Every spelling of a thing in all languages, small letters, blanks at the ends cut."""
    lines = [say(f"intake.spelling.{name}", language) for language in LANGUAGES]
    return frozenset(word.strip().casefold() for line in lines for word in line.split(BETWEEN_SPELLINGS))


def age_groups() -> dict[str, str]:
    """Age group ids by every plain spelling."""
    return _spelled("age", ("all", *AGE_GROUPS, *JOINT_AGE_GROUPS))


def sexes() -> dict[str, str]:
    """Sex ids by every plain spelling."""
    return _spelled("sex", SEXES)


def statuses() -> dict[str, str]:
    """Status ids by every plain spelling."""
    return _spelled("status", STATUSES)


def services(catalogue: Catalogue, dataset: Dataset) -> dict[str, str]:
    """Service ids by id, name and the other names of the form."""
    other = {plain(alias): one.service for one in dataset.services for alias in one.aliases}
    return {**other, **_named((service.id, (service.name,)) for service in catalogue.services.values())}


def indicators(catalogue: Catalogue, dataset: Dataset) -> dict[str, str]:
    """Ids of the dataset's indicators by id, name, short name, the source's own code and the form's headings.

    A heading under which the numerator stands leads to the id with NUMERATOR_MARK at its end.
    """
    own = [indicator for indicator in catalogue.indicators.values() if indicator.dataset == dataset.id]
    codes = {plain(indicator.source_code): indicator.id for indicator in own if indicator.source_code}
    named = _named((indicator.id, (indicator.name, indicator.short)) for indicator in own)
    return {**_headed(dataset), **codes, **named}


def meaning(text: str, known: Mapping[str, str]) -> str:
    """The id a text stands for, or an empty text; beside a per cent sign a count is the share itself."""
    if "%" in text and (found := known.get(_with_percent(text))):
        return found
    found = known.get(plain(text), "")
    return found.removesuffix(NUMERATOR_MARK) if "%" in text else found


def _with_percent(text: str) -> str:
    return plain(text.replace("%", "percent"))


def _headed(dataset: Dataset) -> dict[str, str]:
    return {
        _with_percent(spelling): one.indicator + (NUMERATOR_MARK if one.part == "numerator" else "")
        for one in dataset.measures
        for spelling in (*(one.name[language] for language in LANGUAGES), *one.aliases)
    }


def dataset_indicators(catalogue: Catalogue, dataset: Dataset) -> dict[str, Indicator]:
    """The dataset's indicators by id."""
    return {key: item for key, item in catalogue.indicators.items() if item.dataset == dataset.id}


def _spelled(group: str, ids: Iterable[str]) -> dict[str, str]:
    return {
        spelling: key
        for key in ids
        for spelling in (plain(key), *(plain(word) for word in spellings(f"{group}.{key}")))
        # A mark such as * leaves nothing, and nothing must not mean anything.
        if spelling
    }


def _named(things: Iterable[tuple[str, tuple[Words, ...]]]) -> dict[str, str]:
    """Ids by every plain name; a name that two things share leads to neither, an id always to its own."""
    things = list(things)
    found: dict[str, set[str]] = {}
    for key, names in things:
        for name in {plain(words[language]) for words in names for language in LANGUAGES}:
            found.setdefault(name, set()).add(key)
    alone = {name: next(iter(keys)) for name, keys in found.items() if name and len(keys) == 1}
    return {**alone, **{plain(key): key for key, _ in things}}


def nearest_names(wanted: str, names: Iterable[str]) -> str:
    """The names nearest to a text, the nearest first, or an empty text when none is near."""
    by_plain = {plain(name): name for name in names}
    return ", ".join(
        by_plain[close] for close in get_close_matches(plain(wanted), list(by_plain), n=3, cutoff=0.6)
    )


def nearest(wanted: str, known: Mapping[str, str]) -> str:
    """The known spelling nearest to a text, or an empty text when none is near."""
    close = get_close_matches(plain(wanted), list(known), n=1, cutoff=0.6)
    return known[close[0]] if close else ""
