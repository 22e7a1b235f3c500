"""Work areas as files: taking them along, and taking a file in with every fault of it at once."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib import text
from lib.catalogue import catalogue
from lib.errors import StoreError
from lib.intake.export import safe_csv
from lib.markup import actions as markup
from lib.ui import asking, live, parts
from lib.ui.work_area_form import BUSY, DONE, show_faults
from lib.ui.work_areas import Shown
from lib.work_areas import reading, saved, shape, writing
from lib.work_areas.lines import FileFault
from lib.work_areas.shape import LONGEST, OwnArea

ROUND = "work_area_file_round"
NAME = "aluetyon_alueet"
# Beyond these the table has them all.
MOST_TOLD = 30


def draw_export(page: Shown) -> None:
    """Two buttons: the opened area, or all in use, as they are saved."""
    areas = [one for one in asking.own_areas() if one.state == "in_use"]
    areas = [one for one in areas if page.head is None or one.code == page.head.code]
    if not areas:
        return
    name = f"{NAME}_{page.head.code}" if page.head else NAME
    language = parts.language()
    parts.section(parts.words("work_areas.export"), parts.words("work_areas.export_sub"), key="export_head")
    with st.container(horizontal=True, key="work_area_export"):
        _button(
            "csv", lambda: safe_csv(writing.table(areas, catalogue(), language)), f"{name}.csv", "text/csv"
        )
        _button("geojson", lambda: writing.geojson(areas), f"{name}.geojson", "application/geo+json")


def _button(key: str, data: object, file_name: str, mime: str) -> None:
    st.download_button(
        parts.words(f"work_areas.export.{key}"),
        data=data,
        file_name=file_name,
        mime=mime,
        on_click="ignore",
        key=f"work_areas_{key}",
    )


def draw_import(page: Shown) -> None:
    """The uploader, then the faults, or what would be saved and the button that saves it."""
    if page.head is not None or asking.known_day():
        return
    level = catalogue().levels[page.level].plural[parts.language()].lower()
    parts.section(
        parts.words("work_areas.import"), parts.words("work_areas.import_sub", level=level), key="import_head"
    )
    sent = st.file_uploader(
        parts.words("work_areas.import.file"),
        type=["csv", "geojson", "json"],
        key=f"work_area_file_{st.session_state.get(ROUND, 0)}",
    )
    if sent is None:
        return
    context = reading.Context(catalogue(), asking.own_areas(), page.level, asking.today())
    found = reading.read(sent.getvalue(), context)
    _tell(found)
    if found.areas:
        _offer(found.areas)


def _tell(found: reading.Read) -> None:
    """Every fault with its place and what to do; nothing is stored while there is one."""
    if found.faults:
        heading = text.plural("work_areas.faults", parts.language(), len(found.faults))
        sentences = [f"{_where(one)}: {_said(one)}" for one in found.faults[:MOST_TOLD]]
        parts.foot(parts.words("work_areas.import.nothing_stored"), "nothing_stored")
        parts.block(markup.faults(heading, sentences), "work_area_file_faults")
        parts.table(_fault_table(found.faults), "file_faults", "virheet", ())
    for place, one in enumerate(found.notes):
        parts.foot(f"{_where(one)}: {_said(one)}", f"file_note_{place}")
    if found.same:
        parts.foot(text.plural("work_areas.import.same", parts.language(), found.same), "file_same")


def _fault_table(faults: tuple[FileFault, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            parts.words("work_areas.import.where"): [_where(one) for one in faults],
            parts.words("work_areas.import.what"): [_said(one) for one in faults],
        }
    )


def _where(one: FileFault) -> str:
    return parts.words(f"work_areas.import.{one.unit or 'whole'}", place=one.place)


def _said(one: FileFault) -> str:
    """The fault in words; levels and fields of ours by their names."""
    values = dict(one.values)
    if "field" in values:
        values["field"] = parts.words(f"work_areas.field.{values['field']}")
        return parts.words(f"work_areas.fault.{one.what.removeprefix('field.')}", field=values["field"])
    return parts.words(f"work_areas.file.{one.what}", **values)


def _offer(areas: tuple[OwnArea, ...]) -> None:
    """What would be saved, by whom and why, and the button."""
    known = {one.code for one in asking.own_areas()}
    language = parts.language()
    for key, listed in (
        ("new", [one.name(language) for one in areas if one.code not in known]),
        ("changed", [one.name(language) for one in areas if one.code in known]),
    ):
        if listed:
            parts.foot(parts.words(f"work_areas.import.{key}", names=", ".join(listed)), f"import_{key}")
    left, right = st.columns(2)
    roles = {one: parts.words(f"work_areas.role.{one}") for one in shape.ROLES}
    label = parts.words("work_areas.field.author_role")
    role = left.selectbox(label, list(roles), format_func=roles.__getitem__, key="import_role")
    label = parts.words("work_areas.field.reason")
    reason = right.text_input(label, max_chars=LONGEST["reason"], key="import_reason").strip()
    pressed = st.button(
        text.plural("work_areas.import.save", language, len(areas)),
        type="primary",
        key="import_work_areas",
        disabled=not reason,
    )
    if not reason:
        parts.foot(parts.words("work_areas.import.why_not"), "import_why_not")
    elif pressed:
        _save([replace(one, author_role=role, reason=reason) for one in areas])


def _save(areas: list[OwnArea]) -> None:
    """All or none; when somebody saved one of them in between, the file is held against the newest."""
    wrong = {one for area in areas for one in shape.faults(area, catalogue())}
    if wrong:
        return show_faults(sorted(wrong, key=repr))
    try:
        saved.save_all(areas, [one.revision for one in areas])
        st.session_state[DONE] = ("work_areas.imported", {"count": len(areas)})
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        live.mark_seen()
    except StoreError as fault:
        st.session_state[BUSY] = (fault.key, {})
    st.rerun()
