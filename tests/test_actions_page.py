"""The page of actions: list, filters, form with every fault, history, and two people at one action."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import page_case
import pytest
import streamlit as st
from page_case import sound, words
from store_case import use_store
from streamlit.testing.v1 import AppTest

from lib import actions, publishing, query, store
from lib.settings import ROOT

PAGE = "toimenpiteet"
SAMPLES = ROOT / "data" / "sample"
TODAY = "2026-11-24"
DIRECT_BOOKING, GROUP_RECEPTION, SPORTS = 3, 5, 4


@pytest.fixture
def page_store(own_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every embedded figure and the model actions as they are at first, on a fixed day."""
    monkeypatch.setenv("TILANNEKUVA_TODAY", TODAY)
    use_store(own_store, monkeypatch)
    store.cursor().execute("DELETE FROM lake.action")
    assert publishing.build_actions(SAMPLES) == 6
    st.cache_data.clear()
    yield own_store
    monkeypatch.undo()
    st.cache_data.clear()


def opened(**address: str) -> AppTest:
    return page_case.opened("actions", **address)


def shown(app: AppTest, name: str = "") -> str:
    found = sound(app)
    return words(found[name] if name else " ".join(found.values()))


def field(app: AppTest, kind: str, name: str, number: int = 0):
    """The widget of a field of the form, whatever the round of its key."""
    wanted = re.compile(rf"action_{name}_{number}_\d+")
    return next(one for one in app.get(kind) if one.key and wanted.fullmatch(one.key))


def written(app: AppTest, name: str, value: str, number: int = 0) -> AppTest:
    return field(app, "text_input", name, number).set_value(value).run()


def head(number: int) -> actions.Action:
    return next(one for one in actions.of_table(query.actions()) if one.action_id == number)


def by_another(number: int, **changed: object) -> None:
    """Somebody else saves the same action in the meantime."""
    one = head(number)
    store.save_action(actions.stored(replace(one, author_role="manager", **changed)), one.revision)


@pytest.mark.parametrize(
    ("language", "title", "states"),
    [
        ("fi", "Toimenpiteet: 1 viidestä myöhässä", ("Myöhässä", "Muutos näkyy", "Ei vielä muutosta")),
        ("sv", "Åtgärder: 1 av fem är försenad", ("Försenad", "Förändring syns", "Ingen förändring ännu")),
        ("en", "Actions: 1 of five is overdue", ("Overdue", "Change visible", "No change yet")),
    ],
)
def test_the_list_says_in_three_languages_how_it_stands(page_store, language, title, states):
    app = opened(lang=language)
    assert title in shown(app, "page_title")
    for state in states:
        assert f"{state} 1" in shown(app, "action_tally")
        assert state in shown(app, "action_rows")
    assert shown(app, "model_strip")


def test_the_answer_stands_with_difference_and_interval_and_never_names_a_cause(page_store):
    rows = shown(opened(), "action_rows")
    # The embedded figures: medians of 12 months before December 2025 and 11 months from it on.
    assert "Ennen 15,1 vrk ja jälkeen 9,0 vrk: ero −6,1 vrk 95 %:n väli −7,8 … −4,5" in rows
    assert "Luvut eivät kerro, johtuuko muutos toimenpiteestä" in shown(opened(), "page_title")


def test_a_filter_leaves_only_what_was_asked_for(page_store):
    late = shown(opened(state="overdue"), "action_rows")
    assert "Liikuntaa läheltä" in late and "Suora ajanvaraus" not in late
    young = shown(opened(theme="youth_work"), "action_rows")
    assert "Etsivä nuorisotyö" in young and "Liikuntaa" not in young


def test_the_table_behind_holds_every_action_and_its_origin(page_store):
    table = opened().dataframe[0].value
    assert len(table) == 6
    assert set(table["Alkuperä"]) == {"Mallidata"}
    assert not table.isna().to_numpy().any()


def test_a_link_opens_one_action_with_its_history(page_store):
    app = opened(action=str(DIRECT_BOOKING))
    assert "Suora ajanvaraus terveysasemalle: muutos näkyy" in shown(app, "page_title")
    assert "12 kk ennen alkua, 11 kk jälkeen" in shown(app, "action_answer")
    assert "1 · avoin" in shown(app, "action_history")


@pytest.mark.parametrize("number", ["77"])
def test_a_link_to_an_action_that_is_not_there_shows_all_and_says_so(page_store, number):
    app = opened(action=number)
    assert number in shown(app)
    assert "Suora ajanvaraus" in shown(app, "action_rows")


