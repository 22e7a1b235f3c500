"""Whether the figures of a received table can be true: parts and wholes, signs, shares, roundings."""

import numpy as np
import pandas as pd

from lib.intake.checked import Checked
from lib.intake.problem import Problem
from lib.intake.tidy import factor_of
from lib.table import FIGURES

# An index or a sum of money may be below zero; these never are.
NEVER_NEGATIVE = ("share", "rate", "count", "median", "mean")
# A hair's breadth for sums of doubles.
ROUNDING = 1 + 1e-9


def parts_over_whole(checked: Checked) -> list[Problem]:
    """A part greater than its whole, where the figure is a share of it."""
    table = checked.table
    over = (checked.each_row(lambda item: item.kind) == "share") & (table["numerator"] > table["denominator"])
    return checked.told("problem.part_over_whole", "error", "numerator denominator", over)


def negative_figures(checked: Checked) -> list[Problem]:
    """Values of a kind that is never negative, and negative counts."""
    table = checked.table
    never = checked.each_row(lambda item: item.kind in NEVER_NEGATIVE).eq(True)
    return [
        *checked.told("problem.negative", "error", "value", never & (table["value"] < 0)),
        *checked.told("problem.negative", "error", "numerator", table["numerator"] < 0),
        *checked.told("problem.negative", "error", "denominator", table["denominator"] < 0),
    ]


def decimals_in_counts(checked: Checked) -> list[Problem]:
    """Counts of people, visits and the like that are no whole numbers, numerators of the form included."""
    table = checked.table
    whole = checked.each_row(lambda item: item.kind == "count" and item.decimals == 0).eq(True)
    counted = {one.indicator for one in checked.dataset.measures if one.part == "numerator"}
    numerators = table["indicator_id"].isin(counted)
    return [
        *checked.told("problem.decimals_in_count", "error", "value", _fraction(table["value"], whole)),
        *checked.told(
            "problem.decimals_in_count", "error", "numerator", _fraction(table["numerator"], numerators)
        ),
    ]


def _fraction(figures: pd.Series, where: pd.Series) -> pd.Series:
    """Whether each figure of `where` has decimals; false elsewhere."""
    found = where.copy()
    if not where.any():
        return found
    found[where] = figures[where] % 1 > 0
    return found


def shares_over_hundred(checked: Checked) -> list[Problem]:
    """Shares above 100 per cent."""
    share = checked.each_row(lambda item: item.kind) == "share"
    return checked.told("problem.over_hundred", "error", "value", share & (checked.table["value"] > 100))


def values_unlike_parts(checked: Checked) -> list[Problem]:
    """Values that do not follow from numerator and denominator, however the value was rounded."""
    table = checked.table
    both = table["value"].notna() & table["numerator"].notna()
    if not both.any():
        return []
    value, numerator, denominator = (table[column][both] for column in FIGURES)
    kind = checked.each_row(lambda item: item.kind)[both]
    factor = checked.each_row(factor_of)[both].astype("float64")
    decimals = checked.each_row(lambda item: item.decimals)[both].fillna(0).astype(int)
    expected = factor * numerator / denominator.where(denominator > 0)
    expected = expected.where(kind.isin(("share", "rate")))
    expected = expected.mask(kind == "count", numerator)
    differs = both.copy()
    differs[both] = expected.notna() & ~_agree(value, expected, decimals)
    return checked.told("problem.value_unlike_parts", "warning", "value numerator denominator", differs)


def _agree(value: pd.Series, expected: pd.Series, decimals: pd.Series) -> pd.Series:
    """Whether the value is the expected one rounded to as many decimals as it shows, at most `decimals`."""
    agree = pd.Series(False, index=value.index)
    for digits in range(int(decimals.max()) + 1 if len(decimals) else 0):
        shows = np.isclose(value, value.round(digits), rtol=0, atol=1e-9) | (decimals == digits)
        near = (value - expected).abs() <= 0.5 * 10.0**-digits * ROUNDING + 1e-9
        agree |= shows & near & (digits <= decimals)
    return agree
