"""Workbooks: the same figures as in CSV, rows of the sheet, one clear sentence for what is no workbook."""

import codecs
import csv
import io
import zipfile
from datetime import date, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from intake_case import CATALOGUE, FORM, TODAY, csv_of, keys, say
from openpyxl import Workbook, load_workbook

from lib import settings as settings_module
from lib.errors import InputError
from lib.intake import accepted, annotated, annotated_book, check, fault_table, read, sentence
from lib.intake.problem import Sheet
from lib.intake.workbook_pages import written

HEADINGS = ["Mittari", "Alue", "Ajankohta", "Arvo"]
ROWS = [["waiting", "Alajärvi", "10/2026", 12], ["change_index", "Turku", "9/2026", 1.234]]
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx(**sheets: list[list[object]]) -> bytes:
    """A workbook of named sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(**contents: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in contents.items():
            whole.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return file.getvalue()


def ods(rows: list[list[object]]) -> bytes:
    """The least that an OpenDocument spreadsheet may be."""
    body = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}">'
        f'<office:body><office:spreadsheet><table:table table:name="Jonot">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed(**{"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_cell(cell: object) -> str:
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
    )


def received(data: bytes):
    return read(data, "jonot.xlsx", FORM, CATALOGUE)


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as error:
        received(data)
    return error.value.key


def figures(data: bytes) -> list[list[object]]:
    table = received(data).table
    return table[["indicator_id", "area_code", "period_start", "value", "status", "row"]].to_numpy().tolist()


def told(data: bytes) -> list[str]:
    return [sentence(problem, say) for problem in check(received(data), FORM, CATALOGUE, TODAY)]


def test_the_same_table_comes_out_of_xlsx_ods_and_csv():
    lines = [";".join(map(str, row)).replace(".", ",") for row in [HEADINGS, *ROWS]]
    of_csv = figures("\r\n".join(lines).encode())
    assert [row[3] for row in of_csv] == [12, 1.234]
    assert figures(xlsx(Jonot=[HEADINGS, *ROWS])) == of_csv
    assert figures(ods([HEADINGS, *ROWS])) == of_csv


def test_merged_titles_above_and_notes_below_keep_the_rows_of_the_sheet():
    book = Workbook()
    sheet = book.active
    sheet["B2"] = "Jonot lokakuussa"
    sheet.merge_cells("B2:E2")
    for number, row in enumerate([HEADINGS, *ROWS], start=5):
        for place, cell in enumerate(row, start=2):
            sheet.cell(number, place, cell)
    sheet["B9"] = "Lähde: hyvinvointialue"
    found = received(saved(book))
    assert found.detected.heading_row == 5
    assert found.detected.headings == tuple(HEADINGS)
    assert found.table["row"].tolist() == [6, 7]
    assert keys(found.problems) == [("note_row", 9)]


def test_the_sheet_with_the_columns_of_the_form_is_chosen_and_said():
    guide = [["Ohje"], ["Täytä kaikki"], ["Lähetä sitten"]]
    found = received(xlsx(Ohje=guide, Jonot=[["Otsikko"], HEADINGS, *ROWS], Tyhjä=[]))
    assert (found.detected.sheets, found.detected.heading_row, found.detected.format) == (
        ("Jonot",),
        2,
        "xlsx",
    )
    assert found.table["row"].tolist() == [3, 4]
    assert found.problems == ()


def test_a_second_table_of_the_form_is_not_left_out_in_silence():
    found = received(xlsx(Turku=[HEADINGS, ROWS[0]], Aura=[HEADINGS, ROWS[1]]))
    assert [(problem.key, problem.found) for problem in found.problems] == [
        ("problem.sheets_left_out", "Aura")
    ]


def test_sheets_of_years_are_one_table_and_the_name_is_the_period():
    first = [["Käynnit"], ["Mittari", "Alue", "Arvo"], ["visits", "Turku", 5], ["Lähde: kunta"]]
    second = [["Mittari", "Alue", "Arvo"], ["visits", "Turku", 7], ["visits", "Aura", 8.5]]
    found = received(xlsx(**{"2024": first, "Vuosi 2025": second, "Ohje": [["2023"]]}))
    rows = found.table[["area_code", "period_start", "value"]]
    assert [(code, day.year, value) for code, day, value in rows.itertuples(index=False)] == [
        ("853", 2024, 5),
        ("853", 2025, 7),
        ("019", 2025, 8.5),
    ]
    assert (found.detected.sheets, found.detected.has_year) == (("2024", "Vuosi 2025"), True)


def test_sheets_of_years_with_their_own_periods_keep_them():
    first, second = (
        [HEADINGS, ["waiting", "Turku", "9/2025", 5]],
        [HEADINGS, ["waiting", "Turku", "1/2026", 7]],
    )
    found = received(xlsx(**{"2025": first, "2026": second}))
    assert [f"{day:%Y-%m}" for day in found.table["period_start"]] == ["2025-09", "2026-01"]
    assert not found.detected.has_year


def test_a_fault_names_its_sheet_and_the_row_of_the_sheet():
    first = [["Otsikko"], HEADINGS, ["waiting", "Turku", "9/2025", 5], ["waiting", "Tuku", "9/2025", 5]]
    second = [HEADINGS, ["waiting", "Tuku", "1/2026", 7], ["waiting", "Turku", "9/2025", "paljon"]]
    data = xlsx(**{"2025": first, "2026": second})
    problems = check(received(data), FORM, CATALOGUE, TODAY)
    table = fault_table(problems, say)
    assert table[["row", "found"]].to_numpy().tolist() == [
        ["2025: 3", "853 · 2025-09 · waiting"],
        ["2025: 4", "Tuku"],
        ["2026: 2", "Tuku"],
        ["2026: 3", "paljon"],
        ["2026: 3", "853 · 2025-09 · waiting"],
    ]
    assert any(one.startswith("Taulukko 2026, rivi 2: ") for one in told(data))
    assert any("rivit 2025: 3, 2026: 3" in one for one in told(data))
    assert accepted(received(data), problems).empty


def test_one_sheet_alone_is_not_named_in_its_faults():
    assert told(xlsx(Jonot=[HEADINGS, ["waiting", "Turku", "9/2025", "paljon"]])) == [
        "Rivi 2: luvun paikalla on tekstiä."
    ]


def test_the_annotated_copy_is_csv_with_each_fault_beside_its_row():
    found = received(
        xlsx(**{"2025": [HEADINGS, ROWS[0]], "2026": [HEADINGS, ["waiting", "Tuku", "1/2026", 7]]})
    )
    copy = annotated(found.content, check(found, FORM, CATALOGUE, TODAY), say).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(copy), delimiter=";"))
    assert [line[:4] for line in lines if any(line)] == [
        HEADINGS,
        ["waiting", "Alajärvi", "10/2026", "12"],
        ["waiting", "Tuku", "1/2026", "7"],
    ]
    assert "Tuntematon alue" in lines[3][-1]


@pytest.mark.parametrize(
    ("number", "text"), [(12.0, "12"), (0.1 + 0.2, "0,3"), (1.234, "1,234"), (10**9, "1000000000")]
)
def test_numbers_have_no_tail(number, text):
    assert written(number, ",") == text


@pytest.mark.parametrize("day", [datetime(2026, 10, 1), date(2026, 10, 17)])
def test_a_day_is_its_month(day):
    table = received(xlsx(Jonot=[HEADINGS, ["waiting", "Turku", day, 5]])).table
    assert [str(one.date()) for one in (*table["period_start"], *table["period_end"])] == [
        "2026-10-01",
        "2026-10-31",
    ]


@pytest.mark.parametrize(("cell", "found"), [(True, "TRUE"), ("#DIV/0!", "#DIV/0!"), ("#REF!", "#REF!")])
def test_truths_and_errors_of_formulas_are_faults_and_not_missing_values(cell, found):
    problems = received(xlsx(Jonot=[HEADINGS, ROWS[0], ["waiting", "Turku", "10/2026", cell]])).problems
    assert [(problem.key, problem.level, problem.row, problem.found) for problem in problems] == [
        ("problem.number_text", "error", 3, found)
    ]


def test_numbers_typed_as_text_with_a_point_do_not_change_the_real_ones():
    rows = [["change_index", "Turku", "9/2026", "1.5"], ["change_index", "Aura", "9/2026", 1.234]]
    assert received(xlsx(Jonot=[HEADINGS, *rows])).table["value"].tolist() == [1.5, 1.234]


def test_hidden_sheets_are_not_read():
    book = Workbook()
    book.active.append(["Ohje"])
    hidden = book.create_sheet("Jonot")
    for row in [HEADINGS, *ROWS]:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    assert refused(saved(book)) == "input.only_headings"


WHOLE = xlsx(Jonot=[HEADINGS, *ROWS])


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (WHOLE[: len(WHOLE) * 2 // 3], "input.workbook_broken"),
        (packed(**{"xl/workbook.xml": "<x/>"}), "input.workbook_broken"),
        (packed(mimetype=ODS_TYPE, **{"content.xml": "<x"}), "input.workbook_broken"),
        (OLD + b"\0" * 600, "input.workbook_broken"),
        (OLD + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "input.encrypted"),
        (packed(**{"word/document.xml": "<x/>"}), "input.document"),
        (packed(**{"jonot.csv": "a;b"}), "input.zip"),
        (xlsx(Jonot=[]), "input.empty"),
        (xlsx(Jonot=[HEADINGS]), "input.only_headings"),
        (xlsx(Jonot=[[f"c{place}" for place in range(10_000)], [1]]), "input.too_many_columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, key):
    assert refused(data) == key


def test_a_packed_bomb_is_refused_before_it_is_unpacked():
    bomb = packed(**{"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b" " * 400_000_000})
    assert len(bomb) < 1_000_000
    assert refused(bomb) == "input.workbook_too_big"


def test_two_cells_at_the_far_ends_do_not_take_the_memory_of_all_between():
    book = Workbook()
    book.active["A1"] = "Mittari"
    book.active.cell(1_048_576, 16_384, 1)
    assert refused(saved(book)) in ("input.workbook_too_big", "input.too_many_columns")


def test_more_rows_than_the_setting_are_refused(monkeypatch):
    monkeypatch.setenv("TILANNEKUVA_WORKBOOK_ROWS", "2")
    settings_module.settings.cache_clear()
    try:
        assert refused(WHOLE) == "input.too_many_rows"
    finally:
        monkeypatch.undo()
        settings_module.settings.cache_clear()


@hypothesis_settings(max_examples=30, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from((b"PK\x03\x04", b"PK\x03\x04xl/", OLD, codecs.BOM_UTF8 + b"PK"))
)
def test_any_bytes_behind_the_mark_of_a_workbook_are_a_table_or_a_refusal(data, mark):
    try:
        received(mark + data)
    except InputError as error:
        assert error.key.startswith("input.")


@hypothesis_settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=6)), min_size=1, max_size=5)
)
def test_a_damaged_workbook_is_a_table_or_a_refusal(damages):
    data = WHOLE
    for place, other in damages:
        data = data[:place] + other + data[place + len(other) :]
    try:
        received(data)
    except InputError as error:
        assert error.key.startswith("input.")


def copied(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each sheet of the annotated workbook."""
    found = received(data)
    assert annotated_book.ending(found) == "xlsx"
    copy = annotated_book.copy_of(found, check(found, FORM, CATALOGUE, TODAY), say)
    return {sheet.title: list(sheet.values) for sheet in load_workbook(io.BytesIO(copy)).worksheets}


