"""Damaged files of every format: a table with its faults or a refusal in words, and never half a version."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from damaged_files import damaged, dropped, judged, monsters, sound_files

from lib.intake.grid import decoded_text

COUNT, EVERY_BOOK, EVERY_DROP = 80, 16, 20
# Each is read in well under a second; a slow and busy machine gets ten times that.
MOST_SECONDS = 15
SLOW_TO_MAKE = {"big bomb.xlsx", "bomb.xlsx", "long cell below.csv", "zeros.csv"}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return sound_files()


@pytest.fixture
def empty_store(store_folder: Path) -> Iterator[None]:
    yield


def test_every_file_is_sound_before_it_is_damaged(empty_store, files):
    broken = {name for name, data in files.items() if judged(name, data).refusal}
    assert broken == set()


def test_damaged_files_are_tables_with_faults_or_refusals(empty_store, files):
    flat = [name for name in files if not name.startswith("book")]
    books = [name for name in files if name.startswith("book")]
    became = set()
    for number in range(COUNT):
        chance = random.Random(f"24-{number}")
        name = chance.choice(flat if number % EVERY_BOOK else books)
        found = judged(name, damaged(files[name], chance))
        became.add("refused" if found.refusal else "sound" if found.is_sound else "faults")
    assert became == {"refused", "sound", "faults"}


def test_a_damaged_file_in_the_inbox_leaves_a_whole_version_or_none(empty_store, files):
    for number in range(0, COUNT, EVERY_DROP):
        chance = random.Random(f"25-{number}")
        name = chance.choice(sorted(files))
        dropped(f"{number}-{name}", damaged(files[name], chance))


@pytest.mark.parametrize("name", sorted(set(monsters()) - SLOW_TO_MAKE))
def test_a_file_that_asks_for_far_more_than_it_holds_is_answered_soon(empty_store, name):
    data, began = monsters()[name](), time.perf_counter()
    judged(name, data)
    assert time.perf_counter() - began < MOST_SECONDS


def test_a_letter_cut_at_the_end_takes_no_part_of_the_letter_before_it(files):
    whole = files["semicolon.csv"] + b"\xe2\x80\xa8\n"
    assert decoded_text(whole + b"\xe5", "utf-8") == whole.decode()
    assert decoded_text(whole + b"\xf0\x9f\x98", "utf-8") == whole.decode()
