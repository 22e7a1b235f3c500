"""Broken facts stop the start with one sentence per fault, each naming its file and key, all at once."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib import catalogue as reader
from lib.errors import CatalogueError
from lib.settings import ROOT

FOLDERS = ("indicators", "sources", "datasets", "themes", "services", "limits", "areas", "events", "text")
INDICATOR = Path("indicators") / "gini_coefficient.toml"
REBASES = Path("events") / "rebases.toml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of our own facts, to be broken."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / "data" / folder, tmp_path / "data" / folder)
    return tmp_path / "data"


def change(path: Path, pattern: str, by: str) -> None:
    old = path.read_text(encoding="utf-8")
    new = re.sub(pattern, by, old, count=1, flags=re.MULTILINE)
    assert new != old
    path.write_text(new, encoding="utf-8")


def faults(data: Path) -> list[str]:
    with pytest.raises(CatalogueError) as raised:
        reader.load(data)
    return str(raised.value).splitlines()


def test_our_own_facts_are_whole():
    facts = reader.load(ROOT / "data")
    real = [one for one in facts.indicators.values() if one.origin == "real"]
    assert len(real) >= 45
    assert all(
        (one.source in facts.sources and one.dataset in facts.datasets) for one in facts.indicators.values()
    )


BROKEN = {
    "an id that is not the file's name": (
        INDICATOR,
        r"^id = .*$",
        'id = "gini"',
        "gini_coefficient.toml: id:",
    ),
    "a missing language": (
        INDICATOR,
        r', sv = "[^"]*"',
        "",
        "gini_coefficient.toml: name.sv:",
    ),
    "an empty language": (
        INDICATOR,
        r'sv = "[^"]*"',
        'sv = ""',
        "gini_coefficient.toml: name.sv:",
    ),
    "a dataset nobody knows": (
        INDICATOR,
        r"^dataset = .*$",
        'dataset = "nowhere"',
        "gini_coefficient.toml: dataset: 'nowhere'",
    ),
    "a source nobody knows": (
        INDICATOR,
        r"^source = .*$",
        'source = "rumour"',
        "gini_coefficient.toml: source: 'rumour'",
    ),
    "a theme nobody knows": (
        INDICATOR,
        r"^themes = .*$",
        'themes = ["dragons"]',
        "gini_coefficient.toml: themes: 'dragons'",
    ),
    "an extra key": (
        INDICATOR,
        r"^id = ",
        'colour = "red"\nid = ',
        "gini_coefficient.toml: colour:",
    ),
    "a missing key": (
        INDICATOR,
        r"^polarity = .*\n",
        "",
        "gini_coefficient.toml: polarity:",
    ),
    "a value outside its list": (
        INDICATOR,
        r"^polarity = .*$",
        'polarity = "sideways"',
        "gini_coefficient.toml: polarity:",
    ),
    "a date that is no date": (
        INDICATOR,
        r"^next_review = .*$",
        'next_review = "soon"',
        "gini_coefficient.toml: next_review:",
    ),
    "a file that is no TOML": (
        INDICATOR,
        r"^id = ",
        "id = = ",
        "gini_coefficient.toml: cannot be read:",
    ),
    "an empty file": (
        INDICATOR,
        r"(?s)\A.*\Z",
        "",
        "gini_coefficient.toml: id:",
    ),
    "a dataset of an unknown source": (
        Path("datasets") / "paavo.toml",
        r"^source = .*$",
        'source = "rumour"',
        "paavo.toml: source: 'rumour'",
    ),
    "an area code that stands twice": (
        Path("areas") / "major_district.csv",
        r"^2,",
        "1,",
        "major_district.csv: 1: stands twice",
    ),
    "a parent that does not exist": (
        Path("areas") / "wellbeing_county.csv",
        r",country,FI,",
        ",country,SE,",
        "wellbeing_county.csv: ",
    ),
    "a longitude in words": (
        Path("areas") / "postal_area.csv",
        r"22\.\d+",
        "east",
        "postal_area.csv: row",
    ),
    "shares that do not add up": (
        Path("areas") / "crosswalk.csv",
        r"major_district,1,0\.92",
        "major_district,1,0.82",
        "crosswalk.csv: postal_area 20100",
    ),
    "a share of an area nobody knows": (
        Path("areas") / "crosswalk.csv",
        r"^postal_area,20200,",
        "postal_area,99999,",
        "crosswalk.csv: ",
    ),
    "a work area of areas nobody knows": (
        Path("areas") / "work_areas.toml",
        r'code = "1" \}',
        'code = "11" }',
        "work_areas.toml: wa-1: member",
    ),
    "a legal limit that is no number": (
        Path("limits") / "care_guarantee.csv",
        r",(\d+),days,",
        ",many,days,",
        "care_guarantee.csv: row",
    ),
    "a theme under a parent nobody knows": (
        Path("themes") / "pillars.toml",
        r"^parent = .*$",
        'parent = "nowhere"',
        "pillars.toml",
    ),
    "a service point in a district nobody knows": (
        Path("services") / "palmikko.toml",
        r'major_district = "\d"',
        'major_district = "10"',
        "palmikko.toml",
    ),
    "a group of areas nobody knows": (
        Path("areas") / "groups.toml",
        r'"853"',
        '"000"',
        "groups.toml",
    ),
    "an event of an indicator nobody knows": (
        Path("events") / "events.toml",
        r"^\[\[event\]\]$",
        '[[event]]\nindicators = ["dragons"]',
        "events.toml",
    ),
    "a rebase of an indicator nobody knows": (
        REBASES,
        r'"referrals_received"',
        '"dragons"',
        "rebases.toml: recording_moved_to_county: indicators: 'dragons'",
    ),
    "a rebase of a service nobody knows": (
        REBASES,
        r'"palmikko"',
        '"dragons"',
        "rebases.toml: recording_moved_to_county: services: 'dragons'",
    ),
    "a rebase of no indicator": (
        REBASES,
        r"^indicators = .*$",
        "indicators = []",
        "rebases.toml: rebase 1: indicators:",
    ),
    "a rebase without a day": (
        REBASES,
        r"^on = .*\n",
        "",
        "rebases.toml: rebase 1: on:",
    ),
    "a rebase without a reason in one language": (
        REBASES,
        r', sv = "[^"]*"',
        "",
        "rebases.toml: rebase 1: reason.sv:",
    ),
    "a rebase that nobody decided": (
        REBASES,
        r"^decided_by = .*\n",
        "",
        "rebases.toml: rebase 1: decided_by:",
    ),
    "a rebase of an age group nobody knows": (
        REBASES,
        r'"23_plus"',
        '"24_plus"',
        "rebases.toml: rebase 3: age_groups",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_fact_is_told_in_one_sentence_with_file_and_key(data, case):
    path, pattern, by, told = BROKEN[case]
    change(data / path, pattern, by)
    assert any(fault.startswith(told) for fault in faults(data)), case


def test_an_id_that_stands_twice_is_told(data):
    with (data / "themes" / "pillars.toml").open("a", encoding="utf-8") as file:
        first = re.search(
            r"\[\[theme\]\].*?(?=\[\[theme\]\])", (data / "themes" / "pillars.toml").read_text(), re.DOTALL
        )
        file.write("\n" + first.group())
    assert len([fault for fault in faults(data) if fault.startswith("pillars.toml: ")]) == 1


def test_a_missing_table_is_told(data):
    (data / "areas" / "crosswalk.csv").unlink()
    assert "crosswalk.csv: the file is missing" in faults(data)


def test_entries_under_a_misspelt_word_are_told(data):
    change(data / "themes" / "county.toml", r"^\[\[theme\]\]$", "[[thme]]")
    assert "county.toml: thme: is not known" in faults(data)


@pytest.mark.parametrize("path", [INDICATOR, Path("sources") / "paavo.toml", Path("areas") / "groups.toml"])
def test_one_fault_is_one_line_and_not_one_for_everything_that_refers_to_it(data, path):
    change(data / path, r"^id = ", "id = = ")
    assert len(faults(data)) == 1


def test_all_faults_of_all_files_come_at_once(data):
    change(data / INDICATOR, r"^themes = .*$", 'themes = ["dragons", "giants"]')
    change(data / "datasets" / "paavo.toml", r"^source = .*$", 'source = "rumour"')
    change(data / "areas" / "crosswalk.csv", r"major_district,1,0\.92", "major_district,1,0.82")
    change(data / "sources" / "paavo.toml", r"^publisher = .*$", 'publisher = ""')
    found = faults(data)
    for told in (
        "gini_coefficient.toml: themes: 'dragons'",
        "gini_coefficient.toml: themes: 'giants'",
        "crosswalk.csv: postal_area 20100",
        "paavo.toml: publisher:",
    ):
        assert len([fault for fault in found if fault.startswith(told)]) == 1


def test_the_command_line_tells_the_faults_without_a_trace(data, tmp_path):
    change(data / INDICATOR, r"^polarity = .*$", 'polarity = "sideways"')
    folders = {"TILANNEKUVA_DATA_FOLDER": str(data), "TILANNEKUVA_STORE_FOLDER": str(tmp_path / "store")}
    done = subprocess.run(
        [sys.executable, "-m", "lib", "build"],
        cwd=ROOT,
        env={**os.environ, **folders},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("gini_coefficient.toml: polarity:")
    assert "Traceback" not in done.stderr
