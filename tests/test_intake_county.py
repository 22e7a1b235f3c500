"""The monthly file of a wellbeing county: every layout it comes in, every fault with its row and column."""

import codecs
from datetime import date
from functools import partial

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import limits, text
from lib.catalogue import catalogue
from lib.facts import LANGUAGES
from lib.intake import Problem, Received, accepted, check, fault_table, has_errors, missing_months, sentence
from lib.intake import read as read_file
from lib.table import COLUMNS, KEY

TODAY = date(2026, 11, 24)
FACTS = catalogue()
FORM = FACTS.datasets["varha_services"]
WIDE = (
    "Kuukausi;Palvelu;Ikäryhmä;Suuralue;Lähetteet saapuneet;Hyväksytyt;Palautetut;Aloittaneet;"
    "Joista määräajassa;Odottaa 0–14 vrk;15–28 vrk;29–90 vrk;91–180 vrk;yli 180 vrk;Odottaa yhteensä;Mediaani"
)
# 9 of 9 within the limit; 5 + 4 + 6 + 0 + 0 = 15; 9 + 2 = 11.
GOOD = "10/2026;Nuorisopsykiatria;13–17;Varissuo-Lauste;11;9;2;9;9;5;4;6;0;0;15;47"
LONG = "Mittari;Palvelu;Ikäryhmä;Alue;Kuukausi;Arvo"


def csv_of(*lines: str) -> bytes:
    return "\r\n".join((*lines, "")).encode()


def read(*lines: str) -> Received:
    return read_file(csv_of(*lines), "kuukausi.csv", FORM, FACTS)


def faults(*lines: str) -> list[Problem]:
    return check(read(*lines), FORM, FACTS, TODAY)


def errors(*lines: str) -> list[tuple[str, int | None, str]]:
    """Key, row and column of each error."""
    return [
        (one.key.removeprefix("problem."), one.row, one.column)
        for one in faults(*lines)
        if one.level == "error"
    ]


def with_cells(line: str, **cells: str) -> str:
    """The row with other texts in the named columns of the wide layout."""
    row = dict(zip(WIDE.split(";"), line.split(";"), strict=True))
    names = {heading.replace(" ", "_").replace("–", "_"): heading for heading in row}
    row |= {names[name]: text for name, text in cells.items()}
    return ";".join(row.values())


def values(received: Received) -> dict[str, float]:
    """Value by indicator; the file must hold each indicator once."""
    assert not received.table["indicator_id"].duplicated().any()
    return dict(zip(received.table["indicator_id"], received.table["value"], strict=True))


def one(received: Received, indicator: str) -> pd.Series:
    (row,) = (row for _, row in received.table.iterrows() if row["indicator_id"] == indicator)
    return row


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(KEY, ignore_index=True)[COLUMNS]


# Layouts


def test_waiting_classes_as_columns_become_one_figure_a_row():
    found = read(WIDE, GOOD)
    assert faults(WIDE, GOOD) == []
    assert values(found) == {
        "referrals_received": 11,
        "referrals_accepted": 9,
        "referrals_returned": 2,
        "treatments_started": 9,
        "started_within_limit": 100,
        "waiting_0_14": 5,
        "waiting_15_28": 4,
        "waiting_29_90": 6,
        "waiting_91_180": 0,
        "waiting_over_180": 0,
        "waiting_total": 15,
        "wait_median": 47,
    }
    assert found.table[
        ["area_level", "area_code", "age_group", "service_id"]
    ].drop_duplicates().to_numpy().tolist() == [["major_district", "4", "13_17", "youth_psychiatry"]]


def test_a_count_within_the_limit_becomes_a_share_of_those_who_started():
    row = one(read(WIDE, with_cells(GOOD, Aloittaneet="8", Joista_määräajassa="6")), "started_within_limit")
    assert (row["value"], row["numerator"], row["denominator"]) == (75, 6, 8)


def test_the_people_behind_a_median_are_those_who_started():
    assert one(read(WIDE, GOOD), "wait_median")["denominator"] == 9


