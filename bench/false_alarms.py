"""False alarms and recall of the signals: series without a change, and with planted steps and drifts.

Command: python bench/false_alarms.py [scans]. A scan is a list of SERIES monthly series judged together by
lib.signals, as the program does it: chart rules, one p a series, Benjamini-Hochberg.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent.parent))

from lib.catalogue import catalogue
from lib.signals import monthly, ranking

SERIES, MONTHS, WATCHED = 200, 60, 12
# Every tenth series has a change where changes are planted.
PLANTED = 20
WITHIN = 8


@dataclass(frozen=True)
class Kind:
    """How a quiet series comes about, and which indicator's rules judge it."""

    name: str
    indicator: str
    level: float
    spread: float
    dependence: float = 0.0
    is_count: int = 0


KINDS = (
    Kind("independent", "wait_median", 50.0, 5.0),
    Kind("each month like the last (r 0.4)", "wait_median", 50.0, 5.0, 0.4),
    Kind("counts, mean 40", "waiting_total", 40.0, 40.0**0.5, is_count=1),
    Kind("rare counts, mean 2", "waiting_total", 2.0, 2.0**0.5, is_count=1),
)
CHANGES = {
    "nothing": lambda month: 0.0,
    "step of 1 sigma": lambda month: 1.0,
    "step of 1.5 sigma": lambda month: 1.5,
    "step of 2 sigma": lambda month: 2.0,
    "step of 3 sigma": lambda month: 3.0,
    "drift of 0.2 sigma a month": lambda month: 0.2 * (month + 1),
}


def quiet(kind: Kind, draw: np.random.Generator) -> np.ndarray:
    """(series, months) without a change."""
    months = MONTHS + WATCHED
    if kind.is_count:
        return np.full((SERIES, months), kind.level)
    noise = draw.normal(size=(SERIES, months))
    scale = np.sqrt(1 - kind.dependence**2)
    for month in range(1, months):
        noise[:, month] = kind.dependence * noise[:, month - 1] + scale * noise[:, month]
    return kind.level + kind.spread * noise


def drawn(kind: Kind, change: str, draw: np.random.Generator) -> np.ndarray:
    """The same with a change from month MONTHS on in the first PLANTED series."""
    values = quiet(kind, draw)
    moved = kind.spread * np.array([CHANGES[change](month) for month in range(WATCHED)])
    values[:PLANTED, MONTHS:] += moved
    return draw.poisson(values).astype(float) if kind.is_count else values


def table(values: np.ndarray, indicator: str) -> pd.DataFrame:
    """The series as the long table that a scan reads."""
    series, months = values.shape
    start = pd.date_range("2020-01-01", periods=months, freq="MS")
    return pd.DataFrame(
        {
            "indicator_id": indicator,
            "area_level": "major_district",
            "area_code": np.repeat([f"{one:03}" for one in range(series)], months),
            "service_id": "simulated",
            "age_group": "all",
            "period_start": np.tile(start, series),
            "value": values.ravel(),
            "numerator": np.nan,
            "denominator": np.nan,
            "status": "published",
        }
    )


def raised(values: np.ndarray, indicator: str) -> np.ndarray:
    """(series,) which of them a scan raises."""
    facts = catalogue()
    found = monthly.special_causes(table(values, indicator), facts.indicators, facts.signal_rules)
    kept = ranking.significant(found, facts.signal_rules)
    return np.isin([f"{one:03}" for one in range(len(values))], kept["area_code"])


def told(kind: Kind, change: str, scans: int) -> dict[str, float]:
    """Shares over many scans; each is repeated in every month of the WITHIN after the change."""
    draw = np.random.default_rng(20261124)
    any_false, discoveries, months = [], [], []
    for _ in range(scans):
        values = drawn(kind, change, draw)
        hits = np.stack(
            [raised(values[:, : MONTHS + month], kind.indicator) for month in range(1, WITHIN + 1)]
        )
        planted = np.arange(SERIES) < PLANTED if change != "nothing" else np.zeros(SERIES, dtype=bool)
        any_false += (hits[:, ~planted].any(axis=1)).tolist()
        discoveries += [one[~planted].sum() / max(one.sum(), 1) for one in hits]
        seen = hits[:, planted]
        months += np.where(seen.any(axis=0), seen.argmax(axis=0) + 1.0, np.nan).tolist()
    found = np.array(months)
    return {
        "scans with a false signal": np.mean(any_false),
        "false among raised": np.mean(discoveries),
        f"found within {WITHIN} months": np.mean(~np.isnan(found)) if len(found) else np.nan,
        "months until found (median)": np.nanmedian(found) if (~np.isnan(found)).any() else np.nan,
    }


def main() -> None:
    scans = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print(
        f"{SERIES} series a scan, {MONTHS} quiet months, {PLANTED} planted; {scans} draws x {WITHIN} months"
    )
    rows = [
        {"series": kind.name, "change": change, **told(kind, change, scans)}
        for kind in KINDS
        for change in CHANGES
    ]
    print(pd.DataFrame(rows).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
