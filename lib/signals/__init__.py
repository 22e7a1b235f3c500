"""Tables in, ranked signals with their evidence out: what changed, what breaks the law, what is late.

docs/methods.md tells each rule. Nothing here reads a store, a clock or a screen.
"""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lib.facts import Catalogue
from lib.signals import arrivals, law, monthly, ranking, shape, targets, yearly
from lib.signals.monthly import Segments, one_segment
from lib.signals.ranking import with_revision

__all__ = ["Scan", "Tables", "scan", "with_revision"]


@dataclass(frozen=True)
class Tables:
    """What a scan looks at, all in the one table shape and protected.

    services: monthly rows of areas by service and age group. figures: yearly rows of the areas. benchmark:
    yearly rows of the one area they are compared with. data: rows of signals made elsewhere, such as
    corrected figures or a growing gap.
    """

    services: pd.DataFrame
    figures: pd.DataFrame
    benchmark: pd.DataFrame
    more: tuple[pd.DataFrame, ...] = field(default=())


@dataclass(frozen=True)
class Scan:
    """The ranked signals, how many comparisons were made, and how many figures vary as usual."""

    signals: pd.DataFrame
    comparisons: int
    steady: int


def scan(
    tables: Tables, facts: Catalogue, whole: tuple[str, str], today: date, segments: Segments = one_segment
) -> Scan:
    """Everything worth telling, the most pressing first; see lib.signals.shape for the columns.

    whole: level and code of the area the scan is about; its parts are compared with it.
    """
    rules = facts.signal_rules
    candidates = [*_candidates(tables, facts, whole, segments), *tables.more]
    table = pd.concat([one for one in candidates if len(one)] or [shape.none()], ignore_index=True)
    found, comparisons = ranking.significant(table, rules)
    told = pd.concat([one for one in (found, _late(tables, facts, whole, today)) if len(one)] or [found])
    told = ranking.with_certainty(ranking.news(told, rules, today), rules)
    return Scan(ranking.ranked(told, rules, whole), comparisons, comparisons - len(found))


def _candidates(
    tables: Tables, facts: Catalogue, whole: tuple[str, str], segments: Segments
) -> list[pd.DataFrame]:
    made = [
        yearly.trends(pd.concat([tables.figures, tables.benchmark]), facts.indicators),
        yearly.benchmark_changes(tables.figures, tables.benchmark, facts.indicators),
        targets.crossings(pd.concat([tables.figures, tables.benchmark, tables.services]), facts.indicators),
    ]
    if tables.services.empty:
        return made
    queue = law.queues(tables.services, facts.services, facts.limits)
    own = tables.services[~tables.services["indicator_id"].isin(shape.PARTS)]
    return [
        law.breaches(queue, whole, facts.signal_rules),
        monthly.special_causes(own, facts.indicators, facts.signal_rules, segments),
        *made,
    ]


def _late(tables: Tables, facts: Catalogue, whole: tuple[str, str], today: date) -> pd.DataFrame:
    rows = tables.services
    if rows.empty:
        return shape.none()
    own = rows[rows["area_level"].eq(whole[0]) & rows["area_code"].eq(whole[1])]
    of = {name: one.dataset for name, one in facts.indicators.items()}
    return arrivals.late(own, facts.datasets, of, today)