@pytest.mark.parametrize(
    "headings",
    [
        "Period;Tjänst;Åldersgrupp;Område;Inkomna remisser;Påbörjade;Varav inom tidsgränsen;0–14 dygn;Median",
        "month;service;age group;area;Referrals received;Started;Of which within the limit;0-14 days;Median",
        "AIKA;palvelu;ikä;ALUE;lähetteetsaapuneet;Aloitetut-hoidot;määräajassa ;0-14 VRK;Mediaani (vrk)",
    ],
)
def test_headings_are_known_in_every_language_whatever_their_case_blanks_and_hyphens(headings):
    found = values(read(headings, "10/2026;short therapy;under 13 år;4;11;8;6;5;20"))
    assert found == {
        "referrals_received": 11,
        "treatments_started": 8,
        "started_within_limit": 75,
        "waiting_0_14": 5,
        "wait_median": 20,
    }


def test_every_heading_of_the_form_means_one_thing():
    spelled = [(spelling, (one.indicator, one.part)) for one in FORM.measures for spelling in one.aliases]
    spelled += [
        (one.name[language], (one.indicator, one.part)) for one in FORM.measures for language in LANGUAGES
    ]
    spelled += [(alias, column.id) for column in FORM.columns for alias in column.aliases]
    meanings: dict[str, set] = {}
    for spelling, meaning in spelled:
        meanings.setdefault("".join(c for c in spelling.casefold() if c.isalnum() or c == "%"), set()).add(
            meaning
        )
    assert {spelling: found for spelling, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "month",
    [
        "tammi.26",
        "tammikuu 2026",
        "1/2026",
        "2026M01",
        "01.2026",
        "jan. 2026",
        "januari 2026",
        "January 2026",
    ],
)
def test_months_stand_as_columns_under_every_way_to_write_them(month):
    found = read(f"Mittari;Palvelu;Ikäryhmä;Alue;{month}", "Odottaa yhteensä;Lyhytterapia;23+;4;15")
    assert found.table["period_start"].tolist() == [pd.Timestamp("2026-01-01")]
    assert found.table["value"].tolist() == [15]


def test_months_as_columns_join_the_count_with_its_whole_month_by_month():
    found = read(
        "Mittari;Palvelu;Ikäryhmä;Alue;8/2026;9/2026",
        "Joista määräajassa;Lyhytterapia;13-17;4;6;3",
        "Aloittaneet;Lyhytterapia;13-17;4;8;4",
        "Mediaani;Lyhytterapia;13-17;4;20;..",
    )
    shares = found.table[found.table["indicator_id"].eq("started_within_limit")]
    assert shares[["value", "numerator", "denominator"]].to_numpy().tolist() == [[75, 6, 8], [75, 3, 4]]
    assert found.table[found.table["indicator_id"].eq("wait_median")]["denominator"].tolist() == [8, 4]


def test_ages_stand_as_columns_and_a_total_is_all_ages():
    found = read(
        "Mittari;Palvelu;Alue;Kuukausi;alle 13;13–17-vuotiaat;18-22;23+;Yhteensä",
        "Odottaa yhteensä;Lyhytterapia;4;10/2026;1;2;3;4;10",
    )
    assert dict(zip(found.table["age_group"], found.table["value"], strict=True)) == {
        "under_13": 1,
        "13_17": 2,
        "18_22": 3,
        "23_plus": 4,
        "all": 10,
    }
    assert found.table["denominator"].isna().all()


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Varissuo-Lauste", ("major_district", "4")),
        ("4", ("major_district", "4")),
        ("4 Varissuo-Lauste", ("major_district", "4")),
        ("koko Turku", ("municipality", "853")),
        ("hela Åbo", ("municipality", "853")),
        ("Turku yhteensä", ("municipality", "853")),
        ("853", ("municipality", "853")),
    ],
)
def test_areas_by_name_code_both_and_the_whole_city(written, place):
    found = read(WIDE, with_cells(GOOD, Suuralue=written)).table
    assert set(zip(found["area_level"], found["area_code"], strict=True)) == {place}


