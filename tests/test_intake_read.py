import pytest
from intake_case import CATALOGUE, FORM, TODAY, csv_of, faults, keys, received

from lib.intake import accepted, check, read
from lib.table import COLUMNS


def cells(table, *columns):
    return table[list(columns)].to_numpy().tolist()


def test_a_row_comes_out_in_the_one_table_shape():
    table = received("waiting;Turku;10/2026;1 234;;").table
    assert list(table.columns) == [*COLUMNS, "heading", "row"]
    row = table.iloc[0]
    assert [row["area_level"], row["area_code"], row["age_group"], row["sex"], row["service_id"]] == [
        "municipality",
        "853",
        "all",
        "all",
        "",
    ]
    assert (str(row["period_start"].date()), str(row["period_end"].date())) == ("2026-10-01", "2026-10-31")
    assert (row["value"], row["status"], row["row"]) == (1234.0, "published", 2)


@pytest.mark.parametrize(
    "headings",
    [
        "Mittari;Alue;Ajankohta;Arvo",
        "INDIKATOR;område ;Period;Varde",
        "indicator_id;area_code;period;value",
        "Indicator;kunta-koodi;Kuukausi;ARVO",
    ],
)
def test_headings_are_known_by_id_name_and_alias_without_case_blanks_and_diacritics(headings):
    found = received("waiting;853;10/2026;5", headings=headings)
    assert cells(found.table, "indicator_id", "area_code", "value") == [["waiting", "853", 5.0]]
    assert found.problems == ()


def test_missing_columns_are_errors_that_name_the_nearest_heading():
    found = received("waiting;853;joskus;monta", headings="Mittari;Alue;Ajankota;Lukema")
    missing = [problem for problem in found.problems if problem.key == "problem.column_missing"]
    assert [(problem.column, problem.values["nearest"]) for problem in missing] == [
        ("period", "Ajankota"),
        ("value", ""),
    ]
    assert missing[0].found == "Mittari, Alue, Ajankota, Lukema"
    assert found.table.empty


def test_an_unknown_column_is_a_warning_and_left_out():
    found = received("waiting;853;10/2026;5;x", headings="Mittari;Alue;Ajankohta;Arvo;Oma huomio")
    assert [(problem.key, problem.level, problem.found) for problem in found.problems] == [
        ("problem.column_extra", "warning", "Oma huomio"),
    ]
    assert len(found.table) == 1


def test_the_same_heading_twice_is_an_error_and_a_second_name_a_warning():
    twice = received("waiting;853;853;10/2026;5", headings="Mittari;Alue;Alue;Ajankohta;Arvo")
    second = received("waiting;853;Turku;10/2026;5", headings="Mittari;Alue;Kunta;Ajankohta;Arvo")
    assert keys(twice.problems) == [("heading_twice", 1)]
    assert [problem.level for problem in second.problems] == ["warning"]
    assert second.mapping["Alue"] == "area_code"


def test_months_as_columns_become_rows_and_keep_the_row_of_the_file():
    found = received("waiting;853;1;2;", "waiting;019;3;..;", headings="Mittari;Alue;2026M08;9/2026;loka.26")
    assert cells(found.table, "area_code", "value", "status", "row", "heading")[0] == [
        "853",
        1.0,
        "published",
        2,
        "2026M08",
    ]
    assert [str(day.date()) for day in found.table["period_start"]] == ["2026-08-01", "2026-09-01"] * 2
    assert found.table["status"].tolist() == ["published", "published", "published", "missing"]


def test_indicators_as_columns_become_rows_under_their_headings():
    found = received("853;10/2026;402;abc", headings="Alue;Ajankohta;waiting;Mittari over_limit")
    assert cells(found.table, "indicator_id", "value")[0] == ["waiting", 402.0]
    assert [(problem.key, problem.column) for problem in found.problems] == [
        ("problem.number_text", "Mittari over_limit"),
    ]


def test_areas_are_found_by_code_name_and_without_leading_zeros():
    table = received(
        *(f"waiting;{area};10/2026;1;;" for area in ("853", "TURKU", "19", "KU019", "Varissuo-Lauste", "05")),
    ).table
    assert cells(table, "area_level", "area_code") == [
        ["municipality", "853"],
        ["municipality", "853"],
        ["municipality", "019"],
        ["municipality", "019"],
        ["major_district", "4"],
        ["wellbeing_county", "05"],
    ]


