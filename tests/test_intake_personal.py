from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_case import CATALOGUE, FORM, HEADINGS, TODAY, csv_of, faults, keys, say

from lib.errors import InputError
from lib.intake import annotated, check, fault_table, read, sentence
from lib.intake.personal import has_identity_code, personal_kind

# DVV's own example code, of a person who does not exist.
EXAMPLE = "131052-308T"


@st.composite
def identity_codes(draw: st.DrawFn) -> str:
    """A code of the true form; the check character is the remainder of the nine digits by 31."""
    born = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)))
    sign = draw(st.sampled_from("-YXWVU" if born.year < 2000 else "ABCDEF"))
    digits = f"{born:%d%m%y}{draw(st.integers(2, 999)):03}"
    return f"{digits[:6]}{sign}{digits[6:]}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(digits) % 31]}"


def test_an_identity_code_is_known_by_its_check_character():
    assert has_identity_code(f"potilas {EXAMPLE.lower()} jonossa")
    assert not has_identity_code("131052-308U")
    assert not has_identity_code("391352-3080")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (EXAMPLE, "identity_code"),
        ("etunimi.sukunimi@example.org", "e_mail"),
        ("+358 40 123 4567", "phone"),
        ("040 1234567", "phone"),
        ("02-123 4567", "phone"),
        ("Esimerkkikatu 12 A", "street_address"),
        ("Testvägen 3", "street_address"),
        ("Esimerkinväylä 4b", "street_address"),
        ("(02) 123 4567", "phone"),
        ("040/1234567", "phone"),
        ("etunimi.sukunimi (at) example.org", "e_mail"),
        ("131052 - 308T", "identity_code"),
        ("131052308T", "identity_code"),
        ("131052A308T", "identity_code"),
        ("131052F308T", "identity_code"),
        ("131052X308T", "identity_code"),
        ("1310523080", ""),
        ("010124-311224", ""),
        ("1.1.2024-31.12.2024", ""),
        ("020 100 200 300", ""),
        ("Kuninkaankatu", ""),
        ("Varissuo", ""),
        ("853425079", ""),
        ("1 234 567", ""),
        ("2026-10-31", ""),
        ("0,123456", ""),
        ("20100 Turku", ""),
        ("13–17-vuotiaat", ""),
        ("", ""),
    ],
)
def test_personal_data_is_told_from_figures_and_names(cell, kind):
    assert personal_kind(pd.Series([cell])).tolist() == [kind]


def test_only_the_row_and_the_column_of_personal_data_are_told():
    found = faults(f"waiting;853;10/2026;1;{EXAMPLE}", headings="Mittari;Alue;Ajankohta;Arvo;Oma")
    (told,) = [problem for problem in found if problem.level == "error"]
    assert (told.key, told.row, told.column, told.found) == ("problem.identity_code", 2, "Oma", "")


def test_a_heading_of_personal_data_stops_the_file():
    found = faults("waiting;853;10/2026;1;x", headings="Mittari;Alue;Ajankohta;Arvo;Henkilötunnus")
    assert ("personal_heading", 1) in keys(found)


AROUND = ("{}", "x{}y", " {} ", "a {};b", "{0}{0}")


@settings(max_examples=30, deadline=None)
@given(code=identity_codes(), place=st.integers(0, 12), around=st.sampled_from(AROUND))
def test_an_identity_code_never_leaves_in_anything_we_say(code, place, around):
    rows = [HEADINGS.split(";"), *[["waiting", "853", "9/2026", "1", "", ""] for _ in range(2)]]
    # Place 12 is the name of the file.
    if place < 12:
        rows[place // 6 % 3][place % 6] = around.format(code)
    data = "\n".join(";".join(row) for row in rows).encode()
    try:
        found = read(data, code if place == 12 else "jonot.csv", FORM, CATALOGUE)
    except InputError as error:
        assert code not in f"{error} {error.values}"
        return
    problems = check(found, FORM, CATALOGUE, TODAY)
    sentences = " ".join(sentence(problem, say) for problem in problems)
    shown = f"{problems} {found.detected} {fault_table(problems, say).to_csv()} {sentences}"
    assert code not in shown
    assert code not in annotated(data, problems, say).decode("utf-8-sig")
    if 6 <= place < 12:
        assert ("identity_code", 2) in keys(problems)


def test_a_file_whose_first_row_is_data_does_not_leak_it():
    data = csv_of("waiting;853;10/2026;1", headings=f"waiting;{EXAMPLE};10/2026;1")
    found = read(data, "jonot.csv", FORM, CATALOGUE)
    assert EXAMPLE not in f"{found.problems} {found.detected} {found.mapping}"


NAMES = ("Meikäläinen Matti", "Virtanen, Anna", "Liisa-Maria Esimerkki")


def of_column(heading, cells):
    lines = [f"waiting;853;{month}/2026;1;{cell}" for month, cell in enumerate(cells, 1)]
    return faults(*lines, headings=f"Mittari;Alue;Ajankohta;Arvo;{heading}")


@pytest.mark.parametrize("heading", ["Nimi", "Lisätieto", "Asiakas"])
def test_names_of_persons_are_refused_and_never_shown(heading):
    found = of_column(heading, NAMES)
    assert [one.row for one in found if one.key == "problem.person_name"] == [2, 3, 4]
    assert not [one for one in found for name in NAMES if name in repr(one)]


def test_names_in_a_column_of_ours_are_not_shown_by_other_faults():
    found = faults(*(f"waiting;{name};10/2026;1;;" for name in NAMES))
    assert {"problem.person_name", "problem.area_unknown"} <= {one.key for one in found}
    assert not [one for one in found for name in NAMES if name in repr(one) or name.split()[0] in repr(one)]


@pytest.mark.parametrize(
    "cells",
    [
        ("Turku Keskus", "Pansio-Perno", "Moikoinen-Pikisaari", "Iso-Heikkilä"),
        ("Lyhytterapia", "Nuorisopsykiatrian poliklinikka", "Hyvä Mieli"),
        ("Hyväksytty", "Ennakkotieto", "Lopullinen tieto"),
    ],
)
def test_names_of_places_services_and_remarks_are_no_persons(cells):
    assert "problem.person_name" not in {one.key for one in of_column("Nimi", cells)}
