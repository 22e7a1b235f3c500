from datetime import date

import pytest

from lib.catalogue import catalogue
from lib.errors import InputError
from lib.facts import LANGUAGES
from lib.intake import accepted, check, read, templates

TODAY = date(2026, 11, 24)
FACTS = catalogue()
FORMS = pytest.mark.parametrize("form", sorted(FACTS.datasets))
SPOKEN = pytest.mark.parametrize("language", LANGUAGES)


@FORMS
@SPOKEN
def test_the_filled_example_reads_back_without_a_fault_or_a_warning(form, language):
    dataset = FACTS.datasets[form]
    content = templates.filled(dataset, FACTS, language, TODAY)
    found = read(content, "example.csv", dataset, FACTS)
    problems = check(found, dataset, FACTS, TODAY)
    assert problems == []
    rows = accepted(found, problems)
    assert len(rows) > 0
    assert rows["value"].notna().all()
    assert set(rows["status"]) == {"published"}


@FORMS
@SPOKEN
def test_the_empty_form_is_refused_because_it_has_only_headings(form, language):
    dataset = FACTS.datasets[form]
    with pytest.raises(InputError) as refused:
        read(templates.empty(dataset, language), "form.csv", dataset, FACTS)
    assert refused.value.key == "input.only_headings"


@FORMS
@SPOKEN
def test_the_example_stands_under_the_very_headings_of_the_empty_form(form, language):
    dataset = FACTS.datasets[form]
    empty = templates.empty(dataset, language).splitlines()
    assert templates.filled(dataset, FACTS, language, TODAY).splitlines()[: len(empty)] == empty
    assert empty[0].decode("utf-8-sig").startswith("#") == (dataset.origin == "model")


def test_a_year_of_an_example_has_ended_on_the_first_day_of_the_next():
    dataset = FACTS.datasets["sotkanet"]
    found = read(templates.filled(dataset, FACTS, "fi", date(2026, 1, 1)), "example.csv", dataset, FACTS)
    assert set(found.table["period_start"].dt.year) == {2025}
