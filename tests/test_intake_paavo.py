"""Paavo by upload: codes or labels as columns, or in rows; answers by hand from the figures written here."""

import pytest

from lib.catalogue import catalogue
from lib.intake import accepted, check, read
from lib.intake.wishes import NO_WISHES, Wishes

FORM = "paavo"
# Residents, women, 0-2 and 3-6 years; employed, unemployed; median income.
HEAD = "postinumeroalue;nimi;kunta;vuosi;he_vakiy;he_naiset;he_0_2;he_3_6;pt_tyoll;pt_tyott;hr_mtu;tp_tyopy"
ROWS = (
    "20100;Keskusta;853;2026;1000;600;30;50;450;50;30000;9",
    "20540;Itä;853;2026;200;100;0;10;0;0;25000;9",
)


def sent(lines, name="paavo.csv", wishes=NO_WISHES):
    facts = catalogue()
    received = read("\n".join(lines).encode(), name, facts.datasets[FORM], facts, wishes)
    return received, check(received, facts.datasets[FORM], facts)


def figure(received, problems, indicator, code="20100"):
    table = accepted(received, problems)
    row = table[table["indicator_id"].eq(indicator) & table["area_code"].eq(code)]
    assert len(row) == 1
    return row.iloc[0]


def keys(problems):
    return [problem.key.removeprefix("problem.") for problem in problems]


def test_shares_are_computed_from_the_codes_with_their_parts():
    found = sent([HEAD, *ROWS])
    rate = figure(*found, "unemployment_rate")
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (10, 50, 500)
    children = figure(*found, "age_0_6_share")
    assert (children["value"], children["numerator"], children["denominator"]) == (8, 80, 1000)
    assert figure(*found, "women_share")["value"] == 60
    assert figure(*found, "unemployment_rate", "20540")["status"] == "not_applicable"
    assert keys(found[1]) == []


def test_a_release_is_two_years_after_the_figures():
    assert figure(*sent([HEAD, *ROWS]), "residents")["period_start"].year == 2024


def test_the_main_activity_of_release_2022_is_of_2019_and_its_residents_of_2020():
    found = sent([HEAD, *(row.replace("2026", "2022") for row in ROWS)])
    assert figure(*found, "residents")["period_start"].year == 2020
    assert figure(*found, "unemployment_rate")["period_start"].year == 2019
    account = {one.indicator: one.years for one in found[0].account.used}
    assert (account["residents"], account["unemployment_rate"]) == (("2020",), ("2019",))


def test_a_year_nobody_has_told_leaves_its_group_out():
    received, problems = sent([HEAD, *(row.replace("2026", "2025") for row in ROWS)])
    assert keys(problems) == ["release_unknown"] * 2 and problems[0].values["groups"] == "PT"
    assert "unemployment_rate" not in set(received.table["indicator_id"])
    assert figure(received, problems, "residents")["period_start"].year == 2023


@pytest.mark.parametrize("release", ["24", "2019", "vuosi", ""])
def test_a_strange_release_is_an_error_of_its_rows(release):
    _, problems = sent([HEAD, *(row.replace("2026", release) for row in ROWS)])
    assert set(keys(problems)) == {"release_strange"} and [one.row for one in problems] == [2, 3]


def test_the_column_of_years_can_be_said_to_be_the_statistical_year():
    found = sent(
        [HEAD, *(row.replace("2026", "2023") for row in ROWS)], wishes=Wishes(columns={"vuosi": "period"})
    )
    assert figure(*found, "residents")["period_start"].year == 2023
    assert figure(*found, "unemployment_rate")["period_start"].year == 2023


LABELS = (
    '"Paavo, postinumeroalueittainen avoin tieto"',
    "",
    '"Postinumeroalue";"Asukkaat yhteensä, 2024 (HE)";"Naiset, 2024 (HE)";"Asukkaat yhteensä, 2023 (PT)";'
    '"Työttömät, 2023 (PT)";"Kesämökit yhteensä, 2024 (RA)"',
    '"20100  Turku keskus (Turku)";1 000;600;800;40;3',
    '"02100  Tapiola (Espoo)";900;500;800;40;3',
    '"KOKO MAA";5600000;2800000;5600000;300000;3',
    '"Lähde: Tilastokeskus, Paavo"',
)


def test_labels_tell_code_group_and_year():
    received, problems = sent(LABELS)
    assert figure(received, problems, "women_share")["value"] == 60
    share = figure(received, problems, "unemployed_share_of_residents")
    assert (share["value"], share["period_start"].year) == (5, 2023)
    assert sorted(keys(problems)) == ["areas_not_ours", "note_row"]
    assert received.account.unused == ("Kesämökit yhteensä, 2024 (RA)",)


