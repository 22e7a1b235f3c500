import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

import lib.charts
from lib import charts, look, text
from lib.charts import scale
from lib.charts.text_room import width_of, wrap
from lib.facts import LANGUAGES
from lib.statistics.control_chart import xmr

STYLE = charts.Style("percent", 1, "fi", "real")
# Not a value any axis, size or colour could contain by chance.
SECRET = 4.8271
STATUSES = ["missing", "suppressed", "not_applicable", "not_yet_published"]


def months(values, start="2025-01", **columns):
    periods = pd.period_range(start, periods=len(values), freq="M")
    table = pd.DataFrame(
        {
            "series": "Turku",
            "part": "speaking",
            "status": "published",
            "value": values,
            "period_start": periods.start_time.strftime("%Y-%m-%d"),
            "period_end": periods.end_time.strftime("%Y-%m-%d"),
        }
    )
    return table.assign(**columns)


def areas(values, **columns):
    table = pd.DataFrame(
        {
            "series": [f"Alue {place}" for place in range(len(values))],
            "value": values,
            "status": "published",
            "period_start": "2024-01-01",
            "period_end": "2024-12-31",
        }
    )
    return table.assign(**columns)


def forecast(values, spread=2.0):
    limits = {
        f"{side}_{level}": [value + sign * spread * level / 50 for value in values]
        for level in (50, 80, 95)
        for side, sign in (("lower", -1), ("upper", 1))
    }
    return months(values, "2025-07", part="forecast", status="estimate", series="Ennuste", **limits)


def controlled(values, segment=0, polarity="lower_is_better"):
    return charts.control_table(months(values), xmr(np.array(values, float), segment), polarity)


def one_of_each(style=STYLE):
    ranked = areas([3.0, 9.0, 0.0], state=["better_lower", "worse_higher", "similar"], lower=1.0, upper=10.0)
    cities = areas([81.9, 84.1], lower=78.0, upper=86.0)
    fan = pd.concat([months([30, 31, 32, 33, 35, 38], part="observed"), forecast([37.0, 36.0, 34.0])])
    marks = charts.Marks(
        law=(charts.Step(None, 14.0), charts.Step(date(2025, 4, 1), 10.0)),
        target=(charts.Step(None, 8.0),),
        events=(charts.Dated(date(2025, 3, 1), "Laki muuttui"),),
        note=charts.Dated(date(2025, 5, 1), "Huippu"),
    )
    return {
        "trend": charts.trend(months([12.0, 13, np.nan, 16, 18, 17]), style, "Osuus kasvaa", marks),
        "control": charts.control(controlled([12, 13, 11, 12, 14, 12, 13, 11]), style, "Tavallista", marks),
        "ranking": charts.ranking(ranked, style, "Ero on suuri", charts.Benchmark("Turku", 6.0), "Alue 1"),
        "six_cities": charts.six_cities(cities, style, "Toinen", "Alue 0"),
        "bars": charts.bars(areas([21.7, 0.0], benchmark=[15.1, 3.0]), style, "Lapsia on enemmän", "Turku"),
        "fan": charts.fan(fan, style, "Jono purkautuu", marks),
    }


def rows(chart, kind):
    return chart.data[chart.data["kind"] == kind]


def spoken(chart, view="wide"):
    labels = rows(chart, "label")
    return labels[labels["view"].isin([view, "both"])]["text"].tolist()


@pytest.mark.parametrize("kind", ["trend", "control", "ranking", "six_cities", "bars", "fan"])
def test_every_chart_is_valid_vega_lite_and_carries_no_rows_of_its_own(kind):
    chart = one_of_each()[kind]
    alt.Chart.from_dict({**chart.spec, "data": {"values": []}})
    assert not re.search(r'"(values|name|url)": (\[\{|"empty")', json.dumps(chart.spec))
    assert chart.spec["width"] == "container" and chart.spec["height"] > 0


@pytest.mark.parametrize("mode", look.MODES)
@pytest.mark.parametrize("kind", ["trend", "control", "ranking", "six_cities", "bars", "fan"])
def test_every_chart_draws_its_words_without_a_browser(kind, mode):
    chart = one_of_each(replace(STYLE, mode=mode))[kind]
    picture = vl_convert.vegalite_to_svg(charts.with_data(chart))
    drawn = picture.replace("\u00a0", " ")
    for words in spoken(chart):
        assert words.split("\n")[0].replace("\u00a0", " ") in drawn
    assert look.colour("text", mode).lower() in picture.lower()


