"""CSV as PxWeb writes it: titles above, notes below, years beside the content; answers read off the file."""

from datetime import date

from lib.catalogue import catalogue
from lib.intake import accepted, check, read

FORM = "municipality_population"
ABOVE = ('"Väkiluku muuttujina Alue, Tiedot ja Vuosi"', "")
BELOW = (
    "",
    '"... = tieto on salattu"',
    '"Päivitetty:"',
    '"20231025 08:00"',
    '"Lähde:"',
    '"Tilastokeskus; väestö"',
)


def sent(*lines, form=FORM):
    facts = catalogue()
    received = read("\n".join(lines).encode("cp1252"), "x.csv", facts.datasets[form], facts)
    return received, check(received, facts.datasets[form], facts, date(2026, 11, 24))


def errors(problems):
    return [
        (one.key.removeprefix("problem."), one.row, one.found) for one in problems if one.level == "error"
    ]


def figures(received, problems):
    table = accepted(received, problems)
    years = table["period_start"].dt.year
    keys = zip(table["area_code"], years, strict=True)
    return {key: (row.value, row.status) for key, row in zip(keys, table.itertuples(), strict=True)}


def test_titles_and_notes_are_around_the_table_and_marks_keep_their_meaning():
    rows = ('"Turku";"Väkiluku";195137;...', '"Aura";"Väkiluku";"..";"."')
    found = sent(*ABOVE, '"Alue";"Tiedot";"2021";"2022"', *rows, *BELOW)
    assert errors(found[1]) == []
    read_back = {
        key: value if status == "published" else status for key, (value, status) in figures(*found).items()
    }
    assert read_back == {
        ("853", 2021): 195137,
        ("853", 2022): "suppressed",
        ("019", 2021): "missing",
        ("019", 2022): "not_applicable",
    }


def test_the_content_and_the_year_may_share_a_heading():
    found = sent('"Alue","Väkiluku 2021","Väkiluku 2022"', '"KU853 Turku",195137,197900')
    assert errors(found[1]) == []
    assert {key: value for key, (value, _) in figures(*found).items()} == {
        ("853", 2021): 195137,
        ("853", 2022): 197900,
    }


def test_a_fault_of_such_a_column_is_told_under_its_own_heading():
    _, problems = sent("Alue;Väkiluku 2021;Väkiluku 2022", "Turku;1;monta")
    assert [(one.row, one.column) for one in problems if one.level == "error"] == [(2, "Väkiluku 2022")]


def test_the_same_content_and_year_twice_is_an_error():
    _, problems = sent("Alue;Väkiluku 2021;Väkiluku, 2021", "Turku;1;2")
    assert errors(problems) == [("column_same", 1, "Väkiluku, 2021")]


def test_a_row_cut_short_below_the_table_is_no_note():
    _, problems = sent("Alue;Vuosi;Väkiluku", "Turku;2021;1", "Aura;2021")
    assert errors(problems) == [("cells_in_row", 3, "2 / 3")]


def test_a_total_row_without_an_area_says_so():
    _, problems = sent("Alue;Vuosi;Väkiluku", "Turku;2021;1", "Yhteensä;2021;1")
    assert errors(problems) == [("area_total", 3, "Yhteensä")]


def test_a_label_of_two_groups_names_the_groups():
    _, problems = sent("Postinumeroalue;Asukkaat yhteensä 2024;Naiset 2024", "20100;9;4", form="paavo")
    told = {one.key: one.values for one in problems}
    assert told["problem.label_shared"]["groups"] == "HE, PT" and "problem.no_figures" in told