def test_the_named_level_decides_between_areas_of_one_name():
    table = received(
        "waiting;Suuralue;Kaksoisala;10/2026;1",
        headings="Mittari;area_level;Alue;Ajankohta;Arvo",
    ).table
    assert cells(table, "area_level", "area_code") == [["major_district", "9"]]


def test_marks_of_hidden_counts_are_suppressed_and_never_zero():
    table = received(
        *(f"waiting;853;{month}/2026;{mark};;" for month, mark in enumerate(("<5", "-1", "..", ".", "0"), 1)),
        "change_index;853;5/2026;-1;;",
    ).table
    assert table["status"].tolist() == [
        "suppressed",
        "suppressed",
        "missing",
        "not_applicable",
        "published",
        "published",
    ]
    assert table["value"].isna().tolist() == [True, True, True, True, False, False]


def test_a_hidden_numerator_hides_the_value():
    found = received("over_limit;853;10/2026;12,5;<5;8")
    assert cells(found.table, "status") == [["suppressed"]]
    assert found.table["value"].isna().all()
    assert keys(found.problems) == [("hidden_part", 2)]


def test_a_value_beside_a_status_that_denies_it_is_an_error():
    found = received("waiting;853;10/2026;3;salattu", headings="Mittari;Alue;Ajankohta;Arvo;status")
    assert keys(found.problems) == [("status_with_value", 2)]
    assert found.table["value"].isna().all()


def test_an_empty_cell_of_status_age_or_service_means_nothing_special():
    headings = "Mittari;Alue;Ajankohta;Arvo;status;age_group;sex;Palvelu"
    found = received("waiting;853;10/2026;3;;;;", headings=headings)
    assert found.problems == ()
    assert cells(found.table, "value", "status", "age_group", "sex", "service_id") == [
        [3.0, "published", "all", "all", ""],
    ]


def test_columns_without_headings_are_left_out():
    found = received("waiting;853;10/2026;3;x;y", headings="Mittari;Alue;Ajankohta;Arvo;;")
    assert cells(found.table, "value") == [[3.0]]
    assert found.mapping == {
        "Mittari": "indicator_id",
        "Alue": "area_code",
        "Ajankohta": "period",
        "Arvo": "value",
    }


def test_a_form_without_values_counts_them_from_its_parts():
    headings = "Mittari;Alue;Ajankohta;Osoittaja;Nimittäjä"
    table = received("over_limit;853;10/2026;1;8", headings=headings).table
    assert table["value"].tolist() == [12.5]


def test_a_day_stands_for_the_period_the_figure_is_counted_by():
    table = received("waiting;853;31.10.2026;1;;", "visits;853;31.12.2025;1;;").table
    assert [str(day.date()) for day in table["period_start"]] == ["2026-10-01", "2025-01-01"]


def test_the_first_and_last_day_of_a_month_are_the_month():
    headings = "indicator_id;area_code;period_start;period_end;value"
    table = received("waiting;853;2026-10-01;2026-10-31;5", headings=headings)
    assert table.problems == ()
    odd = received("waiting;853;2026-10-01;2026-11-15;5", headings=headings)
    assert keys(odd.problems) == [("period_two", 2)]


def test_our_own_export_comes_back_as_it_was():
    first = accepted(received("waiting;Turku;10/2026;1 234,5;;", "over_limit;4;9/2026;12,5;1;8"), [])
    again = read(first.to_csv(index=False).encode(), "export.csv", FORM, CATALOGUE)
    assert again.problems == ()
    assert accepted(again, []).equals(first)


def test_only_rows_without_errors_are_accepted():
    found = received("waiting;853;10/2026;1;;", "waiting;853;11/2026;abc;;", "waiting;999999;10/2026;1;;")
    problems = check(found, FORM, CATALOGUE, TODAY)
    assert found.rejected == 1
    assert cells(accepted(found, problems), "area_code", "value") == [["853", 1.0]]


def test_two_dates_on_one_row_are_told_with_their_row():
    assert keys(faults("waiting;853;1.10.2026-31.10.2026;1;;")) == [("period_two", 2)]


def test_empty_rows_count_as_rows_but_say_nothing():
    found = received("waiting;853;9/2026;1;;", ";;;;;", "", "waiting;853;10/2026;1;;")
    assert found.table["row"].tolist() == [2, 5]
    assert found.problems == ()


def test_quotes_and_separators_inside_cells_are_kept_apart():
    data = csv_of('"waiting";"Turku";"10/2026";"1 234,5";"";""')
    assert read(data, "jonot.csv", FORM, CATALOGUE).table["value"].tolist() == [1234.5]