def test_each_language_has_its_own_words_and_marks():
    said = {language: one_of_each(replace(STYLE, language=language)) for language in LANGUAGES}
    laws = [next(words for words in spoken(said[one]["trend"]) if "10" in words) for one in LANGUAGES]
    assert laws == ["Laki: 10\u00a0%", "Lagen: 10\u00a0%", "Law: 10%"]
    assert "21,7\u00a0%" in spoken(said["sv"]["bars"]) and "21.7%" in spoken(said["en"]["bars"])


def test_the_drawn_points_are_the_values_of_the_table():
    values = [12.0, 13.5, 14.0, 16.2]
    chart = charts.trend(months(values), STYLE, "Osuus kasvaa")
    assert rows(chart, "line")["y"].tolist() == values
    assert np.diff(rows(chart, "line")["x"]).tolist() == [1, 1, 1]


def test_a_month_without_a_value_breaks_the_line():
    chart = charts.trend(months([12.0, 13, np.nan, 16, 18]), STYLE, "Osuus kasvaa")
    pieces = rows(chart, "line").groupby("piece", observed=True)["y"].apply(list).tolist()
    assert pieces == [[12, 13], [16, 18]]


def test_a_month_that_has_no_row_breaks_the_line_too():
    table = months([12.0, 13, 15, 16, 18]).drop(index=2)
    assert rows(charts.trend(table, STYLE, "Osuus kasvaa"), "line")["piece"].nunique() == 2


def test_a_lone_value_between_gaps_is_seen_as_a_dot():
    chart = charts.trend(months([12.0, 13, np.nan, 15, np.nan, 16, 17]), STYLE, "Osuus kasvaa")
    assert 15.0 in rows(chart, "point")["y"].tolist() and 15.0 not in rows(chart, "line")["y"].tolist()


def test_years_next_to_each_other_are_one_line():
    starts = [f"{year}-01-01" for year in (2019, 2020, 2021, 2023)]
    ends = [f"{year}-12-31" for year in (2019, 2020, 2021, 2023)]
    table = months([1.0, 2, 3, 4]).assign(period_start=starts, period_end=ends)
    pieces = rows(charts.trend(table, STYLE, "Kasvaa"), "line")["piece"].unique().tolist()
    assert len(pieces) == 1 and 4.0 in rows(charts.trend(table, STYLE, "Kasvaa"), "point")["y"].tolist()


def with_secret(status):
    limits = [f"{side}_{level}" for level in (50, 80, 95) for side in ("lower", "upper")]
    figures = ["value", "lower", "upper", "numerator", "denominator", *limits]
    return dict.fromkeys(figures, SECRET) | {"status": status}


def hide_second(table, status):
    spoilt = table.copy()
    for name, value in with_secret(status).items():
        if name in spoilt:
            spoilt[name] = [value if place == 1 else old for place, old in enumerate(spoilt[name])]
    return spoilt


@pytest.mark.parametrize("status", STATUSES)
def test_a_value_that_may_not_be_shown_is_nowhere_in_spec_data_or_sentence(status):
    month = hide_second(months([12.0, 13, 14, 15], lower=11.0, upper=16.0, denominator=90.0), status)
    area = areas([3.0, 9.0, 1.0], lower=1.0, upper=10.0, denominator=90.0, state="similar")
    area = hide_second(area, status)
    control = charts.control_table(month, xmr(np.array([12.0, np.nan, 14, 15])), "none")
    fan = pd.concat([month.assign(part="observed"), hide_second(forecast([15.0, 16.0, 17.0]), status)])
    drawn = [
        charts.trend(month, STYLE, "Havainto"),
        charts.control(control, STYLE, "Havainto"),
        charts.ranking(area, STYLE, "Havainto", charts.Benchmark("Turku", 6.0), "Alue 1"),
        charts.six_cities(area, STYLE, "Havainto", "Alue 1"),
        charts.bars(area, STYLE, "Havainto"),
        charts.fan(fan, STYLE, "Havainto"),
    ]
    for chart in drawn:
        written = json.dumps(charts.with_data(chart), ensure_ascii=False)
        assert not re.search(r"4[.,]8\d*", written), re.findall(r".{40}4[.,]8\d*", written)
        assert text.say(f"state.{status}", "fi") in written