@pytest.mark.parametrize(
    ("written", "service"),
    [
        ("youth_psychiatry", "youth_psychiatry"),
        ("ungdomspsykiatri", "youth_psychiatry"),
        ("Nuoriso-psykiatria ", "youth_psychiatry"),
        ("Nuorisopsykiatrian poliklinikka", "youth_psychiatry"),
        ("Mielenterveys- ja päihdepalvelut", "mental_health_substance"),
        ("Health centre", "health_station"),
    ],
)
def test_services_by_id_name_and_other_names(written, service):
    assert set(read(WIDE, with_cells(GOOD, Palvelu=written)).table["service_id"]) == {service}


@pytest.mark.parametrize(
    ("written", "age"),
    [
        ("alle 13", "under_13"),
        ("under 13 år", "under_13"),
        ("13–17-vuotiaat", "13_17"),
        ("18-22 v", "18_22"),
        ("23+", "23_plus"),
        ("23 år och äldre", "23_plus"),
        ("Kaikki", "all"),
    ],
)
def test_ages_in_words(written, age):
    assert set(read(WIDE, with_cells(GOOD, Ikäryhmä=written)).table["age_group"]) == {age}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_mark_at_the_front_and_decimal_commas_do_not_matter(encoding):
    line = with_cells(GOOD, Mediaani="47,5")
    front = codecs.BOM_UTF8 if encoding == "utf-8" else b""
    found = read_file(front + csv_of(WIDE, line).decode().encode(encoding), "a.csv", FORM, FACTS)
    assert one(found, "wait_median")["value"] == 47.5
    assert check(found, FORM, FACTS, TODAY) == []


@pytest.mark.parametrize("heading", ["Määräajassa %", "Joista määräajassa (%)", "Määräajassa, %-osuus"])
def test_a_heading_with_a_per_cent_sign_is_the_share_and_not_the_count(heading):
    row = one(
        read(
            f"Kuukausi;Palvelu;Ikäryhmä;Alue;Aloittaneet;{heading}", "10/2026;Nuorisopsykiatria;13-17;4;8;75"
        ),
        "started_within_limit",
    )
    # 75 per cent of 8 are 6 people: without their number small counts could not be protected.
    assert (row["value"], row["numerator"], row["denominator"]) == (75, 6, 8)


def test_a_share_without_those_who_started_is_an_error():
    headings = "Kuukausi;Palvelu;Ikäryhmä;Alue;Määräajassa %"
    assert errors(headings, "10/2026;Nuorisopsykiatria;13-17;4;75") == [("whole_missing", 2, "Määräajassa %")]


def test_a_share_given_both_as_a_count_and_as_per_cent_is_one_figure():
    row = one(
        read(WIDE + ";Määräajassa %", with_cells(GOOD, Aloittaneet="8", Joista_määräajassa="6") + ";75"),
        "started_within_limit",
    )
    assert (row["value"], row["numerator"], row["denominator"], row["heading"]) == (75, 6, 8, "Määräajassa %")


# Marks


@pytest.mark.parametrize(
    ("mark", "status", "value"),
    [
        ("<5", "suppressed", None),
        ("alle 5", "suppressed", None),
        ("1-4", "suppressed", None),
        ("1–4", "suppressed", None),
        ("..", "missing", None),
        ("", "missing", None),
        ("-", "missing", None),
        (".", "not_applicable", None),
        ("0", "published", 0),
    ],
)
def test_marks_keep_their_meaning_in_a_column_of_classes(mark, status, value):
    row = one(read(WIDE, with_cells(GOOD, yli_180_vrk=mark)), "waiting_over_180")
    assert row["status"] == status
    assert row["value"] == value if value is not None else pd.isna(row["value"])


def test_a_hidden_count_of_starters_hides_the_share_and_the_median_behind_it():
    found = read(WIDE, with_cells(GOOD, Aloittaneet="<5", Joista_määräajassa="3"))
    for indicator in ("started_within_limit", "wait_median"):
        row = one(found, indicator)
        assert row["status"] == "suppressed"
        assert row[["value", "numerator", "denominator"]].isna().all()
    hidden = [(one.row, one.column) for one in found.problems if one.key == "problem.hidden_behind"]
    assert sorted(hidden) == [(2, "Joista määräajassa"), (2, "Mediaani")]


