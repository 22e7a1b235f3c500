"""What the signals say for a scope, now and as known on a day; asked once a version."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from lib import kept, protect, query, signals, store
from lib.catalogue import catalogue
from lib.signals.rebased import by_facts
from lib.ui import asking, choices, pickers

GROUPS = {name: choices.AGE_MEMBERS[name] for name in ("under_23", "23_plus")}
# So long a correction is news.
A_MONTH = timedelta(days=31)
# A reader seldom compares with more days than this between two publications.
KEPT = 12


def scan(scope: str) -> signals.Scan:
    """Every signal of the scope from the current versions."""
    return _scan(asking.versions(), scope, asking.today())


def scan_known_on(day: date, scope: str) -> signals.Scan | None:
    """The signals as a reader of that day saw them; None when nothing had been published by then."""
    known = _known(store.newest_event(), day)
    return _scan(known, scope, day) if known else None


def scans_if_published(dataset_id: str, rows: pd.DataFrame) -> dict[str, signals.Scan]:
    """By scope the signals as they would be with `rows` as a dataset's newest version; nothing is stored."""
    with store.drafted(dataset_id, rows, asking.heads()) as versions:
        return {scope: _made(versions, scope, asking.today()) for scope in choices.SCOPES}


def events_since(day: date) -> pd.DataFrame:
    """Publications and reverts after a day, the newest first."""
    every = [asking.history(dataset) for dataset in catalogue().datasets]
    history = [one for one in every if len(one)]
    table = pd.concat(history, ignore_index=True) if history else pd.DataFrame()
    if table.empty:
        return table
    after = table["happened_at"].dt.tz_convert("UTC").ge(pd.Timestamp(asking.end_of(day)))
    return table[after].sort_values("event_id", ascending=False)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _known(event: int, day: date) -> tuple[int, ...]:
    return tuple(query.heads(asking.end_of(day)).values())


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _scan(versions: tuple[int, ...], scope: str, day: date) -> signals.Scan:
    """A scan takes seconds: the next start on the same day reads what this one found."""
    key = (kept.made_by(), versions, scope, day)
    return signals.from_table(kept.table("scan", key, lambda: signals.as_table(_made(versions, scope, day))))


def _made(versions: tuple[int, ...], scope: str, day: date) -> signals.Scan:
    tables = _tables(versions, scope, day)
    segments = by_facts(catalogue().rebases, choices.AGE_MEMBERS)
    found = signals.scan(tables, catalogue(), choices.home(scope), day, segments)
    before = _unrevised(versions, scope, day)
    if before is None:
        return found
    old = signals.scan(before, catalogue(), choices.home(scope), day, segments)
    return signals.Scan(signals.with_revision(found.signals, old.signals), found.comparisons, found.steady)


def _tables(versions: tuple[int, ...], scope: str, day: date) -> signals.Tables:
    facts = catalogue()
    yearly = tuple(name for name, one in facts.indicators.items() if one.periodicity == "year")
    inside = {code for _, code in pickers.areas(choices.PARTS[scope], scope)}
    figures = protect.observations(facts, versions, yearly, choices.PARTS[scope])
    benchmark = protect.of_area(facts, versions, *choices.home(scope))
    services = protect.service_groups(facts, versions, GROUPS) if scope == choices.CITY else figures.head(0)
    return signals.Tables(
        services,
        figures[figures["area_code"].isin(inside)],
        benchmark[benchmark["indicator_id"].isin(yearly)],
        tuple(_corrections(versions, day)),
    )


def _corrections(versions: tuple[int, ...], day: date) -> list[pd.DataFrame]:
    """A signal for each dataset whose newest version, published within a month, changed known figures."""
    return [
        signals.revised(
            _changed(row.version_id, row.parent_version_id),
            catalogue().datasets[row.dataset_id],
            pd.Timestamp(row.created_at.date()),
        )
        for row in _with_parents(versions, day).itertuples()
    ]


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _changed(version_id: int, earlier: int) -> pd.DataFrame:
    return query.changed(version_id, earlier)


def _with_parents(versions: tuple[int, ...], day: date) -> pd.DataFrame:
    """The current versions of the last month that stand on an earlier one."""
    known = query.versions(versions)
    recent = known["created_at"].dt.tz_convert("UTC").ge(pd.Timestamp(asking.end_of(day - A_MONTH)))
    return known[recent & known["parent_version_id"].gt(0)]


def _unrevised(versions: tuple[int, ...], scope: str, day: date) -> signals.Tables | None:
    """The tables with every corrected figure put back; None when nothing was corrected."""
    parents = {
        row.version_id: row.parent_version_id
        for row in _with_parents(versions, day).itertuples()
        if len(_changed(row.version_id, row.parent_version_id))
    }
    if not parents:
        return None
    earlier = tuple(parents.get(one, one) for one in versions)
    return signals.put_back(_tables(versions, scope, day), _tables(earlier, scope, day))