def test_a_suppressed_value_does_not_decide_the_order_of_rows():
    table = areas([3.0, 99.0, 1.0], status=["published", "suppressed", "published"], state="")
    chart = charts.ranking(table, STYLE, "Havainto", charts.Benchmark("Turku", 2.0))
    assert rows(chart, "hover_row")["area"].tolist() == ["Alue 0", "Alue 2", "Alue 1"]


def test_suppressed_missing_not_applicable_and_late_have_four_different_marks():
    statuses = ["published", *STATUSES, "published"]
    chart = charts.trend(months([1.0, 9, 9, 9, 9, 2], status=statuses), STYLE, "Havainto")
    marks = rows(chart, "point")
    shapes = [look.symbol(name) for name in ("dashed_box", "hatch", "dash", "late")]
    assert set(shapes) <= set(marks["shape"]) and len(set(shapes)) == 4
    assert marks[marks["shape"].isin(shapes)]["y"].nunique() == 1


def test_zero_is_a_value_written_as_0():
    chart = charts.bars(areas([0.0, 5.0]), STYLE, "Havainto")
    assert "0\u00a0%" in spoken(chart)
    assert rows(chart, "box")["x2"].tolist() == [0.0, 5.0]
    assert not rows(chart, "point").shape[0]


def test_the_unit_stands_on_the_topmost_tick_only():
    axis = scale.value_axis([3.0, 38.0], STYLE)
    assert [words for _, words in axis.ticks] == ["0", "10", "20", "30", "40\u00a0%"]


def test_a_long_unit_stands_above_the_axis_instead():
    style = replace(STYLE, unit="per_1000")
    assert [words for _, words in scale.value_axis([3.0, 38.0], style).ticks][-1] == "40"
    assert "/ 1 000 as." in spoken(charts.trend(months([12.0, 13]), style, "Havainto"))


@given(st.lists(st.floats(-1e7, 1e7, allow_subnormal=False), min_size=1, max_size=20))
def test_an_axis_has_at_most_five_lines_and_holds_every_value(values):
    axis = scale.value_axis(values, replace(STYLE, unit="persons"))
    places = [place for place, _ in axis.ticks]
    slack = 1e-6 * axis.span
    assert 2 <= len(places) <= 5
    assert axis.low - slack <= min(values) and max(values) <= axis.high + slack


def test_a_share_never_has_an_axis_above_100_per_cent():
    assert scale.value_axis([93.0, 99.9], STYLE).high == 100


def test_months_are_written_at_every_sixth_and_the_last():
    table = months([1.0] * 24, "2024-11")
    starts, ends = (pd.to_datetime(table[name]).dt.date.tolist() for name in ("period_start", "period_end"))
    said = [words for _, words in scale.time_axis(starts, ends, STYLE).ticks]
    assert said == ["11/2024", "5/2025", "11/2025", "5/2026", "10/2026"]


boxes = st.lists(st.tuples(st.floats(-50, 350), st.floats(10, 45)), min_size=1, max_size=9)


@given(boxes)
def test_labels_pushed_apart_do_not_overlap_keep_their_order_and_stay_inside(given_boxes):
    wanted, heights = zip(*given_boxes, strict=True)
    low, high = -10.0, sum(heights) + 40.0
    centres = scale.push_apart(wanted, heights, low, high)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    edges = [(centres[place] - heights[place] / 2, centres[place] + heights[place] / 2) for place in order]
    assert all(below[1] <= above[0] + 1e-6 for below, above in zip(edges, edges[1:], strict=False))
    assert edges[0][0] >= low - 1e-6 and edges[-1][1] <= high + 1e-6


def test_labels_with_room_stay_where_they_belong():
    assert scale.push_apart([20.0, 100, 60], [16, 16, 16], 0, 300) == [20, 100, 60]


@pytest.mark.parametrize("view", ["wide", "narrow"])
def test_the_names_at_the_line_ends_do_not_touch(view):
    places = range(8)
    others = [months([10.0, 20 + at / 10], series=f"Runosmäki-Alue {at}", part="context") for at in places]
    table = pd.concat([months([10.0, 20.4]), *others])
    chart = charts.trend(table, STYLE, "Havainto")
    labels, grid = rows(chart, "label"), rows(chart, "grid")["y"]
    ends = labels[(labels["view"] == view) & (labels["x"] == labels["x"].max())]
    ends = ends.sort_values("y", ascending=False)
    pixels = (grid.max() - ends["y"]) / (grid.max() - grid.min()) * chart.spec["height"]
    lines = ends["text"].astype(str).str.count("\n")
    heights = 15 * lines + ends["size"]
    assert len(ends) >= 2 and (pixels.diff().dropna() >= (heights + heights.shift()).dropna() / 2 - 0.5).all()


