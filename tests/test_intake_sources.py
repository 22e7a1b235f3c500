"""Files as Sotkanet and PxWeb give them; the answers are read off the figures written here."""

import json

import pytest

from lib.catalogue import catalogue
from lib.errors import InputError
from lib.intake import accepted, annotated, check, read

RECORDS = (
    ("181", "389", "2019", "total", "11.4", "10600"),
    ("181", "978", "2019", "total", "9.1", ""),
    ("181", "658", "2019", "female", "8", "1"),
)
HEADING = "indicator;region;year;gender;primary value;absolute value"


def csv_of(*records):
    return "\n".join(";".join(record) for record in records).encode()


def sent(data, name="sotkanet.csv", form="sotkanet"):
    facts = catalogue()
    received = read(data, name, facts.datasets[form], facts)
    return received, check(received, facts.datasets[form], facts)


def figures(received):
    columns = ["indicator_id", "area_level", "area_code", "sex", "value", "row"]
    return received.table[columns].to_numpy().tolist()


@pytest.mark.parametrize("front, first", [(HEADING.encode() + b"\n", 2), (b"", 1)])
def test_sotkanet_csv_is_read_with_headings_and_without(front, first):
    received, _ = sent(front + csv_of(*RECORDS))
    assert [row[1:] for row in figures(received)] == [
        ["municipality", "853", "all", 11.4, first],
        ["wellbeing_county", "05", "all", 9.1, first + 1],
        ["country", "FI", "female", 8.0, first + 2],
    ]
    assert {catalogue().indicators[row[0]].source_code for row in figures(received)} == {"Sotkanet 181"}
    assert received.table["period_start"].dt.year.eq(2019).all()


def test_a_region_id_is_never_taken_for_a_municipality_code():
    received, _ = sent(csv_of(("181", "69", "2019", "total", "5", ""), RECORDS[0]))
    # Region 69 is Isojoki (151); the municipality with code 069 is Haapajärvi.
    assert figures(received)[0][2] == "151"


@pytest.mark.parametrize("value", [{"primary value": "11.4"}, {"value": 11.4, "absValue": 10600}])
def test_sotkanet_json_of_both_shapes_is_read(value):
    record = {"indicator": "181", "region": "389", "year": "2019", "gender": "total", **value}
    received, _ = sent(json.dumps([record]).encode(), "sotkanet.json")
    assert figures(received)[0][1:5] == ["municipality", "853", "all", 11.4]
    assert received.detected.format == "json"


def test_other_divisions_are_left_out_with_a_warning_and_an_unknown_region_is_an_error():
    region_of_other_level = ("181", "833", "2019", "total", "5", "")
    unknown = ("181", "99999", "2019", "total", "5", "")
    received, problems = sent(csv_of(RECORDS[0], region_of_other_level, unknown))
    told = [(one.key, one.level, one.row, one.found) for one in problems]
    assert ("problem.regions_left_out", "warning", None, "aluehallintovirasto") in told
    assert ("problem.area_unknown", "error", 3, "Sotkanet 99999") in told
    assert len(accepted(received, problems)) == 1


def test_an_indicator_of_sotkanet_that_nobody_described_is_an_error_with_its_number():
    _, problems = sent(csv_of(("4711", *RECORDS[0][1:]), RECORDS[0]))
    told = [(one.row, one.found) for one in problems if one.key == "problem.indicator_unknown"]
    assert told == [(1, "Sotkanet 4711")]


def test_a_file_without_headings_is_annotated_on_its_own_rows():
    data = csv_of(RECORDS[0], ("181", "99999", "2019", "total", "5", ""))
    _, problems = sent(data)
    lines = annotated(data, problems, lambda key, **_: key).decode("utf-8-sig").splitlines()
    assert [("area_unknown" in line) for line in lines] == [False, True]


def cube(value, **more):
    return {
        "class": "dataset",
        "id": ["Alue", "Vuosi", "Tiedot"],
        "size": [2, 2, 1],
        "dimension": {
            "Alue": {
                "label": "Postinumeroalue",
                "category": {
                    "index": {"20100": 0, "20540": 1},
                    "label": {"20100": "20100 Turku", "20540": "x"},
                },
            },
            "Vuosi": {"label": "Vuosi", "category": {"index": ["2023", "2024"]}},
            "Tiedot": {
                "label": "Tiedot",
                "category": {"index": ["he_vakiy"], "label": {"he_vakiy": "Asukkaat yhteensä (HE)"}},
            },
        },
        "value": value,
        **more,
    }


@pytest.mark.parametrize("value", [[1, 2, None, 0], {"0": 1, "1": 2, "3": 0}])
def test_json_stat_values_as_list_and_as_object_keep_zero_and_marks_apart(value):
    data = json.dumps(cube(value, status={"2": "..."})).encode()
    received, problems = sent(data, "paavo.json", "paavo")
    table = received.table
    assert table["area_code"].tolist() == ["20100", "20100", "20540", "20540"]
    assert set(table["indicator_id"]) == {"residents"}
    assert table["value"].tolist()[:2] + table["value"].tolist()[3:] == [1, 2, 0]
    assert table["status"].tolist() == ["published", "published", "suppressed", "published"]
    assert [one.key for one in problems if one.level == "error"] == []


@pytest.mark.parametrize(
    "wrong",
    [{"value": [1]}, {"size": [2, 2, 2]}, {"size": ["x"]}, {"dimension": {}}, {"value": [[1], 2, 3, 4]}],
)
def test_json_stat_whose_parts_do_not_fit_is_refused(wrong):
    with pytest.raises(InputError) as refused:
        sent(json.dumps(cube([1, 2, 3, 4]) | wrong).encode(), "paavo.json", "paavo")
    assert refused.value.key == "input.json_broken"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-8-sig"])
def test_every_encoding_ends_as_the_same_table(encoding):
    rows = "Alue;Vuosi;Sukupuoli;Mittari;Arvo\n20100 Turku keskus (Turku);2024;Yhteensä;he_vakiy;1 234\n"
    received, problems = sent(rows.encode(encoding), "väki.csv", "paavo")
    assert figures(received) == [["residents", "postal_area", "20100", "all", 1234.0, 2]]
    assert [one.key for one in problems if one.level == "error"] == []
