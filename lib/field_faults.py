"""What is wrong with a field that somebody filled in, and what of a person stands in its text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lib.facts import LANGUAGES, Catalogue
from lib.intake.personal import kinds_in


@dataclass(frozen=True)
class Fault:
    """A field and what is wrong: unknown, missing, too_long, out_of_range, a kind of personal data …"""

    field: str
    what: str


def private(texts: Mapping[str, str], catalogue: Catalogue) -> Iterator[Fault]:
    """What belongs to a person; names of places and their parts look like names of people and are none."""
    names = {area.name[language] for area in catalogue.areas.values() for language in LANGUAGES}
    places = names | {word for name in names for word in name.split()}
    for name, text in texts.items():
        yield from (Fault(name, kind) for kind in kinds_in(text, places))