@pytest.mark.parametrize("value", ["dragons", "12345678901234567890", "²"])
def test_an_address_that_is_no_action_gives_the_list_and_a_notice(page_store, value):
    app = opened(action=value)
    assert value in shown(app)
    assert "action_rows" in sound(app)


def test_an_empty_form_tells_every_fault_at_once_and_stores_nothing(page_store):
    app = opened(action="new", indicator="no_close_friend_share", area="major_district-4", signal="benchmark")
    before = store.newest_action()
    app = app.button(key="save_action").click().run()
    faults = shown(app, "action_faults")
    for one in (
        "4 kohtaa estää",
        "Toimenpide puuttuu",
        "Organisaatio puuttuu",
        "Vastuutaho puuttuu",
        "Määräpäivä puuttuu",
    ):
        assert one in faults
    assert store.newest_action() == before


def test_a_person_is_refused_with_a_sentence_that_does_not_repeat_the_name(page_store):
    app = written(opened(action="new", indicator="loneliness_share"), "owner", "Matti Virtanen")
    app = app.button(key="save_action").click().run()
    assert "kirjoita rooli tai yksikkö" in shown(app, "action_faults")
    assert "Virtanen" not in shown(app, "action_faults")


def test_a_new_action_from_a_link_is_about_what_the_link_says(page_store):
    app = opened(
        action="new",
        indicator="waiting_total",
        area="major_district-4",
        service="short_therapy",
        age="13_17",
        signal="breach",
    )
    app = written(app, "what", "Lisää vastaanottoaikoja")
    app = written(app, "owner", "Varha, nuorten palvelut")
    app = field(app, "selectbox", "owner_kind").set_value("wellbeing_county").run()
    app = field(app, "date_input", "due_on").set_value(date(2027, 3, 31)).run()
    app = app.button(key="save_action").click().run()
    assert "Tallennettu" in shown(app)
    made = head(7)
    assert made.subject == ("waiting_total", "major_district", "4", "short_therapy", "13_17")
    assert (made.signal_kind, made.origin, made.revision) == ("breach", "real", 1)
    assert (made.start_on, made.due_on) == (date(2026, 11, 24), date(2027, 3, 31))
    assert "Lisää vastaanottoaikoja: käynnissä" in shown(app, "page_title")


def test_a_signal_can_be_acknowledged_with_one_press(page_store):
    app = opened(action="new", indicator="loneliness_share", area="major_district-8", signal="trend")
    app = field(app, "button_group", "kind").set_value("acknowledged").run()
    app = app.button(key="save_action").click().run()
    assert (head(7).kind, head(7).service_id) == ("acknowledged", "")


def test_an_edit_is_a_revision_that_the_history_tells(page_store):
    app = opened(action=str(SPORTS))
    app = field(app, "date_input", "due_on", SPORTS).set_value(date(2027, 5, 31)).run()
    app = written(app, "reason", "Kysely tulee keväällä", SPORTS)
    app = app.button(key="save_action").click().run()
    history = shown(app, "action_history")
    assert "Määräpäivä: 31.10.2026 → 31.5.2027" in history
    assert "Syy: Kysely tulee keväällä" in history and "analyytikko" in history
    assert "käynnissä" in shown(app, "page_title")
    assert head(SPORTS).origin == "model"


def test_saving_nothing_new_makes_no_revision(page_store):
    before = store.newest_action()
    app = opened(action=str(SPORTS)).button(key="save_action").click().run()
    assert "Mikään ei ole muuttunut" in shown(app)
    assert store.newest_action() == before


def test_two_people_at_one_action_see_both_texts_and_lose_none(page_store):
    app = opened(action=str(GROUP_RECEPTION))
    app = written(app, "what", "Ryhmiä kaksi kertaa viikossa", GROUP_RECEPTION)
    by_another(GROUP_RECEPTION, what="Ryhmiä myös iltaisin", due_on=date(2026, 12, 31))
    app = app.button(key="save_action").click().run()
    assert head(GROUP_RECEPTION).revision == 2
    assert "Toinen on muuttanut toimenpidettä" in shown(app)
    assert field(app, "text_input", "what", GROUP_RECEPTION).value == "Ryhmiä kaksi kertaa viikossa"
    beside = app.dataframe[0].value.set_index("Kohta")
    assert beside.loc["Toimenpide"].tolist() == ["Ryhmiä kaksi kertaa viikossa", "Ryhmiä myös iltaisin"]
    # What only the other touched is not taken back.
    assert beside.index.tolist() == ["Toimenpide"]
    app = app.button(key="save_on_top_2").click().run()
    newest, second, first = actions.of_table(query.action_history(GROUP_RECEPTION))
    assert (newest.what, newest.due_on) == ("Ryhmiä kaksi kertaa viikossa", date(2026, 12, 31))
    assert (second.what, second.author_role) == ("Ryhmiä myös iltaisin", "manager")
    assert first.revision == 1
    assert "Tallennettu. Versio 3." in shown(app)