def test_a_hidden_count_within_the_limit_hides_the_share_but_not_the_starters():
    found = read(WIDE, with_cells(GOOD, Joista_määräajassa="<5"))
    assert one(found, "started_within_limit")["status"] == "suppressed"
    assert one(found, "treatments_started")["value"] == 9


def test_nobody_started_is_no_share_and_no_fault():
    line = with_cells(GOOD, Aloittaneet="0", Joista_määräajassa="0", Mediaani=".")
    row = one(read(WIDE, line), "started_within_limit")
    assert (row["numerator"], row["denominator"], row["status"]) == (0, 0, "missing")
    assert errors(WIDE, line) == []


# Faults


@pytest.mark.parametrize(
    ("cells", "key", "column"),
    [
        ({"Joista_määräajassa": "10"}, "part_over_whole", "Joista määräajassa"),
        ({"Odottaa_yhteensä": "16"}, "sum_waiting_total", "Odottaa yhteensä"),
        ({"Odottaa_yhteensä": "14"}, "sum_waiting_total", "Odottaa yhteensä"),
        ({"Palautetut": "3"}, "sum_referrals_received", "Lähetteet saapuneet"),
        ({"Lähetteet_saapuneet": "-11"}, "negative", "Lähetteet saapuneet"),
        ({"Hyväksytyt": "8,5"}, "decimals_in_count", "Hyväksytyt"),
        ({"Joista_määräajassa": "8,5"}, "decimals_in_count", "Joista määräajassa"),
        ({"Palvelu": "Nuorisopsykiatra"}, "service_unknown", "Palvelu"),
        ({"Ikäryhmä": "65+"}, "age_group_unknown", "Ikäryhmä"),
        ({"Suuralue": "20540"}, "area_of_other_level", "Suuralue"),
        ({"Suuralue": "Varissua-Lauste"}, "area_unknown", "Suuralue"),
        ({"Kuukausi": "10/2027"}, "period_to_come", "Kuukausi"),
        ({"Aloittaneet": ""}, "whole_missing", "Joista määräajassa"),
        ({"Aloittaneet": ""}, "median_alone", "Mediaani"),
        ({"Palvelu": "Lyhytterapia", "Kuukausi": "4/2025"}, "limit_not_yet", "Joista määräajassa"),
        ({"Palvelu": "Lyhytterapia", "Ikäryhmä": "23+"}, "limit_none", "Joista määräajassa"),
        ({"Palvelu": "Perhekeskus"}, "limit_none", "Joista määräajassa"),
    ],
)
def test_each_fault_is_told_once_with_its_row_and_column(cells, key, column):
    found = errors(WIDE, with_cells(GOOD, Kuukausi="9/2026"), with_cells(GOOD, **cells))
    assert found.count((key, 3, column)) == 1
    assert {row for _, row, _ in found} == {3}


def test_a_share_over_a_hundred_is_told_under_its_own_heading():
    headings = "Kuukausi;Palvelu;Ikäryhmä;Alue;Aloittaneet;Määräajassa %"
    assert errors(headings, "10/2026;Nuorisopsykiatria;13-17;4;8;100,5") == [
        ("over_hundred", 2, "Määräajassa %")
    ]
    assert errors(headings, "10/2026;Nuorisopsykiatria;13-17;4;8;100") == []


def test_a_whole_may_be_greater_than_the_accepted_and_returned():
    assert errors(WIDE, with_cells(GOOD, Lähetteet_saapuneet="12")) == []


@pytest.mark.parametrize(
    ("total", "level"),
    # Shown classes sum to 9; one class below five adds at most 4.
    [("8", "error"), ("9", None), ("13", None), ("14", "warning")],
)
def test_a_hidden_class_makes_the_sum_a_range(total, level):
    found = faults(WIDE, with_cells(GOOD, **{"29_90_vrk": "<5"}, Odottaa_yhteensä=total))
    assert [(one.level, one.row, one.column) for one in found] == (
        [(level, 2, "Odottaa yhteensä")] if level else []
    )


