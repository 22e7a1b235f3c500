"""A small form with its facts, as the tests of intake share it."""

import tomllib
from datetime import date
from functools import partial

from pydantic import TypeAdapter

from lib import text
from lib.facts import Catalogue
from lib.intake import Problem, Received, check, read

TODAY = date(2026, 11, 24)
FACTS = """
limits = []
crosswalk = []
[sources]
[themes]
[work_areas]
[groups]
[datasets.queues]
id = "queues"
name = { fi = "Jonot", sv = "Köer", en = "Queues" }
about = { fi = "Jonot", sv = "Köer", en = "Queues" }
provider = "County"
source = "county"
rhythm = "month"
origin = "model"
[[datasets.queues.columns]]
id = "indicator_id"
name = { fi = "Mittari", sv = "Indikator", en = "Indicator" }
required = 1
[[datasets.queues.columns]]
id = "area_code"
name = { fi = "Alue", sv = "Område", en = "Area" }
aliases = ["kunta", "kuntakoodi", "aluekoodi"]
required = 1
[[datasets.queues.columns]]
id = "period"
name = { fi = "Ajankohta", sv = "Period", en = "Period" }
aliases = ["kuukausi", "jakso"]
required = 1
[[datasets.queues.columns]]
id = "service_id"
name = { fi = "Palvelu", sv = "Tjänst", en = "Service" }
[[datasets.queues.columns]]
id = "value"
name = { fi = "Arvo", sv = "Värde", en = "Value" }
[[datasets.queues.columns]]
id = "numerator"
name = { fi = "Osoittaja", sv = "Täljare", en = "Numerator" }
[[datasets.queues.columns]]
id = "denominator"
name = { fi = "Nimittäjä", sv = "Nämnare", en = "Denominator" }
"""
INDICATOR = """
name = { fi = "NAME", sv = "NAME sv", en = "NAME en" }
short = { fi = "NAME", sv = "NAME", en = "NAME" }
tells = { fi = "x", sv = "x", en = "x" }
does_not_tell = { fi = "x", sv = "x", en = "x" }
checked_by = { fi = "x", sv = "x", en = "x" }
topic = "services"
unit = "persons"
polarity = "none"
source = "county"
source_code = ""
producer = "County"
licence = "CC BY 4.0"
themes = []
next_review = 2027-01-01
origin = "model"
"""
# id, dataset, kind, periodicity, levels
INDICATORS = (
    ("waiting", "queues", "count", "month", ["municipality", "major_district", "wellbeing_county"]),
    ("over_limit", "queues", "share", "month", ["municipality", "major_district"]),
    ("visits", "queues", "rate", "year", ["municipality"]),
    ("change_index", "queues", "index", "month", ["municipality"]),
    ("elsewhere", "other", "count", "month", ["municipality"]),
)
AREAS = (
    ("municipality", "853", "Turku"),
    ("municipality", "019", "Aura"),
    ("municipality", "005", "Alajärvi"),
    ("wellbeing_county", "05", "Varsinais-Suomi"),
    ("major_district", "1", "Keskusta"),
    ("major_district", "4", "Varissuo-Lauste"),
    ("neighbourhood", "ko-keskusta", "Keskusta"),
    ("municipality", "999", "Kaksoisala"),
    ("major_district", "9", "Kaksoisala"),
)
SERVICE = """
id = "short_therapy"
step = "primary"
order = 1
name = { fi = "Lyhytterapia", sv = "Korttidsterapi", en = "Short therapy" }
what = { fi = "x", sv = "x", en = "x" }
for_whom = { fi = "x", sv = "x", en = "x" }
how_to_get_in = { fi = "x", sv = "x", en = "x" }
entry = "assessment"
owner = { fi = "x", sv = "x", en = "x" }
owner_kind = "wellbeing_county"
age_groups = ["under_13"]
"""
LEVEL = {
    "id": "major_district",
    "vintage": 2024,
    "name": {"fi": "Suuralue", "sv": "Storområde", "en": "Major district"},
    "plural": {"fi": "Suuralueet", "sv": "Storområden", "en": "Districts"},
    "about": {"fi": "x", "sv": "x", "en": "x"},
}


def _indicator(id_: str, dataset: str, kind: str, periodicity: str, levels: list[str]) -> dict[str, object]:
    facts = tomllib.loads(INDICATOR.replace("NAME", f"Mittari {id_}"))
    per = 1000 if kind == "rate" else 0
    return facts | {
        "id": id_,
        "dataset": dataset,
        "kind": kind,
        "periodicity": periodicity,
        "levels": levels,
        "per": per,
    }


def _area(level: str, code: str, name: str) -> dict[str, object]:
    words = {"fi": name, "sv": name, "en": name}
    return {"level": level, "code": code, "name": words, "place": words}


CATALOGUE: Catalogue = TypeAdapter(Catalogue).validate_python(
    {
        **tomllib.loads(FACTS),
        "indicators": {facts[0]: _indicator(*facts) for facts in INDICATORS},
        "services": {"short_therapy": tomllib.loads(SERVICE)},
        "levels": {"major_district": LEVEL},
        "areas": {(level, code): _area(level, code, name) for level, code, name in AREAS},
    }
)
FORM = CATALOGUE.datasets["queues"]
HEADINGS = "Mittari;Alue;Ajankohta;Arvo;Osoittaja;Nimittäjä"
say = partial(lambda key, language, **values: text.say(key, language, **values), language="fi")


def csv_of(*rows: str, headings: str = HEADINGS) -> bytes:
    """A file as most offices send it: semicolons, CRLF, UTF-8."""
    return "\r\n".join((headings, *rows, "")).encode()


def received(*rows: str, headings: str = HEADINGS) -> Received:
    return read(csv_of(*rows, headings=headings), "jonot.csv", FORM, CATALOGUE)


def faults(*rows: str, headings: str = HEADINGS) -> list[Problem]:
    return check(received(*rows, headings=headings), FORM, CATALOGUE, TODAY)


def keys(problems: list[Problem]) -> list[tuple[str, int | None]]:
    """Fault and row, the two things an analyst looks at first."""
    return [(problem.key.removeprefix("problem."), problem.row) for problem in problems]
