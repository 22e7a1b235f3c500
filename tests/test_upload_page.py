"""The page where data sets are sent: every fault at once, nothing stored unasked, undo that loses nothing."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import page_case
import pandas as pd
import pytest
import streamlit as st
from filelock import FileLock
from store_case import row, table
from streamlit.testing.v1 import AppTest

from lib import publishing, query, scheduled, store, text
from lib import settings as settings_module
from lib.ui import dataset_progress, dataset_versions, touched

FORM, MODEL_FORM = "municipality_population", "district_surveys"
FIGURE = "residents_of_municipality"
TURKU = ("municipality", "853")
HEADINGS = "Mittari;Aluetaso;Aluekoodi;Ajankohta;Arvo"
GOOD = (f"{FIGURE};Kunta;853;2021;195301", f"{FIGURE};Kunta;853;2022;197900")
BAD = (
    f"{FIGURE};Kunta;853;2021;paljon",
    f"{FIGURE};Kunta;998;2021;10",
    f"{FIGURE};Kunta;853;2022;10",
    f"{FIGURE};Kunta;853;2022;11",
)


@pytest.fixture
def signals_asked() -> None:
    """The test wants to know which signals a file would move; asking takes a second, so the others do not."""


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "signals_asked" not in request.fixturenames:
        monkeypatch.setattr(touched, "signals_moved", lambda dataset_id, rows: [])


def csv_of(*rows: str) -> bytes:
    return "\r\n".join((HEADINGS, *rows, "")).encode("utf-8-sig")


@pytest.fixture
def one_version(store_folder: Path) -> Iterator[Path]:
    """A store where Turku had 194 391 residents in 2020 and 190 000 in 2021."""
    st.cache_data.clear()
    rows = table(
        row(FIGURE, TURKU, 2020, value=194391.0, numerator=194391.0),
        row(FIGURE, TURKU, 2021, value=190000.0, numerator=190000.0),
    )
    store.publish(store.Delivery(FORM, "first.csv", "first", "real", "analyst", "alku"), rows)
    yield store_folder
    st.cache_data.clear()


def opened(language: str = "fi", form: str = FORM) -> AppTest:
    return page_case.opened("datasets", lang=language, dataset=form)


def sent(content: bytes, language: str = "fi", form: str = FORM) -> AppTest:
    page = opened(language, form)
    return page.file_uploader[0].set_value(("luvut.csv", content, "text/csv")).run()


def published(content: bytes, reason: str = "korjaus") -> AppTest:
    page = sent(content)
    page.text_input(key=f"reason_{FORM}").set_value(reason).run()
    return page.button(key="publish").click().run()


def shown(page: AppTest) -> str:
    """Everything that the page's own markup says."""
    assert not page.exception
    blocks = [node.proto for node in page.get("bidi_component")]
    markup = " ".join(json.loads(getattr(one, one.WhichOneof("data")))["html"] for one in blocks)
    return unescape(re.sub(r"<[^>]*>", " ", markup))


def values() -> dict[int, float]:
    """Turku's residents by year in the current version."""
    rows = publishing.current_rows(FORM)
    return dict(zip(rows["period_start"].dt.year, rows["value"], strict=True))


@pytest.mark.parametrize(
    ("language", "title", "level"),
    [
        ("fi", "Kolme virhettä estää julkaisun", "Virhe"),
        ("sv", "Tre fel hindrar publiceringen", "Fel"),
        ("en", "Three errors prevent publishing", "Error"),
    ],
)
def test_all_faults_are_shown_at_once_and_nothing_is_stored(one_version, language, title, level):
    before = store.newest_event()
    page = sent(csv_of(*BAD), language)
    assert title in shown(page)
    faults = page.dataframe[0].value
    assert faults.iloc[:, 1].tolist() == [level] * 3
    assert sorted(faults.iloc[:, 2]) == ["2", "3", "4, 5"]
    assert page.button(key="publish").disabled
    assert store.newest_event() == before


def test_a_file_without_faults_needs_a_reason_before_it_is_published(one_version):
    page = sent(csv_of(*GOOD))
    assert "Tiedosto on valmis julkaistavaksi" in shown(page)
    assert "Julkaista voi, kun syy on kirjoitettu." in shown(page)
    assert page.button(key="publish").disabled
    page.text_input(key=f"reason_{FORM}").set_value("   ").run()
    assert page.button(key="publish").disabled
    page.text_input(key=f"reason_{FORM}").set_value("korjaus").run()
    assert not page.button(key="publish").disabled
    assert "kun syy on kirjoitettu" not in shown(page)


