import pytest
from intake_case import faults, keys, say

from lib.intake import Problem, counted, grouped, has_errors, sentence
from lib.intake.problem import rows_as_text


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("zz;853;10/2026;1;;", "indicator_unknown"),
        ("elsewhere;853;10/2026;1;;", "indicator_of_other_form"),
        ("waiting;8534;10/2026;1;;", "area_unknown"),
        ("waiting;;10/2026;1;;", "area_unknown"),
        ("waiting;ko-keskusta;10/2026;1;;", "area_of_other_level"),
        ("waiting;Kaksoisala;10/2026;1;;", "area_ambiguous"),
        ("waiting;853;10/2026;abc;;", "number_text"),
        ("waiting;853;10/2026;-7;;", "negative"),
        ("over_limit;853;10/2026;-0,1;;", "negative"),
        ("over_limit;853;10/2026;50;-4;-8", "negative"),
        ("over_limit;853;10/2026;100,1;;", "over_hundred"),
        ("waiting;853;2025;1;;", "period_not_month"),
        ("visits;853;10/2025;1;;", "period_not_year"),
        ("waiting;853;12/2026;1;;", "period_to_come"),
        ("waiting;853;31.2.2026;1;;", "period_impossible"),
        ("waiting;853;;1;;", "period_empty"),
    ],
)
def test_an_error_is_told_with_its_row(row, fault):
    found = faults("waiting;019;10/2026;1;;", row)
    assert (fault, 3) in keys(found)
    assert has_errors(found)
    assert {problem.row for problem in found} == {3}


@pytest.mark.parametrize(
    "row",
    [
        "change_index;853;10/2026;-7;;",
        "over_limit;853;10/2026;100;8;8",
        "over_limit;853;10/2026;0;0;8",
        "waiting;853;11/2025;0;;",
        "visits;853;2025;1250,5;;",
    ],
)
def test_what_is_right_is_left_in_peace(row):
    assert faults(row) == []


def test_the_part_over_its_whole_reads_as_a_plain_sentence():
    found = faults("waiting;853;10/2026;1;;", "over_limit;853;10/2026;;71;64")[0]
    assert (found.found, found.column) == ("71 / 64", "Osoittaja")
    assert sentence(found, say) == "Rivi 3: osa on suurempi kuin kokonaisuus."


def test_a_rate_may_have_more_cases_than_residents():
    assert faults("visits;853;2025;1500;150;100") == []


@pytest.mark.parametrize(
    ("value", "agrees"),
    [
        ("11,1", True),
        ("11", True),
        ("11,11", True),
        ("11,2", False),
        ("12", False),
    ],
)
def test_a_value_is_compared_with_its_parts_as_it_was_rounded(value, agrees):
    found = faults(f"over_limit;853;10/2026;{value};1;9")
    assert [problem.key for problem in found] == ([] if agrees else ["problem.value_unlike_parts"])
    assert not has_errors(found)


def test_a_repeated_figure_names_all_its_rows():
    found = faults(
        "waiting;853;10/2026;1;;",
        "waiting;019;10/2026;1;;",
        "waiting;Turku;2026M10;2;;",
        "waiting;853;10.2026;1;;",
    )
    assert keys(found) == [("repeated", 2), ("repeated", 4), ("repeated", 5)]
    assert {problem.values["rows"] for problem in found} == {"2, 4, 5"}
    assert [group.rows for group in grouped(found)] == [(2, 4, 5)]


def test_an_unknown_name_gets_the_nearest_area():
    (found,) = faults("waiting;Varisuo-Lauste;10/2026;1;;")
    assert (found.values["suggestion"], found.todo_key) == ("4 Varissuo-Lauste", "todo.area_unknown_near")


def test_services_ages_and_statuses_outside_the_lists_are_errors():
    headings = "Mittari;Alue;Ajankohta;Arvo;Palvelu;age_group;status"
    found = faults(
        "waiting;853;8/2026;1;Lyhytterapia;alle 13-vuotiaat;ennakkotieto",
        "waiting;853;8/2026;1;Lyhytterapia;alle 23 v;",
        "waiting;853;10/2026;1;xx;65+;yy",
        headings=headings,
    )
    assert sorted(keys(found)) == [("age_group_unknown", 4), ("service_unknown", 4), ("status_unknown", 4)]


def test_a_month_that_is_not_over_is_a_warning():
    (found,) = faults("waiting;853;11/2026;1;;")
    assert (found.key, found.level) == ("problem.period_not_over", "warning")


@pytest.mark.parametrize("cell", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+cmd", "-cmd", "\t=1"])
def test_formulas_in_texts_are_told(cell):
    found = faults(f"waiting;853;10/2026;1;{cell}", headings="Mittari;Alue;Ajankohta;Arvo;Oma")
    assert ("formula", 2) in keys(found)


def test_negative_numbers_are_no_formulas():
    found = faults("change_index;853;10/2026;-1,5;-3", headings="Mittari;Alue;Ajankohta;Arvo;Oma")
    assert keys(found) == [("column_extra", 1)]


def test_every_fault_of_a_file_is_told_at_once():
    rows = [f"waiting;{code};10/2026;abc;;" for code in range(100_000, 100_300)]
    assert counted(faults(*rows)) == {"error": 600, "warning": 0}


def test_many_different_texts_of_one_fault_are_one_group():
    many = [Problem("problem.area_unknown", "error", row, "Alue", str(row)) for row in range(2, 40)]
    few = [Problem("problem.number_text", "error", row, "Arvo", str(row)) for row in range(2, 4)]
    assert [(group.first.key, len(group.rows), group.different) for group in grouped([*many, *few])] == [
        ("problem.area_unknown", 38, 38),
        ("problem.number_text", 1, 1),
        ("problem.number_text", 1, 1),
    ]


def test_errors_come_before_warnings_and_then_by_row():
    found = faults("over_limit;853;9/2026;50;1;9", "waiting;853;10/2026;abc;;", "zz;853;10/2026;1;;")
    assert keys(found) == [("number_text", 3), ("indicator_unknown", 4), ("value_unlike_parts", 2)]


def test_neighbouring_rows_are_written_as_a_range():
    assert rows_as_text([48, 49]) == "48, 49"
    assert rows_as_text([*range(12, 32), 40]) == "12–31, 40"
