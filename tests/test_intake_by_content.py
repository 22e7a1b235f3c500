"""Columns without a telling heading, known by their content; and files read again as the last one was."""

from datetime import date

import pytest

from lib import deliveries, remembered
from lib.catalogue import catalogue
from lib.intake import accepted, check, read
from lib.intake.wishes import Wishes

FORM = "municipality_population"
ROWS = ("Turku;2021;1", "Aura;2021;2", "Raisio;2022;3")


def sent(lines, wishes=None, form=FORM):
    facts = catalogue()
    data = "\n".join(lines).encode()
    received = read(data, "x.csv", facts.datasets[form], facts, wishes or Wishes())
    return received, check(received, facts.datasets[form], facts, date(2026, 11, 24))


def keys(problems, level="error"):
    return [one.key.removeprefix("problem.") for one in problems if one.level == level]


@pytest.mark.parametrize("heading", ["A;B;C", "Sarake1;Sarake2;Sarake3", ";X;Y"])
def test_area_year_and_value_are_known_by_content(heading):
    received, problems = sent([heading, *ROWS])
    assert keys(problems) == []
    assert keys(problems, "warning").count("column_by_content") == 3
    table = accepted(received, problems)
    assert table[["area_code", "value"]].to_numpy().tolist() == [["853", 1], ["019", 2], ["680", 3]]


def test_a_suggestion_is_told_with_its_column_and_can_be_refused():
    _, problems = sent(["A;B;C", *ROWS])
    told = [one for one in problems if one.key == "problem.column_by_content"]
    assert [(one.column, one.values["wanted_key"].rpartition(".")[2]) for one in told] == [
        ("A", "area_code"),
        ("B", "period"),
        ("C", "value"),
    ]
    received, problems = sent(["A;B;C", *ROWS], Wishes(columns={"c": "-"}))
    assert received.guesses == {"A": "area_code", "B": "period"} and keys(problems) == ["column_missing"]


def test_a_row_of_figures_is_not_taken_for_headings():
    _, problems = sent(["Väestö;Aura;2021;1", "Väestö;Turku;2021;2"])
    assert "column_by_content" not in keys(problems, "warning")


def test_two_columns_of_numbers_are_not_guessed_between():
    _, problems = sent(["A;B;C;D", *(f"{row};7" for row in ROWS)])
    assert keys(problems) == ["column_missing"]


def test_small_counts_are_not_taken_for_district_codes():
    received, _ = sent(["Kunta;Vuosi;X", "Turku;2021;1", "Aura;2021;4", "Raisio;2022;9"])
    assert received.guesses == {"X": "value"}


def test_ages_and_postal_codes_are_known():
    lines = ["X;Y;Kuukausi;Z", "referrals_received;23+;10/2026;4", "referrals_received;13-17;10/2026;5"]
    received, _ = sent([f"{line};Keskusta" for line in lines], form="varha_services")
    assert received.guesses["Y"] == "age_group" and received.guesses["X"] == "indicator_id"
    received, _ = sent(["P;V;he_vakiy;he_naiset", "20100;2024;9;4", "20540;2024;8;4"], form="paavo")
    assert received.guesses == {"P": "area_code", "V": "period"}


def test_a_wish_about_the_text_is_followed_in_the_next_file(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "_path", lambda dataset_id: tmp_path / f"{dataset_id}.json")
    first, second = (
        "\n".join(["Kunta;Vuosi;Arvo", f"Turku;2021;{value}"]).encode() for value in ("1.500", "2.500")
    )
    facts = catalogue()
    dataset = facts.datasets[FORM]
    found = read(first, "a.csv", dataset, facts).detected
    wishes = Wishes(decimal_mark=".")
    was = read(first, "a.csv", dataset, facts, wishes)
    remembered.keep_file(FORM, was.detected, found, wishes)
    again = deliveries.examined(second, "b.csv", dataset, facts, date(2026, 11, 24))
    assert again.is_as_before and again.read.table["value"].tolist() == [2.5]
    remembered.keep_file(FORM, was.detected, found, Wishes())
    again = deliveries.examined(second, "b.csv", dataset, facts, date(2026, 11, 24))
    assert not again.is_as_before and again.read.table["value"].tolist() == [2500]


def test_a_wished_separator_is_remembered_by_the_headings_found_without_it(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "_path", lambda dataset_id: tmp_path / f"{dataset_id}.json")
    facts = catalogue()
    dataset = facts.datasets[FORM]
    data = b"Kunta|Vuosi|Arvo;x\nTurku|2021|5;x\n"
    found = read(data, "a.csv", dataset, facts, Wishes(separator=";")).detected
    wishes = Wishes(separator="|")
    remembered.keep_file(FORM, read(data, "a.csv", dataset, facts, wishes).detected, found, wishes)
    assert remembered.text_of(FORM, found.headings) == {"separator": "|"}
    assert remembered.familiar(FORM) == frozenset()
