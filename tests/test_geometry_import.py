"""Replacing a sketch by real borders: every fault is mended and said, or refused with what and where."""

import json
import struct
import tomllib
import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely
from shapely import GeometryCollection, LineString, Polygon, box
from shapely.geometry import mapping

from lib.areas import boundaries, geo_files, geometry, map_checks, map_reading
from lib.areas.boundaries import Choices

KNOWN = {"101": ["Alku", "Början"], "102": ["Keski"], "103": ["Loppu"]}
WORDS = tomllib.loads((Path(__file__).parents[1] / "data" / "text" / "boundaries.toml").read_text("utf-8"))
# Three squares of a kilometre in Turku, EPSG:3067.
SQUARES = [box(240_000 + i * 1_000, 6_710_000, 241_000 + i * 1_000, 6_711_000) for i in range(3)]
CODES = ["101", "102", "103"]
IN_METRES = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3067"}}}


def frame(shapes=SQUARES, codes=CODES, **columns):
    return geopandas.GeoDataFrame({"tunnus": codes, **columns}, geometry=list(shapes), crs="EPSG:3067")


def collection(shapes=SQUARES, codes=CODES, field="tunnus", **more):
    features = [
        {"type": "Feature", "properties": {field: code}, "geometry": shape and mapping(shape)}
        for shape, code in zip(shapes, codes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features, **more}


def degrees(shapes=SQUARES):
    return list(geopandas.GeoSeries(list(shapes), crs="EPSG:3067").to_crs(4326))


@pytest.fixture
def send(tmp_path):
    """Import a file into an empty folder of maps: send(content, choice=...) -> Report."""

    def _send(content, name="areas.geojson", known=KNOWN, **choices):
        path = tmp_path / name
        if content is not None:
            text = content if isinstance(content, (str, bytes)) else json.dumps(content)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        report = boundaries.replace("block", path, known, Choices(scope="town", **choices), tmp_path / "geo")
        assert report.is_done or not list((tmp_path / "geo").glob("*"))
        for problem in report.problems:
            assert all(sentence.format(**problem.values) for sentence in WORDS[problem.key].values())
        return report

    _send.folder = tmp_path / "geo"
    _send.file = tmp_path
    return _send


def said(report, kind):
    return {
        problem.key.removeprefix("geometry."): problem.values
        for problem in report.problems
        if problem.kind == kind
    }


def area(send, code):
    drawing = geometry.paths(
        "block", "town", 3_000, 1_000, extent=(240_000, 6_710_000, 243_000, 6_711_000), folder=send.folder
    )
    numbers = [float(n) for n in drawing.paths[code].strip("MZ").replace("L", " ").split()]
    return Polygon(list(zip(numbers[::2], numbers[1::2], strict=True))).area


def test_geojson_in_degrees_becomes_metres_in_the_right_place(send):
    report = send(collection(degrees()))
    assert report.is_done and report.codes == CODES and report.problems == []
    assert [area(send, code) for code in CODES] == pytest.approx([1_000_000] * 3, rel=0.01)


@pytest.mark.parametrize(("suffix", "driver"), [("gpkg", "GPKG"), ("gml", "GML")])
def test_geopackage_and_gml_are_read(send, suffix, driver):
    frame().to_file(send.file / f"areas.{suffix}", driver=driver)
    report = send(None, f"areas.{suffix}")
    assert report.codes == CODES and area(send, "102") == pytest.approx(1_000_000, rel=0.01)


def shapefile(folder, leave_out=()):
    frame().to_file(folder / "areas.shp")
    with zipfile.ZipFile(folder / "areas.zip", "w") as archive:
        for suffix in {"shp", "shx", "dbf", "prj"} - set(leave_out):
            archive.write(folder / f"areas.{suffix}", f"folder/areas.{suffix}")
    for path in folder.glob("areas.[sdpc]??"):
        path.unlink()


def test_a_zipped_shapefile_is_read(send):
    shapefile(send.file)
    assert send(None, "areas.zip").codes == CODES


def test_a_shapefile_without_its_prj_needs_the_system_told(send):
    shapefile(send.file, leave_out=["prj"])
    assert "no_crs" in said(send(None, "areas.zip"), "fault")
    assert send(None, "areas.zip", crs="EPSG:3067").is_done


@pytest.mark.parametrize("part", ["shx", "dbf"])
def test_a_shapefile_without_a_part_names_it(send, part):
    shapefile(send.file, leave_out=[part])
    assert said(send(None, "areas.zip"), "fault")["shapefile_parts"]["list"] == f"folder/areas.{part}"


def test_the_shadow_files_of_a_mac_are_no_layers(send):
    shapefile(send.file)
    with zipfile.ZipFile(send.file / "areas.zip", "a") as archive:
        archive.writestr("__MACOSX/folder/._areas.shp", "shadow")
    assert send(None, "areas.zip").codes == CODES


def test_another_declared_system_is_reprojected(send):
    frame().to_crs(3877).to_file(send.file / "areas.gpkg", driver="GPKG")
    assert send(None, "areas.gpkg").is_done
    # ETRS-GK23 and TM35FIN differ by less than a metre in a kilometre here.
    assert area(send, "101") == pytest.approx(1_000_000, rel=0.01)


def test_metres_in_a_geojson_that_names_no_system_are_refused_with_a_hint(send):
    told = said(send(collection()), "fault")["wrong_crs"]
    assert told["hint"].split(", ")[0] == "EPSG:3067" and told["x"].startswith("241000")


def test_a_wrongly_declared_system_is_refused(send):
    assert "wrong_crs" in said(send(collection(degrees(), **IN_METRES)), "fault")


def test_an_unknown_system_is_refused(send):
    assert said(send(collection(), crs="EPSG:nothing"), "fault")["unknown_crs"] == {"crs": "EPSG:nothing"}


def test_a_given_system_overrules_the_file_and_is_said(send):
    report = send(collection(), crs="EPSG:3067")
    assert report.is_done and said(report, "note")["crs_overruled"]["declared"] == "EPSG:4326"


def test_latitude_before_longitude_is_turned_and_said(send):
    turned = [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in degrees()]
    report = send(collection(turned))
    assert report.is_done and "axes_swapped" in said(report, "note")
    assert area(send, "103") == pytest.approx(1_000_000, rel=0.01)


def test_one_row_outside_finland_is_named(send):
    shapes = degrees()
    shapes[1] = box(10, 50, 10.1, 50.1)
    assert said(send(collection(shapes)), "fault")["rows_outside"]["list"] == "2"


def test_a_bow_tie_is_mended_and_named(send):
    a, b, c, d, _ = SQUARES[0].exterior.coords
    bow_tie = Polygon([a, b, d, c])
    report = send(collection([bow_tie, *SQUARES[1:]], **IN_METRES))
    assert report.is_done and "101 (Self-inter" in said(report, "note")["shape_mended"]["list"]


def test_heights_are_removed_and_said(send):
    report = send(collection([shapely.force_3d(shape, 7) for shape in SQUARES], **IN_METRES))
    assert report.is_done and said(report, "note")["height_dropped"]["count"] == 3


def gml(is_north_first):
    """A GML 3.2 file of EPSG:3067, whose own order is east, north; some servers write north, east."""
    members = ""
    for shape, code in zip(SQUARES, CODES, strict=True):
        points = [(y, x) if is_north_first else (x, y) for x, y in shape.exterior.coords]
        ring = " ".join(f"{one} {other}" for one, other in points)
        members += (
            f'<gml:featureMember><b:area gml:id="a{code}"><b:tunnus>{code}</b:tunnus><b:geom><gml:Polygon '
            f'gml:id="p{code}" srsName="urn:ogc:def:crs:EPSG::3067"><gml:exterior>'
            f"<gml:LinearRing><gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></b:geom></b:area>"
            "</gml:featureMember>"
        )
    spaces = 'xmlns:b="http://b" xmlns:gml="http://www.opengis.net/gml/3.2"'
    return f'<?xml version="1.0"?><b:FeatureCollection {spaces}>{members}</b:FeatureCollection>'


@pytest.mark.parametrize("is_north_first", [False, True])
def test_gml_in_metres_is_read_in_both_orders_and_a_turned_one_is_said(send, is_north_first):
    report = send(gml(is_north_first), "areas.gml")
    assert report.codes == CODES and area(send, "101") == pytest.approx(1_000_000, rel=0.01)
    assert ("axes_swapped" in said(report, "note")) == is_north_first


LINE = LineString([(240_000, 6_710_000), (241_000, 6_711_000)])


def test_the_areas_of_a_collection_are_taken_and_it_is_said(send):
    report = send(collection([GeometryCollection([SQUARES[0], LINE]), *SQUARES[1:]], **IN_METRES))
    assert report.codes == CODES and said(report, "note")["only_areas_kept"] == {"count": 1, "list": "101"}


@pytest.mark.parametrize("shape", [LINE, GeometryCollection([LINE])])
def test_lines_are_refused_also_inside_a_collection(send, shape):
    told = said(send(collection([shape, LINE.centroid, SQUARES[2]], **IN_METRES)), "fault")
    assert told["not_polygons"] == {"count": 2, "list": "101, 102"}


def test_lines_of_a_topojson_are_named_without_doubting_its_system(send):
    ring = [[240_000, 6_710_000], [241_000, 6_710_000], [241_000, 6_711_000], [240_000, 6_710_000]]
    shapes = [
        {"type": "Polygon", "arcs": [[0]], "properties": {"tunnus": "101"}},
        {"type": "LineString", "arcs": [0], "properties": {"tunnus": "102"}},
    ]
    layer = {"type": "GeometryCollection", "geometries": shapes}
    report = send({"type": "Topology", "arcs": [ring], "objects": {"areas": layer}, **IN_METRES})
    assert said(report, "fault") == {"not_polygons": {"count": 1, "list": "102"}}


def test_a_row_with_endless_coordinates_is_left_out(send):
    content = json.dumps(collection(**IN_METRES)).replace("241000.0", "1e400", 1)
    report = send(content)
    assert report.codes == ["102", "103"] and said(report, "note")["no_numbers"]["list"] == "101"


def test_a_border_that_encloses_nothing_is_left_out_and_not_called_mended(send):
    flat = Polygon([(240_000, 6_710_000), (241_000, 6_710_000), (242_000, 6_710_000)])
    report = send(collection([flat, *SQUARES[1:]], **IN_METRES))
    assert report.codes == ["102", "103"] and said(report, "note")["no_area"]["list"] == "101"
    assert "shape_mended" not in said(report, "note")


def test_one_shape_under_two_codes_is_refused(send):
    report = send(collection([SQUARES[0], SQUARES[0], SQUARES[2]], **IN_METRES))
    assert not report.is_done and said(report, "fault")["covered"]["count"] == 1


def test_polygons_all_outside_finland_are_refused(send):
    elsewhere = [box(10 + i, -5, 10.5 + i, -4.5) for i in range(3)]
    assert said(send(collection(elsewhere)), "fault")["wrong_crs"]["hint"] == "–"


@pytest.mark.parametrize("crs", ["EPSG:4978", "EPSG:3900", 'LOCAL_CS["x"]'])
def test_a_system_without_places_on_the_ground_is_refused(send, crs):
    assert said(send(collection(), crs=crs), "fault")["unknown_crs"]["crs"]


def test_very_many_points_are_rounded_alike_and_said(send, monkeypatch):
    monkeypatch.setattr(map_checks, "MOST_POINTS", 1_000)
    report = send(collection([shapely.segmentize(shape, 0.1) for shape in SQUARES], **IN_METRES))
    told = said(report, "note")["details_dropped"]
    assert told["points"] > 100_000 and "borders_joined" not in said(report, "note")
    assert [area(send, code) for code in CODES] == pytest.approx([1_000_000] * 3, rel=0.01)


def test_an_empty_shape_is_left_out_and_counted(send):
    report = send(collection([None, *SQUARES[1:]], **IN_METRES))
    assert report.codes == ["102", "103"]
    assert said(report, "note")["empty_dropped"] == {"count": 1, "list": "101"}


def test_points_are_refused_by_name(send):
    report = send(collection([SQUARES[0].centroid, *SQUARES[1:]], **IN_METRES))
    assert said(report, "fault")["not_polygons"] == {"count": 1, "list": "101"}


def test_an_unreadable_row_is_left_out_with_its_number(send):
    content = collection(**IN_METRES)
    content["features"][2]["geometry"]["coordinates"] = [["x", "y"]]
    assert said(send(content), "note")["unreadable_rows"] == {"count": 1, "list": "3"}


def test_rows_of_other_areas_are_left_out_and_listed(send):
    report = send(collection(codes=["101", "102", "999"], **IN_METRES))
    assert report.codes == ["101", "102"] and said(report, "note")["unknown_codes"]["list"] == "999"
    assert said(report, "note")["areas_missing"]["list"] == "103"


def test_a_file_with_few_of_the_areas_is_refused(send):
    report = send(collection(codes=["101", "998", "999"], **IN_METRES))
    assert said(report, "fault")["areas_missing"]["count"] == 2


def test_a_repeated_code_is_refused_until_joining_is_asked_for(send):
    content = collection(codes=["101", "101", "103"], **IN_METRES)
    assert said(send(content), "fault")["repeated_refuse"]["list"] == "101"
    report = send(content, duplicates="dissolve")
    assert report.codes == ["101", "103"] and area(send, "101") == pytest.approx(2_000_000, rel=0.01)


@pytest.mark.parametrize("codes", [[101, 102, 103], ["KU101", "KU102", "KU103"], [101.0, 102.0, 103.0]])
def test_codes_written_as_numbers_or_with_a_prefix_are_recognised(send, codes):
    assert send(collection(codes=codes, **IN_METRES)).codes == CODES


def test_a_code_that_lost_its_leading_zero_is_recognised(send):
    known = {"019": ["Aura"], "020": ["Akaa"], "853": ["Turku"]}
    assert send(collection(codes=[19, 20, 853], **IN_METRES), known=known).codes == ["019", "020", "853"]


def test_the_field_with_most_codes_wins_over_a_running_number(send):
    content = collection(field="postinumeroalue", **IN_METRES)
    for row, feature in enumerate(content["features"], start=1):
        feature["properties"] = {"id": 100 + row if row < 3 else 7, **feature["properties"]}
    assert send(content).code_field == "postinumeroalue"


def test_names_are_a_last_resort_and_said(send):
    report = send(collection(codes=["Början", "keski ", "LOPPU"], **IN_METRES))
    assert report.codes == CODES and "matched_by_name" in said(report, "note")


@pytest.mark.parametrize(
    "known",
    [
        {"101": ["Turku"], "102": ["Keski"], "103": ["Loppu"]},
        {"101": ["Keski"], "102": ["Keski"], "103": ["Loppu"]},
    ],
)
def test_a_name_that_can_mean_two_areas_is_refused(send, known):
    report = send(collection(codes=["Turku", "Keski", "Loppu"], **IN_METRES), known=known)
    assert said(report, "fault")["ambiguous_names"]["count"] == 1


def test_a_missing_code_field_is_refused_with_the_fields_there_are(send):
    told = said(send(collection(**IN_METRES), code_field="koodi"), "fault")["no_such_field"]
    assert told["list"] == "id, tunnus"


def test_a_file_without_rows_is_refused(send):
    assert "no_rows" in said(send(collection([], [], **IN_METRES)), "fault")


def test_a_file_without_codes_or_names_is_refused_with_its_fields(send):
    report = send(collection(codes=["x", "y", "z"], **IN_METRES))
    assert said(report, "fault")["no_codes"]["fields"] == "id, tunnus"


def test_two_layers_are_named_and_one_is_chosen(send):
    ring = [[240_000, 6_710_000], [241_000, 6_710_000], [241_000, 6_711_000], [240_000, 6_710_000]]
    layer = {
        "type": "GeometryCollection",
        "geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"tunnus": "101"}}],
    }
    layers = {"cities": layer, "counties": layer}
    content = {"type": "Topology", "arcs": [ring], "objects": layers, **IN_METRES}
    assert said(send(content), "fault")["choose_layer"]["list"] == "cities, counties"
    assert said(send(content, layer="towns"), "fault")["no_such_layer"]["layer"] == "towns"
    assert send(content, layer="cities", known={"101": []}).codes == ["101"]


def test_two_layers_of_a_geopackage_are_named(send):
    for layer in ("cities", "counties"):
        frame().to_file(send.file / "areas.gpkg", driver="GPKG", layer=layer)
    assert said(send(None, "areas.gpkg"), "fault")["choose_layer"]["list"] == "cities, counties"
    assert send(None, "areas.gpkg", layer="counties").is_done


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (json.dumps(collection())[:-40], "broken_file"),
        ("<!doctype html><html><body>404</body></html>", "web_page"),
        (
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a xmlns:gml="http://www.opengis.net/gml"/>',
            "unknown_format",
        ),
        ('[{"code": "101"}]', "not_a_map"),
        ('{"type": "FeatureCollection", "nimi": "Ä"}'.encode("latin-1"), "not_utf8"),
        (b"PK\x03\x04 and then nothing", "broken_file"),
        (b"SQLite format 3\x00" + bytes(200), "broken_file"),
        ("[" * 200_000, "broken_file"),
        (
            '{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[5]]}}}',
            "broken_file",
        ),
        ('{"type": "Topology", "arcs": [], "objects": {"a": [1]}}', "broken_file"),
        ('{"type": "Topology", "arcs": [], "objects": {}}', "no_layers"),
        ('<a xmlns:gml="http://www.opengis.net/gml"/>', "no_layers"),
        ("code,name\n101,Alku\n", "unknown_format"),
        ("", "unknown_format"),
    ],
)
def test_what_is_no_whole_map_is_refused_with_the_file_named(send, content, key):
    report = send(content)
    assert not report.is_done and said(report, "fault")[key]["file"] == "areas.geojson"


