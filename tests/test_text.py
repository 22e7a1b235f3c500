"""Numbers, dates and words as each language writes them; the right answers are typed from the style guide."""

from datetime import date, datetime

import pytest

from lib import names, text
from lib.catalogue import catalogue
from lib.errors import CatalogueError

LANGUAGES = ("fi", "sv", "en")
# No-break space and minus, as they stand on the screen.
N, M = "\u00a0", "\u2212"


def in_all(write) -> tuple[str, ...]:
    return tuple(write(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (18120, 0, (f"18{N}120", f"18{N}120", "18,120")),
        (5562370, 0, (f"5{N}562{N}370", f"5{N}562{N}370", "5,562,370")),
        (37.6, 1, ("37,6", "37,6", "37.6")),
        (-3.2, 1, (f"{M}3,2", f"{M}3,2", f"{M}3.2")),
        (12.0, 1, ("12,0", "12,0", "12.0")),
        (0, 0, ("0", "0", "0")),
        (-0.04, 1, ("0,0", "0,0", "0.0")),
        (999, 0, ("999", "999", "999")),
    ],
)
def test_numbers(value, decimals, written):
    assert in_all(lambda language: text.number(value, decimals, language)) == written


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (37.6, "percent", 1, (f"37,6{N}%", f"37,6{N}%", "37.6%")),
        (23100, "euro", 0, (f"23{N}100{N}€", f"23{N}100{N}€", "€23,100")),
        (-100, "euro", 0, (f"{M}100{N}€", f"{M}100{N}€", f"{M}€100")),
        (28, "days", 0, (f"28{N}vrk", f"28{N}dygn", f"28{N}days")),
        (18120, "persons", 0, (f"18{N}120", f"18{N}120", "18,120")),
    ],
)
def test_figures_with_their_units(value, unit, decimals, written):
    assert in_all(lambda language: text.figure(value, unit, decimals, language)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2.1, (f"+2,1{N}%-yksikköä", f"+2,1{N}procentenheter", f"+2.1{N}percentage points")),
        (-3.2, (f"{M}3,2{N}%-yksikköä", f"{M}3,2{N}procentenheter", f"{M}3.2{N}percentage points")),
        (0.0, (f"0,0{N}%-yksikköä", f"0,0{N}procentenheter", f"0.0{N}percentage points")),
    ],
)
def test_a_change_of_a_share_is_in_percentage_points(value, written):
    assert in_all(lambda language: text.change(value, "percent", 1, language)) == written


def test_a_change_of_days_has_its_sign_and_unit():
    assert in_all(lambda language: text.change(-7, "days", 0, language)) == (
        f"{M}7{N}vrk",
        f"{M}7{N}dygn",
        f"{M}7{N}days",
    )


def test_days():
    assert in_all(lambda language: text.day(date(2026, 11, 24), language)) == (
        "24.11.2026",
        "24.11.2026",
        "24 November 2026",
    )


def test_moments():
    half_past_seven = datetime(2026, 11, 24, 7, 30)
    assert in_all(lambda language: text.moment(half_past_seven, language)) == (
        "24.11.2026 klo 7.30",
        "24.11.2026 kl. 7.30",
        "24 November 2026, 7:30",
    )


def test_months_on_an_axis_and_in_running_text():
    october = date(2026, 10, 1)
    assert in_all(lambda language: text.month_short(october, language)) == ("10/2026", "10/2026", "Oct 2026")
    assert in_all(lambda language: text.in_month(october, language)) == (
        "lokakuussa 2026",
        "i oktober 2026",
        "in October 2026",
    )
    assert in_all(lambda language: text.month(october, language)) == (
        "lokakuu 2026",
        "oktober 2026",
        "October 2026",
    )


def test_a_period_is_a_year_or_a_month():
    assert text.period(date(2024, 1, 1), date(2024, 12, 31), "fi") == "2024"
    assert text.period(date(2026, 10, 1), date(2026, 10, 31), "fi") == "lokakuu 2026"


def test_an_interval_has_its_unit_once_and_no_blanks_round_the_dash():
    assert in_all(lambda language: text.interval(10.2, 16.6, "percent", 1, language)) == (
        f"10,2–16,6{N}%",
        f"10,2–16,6{N}%",
        "10.2–16.6%",
    )


def test_one_thing_and_many_things_have_their_own_sentences():
    one, many = (text.plural("chart.alt.gaps", "en", count) for count in (1, 1200))
    assert one != many
    assert "1,200" in many


def test_a_text_nobody_wrote_is_an_error():
    with pytest.raises(KeyError):
        text.say("no.such.key", "fi")


def test_a_lacking_language_and_a_key_that_stands_twice_are_both_named(tmp_path):
    (tmp_path / "a.toml").write_text(
        '["one.key"]\nfi = "A"\nsv = "B"\n["other.key"]\nfi="A"\nsv="B"\nen="C"\n'
    )
    (tmp_path / "b.toml").write_text(
        '["other.key"]\nfi = "A"\nsv = "B"\nen = "C"\n["bad.key"]\nfi = ""\nsv="B"\nen="C"\n'
    )
    with pytest.raises(CatalogueError) as fault:
        text.load(tmp_path)
    assert str(fault.value).splitlines() == [
        "a.toml: one.key: en is missing",
        "b.toml: other.key: stands twice",
        "b.toml: bad.key: fi is missing",
    ]


def test_every_broken_text_file_is_named(tmp_path):
    (tmp_path / "a.toml").write_text('["one.key"\nfi = "A"\n')
    (tmp_path / "b.toml").write_bytes(b'["one.key"]\nfi = "\xe4"\n')
    with pytest.raises(CatalogueError) as fault:
        text.load(tmp_path)
    assert [line[:7] for line in str(fault.value).splitlines()] == ["a.toml:", "b.toml:"]


def test_every_unit_of_an_indicator_has_its_words():
    for indicator in catalogue().indicators.values():
        assert text.knows(f"unit.{indicator.unit}.mark"), indicator.id
        assert text.knows(f"unit.{indicator.unit}.words"), indicator.id


def test_charts_count_weekdays_from_sunday_and_months_from_january_as_vega_does():
    time = text.vega_locale("fi")["time"]
    assert [time["days"][0], time["days"][1], time["months"][0]] == ["sunnuntai", "maanantai", "tammikuu"]


def test_a_figure_that_is_not_there_says_why_and_is_never_zero_or_empty():
    indicator = catalogue().indicators["foreign_language_share"]
    nothing = float("nan")
    words = [
        names.shown(nothing, status, indicator, "fi")
        for status in (
            "suppressed",
            "missing",
            "not_applicable",
            "not_yet_published",
        )
    ]
    assert len(set(words)) == 4
    assert all(words) and not any("0" in one for one in words)
    assert names.shown(0.0, "published", indicator, "fi") == f"0,0{N}%"
    assert names.shown(nothing, "published", indicator, "fi") == words[1]


def test_areas_and_places_are_written_in_the_language_of_the_reader():
    facts = catalogue()
    assert [names.area(facts, "municipality", "853", language) for language in LANGUAGES] == [
        "Turku",
        "Åbo",
        "Turku",
    ]
    assert [names.place(facts, "major_district", "4", language) for language in LANGUAGES] == [
        "Varissuo-Lausteella",
        "i Kråkkärret-Laustis",
        "in Varissuo-Lauste",
    ]
    assert names.area(facts, "work_area", "wa-1", "fi") == "Keskusta"
    assert names.area(facts, "postal_area", "99999", "fi") == "99999"
