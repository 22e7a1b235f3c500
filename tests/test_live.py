"""An open page follows what others publish, and every page can be looked at as it was known on a day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st
from app_case import PAGES
from page_case import blocks, heading, notices, opened, sound, words
from store_case import row, table

from lib import store
from lib.ui import address, asking, choices

FORM, FIGURE, TURKU = "municipality_population", "residents_of_municipality", ("municipality", "853")
# Model data only, in its version of September; and a day before anything was published.
OCTOBER, LONG_AGO = "2026-10-25", "2020-01-01"


def publish(value: float, sha: str, at: datetime | None = None) -> int:
    sent = store.Delivery(FORM, f"{sha}.csv", sha, "real", "analyst", "alku", at)
    return store.publish(sent, table(row(FIGURE, TURKU, 2020, value=value, numerator=value)))


@pytest.fixture
def two_versions(store_folder: Path) -> Iterator[None]:
    """Turku had 100 residents as published in March, and 200 as published in June."""
    st.cache_data.clear()
    publish(100.0, "march", datetime(2026, 3, 10, 9, tzinfo=UTC))
    publish(200.0, "june", datetime(2026, 6, 10, 9, tzinfo=UTC))
    yield
    st.cache_data.clear()


def residents_known_on(day: str) -> list[float]:
    with address.standing({**choices.DEFAULTS, "known": day}):
        return asking.observations((FIGURE,), "municipality")["value"].tolist()


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2026-03-09", []),
        ("2026-03-10", [100.0]),
        ("2026-06-09", [100.0]),
        ("2026-06-10", [200.0]),
        ("", [200.0]),
    ],
)
def test_figures_are_those_of_the_last_publication_until_the_end_of_the_day(day, value):
    assert residents_known_on(day) == value


@pytest.mark.usefixtures("two_versions")
def test_history_of_a_past_day_ends_there():
    with address.standing({**choices.DEFAULTS, "known": "2026-03-31"}):
        assert asking.history(FORM)["version_id"].tolist() == [1]
        assert asking.today() == date(2026, 3, 31)


@pytest.mark.usefixtures("two_versions")
def test_a_day_to_come_is_now():
    with address.standing({**choices.DEFAULTS, "known": "2999-01-01"}):
        assert asking.known_day() is None


@pytest.mark.usefixtures("two_versions")
def test_a_publication_of_another_is_said_once_on_an_open_page():
    page = opened("datasets", dataset=FORM)
    assert notices(page) == []
    publish(300.0, "new")
    assert notices(page.run()) == ["Uusia lukuja: Kuntien väestö, versio 3. Sivu on päivitetty."]
    assert notices(page.run()) == []


@pytest.mark.usefixtures("two_versions")
def test_in_a_past_day_nothing_can_be_sent_and_one_press_leads_back():
    page = opened("datasets", dataset=FORM, known="2026-03-31")
    found = sound(page)
    assert "sellaisena kuin se tunnettiin 31.3.2026" in words(found["past"])
    assert 'data-choose="known:"' in found["past"]
    assert not page.file_uploader and "data-choose" not in found["versions"]


@pytest.mark.usefixtures("pages_store")
class TestEveryPage:
    """With the embedded figures."""

    @pytest.mark.parametrize(
        ("page", "day"),
        [
            *((page, LONG_AGO) for page in PAGES),
            *((page, OCTOBER) for page in ("situation", "profile", "map")),
        ],
    )
    def test_draws_as_known_on_a_day_when_much_or_all_was_missing(self, page, day):
        found = sound(opened(page, known=day))
        assert "past" in found

    def test_the_briefing_of_october_is_that_of_septembers_figures(self):
        assert "35 %" in heading(opened("situation", known=OCTOBER))
        assert "40 %" in heading(opened("situation"))

    def test_what_was_not_there_is_said(self):
        found = blocks(opened("map", known=LONG_AGO))
        assert words(found["page_title"]).startswith("Tästä ei ollut lukuja 1.1.2020")
