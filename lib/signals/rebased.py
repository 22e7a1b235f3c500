"""Where the limits of monthly series start anew: the rebases that somebody wrote into the facts."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.shapes import Rebase
from lib.signals.monthly import Segments
from lib.signals.shape import Panel
from lib.statistics.control_chart import segments


def by_facts(rebases: Sequence[Rebase], members: Mapping[str, Collection[str]]) -> Segments:
    """What `scan` takes as segments.

    members: the age groups that a joint one is made of; a group that is not named is made of itself.
    """

    def of(grid: Panel) -> NDArray[np.int_]:
        days = grid.periods.astype("datetime64[D]")
        return np.stack(
            [segments(days, _starts(key, rebases, members)) for key in grid.keys.to_dict("records")]
        )

    return of


def _starts(
    key: Mapping[str, str], rebases: Sequence[Rebase], members: Mapping[str, Collection[str]]
) -> NDArray[np.datetime64]:
    ages = members.get(key["age_group"], (key["age_group"],))
    found = [one.on for one in rebases if one.concerns(key["indicator_id"], key["service_id"], ages)]
    return np.array(sorted(found), dtype="datetime64[D]")
