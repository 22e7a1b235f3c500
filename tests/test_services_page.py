"""The service catalogue: its facts, its filters, its figures against the ladder, and its marks on the map."""

import re
from dataclasses import replace
from functools import cache

import page_case
import pytest
from page_case import title, words

from lib import references
from lib.catalogue import catalogue
from lib.facts import LANGUAGES
from lib.markup import services as markup
from lib.shapes import ENTRIES, WITHOUT_REFERRAL
from lib.ui import indicator_months, services, services_map

pytestmark = pytest.mark.usefixtures("pages_store")

VARISSUO = "major_district-4"
PSYCHIATRY = {"adult_psychiatry", "youth_psychiatry", "child_psychiatry"}
# Read from the facts by hand: open to those aged 13 to 17 without a referral.
FOR_16_YEAR_OLD = [
    "student_welfare",
    "family_centre",
    "health_station",
    "school_health",
    "outreach_youth_work",
]


@cache
def opened(page: str = "services", **address: str) -> dict[str, str]:
    """The markup of each block, for a fresh visitor who follows a link."""
    return page_case.sound(page_case.opened(page, **address))


def listed(blocks: dict[str, str]) -> list[str]:
    return re.findall(r'<h3><button[^>]*data-choose="pick:(\w+)"', blocks["catalogue"])


def row(blocks: dict[str, str], service: str) -> str:
    rows = blocks["catalogue"].split('<li class="offered')
    return next(one for one in rows if f'data-choose="pick:{service}"' in one)


def point(number: int, service: str, x: float, y: float) -> markup.Point:
    return markup.Point(number, service, x, y, service, "")


def test_the_entry_of_every_service_says_what_its_sentence_says():
    said = {"Ilman lähetettä": ("open",), "Lähetteellä": ("referral",), "Ottamalla yhteyttä": ("contact",)}
    wrong = [
        one.id
        for one in catalogue().services.values()
        for start, entries in said.items()
        if one.how_to_get_in.fi.startswith(start) and one.entry not in entries
    ]
    assert wrong == []
    assert set(WITHOUT_REFERRAL) < set(ENTRIES) == {one.entry for one in catalogue().services.values()}


def test_a_service_that_names_no_referral_in_its_sentence_is_not_listed_as_needing_one():
    open_ones = [
        one
        for one in catalogue().services.values()
        if re.search("ilman lähetettä|ei tarvita lähetettä", one.how_to_get_in.fi, re.IGNORECASE)
    ]
    assert len(open_ones) >= 4
    assert {services.entry_of(one) for one in open_ones} == {"without"}


def test_a_point_that_lies_in_another_district_than_it_says_is_a_fault():
    facts = catalogue()
    palmikko = facts.services["palmikko"]
    moved = replace(palmikko.points[0], lon=22.164, lat=60.4473)
    changed = {**facts.services, "palmikko": replace(palmikko, points=(moved,))}
    assert references._service_points(facts) == []
    (fault,) = references._service_points(replace(facts, services=changed))
    assert fault.startswith("palmikko.toml: points:") and "'8', not '4'" in fault


def test_every_point_says_the_year_of_its_source():
    years = [one.source_year for service in catalogue().services.values() for one in service.points]
    assert years and all(2021 <= year <= 2026 for year in years)


def test_a_parent_finds_what_is_open_to_a_16_year_old_without_a_referral_near_varissuo():
    blocks = opened(who="13_17", entry="without", area=VARISSUO)
    assert listed(blocks) == FOR_16_YEAR_OLD
    assert title(blocks) == "Viiteen palveluun 13–17-vuotias pääsee ilman lähetettä"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Kymmeneen palveluun pääsee ilman lähetettä"),
        ("sv", "Tio tjänster kräver ingen remiss"),
        ("en", "Ten services need no referral"),
    ],
)
def test_the_title_counts_the_services_without_a_referral(language, said):
    assert title(opened(lang=language)) == said


def test_with_and_without_a_referral_are_all_services_and_none_twice():
    both = [listed(opened(entry=name)) for name in ("without", "with")]
    assert sorted(both[0] + both[1]) == sorted(listed(opened())) == sorted(catalogue().services)
    assert set(both[1]) == PSYCHIATRY | {"short_therapy"}


def test_a_step_shows_its_own_services_alone():
    own = {one.id for one in catalogue().services.values() if one.step == "primary"}
    assert set(listed(opened(step="primary"))) == own


def test_a_service_placed_in_other_districts_only_is_named_under_the_list():
    in_varissuo, in_centre = opened(area=VARISSUO), opened(area="major_district-1")
    assert set(catalogue().services) - set(listed(in_varissuo)) == PSYCHIATRY
    assert set(catalogue().services) - set(listed(in_centre)) == {"palmikko"}
    assert "Nuorisopsykiatria" in words(in_varissuo["elsewhere"])
    assert "Palmikko" in words(in_centre["elsewhere"])
    assert words(opened()["elsewhere"]) == ""


def test_a_service_without_a_place_serves_the_whole_city_and_says_that_it_has_no_place():
    said = words(row(opened(), "crisis_centre"))
    assert "Koko kaupunki" in said and "Ei toimipistettä kartalla" in said
    assert "Koko kaupunki" not in words(row(opened(), "mobile_team"))


def test_nothing_that_fits_says_what_each_loosened_choice_would_give():
    # Under 13: student welfare, family centre, health centre, school health, short therapy, child psychiatry.
    blocks = opened(who="under_13", step="multidisciplinary")
    said = words(blocks["catalogue"])
    assert title(blocks) == "Mikään palvelu ei vastaa rajauksia"
    assert "Näytä kaikki portaat 6 palvelua" in said
    assert "Näytä kaikki ikäryhmät 3 palvelua" in said
    assert "koko kaupunki" not in said


