"""Work areas as workers make them: borders by date, those in force on a day, and what is wrong with one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

import pandas as pd

from lib import look, text
from lib.facts import LANGUAGES, Catalogue, Words, WorkArea
from lib.facts import WorkAreaMember as Member
from lib.field_faults import Fault, private

# What a work area can be put together from, the most used first.
BASE_LEVELS = ("major_district", "postal_area", "neighbourhood", "small_area")
STATES = ("in_use", "removed")
ROLES = ("regional_worker", "analyst", "manager")
NAMES = ("name_fi", "name_sv", "name_en")
LONGEST = {**dict.fromkeys(NAMES, 60), "about": 300, "reason": 200}
CODE = "wa-"
# Borders of another century are a slip of the pen.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
# Made by the store, or about the saving and not about the area.
NOT_CONTENT = ("author_role", "reason", "revision", "saved_at")


@dataclass(frozen=True)
class Borders:
    """The base areas of a work area from a day on: all of one level, so that nobody is counted twice."""

    valid_from: date
    level: str
    codes: tuple[str, ...]

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The base areas as (level, code)."""
        return tuple((self.level, code) for code in self.codes)


@dataclass(frozen=True)
class OwnArea:
    """One revision of a work area; a starter of data/ that nobody has changed is revision 0.

    One name is enough: other languages fall back on it. borders: in the order of their dates.
    """

    code: str = ""
    name_fi: str = ""
    name_sv: str = ""
    name_en: str = ""
    about: str = ""
    colour: int = 1
    borders: tuple[Borders, ...] = ()
    state: str = "in_use"
    author_role: str = ROLES[0]
    reason: str = ""
    revision: int = 0
    saved_at: datetime | None = None

    def name(self, language: str) -> str:
        """The name in a language, or in the first one that has it; the code when nobody named it."""
        given = (getattr(self, f"name_{one}") for one in (language, *LANGUAGES))
        return next((one for one in given if one.strip()), self.code)

    def in_hand(self, day: date) -> Borders | None:
        """The borders in force on a day, or those planned first."""
        return self.on(day) or next(iter(self.borders), None)

    def on(self, day: date) -> Borders | None:
        """The borders in force on a day; None when they are only planned for later."""
        return next((one for one in reversed(self.borders) if one.valid_from <= day), None)


def of_table(table: pd.DataFrame) -> tuple[OwnArea, ...]:
    """The rows of the store as work areas."""
    return tuple(_of_row(row) for row in table.to_dict("records"))


def stored(area: OwnArea) -> dict[str, object]:
    """The work area as the store takes it."""
    borders = [{**asdict(one), "codes": list(one.codes)} for one in area.borders]
    return {**asdict(area), "borders": borders}


def starters(catalogue: Catalogue) -> tuple[OwnArea, ...]:
    """The work areas of data/ as if somebody had made them."""
    return tuple(
        OwnArea(
            code=one.code,
            **{f"name_{language}": one.name[language] for language in LANGUAGES},
            about=one.about,
            colour=one.colour,
            borders=_borders_of(one),
        )
        for one in catalogue.work_areas.values()
    )


def merged(catalogue: Catalogue, saved: Iterable[OwnArea]) -> tuple[OwnArea, ...]:
    """Starters and what was saved, removed ones too, in the order of their codes."""
    known = {one.code: one for one in starters(catalogue)} | {one.code: one for one in saved}
    return tuple(known[code] for code in sorted(known, key=_place))


def in_force(areas: Iterable[OwnArea], day: date, catalogue: Catalogue) -> dict[str, WorkArea]:
    """The work areas that have borders on a day, by code, as the rest of the program knows them."""
    found = ((one, one.on(day)) for one in areas if one.state == "in_use")
    return {one.code: _work_area(one, borders, catalogue) for one, borders in found if borders}


def ever_known(areas: Iterable[OwnArea], catalogue: Catalogue) -> dict[str, WorkArea]:
    """Every work area by code with its last borders, removed and planned ones too: what they are called."""
    return {one.code: _work_area(one, one.borders[-1], catalogue) for one in areas if one.borders}


