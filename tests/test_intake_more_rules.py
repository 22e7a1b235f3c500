"""Rules of intervals, totals and merged municipalities; each case is drawn here and answered by hand."""

import csv

import numpy as np
import pandas as pd
import pytest

from lib.catalogue import catalogue
from lib.intake import check, difference, read, summary
from lib.intake.merged_municipalities import merger_of
from lib.settings import settings
from lib.table import COLUMNS

DISTRICTS = 9


def sent(lines, form):
    facts = catalogue()
    received = read("\n".join(lines).encode(), "tiedosto.csv", facts.datasets[form], facts)
    return check(received, facts.datasets[form], facts)


def told(problems, *keys):
    return [
        (one.key.removeprefix("problem."), one.row, one.column, one.found)
        for one in problems
        if one.key[8:] in keys
    ]


def survey(lower, value, upper, heads=("Alaraja", "Yläraja")):
    lines = [
        f"Mittari;Suuralue;Vuosi;Arvo;{heads[0]};{heads[1]}",
        f"loneliness_share;1;2025;{value};{lower};{upper}",
    ]
    return sent(lines, "district_surveys")


@pytest.mark.parametrize(
    "heads",
    [
        ("Alaraja", "Yläraja"),
        ("Luottamusväli alaraja", "Luottamusväli yläraja"),
        ("lower", "upper"),
        ("Nedre gräns", "Övre gräns"),
        ("Arvo, 95 % CI low", "Arvo, 95 % CI high"),
    ],
)
def test_crossed_limits_are_an_error_whatever_they_are_called(heads):
    assert told(survey("14,0", "12,0", "10,0", heads), "interval_crossed") == [
        ("interval_crossed", 2, heads[0], "14,0 / 10,0")
    ]


def test_a_value_outside_its_limits_is_an_error():
    assert told(survey("10,0", "15,0", "14,0"), "interval_outside") == [
        ("interval_outside", 2, "Arvo", "15,0 / 10,0 / 14,0")
    ]


@pytest.mark.parametrize("row", [("10", "12", "14"), ("12", "12", "12"), ("..", "12", "14"), ("", "12", "")])
def test_limits_in_order_equal_or_absent_are_right_and_said_not_to_be_stored(row):
    problems = survey(*row)
    assert not [one for one in problems if one.level == "error"]
    assert told(problems, "interval_unused", "column_extra") == [
        ("interval_unused", None, "", "Alaraja, Yläraja")
    ]


def districts(total, parts, code="853"):
    rows = [
        f"referrals_received;{number};10/2026;23+;short_therapy;{part}"
        for number, part in enumerate(parts, 1)
    ]
    lines = ["Mittari;Alue;Kuukausi;Ikäryhmä;Palvelu;Arvo", *rows]
    return sent([*lines, f"referrals_received;KU{code};10/2026;23+;short_therapy;{total}"], "varha_services")


@pytest.mark.parametrize(
    ("total", "key"), [(899, "total_below_parts"), (900, ""), (940, ""), (960, "total_above_parts")]
)
def test_a_total_is_held_against_its_areas(total, key):
    expected = [(key, DISTRICTS + 2, "Arvo", f"{total} / 900")] if key else []
    assert told(districts(total, [100] * DISTRICTS), "total_below_parts", "total_above_parts") == expected


def test_a_total_with_a_hidden_or_a_missing_part_is_not_judged():
    hidden = districts(100, [100] * (DISTRICTS - 1) + ["..."])
    lacking = districts(100, [100] * (DISTRICTS - 1))
    assert not told([*hidden, *lacking], "total_below_parts", "total_above_parts")


@pytest.mark.parametrize(
    ("written", "name", "year", "successor"),
    [
        ("Piikkiö", "Piikkiö", "2009", "202"),
        ("838", "Tarvasjoki", "2015", "423"),
        ("KU838", "Tarvasjoki", "2015", "423"),
        ("838 Tarvasjoki", "Tarvasjoki", "2015", "423"),
        ("Kimito", "Kemiö", "2009", "322"),
    ],
)
def test_a_merged_municipality_is_known_by_name_and_code(written, name, year, successor):
    assert merger_of(written) == (name, year, successor)


def test_a_row_of_a_merged_municipality_names_its_successor():
    problems = sent(
        ["Mittari;Kunta;Vuosi;Arvo", "population;Tarvasjoki;2010;1900"], "municipality_population"
    )
    fault = next(one for one in problems if one.key == "problem.area_merged")
    assert (fault.row, fault.values["year"], fault.values["successor"]) == (2, "2015", "423 Lieto")


def test_every_successor_is_a_municipality_of_today_and_no_merged_one_is():
    path = settings().data_folder / "standard" / "merged_municipalities.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows, areas = list(csv.DictReader(lines)), catalogue().areas
    assert all(("municipality", row["successor"]) in areas for row in rows)
    assert not [row for row in rows if ("municipality", row["code"]) in areas]
    names = {area.name.fi for (level, _), area in areas.items() if level == "municipality"}
    assert not names & {row["name_fi"] for row in rows}


def share(value, numerator=25.0):
    day = pd.Timestamp("2024-01-01")
    row = dict.fromkeys(COLUMNS, "all") | {"period_start": day, "period_end": day, "status": "published"}
    return pd.DataFrame([row | {"value": value, "numerator": numerator, "denominator": 300.0}])


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (share(8.3), share(8.3333333), "unchanged"),
        (share(8.3), share(8.4), "changed"),
        (share(8.3), share(8.3333333, 26.0), "changed"),
        (share(8.3, np.nan), share(8.3333333, np.nan), "changed"),
    ],
)
def test_another_rounding_of_the_same_parts_is_no_change(old, new, change):
    assert summary(difference(old, new))[change] == 1