def test_a_label_of_two_groups_means_nothing_without_its_group():
    received, _ = sent(["Postinumeroalue;Asukkaat yhteensä, 2024;Naiset, 2024", "20100;1000;600"])
    assert received.account.used == ()
    assert received.account.lacking["women_share"] == ("Asukkaat yhteensä",)


def test_rows_may_tell_the_code_and_columns_the_year():
    lines = [
        "Postinumeroalue;Tiedot;2023;2024",
        "20100 Keskusta;Asukkaat yhteensä (HE);900;1000",
        "20100 Keskusta;Naiset (HE);..;600",
        "20540 Itä;Naiset (HE);...;100",
        "20540 Itä;Asukkaat yhteensä (HE);190;200",
    ]
    received, problems = sent(lines)
    table = accepted(received, problems).set_index(["indicator_id", "area_code"])
    shares = {
        (code, row["period_start"].year): row for (_, code), row in table.loc[["women_share"]].iterrows()
    }
    assert shares["20100", 2024]["value"] == 60 and shares["20540", 2024]["value"] == 50
    # Of 2023 one area hides its women and one has not told them, so no share of that year is of use.
    assert {year for _, year in shares} == {2023, 2024}
    assert (shares["20100", 2023]["status"], shares["20540", 2023]["status"]) == ("missing", "suppressed")


def test_the_same_figure_twice_in_rows_is_an_error_of_both():
    lines = ["Postinumeroalue;Tiedot;2024", *["20100;Asukkaat yhteensä (HE);1"] * 2, "20540;Naiset (HE);2"]
    _, problems = sent(lines)
    assert [(one.key, one.row) for one in problems] == [("problem.repeated", 2), ("problem.repeated", 3)]


def test_the_same_area_twice_is_an_error_of_both():
    _, problems = sent([HEAD, ROWS[0], ROWS[0]])
    assert {one.key for one in problems} == {"problem.repeated"} and {one.row for one in problems} == {2, 3}


@pytest.mark.parametrize(
    ("cell", "key", "status"), [("-1", "minus_one", "suppressed"), ("...", "", "suppressed")]
)
def test_a_hidden_count_hides_what_is_made_of_it(cell, key, status):
    found = sent([HEAD, ROWS[0].replace(";600;", f";{cell};")])
    assert figure(*found, "women_share")["status"] == status
    assert keys(found[1]) == ([key] if key else [])


def test_a_text_in_a_count_is_told_in_its_own_column_and_row():
    _, problems = sent([HEAD, ROWS[0], ROWS[1].replace(";100;", ";sata;")])
    wrong = [one for one in problems if one.level == "error"]
    assert [(one.key, one.row, one.column, one.found) for one in wrong] == [
        ("problem.number_text", 3, "he_naiset", "sata")
    ]


def test_the_city_is_summed_only_when_every_area_is_there():
    areas = sorted(code for level, code in catalogue().areas if level == "postal_area")
    lines = ["postinumeroalue;vuosi;he_vakiy;he_naiset", *(f"{code};2026;100;40" for code in areas)]
    city = figure(*sent(lines), "residents", "853")
    assert (city["value"], city["status"]) == (100 * len(areas), "published")
    assert not accepted(*sent(lines[:-1]))["area_code"].eq("853").any()


def test_the_columns_a_person_would_not_guess_are_told():
    received, _ = sent([HEAD, *ROWS])
    used = {one.indicator: one for one in received.account.used}
    assert used["unemployment_rate"].headings == ("pt_tyott", "pt_tyoll")
    assert received.account.unused == ("tp_tyopy",)
    assert set(received.account.lacking["higher_education_share"]) == {
        "18 vuotta täyttäneet yhteensä",
        "Alemman korkeakoulututkinnon suorittaneet",
        "Ylemmän korkeakoulututkinnon suorittaneet",
    }


def test_a_file_of_only_other_towns_is_refused_with_its_reason():
    _, problems = sent([HEAD, ROWS[0].replace("20100", "00100")])
    assert keys(problems) == ["no_area_of_ours"]


def test_a_form_of_ours_with_names_that_the_source_uses_too_stays_ours():
    lines = [
        "Mittari;Aluetaso;Alue;Ajankohta;Arvo;Osoittaja;Nimittäjä",
        "Asunnot;Postinumeroalue;20100;2024;1200;;",
        "Lapsitaloudet;Postinumeroalue;20100;2024;25,0;50;200",
    ]
    found = sent(lines)
    assert "codes_unknown" not in keys(found[1])
    assert figure(*found, "dwellings")["value"] == 1200
    share = figure(*found, "households_with_children_share")
    assert (share["value"], share["numerator"], share["denominator"]) == (25, 50, 200)
