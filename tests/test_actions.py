"""Actions: every fault at once, what the data answers, and that nobody's text is lost."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from filelock import FileLock
from store_case import forget_store, row, table

from lib import actions, publishing, query, store
from lib.actions import Action, Fault
from lib.catalogue import catalogue
from lib.errors import ActionChangedError, StoreError
from lib.sample import actions as sample
from lib.settings import ROOT

SAMPLES = ROOT / "data" / "sample"
TURKU = ("municipality", "853")
START, DUE, TODAY = date(2026, 1, 1), date(2026, 6, 30), date(2026, 11, 24)
GOOD = Action(
    "wait_median",
    *TURKU,
    service_id="health_station",
    what="Suora ajanvaraus",
    owner_kind="wellbeing_county",
    owner="Varha, terveysasemat",
    start_on=START,
    due_on=DUE,
    expected="decrease",
    author_role="analyst",
)
MONTHLY, YEARLY = (catalogue().indicators[name] for name in ("wait_median", "no_close_friend_share"))


def wrong(**changed: object) -> set[tuple[str, str]]:
    return {(one.field, one.what) for one in actions.faults(replace(GOOD, **changed), catalogue())}


def months(first: str, *values: float) -> pd.DataFrame:
    """One value a month from a month on."""
    starts = pd.date_range(first, periods=len(values), freq="MS")
    return table(
        *(
            {
                **row("wait_median", TURKU, value=value),
                "period_start": at,
                "period_end": at + pd.offsets.MonthEnd(0),
            }
            for at, value in zip(starts, values, strict=True)
        )
    )


def years(**counts: tuple[float, float]) -> pd.DataFrame:
    """Cases and denominator of each year, as y2024=(10, 100)."""
    made = (
        row(YEARLY.id, TURKU, int(year[1:]), value=100 * x / n, numerator=x, denominator=n)
        for year, (x, n) in counts.items()
    )
    return table(*made)


def answered(series: pd.DataFrame, indicator=MONTHLY, **changed: object) -> actions.Answer:
    return actions.answer(replace(GOOD, **changed), series, indicator, TODAY)


def saved(based_on: int = store.NEW_ACTION, **changed: object) -> int:
    return store.save_action(actions.stored(replace(GOOD, **changed)), based_on)


# What is wrong.


def test_a_whole_action_has_no_fault():
    assert wrong() == set()


def test_every_fault_is_told_at_once():
    found = wrong(
        indicator_id="dragons",
        area_code="99",
        service_id="circus",
        age_group="old",
        what=" ",
        owner="",
        owner_kind="",
        start_on=date(2026, 7, 1),
        themes=("magic",),
        areas=("moon-1",),
        expected="sideways",
        state="lost",
    )
    assert found == {
        ("indicator_id", "unknown"),
        ("area_code", "unknown"),
        ("service_id", "unknown"),
        ("age_group", "unknown"),
        ("what", "missing"),
        ("owner", "missing"),
        ("owner_kind", "missing"),
        ("due_on", "before_start"),
        ("themes", "unknown"),
        ("areas", "unknown"),
        ("expected", "unknown"),
        ("state", "unknown"),
        ("reason", "missing"),
    }


def test_an_action_needs_what_owner_and_both_days_and_an_acknowledgement_nothing():
    empty = {"what": "", "owner": "", "owner_kind": "", "start_on": None, "due_on": None}
    assert wrong(**empty) == {(name, "missing") for name in empty}
    assert wrong(**empty, kind="explained") == {("what", "missing")}
    assert wrong(**empty, kind="acknowledged") == set()


def test_a_day_may_be_the_first_and_the_last():
    assert wrong(due_on=START) == set()


def test_ending_and_cancelling_need_a_reason():
    assert wrong(state="ended") == wrong(state="cancelled") == {("reason", "missing")}
    assert wrong(state="cancelled", reason="Rahoitus loppui") == set()


def test_a_figure_of_a_service_needs_its_service():
    assert wrong(service_id="") == {("service_id", "missing")}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Matti Virtanen", "person_name"),
        ("osastonhoitaja Anna-Maija Mäki", "person_name"),
        ("yhteys etunimi.sukunimi@example.org", "e_mail"),
        ("soita 040 123 4567", "phone"),
        ("131052-308T", "identity_code"),
    ],
)
@pytest.mark.parametrize("field", ["what", "owner", "reason"])
def test_persons_are_refused_in_every_free_text(field, text, kind):
    assert (field, kind) in wrong(**{field: text})


@pytest.mark.parametrize(
    "owner",
    [
        "Varha, nuorten palvelut",
        "Turku, Maaria-Paattinen",
        "Turku Halinen",
        "Kaupunki, liikunta",
        "Sininauhaliitto ry",
        "Staden, ungdomstjänster",
        "TYKS Nuorisopsykiatria",
    ],
)
def test_roles_units_and_places_are_no_persons(owner):
    assert wrong(owner=owner) == set()


# What the data answers.

YEAR_BEFORE = (16, 15, 17, 16, 15, 16, 17, 15, 16, 15, 17, 16)


def test_before_the_due_day_an_action_is_under_way_and_on_it_too():
    for due in (TODAY, date(2027, 1, 31)):
        assert answered(months("2025-01", *YEAR_BEFORE, 9, 8, 9), due_on=due).state == "under_way"


def test_a_step_is_visible_with_its_difference_by_hand():
    found = answered(months("2025-01", 4, 6, 8, 10, *[float("nan")] * 8, 2, 3, 4))
    assert found.state == "change_visible"
    assert (found.change.difference, found.change.lower) == pytest.approx((-4, -7.898), abs=0.001)


def test_a_difference_that_chance_explains_is_no_change_yet():
    assert answered(months("2025-01", *YEAR_BEFORE, 16, 15, 17, 16)).state == "no_change_yet"


def test_only_the_twelve_months_before_the_start_count():
    near = months("2025-01", *YEAR_BEFORE, 9, 8, 9)
    far = months("2023-01", *[90.0] * 24, *YEAR_BEFORE, 9, 8, 9)
    assert answered(near).change == answered(far).change
    assert answered(far).change.points_before == 12


def test_the_month_in_whose_middle_it_started_belongs_to_neither_side():
    series = months("2025-01", *YEAR_BEFORE, 9, 8, 9, 8)
    found = answered(series, start_on=date(2026, 1, 15)).change
    # 2026-01 is left out, and the twelve months before the 15th begin with 2025-02.
    assert (found.points_before, found.points_after) == (11, 3)
    assert found.after == pytest.approx(25 / 3)


def test_after_the_due_day_without_data_an_open_action_is_late_and_an_ended_one_cannot_be_said():
    short = months("2025-01", *YEAR_BEFORE, 9, 8)
    for series in (short, table(), months("2025-01", *YEAR_BEFORE, *[float("nan")] * 9)):
        assert answered(series) == actions.Answer("overdue")
        assert answered(series, state="ended", reason="valmis") == actions.Answer("cannot_say")


def test_an_ended_action_answers_before_its_due_day():
    series = months("2025-01", *YEAR_BEFORE, 9, 8, 9)
    assert answered(series, state="ended", due_on=date(2027, 1, 1)).state == "change_visible"


def test_a_cancelled_action_and_a_bare_acknowledgement_answer_nothing():
    series = months("2025-01", *YEAR_BEFORE, 9, 8, 9)
    assert answered(series, state="cancelled") == actions.Answer("cancelled")
    assert answered(series, kind="acknowledged") == actions.Answer("acknowledged")


def test_a_yearly_share_is_the_year_before_against_the_newest_year_after_in_percentage_points():
    # Newcombe's published pair as yearly counts: 60 % and 80 %, 5.24 to 33.39 points.
    series = years(y2023=(1, 100), y2024=(48, 80), y2025=(70, 70), y2026=(56, 70))
    found = answered(series, YEARLY, start_on=date(2025, 1, 1))
    assert found.state == "change_visible"
    assert (found.change.before, found.change.after) == pytest.approx((60, 80))
    assert (found.change.lower, found.change.upper) == pytest.approx((5.24, 33.39), abs=0.005)


def test_the_year_in_which_it_started_is_neither_before_nor_after():
    series = years(y2024=(48, 80), y2025=(56, 70))
    assert answered(series, YEARLY, start_on=date(2025, 3, 1)).state == "overdue"


def test_yearly_figures_without_counts_cannot_be_said():
    bare = years(y2024=(48, 80), y2025=(56, 70)).assign(numerator=float("nan"))
    assert answered(bare, YEARLY, start_on=date(2025, 1, 1)).state == "overdue"
    assert (
        answered(bare, catalogue().indicators["median_income"], start_on=date(2025, 1, 1)).state == "overdue"
    )


def test_a_change_the_wrong_way_is_known_as_opposite():
    found = answered(months("2025-01", 2, 3, 4, 3, 2, 3, 4, 3, 2, 3, 4, 3, 8, 9, 10))
    assert found.state == "change_visible"
    assert actions.is_opposite(GOOD, found.change)
    assert not actions.is_opposite(replace(GOOD, expected="increase"), found.change)
    assert not actions.is_opposite(replace(GOOD, expected=""), found.change)


# The store.


def test_a_saved_action_comes_back_whole(store_folder):
    made = replace(GOOD, themes=("primary", "mental_health"), areas=("municipality-853", "major_district-4"))
    number = store.save_action(actions.stored(made), store.NEW_ACTION)
    (found,) = actions.of_table(query.actions())
    assert replace(found, saved_at=None) == replace(made, action_id=number, revision=1)
    assert abs((datetime.now(UTC) - found.saved_at).total_seconds()) < 60


def test_days_that_are_not_there_stay_away(store_folder):
    saved(kind="acknowledged", start_on=None, due_on=None)
    (found,) = actions.of_table(query.actions())
    assert (found.start_on, found.due_on) == (None, None)


def test_a_change_is_a_new_revision_and_the_old_one_stays(store_folder):
    number = saved()
    between = datetime.now(UTC)
    saved(1, action_id=number, due_on=date(2026, 12, 31), reason="Lisäaika")
    assert [one.due_on for one in actions.of_table(query.actions())] == [date(2026, 12, 31)]
    assert [one.due_on for one in actions.of_table(query.actions(between))] == [DUE]
    newest, oldest = actions.of_table(query.action_history(number))
    assert (newest.revision, oldest.revision) == (2, 1)
    assert actions.changed_fields(oldest, newest) == ("due_on",)


def test_saving_on_top_of_an_old_revision_is_refused_and_tells_the_newest(store_folder):
    number = saved()
    saved(1, action_id=number, what="Toisen teksti")
    with pytest.raises(ActionChangedError) as refused:
        saved(1, action_id=number, what="Oma teksti")
    assert refused.value.values == {"newest": 2}
    saved(2, action_id=number, what="Oma teksti")
    texts = [one.what for one in actions.of_table(query.action_history(number))]
    assert texts == ["Oma teksti", "Toisen teksti", GOOD.what]


def test_an_action_that_is_not_there_cannot_be_changed(store_folder):
    with pytest.raises(StoreError):
        saved(1, action_id=7)
    assert query.actions().empty


def test_many_threads_editing_one_action_at_once_lose_nothing(store_folder):
    number = saved(what="0")

    def edit(name: str) -> str:
        based_on = 1
        while True:
            try:
                saved(based_on, action_id=number, what=name)
                return name
            except ActionChangedError as changed:
                based_on = changed.values["newest"]

    writers = [f"writer {place}" for place in range(6)]
    with ThreadPoolExecutor(len(writers)) as pool:
        assert list(pool.map(edit, writers)) == writers
    history = actions.of_table(query.action_history(number))
    assert [one.revision for one in history] == list(range(7, 0, -1))
    assert sorted(one.what for one in history) == sorted(["0", *writers])


EDITOR = """
import sys
sys.path.insert(0, "tests")
from lib.errors import ActionChangedError
from test_actions import saved
sys.stdin.readline()
try:
    saved(1, action_id=int(sys.argv[1]), what=sys.argv[2])
    print("saved")
