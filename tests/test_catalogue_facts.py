"""The facts under data/ hold what the official lists and acts say."""

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from lib import catalogue as reader
from lib.facts import Area, AreaLevel, CrosswalkRow, Event, Limit, Service, Theme, WorkArea
from lib.shapes import Rebase

DATA = Path(__file__).parent.parent / "data"
# HE 74/2022 was cancelled by HE 55/2023 before it took effect.
NEVER_IN_FORCE_DAYS = 7


@cache
def read(shape: type) -> tuple:
    """All facts of one shape, failing on the first fault; indicators are another file's test."""
    faults: list[str] = []
    areas = DATA / "areas"
    facts = {
        Area: lambda: reader._areas(areas, faults),
        AreaLevel: lambda: reader._many_a_file(areas, "level", AreaLevel, faults),
        WorkArea: lambda: reader._many_a_file(areas, "work_area", WorkArea, faults),
        CrosswalkRow: lambda: reader._rows(areas / "crosswalk.csv", CrosswalkRow, faults),
        Limit: lambda: reader._rows(DATA / "limits" / "care_guarantee.csv", Limit, faults),
        Theme: lambda: reader._many_a_file(DATA / "themes", "theme", Theme, faults),
        Service: lambda: reader._one_a_file(DATA / "services", Service, faults),
        Event: lambda: reader._many_a_file(DATA / "events", "event", Event, faults),
    }
    found = tuple(facts[shape]())
    assert faults == []
    return found


def of(level: str) -> list[Area]:
    return [area for area in read(Area) if area.level == level]


def limits_on(day: date, kind: str, age: int) -> list[Limit]:
    return [
        row
        for row in read(Limit)
        if row.limit_kind == kind
        and row.phase == "treatment"
        and row.age_from <= age <= row.age_to
        and row.valid_from <= day
        and (row.valid_to is None or day <= row.valid_to)
    ]


@pytest.mark.parametrize(
    ("level", "count"),
    [
        ("country", 1),
        ("wellbeing_county", 23),
        ("municipality", 308),
        ("major_district", 9),
        ("neighbourhood", 87),
        ("small_area", 129),
        ("postal_area", 27),
    ],
)
def test_every_level_has_its_official_number_of_areas(level, count):
    assert len(of(level)) == count
    assert len({area.code for area in of(level)}) == count


@pytest.mark.parametrize(
    ("level", "shape"),
    [
        ("wellbeing_county", r"\d\d"),
        ("municipality", r"\d{3}"),
        ("major_district", "[1-9]"),
        ("small_area", r"853\d{6}"),
        ("postal_area", r"2[01]\d{3}"),
    ],
)
def test_codes_are_text_of_full_length_with_leading_zeros(level, shape):
    assert [area.code for area in of(level) if not re.fullmatch(shape, area.code)] == []


def test_every_area_but_the_country_has_a_parent_that_exists():
    known = {(area.level, area.code) for area in read(Area)}
    children = [area for area in read(Area) if area.level != "country"]
    assert [a.code for a in children if (a.parent_level, a.parent_code) not in known] == []


def test_a_small_area_lies_in_the_major_district_of_its_fourth_digit():
    assert [area.code for area in of("small_area") if area.code[3] != area.parent_code] == []


def test_southwest_finland_has_27_municipalities_and_turku_is_one_of_them():
    southwest = {area.code for area in of("municipality") if area.parent_code == "05"}
    assert len(southwest) == 27
    assert {"853", "019", "202", "734"} <= southwest


def test_residents_of_the_27_municipalities_add_up_to_the_published_sum_of_their_county():
    # 485 567 is the published population of the county, 31.12.2022.
    county = next(area for area in of("wellbeing_county") if area.code == "05")
    members = [area.residents for area in of("municipality") if area.parent_code == "05"]
    assert sum(members) == county.residents == 485_567


