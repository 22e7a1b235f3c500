"""The map as a picture: everything that explains it is in it, it is escaped, and PNG is a PNG."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from lib import look
from lib.areas import geometry
from lib.reports import map_drawn, map_paint, map_picture

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
    return map_drawn.Picture(**values | changed)


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


@pytest.mark.parametrize("fill", map_paint.STATES)
def test_every_state_can_be_drawn(fill):
    assert ElementTree.fromstring(map_picture.svg(picture(fills=dict.fromkeys(CODES, fill)))) is not None


def test_the_same_picture_in_pixels():
    assert map_picture.png(map_picture.svg(picture())).startswith(b"\x89PNG")


def test_a_tall_map_has_its_crowded_middle_enlarged_with_labels_and_without_them_below():
    codes = geometry.codes("postal_area")
    labels = {code: [code[2:], "1"] for code in codes}
    whole = picture(
        level="postal_area", fills=dict.fromkeys(codes, "fill-1"), labels=labels, inset="Keskusta"
    )
    found = words(map_picture.svg(whole))
    assert "Keskusta" in found and map_picture.svg(whole).count('id="inset"') == 1
    alone = words(map_picture.svg(replace(whole, inset="")))
    # The enlarged middle has room for more labels, and none stands twice.
    assert len(found) > len(alone) and len(set(labels) & {f"20{one}" for one in found}) == sum(
        f"20{one}" in labels for one in found
    )
    # 27 areas are drawn twice.
    assert map_picture.svg(whole).count(f'fill="{look.ramp("sequential")[0]}"') >= 2 * len(codes)


def test_every_year_is_a_small_map_with_its_name_and_own_classes():
    years = [(str(2000 + place), dict.fromkeys(CODES, f"fill-{place % 5 + 1}")) for place in range(14)]
    drawn = map_picture.svg(picture(years=years))
    assert [one for one in words(drawn) if one in dict(years)] == [name for name, _ in years]
    for place in range(5):
        several = len([one for one in range(14) if one % 5 == place])
        paths = ElementTree.fromstring(drawn).iter()
        fills = [one.get("fill") for one in paths if one.tag.endswith("path")]
        assert fills.count(look.ramp("sequential")[place]) == several * len(CODES)


@pytest.mark.parametrize(("name", "left"), [("Alku-", "Alku"), ("Iso-", None)])
def test_a_double_name_loses_its_second_half_before_it_goes_but_not_down_to_a_stump(name, left):
    labels = dict.fromkeys(CODES, [name + "Kaukana" * 12, "1"])
    found = words(map_picture.svg(picture(labels=labels)))
    assert [one for one in ("Alku", "Iso") if one in found] == ([left] if left else [])
    assert not any("Kaukana" in (one or "") for one in found)
