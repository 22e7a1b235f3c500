"""The sketch maps: complete, without gaps, the same every time, and the ones we ship."""

import json
from itertools import combinations

import pytest
import shapely
from shapely import Point, Polygon

from lib.areas import geo_files, geometry, schematic, topology

LEVELS = {
    "postal_area": ("turku", 27),
    "neighbourhood": ("turku", 73),
    "small_area": ("turku", 119),
    "major_district": ("turku", 9),
    "municipality": ("finland", 308),
    "wellbeing_county": ("finland", 23),
}
SQUARE = Polygon([(0, 0), (4_000, 0), (4_000, 4_000), (0, 4_000)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("geo")
    schematic.build_all(folder)
    return folder


def shapes(folder, level):
    content = json.loads((folder / geometry.entry(level, folder=folder)["file"]).read_bytes())
    decoded = topology.decode(content, "areas")
    return {code: shapely.MultiPolygon([(p[0], p[1:]) for p in parts]) for code, parts in decoded.items()}


def land_of(pieces):
    return schematic.Land(tuple(pieces), shapely.union_all(pieces), shapely.MultiPolygon())


@pytest.mark.parametrize("level", LEVELS)
def test_every_area_of_the_level_is_drawn_once(folder, level):
    scope, n = LEVELS[level]
    assert geometry.entry(level, scope, folder=folder)["n"] == len(shapes(folder, level)) == n


@pytest.mark.parametrize("level", ["postal_area", "neighbourhood", "small_area", "municipality"])
def test_cells_fill_the_outline_without_gap_or_overlap(folder, level):
    areas = list(shapes(folder, level).values())
    together = shapely.union_all([shapely.make_valid(area) for area in areas])
    assert sum(area.area for area in areas) == pytest.approx(together.area, rel=0.001)
    # Holes would be gaps between cells.
    assert all(not part.interiors for part in shapely.get_parts(together))


def test_the_file_is_as_large_as_the_drawing(folder):
    drawing = schematic.tomllib.loads((schematic.DRAWINGS / "turku.toml").read_text("utf-8"))
    outline = schematic.read_land(drawing).outline
    drawn = sum(area.area for area in shapes(folder, "postal_area").values())
    assert drawn == pytest.approx(outline.area, rel=0.001)


@pytest.mark.parametrize("level", LEVELS)
def test_files_stay_small(folder, level):
    found = geometry.entry(level, folder=folder)
    assert (folder / found["file"]).stat().st_size < {"turku": 40_000, "finland": 250_000}[found["scope"]]


def test_drawing_twice_gives_the_same_bytes(folder, tmp_path):
    schematic.build("postal_area", tmp_path)
    name = geometry.entry("postal_area", folder=tmp_path)["file"]
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_maps_we_ship_are_the_ones_the_drawings_give(folder):
    shipped = {p.name: p.read_bytes() for p in geo_files.FOLDER.glob("*-*.topojson")}
    drawn = {p.name: p.read_bytes() for p in folder.glob("*.topojson")}
    assert drawn.items() <= shipped.items()


def test_a_level_without_points_has_no_geometry(folder):
    assert schematic.build("country", folder) is None
    with pytest.raises(geometry.NoGeometry):
        geometry.entry("country", folder=folder)


def test_the_nearer_point_owns_the_ground():
    seeds = [schematic.Seed("west", "", Point(1_000, 2_000)), schematic.Seed("east", "", Point(3_000, 2_000))]
    areas = schematic.cells(seeds, land_of([SQUARE]))
    assert {code: area.area for code, area in areas.items()} == {"west": 8_000_000, "east": 8_000_000}


def test_water_keeps_a_nearer_point_on_another_island_out():
    island = shapely.transform(SQUARE, lambda xy: xy + (5_000, 0))
    seeds = [schematic.Seed("mainland", "", Point(100, 100)), schematic.Seed("island", "", Point(5_100, 100))]
    areas = schematic.cells(seeds, land_of([SQUARE, island]))
    # (3,900, 2,000) lies nearer the island's point but on the mainland.
    assert areas["mainland"].equals(SQUARE) and areas["island"].equals(island)


def test_a_seed_with_a_radius_is_a_disc_cut_out_of_its_neighbour():
    inner = schematic.Seed("inner", "", Point(2_000, 2_000), 300)
    areas = schematic.cells([schematic.Seed("all", "", Point(500, 500)), inner], land_of([SQUARE]))
    assert areas["inner"].area == pytest.approx(3.1416 * 300**2, rel=0.02)
    assert areas["inner"].area + areas["all"].area == pytest.approx(SQUARE.area)


def test_seeds_of_one_point_get_equal_slices_of_their_cell_and_are_counted(folder):
    together = [schematic.Seed(code, "", Point(2_000, 2_000)) for code in ("a", "b", "c", "d")]
    seeds = [*together, schematic.Seed("alone", "", Point(20_000, 2_000))]
    areas = schematic.cells(schematic.apart(seeds), land_of([SQUARE]))
    assert sorted(areas) == ["a", "b", "c", "d"]
    assert [area.area for area in areas.values()] == pytest.approx([4_000_000] * 4, rel=0.001)
    # The first lies north of the point, the next ones clockwise.
    assert areas["a"].contains(Point(2_000, 3_900)) and areas["b"].contains(Point(3_900, 2_000))
    assert schematic.apart(seeds)[-1] is seeds[-1]
    # Of 119 small areas with a point 47 have it for themselves.
    assert geometry.entry("small_area", folder=folder)["shared"] == 72
    assert "shared" not in geometry.entry("neighbourhood", folder=folder)


def test_a_district_is_exactly_its_neighbourhoods(folder):
    seeds = schematic.read_seeds(schematic.DRAWINGS / "points.csv", "neighbourhood")
    parts, districts = shapes(folder, "neighbourhood"), shapes(folder, "major_district")
    mine = shapely.union_all([shapely.make_valid(parts[s.code]) for s in seeds if s.parent_code == "4"])
    assert mine.symmetric_difference(shapely.make_valid(districts["4"])).area < 0.01 * mine.area


def test_the_river_parts_the_two_sides_of_the_centre(folder):
    # The Aura runs between the market place (20100) and Vartiovuori (20700), so neither reaches across it.
    areas = shapes(folder, "postal_area")
    north, south = Point(239_900, 6_711_700), Point(240_300, 6_710_400)
    centre = min(areas, key=lambda code: areas[code].distance(north))
    other = min(areas, key=lambda code: areas[code].distance(south))
    assert (centre, other) == ("20100", "20700")


def test_hexagons_touch_and_never_share_a_place():
    path = schematic.DRAWINGS.parent / "hexagons.csv"
    rows = [line.split(",") for line in path.read_text("utf-8").split()[1:]]
    places = {code: (int(q), int(r)) for code, q, r in rows}
    near = {(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)}
    touching = {
        c
        for (a, p), (b, o) in combinations(places.items(), 2)
        for c in (a, b)
        if (p[0] - o[0], p[1] - o[1]) in near
    }
    assert len(set(places.values())) == 9 and touching == set("123456789")