def test_a_missing_class_leaves_only_the_lower_bound():
    assert errors(WIDE, with_cells(GOOD, **{"29_90_vrk": ".."}, Odottaa_yhteensä="40")) == []
    assert errors(WIDE, with_cells(GOOD, **{"29_90_vrk": ".."}, Odottaa_yhteensä="8")) == [
        ("sum_waiting_total", 2, "Odottaa yhteensä")
    ]


def test_sums_are_held_in_a_long_file_too_and_told_on_the_row_of_the_total():
    classes = ("0–14 vrk", "15–28 vrk", "29–90 vrk", "91–180 vrk", "yli 180 vrk")
    rows = [
        f"{name};Lyhytterapia;13-17;4;10/2026;{count}"
        for name, count in zip(classes, (5, 4, 6, 0, 0), strict=True)
    ]
    assert errors(LONG, *rows, "Odottaa yhteensä;Lyhytterapia;13-17;4;10/2026;16") == [
        ("sum_waiting_total", 7, "Arvo")
    ]
    assert errors(LONG, *rows, "Odottaa yhteensä;Lyhytterapia;13-17;4;10/2026;15") == []


def test_a_month_twice_names_both_rows():
    found = [one for one in faults(WIDE, GOOD, with_cells(GOOD, Kuukausi="loka.26")) if one.level == "error"]
    # Twelve figures are on the two rows, and the two rows are one fault.
    assert len(found) == 2
    assert {(one.key, one.row, one.column, one.values["rows"]) for one in found} == {
        ("problem.repeated", 2, "Suuralue, Kuukausi", "2, 3"),
        ("problem.repeated", 3, "Suuralue, Kuukausi", "2, 3"),
    }


def test_the_same_month_in_two_columns_is_told_beside_the_faults_of_the_rows():
    found = errors(
        "Mittari;Palvelu;Ikäryhmä;Alue;1/2026;tammi.26;2/2026",
        "Odottaa yhteensä;Lyhytterapia;13-17;4;15;15;-3",
        "Odottaa yhteensä;Lyhytterapja;13-17;4;15;15;3",
    )
    assert found == [
        ("column_same", 1, "tammi.26"),
        ("negative", 2, "2/2026"),
        ("service_unknown", 3, "Palvelu"),
    ]


def test_the_same_figure_in_two_columns_is_told():
    assert errors(WIDE + ";Jonossa yhteensä", GOOD + ";15") == [("column_same", 1, "Jonossa yhteensä")]


def test_a_fault_of_a_wide_month_is_told_under_that_month():
    found = errors(
        "Mittari;Palvelu;Ikäryhmä;Alue;3/2025;4/2025;5/2025",
        "Joista määräajassa;Lyhytterapia;13-17;4;..;6;6",
        "Aloittaneet;Lyhytterapia;13-17;4;8;8;5",
    )
    assert found == [("part_over_whole", 2, "5/2025"), ("limit_not_yet", 2, "4/2025")]


def test_an_unknown_service_gets_the_nearest_names():
    (found,) = (
        one for one in faults(WIDE, with_cells(GOOD, Palvelu="Nuorisopsykiatra")) if one.level == "error"
    )
    assert found.values["suggestion"].split(", ")[0] == "Nuorisopsykiatria"
    assert found.todo_key == "todo.service_unknown_near"