def test_what_would_change_is_shown_with_old_new_and_difference(one_version):
    changes = sent(csv_of(*GOOD)).dataframe[-1].value
    cells = {line["Ajankohta"]: (line["Nyt"], line["Uusi"], line["Ero"]) for _, line in changes.iterrows()}
    assert {year: [one.replace("\u00a0", " ") for one in line] for year, line in cells.items()} == {
        "2021": ["190 000", "195 301", "+5 301"],
        "2022": ["–", "197 900", "–"],
    }


def test_a_published_file_is_the_current_version_and_stands_in_the_list(one_version):
    page = published(csv_of(*GOOD), "korjaus vuoteen 2021")
    assert "Versio 2 on julkaistu" in shown(page)
    assert "korjaus vuoteen 2021" in shown(page) and "analyytikko" in shown(page)
    assert values() == {2020: 194391, 2021: 195301, 2022: 197900}
    assert query.history(FORM).iloc[0]["author_role"] == "analyst"


def test_undo_asks_why_takes_the_figures_away_and_loses_no_version(one_version):
    page = published(csv_of(*GOOD))
    page.button(key="undo").click().run()
    assert page.button(key="revert").disabled
    page.text_input(key="revert_reason").set_value("väärä tiedosto").run()
    page.button(key="revert").click().run()
    assert "Versio 1 on taas voimassa" in shown(page)
    assert "väärä tiedosto" in shown(page)
    assert values() == {2020: 194391, 2021: 190000}
    assert query.history(FORM)["version_id"].tolist() == [1, 2, 1]


def test_an_undo_can_be_called_off(one_version):
    page = published(csv_of(*GOOD))
    page.button(key="undo").click().run()
    page.button(key="cancel").click().run()
    assert not [one for one in page.button if one.key == "revert"]
    assert query.heads() == {FORM: 2}