def test_a_file_over_the_limit_is_refused(send):
    # A file with a hole takes no room on the disk.
    with (send.file / "areas.geojson").open("wb") as file:
        file.truncate(map_reading.LARGEST_FILE + 1)
    assert said(send(None), "fault")["too_large"]["limit_mb"] == 200


def test_a_zip_that_unpacks_to_far_too_much_is_refused(send):
    with zipfile.ZipFile(send.file / "areas.zip", "w") as archive:
        archive.writestr("areas.shp", bytes(12_345))
    # The package's own table of contents is made to promise two gigabytes.
    content = (send.file / "areas.zip").read_bytes()
    promising = content.replace(struct.pack("<I", 12_345), struct.pack("<I", 2**31))
    assert said(send(promising, "areas.zip"), "fault")["zip_bomb"]["size_mb"] == 2_048


def test_a_zip_without_a_map_is_refused_with_what_it_holds(send):
    with zipfile.ZipFile(send.file / "areas.zip", "w") as archive:
        archive.writestr("readme.txt", "")
    assert said(send(None, "areas.zip"), "fault")["nothing_in_zip"]["list"] == "readme.txt"


def test_all_faults_come_at_once(send):
    broken = collection([SQUARES[0].centroid, *SQUARES[1:]], codes=["101", "102", "102"])
    assert set(said(send(broken), "fault")) == {"wrong_crs", "not_polygons", "repeated_refuse"}


