"""Every figure of the services and their steps: of a service, of a whole step, and one service's own line."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib import care, flow, names, text
from lib.care import VISITS
from lib.catalogue import catalogue
from lib.facts import STEPS
from lib.markup import flow as markup
from lib.ui import asking, chain, choices, parts
from lib.ui.queue_state import amount

STAFF = "staff_capacity"
REFERRALS = ("referrals_received", "referrals_accepted", "referrals_returned")
# Received less one is the other: where one is hidden, the other would tell it.
COUNTERPARTS = {"referrals_accepted": "referrals_returned", "referrals_returned": "referrals_accepted"}
WAITS = ("wait_median", "wait_p90")
# A share in per cent: what it is a part of, and the part.
SHARES = {
    "over_percent": ("waiting_total", "over"),
    "within_percent": ("treatments_started", "started_within_limit"),
}
NEEDS_LIMIT = ("over", "limit_days", *SHARES)
NEEDS_STARTED = ("within_percent", *WAITS)
COLUMNS = {
    "waiting_total": "chain.column.waiting",
    "over": "chain.column.over",
    "over_percent": "chain.column.over_share",
    "limit_days": "chain.column.limit",
    "wait_median": "chain.median",
    "wait_p90": "chain.p90",
    "treatments_started": "chain.column.started",
    "within_percent": "chain.within",
    "referrals_received": "chain.column.received",
    "referrals_accepted": "chain.column.accepted",
    "referrals_returned": "chain.column.returned",
    "visits_office": "chain.column.visits",
    "visits_phone": "chain.column.visits_phone",
    "visits_remote": "chain.column.visits_remote",
    "visits_digital": "chain.column.visits_digital",
    STAFF: "chain.column.staff",
}
DECIMALS = {STAFF: 1}
# What is told of the city only, in words for several figures together.
GROUPS = {
    "transfers": tuple(f"transfers_to_{step}" for step in STEPS),
    "returned": ("returned_within_90_days",),
    "staff": (STAFF,),
}


@dataclass(frozen=True)
class View:
    """The newest month of each service of an area and age group, with limits, shares and staff."""

    rows: pd.DataFrame
    area: tuple[str, str]
    age: str
    period: str


def view(rows: pd.DataFrame, area: tuple[str, str], age: str, period: str) -> View:
    """All services that take in the age group, also those without a figure.

    rows: one a service, its newest month with limits. Staff are asked of the same month; NaN where not told.
    """
    staff = asking.service_counts((STAFF,), area, choices.AGE_MEMBERS[age])
    staff = staff[["service_id", "period_start", "value"]].rename(columns={"value": STAFF})
    joined = rows.merge(staff, on=["service_id", "period_start"], how="left")
    shares = {name: joined[part] / joined[whole] * 100 for name, (whole, part) in SHARES.items()}
    joined = joined.assign(**{name: one.where(np.isfinite(one)) for name, one in shares.items()})
    # The limit of the share within is that of the same month.
    joined = joined.assign(within_percent=joined["within_percent"].where(joined["limit_days"].notna()))
    joined = joined.assign(**{name: _untold(joined, name) for name in COUNTERPARTS})
    listed = [one.id for step in STEPS for one in chain.services(step, age)]
    return View(joined.set_index("service_id").reindex(listed), area, age, period)


def _untold(rows: pd.DataFrame, name: str) -> pd.Series:
    """A count, blanked where its hidden counterpart could be worked out from it."""
    counterpart = rows.apply(chain.is_hidden, axis=1, name=COUNTERPARTS[name]).astype(bool)
    return rows[name].mask(counterpart & rows["referrals_received"].notna())


def tell_area(asked: str, area: tuple[str, str]) -> None:
    """One line when another kind of area was asked for, or when some figures are of the city only."""
    city = choices.home(choices.CITY)
    if asked and choices.area_key(asked) != area:
        wanted = names.area(asking.facts(), *choices.area_key(asked), parts.language())
        parts.notice(parts.words("chain.area.replaced", area=wanted, city=_area(city)))
    listed = [parts.words(f"chain.area.{name}") for name in _city_only(area[0])]
    if listed:
        parts.notice(parts.words("chain.area.city_only", area=_area(area), listed=", ".join(listed)))


def _city_only(level: str) -> list[str]:
    """Groups of figures that no indicator tells of areas of this level."""
    indicators = catalogue().indicators
    return [
        group
        for group, members in GROUPS.items()
        if not any(level in indicators[name].levels for name in members)
    ]


def _area(area: tuple[str, str]) -> str:
    return names.area(catalogue(), *area, parts.language())


def is_hidden(row: pd.Series, name: str) -> bool:
    """Whether the figure, or a part of what it is counted from, is hidden as too small."""
    behind = {
        "over": tuple(care.CLASSES),
        "over_percent": ("waiting_total", *care.CLASSES),
        "within_percent": SHARES["within_percent"],
        **{one: (one, other) for one, other in COUNTERPARTS.items()},
    }.get(name, (name,))
    is_counted = name not in NEEDS_LIMIT or not pd.isna(row["limit_days"])
    return bool(pd.isna(row[name])) and is_counted and any(chain.is_hidden(row, one) for one in behind)


def figure(shown: View, row: pd.Series, name: str) -> str:
    """One figure of a service; what is hidden or is not there says why."""
    if not pd.isna(row[name]):
        return _written(row[name], name)
    if is_hidden(row, name):
        return parts.words("chain.hidden")
    return parts.words(f"chain.why.{_why(shown, row, name)}")


def _written(value: float, name: str) -> str:
    if name in SHARES:
        return text.figure(value, "percent", 0, parts.language())
    return text.number(value, DECIMALS.get(name, 0), parts.language())


def _why(shown: View, row: pd.Series, name: str) -> str:
    """Why a figure is not there: nobody queues, no limit, not told of this area, or it is lacking."""
    if name == STAFF and "staff" in _city_only(shown.area[0]):
        return "city_only"
    has_queue = catalogue().services[row.name].has_queue
    if not has_queue and name not in (*VISITS, STAFF):
        return "no_queue"
    if pd.isna(row["period_start"]):
        return "missing"
    if name in NEEDS_LIMIT and pd.isna(row["limit_days"]):
        return "by_age" if shown.age == "all" else "no_limit"
    if name == "over_percent" and row["waiting_total"] == 0:
        return "no_queue"
    return "none_started" if name in NEEDS_STARTED and row["treatments_started"] == 0 else "missing"


def whole_step(shown: View, part: pd.DataFrame, name: str) -> str:
    """One figure of a whole step: a sum, "at least" a sum, or why there is none.

    Medians are never combined. A service whose month is late is not in the sum.
    """
    services = [row for _, row in part.iterrows()]
    reasons = {_why(shown, row, name) for row in services if pd.isna(row[name]) and not is_hidden(row, name)}
    if len(reasons) == 1 and part[name].isna().all() and not any(is_hidden(row, name) for row in services):
        return parts.words(f"chain.why.{reasons.pop()}")
    if name in WAITS:
        return parts.words("chain.why.never_summed")
    if name == "limit_days":
        is_one = part[name].notna().all() and part[name].nunique() == 1
        return _written(part[name].iloc[0], name) if is_one else parts.words("chain.why.many_limits")
    return _share(shown, part, name) if name in SHARES else _sum(shown, part, name)


def _sum(shown: View, part: pd.DataFrame, name: str) -> str:
    found = summed(shown, part, name)
    # "At least none" says nothing.
    if found.value == 0 and not found.is_whole:
        return parts.words("chain.why.not_whole")
    return amount(found, DECIMALS.get(name, 0))


def summed(shown: View, part: pd.DataFrame, name: str) -> flow.Sum:
    """The sum of a step's services in the chosen month; without a limit there is nothing over it."""
    if name == "over":
        part = part[part["limit_days"].notna()]
    gone = late(shown, part)
    hidden = pd.Series([is_hidden(row, name) for _, row in part.iterrows()], index=part.index, dtype=bool)
    return flow.summed(part[name].mask(gone), hidden & ~gone)


