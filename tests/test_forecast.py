"""A queue run onwards: right answers worked out by hand, properties, and fans that hold on unseen queues."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import care
from lib.catalogue import catalogue
from lib.errors import StatisticsError
from lib.forecast import backtest, course, fan, queue, simulation
from lib.forecast.course import Course
from lib.forecast.simulation import TODAYS_COURSE, Plan, Start

RULES = replace(catalogue().forecast_rules, runs=400)
FIRST_DAYS = tuple(care.CLASSES.values())
END = pd.Timestamp("2026-10-31")


def steady(come: float = 100, start: float = 80, response: float = 0.0, usual: float = 0.0) -> Course:
    """No season, no chance but Poisson, no wander."""
    return Course(
        np.array([come, start]), 1e6, np.ones((2, 12)), np.ones((24, 2)), np.zeros(2), 0.0, response, usual
    )


def of(people: float) -> np.ndarray:
    waiting = np.zeros(27)
    waiting[0] = people
    return waiting


def history(months: int, seed: int, growth: float = 0.0) -> pd.DataFrame:
    """Months of a queue made here by other means than the program's: day by day, in turn, whole people."""
    draw = np.random.default_rng(seed)
    days = pd.date_range("2021-01-01", periods=months, freq="MS")
    ages, rows = np.zeros(0), []
    for place, first in enumerate(days):
        season = 1 + 0.15 * np.sin(2 * np.pi * first.month / 12)
        came = started = 0
        for _ in range(first.days_in_month):
            arriving = draw.poisson(4 * season * (1 + growth * place))
            room = draw.poisson(max(4 * season + 0.01 * (len(ages) - 120), 0))
            ages = np.sort(np.concatenate([ages + 1, np.zeros(arriving)]))
            taken = min(room, len(ages))
            ages = ages[: len(ages) - taken]
            came, started = came + arriving, started + taken
        inside = np.histogram(ages, [0, 15, 29, 91, 181, np.inf])[0]
        rows.append([first, came, started, len(ages), np.nan, *inside])
    return pd.DataFrame(rows, columns=["period_start", *queue.FLOWS, "wait", *care.CLASSES])


def start_of(months: pd.DataFrame) -> Start:
    now = queue.replayed(months.tail(25), FIRST_DAYS)
    day = months["period_start"].iloc[-1] + pd.offsets.MonthEnd(0)
    return Start(course.read(months, RULES), now.people, now.in_turn, now.wait_factor, day)


def test_those_who_waited_longest_start_first_when_starts_go_in_turn():
    waiting = np.array([[3.0], [2.0], [1.0]])
    assert simulation.serve(waiting, np.array([2.0]), 1.0).ravel().tolist() == [0, 1, 1]


def test_everybody_starts_alike_when_starts_do_not_go_in_turn():
    waiting = np.array([[3.0], [2.0], [1.0]])
    assert simulation.serve(waiting, np.array([2.0]), 0.0).ravel() == pytest.approx([1, 2 / 3, 1 / 3])


@given(
    st.lists(st.floats(0, 500), min_size=2, max_size=27),
    st.floats(0, 1000),
    st.floats(0, 1),
)
def test_nobody_is_taken_who_does_not_wait(waiting, room, in_turn):
    people = np.array(waiting)[:, None]
    taken = simulation.serve(people, np.array([room]), in_turn)
    assert (taken <= people + 1e-9).all() and (taken >= 0).all()
    assert taken.sum() == pytest.approx(min(room, people.sum()), abs=1e-6)


def test_a_week_later_all_are_a_week_older_and_the_last_week_holds_the_rest():
    now = np.array([[5.0], [4.0], [3.0]])
    assert simulation.older(now, np.array([7.0])).ravel().tolist() == [7, 5, 7]


def test_the_limit_cuts_the_week_it_falls_in():
    weights = simulation.over_weights(28)
    assert weights[:4].tolist() == [0, 0, 0, 0] and (weights[4:] == 1).all()
    # Week 12 is days 84 to 91: a seventh of it is over 90 days.
    assert simulation.over_weights(90)[11:14] == pytest.approx([0, 1 / 7, 1])


