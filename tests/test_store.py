"""The store keeps every version whole, whoever writes, whenever the power goes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from filelock import FileLock
from store_case import DATASET, INDICATOR, delivery, forget_store, residents

from lib import query, store
from lib.errors import StoreBusyError, StoreError
from lib.settings import ROOT
from lib.table import COLUMNS

KILLS = 8
# Publishes one version after another and says each number as soon as it is told that it is safe.
WRITER = """
import itertools, sys
sys.path.insert(0, "tests")
from store_case import delivery, residents
from lib import store
for turn in itertools.count():
    rows = residents(*range(1, 3000))
    print(store.publish(delivery(f"{sys.argv[1]}-{turn}"), rows), flush=True)
"""


def values(version_id: int) -> list[float]:
    return query.all_of_version(version_id)["value"].tolist()


def now() -> datetime:
    return datetime.now(UTC)


def test_an_empty_store_has_no_versions_and_answers_with_an_empty_table(store_folder):
    assert store.newest_event() == 0
    assert query.heads() == {}
    assert query.observations((), (INDICATOR,), "major_district").columns.tolist() == [
        *COLUMNS,
        "version_id",
    ]


def test_a_new_version_is_current_and_the_old_one_is_still_there(store_folder):
    first = store.publish(delivery("a"), residents(10, 20))
    second = store.publish(delivery("b"), residents(11, 21))
    assert query.heads() == {DATASET: second}
    assert values(first) == [10, 20]
    assert values(second) == [11, 21]


def test_versions_of_one_dataset_leave_another_alone(store_folder):
    store.publish(delivery("a"), residents(10))
    other = store.publish(delivery("a", "paavo"), residents(30))
    latest = store.publish(delivery("b"), residents(20))
    assert query.heads() == {DATASET: latest, "paavo": other}


def test_the_same_file_twice_is_one_version(store_folder):
    first = store.publish(delivery("a"), residents(10))
    event = store.newest_event()
    assert store.publish(delivery("a"), residents(10)) == first
    assert store.newest_event() == event


def test_the_same_bytes_for_two_datasets_have_two_fingerprints():
    assert store.fingerprint(b"x", "paavo") != store.fingerprint(b"x", "sotkanet")
    assert store.fingerprint(b"x", "paavo") == store.fingerprint(b"x", "paavo")


def test_undo_brings_an_earlier_version_back_and_keeps_the_later_one(store_folder):
    first = store.publish(delivery("a"), residents(10))
    second = store.publish(delivery("b"), residents(11))
    store.revert(DATASET, first, "analyst", "wrong month")
    assert query.heads() == {DATASET: first}
    assert values(second) == [11]


def test_undo_to_nothing_takes_the_dataset_off_the_screens(store_folder):
    store.publish(delivery("a"), residents(10))
    store.revert(DATASET, store.NO_VERSION, "analyst", "not ours")
    assert query.heads() == {}


def test_a_file_taken_back_can_be_sent_again(store_folder):
    store.publish(delivery("a"), residents(10))
    store.revert(DATASET, store.NO_VERSION, "analyst", "by mistake")
    again = store.publish(delivery("a"), residents(10))
    assert query.heads() == {DATASET: again}


def test_a_version_that_does_not_exist_or_is_of_another_dataset_cannot_come_back(store_folder):
    other = store.publish(delivery("a", "paavo"), residents(10))
    for version in (99, other):
        with pytest.raises(StoreError):
            store.revert(DATASET, version, "analyst", "mistake")
    assert query.heads() == {"paavo": other}


def test_everything_can_be_asked_as_it_was_known_on_a_day(store_folder):
    before = now()
    first = store.publish(delivery("a"), residents(10))
    between = now()
    second = store.publish(delivery("b"), residents(11))
    later = now()
    store.revert(DATASET, first, "analyst", "second thoughts")
    known = [query.heads(day).get(DATASET) for day in (before, between, later, now())]
    assert known == [None, first, second, first]


def test_history_tells_who_did_what_and_why_newest_first(store_folder):
    first = store.publish(delivery("a"), residents(10, 20))
    store.revert(DATASET, store.NO_VERSION, "manager", "a wrong table")
    history = query.history(DATASET)
    assert history["kind"].tolist() == ["revert", "publish"]
    assert history["reason"].tolist() == ["a wrong table", "test"]
    assert history["author_role"].tolist() == ["manager", "analyst"]
    assert history["version_id"].tolist() == [store.NO_VERSION, first]
    assert history["row_count"].iloc[1] == 2


def test_a_failed_publish_leaves_nothing_behind(store_folder):
    store.publish(delivery("a"), residents(10))
    event = store.newest_event()
    with pytest.raises(KeyError):
        store.publish(delivery("b"), residents(11).drop(columns="status"))
    assert (store.newest_event(), store.publish(delivery("c"), residents(12))) == (event, 2)
    assert all_rows_are_there(store_folder) == 2


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(store_folder, monkeypatch):
    store.publish(delivery("a"), residents(10))
    monkeypatch.setenv("TILANNEKUVA_LOCK_SECONDS", "0.2")
    forget_store()
    with FileLock(store_folder / "write.lock"), pytest.raises(StoreBusyError):
        store.publish(delivery("b"), residents(11))
    assert store.publish(delivery("b"), residents(11)) == 2


def test_readers_do_not_wait_for_a_writer(store_folder):
    store.publish(delivery("a"), residents(10))
    forget_store()
    with FileLock(store_folder / "write.lock"):
        assert query.heads() == {DATASET: 1}


OPENER = """
import sys, time
from pathlib import Path
from lib import store
gate = Path(sys.argv[1])
print("ready", flush=True)
while not gate.exists():
    time.sleep(0.001)