def test_borders_that_almost_meet_are_joined_and_neighbours_stay_neighbours(send):
    shifted = [SQUARES[0], shapely.transform(SQUARES[1], lambda xy: xy + (0.4, 0)), SQUARES[2]]
    report = send(collection(shifted, **IN_METRES))
    assert "borders_joined" in said(report, "note")
    assert geometry.neighbours("block", folder=send.folder)["102"] == ["101", "103"]


def test_areas_that_claim_the_same_ground_are_named(send):
    shifted = [SQUARES[0], shapely.transform(SQUARES[1], lambda xy: xy - (300, 0)), SQUARES[2]]
    assert said(send(collection(shifted, **IN_METRES)), "note")["overlap"]["list"] == "101–102"


def test_islets_no_picture_can_show_are_left_out_and_counted(send):
    islets = shapely.MultiPolygon([SQUARES[0], box(240_000, 6_711_500, 240_001, 6_711_501)])
    report = send(collection([islets, *SQUARES[1:]], **IN_METRES))
    assert said(report, "note")["islets_dropped"]["count"] == 1


def test_the_map_before_can_be_put_back(send):
    first = send(collection(**IN_METRES), vintage="2025").entry["file"]
    second = send(collection(codes=["103", "102", "101"], **IN_METRES), vintage="2026").entry["file"]
    assert geometry.entry("block", folder=send.folder)["file"] == second != first
    assert boundaries.restore("block", folder=send.folder).entry["file"] == first
    assert geometry.paths("block", "town", 100, 100, folder=send.folder).paths
    again = boundaries.restore("block", folder=send.folder)
    assert said(again, "fault") == {"nothing_before": {"level": "block"}}


