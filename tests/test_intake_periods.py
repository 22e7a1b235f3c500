import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.intake.periods import parse


def one(text: str) -> tuple[str, str, str]:
    found = parse(pd.Series([text], dtype="str")).iloc[0]
    assert found["fault"] == "", found["fault"]
    return found["kind"], found["start"].date().isoformat(), found["end"].date().isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "2025-03",
        "2025M03",
        "2025m3",
        "3/2025",
        "03.2025",
        "03/2025",
        "2025/03",
        "maalis.25",
        "maaliskuu 2025",
        "Maaliskuussa 2025",
        "maalis 2025",
        "mars 2025",
        "Mars.25",
        "March 2025",
        "Mar 2025",
        "2025 maaliskuu",
        "202503",
    ],
)
def test_march_2025_is_read_however_it_is_written(text):
    assert one(text) == ("month", "2025-03-01", "2025-03-31")


def test_years_and_days_are_read():
    assert one("2024") == ("year", "2024-01-01", "2024-12-31")
    assert one("29.2.2024") == ("day", "2024-02-29", "2024-02-29")
    assert one("2024-02-29 00:00:00") == ("day", "2024-02-29", "2024-02-29")
    assert one("2024-02") == ("month", "2024-02-01", "2024-02-29")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31.2.2025", "period_impossible"),
        ("29.2.2025", "period_impossible"),
        ("2025-13", "period_impossible"),
        ("0/2025", "period_impossible"),
        ("9999", "period_impossible"),
        ("1.1.2025-31.1.2025", "period_two"),
        ("1.\u201331.1.2025", "period_two"),
        ("2023-2024", "period_two"),
        ("3/2025, 4/2025", "period_two"),
        ("1.3.2025 15.3.2025", "period_two"),
        ("", "period_empty"),
        ("lokak", "period_text"),
        ("2025Q1", "period_text"),
        ("foo 2025", "period_text"),
        ("45747", "period_text"),
        ("20.25.3", "period_text"),
    ],
)
def test_what_is_no_single_date_is_a_fault(text, fault):
    found = parse(pd.Series([text], dtype="str")).iloc[0]
    assert (found["fault"], pd.isna(found["start"])) == (fault, True)


def test_a_year_of_two_digits_is_read_and_said():
    assert parse(pd.Series(["loka.26", "10/2026"]))["guess"].tolist() == [True, False]


@settings(max_examples=30, deadline=None)
@given(st.dates(min_value=pd.Timestamp("1901-01-01").date(), max_value=pd.Timestamp("2099-12-31").date()))
def test_a_finnish_and_an_iso_date_are_the_same_day(day):
    found = parse(pd.Series([f"{day.day}.{day.month}.{day.year}", day.isoformat()]))
    assert [start.date() for start in found["start"]] == [day, day]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_every_text_is_a_period_or_a_fault(texts):
    found = parse(pd.Series(texts, dtype="str"))
    assert (found["start"].notna() == (found["fault"] == "")).all()
    assert (found["start"].dropna() <= found["end"].dropna()).all()
