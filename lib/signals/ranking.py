"""From candidates to a list: false discoveries held down, one row a matter, the most pressing first."""

from datetime import date

import numpy as np
import pandas as pd

from lib.facts import SignalRules
from lib.signals.shape import SERIES, STATES, Tested
from lib.statistics import comparison

CERTAINTIES = ("sure", "fairly_sure", "uncertain", "not_assessed")


def significant(tested: Tested, rules: SignalRules) -> pd.DataFrame:
    """The rows that stand against the false discovery rate, with their p and adjusted p.

    Benjamini–Hochberg runs over every p of the scan, also of series at which no rule points.
    """
    place = tested.rows["test"].to_numpy(int)
    if not len(tested.p):
        return tested.rows
    found = comparison.false_discovery(tested.p, rules.false_discovery)
    p, adjusted = (np.where(place < 0, np.nan, one[place]) for one in (tested.p, found.adjusted))
    stands = (place < 0) | found.significant[place]
    return tested.rows.assign(p=p, adjusted=adjusted)[stands].reset_index(drop=True)


def newest_only(table: pd.DataFrame, rules: SignalRules, today: date) -> pd.DataFrame:
    """Without indicators that are history: no figure within the rules' months."""
    if table.empty:
        return table
    oldest = pd.Timestamp(today) - pd.DateOffset(months=rules.oldest_months)
    newest = table.groupby("indicator_id", observed=True)["period_end"].transform("max")
    return table[newest.ge(oldest)]


def with_revision(signals: pd.DataFrame, unrevised: pd.DataFrame) -> pd.DataFrame:
    """Mark the signals that the same figures before their correction did not give: `by_revision`."""
    keys = ["kind", *SERIES]
    before = set(unrevised[keys].itertuples(index=False, name=None))
    new = [key not in before for key in signals[keys].itertuples(index=False, name=None)]
    return signals.assign(by_revision=np.array(new, dtype=bool) & ~signals["state"].isin(("late", "revised")))


def with_certainty(signals: pd.DataFrame, rules: SignalRules) -> pd.DataFrame:
    """Fill `certainty`: sure under the rules' adjusted p or by a run of seven, uncertain for estimates, trial
    limits and figures with a large error, fairly_sure otherwise.
    """
    value, half = signals["value"].to_numpy(float), (signals["upper"] - signals["lower"]).to_numpy(float) / 2
    error = np.abs(half) / 1.96 / np.where(value > 0, value, np.nan)
    large = signals["kind"].isin(("trend", "benchmark")).to_numpy() & (error > rules.uncertain_from)
    unsure = signals["status"].isin(("estimate", "trial")).to_numpy() | large
    surely = (signals["adjusted"].lt(rules.sure_below) | signals["rule"].eq("run")).to_numpy()
    told = np.where(unsure, "uncertain", np.where(surely, "sure", "fairly_sure"))
    return signals.assign(certainty=signals["certainty"].where(signals["certainty"].ne(""), told))


def ranked(signals: pd.DataFrame, rules: SignalRules, whole: tuple[str, str]) -> pd.DataFrame:
    """One row a matter, by state, certainty, strength and people; `others` names further areas in it.

    A matter is a service, or an indicator without one, going one way. A breach takes in what else got worse
    in its service. The whole, a city or county, speaks before its parts where it is as sure.
    """
    if signals.empty:
        return signals
    subject = signals["service_id"].where(signals["service_id"].ne(""), signals["indicator_id"])
    order = signals.assign(
        subject=subject,
        matter=_matter(signals["state"], subject),
        part=~(signals["area_level"].eq(whole[0]) & signals["area_code"].eq(whole[1])),
        first=signals["state"].map(STATES.index),
        second=signals["certainty"].map(CERTAINTIES.index),
        rules_version=rules.version,
    ).sort_values(
        ["first", "second", "strength", "people"], ascending=[True, True, False, False], kind="stable"
    )
    order = order.assign(place=range(len(order)))
    spoken = order.sort_values(["first", "second", "part", "place"], kind="stable").drop_duplicates("matter")
    together = order.groupby("matter").agg(place=("place", "min"), codes=("area_code", tuple))
    told = spoken.drop(columns="place").join(together, on="matter").sort_values("place")
    others = [_others(row.codes, row.area_code) for row in told.itertuples()]
    return told.assign(others=others)[list(signals.columns)].reset_index(drop=True)


def _matter(state: pd.Series, subject: pd.Series) -> pd.Series:
    broken = set(subject[state.eq("breach")])
    taken_in = state.isin(("breach", "concern")) & subject.isin(broken)
    return subject + " " + state.mask(taken_in, "breach")


def _others(codes: tuple[str, ...], own: str) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys(codes) if code != own)
