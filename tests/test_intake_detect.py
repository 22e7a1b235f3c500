import codecs
import zipfile
from io import BytesIO

import pytest
from intake_case import CATALOGUE, FORM, csv_of, keys, read

from lib.errors import InputError
from lib.intake import detect

ROWS = ("waiting;Alajärvi;10/2026;12,5;;", "waiting;Turku;10/2026;7;;")


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as error:
        read(data, "jonot.csv", FORM, CATALOGUE)
    return error.value.key


@pytest.mark.parametrize(
    ("mark", "encoding", "named"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (b"", "cp1252", "cp1252"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (b"", "utf-16-le", "utf-16-le"),
    ],
)
def test_the_same_table_comes_out_of_every_encoding(mark, encoding, named):
    table = read(mark + csv_of(*ROWS).decode().encode(encoding), "jonot.csv", FORM, CATALOGUE)
    assert table.detected.encoding == named
    assert table.table["area_code"].tolist() == ["005", "853"]
    assert table.table["value"].tolist() == [12.5, 7.0]


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_separators_are_found(separator):
    data = csv_of("waiting;853;10/2026;12.5;;").replace(b";", separator.encode())
    table = read(data, "jonot.csv", FORM, CATALOGUE)
    assert table.detected.separator == separator
    assert table.table["value"].tolist() == [12.5]


def test_a_comma_file_with_quoted_decimal_commas_has_a_decimal_comma():
    data = b'Mittari,Alue,Ajankohta,Arvo\nwaiting,853,10/2026,"12,5"\nwaiting,853,11/2026,"1 234,5"\n'
    table = read(data, "jonot.csv", FORM, CATALOGUE)
    assert table.detected.decimal_mark == ","
    assert table.table["value"].tolist() == [12.5, 1234.5]


def test_titles_and_notes_do_not_shift_row_numbers():
    table = csv_of(ROWS[0], "zz;853;10/2026;1;;", "Lähde: hyvinvointialue;;;;;")
    found = read(b"Jonot lokakuussa\r\n\r\n" + table, "jonot.csv", FORM, CATALOGUE)
    assert found.detected.heading_row == 3
    assert found.table["row"].tolist() == [4, 5]
    assert keys(found.problems) == [("note_row", 6)]


def test_a_line_break_inside_quotes_is_one_row():
    data = b'Mittari;Alue;Ajankohta;Arvo;huom\r\nwaiting;853;9/2026;1;"two\r\nlines"\r\n'
    data += b"waiting;853;10/2026;2;\r\n"
    assert read(data, "jonot.csv", FORM, CATALOGUE).table["row"].tolist() == [2, 3]


WIDE = b";".join(b"c%d" % place for place in range(10_000)) + b"\n" + b";" * 9_999 + b"1\n"


def _zip(name: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(name, "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "input.empty"),
        (b" \r\n\r\n", "input.empty"),
        (codecs.BOM_UTF8, "input.empty"),
        (csv_of(), "input.only_headings"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "input.pdf"),
        (b"\x89PNG\r\n\x1a\n", "input.image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "input.image"),
        (b"\n<!DOCTYPE html><html><body><table>", "input.html"),
        (b'{"dataset": {"value": [1, 2]}}', "input.json"),
        (_zip("xl/workbook.xml"), "input.workbook_broken"),
        (_zip("word/document.xml"), "input.document"),
        (_zip("jonot.csv"), "input.zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "input.workbook_broken"),
        (csv_of(*ROWS) + b"\0\0", "input.binary"),
        (WIDE, "input.too_many_columns"),
        (b"a" * 300_000, "input.long_line"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data, key):
    assert refused(data) == key


@pytest.mark.parametrize("filling", [b"\0", b"0", b"0\n"])
def test_fifty_megabytes_of_zeros_are_refused(filling):
    data = filling * (50_000_000 // len(filling))
    try:
        problems = read(data, "jonot.csv", FORM, CATALOGUE).problems
    except InputError as error:
        assert error.key in ("input.binary", "input.long_line")
    else:
        assert {key for key, _ in keys(problems)} >= {"column_missing"}


def test_a_cut_file_is_told_by_its_last_row():
    whole = csv_of("waiting;853;10/2026;12,5;;", "waiting;019;10/2026;7;;")
    problems = read(whole[: whole.rindex(b"/2026")], "jonot.csv", FORM, CATALOGUE).problems
    assert keys(problems) == [("cells_in_row", 3)]


def test_a_letter_cut_in_two_does_not_change_the_encoding():
    whole = csv_of("waiting;853;10/2026;12,5;;", "waiting;Alajärvi")
    cut = whole[: whole.rindex("ä".encode()) + 1]
    found = read(cut, "jonot.csv", FORM, CATALOGUE)
    assert found.detected.encoding == "utf-8"
    assert keys(found.problems) == [("cells_in_row", 3)]


def test_detection_works_without_a_form():
    found = detect(b"Alue;Luku\nTurku;1,5\nAura;2,5\n", "luvut.csv")
    assert (found.separator, found.decimal_mark, found.headings) == (";", ",", ("Alue", "Luku"))


def test_the_command_line_refuses_a_file_in_one_sentence(tmp_path, capsys):
    from lib.__main__ import main

    sent = tmp_path / "luvut.csv"
    sent.write_bytes(b"%PDF-1.7 x")
    assert main(["--language", "fi", "ingest", str(sent), "--dataset", "paavo"]) == 2
    assert "Tiedosto on PDF, ei taulukko." in capsys.readouterr().err