def test_a_refused_file_leaves_the_map_as_it_was(send):
    send(collection(**IN_METRES))
    before = {path.name: path.read_bytes() for path in send.folder.iterdir()}
    path = send.file / "bad.geojson"
    path.write_text("{")
    assert not boundaries.replace("block", path, KNOWN, Choices(), send.folder).is_done
    assert {path.name: path.read_bytes() for path in send.folder.iterdir()} == before


def test_a_redrawn_sketch_does_not_push_out_imported_borders(tmp_path):
    sketch = {"level": "block", "scope": "town", "schematic": True}
    geo_files.put(tmp_path, b"{}", sketch)
    real = geo_files.put(tmp_path, b"[]", {**sketch, "schematic": False})["file"]
    geo_files.put(tmp_path, b"{ }", sketch)
    assert geometry.entry("block", folder=tmp_path)["file"] == real
    redrawn = geo_files.put_back(tmp_path, "block", "town")
    assert redrawn["schematic"] and (tmp_path / redrawn["file"]).read_bytes() == b"{ }"


def test_a_scope_that_is_no_plain_word_is_refused(tmp_path):
    report = boundaries.replace("block", tmp_path / "x", KNOWN, Choices(scope="../town"), tmp_path / "geo")
    assert "scope_needed" in said(report, "fault")


def test_reading_leaves_nothing_beside_the_received_file(send):
    frame().to_file(send.file / "areas.gml", driver="GML")
    (send.file / "areas.xsd").unlink(missing_ok=True)
    send(None, "areas.gml")
    assert sorted(path.name for path in send.file.iterdir()) == ["areas.gml", "geo"]
