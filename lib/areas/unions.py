"""Areas made of other areas: recomputed from numerators and denominators, never averaged."""

import pandas as pd

from lib.facts import Catalogue, Indicator, WorkArea

GROUP = ["indicator_id", "period_start", "period_end", "age_group", "sex", "service_id"]


def united(table: pd.DataFrame, area: WorkArea, catalogue: Catalogue) -> pd.DataFrame:
    """Rows of a work area from the rows of its members.

    A figure without a numerator, such as a median, gets status not_applicable unless the area has one member.
    A member that is hidden or missing makes the whole hidden or missing: a part must not show by subtraction.
    """
    wanted = pd.DataFrame([(one.level, one.code) for one in area.members], columns=["area_level", "area_code"])
    parts = table.merge(wanted, on=["area_level", "area_code"])
    if parts.empty:
        return table.head(0)
    if len(area.members) == 1:
        return parts.assign(area_level="work_area", area_code=area.code)
    sums = parts.groupby(GROUP, as_index=False).agg(
        numerator=("numerator", "sum"), denominator=("denominator", lambda part: part.sum(min_count=1)),
        known=("numerator", "count"), status=("status", _joint_status), version_id=("version_id", "max"),
    )
    return _finished(sums, area, catalogue)[list(table.columns)]


def _finished(sums: pd.DataFrame, area: WorkArea, catalogue: Catalogue) -> pd.DataFrame:
    rules = sums["indicator_id"].map(lambda name: catalogue.indicators[name])
    whole = sums["known"].eq(len(area.members)) & ~sums["status"].isin(("suppressed", "missing"))
    sums = sums.assign(
        area_level="work_area", area_code=area.code,
        status=sums["status"].where(whole | sums["known"].gt(0), "not_applicable"),
        numerator=sums["numerator"].where(whole), denominator=sums["denominator"].where(whole),
    )
    return sums.assign(value=_values(sums, rules))


def _values(sums: pd.DataFrame, rules: "pd.Series[Indicator]") -> pd.Series:
    per = rules.map(lambda one: 100 if one.kind == "share" else one.per)
    shares = sums["numerator"] / sums["denominator"].where(sums["denominator"] > 0) * per
    return shares.where(rules.map(lambda one: one.kind not in ("count", "money")), sums["numerator"])


def _joint_status(statuses: pd.Series) -> str:
    for status in ("suppressed", "missing", "not_yet_published", "estimate", "provisional"):
        if status in set(statuses):
            return status
    return "published"
