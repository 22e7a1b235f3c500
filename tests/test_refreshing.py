"""From a source to a new version: what came, what stays, and one line for each attempt."""

import json
import shutil

import pandas as pd
import pytest
from source_case import World, addresses, quick, serving, with_feed
from store_case import use_store

from lib import __main__ as command
from lib import attempts, fetch_words, publishing, query, refreshing, store, text
from lib import settings as settings_module
from lib.catalogue import catalogue
from lib.sources import web as web_module

SOURCE = "sotkanet"
NAMES = ("low_income_rate", "gini_coefficient")


@pytest.fixture
def world(store_folder, monkeypatch):
    with serving(World()) as world:
        monkeypatch.setenv("TILANNEKUVA_SOURCE_ADDRESSES", json.dumps(addresses(world)))
        settings_module.settings.cache_clear()
        yield world


def small(since=2023):
    """Sotkanet with two of its indicators."""
    series = catalogue().sources[SOURCE].feed.series
    return with_feed(SOURCE, series=tuple(one for one in series if one.indicator in NAMES), since=since)


def refreshed(keep="store", source=None):
    return refreshing.refresh(source or small(), catalogue(), quick(), keep)


def keys(attempt):
    return [key for key, _ in attempt.sentences]


def test_new_figures_become_a_version_whose_reason_names_source_and_day(world):
    attempt = refreshed()
    assert (attempt.result, attempt.first_year, attempt.last_year) == ("came", 2023, 2024)
    # Two years of 308 municipalities for both, a county level of 23 and the country for one.
    assert attempt.added == 2 * (2 * 308 + 23 + 1)
    row = query.history(SOURCE).iloc[0]
    assert row["version_id"] == attempt.version and row["author_role"] == "source"
    assert text.knows(f"datasets.role.{row['author_role']}")
    assert row["reason"].startswith("haettu lähteestä Tilasto- ja indikaattoripankki Sotkanet ")


def test_the_published_figures_are_those_of_the_source(world):
    refreshed()
    rows = publishing.current_rows(SOURCE)
    turku = rows[rows["area_code"].eq("853") & rows["indicator_id"].eq("low_income_rate")]
    assert turku["value"].tolist() == [10.0, 10.0] and turku["numerator"].tolist() == [3890.0, 3890.0]
    assert rows[rows["area_code"].eq("005")]["status"].unique().tolist() == ["missing"]


def test_the_same_figures_again_make_no_version(world):
    first, again = refreshed(), refreshed()
    assert again.result == "same" and again.version == 0
    assert query.heads()[SOURCE] == first.version and len(query.history(SOURCE)) == 1


def test_a_changed_figure_is_counted_and_the_others_stay(world):
    refreshed()
    world.values["3126"] = [
        {"region": region, "year": 2024, "gender": "total", "value": 30.5} for region in (389, 12, 46)
    ]
    attempt = refreshed()
    assert (attempt.added, attempt.changed) == (0, 3)


def test_looking_stores_nothing_and_logs_nothing(world):
    attempt = refreshed(keep="nothing")
    assert attempt.result == "came" and attempt.version == 0 and attempt.added > 0
    assert query.heads() == {} and attempts.known() == {}


@pytest.mark.parametrize(
    ("mood", "key"),
    [
        ((404, {}, b""), "fetch.why.refused"),
        ((200, {}, b"<html>huolto</html>"), "fetch.why.web_page"),
        ((302, {"Location": "http://elsewhere.invalid/"}, b""), "fetch.why.redirected"),
    ],
)
def test_when_a_source_fails_the_stored_version_stays_and_its_age_is_told(world, mood, key):
    first = refreshed()
    world.moods = [mood]
    attempt = refreshed()
    assert attempt.result == "failed" and keys(attempt) == [key]
    assert query.heads()[SOURCE] == first.version
    for language in ("fi", "sv", "en"):
        told = fetch_words.whole(attempt, small(), catalogue(), language)
        assert str(first.version) in told and "{" not in told


def test_a_failure_in_the_middle_publishes_nothing(world):
    # The regions, then title and values of the first indicator, then nothing any more.
    world.moods = ["", "", "", (404, {}, b"")]
    assert refreshed().result == "failed" and query.heads() == {}


def test_an_indicator_under_another_title_keeps_its_stored_figures(world):
    first = refreshed()
    world.titles["3126"] = "Gini-kerroin, tuotannontekijätulot"
    world.values["3126"] = [{"region": 389, "year": 2024, "gender": "total", "value": 99}]
    attempt = refreshed()
    assert attempt.result == "partly" and attempt.version == 0
    assert query.heads()[SOURCE] == first.version
    assert "tuotannontekijätulot" in fetch_words.reasons(attempt, catalogue(), "fi")[0]


