"""Files dropped in the inbox and publications that wait: checked as an upload, published once, never lost."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from store_case import row, table

from lib import deliveries, inbox, publishing, query, scheduled, store
from lib.catalogue import catalogue
from lib.server import clerk
from lib.ui import address

pytestmark = pytest.mark.usefixtures("store_folder")
FORM, FIGURE, TURKU = "municipality_population", "residents_of_municipality", ("municipality", "853")
HEADINGS = "Mittari;Aluetaso;Aluekoodi;Ajankohta;Arvo"
GOOD = f"{HEADINGS}\n{FIGURE};Kunta;853;2021;195301\n"
BAD = f"{HEADINGS}\n{FIGURE};Kunta;998;2021;10\n{FIGURE};Kunta;853;2021;paljon\n"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def say(key: str, **values: object) -> str:
    return f"{key} {values}"


def drop(name: str, content: str | bytes, at_rest: bool = True) -> Path:
    inbox.prepare(catalogue())
    path = inbox.folder() / FORM / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if at_rest:
        os.utime(path, (0, 0))
    return path


def taken() -> list[inbox.Outcome]:
    return inbox.take_all(catalogue(), date(2026, 11, 24), say)


def residents() -> list[float]:
    return publishing.current_rows(FORM)["value"].tolist()


def test_a_sound_file_becomes_a_version_and_is_put_away():
    dropped = drop("kunnat.csv", GOOD)
    (one,) = taken()
    assert residents() == [195301.0]
    assert (one.version, one.dataset_id, one.file_name) == (1, FORM, "kunnat.csv")
    assert not dropped.exists() and (inbox.folder() / one.kept).read_text() == GOOD
    assert query.history(FORM)["author_role"].tolist() == ["inbox"]


def test_a_bad_file_is_kept_whole_with_every_fault_and_stores_nothing():
    drop("kunnat.csv", BAD)
    (one,) = taken()
    assert (one.version, one.faults) == (0, 2)
    assert (inbox.folder() / one.kept).read_text() == BAD
    faults = (inbox.folder() / f"{one.kept}{inbox.FAULTS}").read_text()
    assert "998" in faults and "paljon" in faults
    assert residents() == [] and query.heads() == {}


def test_what_is_no_table_is_refused_with_its_sentence():
    drop("esite.csv", b"%PDF-1.7 not a table")
    (one,) = taken()
    assert (one.version, one.key) == (0, "input.pdf")


def test_a_file_that_is_still_being_copied_waits():
    path = drop("kunnat.csv", GOOD, at_rest=False)
    os.utime(path)
    assert taken() == [] and path.exists()


def test_the_same_name_twice_keeps_both_files():
    drop("kunnat.csv", GOOD)
    first = taken()[0]
    drop("kunnat.csv", GOOD.replace("195301", "195302"))
    second = taken()[0]
    assert {first.version, second.version} == {1, 2} and first.kept != second.kept
    assert [one.version for one in inbox.outcomes(10)] == [2, 1]


def test_a_file_that_breaks_the_program_is_put_away_and_the_next_is_taken(monkeypatch):
    whole = deliveries.examined

    def examined(content: bytes, name: str, *others: object) -> deliveries.Examined:
        return whole(content, name, *others) if name != "a.csv" else 1 / 0

    monkeypatch.setattr(deliveries, "examined", examined)
    drop("a.csv", GOOD)
    drop("b.csv", GOOD)
    assert [(one.file_name, one.version, one.key) for one in taken()] == [
        ("a.csv", 0, "inbox.broken"),
        ("b.csv", 1, ""),
    ]


def test_a_link_out_of_the_inbox_is_not_followed(tmp_path):
    inbox.prepare(catalogue())
    secret = tmp_path / "secret.csv"
    secret.write_text(GOOD)
    (inbox.folder() / FORM / "kunnat.csv").symlink_to(secret)
    os.utime(secret, (0, 0))
    assert taken() == [] and secret.exists()


def test_a_store_that_is_busy_leaves_the_file_for_the_next_time(monkeypatch):
    def busy(*_: object) -> int:
        raise store.connection.StoreBusyError("held")

    path = drop("kunnat.csv", GOOD)
    monkeypatch.setattr(publishing, "publish", busy)
    assert taken() == [] and path.exists()


def waiting(value: float, due: datetime, sha: str = "later") -> str:
    sent = store.Delivery(FORM, f"{sha}.csv", sha, "real", "analyst", "syy")
    return scheduled.add(sent, table(row(FIGURE, TURKU, 2021, value=value, numerator=value)), due)


def test_a_publication_waits_for_its_moment_and_is_published_once():
    waiting(7.0, NOW + timedelta(hours=1))
    assert scheduled.publish_due(catalogue(), NOW) == [] and residents() == []
    assert scheduled.publish_due(catalogue(), NOW + timedelta(hours=1)) == [1]
    assert residents() == [7.0] and scheduled.waiting() == []
    assert scheduled.publish_due(catalogue(), NOW + timedelta(hours=2)) == []


def test_it_stands_on_what_is_current_at_its_moment():
    waiting(7.0, NOW)
    other = table(row(FIGURE, TURKU, 2020, value=5.0, numerator=5.0))
    store.publish(store.Delivery(FORM, "b.csv", "b", "real", "analyst", "syy"), other)
    scheduled.publish_due(catalogue(), NOW)
    assert sorted(residents()) == [5.0, 7.0]


def test_a_cancelled_one_is_gone_and_cancelling_again_is_no_fault():
    number = waiting(7.0, NOW)
    scheduled.cancel(number)
    scheduled.cancel(number)
    scheduled.cancel("../write")
    assert scheduled.publish_due(catalogue(), NOW) == [] and residents() == []


def test_a_stop_after_publishing_and_before_forgetting_makes_no_second_version(monkeypatch):
    waiting(7.0, NOW)
    with monkeypatch.context() as patch:
        patch.setattr(scheduled, "cancel", lambda number: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            scheduled.publish_due(catalogue(), NOW)
    assert scheduled.publish_due(catalogue(), NOW) == [1]
    assert query.history(FORM)["version_id"].tolist() == [1]


def test_the_clerk_asks_nothing_of_a_reader_whom_it_does_not_have(monkeypatch):
    def asked():
        raise AssertionError("there is no reader in the clerk's thread")

    monkeypatch.setattr(address, "peek", lambda name: asked())
    assert clerk.publish_due() == [] and clerk.take_dropped() == []


def test_the_clerk_does_both():
    drop("kunnat.csv", GOOD)
    waiting(7.0, datetime(2020, 1, 1, tzinfo=UTC))
    assert clerk.publish_due() == [1]
    assert [one.version for one in clerk.take_dropped()] == [2]


def test_a_publication_that_cannot_be_made_does_not_hold_up_the_inbox(monkeypatch):
    class OneLook:
        """Ends the clerk's day after one look."""

        looks = 0

        def wait(self, seconds: float) -> bool:
            self.looks += 1
            return self.looks > 1

    dropped = drop("kunnat.csv", GOOD)
    monkeypatch.setattr(scheduled, "publish_due", lambda *_: 1 / 0)
    clerk.keep(OneLook())
    assert residents() == [195301.0] and not dropped.exists()
