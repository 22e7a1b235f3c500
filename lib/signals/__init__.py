"""Tables in, ranked signals with their evidence out: what changed, what breaks the law, what is late.

docs/methods.md tells each rule. Nothing here reads a store, a clock or a screen.
"""

from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from lib import care
from lib.facts import Catalogue
from lib.signals import arrivals, filed, gaps, law, monthly, ranking, shape, targets, yearly
from lib.signals.arrivals import revised
from lib.signals.monthly import Segments, one_segment
from lib.signals.ranking import with_revision

__all__ = ["Scan", "Tables", "as_table", "from_table", "put_back", "revised", "scan", "with_revision"]


@dataclass(frozen=True)
class Tables:
    """What a scan looks at, all in the one table shape and protected.

    services: monthly rows of areas by service and age group. figures: yearly rows of the areas. benchmark:
    yearly rows of the one area they are compared with. more: rows of signals made elsewhere, such as
    corrected figures.
    """

    services: pd.DataFrame
    figures: pd.DataFrame
    benchmark: pd.DataFrame
    more: tuple[pd.DataFrame, ...] = field(default=())


def put_back(now: Tables, before: Tables) -> Tables:
    """The tables of now with each figure that was already known before as it was then."""
    services, figures, benchmark = (
        arrivals.put_back(getattr(now, name), getattr(before, name))
        for name in ("services", "figures", "benchmark")
    )
    return Tables(services, figures, benchmark)


@dataclass(frozen=True)
class Scan:
    """The ranked signals, how many comparisons were made, and how many figures vary as usual."""

    signals: pd.DataFrame
    comparisons: int
    steady: int


def as_table(scan: Scan) -> pd.DataFrame:
    """The scan as a table that a file can hold."""
    return filed.as_table(scan.signals, scan.comparisons, scan.steady)


def from_table(table: pd.DataFrame) -> Scan:
    """The scan that `as_table` made a table of."""
    return Scan(*filed.from_table(table))


def scan(
    tables: Tables, facts: Catalogue, whole: tuple[str, str], today: date, segments: Segments = one_segment
) -> Scan:
    """Everything worth telling, the most pressing first; see lib.signals.shape for the columns.

    whole: level and code of the area the scan is about; its parts are compared with it.
    """
    rules = facts.signal_rules
    named = ("services", "figures", "benchmark")
    tables = replace(
        tables, **{name: ranking.newest_only(getattr(tables, name), rules, today) for name in named}
    )
    tested = shape.together(_tests(tables, facts, whole, segments))
    found = ranking.significant(tested, rules)
    rows = [one for one in (found, *tables.more, _late(tables, facts, whole, today)) if len(one)]
    told = pd.concat(rows, ignore_index=True) if rows else found
    told = ranking.with_certainty(_with_benchmark(told, tables.benchmark), rules)
    told = ranking.ranked(told, rules, whole).drop(columns="test")
    return Scan(told, len(tested.p), len(tested.p) - int(found["test"].ge(0).sum()))


def _with_benchmark(told: pd.DataFrame, benchmark: pd.DataFrame) -> pd.DataFrame:
    """Beside a yearly trend the benchmark's figure of the same year, for the reader to compare with."""
    known = benchmark.set_index(["indicator_id", "period_start"])["value"]
    keys = pd.MultiIndex.from_frame(told[["indicator_id", "period_start"]])
    beside = known[~known.index.duplicated()].reindex(keys).to_numpy()
    is_trend = told["kind"].eq("trend")
    return told.assign(benchmark=told["benchmark"].astype(float).mask(is_trend, beside))


def _tests(
    tables: Tables, facts: Catalogue, whole: tuple[str, str], segments: Segments
) -> list[shape.Tested]:
    known, rules = facts.indicators, facts.signal_rules
    yearly_tests = [
        yearly.trends(pd.concat([tables.figures, tables.benchmark]), known),
        yearly.benchmark_changes(tables.figures, tables.benchmark, known),
        gaps.gaps(tables.figures, known, whole),
        targets.crossings(pd.concat([tables.figures, tables.benchmark, tables.services]), known),
    ]
    if tables.services.empty:
        return yearly_tests
    queue = law.queues(tables.services, facts.services, facts.limits)
    own = tables.services[~tables.services["indicator_id"].isin(care.CLASSES)]
    return [
        law.breaches(queue, whole, rules),
        monthly.special_causes(own, known, rules, segments),
        *yearly_tests,
    ]


def _late(tables: Tables, facts: Catalogue, whole: tuple[str, str], today: date) -> pd.DataFrame:
    rows, of = tables.services, {name: one.dataset for name, one in facts.indicators.items()}
    own = rows[rows["area_level"].eq(whole[0]) & rows["area_code"].eq(whole[1])]
    yearly_rows = pd.concat([tables.benchmark, tables.figures])
    found = [
        arrivals.late(own, facts.datasets, of, today),
        arrivals.late_years(yearly_rows, facts.datasets, of, today),
    ]
    late = [one for one in found if len(one)]
    return pd.concat(late, ignore_index=True) if late else shape.nothing().rows