def test_a_rule_gap_says_from_which_day_there_is_a_rule():
    found = faults(WIDE, with_cells(GOOD, Palvelu="Lyhytterapia", Kuukausi="4/2025"))
    (gap,) = (one for one in found if one.key == "problem.limit_not_yet")
    assert "1.5.2025" in sentence(gap, partial(text.say, language="fi"))
    assert "1 May 2025" in sentence(gap, partial(text.say, language="en"))
    assert errors(WIDE, with_cells(GOOD, Palvelu="Lyhytterapia", Kuukausi="5/2025")) == []
    assert "limit_not_yet" not in str(
        errors(WIDE, with_cells(GOOD, Palvelu="Lyhytterapia", Kuukausi="4/2025", Joista_määräajassa="."))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_says_what_where_and_what_to_do_in_every_language(language):
    say = partial(lambda key, **values: text.say(key, language, **values))
    found = faults(
        WIDE,
        with_cells(GOOD, Joista_määräajassa="10", Palautetut="3", Odottaa_yhteensä="16"),
        with_cells(GOOD, Palvelu="Nuorisopsykiatra", Suuralue="20540"),
        with_cells(GOOD, Palvelu="Lyhytterapia", Kuukausi="4/2025", Hyväksytyt="8,5"),
        with_cells(GOOD, Palvelu="Lyhytterapia", Ikäryhmä="23+", Aloittaneet=""),
    )
    assert len({one.key for one in found}) > 8
    table = fault_table(found, say)
    assert (table[["row", "column", "what", "todo"]] != "").all(axis=None)
    assert not table.stack().str.contains(r"[{}]|problem\.|todo\.|intake\.", regex=True).any()
    assert all("{" not in sentence(one, say) for one in found)


def test_every_sum_of_a_form_has_its_sentence():
    for dataset in FACTS.datasets.values():
        for rule in dataset.sums:
            assert text.say(f"problem.sum_{rule.whole}", "fi")
            assert text.say(f"todo.sum_{rule.whole}", "fi")


def test_fifty_faults_of_one_kind_are_all_listed():
    areas, months = ("1", "2", "3", "4", "5"), range(1, 11)
    lines = [
        with_cells(GOOD, Suuralue=area, Kuukausi=f"{month}/2026", Joista_määräajassa="10")
        for area in areas
        for month in months
    ]
    assert errors(WIDE, *lines) == [("part_over_whole", row, "Joista määräajassa") for row in range(2, 52)]


def test_a_file_with_an_error_gives_the_other_rows_for_comparison_only():
    received = read(WIDE, with_cells(GOOD, Kuukausi="9/2026"), with_cells(GOOD, Odottaa_yhteensä="16"))
    problems = check(received, FORM, FACTS, TODAY)
    assert has_errors(problems)
    assert set(accepted(received, problems)["period_start"]) == {pd.Timestamp("2026-09-01")}


def test_counts_of_all_ages_are_told_as_not_shown():
    found = faults(WIDE, with_cells(GOOD, Ikäryhmä="Kaikki"))
    assert {(one.key, one.level, one.row, one.column) for one in found} == {
        ("problem.count_of_joint_ages", "warning", 2, "Ikäryhmä")
    }


# Missing months


def published(*months: str, service: str = "youth_psychiatry") -> pd.DataFrame:
    return pd.DataFrame({"period_start": pd.to_datetime(list(months)), "service_id": service})


def holes(current: pd.DataFrame, *months: str) -> list[tuple[str, int | None, str]]:
    received = read(WIDE, *(with_cells(GOOD, Kuukausi=month) for month in months))
    found = missing_months(received, current, FORM)
    assert {one.level for one in found} <= {"warning"}
    return [(one.found, one.row, one.column) for one in found]


def test_a_month_missing_inside_the_file_is_a_warning_on_the_row_after_it():
    assert holes(published(), "7/2026", "8/2026", "10/2026") == [("2026-09", 4, "Kuukausi")]
    assert holes(published(), "10/2026", "6/2026") == [("2026-07–2026-09", 2, "Kuukausi")]
    assert holes(published(), "9/2026", "10/2026") == []


def test_months_missing_after_the_newest_published_one_are_a_warning():
    assert holes(published("2026-06-01", "2026-07-01"), "10/2026") == [("2026-08–2026-09", 2, "Kuukausi")]
    assert holes(published("2026-09-01"), "10/2026") == []
    # Another service's months, and a correction of an old month, are no holes.
    assert holes(published("2026-01-01", service="short_therapy"), "10/2026") == []
    assert holes(published("2026-09-01"), "3/2026", "10/2026") == []


def test_an_empty_month_column_between_others_is_a_hole_told_under_the_next_month():
    received = read(
        "Mittari;Palvelu;Ikäryhmä;Alue;7/2026;8/2026;9/2026", "Odottaa yhteensä;Lyhytterapia;13-17;4;3;;5"
    )
    found = missing_months(received, published(), FORM)
    assert [(one.found, one.row, one.column) for one in found] == [("2026-08", 2, "9/2026")]


# The limits table itself


def limit(rule: str, first: str, last: str | None, ages: tuple[int, int] = (0, 120)):
    known = next(one for one in FACTS.limits if one.phase == "treatment")
    end = date.fromisoformat(last) if last else None
    fields = {name: getattr(known, name) for name in known.__dataclass_fields__}
    fields |= {"rule_id": rule, "valid_from": date.fromisoformat(first), "valid_to": end}
    return type(known)(**fields | {"age_from": ages[0], "age_to": ages[1]})


def test_the_limits_of_this_program_have_no_holes():
    assert list(limits.faults(FACTS.limits)) == []


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([("a", "2020-01-01", "2023-08-31"), ("b", "2023-09-01", None)], []),
        ([("a", "2020-01-01", "2023-08-31"), ("b", "2023-09-02", None)], ["b"]),
        ([("a", "2020-01-01", None), ("b", "2023-09-02", None)], []),
        (
            [("a", "2020-01-01", "2025-12-31"), ("c", "2021-01-01", "2022-01-01"), ("b", "2026-01-01", None)],
            [],
        ),
        ([("a", "2023-01-01", "2020-08-31")], ["a"]),
    ],
)
def test_a_hole_between_rows_of_a_limit_is_a_fault(rows, rules):
    assert [rule for rule, _ in limits.faults([limit(*row) for row in rows])] == rules