def test_a_third_save_in_between_is_shown_before_anything_is_saved_on_top(page_store):
    app = written(opened(action=str(SPORTS)), "what", "Oma", SPORTS)
    by_another(SPORTS, what="Toinen")
    app = app.button(key="save_action").click().run()
    by_another(SPORTS, what="Kolmas")
    app = app.button(key="save_on_top_2").click().run()
    assert head(SPORTS).what == "Kolmas"
    assert app.dataframe[0].value.set_index("Kohta").loc["Toimenpide"].tolist() == ["Oma", "Kolmas"]
    app.button(key="save_on_top_3").click().run()
    assert [one.what for one in actions.of_table(query.action_history(SPORTS))][:3] == [
        "Oma",
        "Kolmas",
        "Toinen",
    ]


def test_what_was_written_can_be_thrown_away(page_store):
    app = written(opened(action=str(SPORTS)), "what", "Oma", SPORTS)
    app = app.button(key="discard_action").click().run()
    assert field(app, "text_input", "what", SPORTS).value == "Liikuntaa läheltä, Runosmäki"


def test_ending_and_cancelling_need_a_reason_and_can_be_taken_back(page_store):
    app = opened(action=str(SPORTS))
    assert app.button(key=f"cancel_{SPORTS}_1").disabled
    app = app.text_input(key=f"close_{SPORTS}_1").set_value("Rahoitus loppui").run()
    app = app.button(key=f"cancel_{SPORTS}_1").click().run()
    assert (head(SPORTS).state, head(SPORTS).reason) == ("cancelled", "Rahoitus loppui")
    assert "peruttu" in shown(app, "page_title")
    app = app.text_input(key=f"close_{SPORTS}_2").set_value("Rahoitus löytyi").run()
    app = app.button(key=f"open_{SPORTS}_2").click().run()
    assert head(SPORTS).state == "open"


def test_words_of_others_are_shown_as_words_and_not_as_markup(page_store):
    by_another(SPORTS, what="<img src=x onerror=alert(1)>", owner="<b>Kaupunki</b>")
    rows = sound(opened())["action_rows"]
    assert "<img" not in rows and "<b>Kaupunki" not in rows
    assert "&lt;img" in rows


def test_a_figure_that_is_no_longer_known_is_named_and_stops_nothing(page_store):
    by_another(SPORTS, indicator_id="taken_away")
    assert "taken_away" in shown(opened(), "action_rows")
    assert "taken_away" in shown(opened(action=str(SPORTS)))


def asked(page_store: Path, question: str) -> object:
    """A question of lib.ui.actions as a page asks it."""

    def script(question: str) -> None:
        import streamlit

        from lib.ui import actions, address, choices

        streamlit.session_state[address.CHOSEN] = dict(choices.DEFAULTS)
        subject = ("wait_median", "municipality", "853", "health_station", "all")
        streamlit.session_state["made"] = getattr(actions, question)(*subject)

    return AppTest.from_function(script, kwargs={"question": question}).run().session_state["made"]


def test_the_row_of_a_signal_gets_text_owner_day_and_a_link(page_store):
    (done,) = asked(page_store, "of_subject")
    assert (done.text, done.small) == ("Suora ajanvaraus terveysasemalle", "Varha, terveysasemat · 30.6.2026")
    assert (done.state, done.word, done.choose) == (
        "change_visible",
        "Muutos näkyy",
        f"action:{DIRECT_BOOKING}",
    )


def test_an_axis_of_time_gets_the_start_of_each_action_and_no_cancelled_one(page_store):
    (mark,) = asked(page_store, "marks")
    assert (mark.on, mark.words) == (date(2025, 12, 1), "Suora ajanvaraus terveysasemalle")
    by_another(DIRECT_BOOKING, state="cancelled", reason="ei jatketa")
    assert asked(page_store, "marks") == ()
    assert asked(page_store, "of_subject") == []