def test_the_middle_wait_lies_where_half_have_started():
    taken = np.zeros((27, 2))
    taken[0, 0], taken[1, 0] = 10, 10
    assert simulation.middle_wait(taken)[0] == pytest.approx(7)
    assert np.isnan(simulation.middle_wait(taken)[1])
    taken[:, 0] = 0
    taken[3, 0] = 8
    assert simulation.middle_wait(taken)[0] == pytest.approx(24.5)


def test_a_queue_grows_by_those_who_come_less_those_who_start():
    runs = simulation.runs(Start(steady(), of(200), 0.5, 1.0, END), TODAYS_COURSE, 28, RULES)
    # The end of October 2027 is 52 weeks on: 200 + (100 - 80) a month.
    grown = 200 + 20 * 52 / simulation.WEEKS_IN_MONTH
    spread = np.sqrt(100 * 52 / simulation.WEEKS_IN_MONTH / RULES.runs)
    assert runs.months[11] == pd.Timestamp("2027-10-01")
    assert runs.waiting[11].mean() == pytest.approx(grown, abs=4 * spread)


def test_a_push_on_the_queue_takes_in_as_many_as_it_says():
    begin = Start(steady(), of(500), 0.5, 1.0, END)
    usual = simulation.runs(begin, TODAYS_COURSE, 28, RULES).waiting
    pushed = simulation.runs(begin, Plan(extra_starts=30, extra_months=6), 28, RULES).waiting
    # November to April end 26 weeks on; the same chance in both.
    assert (usual - pushed)[11] == pytest.approx(30 * 26 / simulation.WEEKS_IN_MONTH, rel=0.01)


def test_a_service_that_answers_its_queue_comes_back_to_the_usual_one():
    course_now = steady(100, 100, response=0.5, usual=150)
    runs = simulation.runs(Start(course_now, of(400), 0.5, 1.0, END), TODAYS_COURSE, 28, RULES)
    assert np.median(runs.waiting[11]) == pytest.approx(150, abs=15)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.5, 1.0), st.floats(1.0, 2.0), st.floats(0, 100))
def test_more_hands_never_make_a_longer_queue_and_more_people_never_a_shorter(fewer, more, extra):
    begin = Start(steady(100, 95, 0.1, 100), of(150), 0.3, 1.0, END)
    few = replace(RULES, runs=50, weeks=40)
    low, usual, high = (
        simulation.runs(begin, plan, 28, few).waiting
        for plan in (
            Plan(arrivals=fewer, capacity=more, extra_starts=extra, extra_months=3),
            TODAYS_COURSE,
            Plan(arrivals=more, capacity=fewer),
        )
    )
    assert (low <= usual + 1e-3).all() and (usual <= high + 1e-3).all()


def test_quantiles_of_a_hundred_and_one_runs():
    values = np.arange(101.0)[None, :]
    told = fan.quantiles(values, pd.DatetimeIndex(["2026-11-01"])).iloc[0]
    assert (told["value"], told["lower_80"], told["upper_80"], told["lower_50"]) == (50, 10, 90, 25)
    assert told["period_end"] == pd.Timestamp("2026-11-30")


def test_a_limit_is_kept_from_the_first_of_three_months_in_a_row():
    months = pd.date_range("2026-11-01", periods=5, freq="MS")
    shares = np.array(
        [[0.2, 0.05, 0.2], [0.05, 0.2, 0.2], [0.05, 0.05, 0.2], [0.05, 0.05, 0.2], [0.2, 0.05, 0.05]]
    )
    kept = fan.kept_from(shares, months, 0.10)
    assert kept.share == pytest.approx(2 / 3)
    assert kept.at_end == pytest.approx(2 / 3)
    # December in one run, January in another, never in the third.
    assert (kept.earliest, kept.month) == (pd.Timestamp("2026-12-01"), pd.Timestamp("2027-01-01"))
    assert pd.isna(kept.latest)


