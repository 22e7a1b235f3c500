import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.intake.numbers import parse

BLANKS = (" ", "\u00a0", "\u202f", "\u2009")


def one(text: str, mark: str = ",") -> tuple[float, str, str]:
    found = parse(pd.Series([text]), mark).iloc[0]
    return found["value"], found["status"], found["fault"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,4", 12.4),
        ("1 234", 1234),
        ("1.234,5", 1234.5),
        ("\u22123", -3),
        ("1\u00a0234,0", 1234),
        ("0", 0),
        ("0,0", 0),
        ("1.234.567", 1234567),
        ("12,4 %", 12.4),
        (" 7 ", 7),
        ("+2,1", 2.1),
        ("\u2212 3,2", -3.2),
        ("1\u202f234\u202f567,25", 1234567.25),
        ("007", 7),
        ("1e-05", 0.00001),
        ("-1", -1),
    ],
)
def test_finnish_numbers_are_read(text, value):
    assert one(text) == (pytest.approx(value, abs=1e-12), "", "")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "missing"),
        ("  ", "missing"),
        ("..", "missing"),
        ("-", "missing"),
        ("\u2013", "missing"),
        ("...", "suppressed"),
        ("…", "suppressed"),
        (".", "not_applicable"),
        ("<5", "suppressed"),
        ("< 5", "suppressed"),
        ("alle 5", "suppressed"),
        ("Alle 5", "suppressed"),
        ("färre än 5", "suppressed"),
        ("1-4", "suppressed"),
        ("1\u20134", "suppressed"),
        ("ei tietoa", "missing"),
        ("N/A", "missing"),
        ("salattu", "suppressed"),
    ],
)
def test_a_mark_is_a_status_and_never_a_number(text, status):
    value, found, _ = one(text)
    assert math.isnan(value)
    assert found == status


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12 5",
        "5.tammi",
        "1,2,3",
        "12 kpl",
        "yli 180",
        "9" * 16,
        "1 23",
        "inf",
        "0x10",
        "--3",
        "1_000",
    ],
)
def test_text_in_a_number_is_a_fault_and_not_a_guess(text):
    value, status, fault = one(text)
    assert math.isnan(value)
    assert (status, fault) == ("", "number_text")


def test_the_point_groups_thousands_in_a_file_with_decimal_commas_and_says_so():
    assert one("1.234", ",") == (1234, "", "number_grouped")
    assert one("1.234", ".") == (1.234, "", "")
    assert one("12.5", ",") == (12.5, "", "number_other_mark")


def test_a_number_that_could_be_thousands_or_decimals_is_a_fault():
    found = parse(pd.Series(["1.234", "12.5", "3,5"]), ",")
    assert found["fault"].tolist() == ["number_unclear", "number_other_mark", ""]
    assert found["value"].isna().tolist() == [True, False, False]


@settings(max_examples=80, deadline=None)
@given(
    number=st.integers(-(10**11), 10**11),
    decimals=st.integers(0, 3),
    blank=st.sampled_from([*BLANKS, ".", ""]),
    minus=st.sampled_from("-\u2212\u2013"),
)
def test_a_written_number_comes_back_as_it_was(number, decimals, blank, minus):
    value = number / 10**decimals
    whole, _, part = f"{abs(value):,.{decimals}f}".partition(".")
    written = (minus if value < 0 else "") + whole.replace(",", blank) + ("," + part if part else "")
    found, _, fault = one(written)
    assert found == value
    assert fault in ("", "number_grouped")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_every_text_is_a_number_a_mark_or_a_fault(texts):
    found = parse(pd.Series(texts, dtype="str"), ",")
    number, mark = found["value"].notna(), found["status"] != ""
    fault = found["fault"].isin(["number_text", "number_unclear"])
    assert (number.astype(int) + mark.astype(int) + fault.astype(int) == 1).all()
