"""Figures computed from the codes a source publishes, by the formula of each indicator."""

import numpy as np
import pandas as pd

from lib.facts import Indicator
from lib.feeds import Formula

# Why a sum has no value when its parts have none: the first of these that a part has.
WORST_FIRST = ("suppressed", "missing", "not_applicable")
# Of nobody there is no mean and no median, although some tables write a zero.
NEVER_ZERO = ("mean", "median")


def computed(
    indicator: Indicator, written: Formula, numbers: pd.DataFrame, marks: pd.DataFrame
) -> pd.DataFrame:
    """value, numerator, denominator and status of each row.

    numbers: a column of numbers for each code of the formula; marks: why a number is not there, else empty.
    """
    mark = _worst(marks[sorted(written.codes)])
    top = _sum(written.numerator, numbers)
    is_rate = bool(written.denominator)
    bottom = _sum(written.denominator, numbers) if is_rate else pd.Series(np.nan, index=numbers.index)
    value = 100 * top / bottom.where(bottom != 0) if is_rate else top
    nobody = bottom.eq(0) if is_rate else value.eq(0) & (indicator.kind in NEVER_ZERO)
    figures = pd.DataFrame({"value": value.mask(nobody), "numerator": top, "denominator": bottom})
    if not (is_rate or indicator.numerator):
        figures["numerator"] = np.nan
    status = mark.mask(mark.eq("") & nobody, "not_applicable")
    return figures.where(mark.eq(""), axis=0).assign(status=status.mask(status.eq(""), "published"))


def has_whole(indicator: Indicator) -> bool:
    """Whether the city's figure is the sum over its areas."""
    return "municipality" in indicator.levels and indicator.levels[0] != "municipality"


def whole(
    indicator: Indicator, written: Formula, numbers: pd.DataFrame, marks: pd.DataFrame, years: pd.Series
) -> pd.DataFrame:
    """The figures of all areas together, by year; an estimate where some area does not tell its own.

    A year of which no area tells anything has no row.
    """
    codes = sorted(written.codes)
    told = marks[codes].eq("").all(axis=1)
    sums = numbers.loc[told, codes].groupby(years[told]).sum()
    made = computed(indicator, written, sums, pd.DataFrame("", index=sums.index, columns=codes))
    partly = ~told.groupby(years).all().reindex(sums.index)
    return made.assign(status=made["status"].mask(partly, "estimate"))


def _worst(marks: pd.DataFrame) -> pd.Series:
    found = [marks.eq(mark).any(axis=1) for mark in WORST_FIRST]
    return pd.Series(np.select(found, WORST_FIRST, ""), index=marks.index, dtype="str")


def _sum(terms: tuple[tuple[int, str], ...], numbers: pd.DataFrame) -> pd.Series:
    return sum((sign * numbers[code] for sign, code in terms), pd.Series(0.0, index=numbers.index))