def test_the_course_of_even_months_is_those_months():
    months = pd.date_range("2023-01-01", periods=36, freq="MS")
    table = pd.DataFrame({"period_start": months, "arrivals": 100.0, "starts": 90.0, "waiting": 50.0})
    read = course.read(table, RULES)
    assert read.levels == pytest.approx([100, 90])
    assert read.seasons == pytest.approx(1)
    assert read.wander == pytest.approx(0)
    assert (read.response, read.usual_queue) == (0, pytest.approx(50))


def test_a_planted_season_is_found():
    months = pd.date_range("2023-01-01", periods=36, freq="MS")
    july = np.where(months.month == 7, 60.0, 100.0)
    table = pd.DataFrame({"period_start": months, "arrivals": july, "starts": july, "waiting": 50.0})
    found = course.read(table, RULES).seasons[0]
    # Drawn towards none by one year in four: between a full dip of 40 % and three quarters of it.
    assert 0.6 < found[6] < 0.75
    assert np.delete(found, 6) == pytest.approx(1, abs=0.06)


def test_a_planted_answer_to_the_queue_is_found():
    draw = np.random.default_rng(7)
    arrivals, waiting, rows = draw.poisson(100, 36), 100.0, []
    for place, month in enumerate(pd.date_range("2023-01-01", periods=36, freq="MS")):
        starts = 100 + 0.4 * (waiting - 100) + draw.normal(0, 3)
        waiting += arrivals[place] - starts
        rows.append((month, arrivals[place], starts, waiting))
    table = pd.DataFrame(rows, columns=["period_start", *queue.FLOWS])
    assert course.read(table, RULES).response == pytest.approx(0.4, abs=0.15)


@pytest.mark.parametrize("broken", ["few", "unknown"])
def test_a_course_that_cannot_be_told_is_a_named_error(broken):
    table = history(30, 1)
    table = table.head(12) if broken == "few" else table.assign(starts=np.nan)
    with pytest.raises(StatisticsError, match="24 known months"):
        course.read(table, RULES)


def test_the_replay_finds_that_starts_went_in_turn_and_keeps_the_classes():
    table = history(40, 3)
    now = queue.replayed(table.tail(25), FIRST_DAYS)
    assert now.in_turn >= 0.8
    borders = [0, 2, 4, 13, 26, 27]
    for name, low, high in zip(care.CLASSES, borders, borders[1:], strict=False):
        assert now.people[low:high].sum() == pytest.approx(table[name].iloc[-1], abs=0.01)


def test_hidden_classes_share_what_the_total_leaves():
    table = history(40, 3)
    table.loc[table.index[-1], ["waiting_29_90", "waiting_91_180"]] = np.nan
    now = queue.replayed(table.tail(25), FIRST_DAYS)
    assert now.people.sum() == pytest.approx(table["waiting"].iloc[-1], abs=0.01)


def test_waits_are_told_at_the_level_they_were_seen():
    table = history(40, 5)
    plain = queue.replayed(table.tail(25), FIRST_DAYS)
    assert plain.wait_factor == 1
    waits = table.assign(wait=30.0)
    once, twice = (
        queue.replayed(waits.assign(wait=30.0 * by).tail(25), FIRST_DAYS).wait_factor for by in (1, 2)
    )
    assert twice == pytest.approx(2 * once)


def test_past_forecasts_know_only_what_was_known_then():
    table = history(60, 11)
    changed = table.copy()
    changed.loc[changed.index[50:], list(queue.FLOWS)] *= 3
    rules = replace(RULES, backtest_runs=100)
    before, after = (backtest.tried(one, start_of, rules) for one in (table, changed))
    told = ["made", "period_start", "value", "lower_80", "upper_80"]
    early = before["made"] < table["period_start"].iloc[50]
    pd.testing.assert_frame_equal(before.loc[early, told], after.loc[early, told])
    gap = (before["period_start"] - before["made"]).dt.days
    assert gap.between(180, 185).all()


def test_fans_of_eighty_per_cent_hold_on_queues_made_by_other_means():
    rules = replace(RULES, backtest_runs=200, backtest_months=30)
    tried = pd.concat([backtest.tried(history(66, seed), start_of, rules) for seed in range(12)])
    assert len(tried) > 300
    assert 0.68 <= tried["held"].mean() <= 0.92
