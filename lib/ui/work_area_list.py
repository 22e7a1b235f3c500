"""The list of work areas, the checks of their borders, and what a union cannot have."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import WorkArea
from lib.markup import rows
from lib.markup import work_areas as markup
from lib.ui import asking, parts, work_area_words, work_areas
from lib.ui.work_areas import Shown
from lib.work_areas import checks
from lib.work_areas.checks import Belonging
from lib.work_areas.shape import Borders, OwnArea

# More members than this are told by their number.
MOST_NAMED = 6
KEY, REMOVED = "work_area_rows", "work_areas_removed"


def draw(page: Shown) -> None:
    """Every work area in use, then those that were removed."""
    used = [one for one in asking.own_areas() if one.state == "in_use"]
    heading = text.plural("work_areas.count", parts.language(), len(used))
    parts.section(heading, parts.words("work_areas.list_sub"), key="work_areas_head")
    shown = [_row(one) for one in used]
    listed = markup.area_list(parts.words("work_areas.list"), shown, parts.words("work_areas.list_none"))
    parts.block(listed, KEY, on_choose=lambda: _open(KEY))
    parts.table(table_of(used), "work_areas", "aluetyon_alueet", ())
    removed = [one for one in asking.own_areas() if one.state == "removed"]
    if removed:
        entries = [rows.Entry(one.name(parts.language()), None, "", one.code) for one in removed]
        html = rows.short_list(parts.words("work_areas.removed"), entries, "")
        parts.block(html, REMOVED, on_choose=lambda: _open(REMOVED))


def _open(key: str) -> None:
    if pressed := st.session_state[key].choose:
        work_areas.open_area(pressed)


def _row(area: OwnArea) -> markup.AreaRow:
    borders = work_areas.current(area)
    return markup.AreaRow(
        area.name(parts.language()),
        f"area-{area.colour}",
        members_words(borders),
        _residents(borders),
        since_words(borders),
        area.code,
    )


def members_words(borders: Borders | None) -> str:
    """The level and names of the base areas, or how many there are."""
    if borders is None:
        return parts.words("work_areas.list_none")
    listed = [work_areas.base_name(borders.level, code) for code in borders.codes]
    level = catalogue().levels[borders.level]
    if len(listed) == 1:
        return f"{level.name[parts.language()].capitalize()}: {listed[0]}"
    if len(listed) > MOST_NAMED:
        listed = [*listed[:MOST_NAMED], parts.words("work_areas.more", count=len(listed) - MOST_NAMED)]
    return f"{level.plural[parts.language()].capitalize()}: {', '.join(listed)}"


def since_words(borders: Borders | None) -> str:
    """From when the borders hold, or that they are planned."""
    if borders is None:
        return ""
    key = "since" if borders.valid_from <= asking.today() else "planned"
    return parts.words(f"work_areas.{key}", day=text.day(borders.valid_from, parts.language()))


def _residents(borders: Borders | None) -> str:
    counts, _ = work_areas.residents(borders.level) if borders else (pd.Series(dtype=float), "")
    found = checks.residents_of(borders.codes, counts) if borders else float("nan")
    return text.EN_DASH if pd.isna(found) else text.number(found, 0, parts.language())


def table_of(areas: list[OwnArea]) -> pd.DataFrame:
    """The list as a plain table in the reader's words."""
    known = [(one, work_areas.current(one)) for one in areas]
    return pd.DataFrame(
        {
            parts.words("column.area"): [one.name(parts.language()) for one, _ in known],
            parts.words("column.code"): [one.code for one, _ in known],
            parts.words("work_areas.field.members"): [members_words(borders) for _, borders in known],
            parts.words("work_areas.residents"): [_residents(borders) for _, borders in known],
            parts.words("work_areas.field.valid_from"): [since_words(borders) for _, borders in known],
            parts.words("work_areas.field.about"): [one.about for one, _ in known],
        }
    )


def draw_checks(page: Shown, found: Belonging) -> None:
    """Base areas in none and in two work areas, and how many residents live in some."""
    counts, source = work_areas.residents(page.level)
    inside, everyone = checks.covered_residents(counts, found)
    lines = [_in_none(page, found), _in_many(page, found), *_split(page, found)]
    if everyone:
        share = text.figure(100 * inside / everyone, "percent", 1, parts.language())
        count = text.number(inside, 0, parts.language())
        lines.append(
            rows.Entry(parts.words("work_areas.check.residents", count=count, share=share), None, source)
        )
    if page.codes:
        own = checks.residents_of(page.codes, counts)
        lines.insert(0, _own(page, own))
    parts.block(rows.short_list(parts.words("work_areas.checks"), lines, ""), "work_area_checks")


def _own(page: Shown, count: float) -> rows.Entry:
    level = catalogue().levels[page.level]
    word = (level.name if len(page.codes) == 1 else level.plural)[parts.language()].lower()
    written = (
        parts.words("work_areas.check.unknown") if pd.isna(count) else text.number(count, 0, parts.language())
    )
    said = parts.words("work_areas.check.own", count=len(page.codes), level=word, residents=written)
    return rows.Entry(said, None, parts.words("work_areas.one_level"))


def _in_none(page: Shown, found: Belonging) -> rows.Entry:
    level = catalogue().levels[page.level].plural[parts.language()].lower()
    if not found.in_none:
        return rows.Entry(parts.words("work_areas.check.covered", level=level), None, "")
    said = text.plural("work_areas.outside", parts.language(), len(found.in_none))
    return rows.Entry(f"{said}.", None, _named(page, found.in_none))


def _in_many(page: Shown, found: Belonging) -> rows.Entry:
    if not found.in_many:
        return rows.Entry(parts.words("work_areas.check.apart"), None, "")
    said = text.plural("work_areas.check.shared", parts.language(), len(found.in_many))
    areas = work_areas.in_force_with(page)
    listed = "; ".join(_shared(page, code, found, areas) for code in found.in_many)
    return rows.Entry(said, None, f"{listed}. {parts.words('work_areas.check.shared_note')}")


def _split(page: Shown, found: Belonging) -> list[rows.Entry]:
    """Base areas that lie on both sides of a border of another division."""
    if not found.split:
        return []
    said = text.plural("work_areas.check.split", parts.language(), len(found.split))
    return [rows.Entry(said, None, _named(page, tuple(sorted(found.split))))]


def _shared(page: Shown, code: str, found: Belonging, areas: Mapping[str, WorkArea]) -> str:
    owners = ", ".join(areas[one].name[parts.language()] for one in found.areas[code])
    return f"{work_areas.base_name(page.level, code)} ({owners})"


def _named(page: Shown, codes: tuple[str, ...]) -> str:
    return ", ".join(work_areas.base_name(page.level, one) for one in codes)


def draw_lacking(page: Shown) -> None:
    """What cannot be counted for the base areas in hand, and between which values it surely lies."""
    if len(page.codes) < 2:
        return
    found = work_area_words.lacking(tuple((page.level, code) for code in page.codes))
    entries = [
        rows.Entry(one.indicator.name[parts.language()], None, work_area_words.span_words(one))
        for one in found
    ]
    heading, nothing = parts.words("work_areas.lacking_head"), parts.words("work_areas.lacking_none")
    parts.block(rows.short_list(heading, entries, nothing), "work_area_lacking")
    if found:
        parts.foot(parts.words("work_areas.lacking_why"), "work_area_lacking_why")
        sources = names.listed_sources([one.indicator for one in found], catalogue(), parts.language())
        parts.foot(sources, "work_area_lacking_sources")
