"""Every indicator has a noun phrase that can be the subject of a sentence, in each language."""

import re
from itertools import combinations

import pytest

from lib import text
from lib.catalogue import catalogue
from lib.facts import LANGUAGES
from lib.settings import settings

START = "subject."
LONGEST = 60


@pytest.fixture(scope="module")
def phrases() -> dict[str, dict[str, str]]:
    """The three words of each subject, by indicator id."""
    texts = text.load(settings().data_folder / "text")
    return {key.removeprefix(START): entry for key, entry in texts.items() if key.startswith(START)}


def faulty(phrases: dict[str, dict[str, str]], is_wrong) -> list[str]:
    return [
        f"{one}: {language}: {entry[language]!r}"
        for one, entry in phrases.items()
        for language in LANGUAGES
        if is_wrong(entry[language])
    ]


def test_every_indicator_has_a_subject_and_every_subject_an_indicator(phrases):
    assert sorted(phrases) == sorted(catalogue().indicators)


def test_no_subject_is_blank_in_any_language_or_has_blanks_round_it(phrases):
    assert faulty(phrases, lambda words: not words.strip() or words != " ".join(words.split())) == []


def test_a_subject_is_short_enough_for_a_headline(phrases):
    assert faulty(phrases, lambda words: len(words) > LONGEST) == []


def test_a_subject_can_stand_in_the_middle_of_a_sentence(phrases):
    # No capital at the start, no mark that would end or break the sentence, nothing left to fill in.
    assert faulty(phrases, lambda words: words[0].isupper() or re.search(r"[.,:;!?{}()%€]", words)) == []


def test_a_subject_names_no_year(phrases):
    assert faulty(phrases, lambda words: re.search(r"\b(19|20)\d\d\b", words)) == []


def test_a_swedish_or_english_quantity_is_in_the_definite_form(phrases):
    indefinite = {"sv": r"(andel|antal|en|ett)\b", "en": r"(share|number|a|an)\b"}
    wrong = [
        f"{one}: {entry[language]!r}"
        for one, entry in phrases.items()
        for language, start in indefinite.items()
        if re.match(start, entry[language])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_indicators_share_a_subject_only_when_they_share_a_name(phrases, language):
    names = {one.id: one.name[language] for one in catalogue().indicators.values()}
    wrong = [
        f"{first} and {second}: {phrases[first][language]!r}"
        for first, second in combinations(phrases, 2)
        if phrases[first][language] == phrases[second][language] and names.get(first) != names.get(second)
    ]
    assert wrong == []


def test_the_longest_tenth_of_waits_is_called_a_tenth(phrases):
    tenth = {"fi": "kymmenyksen", "sv": "tiondel", "en": "tenth"}
    assert [language for language, word in tenth.items() if word not in phrases["wait_p90"][language]] == []