def test_the_same_file_twice_is_one_version(one_version):
    published(csv_of(*GOOD))
    page = sent(csv_of(*GOOD))
    assert "Tiedosto ei muuta mitään" in shown(page)
    assert page.button(key="publish").disabled
    assert query.heads() == {FORM: 2}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Tiedosto on PDF, ei taulukko."),
        ("sv", "PDF"),
        ("en", "PDF"),
    ],
)
def test_a_pdf_renamed_to_csv_is_refused_in_a_sentence_and_nothing_is_stored(one_version, language, sentence):
    before = store.newest_event()
    page = sent(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", language)
    assert sentence in shown(page)
    assert not page.dataframe and not [one for one in page.button if one.key == "publish"]
    assert store.newest_event() == before


def test_an_empty_file_is_refused(one_version):
    assert "Tiedosto on tyhjä." in shown(sent(b"\r\n"))


def test_a_writer_at_work_is_told_in_a_sentence_and_nothing_is_stored(one_version, monkeypatch):
    monkeypatch.setenv("TILANNEKUVA_LOCK_SECONDS", "0.2")
    settings_module.settings.cache_clear()
    with FileLock(one_version / "write.lock"):
        page = published(csv_of(*GOOD))
    assert "Toinen julkaisu on kesken." in shown(page)
    assert query.heads() == {FORM: 1}


def test_uploaded_rows_of_a_model_form_stay_model_data(one_version):
    rows = ("loneliness_share;Suuralue;4;2024;20,0",)
    page = sent(csv_of(*rows), form=MODEL_FORM)
    assert "Tämän aineiston luvut ovat mallidataa." in shown(page)
    page.text_input(key=f"reason_{MODEL_FORM}").set_value("kokeilu").run()
    page.button(key="publish").click().run()
    assert query.history(MODEL_FORM).iloc[0]["origin"] == "model"


def test_a_real_form_shows_no_model_strip(one_version):
    assert "mallidataa" not in shown(opened())


@pytest.mark.parametrize("form", [FORM, MODEL_FORM])
def test_the_empty_form_is_refused_because_it_has_only_headings(one_version, form):
    content, name = file_of(form, "template")
    assert name.endswith("_mallidata.csv") == (form == MODEL_FORM)
    assert text.say("input.only_headings", "fi") in shown(sent(content, form=form))


def test_the_filled_example_is_a_file_the_form_takes(one_version):
    content, name = file_of(MODEL_FORM, "example")
    assert "esimerkki" in name
    assert "Tiedosto on valmis julkaistavaksi" in shown(sent(content, form=MODEL_FORM))


def test_made_up_figures_of_the_example_do_not_become_real_ones(one_version):
    content, _ = file_of(FORM, "example")
    page = sent(content)
    assert "Yksi virhe estää julkaisun" in shown(page)
    assert "esimerkki" in page.dataframe[0].value.to_string()
    edited = content.decode("utf-8-sig").replace(";100;", ";101;", 1)
    assert edited != content.decode("utf-8-sig")
    assert "Tiedosto on valmis julkaistavaksi" in shown(sent(edited.encode("utf-8-sig")))


STRANGE = f"Asia;Missä;Milloin;Montako\r\n{FIGURE};Turku;2022;197900\r\n".encode("utf-8-sig")
MEANT = {"Asia": "indicator_id", "Missä": "area_code", "Milloin": "period", "Montako": "value"}


def picker(page: AppTest, label: str):
    return next(one for one in page.selectbox if one.label == label)


def mapped(page: AppTest, meant: dict[str, str] = MEANT) -> AppTest:
    for heading, meaning in meant.items():
        picker(page, heading).set_value(meaning).run()
    return page


def test_headings_nobody_knows_are_given_their_meaning_and_remembered_when_published(one_version):
    page = sent(STRANGE)
    picker(page, "Otsikkorivi").set_value(1).run()
    mapped(page)
    assert "Tiedosto on valmis julkaistavaksi" in shown(page)
    assert "kuten viimeksi" not in shown(sent(STRANGE))
    page.text_input(key=f"reason_{FORM}").set_value("omat otsikot").run()
    page.button(key="publish").click().run()
    assert values()[2022] == 197900
    page = sent(STRANGE.replace(b"197900", b"198000"))
    assert "Sarakkeet tulkittu kuten viimeksi." in shown(page)
    assert "Tiedosto on valmis julkaistavaksi" in shown(page)
    assert picker(page, "Montako").value == "value"


def test_a_picker_shows_what_was_found_first_and_a_change_reads_the_file_anew(one_version):
    page = sent(csv_of(f"{FIGURE};Kunta;853;2022;197.900"))
    assert picker(page, "Desimaalimerkki").options[0] == "pilkku (tunnistettu)"
    assert page.dataframe[-1].value["Uusi"].tolist()[0].replace("\u00a0", " ") == "197 900"
    picker(page, "Desimaalimerkki").set_value(".").run()
    assert "desimaalimerkki pilkku" not in shown(page) and "desimaalimerkki piste" in shown(page)
    picker(page, "Desimaalimerkki").set_value(",").run()
    assert page.dataframe[-1].value["Uusi"].tolist()[0].replace("\u00a0", " ") == "197 900"


@pytest.mark.parametrize(
    ("language", "label", "sentence"),
    [
        ("fi", "Merkistö", "Tiedosto ei ole merkistöä UTF-8."),
        ("sv", "Teckenkodning", "Filen har inte teckenkodningen UTF-8."),
        ("en", "Encoding", "The file is not in the encoding UTF-8."),
    ],
)
def test_a_wish_that_cannot_be_met_is_said_and_can_be_taken_back(one_version, language, label, sentence):
    page = sent(csv_of(*GOOD, "å").decode("utf-8-sig").encode("cp1252"), language)
    picker(page, label).set_value("utf-8").run()
    assert sentence in shown(page)
    picker(page, label).set_value("cp1252").run()
    assert sentence not in shown(page)


def test_the_annotated_copy_is_made_when_no_page_is_open(one_version):
    """The server makes it on the press, outside the run of the page."""

    def script(content: bytes) -> None:
        import streamlit

        from lib.catalogue import catalogue
        from lib.ui import address, choices, dataset_files, datasets

        streamlit.session_state[address.CHOSEN] = dict(choices.DEFAULTS)
        dataset = catalogue().datasets["municipality_population"]
        given = {}
        button, streamlit.download_button = streamlit.download_button, lambda *_, **named: given.update(named)
        try:
            dataset_files.annotated(datasets.checked("luvut.csv", content, dataset), dataset)
        finally:
            streamlit.download_button = button
        streamlit.session_state["given"] = given

    run = AppTest.from_function(script, kwargs={"content": csv_of(*BAD)}, default_timeout=60).run()
    given = run.session_state["given"]
    assert given["file_name"].endswith(".csv")
    lines = given["data"]().decode("utf-8-sig").splitlines()
    assert lines[0].endswith(";Virheet")
    assert "Tuntematon alue" in lines[2]


def file_of(form: str, part: str) -> tuple[bytes, str]:
    """The empty or the filled form and its file name, as they are made for a reader of Finnish."""

    def script(form: str, part: str) -> None:
        import streamlit

        from lib.catalogue import catalogue
        from lib.ui import address, asking, choices, dataset_files

        streamlit.session_state[address.CHOSEN] = dict(choices.DEFAULTS)
        dataset = catalogue().datasets[form]
        streamlit.session_state["made"] = (
            dataset_files.form_bytes(dataset, part, "fi", asking.today()),
            dataset_files.file_name(dataset, part),
        )

    return AppTest.from_function(script, kwargs={"form": form, "part": part}).run().session_state["made"]


def test_a_version_that_was_left_by_a_revert_is_undone_until_it_is_brought_back():
    def history(*events: tuple[str, int]) -> pd.DataFrame:
        return pd.DataFrame(events[::-1], columns=["kind", "version_id"])

    standing = dataset_versions.stand(history(("publish", 1), ("publish", 2), ("revert", 1)))
    assert (standing.current, list(standing.undone), list(standing.restored)) == (1, [2], [1])
    standing = dataset_versions.stand(history(("publish", 1), ("publish", 2), ("revert", 1), ("revert", 2)))
    assert (standing.current, list(standing.undone), list(standing.restored)) == (2, [1], [2])
    standing = dataset_versions.stand(history(("publish", 1), ("revert", 0)))
    assert (standing.current, list(standing.undone)) == (0, [1])
    assert dataset_versions.stand(history()).current == 0


def test_two_versions_are_compared_without_sending_anything(one_version):
    published(csv_of(*GOOD))
    page = opened()
    assert not page.dataframe
    page.selectbox(key=f"compare_from_{FORM}").set_value(1).run()
    (compared,) = page.dataframe
    cells = compared.value[["Nyt", "Uusi", "Ero"]].map(lambda one: one.replace("\u00a0", " "))
    assert cells.values.tolist() == [["190 000", "195 301", "+5 301"], ["–", "197 900", "–"]]


def test_before_publishing_it_is_said_which_pages_would_show_the_figures(one_version, signals_asked):
    page = sent(csv_of(*GOOD))
    found = shown(page)
    # One known figure is corrected, and that is news by itself.
    assert "Yksi nosto tilannekuvassa muuttuisi" in found and "korjattu" in found
    told = found.partition("Uudet luvut näkyisivät sivuilla: ")[2].partition(".")[0]
    assert told == "Tilannekuva, Alueprofiili, Kartta, Mittarit"


def test_a_file_with_faults_of_many_kinds_can_be_narrowed_to_one(one_version):
    page = sent(csv_of(*BAD))
    every = page.dataframe[0].value
    kind = page.selectbox(key="fault_kind")
    kind.select_index(1).run()
    picked = page.dataframe[0].value
    assert 0 < len(picked) < len(every) and picked.iloc[:, 4].nunique() == 1


def test_a_publication_can_wait_for_its_moment(one_version):
    page = sent(csv_of(*GOOD))
    page.text_input(key=f"reason_{FORM}").set_value("uutispäivä").run()
    page.checkbox(key="later").check().run()
    page.button(key="publish").click().run()
    assert "Julkaisu on ajastettu" in shown(page) and "Odottavat julkaisua" in shown(page)
    assert values() == {2020: 194391, 2021: 190000}
    (one,) = scheduled.waiting()
    assert one.delivery.reason == "uutispäivä"
    page.button(key=f"cancel_{one.number}").click().run()
    assert scheduled.waiting() == [] and "Odottavat julkaisua" not in shown(page)


def test_a_file_whose_check_was_stopped_rests_until_it_is_asked_for(one_version):
    page = opened()
    page.session_state[dataset_progress.CANCELLED] = store.fingerprint(csv_of(*GOOD), FORM)
    page.file_uploader[0].set_value(("luvut.csv", csv_of(*GOOD), "text/csv")).run()
    assert "Tarkistus keskeytettiin. Mitään ei tallennettu." in shown(page)
    assert "valmis julkaistavaksi" not in shown(page)
    page.button(key="check_again").click().run()
    assert "Tiedosto on valmis julkaistavaksi" in shown(page)


def test_a_large_file_is_checked_behind_a_bar_that_goes_when_it_is_done(one_version, monkeypatch):
    monkeypatch.setattr(dataset_progress, "SMALL_BYTES", 0)
    page = published(csv_of(*GOOD))
    assert "on julkaistu" in shown(page)
    assert not page.get("progress") and values()[2021] == 195301.0


def test_when_another_publishes_first_the_new_difference_is_seen_before_anything_is_stored(one_version):
    page = sent(csv_of(*GOOD))
    page.text_input(key=f"reason_{FORM}").set_value("korjaus").run()
    other = table(row(FIGURE, TURKU, 2019, value=192962.0, numerator=192962.0))
    whole = pd.concat([publishing.current_rows(FORM), other], ignore_index=True)
    version = store.publish(store.Delivery(FORM, "b.csv", "b", "real", "analyst", "toinen"), whole)
    page.button(key="publish").click().run()
    assert "Joku julkaisi samaan aineistoon sillä välin." in shown(page)
    assert query.heads()[FORM] == version
    page.button(key="publish").click().run()
    assert "on julkaistu" in shown(page)
    assert sorted(values()) == [2019, 2020, 2021, 2022]