store.cursor().execute("SELECT count(*) FROM lake.observation").fetchone()
"""


def test_processes_that_open_a_new_store_at_once_all_find_it_whole(store_folder, tmp_path):
    gate = tmp_path / "gate"
    command = [sys.executable, "-c", OPENER, str(gate)]
    openers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [one.stdout.readline() for one in openers] == ["ready\n"] * 3
    gate.touch()
    assert [one.wait(60) for one in openers] == [0, 0, 0]


def test_another_process_publishes_while_this_one_has_the_store_open(store_folder, tmp_path):
    store.publish(delivery("a"), residents(10))
    event = store.newest_event()
    file = tmp_path / "residents.csv"
    file.write_text(
        "indicator_id,area_level,area_code,period,value,numerator\n"
        f"{INDICATOR},major_district,1,2019,20100,20100\n"
    )
    command = [sys.executable, "-m", "lib", "ingest", str(file), "--dataset", DATASET]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert store.newest_event() == event + 1
    assert (
        query.all_of_version(query.heads()[DATASET]).set_index("period_start")["value"]["2019-01-01"] == 20100
    )


def test_a_file_with_faults_given_on_the_command_line_is_refused_and_nothing_is_stored(
    store_folder, tmp_path
):
    store.publish(delivery("a"), residents(10))
    event = store.newest_event()
    file = tmp_path / "wrong.csv"
    file.write_text(
        f"indicator_id,area_level,area_code,period,value\n{INDICATOR},major_district,999999,2019,5\n{INDICATOR},major_district,1,2019,many\n"
    )
    command = [sys.executable, "-m", "lib", "ingest", str(file), "--dataset", DATASET]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) >= 2
    assert store.newest_event() == event


def test_a_moved_store_opens_where_it_is_now(store_folder, tmp_path, monkeypatch):
    store.publish(delivery("a"), residents(10, 20))
    store._connection(store_folder).close()
    moved = Path(shutil.move(store_folder, tmp_path / "elsewhere"))
    monkeypatch.setenv("TILANNEKUVA_STORE_FOLDER", str(moved))
    forget_store()
    assert values(1) == [10, 20]
    store.publish(delivery("b"), residents(11))
    assert values(2) == [11]


def test_a_killed_writer_loses_nothing_it_was_told_is_safe_and_tears_nothing(store_folder):
    store.publish(delivery("first"), residents(1))
    chance = random.Random(853)
    said: list[int] = []
    for turn in range(KILLS):
        said += killed_writer(turn, chance.uniform(0.02, 0.35))
        forget_store()
        assert all_rows_are_there(store_folder) >= max(said)
    assert len(said) == len(set(said)) >= KILLS
    assert set(said) <= set(query.history(DATASET)["version_id"])
    assert store.publish(delivery("last"), residents(1, 2)) == query.heads()[DATASET]


def killed_writer(turn: int, seconds: float) -> list[int]:
    """The versions a writer said were safe, before it was killed so long after the first of them."""
    command = [sys.executable, "-c", WRITER, str(turn)]
    writer = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)
    first = writer.stdout.readline()
    time.sleep(seconds)
    os.kill(writer.pid, signal.SIGKILL)
    rest, _ = writer.communicate()
    # A number cut in the middle by the kill was not said.
    return [int(line) for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


def all_rows_are_there(folder: Path) -> int:
    """The number of versions, after checking that both copies hold the rows each promises and no others."""
    ask = store.cursor().execute
    promised = dict(ask("SELECT version_id, row_count FROM lake.dataset_version").fetchall())
    for copy in ("observation", "observation_by_area"):
        assert dict(ask(f"SELECT version_id, count(*) FROM lake.{copy} GROUP BY 1").fetchall()) == promised
    told = {version for (version,) in ask("SELECT version_id FROM lake.dataset_event").fetchall()}
    assert told - {0} == set(promised)
    return len(promised)


def test_of_two_who_publish_at_once_one_waits_and_both_are_recorded(store_folder):
    store.cursor()
    names = ("first", "second")
    start = Barrier(len(names))
    made = {}

    def send(name: str) -> None:
        start.wait()
        made[name] = store.publish(delivery(name), residents(1, 2))

    writers = [Thread(target=send, args=(name,)) for name in names]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    history = query.history(DATASET)
    assert sorted(made.values()) == [1, 2]
    assert sorted(history["file_name"]) == ["first.csv", "second.csv"]
    assert history.set_index("version_id")["parent_version_id"].to_dict() == {2: 1, 1: 0}
