"""Work areas out to a file and back in: nothing is lost on the way, and every fault has its place."""

import json
from dataclasses import replace
from datetime import date

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.catalogue import catalogue
from lib.intake.export import safe_csv
from lib.text import knows
from lib.work_areas import reading, shape, writing
from lib.work_areas.reading import Context, Read
from lib.work_areas.shape import Borders, OwnArea

TODAY = date(2026, 11, 24)
# An apostrophe before a formula is what our own files add, so that it is taken away when read.
LETTERS = st.text('abcåäö =+-@"<>,;', max_size=12).map(str.strip)
CODES = {
    level: sorted(code for its, code in catalogue().areas if its == level) for level in shape.BASE_LEVELS
}


@st.composite
def borders(draw: st.DrawFn) -> tuple[Borders, ...]:
    days = draw(st.lists(st.dates(date(2010, 1, 1), date(2030, 1, 1)), min_size=1, max_size=3, unique=True))
    level = draw(st.sampled_from(("major_district", "postal_area")))
    codes = st.lists(st.sampled_from(CODES[level]), min_size=1, max_size=4, unique=True).map(tuple)
    return tuple(Borders(day, level, draw(codes)) for day in sorted(days))


AREAS = st.builds(
    OwnArea,
    code=st.integers(10, 99).map("wa-{}".format),
    name_fi=LETTERS.map(lambda text: f"x{text}"),
    name_sv=LETTERS,
    about=LETTERS,
    colour=st.integers(1, 8),
    borders=borders(),
)


def read(content: bytes, *known: OwnArea, level: str = "major_district") -> Read:
    return reading.read(content, Context(catalogue(), known, level, TODAY))


def as_csv(*areas: OwnArea) -> bytes:
    return safe_csv(writing.table(areas, catalogue(), "fi"))


@settings(max_examples=25, deadline=None)
@given(areas=st.lists(AREAS, min_size=1, max_size=3, unique_by=lambda one: one.code))
def test_a_csv_that_was_written_is_read_back_whole(areas):
    found = read(as_csv(*areas))
    assert found.faults == ()
    assert [replace(one, reason="") for one in found.areas] == areas


@settings(max_examples=15, deadline=None)
@given(areas=st.lists(AREAS, min_size=1, max_size=2, unique_by=lambda one: one.code))
def test_a_geojson_that_was_written_is_read_back_whole(areas):
    found = read(writing.geojson(areas))
    assert found.faults == ()
    assert list(found.areas) == areas


@settings(max_examples=15, deadline=None)
@given(area=AREAS)
def test_what_is_already_so_changes_nothing(area):
    found = read(as_csv(area), area)
    assert (found.areas, found.faults, found.same) == ((), (), 1)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_told_what_is_wrong_and_never_raise(content):
    found = read(content)
    assert found.faults or found.areas
    assert all(knows(key_of(one)) for one in found.faults)


def key_of(fault: reading.FileFault) -> str:
    family = "fault" if fault.what.startswith("field.") else "file"
    return f"work_areas.{family}.{fault.what.removeprefix('field.')}"


def test_no_cell_of_the_csv_runs_as_a_formula():
    area = OwnArea("wa-10", name_fi="=1+1", about="@x", borders=(Borders(TODAY, "major_district", ("1",)),))
    row = as_csv(area).decode().splitlines()[1]
    assert ",'=1+1," in row and ",'@x," in row


def test_the_geojson_is_in_degrees_near_turku_and_says_that_it_is_a_sketch():
    area = OwnArea("wa-10", name_fi="Itä", borders=(Borders(TODAY, "major_district", ("4", "5")),))
    (feature,) = json.loads(writing.geojson([area]))["features"]
    left, bottom, right, top = shapely.geometry.shape(feature["geometry"]).bounds
    assert 22.2 < left < right < 22.6 and 60.3 < bottom < top < 60.6
    assert feature["properties"]["schematic"] is True
    assert feature["properties"]["members"] == ["4", "5"]


def bare(*codes: str, **properties: object) -> bytes:
    """A feature as another program would write it: a shape and a name."""
    area = OwnArea("wa-10", name_fi="Itä", borders=(Borders(TODAY, "major_district", codes),))
    told = json.loads(writing.geojson([area]))
    told["features"][0]["properties"] = {"name": "Itä", **properties}
    return json.dumps(told).encode()


def test_a_shape_without_members_gets_the_base_areas_it_covers_and_says_which():
    found = read(bare("4", "5"))
    (area,) = found.areas
    assert area.borders == (Borders(TODAY, "major_district", ("4", "5")),)
    assert (area.code, area.name_fi) == ("wa-1", "Itä")
    (note,) = found.notes
    assert (note.what, note.place, note.values["areas"]) == ("by_ground", 1, "4 (100 %), 5 (100 %)")


