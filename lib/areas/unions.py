"""Areas made of other areas: recomputed from numerators and denominators, never averaged."""

import pandas as pd

from lib.facts import Catalogue, Indicator, WorkArea

GROUP = ["indicator_id", "period_start", "period_end", "age_group", "sex", "service_id"]
# What one member is, the whole is; the first of these wins.
UNKNOWN = ("suppressed", "missing", "not_yet_published")


def united(table: pd.DataFrame, area: WorkArea, catalogue: Catalogue) -> pd.DataFrame:
    """Rows of a work area from the rows of its members.

    A figure without a numerator, such as a median, gets status not_applicable unless the area has one
    member. A member that is hidden or missing makes the whole hidden or missing: a part must not show by
    subtraction. A member to which the figure does not apply, such as one where nobody lives, adds nothing.
    """
    wanted = pd.DataFrame(
        [(one.level, one.code) for one in area.members], columns=["area_level", "area_code"]
    )
    parts = _counted(table.merge(wanted, on=["area_level", "area_code"]), catalogue)
    if parts.empty:
        return table.head(0)
    if len(area.members) == 1:
        return parts.assign(area_level="work_area", area_code=area.code)
    sums = parts.groupby(GROUP, as_index=False).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", lambda part: part.sum(min_count=1)),
        known=("numerator", "count"),
        empty=("status", lambda part: part.eq("not_applicable").sum()),
        status=("status", _joint_status),
        version_id=("version_id", "max"),
    )
    return _finished(sums, area, catalogue)[list(table.columns)]


def not_united(parts: pd.DataFrame, catalogue: Catalogue) -> tuple[str, ...]:
    """Indicators whose figures cannot be made anew from parts: values without the counts behind them.

    parts: rows of the members of one area.
    """
    parts = _counted(parts, catalogue)
    known = parts[parts["value"].notna()]
    counted = known.groupby("indicator_id")["numerator"].count()
    return tuple(counted[counted.eq(0)].index)


def _counted(parts: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The rows with a sum of money as its own count: euros of parts are added like people."""
    summed = parts["indicator_id"].map(lambda name: catalogue.indicators[name].is_amount).astype(bool)
    return parts.assign(numerator=parts["numerator"].mask(summed & parts["numerator"].isna(), parts["value"]))


def _finished(sums: pd.DataFrame, area: WorkArea, catalogue: Catalogue) -> pd.DataFrame:
    rules = sums["indicator_id"].map(lambda name: catalogue.indicators[name])
    told = sums["status"].isin(UNKNOWN)
    complete = (sums["known"] + sums["empty"]).ge(len(area.members))
    status = (
        sums["status"].mask(~told & ~complete, "missing").mask(~told & sums["known"].eq(0), "not_applicable")
    )
    whole = ~status.isin((*UNKNOWN, "not_applicable"))
    sums = sums.assign(
        area_level="work_area",
        area_code=area.code,
        status=status,
        numerator=sums["numerator"].where(whole),
        denominator=sums["denominator"].where(whole),
    )
    return sums.assign(value=_values(sums, rules))


def _values(sums: pd.DataFrame, rules: "pd.Series[Indicator]") -> pd.Series:
    per = rules.map(lambda one: 100 if one.kind == "share" else one.per)
    shares = sums["numerator"] / sums["denominator"].where(sums["denominator"] > 0) * per
    return shares.where(~rules.map(lambda one: one.is_amount).astype(bool), sums["numerator"])


def _joint_status(statuses: pd.Series) -> str:
    for status in (*UNKNOWN, "estimate", "provisional"):
        if status in set(statuses):
            return status
    return "published"
