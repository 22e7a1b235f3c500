"""The yearly wave of monthly series, and what its own error costs a test."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.statistics.control_chart import prepared
from lib.statistics.inputs import Floats

YEAR = 12
# A level and two waves a year; fewer months than this cannot tell them from chance.
HARMONICS = 2
SEASON_PARTS = 2 * HARMONICS
FEWEST_FOR_SEASON = 21
# The newest months do not shape the season, so that a change among them is not taken for one.
UNTOLD, UNTOLD_OF_SHORT = 12, 3


def seasonless(values: ArrayLike) -> Floats:
    """The series without its yearly wave: two harmonics fitted by least squares, (series, time) or (time,).

    The newest 12 months do not take part in the fit, in series under 36 months the newest 3, so that a change
    of this year is not taken for a season. With fewer than 21 months to fit, the series stays as it is.
    Give a scale on which the wave adds to the level, such as the root of counts.
    """
    x, _ = prepared(values, 0)
    months = x.shape[-1]
    fitted = months - (UNTOLD if months >= 3 * YEAR else UNTOLD_OF_SHORT)
    if fitted < FEWEST_FOR_SEASON:
        return np.reshape(x, np.shape(values))
    waves = _waves(months)
    known = ~np.isnan(x[:, :fitted])
    weighted = known[:, :, None] * waves[None, :fitted]
    normal = np.einsum("smi,mj->sij", weighted, waves[:fitted])
    right = np.einsum("smi,sm->si", weighted, np.where(known, x[:, :fitted], 0))
    enough = known.sum(-1) >= FEWEST_FOR_SEASON
    normal = np.where(enough[:, None, None], normal, np.eye(waves.shape[1]))
    found = np.linalg.solve(normal, right[..., None])[..., 0]
    wave = np.where(enough[:, None], found[:, 1:] @ waves[:, 1:].T, 0)
    return np.reshape(x - wave, np.shape(values))


def _waves(months: int) -> Floats:
    """Level and the harmonics of the year, (months, 1 + 2·HARMONICS)."""
    angle = 2 * np.pi * np.arange(months) / YEAR
    waves = [turn(order * angle) for order in range(1, HARMONICS + 1) for turn in (np.cos, np.sin)]
    return np.stack([np.ones(months), *waves], axis=-1)


def fit_error(size: NDArray[np.int_], window: int, fitted: int) -> Floats:
    """What the wave's own error adds to the variance over a window: 2/m for each part of it, times the square
    of the part's mean there.
    """
    if not fitted:
        return np.zeros(len(size))
    in_window = _waves(window)[:, 1 : 1 + fitted].mean(0)
    return 2 * (in_window**2).sum() / np.maximum(size + window - UNTOLD, YEAR)
