"""Which way is better, as a sign."""

from typing import Literal

from lib.errors import StatisticsError

Polarity = Literal["higher_is_better", "lower_is_better", "none"]
_SIGNS = {"higher_is_better": 1, "lower_is_better": -1, "none": 0}


def sign(polarity: str) -> int:
    """1 when higher is better, -1 when lower is, 0 when neither. StatisticsError for another word."""
    if polarity not in _SIGNS:
        raise StatisticsError(f"polarity {polarity!r} is not one of {', '.join(_SIGNS)}")
    return _SIGNS[polarity]
