"""Map files on the screen and on paper: decoding, SVG paths, scale, neighbours."""

import json
import re
import subprocess
import sys

import pytest
from shapely import MultiPolygon, Polygon, box

from lib.areas import geo_files, geometry, topology

META = {"level": "block", "scope": "town", "schematic": True, "crs": "EPSG:3067", "n": 4}
# A row of three squares of 100 m; the fourth meets the third at a corner only; the fifth stands alone.
SQUARES = {
    "a": box(0, 0, 100, 100),
    "b": box(100, 0, 200, 100),
    "c": box(200, 0, 300, 100),
    "d": box(300, 100, 400, 200),
    "e": box(600, 0, 700, 100),
}


@pytest.fixture
def folder(tmp_path):
    features = [topology.Feature(code, shape, {}) for code, shape in SQUARES.items()]
    geo_files.put(tmp_path, topology.encode({"areas": features}, 1, META), META)
    return tmp_path


def corners(path):
    return {(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)}


def test_a_shared_border_is_stored_once():
    features = [topology.Feature(code, SQUARES[code], {}) for code in "ab"]
    content = json.loads(topology.encode({"areas": features}, 1, META))
    # The common border and the rest of each square: three arcs, not four.
    assert len(content["arcs"]) == 3


def test_what_was_stored_comes_back_with_its_holes():
    ring = Polygon(box(0, 0, 1_000, 1_000).exterior, [box(400, 400, 600, 600).exterior])
    inner = box(400, 400, 600, 600)
    features = [topology.Feature("ring", ring, {}), topology.Feature("inner", inner, {})]
    decoded = topology.decode(json.loads(topology.encode({"areas": features}, 5, META)), "areas")
    back = {code: MultiPolygon([(p[0], p[1:]) for p in parts]) for code, parts in decoded.items()}
    assert back["ring"].equals(MultiPolygon([ring])) and back["inner"].equals(MultiPolygon([inner]))


def test_rounding_moves_no_point_more_than_half_a_grid_step():
    shape = Polygon([(3, 4), (1_007, 11), (996, 1_003)])
    content = json.loads(topology.encode({"areas": [topology.Feature("x", shape, {})]}, 10, META))
    [[[ring]]] = topology.decode(content, "areas").values()
    assert set(ring) == {(0, 0), (1_010, 10), (1_000, 1_000)}


def test_north_is_up_and_the_picture_is_centred(folder):
    drawing = geometry.paths("block", "town", 100, 100, ["a", "b"], folder=folder)
    # 200 m × 100 m in 100 × 100 pixels: two metres a pixel, 25 pixels free above and below.
    assert drawing.metres_per_pixel == 2 and drawing.viewbox == "0 0 100 100"
    assert corners(drawing.paths["a"]) == {(0, 75), (0, 25), (50, 25), (50, 75)}


def test_only_the_asked_codes_are_drawn(folder):
    assert set(geometry.paths("block", "town", 100, 100, ["a", "b"], folder=folder).paths) == {"a", "b"}


def test_an_extent_enlarges_a_part_of_the_whole_map(folder):
    drawing = geometry.paths("block", "town", 100, 100, extent=(100, 0, 200, 100), folder=folder)
    assert drawing.metres_per_pixel == 1 and set(drawing.paths) == set(SQUARES)
    assert corners(drawing.paths["b"]) == {(0, 0), (0, 100), (100, 0), (100, 100)}


def test_areas_touch_at_borders_and_corners_and_an_island_has_no_neighbour(folder):
    assert geometry.neighbours("block", folder=folder) == {
        "a": ["b"],
        "b": ["a", "c"],
        "c": ["b", "d"],
        "d": ["c"],
        "e": [],
    }


def test_neighbours_are_mutual_on_the_map_we_ship():
    found = geometry.neighbours("postal_area", "turku")
    assert all(one in found[other] for one, others in found.items() for other in others)
    assert "20700" in found["20100"] and "20960" in found["20900"] and "21340" not in found["20100"]


def test_a_level_without_map_says_so(folder):
    with pytest.raises(geometry.NoGeometry):
        geometry.paths("nothing", None, 100, 100, folder=folder)


def test_a_page_that_draws_a_map_loads_no_geometry_library():
    code = (
        "import sys; from lib.areas import geometry; geometry.paths('postal_area', 'turku', 400, 600); "
        "print([m for m in ('geopandas', 'shapely', 'topojson', 'pandas', 'pyproj') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_points_in_a_drawn_area_are_told_from_points_in_its_hole_and_beside_it():
    path = "M0 0L100 0L100 100L0 100ZM40 40L60 40L60 60L40 60ZM200 0L220 0L220 20L200 20Z"
    assert geometry.holds(path, [(10, 10), (90, 50), (210, 10)])
    for outside in ((50, 50), (150, 10), (-1, 50), (50, 101)):
        assert not geometry.holds(path, [(10, 10), outside])


def test_the_crowded_part_is_the_box_around_areas_without_room(folder):
    features = [
        topology.Feature(code, shape, {"x": int(shape.centroid.x), "y": int(shape.centroid.y), "r": radius})
        for (code, shape), radius in zip(SQUARES.items(), (10, 10, 50, 50, 50), strict=True)
    ]
    geo_files.put(folder, topology.encode({"areas": features}, 1, META), META)
    assert geometry.crowded("block", "town", list(SQUARES), 20, folder=folder) == (40, 40, 160, 60)
    assert geometry.crowded("block", "town", ["a", "c"], 20, folder=folder) is None