def late(shown: View, part: pd.DataFrame) -> pd.Series:
    """Whether each service's newest month is not the chosen one."""
    return part["period_start"].dt.strftime("%Y-%m").ne(shown.period)


def _share(shown: View, part: pd.DataFrame, name: str) -> str:
    """A share of sums, only where both are whole and every service has a limit."""
    if part["limit_days"].isna().any():
        return parts.words("chain.why.not_whole")
    share = flow.per_hundred(*(summed(shown, part, one) for one in reversed(SHARES[name])))
    is_known = share.is_whole and share.value == share.value
    return _written(share.value, name) if is_known else parts.words("chain.why.not_whole")


def facts_markup(shown: View, service: str) -> str:
    """What the ladder does not say of one service: visits, referrals, staff, owner and the data's date."""
    row, known, language = shown.rows.loc[service], catalogue().services[service], parts.language()
    groups = [
        (parts.words("chain.facts.visits"), _lines(shown, row, VISITS)),
        (parts.words("chain.facts.referrals"), _lines(shown, row, REFERRALS)),
        (parts.words("chain.facts.staff"), [_staff(shown, row)]),
        (parts.words("chain.facts.owner"), [known.owner[language]]),
        (parts.words("chain.facts.day"), [text.day(chain.month_end(row["period_start"]), language)]),
    ]
    month = text.month(row["period_start"].date(), language)
    return markup.facts(parts.words("chain.facts", service=known.name[language], month=month), groups)


def _lines(shown: View, row: pd.Series, figures: tuple[str, ...]) -> list[str]:
    return [parts.words(f"chain.facts.{name}", count=figure(shown, row, name)) for name in figures]


def _staff(shown: View, row: pd.Series) -> str:
    value = row[STAFF]
    if pd.isna(value):
        return figure(shown, row, STAFF)
    return text.figure(value, "person_years", DECIMALS[STAFF], parts.language())