def test_a_hole_for_some_ages_only_is_a_fault_too():
    rows = [
        limit("all", "2020-01-01", "2024-12-31"),
        limit("young", "2025-01-01", None, (0, 22)),
        limit("old", "2025-02-01", None, (23, 120)),
    ]
    ((rule, fault),) = limits.faults(rows)
    assert rule == "old"
    assert "from 2025-01-01 to 2025-01-31" in fault


# Properties

counts = st.one_of(st.integers(0, 9999).map(str), st.sampled_from(["<5", "..", ".", "0"]))
LONG_NAMES = ("Lähetteet saapuneet", "Aloittaneet", "Joista määräajassa", "0–14 vrk", "Mediaani")
files = st.dictionaries(
    st.tuples(st.sampled_from(["4", "1", "853"]), st.sampled_from(["13-17", "23+"]), st.integers(1, 10)),
    st.tuples(*(counts for _ in LONG_NAMES)),
    min_size=1,
    max_size=6,
)


def wide(figures) -> Received:
    lines = [
        f"{month}/2026;Lyhytterapia;{age};{area};{';'.join(cells)}"
        for (area, age, month), cells in figures.items()
    ]
    return read("Kuukausi;Palvelu;Ikäryhmä;Alue;" + ";".join(LONG_NAMES), *lines)


def long(figures) -> Received:
    return read(
        LONG,
        *(
            f"{name};Lyhytterapia;{age};{area};{month}/2026;{cell}"
            for (area, age, month), cells in figures.items()
            for name, cell in zip(LONG_NAMES, cells, strict=True)
        ),
    )


def by_month(figures) -> Received:
    """Months as columns; a month without a row of some area and age is an empty cell."""
    months = sorted({month for _, _, month in figures})
    places = sorted({(area, age) for area, age, _ in figures})
    lines = [
        f"{name};Lyhytterapia;{age};{area};"
        + ";".join(figures.get((area, age, month), [""] * len(LONG_NAMES))[at] for month in months)
        for area, age in places
        for at, name in enumerate(LONG_NAMES)
    ]
    return read("Mittari;Palvelu;Ikäryhmä;Alue;" + ";".join(f"{month}/2026" for month in months), *lines)


@settings(max_examples=15, deadline=None)
@given(files)
def test_the_same_figures_give_the_same_table_in_every_layout(figures):
    first = in_order(wide(figures).table)
    pd.testing.assert_frame_equal(in_order(long(figures).table), first)
    months = in_order(by_month(figures).table)
    given_months = months.merge(first[KEY], on=list(KEY))
    pd.testing.assert_frame_equal(in_order(given_months), first)


@settings(max_examples=10, deadline=None)
@given(files, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(figures, random):
    shuffled = list(figures.items())
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(in_order(wide(dict(shuffled)).table), in_order(wide(figures).table))
