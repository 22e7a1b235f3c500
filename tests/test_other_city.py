"""Another city by files alone: a copy of the program gets districts, borders and figures made up."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from lib.settings import ROOT

CITY, COUNTY = "564", "19"
PROGRAM = ("lib", "pages", "data", "static", ".streamlit", "app.py", "serve.py")
CODES = [f"O{place:02d}" for place in range(1, 13)]
# What a reader meets first: the shapes the map is told to draw and the fills it has.
SEEN = """
import json
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
app = AppTest.from_file("app.py", default_timeout=60)
app._page_hash = calc_hash("kartta")
app.run()
found = {node.proto.id.rpartition("-")[2]: json.loads(getattr(node.proto, node.proto.WhichOneof("data")))
         for node in app.get("bidi_component") if node.proto.WhichOneof("data")}
print(json.dumps({"faults": [str(one.value) for one in app.exception], **found}))
"""


def shapes():
    """Twelve irregular cells within a circle where Oulu lies, in degrees."""
    around = shapely.Point(427_500, 7_211_500).buffer(6_000)
    points = np.random.default_rng(564).normal((427_500, 7_211_500), 2_500, (len(CODES), 2))
    cells = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=around, ordered=True)
    cut = [shapely.intersection(cell, around) for cell in shapely.get_parts(cells)]
    return geopandas.GeoDataFrame({"alue": CODES}, geometry=cut, crs="EPSG:3067").to_crs(4326)


def rewrite(path: Path, pattern: str, by: str) -> None:
    old = path.read_text(encoding="utf-8")
    new, count = re.subn(pattern, by, old, flags=re.MULTILINE)
    assert count
    path.write_text(new, encoding="utf-8")


def only_headings(path: Path) -> str:
    heading = next(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    path.write_text(f"{heading}\n", encoding="utf-8")
    return heading


def districts(data: Path) -> None:
    """The city's own districts in place of Turku's; what only Turku has goes."""
    for name in ("neighbourhood", "small_area", "postal_area", "crosswalk", "hexagons"):
        only_headings(data / "areas" / f"{name}.csv")
    path = data / "areas" / "major_district.csv"
    fields = only_headings(path).split(",")
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, restval="")
        for code in CODES:
            words = {
                f"{kind}_{one}": f"Kulma {code}" for kind in ("name", "place") for one in ("fi", "sv", "en")
            }
            told = {"source": "made up for a test", "confidence": "made up"}
            writer.writerow(
                {"code": code, "parent_level": "municipality", "parent_code": CITY, **words, **told}
            )
    (data / "areas" / "work_areas.toml").write_text("", encoding="utf-8")
    rewrite(
        data / "areas" / "scopes.toml", r'id = "turku"\nname = .*', f'id = "oulu"\nname = {words_of("Oulu")}'
    )
    rewrite(
        data / "areas" / "levels.toml",
        r'^(about\.\w+) = ".*yhdeksän.*"$',
        r'\1 = "Kulmakunnan kaksitoista aluetta."',
    )
    for path in (data / "services").glob("*.toml"):
        path.write_text(re.sub(r"(?m)^points = .*$", "", path.read_text("utf-8")), encoding="utf-8")


def form(data: Path) -> None:
    """A source, a form and an indicator of the city's own, each one file, and the word for sentences."""
    copies = {
        "sources": ("turku_small_areas", "kulma_statistics"),
        "datasets": ("turku_population", "kulma_population"),
        "indicators": ("foreign_language_share", "kulma_share"),
    }
    renamed = dict(copies.values())
    for folder, (old, new) in copies.items():
        text = (
            (data / folder / f"{old}.toml").read_text("utf-8").replace('origin = "real"', 'origin = "model"')
        )
        for before, after in renamed.items():
            text = text.replace(f'"{before}"', f'"{after}"')
        (data / folder / f"{new}.toml").write_text(text, encoding="utf-8")
    with (data / "text" / "subjects.toml").open("a", encoding="utf-8") as file:
        file.write('\n["subject.kulma_share"]\nfi = "osuus"\nsv = "andelen"\nen = "the share"\n')


def words_of(name: str) -> str:
    return ", ".join(f'{one} = "{name}"' for one in ("fi", "sv", "en")).join("{}")


def figures(path: Path) -> Path:
    """A share with its counts by district, as an analyst would send it."""
    heads = "mittari,aluetaso,alue,vuosi,arvo,osoittaja,nimittäjä"
    lines = [
        f"kulma_share,major_district,{code},2019,{place},{10 * place},1000"
        for place, code in enumerate(CODES, start=1)
    ]
    path.write_text("\n".join([heads, *lines]), encoding="utf-8")
    return path


def run(folder: Path, *arguments: str) -> str:
    city = {"TILANNEKUVA_CITY_CODE": CITY, "TILANNEKUVA_COUNTY_CODE": COUNTY}
    environment = {**os.environ, **city, "TILANNEKUVA_STORE_FOLDER": str(folder / "store")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def leave_out(folder: str, names: list[str]) -> list[str]:
    is_data = Path(folder) == ROOT / "data"
    return [name for name in names if name == "__pycache__" or (is_data and name == "store")]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """The map page of the copy, as it opens."""
    folder = tmp_path_factory.mktemp("city")
    for name in PROGRAM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
        else:
            shutil.copy(ROOT / name, folder / name)
    districts(folder / "data")
    form(folder / "data")
    (folder / "borders.geojson").write_text(shapes().to_json(), encoding="utf-8")
    told = ("--vintage", "2026", "--licence", "CC BY 4.0", "--source", "Kulmakunta")
    run(folder, "-m", "lib", "boundaries", "borders.geojson", "--level", "major_district", *told)
    sent = figures(folder / "figures.csv")
    run(folder, "-m", "lib", "ingest", str(sent), "--dataset", "kulma_population")
    return {"folder": folder, **json.loads(run(folder, "-c", SEEN).splitlines()[-1])}


def test_the_map_of_the_other_city_is_drawn_from_its_files(seen):
    assert seen["faults"] == []
    drawn = {**seen["map"], **seen["map_figures"]}
    assert drawn["codes"] == CODES and drawn["order"] == list(range(12))[::-1]
    content = json.loads((seen["folder"] / "static" / "geo" / Path(drawn["url"]).name).read_bytes())
    assert [one["id"] for one in content["objects"]["areas"]["geometries"]] == CODES
    # The lowest fifth and the highest fifth of twelve even steps.
    fills = [drawn["fills"]["rest"][place] for place in (0, -1)]
    assert [drawn["fills"]["before"] + one for one in fills] == ["fill-1", "fill-5"]
    assert drawn["names"][6] == "Kulma O07"


def test_the_borders_tell_source_year_and_licence(seen):
    assert "Rajat: Kulmakunta, 2026, CC BY 4.0." in seen["map_foot"]["html"]


def test_no_code_knows_the_city():
    """Turku's code and the names of its scopes stand in settings and data, not in the program."""
    known = re.compile(r'"853"|"turku"|"varsinais-suomi"')
    files = [path for folder in ("lib", "pages") for path in (ROOT / folder).rglob("*.py")]
    found = [str(path.relative_to(ROOT)) for path in files if known.search(path.read_text("utf-8"))]
    assert found == ["lib/settings.py"]
