"""The what-if on the page of the chain: links open a plan, and what cannot be said is not."""

import re

import pytest
from page_case import blocks, notices, opened, words

pytestmark = pytest.mark.usefixtures("pages_store")


def chain(**address: str):
    app = opened("chain", **address)
    assert not app.exception
    return app


def waiting_in_a_year(app) -> int:
    """The number in the title: how many wait twelve months from now."""
    told = re.search(r"noin ([\d ]+) ihmistä", words(blocks(app)["forecast_head"]))[1]
    return int(told.replace(" ", ""))


def test_a_plan_in_the_link_changes_the_queue_and_today_stays_beside_it():
    usual = chain(service="short_therapy")
    planned = chain(service="short_therapy", staff="3", extra="20", extra_months="6")
    assert waiting_in_a_year(planned) < waiting_in_a_year(usual)
    assert f"nykytahdilla {waiting_in_a_year(usual)}" in words(blocks(planned)["forecast_head"])
    fields = {one.key: one.value for one in planned.number_input}
    assert (fields["number_staff"], fields["number_extra"], fields["number_no_show"]) == (3, 20, 8)


@pytest.mark.parametrize("value", ["many", "1e9", "nan", "--3", "99999"])
def test_a_number_nobody_can_read_is_told_and_left_out(value):
    app = chain(service="short_therapy", staff=value)
    assert {one.key: one.value for one in app.number_input}["number_staff"] == 0
    assert len(notices(app)) == 1


def test_a_number_beyond_the_widest_is_brought_within():
    app = chain(service="short_therapy", no_show="99")
    assert {one.key: one.value for one in app.number_input}["number_no_show"] == 60


def test_no_staff_at_all_is_a_queue_that_only_grows():
    app = chain(service="short_therapy", staff="-500")
    assert waiting_in_a_year(app) > 1000
    assert "0,0" in words(blocks(app)["forecast_said"])


def test_a_late_service_is_told_from_its_own_last_month():
    said = words(blocks(chain(service="youth_psychiatry"))["forecast_head"])
    assert "syyskuussa 2027" in said


def test_an_early_month_has_too_few_months_behind_it():
    app = chain(service="short_therapy", period="2022-06")
    assert "24 peräkkäistä kuukautta" in words(blocks(app)["forecast_none"])
    assert not app.number_input


def test_all_ages_have_no_single_limit():
    said = words(blocks(chain(service="short_therapy", age="all"))["forecast_said"])
    assert "Valitse ikäryhmä" in said


def test_past_forecasts_stand_on_the_page():
    app = chain(service="adult_psychiatry", age="23_plus")
    held, count = re.search(r"(\d+) / (\d+) osui", words(blocks(app)["trial_head"])).groups()
    assert 0 < int(held) <= int(count) <= 37


def test_the_clearing_of_an_old_backlog_is_said_when_it_happens():
    # Planted in data/sample/planted.toml: people set aside in 2023 are taken in from February 2024 on.
    said = words(blocks(chain(service="adult_psychiatry", age="23_plus", period="2024-08"))["truths"])
    assert "Vanhaa jonoa puretaan" in said


def test_sentences_end_once_and_people_are_whole():
    found = blocks(chain(service="short_therapy"))
    said = " ".join(words(found[name]) for name in ("forecast_foot", "forecast_said", "forecast_today"))
    assert ".." not in said
    assert "Jono, 191, on yli kaksi kertaa" in said
