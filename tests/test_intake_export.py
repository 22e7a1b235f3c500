import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from intake_case import csv_of, faults, say

from lib import text
from lib.facts import LANGUAGES
from lib.intake import Problem, annotated, fault_table, safe_csv

KEY = re.compile(r'"((?:problem|todo|input|intake)\.[a-z_.]+)"')
NAMED = re.compile(r"\{(\w+)\}")
FOLDER = Path(__file__).parent.parent / "lib" / "intake"


def test_the_list_of_faults_has_words_and_rows_of_the_file():
    found = fault_table(faults("waiting;Tuku;10/2026;1;;", "waiting;853;10/2026;;;"), say)
    assert found.to_numpy().tolist() == [
        ["Virhe", "2", "Alue", "Tuntematon alue", "Tuku", "Tarkoitatko aluetta 853 Turku?"],
        [
            "Huomautus",
            "3",
            "Arvo",
            "Tyhjä arvo merkitään puuttuvaksi, ei nollaksi",
            "",
            "Hyväksy tai täydennä",
        ],
    ]


def test_no_faults_make_an_empty_list():
    assert fault_table([], say).columns.tolist() == ["level", "row", "column", "what", "found", "todo"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_the_annotated_copy_has_each_fault_beside_its_row(encoding):
    rows = ("waiting;Alajärvi;10/2026;1;;", "waiting;Tuku;10/2026;=1+1;;")
    data = csv_of(*rows).decode().encode(encoding)
    copy = annotated(data, faults(*rows), say).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(copy), delimiter=";"))
    assert lines[0][-1] == "Virheet"
    assert lines[1] == ["waiting", "Alajärvi", "10/2026", "1", "", "", ""]
    assert lines[2][3] == "'=1+1"
    assert "Tuntematon alue" in lines[2][-1]


def test_faults_of_the_whole_file_stand_on_the_row_of_the_headings():
    problem = Problem("problem.column_extra", "warning")
    first = annotated(csv_of("waiting;853;10/2026;1;;"), [problem], say).decode("utf-8-sig").splitlines()[0]
    assert first.endswith(";Virheet: Saraketta ei tunneta, joten se ohitetaan")


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd", "@A1", "\tx", "\rx", " =1"])
def test_no_text_of_an_export_is_run_as_a_formula(cell):
    (row,) = csv.DictReader(io.StringIO(safe_csv(pd.DataFrame({"name": [cell]})).decode(), newline=""))
    assert row["name"] == "'" + cell


def test_numbers_and_plain_texts_of_an_export_are_left_alone():
    frame = pd.DataFrame({"name": ["Turku", "-3,2", "+5"], "value": [-1.5, 0.0, 2.0]})
    assert safe_csv(frame).decode().splitlines() == ["name,value", "Turku,-1.5", '"-3,2",0.0', "+5,2.0"]


def _keys_in_code() -> set[str]:
    return {key for path in FOLDER.glob("*.py") for key in KEY.findall(path.read_text(encoding="utf-8"))}


def test_every_fault_has_its_sentence_and_its_advice():
    keys = _keys_in_code()
    assert len(keys) > 40
    missing = {key for key in keys if not text.knows(key)}
    assert missing == set()
    problems = {key for key in _all_texts() if key.startswith("problem.")}
    assert {key for key in problems if not text.knows(key.replace("problem.", "todo.", 1))} == set()


def test_every_sentence_names_the_same_values_in_all_languages():
    texts = text.load(FOLDER.parent.parent / "data" / "text")
    for key in _all_texts():
        named = {language: set(NAMED.findall(texts[key][language])) for language in LANGUAGES}
        assert named["fi"] == named["sv"] == named["en"], key


def _all_texts() -> list[str]:
    texts = text.load(FOLDER.parent.parent / "data" / "text")
    return [key for key in texts if key.startswith(("problem.", "todo.", "input.", "intake."))]
