"""Flow between the steps: sums say what is not in them, widths follow counts, no district is painted."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from page_case import blocks, notices, opened, words

from lib import care, flow, query
from lib.flow import Sum
from lib.markup import flow as markup
from lib.ui import chain_figures, parts

LADDER = ("low_threshold", "primary", "specialised")
SUPPRESSED = "salattu"


@pytest.fixture
def finnish(monkeypatch):
    monkeypatch.setattr(parts, "language", lambda: "fi")


def months(service: str, indicator: str, figures: dict[str, float | str]) -> list[dict[str, object]]:
    """One row a month; a word instead of a number is its status."""
    return [
        {
            "service_id": service,
            "indicator_id": indicator,
            "period_start": pd.Timestamp(month),
            "value": np.nan if isinstance(figure, str) else float(figure),
            "status": figure if isinstance(figure, str) else "published",
        }
        for month, figure in figures.items()
    ]


STEPS = {"palmikko": "low_threshold", "short_therapy": "primary"}


def summed(rows: list[dict[str, object]], until: str, length: int) -> dict[tuple[str, str], Sum]:
    return flow.sums(flow.window(pd.DataFrame(rows), until, length), STEPS)


def test_a_sum_takes_the_months_of_its_window_and_no_other():
    rows = months("palmikko", "a", {"2026-06": 100, "2026-07": 10, "2026-08": 20, "2026-09": 1000})
    assert summed(rows, "2026-08", 2) == {("low_threshold", "a"): Sum(30.0)}


def test_a_hidden_month_is_not_in_the_sum_and_is_counted():
    rows = months("palmikko", "a", {"2026-07": 10, "2026-08": "suppressed"})
    found = summed(rows, "2026-08", 2)["low_threshold", "a"]
    assert found == Sum(10.0, hidden=1)
    assert not found.is_whole


def test_a_month_without_a_row_and_a_month_marked_missing_are_alike():
    rows = months("palmikko", "a", {"2026-06": 10, "2026-07": "missing", "2026-09": 5})
    assert summed(rows, "2026-09", 4) == {("low_threshold", "a"): Sum(15.0, lacking=2)}


def test_months_before_a_service_began_are_not_missing_and_months_after_its_last_are():
    rows = [
        *months("palmikko", "a", {"2026-08": 7}),
        *months("short_therapy", "a", dict.fromkeys(("2026-06", "2026-07", "2026-08", "2026-09"), 5)),
    ]
    found = summed(rows, "2026-09", 4)
    assert found == {("low_threshold", "a"): Sum(7.0, lacking=1), ("primary", "a"): Sum(20.0)}
    assert flow.months_missing(flow.window(pd.DataFrame(rows), "2026-09", 4)) == {"palmikko": 1}


def test_zero_is_a_value_and_nothing_known_is_no_zero():
    rows = [*months("palmikko", "a", {"2026-09": 0}), *months("palmikko", "b", {"2026-09": "suppressed"})]
    found = summed(rows, "2026-09", 1)
    assert found["low_threshold", "a"] == Sum(0.0)
    assert np.isnan(found["low_threshold", "b"].value)


def test_the_largest_flow_is_between_steps_and_never_within_one():
    found = {
        ("low_threshold", "transfers_to_primary"): Sum(40.0),
        ("primary", "transfers_to_primary"): Sum(90.0),
        ("primary", "transfers_to_specialised"): Sum(50.0, hidden=3),
        ("primary", "transfers_to_multidisciplinary"): Sum(80.0),
        ("specialised", "transfers_to_primary"): Sum(np.nan, hidden=12),
    }
    assert flow.largest_between(found, LADDER) == ("primary", "specialised", Sum(50.0, hidden=3))
    assert flow.largest_between({}, LADDER) is None


def test_directions_on_the_ladder():
    ways = [
        flow.direction("primary", goal, LADDER)
        for goal in ("specialised", "primary", "low_threshold", "multidisciplinary")
    ]
    assert ways == ["up", "same", "down", "aside"]


def test_a_share_of_a_whole_that_is_not_whole_is_not_said():
    assert flow.per_hundred(Sum(5.0, hidden=2), Sum(50.0)) == Sum(10.0, hidden=2)
    assert np.isnan(flow.per_hundred(Sum(5.0), Sum(50.0, lacking=1)).value)
    assert np.isnan(flow.per_hundred(Sum(0.0), Sum(0.0)).value)


def band(size: float, look: str = "other", state: str = "shown") -> markup.Band:
    return markup.Band(size, str(size), "words", "note", look, state)


def panel(size: float, *bands: markup.Band) -> markup.Panel:
    return markup.Panel("step", ("1", "came"), ("1", "began"), size, size, bands)


def heights(html: str, look: str) -> list[float]:
    """How high the drawn bands of a look are where they begin: the last point less the first."""
    drawn = re.findall(rf'<path class="band {look}[^"]*" d="M\S+ (\S+?)C[^"]* (\S+?)Z"', html)
    return [round(float(last) - float(first), 1) for first, last in drawn]


def test_a_band_twice_as_wide_is_twice_as_many_in_every_step():
    large = panel(1000, band(100, "returned"), band(200, "up"), band(50, "again"))
    small = panel(400, band(40, "returned"), band(100, "up"), band(50, "again"))
    html = markup.flow([large, small], "label")
    first, second = heights(html, "up")
    assert first == pytest.approx(200 * markup.TALLEST / 1000, abs=0.1)
    assert first / second == pytest.approx(2, abs=0.05)


def test_hidden_is_a_broken_line_and_zero_and_missing_draw_nothing():
    html = markup.flow(
        [
            panel(
                100,
                band(0, "returned"),
                band(0, "up", "hidden"),
                band(0, "other", "missing"),
                band(0, "again"),
            )
        ],
        "label",
    )
    assert re.findall(r'class="(band [^"]*)"', html) == ["band up none-shown"]


def test_a_picture_of_nothing_is_drawn_too():
    html = markup.flow([panel(0, band(0, "returned"), band(0), band(0, "again"))], "label")
    assert "nan" not in html and "inf" not in html


def services(rows: dict[str, dict[str, object]]) -> chain_figures.View:
    """Services in October 2026; what is not said of one is 10."""
    usual = dict.fromkeys((*chain_figures.COLUMNS, "started_within_limit", *care.CLASSES), 10.0)
    usual |= {"period_start": pd.Timestamp("2026-10-01"), "hidden": np.nan}
    table = pd.DataFrame({name: {**usual, **row} for name, row in rows.items()}).T
    numbers = [name for name in usual if name not in ("period_start", "hidden")]
    table = table.astype({**dict.fromkeys(numbers, float), "period_start": "datetime64[ns]"})
    return chain_figures.View(table, ("municipality", "853"), "under_23", "2026-10")


def test_a_step_is_the_sum_of_its_services_and_never_of_their_medians(finnish):
    shown = services({"health_station": {"waiting_total": 30.0}, "short_therapy": {"waiting_total": 12.0}})
    assert chain_figures.whole_step(shown, shown.rows, "waiting_total") == "42"
    assert chain_figures.whole_step(shown, shown.rows, "wait_median").startswith("–")


def test_a_share_of_a_step_is_of_the_sums(finnish):
    # 6 of 90 and 3 of 10 are 9 of 100; the mean of the two shares would be 18 %.
    shown = services(
        {
            "health_station": {"waiting_total": 90.0, "over": 6.0},
            "short_therapy": {"waiting_total": 10.0, "over": 3.0},
        }
    )
    assert chain_figures.whole_step(shown, shown.rows, "over_percent") == "9\u00a0%"


def test_a_hidden_part_makes_a_sum_at_least_and_a_share_unsaid(finnish):
    shown = services(
        {
            "health_station": {"waiting_total": 30.0},
            "short_therapy": {"waiting_total": np.nan, "over_percent": np.nan, "hidden": ("waiting_total",)},
        }
    )
    assert chain_figures.whole_step(shown, shown.rows, "waiting_total") == "väh. 30"
    assert "%" not in chain_figures.whole_step(shown, shown.rows, "over_percent")
    assert chain_figures.figure(shown, shown.rows.loc["short_therapy"], "waiting_total") == SUPPRESSED


def test_a_late_service_is_not_added_to_another_month(finnish):
    late = {"waiting_total": 500.0, "period_start": pd.Timestamp("2026-09-01")}
    shown = services({"health_station": {"waiting_total": 30.0}, "short_therapy": late})
    assert chain_figures.whole_step(shown, shown.rows, "waiting_total") == "väh. 30"


def test_at_least_none_is_not_said(finnish):
    shown = services(
        {
            "health_station": {"referrals_returned": 0.0},
            "short_therapy": {"referrals_returned": np.nan, "hidden": ("referrals_returned",)},
        }
    )
    assert "0" not in chain_figures.whole_step(shown, shown.rows, "referrals_returned")


def test_a_service_without_a_queue_or_a_limit_says_so(finnish):
    shown = services(
        {
            "outreach_youth_work": {"waiting_total": np.nan},
            "palmikko": {"limit_days": np.nan, "over": np.nan},
        }
    )
    said = [
        chain_figures.figure(shown, shown.rows.loc[service], name)
        for service, name in (("outreach_youth_work", "waiting_total"), ("palmikko", "over"))
    ]
    assert said == ["– ei jonoa", "– ei lakirajaa"]


def test_a_hidden_returned_count_cannot_be_worked_out_from_the_accepted_ones():
    rows = services(
        {
            "health_station": {"referrals_returned": np.nan, "hidden": ("referrals_returned",)},
            "short_therapy": {},
        }
    ).rows
    told = chain_figures._untold(rows, "referrals_accepted")
    assert told.isna().to_dict() == {"health_station": True, "short_therapy": False}


@cache
def seen(**address: str):
    return opened("chain", **address)


def table(app) -> pd.DataFrame:
    return app.dataframe[0].value


def number(cell: str) -> float:
    return float(re.sub(r"[^\d]", "", cell))


def test_steps_are_rows_of_their_own_and_add_up(pages_store):
    shown = table(seen(age="23_plus"))
    for _, part in shown.groupby("Porras"):
        whole, services_of_step = part.iloc[0], part.iloc[1:]
        cells = list(services_of_step["Vastaanottokäynnit"])
        assert whole["Palvelu"] == "Porras yhteensä"
        if all(re.fullmatch(r"[\d\u00a0]+", cell) for cell in cells):
            assert number(whole["Vastaanottokäynnit"]) == sum(map(number, cells))
        else:
            assert re.match("väh|–|salattu", whole["Vastaanottokäynnit"])


@pytest.mark.parametrize("area", ["", "major_district-4"])
@pytest.mark.parametrize("age", ["under_23", "23_plus", "all"])
def test_no_cell_is_empty_and_no_hidden_referral_can_be_worked_out(pages_store, age, area):
    shown = table(seen(age=age, area=area) if area else seen(age=age))
    figures = shown.drop(columns="Huomautus")
    assert (figures.astype(str).apply(lambda column: column.str.strip()) != "").all().all()
    for _, row in shown[
        shown["Palvelu"].ne("Porras yhteensä") & shown["Lähetteet"].ne(SUPPRESSED)
    ].iterrows():
        hidden = {row[name] == SUPPRESSED for name in ("Hyväksytyt lähetteet", "Palautetut lähetteet")}
        assert len(hidden) == 1, row["Palvelu"]


def test_a_district_gets_the_flow_of_the_city_by_name_and_is_told_what_is_of_the_city_only(pages_store):
    city, district = seen(), seen(area="major_district-4")
    assert blocks(city)["flow"] == blocks(district)["flow"]
    assert words(blocks(district)["flow_head"]) == words(blocks(city)["flow_head"])
    assert notices(city) == []
    assert len(notices(district)) == 2
    assert all("Varissuo-Lauste" in one for one in notices(district))


def test_the_picture_writes_the_sum_that_the_store_holds_of_the_city(pages_store):
    versions = tuple(query.heads().values())
    rows = query.service_counts(versions, ("transfers_to_primary",), ("municipality", "853"), ("23_plus",))
    year = rows[rows["period_start"].between("2025-11-01", "2026-10-01")]
    sent = year[year["service_id"].isin(["palmikko", "crisis_centre"])]["value"].sum()
    assert sent > 100
    assert f"{sent:.0f} ylös perustasolle" in words(blocks(seen(age="23_plus", period="2026-10"))["flow"])


def test_an_area_of_another_level_falls_back_to_the_city_and_says_so(pages_store):
    told = notices(opened("chain", area="postal_area-20540"))
    assert len(told) == 1
    assert "20540" in told[0] and "Turku" in told[0]


def test_the_flow_follows_age_and_month(pages_store):
    pictures = {
        blocks(seen(**address))["flow"]
        for address in ({"age": "under_23"}, {"age": "23_plus"}, {"age": "23_plus", "period": "2024-05"})
    }
    assert len(pictures) == 3
    head = words(blocks(seen(age="23_plus", period="2021-03"))["flow_head"])
    assert "1/2021–3/2021" in head


def test_figures_of_the_picked_service_stand_on_the_page(pages_store):
    app = seen(service="palmikko", age="23_plus")
    shown = words(blocks(app)["service_facts"])
    row = table(app).set_index("Palvelu").loc["Palmikko"]
    assert shown.startswith("Palmikko, lokakuu 2026")
    assert f"Vastaanotolla {row['Vastaanottokäynnit']}" in shown
    assert f"Saapui {row['Lähetteet']}" in shown
    assert row["Omistaja"] in shown and "31.10.2026" in shown
