"""Whatever is sent, the answer is a table with its problems or a refusal, never another error."""

import codecs

from hypothesis import given, settings
from hypothesis import strategies as st
from intake_case import CATALOGUE, FORM, HEADINGS, TODAY, csv_of, say

from lib.errors import InputError
from lib.intake import accepted, annotated, check, fault_table, read
from lib.intake.tidy import WITHOUT_VALUE
from lib.table import COLUMNS

WHOLE = csv_of(
    "waiting;Alajärvi;10/2026;12,5;;",
    "over_limit;4;9/2026;12,5;1;8",
    "visits;853;2025;1 234;;",
    ";;;;;",
    'change_index;"Turku";loka.26;-1;;',
)


def answer(data: bytes) -> None:
    """Reads the bytes as the upload page does, and holds what must hold for any file."""
    try:
        received = read(data, "jonot.csv", FORM, CATALOGUE)
    except InputError as error:
        assert error.key.startswith("input.")
        return
    problems = check(received, FORM, CATALOGUE, TODAY)
    table = accepted(received, problems)
    fault_table(problems, say)
    annotated(data, problems, say)
    assert list(table.columns) == COLUMNS
    assert not table.duplicated(list(COLUMNS[:8])).any()
    assert table["value"].isna().equals(table["status"].isin(WITHOUT_VALUE))
    places = zip(table["area_level"], table["area_code"], strict=True)
    assert all(place in CATALOGUE.areas for place in places)


FRONTS = (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, HEADINGS.encode() + b"\n")


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(FRONTS))
def test_any_bytes_are_a_table_or_a_refusal(data, before):
    answer(before + data)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 8), st.binary(max_size=6)), max_size=5))
def test_a_damaged_file_is_a_table_or_a_refusal(damages):
    data = WHOLE
    for place, length, other in damages:
        data = data[:place] + other + data[place + length :]
    answer(data)


cells = st.one_of(
    st.text(max_size=10),
    st.sampled_from(["waiting", "over_limit", "visits", "853", "Turku", "4"]),
    st.sampled_from(["10/2026", "2025", "1", "50", "<5", "..", ""]),
)
rows_of_cells = st.lists(st.lists(cells, min_size=6, max_size=6), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(rows_of_cells, st.sampled_from(["utf-8", "utf-16-le"]))
def test_any_texts_in_a_form_are_a_table_with_problems(rows, encoding):
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    answer("\r\n".join((HEADINGS, *quoted, "")).encode(encoding, "replace"))
