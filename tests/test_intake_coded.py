import numpy as np
import pandas as pd

from lib.intake import coded


def categories(*texts: str | None) -> pd.Series:
    return pd.Series(pd.Categorical(texts))


def test_plain_texts_come_back_from_categories_with_their_holes():
    table = pd.DataFrame({"name": categories("b", "a", None, "b"), "value": [1.0, 2.0, 3.0, 4.0]})
    plain = coded.with_texts(table)
    assert plain["name"].dtype == "str"
    assert plain["name"].fillna("-").tolist() == ["b", "a", "-", "b"]
    assert plain["value"].tolist() == [1.0, 2.0, 3.0, 4.0]


def test_a_category_that_no_row_has_is_not_looked_at():
    column = categories("a", "gone", "b", "b")[[0, 2, 3]]
    codes, texts = coded.factorized(column)
    assert texts[codes].tolist() == ["a", "b", "b"]
    assert "gone" not in texts


def test_two_codes_of_the_same_text_are_one_category():
    laid = coded.laid_out(["x", "y", "x"], np.array([0, 1, 2, 2]))
    assert laid.tolist() == ["x", "y", "x", "x"]
    assert laid.cat.categories.tolist() == ["x", "y"]


def test_combinations_are_told_once_each_whatever_the_columns_are():
    plain = pd.Series(["1", "1", "2", "1"])
    codes, keys = coded.combined([categories("a", "b", "a", "a"), plain])
    assert [keys[code] for code in codes] == [("a", "1"), ("b", "1"), ("a", "2"), ("a", "1")]
    assert len(keys) == 3


def test_rows_repeat_only_when_every_column_does():
    days = pd.to_datetime(pd.Series(["2026-01-01", None, None, "2026-01-01"]))
    table = pd.DataFrame({"name": categories("a", "a", "a", "b"), "day": days})
    assert coded.repeats(table, ["name", "day"]).tolist() == [False, True, True, False]


def test_repeats_are_found_where_the_combinations_outgrow_64_bits():
    size = 3000
    table = pd.DataFrame({str(place): np.arange(size) for place in range(7)})
    table = pd.concat([table, table.iloc[[17]]], ignore_index=True)
    assert np.flatnonzero(coded.repeats(table, list(table.columns))).tolist() == [17, size]
