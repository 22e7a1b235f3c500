"""A received file of work areas, CSV or GeoJSON: what it holds, and everything wrong with it at once."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from lib.errors import InputError
from lib.facts import Catalogue
from lib.intake.detect import detect
from lib.intake.export import FORMULA_STARTS
from lib.intake.grid import decoded_text
from lib.work_areas import from_geojson, shape
from lib.work_areas.lines import FileFault, Line
from lib.work_areas.shape import BASE_LEVELS, NAMES, Borders, OwnArea

MOST_BYTES = 5_000_000
# More than every base area of the city in every work area it could have.
MOST_LINES = 20_000
NEEDED = ("level", "member_code")
# How the program writes the codes of work areas.
CODE = re.compile(r"wa-\d{1,6}")


@dataclass(frozen=True)
class Read:
    """The work areas of a file as they would be saved, or its faults; notes say what was worked out.

    areas: each with the revision it is based on. same: how many are already so.
    """

    areas: tuple[OwnArea, ...] = ()
    faults: tuple[FileFault, ...] = ()
    notes: tuple[FileFault, ...] = ()
    same: int = 0


@dataclass(frozen=True)
class Context:
    """What a file is held against: the facts, the work areas there are, and what is not said in it.

    level: the base level for a shape that names no members. day: from when borders without a date hold.
    """

    catalogue: Catalogue
    known: tuple[OwnArea, ...]
    level: str
    day: date
    reason: str = ""
    role: str = field(default=shape.ROLES[0])


def read(content: bytes, context: Context) -> Read:
    """Everything in the file; nothing is stored."""
    if len(content) > MOST_BYTES:
        return Read(faults=(FileFault("too_large", megabytes=MOST_BYTES // 1_000_000),))
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        lines, faults, notes = from_geojson.lines(content, context.level)
    else:
        (lines, faults), notes = _csv_lines(content), []
    faults = [*faults, *(one for line in lines for one in _faults(line, context.catalogue))]
    if not lines and not faults:
        faults = [FileFault("nothing")]
    if faults:
        return Read(faults=_once(faults))
    return _joined(lines, context, notes)


def _csv_lines(content: bytes) -> tuple[list[Line], list[FileFault]]:
    try:
        found = detect(content, "")
        rows = csv.reader(
            io.StringIO(decoded_text(content, found.encoding), newline=""), delimiter=found.separator
        )
        cells = [[_plain(cell) for cell in row] for row in rows]
    except (InputError, csv.Error):
        return [], [FileFault("no_table")]
    heads = [one.strip().lower() for one in cells[0]] if cells else []
    if lacking := [one for one in NEEDED if one not in heads]:
        return [], [FileFault("no_columns", columns=", ".join(lacking))]
    if len(cells) > MOST_LINES:
        return [], [FileFault("too_many", most=MOST_LINES)]
    numbered = enumerate(cells[1:], start=2)
    return [
        Line("row", place, dict(zip(heads, row, strict=False))) for place, row in numbered if any(row)
    ], []


def _plain(cell: str) -> str:
    """The cell as it was written, without the apostrophe that our own files put before a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def _faults(line: Line, catalogue: Catalogue) -> Iterator[FileFault]:
    """What is wrong with one line, whatever the others say."""
    level, code = line.get("level"), line.get("member_code")
    if level not in BASE_LEVELS:
        yield line.fault("level", found=level, levels=", ".join(BASE_LEVELS))
    elif (level, code) not in catalogue.areas:
        yield line.fault("member", found=code, level=level)
    if line.get("code") and not CODE.fullmatch(line.get("code")):
        yield line.fault("code")
    if not line.get("code") and not any(line.get(name) for name in NAMES):
        yield line.fault("no_name")
    if line.get("valid_from") and _day(line.get("valid_from")) is None:
        yield line.fault("day", found=line.get("valid_from"))
    if line.get("colour") and not _is_colour(line.get("colour")):
        yield line.fault("colour", found=line.get("colour"), most=shape.colours())


def _joined(lines: list[Line], context: Context, notes: list[FileFault]) -> Read:
    """The lines as work areas; those that nobody would notice are left out."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(_identity(line), []).append(line)
    known = {one.code: one for one in context.known}
    faults, made, same = [], [], 0
    taken = [code for group in groups.values() if (code := group[0].get("code"))]
    for place, group in enumerate(groups.values(), 1):
        code = group[0].get("code") or _code_by_name(group[0], context.known)
        if not code:
            taken.append(code := shape.free_code(context.known, taken))
        before = known.get(code, OwnArea(code=code, colour=place % shape.colours() + 1))
        area, wrong = _area(group, before, context)
        faults += wrong
        same += not wrong and area.state == before.state and not shape.changed_fields(before, area)
        made += [area] if shape.changed_fields(before, area) else []
    return Read(faults=_once(faults)) if faults else Read(tuple(made), (), _once(notes), same)


def _identity(line: Line) -> str:
    return line.get("code") or "\n".join(line.get(name) for name in NAMES)


def _code_by_name(line: Line, known: Iterable[OwnArea]) -> str:
    """The code of the work area in use that has every name of the line; empty when there is none."""
    names = {name: given for name in NAMES if (given := line.get(name))}
    called = (
        one.code
        for one in known
        if one.state == "in_use" and all(getattr(one, name) == given for name, given in names.items())
    )
    return next(called, "")


def _area(group: list[Line], before: OwnArea, context: Context) -> tuple[OwnArea, list[FileFault]]:
    """One work area with the borders of the file over those it had, and what is wrong with it."""
    versions: dict[date, list[Line]] = {}
    for line in group:
        versions.setdefault(_day(line.get("valid_from")) or context.day, []).append(line)
    faults = [one for lines in versions.values() for one in _of_version(lines)]
    borders = before.borders
    for day, lines in versions.items():
        codes = tuple(dict.fromkeys(one.get("member_code") for one in lines))
        borders = shape.with_borders(borders, Borders(day, lines[0].get("level"), codes))
    said = {name: value for name in (*NAMES, "about") if (value := group[0].get(name))}
    colour = int(group[0].get("colour") or before.colour)
    given = {**said, "colour": colour, "borders": borders, "state": "in_use"}
    area = replace(before, **given, reason=context.reason, author_role=context.role)
    return area, faults or _own_faults(area, group[0], context.catalogue)


def _of_version(lines: list[Line]) -> Iterator[FileFault]:
    """Members of two levels, and a member named twice, in one version of an area."""
    first, seen = lines[0].get("level"), set()
    for line in lines:
        if line.get("level") != first:
            yield line.fault("mixed", first=first, found=line.get("level"))
        if (key := line.get("member_code")) in seen:
            yield line.fault("repeated", found=key)
        seen.add(key)


def _own_faults(area: OwnArea, line: Line, catalogue: Catalogue) -> list[FileFault]:
    """What the form would say of the area, at its first line; its reason is asked for when it is saved."""
    found = [one for one in shape.faults(area, catalogue) if one.field != "reason"]
    return [line.fault(f"field.{one.what}", field=one.field) for one in found]


def _day(text: str) -> date | None:
    """A day as 2027-01-31 or 31.1.2027; None when it is neither."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _is_colour(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= shape.colours()


def _once(faults: Iterable[FileFault]) -> tuple[FileFault, ...]:
    """Each fault once: a feature says the same for each of its members."""
    kept: dict[Any, FileFault] = {(one.what, one.unit, one.place, repr(one.values)): one for one in faults}
    return tuple(kept.values())
