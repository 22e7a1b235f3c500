"""The four special-cause rules of section 5, over many series at once, never across a gap or a rebase."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from lib.statistics.inputs import Floats

# In order of precedence; the place in this list is the code that a chart carries for each point.
RULES = ("none", "outside_limits", "trend", "two_of_three", "run")
PATTERN = 7
CLOSE_WINDOW = 3
CLOSE_NEEDED = 2


class Lines(NamedTuple):
    """What the rules read, all (series, time): values and mean, NaN where none; distance of the limit from
    the mean; segment number; and how near two numbers are when only rounding parts them.
    """

    values: Floats
    mean: Floats
    reach: Floats
    segment: NDArray[np.int_]
    rounding: Floats


class Flags(NamedTuple):
    """Rule code (0 to 4) and direction (-1, 0, 1) of each point, (series, time)."""

    rule: NDArray[np.int8]
    direction: NDArray[np.int8]


def flags(lines: Lines) -> Flags:
    """Every point of each pattern, the first rule in the order of precedence winning."""
    found = [_outside(lines), _trend(lines), _two_of_three(lines), _run(lines)]
    rule = np.zeros(lines.values.shape, dtype=np.int8)
    direction = np.zeros(lines.values.shape, dtype=np.int8)
    for code in range(len(found), 0, -1):
        hit = found[code - 1] != 0
        rule[hit], direction[hit] = code, found[code - 1][hit]
    return Flags(rule, direction)


def outside_only(lines: Lines) -> Flags:
    """Only the first rule, for charts whose points do not spread evenly about the mean."""
    direction = _outside(lines)
    return Flags(np.abs(direction), direction)


def _side(lines: Lines) -> NDArray[np.int8]:
    """1 above the mean, -1 below, 0 on it or without a value."""
    from_mean = np.nan_to_num(lines.values - lines.mean)
    return np.where(np.abs(from_mean) <= lines.rounding, 0, np.sign(from_mean)).astype(np.int8)


def _outside(lines: Lines) -> NDArray[np.int8]:
    beyond = np.abs(lines.values - lines.mean) > lines.reach + lines.rounding
    return np.where(beyond, _side(lines), 0).astype(np.int8)


def _trend(lines: Lines) -> NDArray[np.int8]:
    step = np.diff(lines.values, axis=-1, append=np.nan)
    step = np.where(np.abs(step) <= lines.rounding, 0, np.sign(np.nan_to_num(step))).astype(np.int8)
    one_segment = _one_segment(lines.segment, PATTERN)
    up, down = (_spread(_windows(step == way, PATTERN - 1) & one_segment, PATTERN) for way in (1, -1))
    # A turning point belongs to both patterns; it takes the later one, as the step after it shows.
    return np.where(up & down, step, up.astype(np.int8) - down).astype(np.int8)


def _two_of_three(lines: Lines) -> NDArray[np.int8]:
    side, distance = _side(lines), np.abs(lines.values - lines.mean)
    near = (distance > lines.reach * 2 / 3 + lines.rounding) & (distance <= lines.reach + lines.rounding)
    enough = _windows(near, CLOSE_WINDOW, CLOSE_NEEDED) & _one_segment(lines.segment, CLOSE_WINDOW)
    starts = (_windows(side == way, CLOSE_WINDOW) & enough for way in (1, -1))
    above, below = (_spread(start, CLOSE_WINDOW) & near for start in starts)
    return above.astype(np.int8) - below


def _run(lines: Lines) -> NDArray[np.int8]:
    side, one_segment = _side(lines), _one_segment(lines.segment, PATTERN)
    above, below = (_spread(_windows(side == way, PATTERN) & one_segment, PATTERN) for way in (1, -1))
    return above.astype(np.int8) - below


def _windows(hit: NDArray[np.bool_], size: int, needed: int | None = None) -> NDArray[np.bool_]:
    """(series, time): true where a window of `size` points starts that has at least `needed` hits, or only
    hits.
    """
    starts = np.zeros(hit.shape, dtype=bool)
    if hit.shape[-1] >= size:
        windows = sliding_window_view(hit, size, axis=-1)
        starts[:, : 1 - size] = windows.sum(-1, dtype=np.int8) >= (needed or size)
    return starts


def _one_segment(segment: NDArray[np.int_], size: int) -> NDArray[np.bool_]:
    """(series, time): true where a window of `size` starts inside one segment; segment numbers never fall
    with time.
    """
    starts = np.zeros(segment.shape, dtype=bool)
    if segment.shape[-1] >= size:
        starts[:, : 1 - size] = segment[:, size - 1 :] == segment[:, : 1 - size]
    return starts


def _spread(start: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    """Every point of the windows of `size` that start where `start` is true."""
    points = start.copy()
    for place in range(1, size):
        points[:, place:] |= start[:, :-place]
    return points
