"""Rules against the stored rows; the history of the cases is written so that its steps can be seen."""

import pandas as pd
from intake_case import CATALOGUE, FORM, TODAY, received

from lib.intake import check
from lib.intake.tidy import empty_table
from lib.table import COLUMNS


def stored(values):
    """Months of 2026 from January of the figure `waiting` in Turku."""
    rows = [received(f"waiting;853;{month}/2026;{value};;").table for month, value in enumerate(values, 1)]
    return pd.concat(rows, ignore_index=True)[COLUMNS]


def told(line, current):
    problems = check(received(f"{line};;"), FORM, CATALOGUE, TODAY, current)
    return [(one.key, one.level, one.row) for one in problems]


# Steps 2, -1, 3, -2, 2, -1: the middle is 0.5, the MAD 1.5, so 0.5 ± 3 × 1.4826 × 1.5 = -6.17 … 7.17.
HISTORY = (100, 102, 101, 104, 102, 104, 103)


def test_a_value_far_from_the_steps_before_is_a_warning_with_the_expected_range():
    problems = check(received("waiting;853;8/2026;111;;"), FORM, CATALOGUE, TODAY, stored(HISTORY))
    broken = [one for one in problems if one.key == "problem.break_with_history"]
    assert [(one.level, one.row, one.found) for one in broken] == [("warning", 2, "111")]
    assert (broken[0].values["low"], broken[0].values["high"]) == ("96.83", "110.17")


def test_a_usual_step_and_a_value_already_stored_are_no_break():
    assert told("waiting;853;8/2026;109", stored(HISTORY)) == []
    assert told("waiting;853;8/2026;200", stored((*HISTORY, 200))) == []


def test_too_short_or_unvarying_a_history_says_nothing():
    assert told("waiting;853;4/2026;900", stored((100, 102, 101))) == []
    assert told("waiting;853;8/2026;101", stored((100,) * 7)) == []


def test_a_zero_in_place_of_a_hidden_value_is_an_error():
    current = stored(("<5",))
    assert current["status"].tolist() == ["suppressed"]
    assert told("waiting;853;1/2026;0", current) == [("problem.zero_was_hidden", "error", 2)]
    assert told("waiting;853;1/2026;<5", current) == []


def test_the_first_zero_of_a_series_is_a_warning_and_a_usual_zero_is_not():
    assert ("problem.zero_unusual", "warning", 2) in told("waiting;853;8/2026;0", stored(HISTORY))
    assert told("waiting;853;8/2026;0", stored((0, 1, 0, 1, 0, 1, 0))) == []


def test_without_stored_rows_history_is_not_looked_at():
    assert told("waiting;853;8/2026;0", empty_table()) == told("waiting;853;8/2026;0", None) == []
