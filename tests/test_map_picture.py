"""The map as a picture: everything that explains it is in it, it is escaped, and PNG is a PNG."""

from xml.etree import ElementTree

import pytest

from lib import look
from lib.areas import geometry
from lib.reports import map_picture

CODES = sorted(geometry.neighbours("major_district"))
KEYS = [("fill-5", "9,5 % tai yli", "1 alue"), ("suppressed", "Salattu", "1 alue")]
FEET = ["L\u00e4hde: Paavo, CC BY 4.0.", "Kuva tehty 24.11.2026."]


def picture(**changed):
    fills = dict.fromkeys(CODES, "fill-1") | {CODES[0]: "suppressed", CODES[1]: "fill-5"}
    values = {
        "level": "major_district",
        "title": "Korkeimmalla on <Varissuo>",
        "subtitle": "Osuus, %",
        "fills": fills,
        "keys": KEYS,
        "labels": {},
        "feet": FEET,
        "north": "P",
    }
    return map_picture.Picture(**values | changed)


def words(drawn):
    return [one.text for one in ElementTree.fromstring(drawn).iter() if one.tag.endswith("text")]


def test_title_legend_source_and_date_stand_in_the_picture():
    found = words(map_picture.svg(picture(model="Mallidata")))
    for one in ("Korkeimmalla on <Varissuo>", "9,5 % tai yli", "Salattu", "Mallidata", "P", *FEET):
        assert one in found
    assert [one for one in found if one.endswith(" km")] == ["5 km"]


def test_each_area_has_the_colour_of_its_class_and_a_suppressed_one_is_hatched():
    drawn = ElementTree.fromstring(map_picture.svg(picture()))
    fills = [one.get("fill") for one in drawn.iter() if one.tag.endswith("path")]
    assert fills.count(look.ramp("sequential")[0]) == len(CODES) - 2
    assert fills.count(look.ramp("sequential")[4]) == fills.count("url(#hatch)") == 1


def test_an_unsure_area_has_a_veil_and_circles_are_drawn_from_large_to_small():
    drawn = map_picture.svg(picture(unsure=[CODES[1]], circles={CODES[2]: 4.0, CODES[3]: 20.0}))
    assert drawn.count("url(#veil)") == 1
    assert drawn.index('r="20.0"') < drawn.index('r="4.0"')


@pytest.mark.parametrize("fill", map_picture.STATES)
def test_every_state_can_be_drawn(fill):
    assert ElementTree.fromstring(map_picture.svg(picture(fills=dict.fromkeys(CODES, fill)))) is not None


def test_the_same_picture_in_pixels():
    assert map_picture.png(map_picture.svg(picture())).startswith(b"\x89PNG")
