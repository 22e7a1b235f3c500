"""What is kept in the store folder comes back as it was found, and never for another question."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib import kept, signals
from lib.ui import raised

pytestmark = pytest.mark.usefixtures("pages_store")


def told(value: object) -> object:
    """The value with every NaN as one word, since NaN is not equal to itself."""
    if isinstance(value, float) and np.isnan(value):
        return "unknown"
    return tuple(told(one) for one in value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("scope", ["turku", "varsinais-suomi", "suomi"])
def test_a_scan_comes_back_from_a_file_as_it_was(tmp_path, scope):
    made = raised._made(raised.asking.versions(), scope, date(2026, 11, 24))
    signals.as_table(made).to_parquet(tmp_path / "scan.parquet", index=False)
    back = signals.from_table(pd.read_parquet(tmp_path / "scan.parquet"))
    assert (back.comparisons, back.steady) == (made.comparisons, made.steady)
    assert list(back.signals.columns) == list(made.signals.columns)
    for name in made.signals:
        assert [told(one) for one in back.signals[name]] == [told(one) for one in made.signals[name]], name


def test_a_table_is_found_once_for_a_key_and_anew_for_another():
    asked = []

    def find() -> pd.DataFrame:
        asked.append(1)
        return pd.DataFrame({"number": [len(asked)]})

    first = kept.table("test", ("a", 1), find)
    assert kept.table("test", ("a", 1), find)["number"].tolist() == first["number"].tolist() == [1]
    assert kept.table("test", ("a", 2), find)["number"].tolist() == [2]


def test_a_text_is_none_until_it_is_put():
    assert kept.text("test", ("never",)) is None
    kept.put_text("test", ("put",), "Tilannekuva\nÅbo")
    assert kept.text("test", ("put",)) == "Tilannekuva\nÅbo"


def test_only_the_newest_of_a_kind_stay(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(5):
        kept.put_text("few", (number,), str(number))
    assert len([number for number in range(5) if kept.text("few", (number,))]) == 3
    assert kept.text("few", (4,)) == "4"


def test_a_search_that_fails_leaves_nothing():
    with pytest.raises(ZeroDivisionError):
        kept.table("broken", (), lambda: 1 / 0)
    assert kept.table("broken", (), lambda: pd.DataFrame({"a": [1]}))["a"].tolist() == [1]