def test_a_postal_area_without_residents_has_zero_and_an_unpublished_small_area_has_nothing():
    assert next(area for area in of("postal_area") if area.code == "20800").residents == 0
    assert next(area for area in of("small_area") if area.code == "853109029").residents is None


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("853", "Turussa"),
        ("837", "Tampereella"),
        ("698", "Rovaniemellä"),
        ("743", "Seinäjoella"),
        ("092", "Vantaalla"),
        ("694", "Riihimäellä"),
        ("240", "Kemissä"),
        ("153", "Imatralla"),
        ("684", "Raumalla"),
        ("529", "Naantalissa"),
        ("445", "Paraisilla"),
        ("893", "Uudessakaarlepyyssä"),
        ("236", "Kaustisella"),
        ("503", "Mynämäessä"),
        ("050", "Eurassa"),
        ("139", "Iissä"),
        ("892", "Uuraisilla"),
        ("686", "Rautalammilla"),
        ("152", "Isossakyrössä"),
        ("211", "Kangasalla"),
    ],
)
def test_municipalities_are_inflected_as_locals_do(code, place):
    assert next(area for area in of("municipality") if area.code == code).place.fi == place


def test_every_finnish_place_form_ends_in_a_locative_and_starts_like_the_name():
    for area in of("municipality"):
        assert re.search(r"(ssa|ssä|lla|llä)( Tl)?$", area.place.fi), area.place.fi
        assert area.place.fi[:2] == area.name.fi[:2]
        assert area.place.sv in (f"i {area.name.sv}", f"på {area.name.sv}")


def test_crosswalk_shares_of_each_postal_area_add_up_to_one():
    sums: Counter = Counter()
    for row in read(CrosswalkRow):
        sums[row.from_code] += row.share
        assert 0 < row.share <= 1
    assert set(sums) == {area.code for area in of("postal_area")}
    assert all(total == pytest.approx(1, abs=1e-9) for total in sums.values())


def test_crosswalk_leaves_no_major_district_empty():
    assert {row.to_code for row in read(CrosswalkRow)} == {area.code for area in of("major_district")}


def test_all_eight_levels_are_described_and_those_that_do_not_nest_say_so():
    levels = {level.id: level for level in read(AreaLevel)}
    assert len(levels) == 8
    loose = {id for id, level in levels.items() if level.does_not_nest}
    assert loose == {"neighbourhood", "postal_area", "work_area"}


def test_the_first_work_areas_are_the_nine_major_districts():
    members = [[(m.level, m.code) for m in area.members] for area in read(WorkArea)]
    assert members == [[("major_district", str(number))] for number in range(1, 10)]


def test_every_pillar_has_its_bullets_in_the_order_of_the_plan():
    pillars = ["knowledge_base", "participation_and_associations", "enabling_environment", "interface_work"]
    bullets = Counter(theme.parent for theme in read(Theme) if theme.kind == "pillar_theme")
    assert [bullets[pillar] for pillar in pillars] == [6, 4, 7, 8]
    assert sorted(t.order for t in read(Theme) if t.parent == "interface_work") == list(range(1, 9))


def test_theme_ids_are_unique_and_every_kind_has_its_number():
    assert len({theme.id for theme in read(Theme)}) == len(read(Theme))
    assert Counter(theme.kind for theme in read(Theme)) == {
        "pillar": 4,
        "pillar_theme": 25,
        "flagship": 6,
        "county_focus": 3,
        "working_group": 10,
        "network": 3,
        "duty": 8,
        "ladder": 8,
    }


def test_fourteen_services_stand_on_four_steps_and_only_outreach_has_no_queue():
    assert Counter(service.step for service in read(Service)) == {
        "low_threshold": 4,
        "primary": 4,
        "specialised": 3,
        "multidisciplinary": 3,
    }
    assert {s.step for s in read(Service) if not s.has_queue} == {"multidisciplinary"}
    assert sum(not s.has_queue for s in read(Service)) == 3


def test_owners_and_networks_are_organisations_and_roles_never_people():
    assert {service.owner.fi for service in read(Service)} == {
        "Turun kaupunki",
        "Varsinais-Suomen hyvinvointialue (Varha)",
        "Järjestöt",
    }
    # A person's name in running text is two capitalised words side by side that are no known proper name.
    known = ("Terve kunta",)
    texts = [words for t in read(Theme) for words in (t.name.fi, t.about.fi if t.about else "")]
    pairs = [p for text in texts for p in re.findall(r"\b[A-ZÅÄÖ][a-zåäö]+ [A-ZÅÄÖ][a-zåäö]+\b", text)]
    assert [pair for pair in pairs if pair not in known] == []