def test_an_empty_answer_changes_nothing(world):
    first = refreshed()
    world.values = {"3126": [], "3099": []}
    attempt = refreshed()
    assert attempt.result == "failed" and keys(attempt)[:1] == ["fetch.note.empty"]
    assert query.heads()[SOURCE] == first.version


def test_a_whole_answer_of_too_few_areas_is_not_published(world):
    refreshed()
    world.values["3126"] = [{"region": 389, "year": 2024, "gender": "total", "value": 31}]
    attempt = refreshed()
    assert keys(attempt)[0] == "fetch.note.few_areas" and attempt.version == 0


def test_figures_that_the_checks_refuse_are_not_published(world):
    world.values["3099"] = [{"region": 389, "year": 2024, "gender": "total", "value": 140, "absValue": 5}]
    attempt = refreshed()
    assert attempt.result == "failed" and keys(attempt) == ["fetch.why.checks"]
    assert query.heads() == {}


def test_a_second_fetch_at_the_same_time_waits_for_nobody(world):
    with refreshing._alone("store"):
        attempt = refreshed()
    assert keys(attempt) == ["fetch.why.running"]


def test_the_log_knows_the_newest_attempt_and_the_newest_answer(world):
    came = refreshed()
    world.moods = [(404, {}, b"")]
    failed = refreshed()
    known = attempts.known()[SOURCE]
    assert known.newest == failed and known.answered == came


def test_an_unfinished_line_of_the_log_is_passed_over(world):
    came = refreshed()
    with attempts._path().open("a") as log:
        log.write('{"source": "sotkanet", "at": "20')
    assert attempts.known()[SOURCE].newest == came


def test_the_embedded_figures_and_a_fetch_of_the_same_agree(built, tmp_path, monkeypatch, world):
    """Sotkanet answering what is embedded, denominators included, has nothing new but published sums."""
    use_store(shutil.copytree(built, tmp_path / "copy"), monkeypatch)
    rows = publishing.current_rows(SOURCE)
    ours = rows[rows["area_level"].eq("municipality") & rows["value"].notna()]
    world.regions = [
        {"id": int(code), "code": code, "category": "KUNTA"} for code in sorted(set(ours["area_code"]))
    ]
    for series in catalogue().sources[SOURCE].feed.series:
        part = ours[ours["indicator_id"].eq(series.indicator)]
        world.values[series.id] = [_published(one) for one in part.itertuples()]
    attempt = refreshed(source=with_feed(SOURCE, since=2019))
    assert attempt.result == "same"


def _published(one):
    count = {} if pd.isna(one.numerator) else {"absValue": one.numerator}
    return {"region": int(one.area_code), "year": 2019, "gender": "total", "value": one.value, **count}


def test_paavo_comes_with_estimates_of_the_districts(world):
    world.cells = lambda area, year, figure: 60.0 if figure == "he_naiset" else 100.0
    source = with_feed("paavo", indicators=("residents", "women_share"), since=2023)
    attempt = refreshed(source=source)
    assert attempt.result == "came"
    rows = publishing.current_rows("paavo")
    districts = rows[rows["area_level"].eq("major_district")]
    assert set(districts["status"]) == {"estimate"}
    assert districts[districts["indicator_id"].eq("women_share")]["value"].round(9).eq(60).all()


def test_the_command_tells_one_line_a_source_and_ends_with_one_when_any_failed(world, capsys, monkeypatch):
    monkeypatch.setattr(web_module.time, "sleep", lambda _: None)
    assert command.main(["refresh", "municipality_population"]) == 0
    assert command.main(["--language", "sv", "refresh", "municipality_population", "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and lines[0].startswith("municipality_population: New figures came: 996")
    assert lines[1].startswith("municipality_population: Källan har inget nytt.")
    world.moods = [(404, {}, b"")]
    assert command.main(["refresh", "municipality_population"]) == 1
    assert command.main(["refresh", "nobody"]) == 2


def test_every_sentence_of_a_cause_exists_in_three_languages():
    causes = "unreachable slow half broken busy refused huge redirected web_page other_shape other_title"
    for cause in (*causes.split(), "other_dimensions", "unknown_dimension", "empty", "endless", "running"):
        fault = web_module.told(
            cause,
            "http://host/",
            status=1,
            limit_mb=1,
            to="b",
            title="t",
            expected="e",
            lacking="l",
            dimension="d",
        )
        assert all(refreshing.say(fault.key, language, **fault.values) for language in ("fi", "sv", "en"))


def test_store_is_not_written_by_a_dry_run_of_the_command(world):
    before = store.newest_event()
    assert command.main(["refresh", "municipality_population", "--dry-run"]) == 0
    assert store.newest_event() == before
