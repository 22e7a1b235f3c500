"""Columns of texts as few different texts and a number for each row, so that each text is looked at once."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

# Numbers of combinations fit in 64 bits.
MOST_CODES = 2**62


def by_text(cells: pd.Series, parse: Callable[[pd.Series], pd.DataFrame]) -> pd.DataFrame:
    """`parse` asked once for each different text, its answers laid out for every row."""
    codes, texts = factorized(cells)
    answers = parse(pd.Series(texts, dtype="str"))
    return answers.take(codes).set_axis(cells.index, axis=0)


def laid_out(texts: Sequence[str], codes: np.ndarray, index: pd.Index | None = None) -> pd.Series:
    """The text of each code as categories; the same text under two codes is one category."""
    places, words = pd.factorize(np.asarray(texts, dtype=object))
    categories = pd.Index(words, dtype="str")
    narrow = places.astype(np.int32)
    return pd.Series(pd.Categorical.from_codes(narrow[codes], categories), index=index)


def each_code(column: pd.Series, texts: Sequence[str]) -> pd.Series:
    """A column of categories with `texts` in their place, in their order."""
    return laid_out(texts, column.cat.codes.to_numpy(), column.index)


def with_words(column: pd.Series, words: Sequence[str]) -> pd.Series:
    """A column of categories that may hold the words too."""
    return column.cat.set_categories(column.cat.categories.union(pd.Index(words, dtype="str"), sort=False))


def with_texts(table: pd.DataFrame) -> pd.DataFrame:
    """The table with plain texts in place of categories."""
    return table.assign(**{name: _plain(column) for name, column in table.select_dtypes("category").items()})


def _plain(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    texts = pd.Series(column.cat.categories, dtype="str").array
    return texts.take(column.cat.codes.to_numpy(), allow_fill=True)


def factorized(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A number for each different thing in the column (-1 for nothing), and the things by their numbers."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        codes, different = pd.factorize(column)
        return codes, np.asarray(different, dtype=object)
    codes = column.cat.codes.to_numpy().astype(np.int32)
    used = np.bincount(codes + 1, minlength=len(column.cat.categories) + 1)[1:] > 0
    texts = np.asarray(column.cat.categories, dtype=object)[used]
    numbers_of = np.append(np.cumsum(used) - 1, -1)
    return (codes if used.all() else numbers_of[codes]), texts


def repeats(table: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Whether each row has the same as some other row in all the columns."""
    mixed, count = np.zeros(len(table), dtype=np.int64), 1
    for codes, different in (factorized(table[column]) for column in columns):
        size = len(different) + 1
        if count * size > MOST_CODES:
            mixed, fewer = pd.factorize(mixed)
            count = len(fewer)
        mixed, count = mixed * size + codes + 1, count * size
    return pd.Series(mixed).duplicated(keep=False).to_numpy()


def looked_up(keys: pd.Series, answers: Mapping[str, object]) -> pd.Series:
    """The answer of each row's key, asked once for each different key; empty where there is none."""
    codes, different = factorized(keys)
    found = [answers.get(key) for key in different]
    if any(isinstance(one, str) for one in found):
        return laid_out(found, codes, keys.index)
    return pd.Series(found).take(codes).set_axis(keys.index)


def combined(columns: Sequence[pd.Series]) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """A number for each different combination of texts, and the combinations in the order of the numbers."""
    parts = [factorized(column) for column in columns]
    mixed = np.zeros(len(columns[0]), dtype=np.int64)
    for codes, texts in parts:
        mixed = mixed * max(len(texts), 1) + codes
    codes, different = pd.factorize(mixed)
    keys: list[np.ndarray] = []
    for _, texts in reversed(parts):
        different, place = np.divmod(different, max(len(texts), 1))
        keys.insert(0, texts[place])
    return codes, list(zip(*keys, strict=True))