@pytest.mark.parametrize(
    ("day", "age", "days"),
    [
        (date(2023, 8, 31), 40, 90),
        (date(2023, 9, 1), 40, 14),
        (date(2024, 6, 1), 40, 14),
        (date(2024, 12, 31), 40, 14),
        (date(2025, 2, 1), 40, 90),
        (date(2025, 2, 1), 23, 90),
        (date(2025, 2, 1), 22, 14),
    ],
)
def test_primary_care_must_begin_in_the_days_the_act_gave_on_that_day(day, age, days):
    assert [row.limit_days for row in limits_on(day, "primary_care", age)] == [days]


def test_three_months_is_written_as_three_months():
    [limit] = limits_on(date(2025, 2, 1), "primary_care", 40)
    assert (limit.limit_value, limit.limit_unit) == (3, "months")


def test_the_therapy_guarantee_begins_on_the_first_of_may_2025_for_the_under_23s_only():
    assert limits_on(date(2025, 4, 30), "therapy_guarantee", 17) == []
    assert [row.limit_days for row in limits_on(date(2025, 5, 1), "therapy_guarantee", 17)] == [28]
    assert [row.limit_days for row in limits_on(date(2025, 5, 1), "therapy_guarantee", 22)] == [28]
    assert limits_on(date(2025, 5, 1), "therapy_guarantee", 23) == []


def test_a_seven_day_limit_never_was():
    assert [row.rule_id for row in read(Limit) if row.limit_days == NEVER_IN_FORCE_DAYS] == []


def test_psychiatric_treatment_has_three_months_under_23_and_six_months_after():
    day = date(2024, 6, 1)
    assert [row.limit_days for row in limits_on(day, "youth_psychiatry", 17)] == [90]
    assert [row.limit_days for row in limits_on(day, "specialised_care", 22)] == [90]
    assert [row.limit_days for row in limits_on(day, "specialised_care", 23)] == [180]


def test_no_two_limits_of_one_kind_phase_and_age_hold_on_the_same_day():
    changes = sorted({row.valid_from for row in read(Limit)})
    kinds = {row.limit_kind for row in read(Limit)}
    for day in changes:
        for kind in kinds:
            for age in (0, 12, 17, 22, 23, 64, 120):
                assert len(limits_on(day, kind, age)) <= 1, (day, kind, age)


def test_every_limit_kind_of_a_service_has_rows():
    kinds = {row.limit_kind for row in read(Limit)}
    assert {service.limit_kind for service in read(Service)} - {""} <= kinds


def test_events_point_to_known_themes_and_services():
    themes = {theme.id for theme in read(Theme)}
    services = {service.id for service in read(Service)}
    for event in read(Event):
        assert set(event.themes) <= themes, event.id
        assert set(event.services) <= services, event.id


def rebases() -> tuple[Rebase, ...]:
    faults: list[str] = []
    found = tuple(reader._many_a_file(DATA / "events", "rebase", Rebase, faults))
    assert faults == []
    return found


def test_every_rebase_of_a_share_within_the_limit_is_the_day_on_which_that_limit_changed():
    legal = [one for one in rebases() if "started_within_limit" in one.indicators]
    assert legal
    for rebase in legal:
        kinds = {service.limit_kind for service in read(Service) if service.id in rebase.services}
        age = 40 if rebase.age_groups == ("23_plus",) else 15
        for kind in kinds:
            before = limits_on(date.fromordinal(rebase.on.toordinal() - 1), kind, age)
            after = limits_on(rebase.on, kind, age)
            assert [row.limit_days for row in before] != [row.limit_days for row in after]


def test_every_change_of_the_limit_of_a_service_with_figures_before_it_is_a_rebase_of_its_share():
    changes = {
        (row.limit_kind, row.valid_from)
        for row in read(Limit)
        if row.phase == "treatment" and row.valid_from > date(2021, 1, 1)
        for age in (15, 40)
        if row.age_from <= age <= row.age_to
        for old in limits_on(date.fromordinal(row.valid_from.toordinal() - 1), row.limit_kind, age)
        if old.limit_days != row.limit_days
    }
    known = {
        (service.limit_kind, rebase.on)
        for rebase in rebases()
        if "started_within_limit" in rebase.indicators
        for service in read(Service)
        if service.id in rebase.services
    }
    assert changes == known


def test_services_that_did_not_move_have_no_rebase_on_the_day_of_the_move():
    moved = {service.id for service in read(Service) if service.owner_kind == "wellbeing_county"}
    on_the_day = [one for one in rebases() if one.on == date(2023, 1, 1)]
    assert on_the_day and all(set(one.services) == moved for one in on_the_day)
