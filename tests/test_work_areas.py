"""Work areas in the store: every revision kept, nobody written over, borders by date, gaps and overlaps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from lib import query, store
from lib.areas import geometry, union_maps
from lib.catalogue import catalogue
from lib.errors import WorkAreaChangedError
from lib.work_areas import checks, saved, shape
from lib.work_areas.shape import Borders, OwnArea

TODAY = date(2026, 11, 24)
EAST = Borders(date(2026, 1, 1), "major_district", ("4", "5"))


def made(**changed: object) -> OwnArea:
    return OwnArea(**{"name_fi": "Itä", "colour": 3, "borders": (EAST,), **changed})


def test_a_new_area_gets_a_code_nobody_has_and_is_in_force(store_folder):
    assert saved.save_new(made()).code == "wa-10"
    assert saved.save_new(made(name_fi="Länsi")).code == "wa-11"
    area = saved.facts(TODAY).work_areas["wa-10"]
    assert [(one.level, one.code) for one in area.members] == [
        ("major_district", "4"),
        ("major_district", "5"),
    ]
    assert (area.name["fi"], area.colour, area.valid_from) == ("Itä", 3, date(2026, 1, 1))


def test_one_language_is_enough_and_the_place_has_a_word_before_the_name(store_folder):
    saved.save_new(made(name_fi="", name_sv="Öster"))
    area = saved.facts(TODAY).work_areas["wa-10"]
    assert [area.name[language] for language in ("fi", "sv", "en")] == ["Öster"] * 3
    assert area.place["fi"] == "alueella Öster"


def test_a_starter_keeps_its_inflected_place_while_its_name_stays(store_folder):
    head = next(one for one in saved.everything() if one.code == "wa-4")
    saved.save(replace(head, borders=(EAST,)), 0)
    assert saved.facts(TODAY).work_areas["wa-4"].place["fi"] == "Varissuo-Lausteella"
    saved.save(replace(head, name_fi="Itä"), 1)
    assert saved.facts(TODAY).work_areas["wa-4"].place["fi"] == "alueella Itä"


def test_what_is_stored_comes_back_as_it_was(store_folder):
    later = Borders(date(2027, 1, 1), "postal_area", ("20100", "20500"))
    area = made(about="Kuvaus", borders=(EAST, later), author_role="manager", reason="koe")
    saved.save_new(area)
    (found,) = shape.of_table(query.work_areas())
    assert replace(found, saved_at=None) == replace(area, code="wa-10", revision=1)


def test_the_second_of_two_editors_is_refused_and_the_first_text_stays(store_folder):
    area = saved.save_new(made())
    saved.save(replace(area, name_fi="Itäinen"), 1)
    with pytest.raises(WorkAreaChangedError) as refused:
        saved.save(replace(area, name_fi="Oma"), 1)
    assert refused.value.values == {"code": "wa-10", "newest": 2}
    assert [one.name_fi for one in shape.of_table(query.work_area_history("wa-10"))] == ["Itäinen", "Itä"]


def test_many_are_saved_all_or_none(store_folder):
    first = saved.save_new(made())
    with pytest.raises(WorkAreaChangedError):
        saved.save_all([made(code="wa-20"), replace(first, name_fi="Oma")], [0, 0])
    assert store.newest_work_area() == 1


def test_a_removed_area_is_gone_from_use_and_its_history_and_code_stay(store_folder):
    area = saved.save_new(made())
    saved.save(replace(area, state="removed", reason="yhdistetty"), 1)
    assert "wa-10" not in saved.facts(TODAY).work_areas
    assert len(query.work_area_history("wa-10")) == 2
    assert saved.save_new(made()).code == "wa-11"
    saved.save(area, 2)
    assert "wa-10" in saved.facts(TODAY).work_areas


def test_a_past_day_is_seen_as_it_was_known_then(store_folder):
    saved.save_new(made())
    before = datetime.now(UTC) - timedelta(days=1)
    assert "wa-10" not in saved.facts(TODAY, before).work_areas
    assert list(saved.facts(TODAY, before).work_areas) == list(catalogue().work_areas)


def test_borders_hold_from_their_day_until_the_next():
    planned = Borders(date(2027, 1, 1), "major_district", ("4",))
    area = made(borders=(EAST, planned))
    assert area.on(date(2025, 12, 31)) is None
    assert area.on(date(2026, 12, 31)) == EAST
    assert area.on(date(2027, 1, 1)) == planned


def test_borders_of_the_same_day_are_a_correction_and_of_another_a_version():
    fixed, later = replace(EAST, codes=("4",)), replace(EAST, valid_from=date(2025, 1, 1))
    assert shape.with_borders((EAST,), fixed) == (fixed,)
    assert shape.with_borders((EAST,), later) == (later, EAST)


def test_an_area_only_planned_is_not_yet_in_force():
    areas = [made(code="wa-10", borders=(replace(EAST, valid_from=date(2027, 1, 1)),))]
    assert shape.in_force(areas, TODAY, catalogue()) == {}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"name_fi": " "}, ("name_fi", "missing")),
        ({"name_sv": "x" * 61}, ("name_sv", "too_long")),
        ({"borders": ()}, ("borders", "missing")),
        ({"borders": (replace(EAST, codes=()),)}, ("borders", "missing")),
        ({"borders": (replace(EAST, codes=("4", "4")),)}, ("borders", "repeated")),
        ({"borders": (replace(EAST, codes=("77",)),)}, ("borders", "unknown")),
        ({"borders": (Borders(TODAY, "municipality", ("853",)),)}, ("borders", "unknown")),
        ({"borders": (replace(EAST, valid_from=date(1899, 1, 1)),)}, ("valid_from", "out_of_range")),
        ({"colour": 9}, ("colour", "unknown")),
        ({"author_role": "root"}, ("author_role", "unknown")),
        ({"revision": 1}, ("reason", "missing")),
        ({"about": "Soita Matti Virtanen"}, ("about", "person_name")),
        ({"reason": "matti@example.org"}, ("reason", "e_mail")),
    ],
)
def test_what_is_wrong_is_said_by_field(changed, fault):
    found = shape.faults(made(**changed), catalogue())
    assert fault in [(one.field, one.what) for one in found]


def test_a_sound_area_has_no_faults_and_names_of_places_are_no_persons():
    assert shape.faults(made(name_fi="Runosmäki Raunistula"), catalogue()) == []


def belonging(*codes: tuple[str, ...]) -> checks.Belonging:
    areas = {
        f"wa-{n}": made(code=f"wa-{n}", borders=(replace(EAST, codes=own),)) for n, own in enumerate(codes)
    }
    in_force = shape.in_force(areas.values(), TODAY, catalogue())
    return checks.belonging(in_force, "major_district", catalogue())


def test_gaps_and_overlaps_are_found():
    found = belonging(("1", "2", "3"), ("3", "4", "5", "6", "7"))
    assert found.in_none == ("8", "9")
    assert found.in_many == ("3",)
    assert found.areas["3"] == ("wa-0", "wa-1")


def test_residents_of_an_overlap_are_counted_once():
    counts = pd.Series({str(code): 100.0 for code in range(1, 10)})
    assert checks.covered_residents(counts, belonging(("1", "2"), ("2", "3"))) == (300, 900)


def test_residents_of_an_area_are_unknown_where_those_of_a_member_are():
    counts = pd.Series({"1": 100.0, "2": np.nan, "3": 50.0})
    assert checks.residents_of(("1", "3"), counts) == 150
    assert np.isnan(checks.residents_of(("1", "2"), counts))
    assert np.isnan(checks.residents_of(("1", "8"), counts))


def test_small_areas_follow_the_district_that_they_lie_in():
    area = shape.in_force([made(code="wa-10")], TODAY, catalogue())["wa-10"]
    inside = checks.at_level(area, "small_area", catalogue())
    assert inside == {code for level, code in catalogue().areas if level == "small_area" and code[3] in "45"}


def test_an_area_covers_itself_wholly_and_no_neighbour():
    ground = union_maps.ground([("major_district", "4"), ("major_district", "5")])
    assert union_maps.covered(ground, "major_district") == pytest.approx({"4": 1, "5": 1})


def test_the_map_of_work_areas_is_drawn_once_from_their_base_areas(tmp_path):
    source = union_maps.geo_files.FOLDER
    for path in (source / "index.json", *source.glob("major_district-*")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    areas = shape.in_force(
        [made(code="wa-10"), made(code="wa-11", borders=(replace(EAST, codes=("6",)),))], TODAY, catalogue()
    )
    scope = union_maps.drawn(areas, tmp_path)
    assert union_maps.drawn(areas, tmp_path) == scope
    assert len(list(tmp_path.glob("work_area-*"))) == 1
    entry = geometry.entry("work_area", scope, folder=tmp_path)
    assert (entry["n"], entry["schematic"]) == (2, True)
    # Nummi-Halinen (5) touches Runosmäki-Raunistula (6), so that their unions do.
    assert geometry.neighbours("work_area", scope, folder=tmp_path) == {
        "wa-10": ["wa-11"],
        "wa-11": ["wa-10"],
    }
    drawn = geometry.paths("work_area", scope, 300, 300, folder=tmp_path)
    assert set(drawn.paths) == {"wa-10", "wa-11"}


def test_areas_that_are_on_no_map_have_none():
    with pytest.raises(geometry.NoGeometry):
        union_maps.drawn({})


def test_a_postal_area_on_both_sides_of_a_border_is_split_and_not_left_out():
    found = checks.belonging(catalogue().work_areas, "postal_area", catalogue())
    assert found.in_none == ()
    assert found.split == {"20520"}
    one = {"wa-9": catalogue().work_areas["wa-9"]}
    assert "20520" in checks.belonging(one, "postal_area", catalogue()).in_none


def test_a_later_area_lies_on_top_and_a_covered_one_has_no_room_for_its_name(tmp_path):
    source = union_maps.geo_files.FOLDER
    for path in (source / "index.json", *source.glob("major_district-*")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    areas = [made(code="wa-9", borders=(replace(EAST, codes=("4",)),)), made(code="wa-10")]
    in_force = shape.in_force(areas, TODAY, catalogue())
    scope = union_maps.drawn(in_force, tmp_path)
    drawn = geometry.paths("work_area", scope, 300, 300, folder=tmp_path)
    assert list(drawn.paths) == ["wa-9", "wa-10"]
    assert list(drawn.labels) == ["wa-10"]