def test_a_queue_is_the_one_that_its_link_opens_on_the_ladder():
    shown = row(opened(), "short_therapy")
    assert 'data-choose="service:short_therapy age:under_23"' in shown
    ladder = opened("chain", service="short_therapy", age="under_23")["ladder"]
    card = next(
        one for one in ladder.split('<div class="service') if 'data-choose="service:short_therapy"' in one
    )
    waiting = words(re.search(r'<span class="waiting">(.*?)</span>', card).group(1))
    state = words(re.search(r'<span class="state.*?</span>', card).group())
    under_23 = shown.split('<div class="queue">')[1]
    assert f"Jonossa {waiting} ·" in words(under_23)
    assert state in words(under_23)


def test_a_late_service_shows_its_own_month_and_a_service_without_a_queue_no_state():
    late, without = row(opened(), "youth_psychiatry"), row(opened(), "mobile_team")
    assert "Tieto myöhässä" in words(late) and "9/2026" in words(late)
    assert "Ei jonoa" in words(without)
    assert 'class="state' not in without and '"service:mobile_team' not in without


def test_every_figure_of_a_queue_carries_the_mark_of_model_data():
    queues = opened()["catalogue"].split('<div class="queue">')[1:]
    with_state = [one.split("</div>")[0] for one in queues if 'class="state' in one.split("</div>")[0]]
    assert with_state
    assert [one for one in with_state if one.count('class="mark"') != 2] == []
    assert "Mallidata" in words(opened()["model_strip"])


def test_every_indicator_of_a_service_leads_to_an_age_and_service_that_its_page_knows():
    links = re.findall(r'data-choose="indicator:(\w+) service:(\w+) age:(\w+)"', opened()["catalogue"])
    assert {service for _, service, _ in links} == set(catalogue().services)
    assert [one for one in links if one[2] not in indicator_months.ages(one[1])] == []
    blocks = opened("indicator", indicator="waiting_total", service="palmikko", age="under_23")
    assert "Palmikko" in words(" ".join(blocks.values()))


def test_the_numbers_on_the_map_are_those_of_the_list():
    blocks = opened()
    numbers = {service: place for place, service in enumerate(listed(blocks), start=1)}
    at_compass = f"{numbers['adult_psychiatry']}, {numbers['child_psychiatry']}"
    shown = [words(one) for one in re.findall(r"<text[^>]*>([\d, ]+)</text>", blocks["service_map"])]
    assert sorted(shown) == sorted([str(numbers["palmikko"]), str(numbers["youth_psychiatry"]), at_compass])


def test_a_filtered_list_numbers_anew_and_so_does_the_map():
    blocks = opened(step="specialised")
    assert re.findall(r'class="service-number num">(\d+)<', blocks["catalogue"]) == ["1", "2", "3"]
    assert re.findall(r"<text[^>]*>([\d, ]+)</text>", blocks["service_map"]) == ["1, 3", "2"]


def test_marks_reach_the_keyboard_and_name_their_services():
    marks = re.findall(r'<a class="point[^>]*href="#"[^>]*aria-label="([^"]+)"', opened()["service_map"])
    assert any("Aikuispsykiatria" in one and "Lastenpsykiatria" in one for one in marks)


def test_the_chosen_service_is_marked_in_list_and_map():
    blocks = opened(service="palmikko")
    assert 'class="offered picked"' in blocks["catalogue"]
    assert blocks["service_map"].count('class="point picked"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_says_how_exact_it_is(language):
    said = {"fi": "noin kilometrin tarkkuudella", "sv": "kilometers noggrannhet", "en": "about a kilometre"}
    assert said[language] in words(opened(lang=language)["services_foot"])


def test_points_of_one_place_share_a_mark_and_far_ones_do_not():
    x, y = services_map.metres(22.3, 60.449)
    points = [point(3, "a", x, y), point(5, "b", x, y), point(7, "c", x + 6_000, y)]
    made = markup.marks(points, markup.frame(points))
    assert [one.label for one in made] == ["3, 5", "7"]
    assert [made[0].next_after(picked) for picked in ("", "a", "b", "c")] == ["a", "b", "a", "a"]


@pytest.mark.parametrize("gap_m", [0, 150, 400, 700, 1_100, 3_000])
def test_no_mark_hides_another(gap_m):
    x, y = services_map.metres(22.26, 60.45)
    points = [point(place + 8, f"s{place}", x + place * gap_m, y + place % 2 * 200) for place in range(6)]
    made = markup.marks(points, markup.frame(points))
    assert sorted(number for one in made for number in {p.number for p in one.points}) == list(range(8, 14))
    for place, one in enumerate(made):
        for other in made[place + 1 :]:
            apart_x = abs(one.x - other.x) - (one.width + other.width) / 2
            apart_y = abs(one.y - other.y) - markup.HEIGHT
            assert max(apart_x, apart_y) >= 0


def test_every_point_lies_inside_the_picture():
    x, y = services_map.metres(22.3533, 60.5595)
    far = [point(1, "far", x, y)]
    (one,) = markup.marks(far, markup.frame(far))
    assert 0 < one.x < markup.SIZE[0] and 0 < one.y < markup.SIZE[1]


def test_degrees_become_metres_of_the_finnish_grid():
    # On the central meridian of ETRS-TM35FIN the easting is 500 000 m by definition.
    assert services_map.metres(27.0, 60.45)[0] == pytest.approx(500_000, abs=0.01)
    # A degree of latitude is 111.4 km long at 60 degrees north, and the grid's scale is 0.9996.
    north = services_map.metres(27.0, 61.0)[1] - services_map.metres(27.0, 60.0)[1]
    assert north == pytest.approx(111_420 * 0.9996, abs=30)
