"""Classes of a choropleth: round borders for levels, states for differences; empty states have their own names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

CLASSES = 5
SHOWN = ("published", "provisional", "estimate")
JUDGED = {
    "much_worse": "judged-1", "worse": "judged-2", "similar": "judged-3", "better": "judged-4",
    "much_better": "judged-5", "much_higher": "fill-5", "higher": "fill-4", "lower": "fill-2", "much_lower": "fill-1",
}


@dataclass(frozen=True)
class Class:
    """One class of the legend: its style name, borders (low included, high not), how many areas."""

    style: str
    low: float
    high: float
    count: int


def round_borders(values: Sequence[float]) -> list[float]:
    """Borders between at most five classes of about equal size, rounded as far as they stay apart.

    Fewer borders when the values do not part; none for fewer than two different values.
    """
    known = np.unique([value for value in values if not np.isnan(value)])
    if len(known) < 2:
        return []
    wanted = np.quantile([value for value in values if not np.isnan(value)], np.arange(1, CLASSES) / CLASSES)
    spread = known[-1] - known[0]
    digits = int(np.ceil(-np.log10(spread / 20)))
    borders = sorted({round(float(border), digits) for border in wanted})
    return [border for border in borders if known[0] < border <= known[-1]]


def classes(values: Sequence[float], borders: Sequence[float]) -> list[Class]:
    """The legend's classes from lowest to highest, with the areas in each counted."""
    known = np.array([value for value in values if not np.isnan(value)], dtype=float)
    if not len(known):
        return []
    edges = [float(known.min()), *borders, float(known.max())]
    places = np.searchsorted(borders, known, side="right")
    # With fewer classes the darkest stays the darkest.
    first = CLASSES - len(borders)
    return [
        Class(f"fill-{place + first}", edges[place], edges[place + 1], int((places == place).sum()))
        for place in range(len(borders) + 1)
    ]


def level_styles(table: pd.DataFrame) -> dict[str, str]:
    """Style name of each area by its value; an area without a value has the name of its reason."""
    borders = round_borders(table["value"].tolist())
    first = CLASSES - len(borders)
    return {
        code: f"fill-{int(np.searchsorted(borders, value, side='right')) + first}" if is_shown(value, status) else status
        for code, value, status in zip(table["area_code"], table["value"], table["status"], strict=True)
    }


def difference_styles(table: pd.DataFrame) -> dict[str, str]:
    """Style name of each area by its state against the benchmark."""
    return {
        code: _judged(state) for code, state in zip(table["area_code"], table["state"], strict=True)
    }


def is_shown(value: float, status: str) -> bool:
    """Whether the area has a figure that may be painted."""
    return status in SHOWN and not np.isnan(value)


def _judged(state: str) -> str:
    for name in ("much_worse", "much_better", "worse", "better"):
        if state.startswith(name):
            return JUDGED[name]
    return JUDGED.get(state, "plain" if state == "not_compared" else state)