def test_a_shape_in_metres_is_understood_too():
    told = json.loads(bare("4"))
    shape_there = shapely.geometry.mapping(shapely.box(240_000, 6_708_000, 252_000, 6_716_000))
    told["features"][0]["geometry"] = shape_there
    found = read(json.dumps(told).encode(), level="postal_area")
    assert not found.faults and found.areas[0].borders[0].level == "postal_area"


HEAD = "code,name_fi,colour,valid_from,level,member_code\n"


def faults(text: str) -> list[tuple[str, str, int]]:
    found = read(text.encode())
    assert found.areas == ()
    return [(one.what, one.unit, one.place) for one in found.faults]


def test_every_fault_of_a_table_is_told_at_once_with_its_row():
    rows = (
        "wa-10,Itä,3,2026-01-01,major_district,4\n"
        "wa-10,Itä,3,2026-01-01,major_district,77\n"
        "wa-10,Itä,12,31.31.2026,major_district,5\n"
        ",,,,postal_area,20100\n"
        "wa-11,Länsi,1,,planet,7\n"
    )
    assert faults(HEAD + rows) == [
        ("member", "row", 3),
        ("day", "row", 4),
        ("colour", "row", 4),
        ("no_name", "row", 5),
        ("level", "row", 6),
    ]


def test_two_levels_in_one_version_and_a_member_named_twice_are_faults():
    rows = "wa-10,Itä,3,,major_district,4\nwa-10,Itä,3,,postal_area,20100\nwa-10,Itä,3,,major_district,4\n"
    assert faults(HEAD + rows) == [("mixed", "row", 3), ("repeated", "row", 4)]


def test_a_person_in_the_file_is_refused_and_not_repeated():
    found = read((HEAD + "wa-10,Matti Virtanen,3,,major_district,4\n").encode())
    assert [one.what for one in found.faults] == ["field.person_name"]
    assert "Virtanen" not in repr(found.faults)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no_table"),
        (b"%PDF-1.7", "no_table"),
        (b"a,b\n1,2\n", "no_columns"),
        (HEAD.encode(), "no_table"),
        (b"{", "no_geojson"),
        (b"[" * 100_000, "no_geojson"),
        (b'{"type":"FeatureCollection","features":[]}', "nothing"),
        (b'{"type":"FeatureCollection","features":[7]}', "no_polygon"),
        (b" " * (reading.MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_file_of_work_areas_is_refused_in_a_word(content, what):
    assert [one.what for one in read(content).faults] == [what]


@pytest.mark.parametrize(
    ("points", "what"),
    [
        ([[[0, 0], [1, 0], [1, 1], [0, 0]]], "elsewhere"),
        ([[["a", 0], [1, 0], [1, 1], ["a", 0]]], "bad_polygon"),
        ([], "bad_polygon"),
        ([[[25, 65], [25.1, 65], [25.1, 65.1], [25, 65]]], "covers_none"),
    ],
)
def test_a_shape_that_cannot_be_used_says_why(points, what):
    told = json.loads(bare("4"))
    told["features"][0]["geometry"] = {"type": "Polygon", "coordinates": points}
    found = read(json.dumps(told).encode())
    assert [(one.what, one.unit, one.place) for one in found.faults] == [(what, "feature", 1)]


def test_a_file_adds_a_version_of_borders_to_those_there_are():
    area = OwnArea(
        "wa-10",
        name_fi="Itä",
        colour=3,
        borders=(Borders(date(2026, 1, 1), "major_district", ("4",)),),
        revision=2,
    )
    found = read(b"code;valid_from;level;member_code\nwa-10;1.1.2027;major_district;5\n", area)
    (changed,) = found.areas
    assert [one.valid_from.year for one in changed.borders] == [2026, 2027]
    assert (changed.name_fi, changed.colour, changed.revision) == ("Itä", 3, 2)


def test_an_area_without_a_code_is_the_one_in_use_of_that_name():
    east = OwnArea("wa-12", "Itä", borders=(Borders(date(2020, 1, 1), "major_district", ("4",)),), revision=3)
    content = "name_fi;level;member_code;valid_from\nItä;major_district;4;2020-01-01\n".encode()
    assert read(content, east).same == 1
    removed = replace(east, state="removed")
    assert [one.code for one in read(content, removed).areas] == ["wa-13"]


def test_a_new_area_never_gets_a_code_that_stands_later_in_the_file():
    content = b"code;name_fi;level;member_code\n;Uusi;major_district;4\nwa-1;Toinen;major_district;5\n"
    assert sorted(one.code for one in read(content).areas) == ["wa-1", "wa-2"]


@pytest.mark.parametrize("code", ["itä", "wa-1.2", "wa-" + "9" * 5000, "010190-123A"])
def test_a_code_that_the_program_never_gives_is_refused(code):
    found = read(f"code;name_fi;level;member_code\n{code};Uusi;major_district;4\n".encode())
    assert [one.what for one in found.faults] == ["code"]
