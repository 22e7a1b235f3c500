"""A full scan of a county-sized data set: trends and benchmark changes of every yearly series, in one run.

Command: python bench/county_scan.py [indicators] [areas] [years]. The figures are drawn by DuckDB without any
change in them, so what is raised is what chance alone raises. Prints seconds of reading and of scanning, the
comparisons made, the signals raised, and the peak of memory.
"""

import resource
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent.parent))

from lib.catalogue import catalogue
from lib.signals import ranking, shape, yearly

BATCH = 250
MAKE = """
CREATE TABLE observation AS
SELECT 'i' || i AS indicator_id, 'municipality' AS area_level, lpad(a::VARCHAR, 3, '0') AS area_code,
       '' AS service_id, 'all' AS age_group, make_date(2025 - $years + y::INTEGER, 1, 1) AS period_start,
       round(200 + 26 * (random() + random() + random() - 1.5)) AS numerator, 2000::DOUBLE AS denominator,
       'published' AS status, i AS place
FROM range($indicators) one(i), range($areas) two(a), range(1, $years + 1) three(y)
"""
READ = """
SELECT indicator_id, area_level, area_code, service_id, age_group, period_start,
       100 * numerator / denominator AS value, numerator, denominator, status
FROM observation WHERE place >= $first AND place < $last
"""
WHOLE = """
SELECT indicator_id, 'wellbeing_county' AS area_level, '02' AS area_code, '' AS service_id,
       'all' AS age_group, period_start, 100 * sum(numerator) / sum(denominator) AS value,
       sum(numerator) AS numerator, sum(denominator) AS denominator, 'published' AS status
FROM observation WHERE place >= $first AND place < $last GROUP BY indicator_id, period_start
"""


def asked(lake: duckdb.DuckDBPyConnection, question: str, first: int) -> pd.DataFrame:
    """One batch of indicators, words as categories."""
    table = lake.execute(question, {"first": first, "last": first + BATCH}).arrow().read_all()
    words = [field.name for field in table.schema if str(field.type) == "string"]
    return table.to_pandas(categories=words).assign(
        period_start=lambda part: pd.to_datetime(part["period_start"])
    )


def main() -> None:
    indicators, areas, years = (
        int(sys.argv[place]) if len(sys.argv) > place else usual
        for place, usual in ((1, 3500), (2, 330), (3, 25))
    )
    lake = duckdb.connect()
    sizes = {"indicators": indicators, "areas": areas, "years": years}
    lake.execute(MAKE, sizes)
    usual = catalogue().indicators["unemployment_rate"]
    known = {f"i{place}": replace(usual, id=f"i{place}") for place in range(indicators)}
    reading, scanning, parts = 0.0, 0.0, []
    for first in range(0, indicators, BATCH):
        start = time.perf_counter()
        rows, whole = asked(lake, READ, first), asked(lake, WHOLE, first)
        read = time.perf_counter()
        parts += [yearly.trends(rows, known), yearly.benchmark_changes(rows, whole, known)]
        reading, scanning = reading + read - start, scanning + time.perf_counter() - read
    start = time.perf_counter()
    tested = shape.together(parts)
    found = ranking.significant(tested, catalogue().signal_rules)
    told = ranking.ranked(
        ranking.with_certainty(found, catalogue().signal_rules),
        catalogue().signal_rules,
        ("wellbeing_county", "02"),
    )
    scanning += time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{indicators * areas * years:,} figures of {indicators * areas:,} series, {date.today()}")
    print(f"read from SQL {reading:.1f} s, scanned {scanning:.1f} s, peak {peak:,.0f} MB (data included)")
    print(f"{len(tested.p):,} comparisons, {len(tested.rows):,} pointed at by a rule, {len(told):,} raised")
    print(f"smallest adjusted p {np.min(found['adjusted']) if len(found) else float('nan'):.3f}")


if __name__ == "__main__":
    main()
