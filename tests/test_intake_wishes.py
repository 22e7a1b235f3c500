"""How a file is to be read, said by its sender: followed, or refused in words; and remembered."""

from datetime import date

import pytest
from intake_case import CATALOGUE, FORM

from lib import deliveries, remembered
from lib.errors import InputError
from lib.intake import IGNORED, Wishes, read, suggested

ROWS = "waiting;Turku;10/2026;1.234\r\nwaiting;Aura;10/2026;2.345\r\n"
STRANGE = f"Asia;Missä;Milloin;Montako\r\n{ROWS}".encode()
MAPPED = {"asia": "indicator_id", "missa": "area_code", "milloin": "period", "montako": "value"}
TODAY = date(2026, 11, 24)


def received(data: bytes, **wishes: object):
    return read(data, "jonot.csv", FORM, CATALOGUE, Wishes(**wishes))


def refused(data: bytes, **wishes: object) -> str:
    with pytest.raises(InputError) as error:
        received(data, **wishes)
    return error.value.key


def plain_file(text: str = ROWS) -> bytes:
    return f"Mittari;Alue;Ajankohta;Arvo\r\n{text}".encode()


@pytest.mark.parametrize(("mark", "value"), [(",", 1234), (".", 1.234)])
def test_the_wished_decimal_mark_decides_what_a_point_means(mark, value):
    assert received(plain_file(), decimal_mark=mark).table["value"].tolist()[0] == value


def test_a_wished_encoding_is_followed_or_refused():
    data = plain_file("waiting;Alajärvi;10/2026;1\r\n").decode().encode("cp1252")
    assert received(data, encoding="latin-1").detected.encoding == "latin-1"
    assert refused(data, encoding="utf-8") == "input.wish_encoding"


def test_a_wished_separator_is_followed_although_another_fits_better():
    found = received(plain_file(), separator=",")
    assert (found.detected.separator, found.detected.headings) == (",", ("Mittari;Alue;Ajankohta;Arvo",))


def test_a_wished_heading_row_is_followed_or_refused():
    data = b"Mittari;Alue;Ajankohta;Arvo\r\n\r\n" + STRANGE
    assert received(data, heading_row=3).detected.headings == ("Asia", "Missä", "Milloin", "Montako")
    assert received(data, heading_row=3, columns=MAPPED).table["row"].tolist() == [4, 5]
    assert refused(data, heading_row=2) == "input.wish_heading_row"
    assert refused(data, heading_row=99) == "input.wish_heading_row"


def test_strange_headings_mean_what_they_are_said_to_mean():
    assert received(STRANGE).guesses.keys() == {"Asia", "Missä", "Milloin", "Montako"}
    table = received(STRANGE, columns=MAPPED, decimal_mark=",").table
    assert table[["indicator_id", "area_code", "value"]].to_numpy().tolist() == [
        ["waiting", "853", 1234],
        ["waiting", "019", 2345],
    ]


def test_a_heading_said_to_be_an_indicator_gives_its_figures():
    data = b"Alue;Ajankohta;Kentta\r\nTurku;10/2026;7\r\n"
    table = received(data, columns={"kentta": "waiting"}).table
    assert table[["indicator_id", "value"]].to_numpy().tolist() == [["waiting", 7]]


def test_an_ignored_column_is_not_read_and_not_warned_of():
    data = b"Mittari;Alue;Ajankohta;Arvo;Luku;Muu\r\nwaiting;Turku;10/2026;7;8;9\r\n"
    assert {problem.column for problem in received(data).problems} == {"Luku", "Muu"}
    found = received(data, columns={"luku": IGNORED, "muu": IGNORED})
    assert (found.problems, found.table["value"].tolist()) == ((), [7])


def test_personal_data_is_refused_also_in_an_ignored_column():
    data = b"Mittari;Alue;Ajankohta;Arvo;Muu\r\nwaiting;Turku;10/2026;7;131052-308T\r\n"
    keys = {problem.key for problem in received(data, columns={"muu": IGNORED}).problems}
    assert keys == {"problem.identity_code"}


def test_a_meaning_that_the_form_does_not_have_is_refused():
    assert refused(STRANGE, columns={"asia": "shoe_size"}) == "input.wish_column"


def test_wishes_of_text_are_refused_for_json():
    cube = b'{"id":["Alue"],"size":[1],"dimension":{"Alue":{"category":{"index":["853"]}}},"value":[1]}'
    assert refused(cube, separator=";") == "input.wish_of_text"


def test_what_is_suggested_does_not_depend_on_wishes():
    found = suggested(("Mittari", "Alue", "Outo"), FORM, CATALOGUE)
    assert found == {"Mittari": "indicator_id", "Alue": "area_code"}


def examined(**more: object) -> deliveries.Examined:
    return deliveries.examined(STRANGE, "jonot.csv", FORM, CATALOGUE, TODAY, **more)


def test_a_remembered_mapping_is_followed_unless_the_sender_wishes_otherwise(store_folder):
    headings = ("Asia", "Missä", "Milloin", "Montako")
    assert not examined().is_as_before
    remembered.keep(FORM.id, headings, MAPPED)
    assert (examined().is_as_before, len(examined().rows())) == (True, 2)
    assert not examined(wishes=Wishes()).is_as_before
    assert remembered.columns(FORM.id, headings[:3]) == {}
    assert remembered.columns("other", headings) == {}
    remembered.keep(FORM.id, headings, {})
    assert not examined().is_as_before


def test_a_meaning_that_is_gone_and_a_torn_memory_are_as_if_forgotten(store_folder):
    headings = ("Asia", "Missä", "Milloin", "Montako")
    remembered.keep(FORM.id, headings, {"asia": "no_more"})
    assert not examined().is_as_before
    (store_folder / "remembered" / f"{FORM.id}.json").write_text('[{"headings": ["as')
    assert not examined().is_as_before


def test_the_same_file_read_in_another_way_is_another_delivery():
    ways = (Wishes(), Wishes(decimal_mark=","), Wishes(columns=MAPPED))
    assert len({deliveries.delivery(b"x", "x", FORM, "", "", one).sha256 for one in ways}) == 3
