"""Areas as people write them - by code, by name, without leading zeros - and what is wrong when none fits."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from lib.facts import LANGUAGES, LEVELS, Catalogue, Words
from lib.intake.spellings import nearest, plain, spellings

# How many digits the official code of a level has; spreadsheets drop the zeros in front.
CODE_DIGITS = {"municipality": 3, "wellbeing_county": 2, "postal_area": 5}
# Statistics Finland's tables write municipalities as KU853.
CODE_PREFIX = {"municipality": "KU"}

# A code that no other level writes so, with a name behind it.
CODE_IN_FRONT = re.compile(r"(\d{5}|KU\d{3})\s+\S")


class Place(NamedTuple):
    """A resolved area, or the text as it stood; `fault` is empty when the area is known."""

    level: str
    code: str
    fault: str = ""
    suggestion: str = ""


class Places:
    """All areas of a catalogue by every way to write them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.areas: dict[str, list[tuple[str, str]]] = {}
        self.titles: dict[tuple[str, str], str] = {}
        for (level, code), area in catalogue.areas.items():
            self._add(level, code, area.name)
        for code, area in catalogue.work_areas.items():
            self._add("work_area", code, area.name)
        self.known = {place for places in self.areas.values() for place in places}
        self.levels = _level_names(catalogue)
        self.shown = {
            spelling: f"{places[0][1]} {self.titles[places[0]]}" for spelling, places in self.areas.items()
        }

    def _add(self, level: str, code: str, name: Words) -> None:
        self.titles[level, code] = name.fi
        spelled = {plain(code), *(plain(name[language]) for language in LANGUAGES)}
        # Offices write both: 4 Varissuo-Lauste.
        spelled |= {plain(code + name[language]) for language in LANGUAGES}
        if level in CODE_PREFIX:
            spelled.add(plain(CODE_PREFIX[level] + code))
        for spelling in filter(None, spelled):
            self.areas.setdefault(spelling, []).append((level, code))

    def level(self, text: str) -> str:
        """The level's id, or the text as it stood."""
        return self.levels.get(plain(text), text.strip())

    def find(self, level: str, text: str, allowed: Collection[str]) -> Place:
        """The one area the text means: of the level when given, else of the allowed levels."""
        candidates = (
            self.areas.get(plain(text), [])
            or self._with_zeros(text)
            or self._whole(text)
            or self._coded(text)
        )
        wanted = [place for place in candidates if (place[0] == level if level else place[0] in allowed)]
        if len(wanted) == 1:
            return Place(*wanted[0])
        if len(wanted) > 1:
            return Place(level, text.strip(), "area_ambiguous", _listed(wanted))
        if candidates:
            return Place(level, text.strip(), "area_of_other_level", _listed(candidates))
        return Place(level, text.strip(), "area_unknown")

    def _whole(self, text: str) -> list[tuple[str, str]]:
        """Koko Turku, hela Åbo: the word for the whole of it left out."""
        words = text.casefold().split()
        kept = [word for word in words if word not in spellings("whole_area")]
        return self.areas.get(plain(" ".join(kept)), []) if kept and len(kept) < len(words) else []

    def _coded(self, text: str) -> list[tuple[str, str]]:
        """20100 Turku keskus (Turku), KU853 Turku: the code in front decides."""
        found = CODE_IN_FRONT.match(text.strip())
        return self.areas.get(plain(found[1]), []) if found else []

    def near(self, text: str) -> str:
        """Code and name of the area whose name is nearest to the text, or an empty text."""
        return nearest(text, self.shown) if len(plain(text)) > 2 else ""

    def _with_zeros(self, text: str) -> list[tuple[str, str]]:
        # A code that went through a column of decimals.
        digits = text.strip().removesuffix(".0").removesuffix(",0")
        if not (digits.isascii() and digits.isdigit()):
            return []
        return [
            (level, digits.zfill(width))
            for level, width in CODE_DIGITS.items()
            if (level, digits.zfill(width)) in self.known
        ]


def _listed(places: list[tuple[str, str]]) -> str:
    return ", ".join(f"{level} {code}" for level, code in places[:4])


def _level_names(catalogue: Catalogue) -> Mapping[str, str]:
    names = {plain(level): level for level in LEVELS}
    for level in catalogue.levels.values():
        for words in (level.name, level.plural):
            names |= {plain(words[language]): level.id for language in LANGUAGES}
    return names