def test_the_annotated_copy_of_a_workbook_has_each_fault_on_its_own_row_of_its_own_sheet():
    bad = ["waiting", "Tuku", "1/2026", 7]
    sheets = copied(xlsx(**{"2025": [HEADINGS, ROWS[0]], "2026": [["Jonot vuonna 2026"], HEADINGS, bad]}))
    assert sheets["2025"] == [(*HEADINGS, "Virheet"), ("waiting", "Alajärvi", "10/2026", 12, None)]
    assert sheets["2026"][1] == (*HEADINGS, "Virheet")
    assert sheets["2026"][2][:4] == tuple(bad)
    assert "Tuntematon alue" in sheets["2026"][2][4]


def test_the_annotated_copy_of_an_open_document_is_a_workbook_too():
    (rows,) = copied(ods([HEADINGS, ["waiting", "Tuku", "1/2026", 7]])).values()
    assert rows[0] == (*HEADINGS, "Virheet")
    assert rows[1][3] == 7
    assert "Tuntematon alue" in rows[1][4]


def test_no_cell_of_an_annotated_workbook_is_a_formula_and_codes_keep_their_zeros():
    book = xlsx(Jonot=[HEADINGS, ["waiting", "005", "1/2026", 1.5], ["waiting", "853", "2/2026", "@x"]])
    sheets = copied(book)
    assert sheets["Jonot"][1][1:4] == ("005", "1/2026", 1.5)
    assert sheets["Jonot"][2][3] == "'@x"
    evil = ["=cmd|'/c calc'!A1", "+cmd", "-cmd", "@A1"]
    lines = ods([HEADINGS, evil, ["waiting", "853", "2/2026", 1]])
    found = received(lines)
    copy = load_workbook(io.BytesIO(annotated_book.copy_of(found, check(found, FORM, CATALOGUE, TODAY), say)))
    cells = [cell for sheet in copy.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in copy.worksheets[0][2]][:4] == ["'" + text for text in evil]


def test_sheets_whose_names_a_workbook_does_not_take_get_one_it_does():
    long = "Jonot vuonna 2025 koko hyvinvointialueella"
    names = [long, "a/b", "A B", "", "'"]
    assert annotated_book._names([Sheet(name) for name in names]) == [long[:31], "a b", "3", "4", "5"]


def test_the_annotated_copy_of_a_csv_stays_csv():
    data = csv_of("waiting;Tuku;10/2026;1;;")
    found = read(data, "jonot.csv", FORM, CATALOGUE)
    problems = check(found, FORM, CATALOGUE, TODAY)
    assert annotated_book.ending(found) == "csv"
    assert annotated_book.copy_of(found, problems, say) == annotated(data, problems, say)