def with_borders(area_borders: Iterable[Borders], new: Borders) -> tuple[Borders, ...]:
    """The borders with a version added; it takes the place of one from the same day."""
    kept = [one for one in area_borders if one.valid_from != new.valid_from]
    return tuple(sorted([*kept, new], key=lambda one: one.valid_from))


def free_code(areas: Iterable[OwnArea], taken: Iterable[str] = ()) -> str:
    """A code nobody has used, removed areas included."""
    used = [_place(code)[1] for code in (*(one.code for one in areas), *taken)]
    return f"{CODE}{max(used, default=0) + 1}"


def changed_fields(earlier: OwnArea, later: OwnArea) -> tuple[str, ...]:
    """What a revision changed, in the order of the shape."""
    return tuple(
        one.name
        for one in fields(OwnArea)
        if one.name not in NOT_CONTENT and getattr(earlier, one.name) != getattr(later, one.name)
    )


def faults(area: OwnArea, catalogue: Catalogue) -> list[Fault]:
    """Everything wrong with a work area, in the order of the form; empty when it can be saved."""
    texts = {name: getattr(area, name) for name in LONGEST}
    return [*_words(area), *_choices(area), *_borders(area, catalogue), *private(texts, catalogue)]


def colours() -> int:
    """How many colours there are to choose from."""
    return len(look.ramp("area"))


def _words(area: OwnArea) -> Iterator[Fault]:
    if not any(getattr(area, name).strip() for name in NAMES):
        yield Fault("name_fi", "missing")
    yield from (Fault(name, "too_long") for name, most in LONGEST.items() if len(getattr(area, name)) > most)
    if area.revision and not area.reason.strip():
        yield Fault("reason", "missing")


def _choices(area: OwnArea) -> Iterator[Fault]:
    known = {"colour": range(1, colours() + 1), "state": STATES, "author_role": ROLES}
    yield from (
        Fault(name, "unknown") for name, options in known.items() if getattr(area, name) not in options
    )


def _borders(area: OwnArea, catalogue: Catalogue) -> Iterator[Fault]:
    if not area.borders or not all(one.codes for one in area.borders):
        yield Fault("borders", "missing")
    keys = [key for one in area.borders for key in one.keys]
    if not all(key in catalogue.areas and key[0] in BASE_LEVELS for key in keys):
        yield Fault("borders", "unknown")
    if any(not FIRST_DAY <= one.valid_from <= LAST_DAY for one in area.borders):
        yield Fault("valid_from", "out_of_range")
    if any(len(set(one.codes)) < len(one.codes) for one in area.borders):
        yield Fault("borders", "repeated")


def _work_area(area: OwnArea, borders: Borders, catalogue: Catalogue) -> WorkArea:
    names = Words(**{language: area.name(language) for language in LANGUAGES})
    starter = catalogue.work_areas.get(area.code)
    place = starter.place if starter and starter.name == names else _place_words(names)
    members = tuple(Member(*key) for key in borders.keys)
    return WorkArea(area.code, names, place, members, borders.valid_from, area.colour, area.about)


def _place_words(names: Words) -> Words:
    """A made area has no inflected form, so that the word for an area stands before its name."""
    said = {one: text.say("work_areas.place", one, name=names[one]) for one in LANGUAGES}
    return Words(**said)


def _borders_of(area: WorkArea) -> tuple[Borders, ...]:
    level = area.members[0].level
    return (Borders(area.valid_from, level, tuple(one.code for one in area.members)),)


def _of_row(row: Mapping[str, object]) -> OwnArea:
    borders = tuple(Borders(one["valid_from"], one["level"], tuple(one["codes"])) for one in row["borders"])
    return OwnArea(**{**row, "borders": borders})


def _place(code: str) -> tuple[int, int, str]:
    """Codes of ours by their number, others after them."""
    number = code.removeprefix(CODE)
    is_ours = number.isascii() and number.isdecimal()
    return (0, int(number), code) if is_ours else (1, 0, code)
