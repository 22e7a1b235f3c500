"""Secondary suppression: no hidden service count may be worked out from the sums it stands in.

A hidden count alone among the parts of a shown sum is the sum less the others. Wherever that is so, one count
more is hidden: of indicators the first part that is not zero, of areas and ages the smallest. Sums are those
of the dataset (waiting classes), of districts to the city, and of age groups to joint ones; repeated until
none tells one. Not checked: how narrow the range of a hidden count is, and sums over services.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.shapes import AGE_MEMBERS

# The age groups of joint ones; a service that lacks an age group has nobody in it.
EVERYBODY = "all"
AGE_SUMS = (("under_23", AGE_MEMBERS["under_23"]), (EVERYBODY, ("under_23", "23_plus")))
INDICATORS = 2
KEYS = ["service_id", "period_start", "area", "indicator_id", "age"]
# A whole is hidden only when no part can be; of parts, those listed first, so that long waits stay in sight.
WHOLE_LAST, PART_LATER = 1e9, 1e6


class Sums(NamedTuple):
    """Which keys add up: whole and parts of indicators, and of areas (written level-code)."""

    indicators: Sequence[tuple[str, Sequence[str]]]
    areas: Sequence[tuple[str, Sequence[str]]]


def also_hidden(table: pd.DataFrame, sums: Sums) -> pd.DataFrame:
    """KEYS of the counts to hide besides those that are hidden for being small.

    table: KEYS, `value` and `hidden` (bool), one row for each; a combination without a row adds nothing.
    """
    if table.empty:
        return table[KEYS]
    cube = _Cube.of(table)
    before = cube.hidden.copy()
    # Each round hides at least one count more, so this ends.
    while sum(_close(cube, *one) for one in _families(cube, sums)):
        pass
    place = np.ravel_multi_index(cube.places, cube.hidden.shape)
    return table.loc[(cube.hidden & ~before).ravel()[place], KEYS]


class _Cube(NamedTuple):
    """value and hidden: service-months × areas × indicators × ages; names of the last three; row places."""

    value: NDArray[np.float64]
    hidden: NDArray[np.bool_]
    names: tuple[pd.Index, ...]
    places: tuple[NDArray[np.intp], ...]

    @classmethod
    def of(cls, table: pd.DataFrame) -> "_Cube":
        months = table.groupby(KEYS[:2], sort=False).ngroup().to_numpy()
        coded = [pd.factorize(table[name]) for name in KEYS[2:]]
        places = (months, *(codes for codes, _ in coded))
        shape = (months.max() + 1, *(len(names) for _, names in coded))
        value, hidden = np.full(shape, np.nan), np.zeros(shape, bool)
        value[places], hidden[places] = table["value"], table["hidden"]
        return cls(value, hidden, tuple(pd.Index(names) for _, names in coded), places)


def _families(cube: _Cube, sums: Sums) -> Iterator[tuple[int, list[int], float]]:
    """The axis of each sum, the places of its whole (first) and its parts, and what the whole costs."""
    for axis, listed in ((1, sums.areas), (INDICATORS, sums.indicators), (3, AGE_SUMS)):
        names = cube.names[axis - 1]
        for whole, parts in listed:
            known = [one for one in (whole, *parts) if one in names]
            if whole in names and len(known) > 1:
                # Everybody together is seldom looked at, as the law differs by age: it goes before a part.
                cost = 0.0 if whole == EVERYBODY else WHOLE_LAST
                yield axis, [names.get_loc(one) for one in known], cost


def _close(cube: _Cube, axis: int, places: list[int], whole: float) -> int:
    """Hide one count more wherever a sum has a single hidden one; how many there were."""
    value = np.moveaxis(cube.value.take(places, axis), axis, -1)
    hidden = np.moveaxis(cube.hidden.take(places, axis), axis, -1)
    cost = np.where(hidden | ~(value > 0), np.inf, value)
    cost[..., 0] = np.where(np.isfinite(cost[..., 0]), whole, np.inf)
    if axis == INDICATORS:
        cost += PART_LATER * np.arange(len(places))
    open_sums = (hidden.sum(axis=-1) == 1) & np.isfinite(cost.min(axis=-1))
    if not open_sums.any():
        return 0
    found = np.nonzero(open_sums)
    place = list(found)
    place.insert(axis, np.asarray(places)[cost[found].argmin(axis=-1)])
    cube.hidden[tuple(place)] = True
    return int(open_sums.sum())