def test_at_most_four_of_the_background_are_named():
    others = [months([10.0, 3.0 * place], series=f"Alue {place}", part="context") for place in range(8)]
    chart = charts.trend(pd.concat([months([10.0, 20]), *others]), STYLE, "Havainto")
    assert sum(words.startswith("Alue") for words in spoken(chart)) == 4


def test_a_line_that_ends_early_says_its_own_month():
    table = pd.concat([months([10.0, 11, np.nan]), months([5.0, 6, 7], series="Suomi", part="benchmark")])
    assert "Turku 11,0\u00a0% (2/2025)" in spoken(charts.trend(table, STYLE, "Havainto"))


def test_a_law_that_changes_is_a_step_and_differs_from_an_own_target():
    marks = charts.Marks(
        law=(charts.Step(None, 28.0), charts.Step(date(2025, 3, 1), 14.0)), target=(charts.Step(None, 7.0),)
    )
    rules = rows(charts.trend(months([20.0] * 6), STYLE, "Havainto", marks), "rule")
    law, target = rules[rules["dash"] == "law"], rules[rules["dash"] == "target"]
    assert sorted(zip(law["y"], law["y2"], strict=True)) == [(14, 14), (28, 14), (28, 28)]
    assert target["y"].tolist() == [7.0] and set(law["ink"]) != set(target["ink"])


def test_only_the_three_newest_events_are_drawn_each_on_its_own_line():
    events = tuple(charts.Dated(date(2025, month, 1), f"Tapahtuma {month}") for month in (1, 2, 3, 4, 12))
    labels = rows(charts.trend(months([20.0] * 6), STYLE, "Havainto", charts.Marks(events=events)), "label")
    shown = labels[(labels["view"] == "wide") & labels["text"].astype(str).str.startswith("Tapahtuma")]
    assert shown["text"].tolist() == ["Tapahtuma 2", "Tapahtuma 3", "Tapahtuma 4"]
    assert shown["dy"].nunique() == 3


def test_months_outside_usual_variation_are_squares_in_the_judged_colour():
    chart = charts.control(controlled([10, 16] * 8 + [40]), STYLE, "Havainto")
    squares = rows(chart, "point")[rows(chart, "point")["shape"] == "square"]
    assert squares["y"].tolist() == [40.0] and squares["fill"].tolist() == [look.colour("worse")]
    assert text.say("chart.usual_variation", "fi") in spoken(chart)


def test_a_flag_without_good_or_bad_is_hollow():
    chart = charts.control(controlled([10, 16] * 8 + [40], polarity="none"), STYLE, "Havainto")
    squares = rows(chart, "point")[rows(chart, "point")["shape"] == "square"]
    assert squares["fill"].tolist() == [look.colour("page")]
    assert squares["ink"].tolist() == [look.colour("neutral_higher")]


def test_the_band_is_as_wide_as_the_limits_and_an_outline_while_they_are_on_trial():
    settled, trial = controlled([10, 11] * 8), controlled([10, 11] * 4)
    band = rows(charts.control(settled, STYLE, "Havainto"), "band")
    assert band["y2"].tolist() == settled["upper"].tolist()
    chart = charts.control(trial, STYLE, "Havainto")
    assert rows(chart, "band").empty and text.say("chart.trial_limits", "fi") in spoken(chart)


def test_limits_that_start_anew_leave_a_gap_in_the_band_and_say_why():
    table = controlled([10, 11] * 8 + [20, 21] * 8, [0] * 16 + [1] * 16)
    chart = charts.control(table, STYLE, "Havainto", reasons=("Uusi ajanvaraus",))
    spans = rows(chart, "band").groupby("piece", observed=True)["x"].agg(["min", "max"]).sort_values("min")
    assert spans["min"].iloc[1] - spans["max"].iloc[0] == 1
    assert "Uusi ajanvaraus" in spoken(chart)


def test_usual_variation_of_a_figure_that_is_never_negative_ends_at_zero():
    chart = charts.control(controlled([0, 5, 0, 6, 1, 5] * 3), STYLE, "Havainto")
    assert rows(chart, "band")["y"].min() == 0


def test_a_fan_starts_from_the_last_observation_and_says_its_range_of_80_per_cent():
    chart = one_of_each()["fan"]
    starts = rows(chart, "band").groupby("piece", observed=True).first()
    assert (starts["y"] == 38).all() and (starts["y2"] == 38).all()
    assert "Ennuste\n34,0\u00a0% (30,8–37,2\u00a0%)" in spoken(chart)


