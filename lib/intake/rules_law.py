"""Whether a legal limit was in force for figures that mean nothing without one."""

from datetime import date

import pandas as pd

from lib.facts import Service
from lib.intake.checked import Checked
from lib.intake.problem import Problem
from lib.limits import limit_in_force, limits_of


def without_limit(checked: Checked) -> list[Problem]:
    """Figures of months in which no limit held for the service and ages; when one does hold is said."""
    needing = {one.indicator for one in checked.dataset.measures if one.needs_limit}
    table, services = checked.table, checked.catalogue.services
    given = table["value"].notna() | table["numerator"].notna() | table["status"].eq("suppressed")
    asked = given & table["indicator_id"].isin(needing) & table["service_id"].isin(list(services))
    rows = table[asked & table["period_start"].notna()]
    answers = {
        key: _fault(checked, services[key[0]], *key[1:])
        for key in set(
            zip(rows["service_id"], rows["age_group"], rows["period_start"], rows["period_end"], strict=True)
        )
    }
    return [
        _problem(row, *answers[row.service_id, row.age_group, row.period_start, row.period_end])
        for row in rows.itertuples()
        if answers[row.service_id, row.age_group, row.period_start, row.period_end][0]
    ]


def _fault(
    checked: Checked, service: Service, age: str, start: pd.Timestamp, end: pd.Timestamp
) -> tuple[str, date | None]:
    """What is wrong, empty when nothing is, and the day a limit holds from or held until."""
    ages = service.age_groups if age == "all" else (age,)
    rules = checked.catalogue.limits
    days = (start.date(), end.date())
    if any(limit_in_force(rules, service.limit_kind, one, day) for one in ages for day in days):
        return "", None
    return _when([limit for one in ages for limit in limits_of(rules, service.limit_kind, one)], days[1])


def _when(limits: list, day: date) -> tuple[str, date | None]:
    later = [limit.valid_from for limit in limits if limit.valid_from > day]
    if later:
        return "limit_not_yet", min(later)
    ended = [limit.valid_to for limit in limits if limit.valid_to]
    return ("limit_ended", max(ended)) if ended else ("limit_none", None)


def _problem(row: tuple, fault: str, day: date | None) -> Problem:
    found = f"{row.period_start:%Y-%m}"
    return Problem(f"problem.{fault}", "error", int(row.row), row.heading, found, {"day": day})
