"""How long a series has stayed on one side of its mean: the reason for which new limits may be proposed."""

import numpy as np
from numpy.typing import NDArray

from lib.statistics.control_chart import ControlChart
from lib.statistics.inputs import ROUNDING

# Two more than the rule of seven: a run that long is not only a signal, it has lasted.
LASTING = 9


def newest_run(chart: ControlChart) -> NDArray[np.int_]:
    """(series,) the number of newest known points on one side of the mean, one month after another.

    A point on the mean, a missing month and a rebase end the run; months without a value at the end are
    passed over. 0 where nothing is known, where there is no mean, and where the last point lies on it.
    """
    values, mean, segment = (np.atleast_2d(line) for line in (chart.values, chart.mean, chart.segment))
    rounding = ROUNDING * np.max(np.abs(np.nan_to_num(values)), axis=-1, keepdims=True, initial=0)
    from_mean = np.nan_to_num(values - mean)
    side = np.where(np.abs(from_mean) <= rounding, 0, np.sign(from_mean)).astype(int)
    known = ~np.isnan(values)
    last = known.shape[-1] - 1 - np.argmax(known[:, ::-1], axis=-1)
    rows = np.arange(len(values))
    same = (side == side[rows, last][:, None]) & (segment == segment[rows, last][:, None]) & (side != 0)
    after = np.arange(values.shape[-1]) > last[:, None]
    unbroken = np.cumprod((same | after)[:, ::-1], axis=-1)[:, ::-1].astype(bool)
    return np.where(known.any(-1), (unbroken & ~after).sum(-1), 0)
