"""Borders from a map service: all pages, one host, and the licence kept with the map."""

import json

import geopandas
import pytest
import shapely
from shapely.geometry import box, mapping
from source_case import World, addresses, quick, serving
from store_case import forget_store

from lib import borders_fetching
from lib import settings as settings_module
from lib.areas import geo_files
from lib.catalogue import catalogue
from lib.errors import SourceError
from lib.feeds import Layer
from lib.sources import maps

LAYER = Layer(level="neighbourhood", name="GIS:A", vintage="today")
ITEMS = "/ogc/collections/GIS:A/items"


@pytest.fixture
def world(monkeypatch):
    with serving(World()) as world:
        monkeypatch.setenv("TILANNEKUVA_SOURCE_ADDRESSES", json.dumps(addresses(world)))
        settings_module.settings.cache_clear()
        yield world
    monkeypatch.undo()
    forget_store()


def page(*names, **more):
    features = [
        {"type": "Feature", "properties": {"code": name}, "geometry": None, "id": name} for name in names
    ]
    return {"type": "FeatureCollection", "features": features, **more}


def following(href):
    return {"links": [{"rel": "self", "href": "x"}, {"rel": "next", "href": href}]}


def names(found):
    return [feature["id"] for feature in json.loads(found[1])["features"]]


def ogc(world):
    return maps.ogc_features(f"{world.root}/ogc", LAYER, quick())


def test_linked_pages_are_followed_to_the_last(world):
    world.pages = {ITEMS: page("a", "b", **following("items/2")), "/ogc/collections/GIS:A/items/2": page("c")}
    assert names(ogc(world)) == ["a", "b", "c"]


def test_a_link_to_another_host_is_not_followed(world):
    world.pages = {ITEMS: page("a", **following("http://elsewhere.invalid/2"))}
    with pytest.raises(SourceError) as fault:
        ogc(world)
    assert fault.value.key == "fetch.why.redirected" and len(world.asked) == 1


def test_pages_that_link_in_a_circle_end(world):
    world.pages = {ITEMS: page("a", **following("items"))}
    with pytest.raises(SourceError) as fault:
        ogc(world)
    assert fault.value.key == "fetch.why.endless"


def wfs(world, **parameters):
    asked = tuple({"outputFormat": "application/json", **parameters}.items())
    layer = Layer(level="postal_area", name="x", vintage="2026", parameters=asked)
    return maps.wfs(f"{world.root}/wfs", layer, quick())


def test_wfs_is_asked_for_the_features_after_those_that_came(world):
    world.pages = {
        "/wfs?0": page("a", "b", numberMatched=3, crs={"type": "name"}),
        "/wfs?2": page("c", numberMatched=3),
    }
    found = wfs(world, cql_filter="kunta='{city_code}'")
    assert names(found) == ["a", "b", "c"] and json.loads(found[1])["crs"] == {"type": "name"}
    assert world.asked[0].every("cql_filter") == ["kunta='853'"]


def test_no_features_at_all_is_told(world):
    world.pages = {"/wfs?0": page(numberMatched=0)}
    with pytest.raises(SourceError) as fault:
        wfs(world)
    assert fault.value.key == "fetch.why.empty"


def test_a_fault_report_in_place_of_gml_is_told(world):
    world.moods = [(200, {}, b"<?xml version='1.0'?><ows:ExceptionReport/>")]
    layer = Layer(level="major_district", name="x", vintage="today", parameters=(("outputFormat", "GML3"),))
    with pytest.raises(SourceError) as fault:
        maps.wfs(f"{world.root}/wfs", layer, quick())
    assert fault.value.key == "fetch.why.web_page"


def postal_areas(count):
    """Squares of a kilometre for the first postal areas, in degrees."""
    codes = sorted(code for level, code in catalogue().areas if level == "postal_area")[:count]
    shapes = [box(240_000 + at * 1_000, 6_710_000, 241_000 + at * 1_000, 6_711_000) for at in range(count)]
    degrees = geopandas.GeoSeries(shapes, crs="EPSG:3067").to_crs(4326)
    features = [
        {"type": "Feature", "properties": {"postinumeroalue": code}, "geometry": mapping(shape)}
        for code, shape in zip(codes, degrees, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features, "numberMatched": count}


def test_fetched_borders_become_the_map_with_source_and_licence(world, tmp_path):
    geo_files.put(tmp_path, b"{}", entry())
    world.pages = {"/wfs?0": postal_areas(27)}
    report = borders_fetching.replace("postal_area", "statfi", catalogue(), quick(), tmp_path)
    assert report.is_done and len(report.codes) == 27
    kept = geo_files.read_index(tmp_path)["postal_area"]["turku"]
    assert (kept["schematic"], kept["licence"], kept["vintage"]) == (False, "CC BY 4.0", "2026")
    assert kept["source"].startswith("Tilastokeskuksen paikkatiedot, haettu ")


def test_too_few_borders_leave_the_map_as_it_was(world, tmp_path):
    before = geo_files.put(tmp_path, b"{}", entry())
    world.pages = {"/wfs?0": postal_areas(9)}
    report = borders_fetching.replace("postal_area", "statfi", catalogue(), quick(), tmp_path)
    assert not report.is_done
    assert geo_files.read_index(tmp_path)["postal_area"]["turku"] == before


def test_a_level_that_a_service_does_not_have_is_told_with_those_it_has(world):
    with pytest.raises(SourceError) as fault:
        borders_fetching.replace("postal_area", "turku", catalogue(), quick())
    assert fault.value.key == "fetch.no_layer" and "small_area" in fault.value.values["known"]


def entry():
    size = shapely.box(0, 0, 1, 1).bounds
    sketch = {"level": "postal_area", "scope": "turku", "schematic": True, "crs": "EPSG:3067", "n": 27}
    return {**sketch, "bbox": list(size), "licence": "x", "source": "y", "vintage": "2026"}
