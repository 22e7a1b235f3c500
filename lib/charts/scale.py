"""Where things stand: round ticks, months as numbers, and labels pushed apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, isfinite, log10

from lib import text
from lib.charts.spec import Style
from lib.look import tokens

MONTHS = 12
# The middle of a year, so that an event falls beside the year it happened in.
MIDDLE_OF_YEAR = 5.5
ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# A chart whose lowest value is under this share of its highest starts from zero.
ZERO_BELOW = 0.6
WIDE_TICKS, NARROW_TICKS = 5, 2
# The least distance of the lowest value from the bottom, in steps between lines.
AIR = 0.3
MONTH_STEPS = (6, 12, 24, 36, 60, 120)
YEAR_STEPS = (12, 24, 36, 60, 120, 240)
# A longer mark such as "/ 1 000 as." is written above the topmost line instead of in its label.
SHORT_MARK = 5


@dataclass(frozen=True)
class Axis:
    """The extent of an axis and its labels, with fewer of them for a narrow chart."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()
    narrow: tuple[tuple[float, str], ...] = ()
    # Whether the outer labels end with the axis instead of standing under their place.
    flush: bool = False

    @property
    def span(self) -> float:
        """The extent in the axis's own unit; never zero."""
        return (self.high - self.low) or 1.0


@dataclass(frozen=True)
class Plane:
    """Both axes and the height of the plot in pixels."""

    x: Axis
    y: Axis
    height: int

    @property
    def pixel(self) -> float:
        """One pixel upwards, in the value's unit."""
        return self.y.span / self.height


def month_number(day: date) -> float:
    """Months since year 0, with the part of the month gone."""
    return day.year * MONTHS + day.month - 1 + (day.day - 1) / 31


def period_number(start: date, end: date) -> float:
    """Where a period stands on a time axis: its first month, or the middle of a year."""
    return start.year * MONTHS + (MIDDLE_OF_YEAR if is_year(start, end) else start.month - 1)


def is_year(start: date, end: date) -> bool:
    """Whether a period is longer than a month."""
    return (end - start).days > 31


def value_axis(values: Iterable[float], style: Style) -> Axis:
    """A round axis of at most five lines around the values, from zero unless they lie far from it."""
    given = [value for value in values if isfinite(value)] or [0.0, 1.0]
    low, high = min(given), max(given)
    if low == high == 0:
        high = 1.0
    if 0 <= low < ZERO_BELOW * high:
        low = 0.0
    if style.unit == "percent" and high <= 100:
        return _round_axis(low, high, 100.0, style)
    return _round_axis(low, high, float("inf"), style)


def _round_axis(low: float, high: float, ceiling: float, style: Style) -> Axis:
    step = _round_step(low, high)
    first, last = _first_line(low, step), ceil(high / step - 1e-9)
    ticks = [place * step for place in range(first, max(last, first + 1) + 1)]
    ticks = [tick for tick in ticks if tick <= ceiling + 1e-9]
    return Axis(ticks[0], ticks[-1], _written(ticks, step, style))


def _round_step(low: float, high: float) -> float:
    """The smallest round step that needs no more lines than the grid may have."""
    lines = tokens()["chart"]["grid_count"]
    size = 10.0 ** floor(log10(max(high - low, abs(high) * 1e-6, 1e-9) / lines))
    for step in (size * factor for factor in (*ROUND_STEPS, *(10 * factor for factor in ROUND_STEPS))):
        if ceil(high / step - 1e-9) - _first_line(low, step) < lines:
            return step
    return size * 100


def _first_line(low: float, step: float) -> int:
    """The line at or below the lowest value, with air under it; nothing positive makes a line below zero."""
    if low == 0:
        return 0
    return max(floor(low / step - AIR), 0) if low > 0 else floor(low / step + 1e-9)


def _written(ticks: Sequence[float], step: float, style: Style) -> tuple[tuple[float, str], ...]:
    decimals = next((places for places in range(7) if abs(round(step, places) - step) < step * 1e-6), 6)
    labels = [text.number(tick, decimals, style.language) for tick in ticks]
    if not long_mark(style):
        labels[-1] = text.figure(ticks[-1], style.unit, decimals, style.language)
    return tuple(zip(ticks, labels, strict=True))


def long_mark(style: Style) -> str:
    """The unit's mark when it is too long for a tick label, else nothing."""
    mark = text.unit_mark(style.unit, style.language)
    return mark if len(mark) > SHORT_MARK else ""


def time_axis(starts: Sequence[date], ends: Sequence[date], style: Style) -> Axis:
    """The months or years from the first to the last period."""
    years = is_year(starts[0], ends[0])
    places = [period_number(start, end) for start, end in zip(starts, ends, strict=True)]
    low, high = min(places), max(places)
    wide = _time_ticks(low, high, YEAR_STEPS if years else MONTH_STEPS, WIDE_TICKS)
    narrow = _time_ticks(low, high, YEAR_STEPS if years else MONTH_STEPS, NARROW_TICKS)
    written = [tuple((tick, _time_label(tick, years, style)) for tick in ticks) for ticks in (wide, narrow)]
    return Axis(low, high if high > low else low + 1, *written, flush=True)


def _time_ticks(low: float, high: float, steps: Sequence[int], most: int) -> list[float]:
    """Every sixth month, or every round number of years, and always the last."""
    step = next((step for step in steps if (high - low) / step <= most), steps[-1])
    ticks = [low + place * step for place in range(int((high - low) // step) + 1)]
    # A label closer than this to the last one would touch it.
    near = max(0.7 * step, 0.9 * (high - low) / (most + 1))
    return [tick for tick in ticks if high - tick >= near] + [high]


def _time_label(place: float, years: bool, style: Style) -> str:
    year, month = divmod(int(place), MONTHS)
    return str(year) if years else text.month_short(date(year, month + 1, 1), style.language)


def push_apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres nearest to the wanted ones, in their order, without overlap and within low and high.

    All in pixels. When the heights do not fit between low and high, the overlap stays shared at the end.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    offsets, used = [], 0.0
    for place in order:
        offsets.append(used + heights[place] / 2)
        used += heights[place]
    free = _rising([wanted[place] - offset for place, offset in zip(order, offsets, strict=True)])
    last = max(high - used, low)
    centres = [min(max(one, low), last) + offset for one, offset in zip(free, offsets, strict=True)]
    return [centre for _, centre in sorted(zip(order, centres, strict=True))]


def _rising(values: Sequence[float]) -> list[float]:
    """The rising sequence nearest to the values in squares: neighbours out of order share their mean."""
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([value])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    return [_mean(block) for block in blocks for _ in block]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
