"""What a map says of its borders and division: sketch or real, whose, of which year, what is not on it."""

from collections.abc import Iterable

from lib import text
from lib.areas import geometry
from lib.catalogue import catalogue
from lib.ui import asking, parts

# What an imported map has for a source or licence nobody told is a key of our texts.
OWN_WORDS = "geometry."


def told(level: str, codes: Iterable[str]) -> str:
    """How the borders were made or whose they are, then the areas that the map cannot place."""
    scope = asking.map_scope(level)
    entry = geometry.entry(level, scope)
    lacking = len(set(codes) - set(geometry.codes(level, scope)))
    sentences = [
        parts.words("map.schematic") if entry["schematic"] else _imported(entry),
        parts.words("map.shared", count=entry["shared"]) if "shared" in entry else "",
        text.plural("map.not_drawn", parts.language(), lacking) if lacking else "",
    ]
    return " ".join(one for one in sentences if one)


def division(level: str) -> str:
    """The division of a level, its year, and what its codes are."""
    found, language = catalogue().levels[level], parts.language()
    words = parts.words("map.division", level=found.plural[language], year=found.vintage)
    return f"{words} {found.about[language]}"


def inset_title(level: str) -> str:
    """What stands over the enlarged middle of the level's map; empty where it has none."""
    return parts.words("map.core") if catalogue().levels[level].enlarged else ""


def _imported(entry: dict[str, str]) -> str:
    source, licence = (
        parts.words(entry[name]) if entry[name].startswith(OWN_WORDS) else entry[name]
        for name in ("source", "licence")
    )
    told = ", ".join(one for one in (source, entry["vintage"], licence) if one)
    return parts.words("map.borders", told=told)
