"""The series of the indicator page: limits by segment, rebases with reasons, marks, words and links."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from store_case import use_store
from test_pages import blocks, heading, opened, words

from lib import charts, figures, text
from lib import settings as settings_module
from lib.catalogue import catalogue
from lib.facts import LANGUAGES, Target
from lib.names import SHOWN
from lib.settings import ROOT
from lib.signals import rebased, shape
from lib.statistics import control_chart, trend
from lib.statistics.long_run import newest_run
from lib.ui import address, asking, choices, indicator_months, indicator_series, indicator_words, series_marks
from lib.ui.series_marks import Series

CITY = ("municipality", "853")


@pytest.fixture(scope="module", autouse=True)
def reader(built):
    with pytest.MonkeyPatch.context() as patch:
        use_store(built, patch)
        st.cache_data.clear()
        st.session_state[address.CHOSEN] = dict(choices.DEFAULTS)
        yield
    st.cache_data.clear()


def series(name: str, service: str, age: str = "under_23", area: tuple[str, str] = CITY) -> Series:
    return Series(catalogue().indicators[name], area, service, age)


def months(*values: float) -> pd.DataFrame:
    """Months from January 2024 of the queue to short therapy."""
    starts = pd.date_range("2024-01-01", periods=len(values), freq="MS")
    return pd.DataFrame(
        {
            "indicator_id": "waiting_total",
            "area_level": CITY[0],
            "area_code": CITY[1],
            "service_id": "short_therapy",
            "age_group": "under_23",
            "period_start": starts,
            "period_end": starts + pd.offsets.MonthEnd(0),
            "value": values,
            "numerator": values,
            "denominator": np.nan,
            "status": ["published" if value == value else "suppressed" for value in values],
        }
    )


def judged(table: pd.DataFrame, one: Series) -> tuple[pd.DataFrame, control_chart.ControlChart]:
    chart = indicator_months.chart_of(one, table, np.zeros(len(table), dtype=int))
    rows = charts.control_table(table.assign(series="x"), chart, one.indicator.polarity)
    return rows.assign(rule=chart.rule, no_variation=chart.no_variation), chart


QUEUE = ("waiting_total", "short_therapy")
STEADY = [100.0, 104.0] * 10


@pytest.mark.parametrize(
    ("values", "segment", "run"),
    [
        # Mean 3: the last three lie above it.
        ([1.0, 1.0, 1.0, 5.0, 5.0, 5.0], 0, 3),
        ([1.0, 1.0, 1.0, 5.0, np.nan, 5.0, 5.0], 0, 2),
        ([1.0, 1.0, 1.0, 5.0, 5.0, 5.0, np.nan], 0, 3),
        ([1.0, 5.0, 3.0], 0, 0),
        ([1.0, 5.0, 3.0, 5.0, 1.0, 3.0 - 2, 5.0], 0, 1),
        # The rebase parts the last two from the rest; their own mean is 5.5.
        ([1.0, 9.0, 9.0, 9.0, 5.0, 6.0], [0, 0, 0, 0, 1, 1], 1),
        ([np.nan, np.nan], 0, 0),
        ([7.0, 7.0, 7.0], 0, 0),
    ],
)
def test_the_newest_run_ends_at_a_gap_a_rebase_and_the_mean(values, segment, run):
    assert newest_run(control_chart.xmr(np.array(values), segment)).tolist() == [run]


def test_the_newest_runs_of_many_series_are_those_of_each_alone():
    values = np.random.default_rng(1).normal(50, 5, (20, 40))
    values[3, 38:], values[5, 10] = np.nan, np.nan
    together = newest_run(control_chart.xmr(values))
    assert together.tolist() == [int(newest_run(control_chart.xmr(row))[0]) for row in values]


def test_a_law_for_the_older_is_a_rebase_of_the_older_and_of_all_but_not_of_the_young():
    days = {
        age: [one.on for one in series_marks.rebases(series("started_within_limit", "health_station", age))]
        for age in choices.AGE_MEMBERS
    }
    both = [date(2023, 9, 1), date(2025, 1, 1)]
    assert days["23_plus"] == days["all"] == both
    assert all(days[age] == both[:1] for age in ("under_23", "under_13", "13_17", "18_22"))


def test_a_segment_starts_with_the_month_of_its_rebase():
    one = series("started_within_limit", "health_station", "23_plus")
    starts = pd.date_range("2023-08-01", periods=19, freq="MS")
    numbers = series_marks.segments(one, starts)
    assert numbers.tolist() == [0] + [1] * 16 + [2, 2]


def test_each_segment_after_the_first_shown_has_the_reason_of_its_rebase():
    one = series("started_within_limit", "health_station", "23_plus")
    reasons = [rebase.reason["fi"] for rebase in series_marks.rebases(one)]
    assert series_marks.reasons(one, [0, 0, 1, 2]) == tuple(reasons)
    assert series_marks.reasons(one, [1, 1, 2]) == tuple(reasons[1:])
    # Two rebases between two months make one new segment, and the later one says why.
    assert series_marks.reasons(one, [0, 2]) == tuple(reasons[1:])
    assert series_marks.reasons(one, [2, 2]) == ()


def test_limits_are_those_of_the_whole_segment_although_fewer_months_are_shown():
    one = series(*QUEUE)
    rows, _ = indicator_months.control_rows(one)
    moved = pd.Timestamp("2023-01-01")
    values = rows.loc[rows["period_start"].ge(moved), "value"]
    ranges = values.diff().abs().dropna()
    kept = ranges[ranges < 3.267 * ranges.mean()]
    assert len(values) == 46 > indicator_months.MONTHS
    assert rows["mean"].iloc[-1] == pytest.approx(values.mean())
    assert rows["upper"].iloc[-1] == pytest.approx(values.mean() + 2.66 * kept.mean())
    assert rows.loc[rows["period_start"].lt(moved), "mean"].iloc[0] != rows["mean"].iloc[-1]


def test_the_chart_is_the_one_for_its_figures():
    for one, kind in (
        (series(*QUEUE), "xmr"),
        (series("started_within_limit", "short_therapy"), "share"),
        (series("wait_median", "short_therapy"), "xmr"),
        (series("waiting_total", "palmikko", "23_plus"), "rare"),
        (series("treatments_started", "child_psychiatry", area=("major_district", "9")), "hidden"),
    ):
        rows, chart = indicator_months.control_rows(one)
        said = text.say(f"indicator.limits.{kind}", "fi")
        assert said in indicator_words.foot(one, rows, chart)
    # A c-chart reaches three square roots of its mean above it.
    _, chart = indicator_months.control_rows(series("waiting_total", "palmikko", "23_plus"))
    assert chart.upper[-1] == pytest.approx(chart.mean[-1] + 3 * np.sqrt(chart.mean[-1]))


def test_a_month_that_has_not_come_is_late_and_a_hidden_one_is_hidden():
    late = indicator_months.months(series("waiting_total", "youth_psychiatry"))
    assert late["period_start"].iloc[-1] == pd.Timestamp("2026-10-01")
    assert late["status"].iloc[-2:].tolist() == ["published", "not_yet_published"]
    small = indicator_months.months(
        series("treatments_started", "child_psychiatry", area=("major_district", "9"))
    )
    assert small["status"].isin(("suppressed", *SHOWN)).all() and small["status"].eq("suppressed").any()
    assert small.loc[small["status"].eq("suppressed"), "value"].isna().all()
    assert pd.Series(small["period_start"]).diff().dropna().dt.days.between(28, 31).all()


def test_where_many_small_figures_are_hidden_nothing_is_judged():
    one = series("treatments_started", "child_psychiatry", area=("major_district", "9"))
    rows, chart = indicator_months.control_rows(one)
    assert rows["status"].eq("suppressed").mean() > 0.1
    assert rows["mean"].isna().all() and rows["flag"].eq("").all()
    assert control_chart.variation_icon(chart, one.indicator.polarity)[0] == control_chart.CANNOT
    assert indicator_months.proposed(one, rows, chart) is None


def test_a_hidden_newest_month_is_not_passed_over_in_the_title():
    one = series(*QUEUE)
    rows, chart = judged(months(*STEADY, np.nan), one)
    assert "salattu" in indicator_words.finding(one, rows, chart)
    assert "104" not in indicator_words.finding(one, rows, chart)


def test_a_series_begins_with_the_law_that_gives_it_a_meaning():
    rows = indicator_months.months(series("started_within_limit", "short_therapy"))
    assert rows["period_start"].iloc[0] == pd.Timestamp("2025-05-01")


def test_a_step_that_lasts_is_proposed_for_a_rebase_with_its_first_month():
    table = months(*STEADY, *(value + 30 for value in STEADY[:10]))
    _, chart = judged(table, series(*QUEUE))
    assert indicator_months.proposed(series(*QUEUE), table, chart) == table["period_start"].iloc[20]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([*STEADY, *(value + 30 for value in STEADY[:8])], id="shorter than nine months"),
        pytest.param([*STEADY, *np.arange(105.0, 165.0, 5.0)], id="a drift and no step"),
        pytest.param(STEADY, id="usual variation"),
        pytest.param([100.0] * 20, id="no variation"),
        pytest.param([np.nan] * 20, id="nothing known"),
    ],
)
def test_nothing_else_is_proposed(values):
    table = months(*values)
    _, chart = judged(table, series(*QUEUE))
    assert indicator_months.proposed(series(*QUEUE), table, chart) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposal_says_what_a_rebase_needs(language):
    st.session_state[address.CHOSEN]["lang"] = language
    table = months(*STEADY, *(value + 30 for value in STEADY[:10]))
    rows, _ = judged(table, series(*QUEUE))
    said = indicator_words.proposal(table["period_start"].iloc[20], rows)
    st.session_state[address.CHOSEN]["lang"] = "fi"
    assert "10" in said and "data/events/rebases.toml" in said
    assert text.month_short(date(2025, 9, 1), language) in said
    assert indicator_words.proposal(None, rows) == ""


def test_a_step_is_proposed_although_the_run_began_before_it():
    one = series("wait_median", "health_station", "all")
    rows, chart = indicator_months.control_rows(one)
    planted = pd.Timestamp("2025-12-01")
    found = indicator_months.proposed(one, rows, chart)
    assert planted <= found <= planted + pd.DateOffset(months=1)


def test_at_most_three_verticals_are_drawn_and_a_rebase_speaks_for_the_event_of_its_day():
    one = series("visits_office", "health_station", "all")
    starts = pd.date_range("2022-06-01", "2026-10-01", freq="MS")
    segment = series_marks.segments(one, starts)
    marks = series_marks.marks(one, list(starts), segment)
    assert series_marks.reasons(one, segment) and len(marks.events) <= 2
    assert date(2023, 1, 1) not in {event.on for event in marks.events}
    own = {event.on for event in catalogue().events if "health_station" in event.services}
    assert {event.on for event in marks.events} <= own


def test_a_yearly_figure_has_the_events_of_its_themes():
    one = catalogue().indicators["psychological_distress_share"]
    starts = list(pd.date_range("2021-01-01", "2025-01-01", freq="YS"))
    marks = series_marks.marks(Series(one, CITY), starts, [0] * 5)
    assert [event.on for event in marks.events] == [date(2021, 10, 1), date(2025, 5, 1)]
    assert series_marks.marks(Series(one, CITY), starts[1:4], [0] * 3).events == ()
    other = replace(one, themes=("housing_and_livelihood",))
    assert series_marks.marks(Series(other, CITY), starts, [0] * 5).events == ()


def with_targets(*targets: tuple[float, date]) -> Series:
    named = tuple(Target(value, day, "Varha") for value, day in targets)
    return replace(
        series("started_within_limit", "health_station"),
        indicator=replace(catalogue().indicators["started_within_limit"], target=named),
    )


def test_targets_are_steps_from_their_days_and_the_one_in_force_is_the_latest():
    one = with_targets((90.0, date(2025, 1, 1)), (70.0, date(2022, 1, 1)), (80.0, date(2023, 6, 1)))
    steps = series_marks.targets(one, (date(2024, 1, 1), date(2025, 12, 31)))
    assert [(step.start, step.value) for step in steps] == [
        (date(2023, 6, 1), 80.0),
        (date(2025, 1, 1), 90.0),
    ]
    starts = np.array(["2021-12-01", "2022-01-01", "2024-12-01", "2025-01-01"], dtype="datetime64[D]")
    assert series_marks.in_force(one, starts).tolist()[1:] == [70.0, 80.0, 90.0]
    assert np.isnan(series_marks.in_force(one, starts)[0])
    assert figures.target_on(one.indicator, date(2024, 12, 31)).value == 80.0
    assert figures.target_on(one.indicator, date(2021, 12, 31)) is None
    assert series_marks.targets(series("started_within_limit", "health_station"), (date.min, date.max)) == ()


def test_a_changed_target_is_drawn_as_a_step():
    table = months(*STEADY)
    rows, _ = judged(table, series(*QUEUE))
    steps = (charts.Step(date(2023, 1, 1), 110.0), charts.Step(date(2025, 1, 1), 90.0))
    spec = charts.control(rows, charts.Style("persons", 0, "fi", "model"), "x", charts.Marks(target=steps))
    drawn = spec.data[spec.data["dash"].eq("target")]
    assert sorted(zip(drawn["y"], drawn["y2"], strict=True)) == [(90, 90), (110, 90), (110, 110)]


@pytest.mark.parametrize(
    ("word", "polarity", "state"),
    [
        (control_chart.MEETS, "higher_is_better", "better_higher"),
        (control_chart.MISSES, "higher_is_better", "worse_lower"),
        (control_chart.MEETS, "lower_is_better", "better_lower"),
        (control_chart.MISSES, "lower_is_better", "worse_higher"),
        (control_chart.HIT_AND_MISS, "lower_is_better", "similar"),
    ],
)
def test_the_symbol_of_a_target_shows_the_side_on_which_the_figure_lies(word, polarity, state):
    shown = replace(catalogue().indicators["waiting_total"], polarity=polarity)
    assert indicator_words.target_state(word, shown) == state


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([*STEADY, 150.0], "enemmän kuin tavallisesti"),
        ([*STEADY, 50.0], "vähemmän kuin tavallisesti"),
        (STEADY, "vaihtelee tavalliseen tapaan"),
        ([100.0] * 20, "ei vaihtele"),
        ([100.0], "ei voi arvioida"),
        ([np.nan] * 3, "ei voi näyttää"),
    ],
)
def test_the_title_is_the_finding_of_the_newest_month(values, said):
    one = series(*QUEUE)
    rows, chart = judged(months(*values), one)
    assert said in indicator_words.finding(one, rows, chart)
    assert "nan" not in indicator_words.reading(one, rows, chart)
    assert "nan" not in indicator_words.foot(one, rows.assign(segment=0), chart)


def test_few_months_are_said_to_have_trial_limits_and_thirteen_are_not():
    one = series(*QUEUE)
    for count, trial in ((12, True), (13, False)):
        rows, chart = judged(months(*STEADY[:count]), one)
        assert ("alustavia: lukuja on 12" in indicator_words.foot(one, rows, chart)) is trial


def test_the_foot_names_the_rule_of_the_squares():
    one = series(*QUEUE)
    rows, chart = judged(months(*STEADY, 150.0), one)
    assert "kuukausi rajojen ulkopuolella" in indicator_words.foot(one, rows, chart)
    rows, chart = judged(months(*STEADY), one)
    assert "Neliöiden" not in indicator_words.foot(one, rows, chart)


def yearly(cases: list[float], first: int = 2020) -> tuple[Series, pd.DataFrame]:
    one = Series(catalogue().indicators["loneliness_share"], ("major_district", "8"))
    starts = pd.to_datetime([f"{first + year}-01-01" for year in range(len(cases))])
    table = pd.DataFrame(
        {
            "indicator_id": one.indicator.id,
            "period_start": starts,
            "value": np.array(cases) / 10,
            "numerator": cases,
            "denominator": 1000.0,
            "status": "published",
        }
    )
    return one, table


def test_the_direction_of_years_is_the_trend_of_the_last_five():
    for cases, word in (
        ([100, 130, 160, 190, 220], "increasing"),
        ([220, 190, 160, 130, 100], "decreasing"),
        ([150, 151, 149, 150, 151], "no_change"),
        ([100, 130, 160, 190], trend.CANNOT),
        ([100, 130, np.nan, 190, 220], trend.CANNOT),
    ):
        one, table = yearly(cases)
        assert indicator_series.direction(one, table).state[0] == word
    assert indicator_series.direction_state("increasing", one.indicator) == "worse_higher"


def own_facts(folder: Path, rebase: str, patch: pytest.MonkeyPatch) -> None:
    """Our facts with one more rebase, in a folder of their own."""
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("store"))
    (folder / "events" / "own.toml").write_text(rebase, encoding="utf-8")
    patch.setenv("TILANNEKUVA_DATA_FOLDER", str(folder))
    settings_module.settings.cache_clear()
    catalogue.cache_clear()


REBASE = """
[[rebase]]
id = "new_question"
on = {day}
reason = {{ fi = "Kysymys muuttui", sv = "Frågan ändrades", en = "The question changed" }}
decided_by = {{ fi = "analyytikko", sv = "analytiker", en = "analyst" }}
indicators = ["loneliness_share"]
"""


@pytest.mark.parametrize(("day", "state"), [("2022-01-01", trend.CANNOT), ("2020-01-01", "increasing")])
def test_no_direction_is_calculated_over_a_new_way_of_measuring(day, state, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        own_facts(tmp_path / "data", REBASE.format(day=day), patch)
        one, table = yearly([100, 130, 160, 190, 220])
        assert indicator_series.direction(one, table).state[0] == state
        segment = series_marks.segments(one, table["period_start"])
        told = series_marks.told(one, segment, "indicator.broken")
        assert "Kysymys muuttui" in told and "analyytikko" in told
    settings_module.settings.cache_clear()
    catalogue.cache_clear()


def test_missing_years_are_said_but_not_where_every_other_year_is_measured():
    _, table = yearly([100, 130, np.nan, 190, 220])
    assert "2022" in indicator_series.gaps(table)
    _, biennial = yearly([100, np.nan, 120, np.nan, 140])
    assert indicator_series.gaps(biennial) == ""


def test_same_people_are_offered_once_and_every_offered_age_has_figures():
    assert indicator_months.ages("child_psychiatry") == ["under_23"]
    assert indicator_months.ages("adult_psychiatry") == ["under_23", "23_plus", "all"]
    assert "13_17" in indicator_months.ages("short_therapy")
    for age in indicator_months.ages("short_therapy"):
        assert indicator_months.months(series(*QUEUE, age))["value"].notna().any()


def test_services_are_those_that_have_the_figure():
    with_limit = indicator_months.services(catalogue().indicators["started_within_limit"])
    assert "short_therapy" in with_limit and "palmikko" not in with_limit


def test_districts_are_compared_by_share_but_a_count_has_no_benchmark():
    share = indicator_months.of_districts(series("started_within_limit", "short_therapy"))
    assert len(share) == 9 and share["benchmark"].nunique() == 1
    city = asking.service_counts(("started_within_limit",), CITY, choices.AGE_MEMBERS["under_23"])
    city = city[city["service_id"].eq("short_therapy")].sort_values("period_start")
    assert share["benchmark"].iloc[0] == pytest.approx(city["value"].iloc[-1])
    assert indicator_months.of_districts(series(*QUEUE))["benchmark"].isna().all()


LINK = {"indicator": "started_within_limit", "service": "health_station", "age": "23_plus"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_a_monthly_figure_opens_its_series_with_the_reason_of_its_rebase(language):
    app = opened("indicator", lang=language, **LINK)
    assert not app.exception and "fault" not in blocks(app)
    assert catalogue().services["health_station"].name[language] in heading(app)
    reason = series_marks.rebases(series("started_within_limit", "health_station", "23_plus"))[-1].reason
    assert reason[language] in words(blocks(app)["series_foot"])
    assert text.say("status.no_variation", language) in words(blocks(app)["reading"])


def test_another_service_area_and_age_is_another_view_and_the_address_keeps_it():
    link = {"indicator": "waiting_total", "service": "short_therapy", "area": "major_district-4"}
    app = opened("indicator", **link, age="13_17")
    assert {name: app.query_params[name] for name in link} == link and app.query_params["age"] == "13_17"
    title = words(blocks(app)["page_title"])
    assert all(said in title for said in ("Lyhytterapia", "Varissuo-Lauste", text.say("age.13_17", "fi")))


def test_a_late_month_is_told_beside_the_title():
    app = opened("indicator", indicator="waiting_total", service="youth_psychiatry")
    assert text.say("status.late", "fi") in words(blocks(app)["page_title"])
    assert "syyskuu 2026" in words(blocks(app)["page_title"])


def test_monthly_figures_are_offered_in_the_city_only():
    app = opened("indicator", scope="suomi", indicator="waiting_total")
    assert not app.exception
    assert app.query_params.get("indicator") != "waiting_total" and "rank_head" in blocks(app)


def test_the_chain_tells_the_same_rebase_as_the_indicator():
    app = opened("chain", service="health_station", age="23_plus")
    reason = series_marks.rebases(series("started_within_limit", "health_station", "23_plus"))[-1].reason
    assert reason["fi"] in words(blocks(app)["control_foot"])


def test_a_scan_starts_limits_anew_where_the_page_does():
    by_facts = rebased.by_facts(catalogue().rebases, choices.AGE_MEMBERS)
    ones = [series("started_within_limit", "health_station", age) for age in ("23_plus", "13_17", "all")]
    tables = [indicator_months.months(one) for one in ones]
    grid = shape.panel(pd.concat(tables), "M")
    for place, one in enumerate(ones):
        alone = series_marks.segments(one, tables[place]["period_start"])
        assert by_facts(grid)[place].tolist() == alone.tolist()