except ActionChangedError:
    print("refused")
"""


def test_of_two_processes_that_save_at_once_one_saves_and_the_other_is_told(store_folder):
    number = saved()
    command = [sys.executable, "-c", EDITOR, str(number)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    editors = [
        subprocess.Popen([*command, name], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, **pipes)
        for name in ("first", "second")
    ]
    for editor in editors:
        editor.stdin.write("\n")
        editor.stdin.flush()
    said = {
        name: editor.communicate()[0].strip()
        for name, editor in zip(("first", "second"), editors, strict=True)
    }
    assert sorted(said.values()) == ["refused", "saved"]
    winner = next(name for name, word in said.items() if word == "saved")
    assert [one.what for one in actions.of_table(query.action_history(number))] == [winner, GOOD.what]


def test_new_actions_made_at_once_have_numbers_of_their_own(store_folder):
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda _: saved(), range(4))) == [1, 2, 3, 4]


def test_saving_moves_the_number_of_actions_and_not_that_of_figures(store_folder):
    before = store.newest_action(), store.newest_event()
    number = saved()
    saved(1, action_id=number)
    assert (store.newest_action(), store.newest_event()) == (before[0] + 2, before[1])


def test_a_store_from_before_gets_the_table_at_its_next_start_and_then_waits_for_no_writer(store_folder):
    # Tables that came later than figures, the newest of them last.
    for name in ("action", "work_area"):
        store.cursor().execute(f"DROP TABLE lake.{name}")
    forget_store()
    assert query.actions().empty
    saved()
    forget_store()
    with FileLock(store_folder / "write.lock"):
        assert len(query.actions()) == 1


# Model actions.


def test_model_actions_are_sound_and_marked(store_folder):
    assert publishing.build_actions(SAMPLES) == len(sample.read_actions(SAMPLES))
    found = actions.of_table(query.actions())
    assert {one.origin for one in found} == {"model"}
    assert [fault for one in found for fault in actions.faults(one, catalogue())] == list[Fault]()


def test_model_actions_are_published_once_and_never_beside_others(store_folder):
    saved()
    assert publishing.build_actions(SAMPLES) == 0
    assert len(query.actions()) == 1


def test_a_model_action_speaks_the_readers_language_until_somebody_rewrites_it():
    one = sample.read_actions(SAMPLES)[0]
    assert [sample.in_language(one.what.fi, language) for language in ("fi", "sv", "en")] == [
        one.what.fi,
        one.what.sv,
        one.what.en,
    ]
    assert sample.in_language("Omin sanoin", "sv") == "Omin sanoin"
