"""The sentences of the service chain: where it breaks, and how the two truths are read together."""

import pandas as pd

from lib import care, text
from lib.catalogue import catalogue
from lib.markup import ladder
from lib.statistics import waiting as queues
from lib.ui import parts
from lib.ui.chain import count, days, is_hidden, newest, share_within
from lib.ui.forecast_data import Asked

# Months on each side of a comparison.
QUARTER = 3


def finding(rows: pd.DataFrame, period: str, age: str) -> str:
    """Where the chain breaks, by the share over the limit; or that it holds."""
    if age == "all":
        return parts.words("chain.finding.all")
    group = parts.words(f"chain.group.{age}")
    judged = rows[rows["over_share"].notna()].sort_values("over_share", ascending=False)
    if judged.empty or judged["over_share"].iloc[0] < care.BREACH_SHARE:
        return parts.words("chain.finding.holds", group=group)
    worst = catalogue().services[judged["service_id"].iloc[0]]
    share = text.figure(judged["over_share"].iloc[0] * 100, "percent", 0, parts.language())
    return parts.words(
        "chain.finding.breaks", group=group, service=worst.name[parts.language()].lower(), share=share
    )


def worst_service(rows: pd.DataFrame) -> str:
    """The service to open first: the largest share over its limit, else the longest queue."""
    judged = rows.sort_values(["over_share", "waiting_total"], ascending=False, na_position="last")
    return judged["service_id"].iloc[0] if len(judged) else ""


def truths_markup(table: pd.DataFrame, service: str, period: str) -> str:
    """The three paragraphs under the chart: still waiting, got in, and both together."""
    own = table[table["service_id"].eq(service)]
    row = newest(own, period).iloc[0]
    return ladder.truths(
        [
            (parts.words("chain.still", count=count(row, "waiting_total")), _still(row)),
            (parts.words("chain.got_in", count=count(row, "treatments_started")), _got_in(row)),
            (parts.words("chain.together"), parts.words(f"chain.truth.{together(own, period)}")),
        ]
    )


def _still(row: pd.Series) -> str:
    classes = [
        parts.words(f"chain.class.{name}", count=count(row, name))
        for name in care.CLASSES
        if is_hidden(row, name) or row[name] > 0
    ]
    return ", ".join(classes) + "."


def _got_in(row: pd.Series) -> str:
    return parts.words(
        "chain.got_in_words",
        median=days(row, "wait_median"),
        p90=days(row, "wait_p90"),
        share=share_within(row),
    )


def together(own: pd.DataFrame, period: str) -> str:
    """What the two views say together: the last three months against the three before.

    Those who wait over the limit are compared by their number, as the sentence tells it: when an old queue is
    cleared everybody becomes fewer, and their share may even grow.
    """
    own = own[own["period_start"] <= pd.Period(period).end_time].tail(2 * QUARTER)
    if len(own) < 2 * QUARTER:
        return queues.CANNOT
    parts_of = own.head(QUARTER), own.tail(QUARTER)
    over = [_known_mean(part["over"]) for part in parts_of]
    most = max(*over, 1.0)
    before, now = (
        queues.Truths(count / most, _within(part)) for count, part in zip(over, parts_of, strict=True)
    )
    return str(queues.two_truths(before, now))


def _known_mean(counts: pd.Series) -> float:
    """The mean of the known months; NaN when fewer than two of the three are known."""
    return float(counts.mean()) if counts.notna().sum() >= QUARTER - 1 else float("nan")


def _within(part: pd.DataFrame) -> float:
    """Share of those who got in within the limit, over the months in which both counts are known."""
    known = part[["started_within_limit", "treatments_started"]].dropna().sum()
    started = known["treatments_started"]
    return float(known["started_within_limit"] / started) if started > 0 else float("nan")


def asked(rows: pd.DataFrame, service: str, age: str, period: str) -> Asked:
    """The queue to look ahead of: the picked service with its limit, up to the chosen month."""
    return Asked(service, age, period, float(rows.set_index("service_id").loc[service, "limit_days"]))
