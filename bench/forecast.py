"""How fast a forecast is, and how past forecasts of every service held; the model data of the store.

    python bench/forecast.py

Seconds of 10,000 runs over 104 weeks, and the share of 80 % fans that held 1, 3, 6 and 12 months ahead, for
each service and both age groups, from every second month from which a forecast can be made.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lib import care, query
from lib.catalogue import catalogue
from lib.forecast import backtest, simulation
from lib.settings import settings
from lib.ui.choices import AGE_MEMBERS
from lib.ui.forecast_data import in_a_row, start_of

AHEAD = (1, 3, 6, 12)
AGES = ("under_23", "23_plus")


def queues() -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Service, age group and months of every queue of the city."""
    versions, city = tuple(query.heads().values()), ("municipality", settings().city_code)
    for age in AGES:
        counts = query.service_counts(versions, care.COUNTS, city, AGE_MEMBERS[age])
        table = care.by_month(counts, query.service_values(versions, care.WAITS, city, age))
        for service, rows in table.groupby("service_id"):
            if rows["waiting_total"].notna().any():
                yield service, age, in_a_row(rows.sort_values("period_start"))


def main() -> None:
    """Print both tables."""
    rules, held, seconds = catalogue().forecast_rules, {}, []
    for service, age, months in queues():
        start = start_of(months)
        for _ in range(2):
            begun = time.perf_counter()
            simulation.runs(start, simulation.TODAYS_COURSE, 28, rules)
            seconds.append(time.perf_counter() - begun)
        for ahead in AHEAD:
            fewer = replace(rules, backtest_ahead=ahead, backtest_runs=500, backtest_months=60)
            tried = backtest.tried(months, start_of, fewer).iloc[::2]
            held[service, age, ahead] = tried["held"]
    print(f"{rules.runs} runs × {rules.weeks} weeks: median {statistics.median(seconds):.2f} s, ", end="")
    print(f"slowest of {len(seconds)} {max(seconds):.2f} s")
    for ahead in AHEAD:
        all_held = pd.concat([one for (_, _, told), one in held.items() if told == ahead])
        print(f"{ahead:2d} months ahead: {all_held.mean():.1%} of {len(all_held)} fans of 80 % held")
    table = pd.DataFrame({key: one.mean() for key, one in held.items()}.items(), columns=["queue", "held"])
    table[["service", "age", "ahead"]] = pd.DataFrame(table["queue"].tolist())
    print(table.pivot_table(index=["service", "age"], columns="ahead", values="held").round(2).to_string())


if __name__ == "__main__":
    main()