def test_the_dot_of_an_area_without_a_difference_is_hollow():
    table = areas([7.0, 9.0], state=["similar", "worse_higher"], lower=5.0, upper=10.0)
    points = rows(charts.ranking(table, STYLE, "Havainto", charts.Benchmark("Turku", 6.0)), "point")
    dots = points[points["dx"] == 0].set_index("y")["fill"]
    assert dots.loc[0.5] == look.colour("worse") and dots.loc[1.5] == look.colour("page")


def test_the_ranking_grows_with_its_rows():
    turku = charts.Benchmark("Turku", 1.0)
    five, ten = (charts.ranking(areas([1.0] * count), STYLE, "Havainto", turku) for count in (5, 10))
    assert ten.spec["height"] == 2 * five.spec["height"]


def test_bars_refuse_what_is_not_a_part_of_a_whole():
    with pytest.raises(ValueError, match="below zero"):
        charts.bars(areas([1.0, -1.0]), STYLE, "Havainto")


@pytest.mark.parametrize(
    "draw",
    [
        lambda empty: charts.trend(empty, STYLE, "Havainto"),
        lambda empty: charts.ranking(empty, STYLE, "Havainto", charts.Benchmark("Turku", 1.0)),
        lambda empty: charts.bars(empty, STYLE, "Havainto"),
    ],
)
def test_an_empty_table_is_refused_so_that_the_page_shows_its_empty_state(draw):
    with pytest.raises(ValueError, match="at least one row"):
        draw(months([1.0]).head(0))


def test_the_sentence_says_the_finding_the_range_and_that_figures_are_model_data():
    said = charts.trend(months([12.0, 18, 17]), replace(STYLE, origin="model"), "Osuus kasvaa").alt
    assert said.replace("\u00a0", " ") == (
        "Osuus kasvaa. Tammikuu 2025: 12,0 %, maaliskuu 2025: 17,0 %. Pienin 12,0 %, suurin 18,0 %. "
        "Luvut ovat mallidataa."
    )


def test_the_pointer_finds_the_words_of_the_row():
    chart = charts.trend(months([12.0], lower=10.2, upper=16.6, denominator=1412.0), STYLE, "Havainto")
    found = rows(chart, "hover").iloc[0]
    told = [found[name].replace("\u00a0", " ") for name in ("area", "period", "value", "interval", "n")]
    assert told == ["Turku", "tammikuu 2025", "12,0 %", "10,2–16,6 %", "1 412"]


def test_equal_axes_share_one_built_spec_that_a_page_cannot_spoil():
    first = charts.bars(areas([1.0, 2.0]), STYLE, "Havainto")
    first.spec["layer"].clear()
    assert charts.bars(areas([1.0, 2.0]), STYLE, "Toinen").spec["layer"]


def test_no_colour_is_chosen_outside_the_tokens():
    sources = Path(lib.charts.__file__).parent.glob("*.py")
    assert [path.name for path in sources if re.search(r"#[0-9A-Fa-f]{3,8}\b|rgb\(", path.read_text())] == []


def test_words_wrap_after_hyphens_and_keep_values_whole():
    assert wrap("Runosmäki-Raunistula 7,6\u00a0%", 13) == "Runosmäki-\nRaunistula\n7,6\u00a0%"
    assert width_of("7,6") < width_of("7,66")


def test_a_chart_of_nothing_but_zeros_has_an_axis_from_zero_to_one():
    lines = rows(charts.trend(months([0.0] * 6), STYLE, "Havainto"), "grid")["y"]
    assert (lines.min(), lines.max()) == (0.0, 1.0)


def test_long_words_of_an_event_are_broken_on_a_narrow_chart_and_never_wider_than_it():
    words = "Terapiatakuu: alle 23-vuotiaan terapia alkaa 28 vuorokaudessa"
    marks = charts.Marks(events=(charts.Dated(date(2025, 3, 1), words),))
    labels = rows(charts.trend(months([20.0] * 6), STYLE, "Havainto", marks), "label")
    told = labels[labels["reach"] > 0].set_index("view")
    assert told.loc["wide", "text"] == words
    assert told.loc["narrow", "text"].replace("\n", " ") == words and "\n" in told.loc["narrow", "text"]
    assert told.loc["narrow", "reach"] <= 312 and told.loc["wide", "reach"] <= 420
