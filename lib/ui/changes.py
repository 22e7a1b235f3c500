"""What has changed since the reader's last visit, or since a day of their choice."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from lib import names, text
from lib.catalogue import catalogue
from lib.markup import signals as markup
from lib.markup.rows import Cell
from lib.signals.shape import SERIES
from lib.ui import address, asking, choices, parts, raised, signal_rows, signal_words

# Holds two days, this visit's and the one before, so that a reload on the same day does not forget.
COOKIE = "tilannekuva_visits"
SEPARATOR = "."
# Where nobody has visited before, a month back is compared with.
FIRST_LOOK_DAYS = 30
MOST_PUBLICATIONS = 5


def last_visit() -> date | None:
    """The day of the visit before this one, as this browser remembers; None on the first."""
    days = _remembered()
    earlier = [day for day in days if day < asking.real_day()]
    return max(earlier) if earlier else None


def remember_visit() -> None:
    """Let the browser keep the day of this visit and of the one before."""
    if asking.known_day():
        return
    kept = [day.isoformat() for day in (last_visit(), asking.today()) if day]
    parts.cookie(COOKIE, SEPARATOR.join(kept), "visit")


def day_picker() -> date:
    """The day to compare with: from the address, else the last visit, else a month ago."""
    wanted = address.get("since")
    usual = last_visit() or asking.today() - timedelta(days=FIRST_LOOK_DAYS)
    start = date.fromisoformat(wanted) if wanted else usual
    picked = st.date_input(
        parts.words("changes.pick"),
        value=min(start, asking.today()),
        max_value=asking.today(),
        format="DD.MM.YYYY",
        key="pick_since",
        on_change=_take,
        width=200,
    )
    return picked or usual


def offer_past(day: date) -> None:
    """A press shows every page as it was known on the day compared with."""
    if day < asking.today():
        link = parts.words("live.past_button", day=text.day(day, parts.language()))
        parts.press(markup.links([(link, f"known:{day.isoformat()}")]), "past_offer", "known")


def heading(day: date) -> str:
    """What the comparison is with."""
    visit = last_visit()
    about = (
        parts.words("changes.visit", day=text.day(visit, parts.language()))
        if visit
        else parts.words("changes.first_visit")
    )
    return f"{parts.words('changes.since_day', day=text.day(day, parts.language()))}. {about}"


def listed(day: date, scope: str) -> str:
    """Signals that came or went and what was published, since the end of a day."""
    then = raised.scan_known_on(day, scope)
    now = raised.scan(scope).signals
    rows = [] if then is None else moved(now, then.signals, scope)
    nothing = parts.words("changes.nothing_known" if then is None else "changes.none")
    return markup.changes([*rows, *_publications(day)], nothing)


def moved(now: pd.DataFrame, then: pd.DataFrame, scope: str) -> list[markup.Change]:
    """The signals of `now` that were not there `then`, and those that no longer are."""
    return [
        _change(row, key, scope)
        for key, table, other in (("new", now, then), ("gone", then, now))
        for _, row in table[~_keys(table).isin(set(_keys(other)))].iterrows()
    ]


def _keys(table: pd.DataFrame) -> pd.Series:
    return pd.Series(
        list(table[["kind", "state", *SERIES]].itertuples(index=False, name=None)), index=table.index
    )


def _change(row: pd.Series, key: str, scope: str) -> markup.Change:
    cell = signal_rows.cell(row)
    shown = cell if key == "new" else Cell("similar", cell.word, "similar")
    return markup.Change(
        shown,
        signal_words.sentence(row, scope),
        parts.words(f"changes.{key}"),
        signal_rows.evidence_view(row),
    )


def _publications(day: date) -> list[markup.Change]:
    table = raised.events_since(day).head(MOST_PUBLICATIONS)
    return [_publication(row) for row in table.to_dict("records")]


def _publication(row: dict) -> markup.Change:
    language = parts.language()
    reason = parts.words("changes.embedded") if row["reason"] == "embedded" else row["reason"]
    key = "published" if row["kind"] == "publish" else "reverted"
    small = parts.words(f"changes.{key}", day=text.day(row["happened_at"].date(), language), reason=reason)
    word = parts.words("changes.data")
    dataset = catalogue().datasets[row["dataset_id"]]
    return markup.Change(
        Cell("similar", word, names.ink("similar")), dataset.name[language], small, f"dataset:{dataset.id}"
    )


def _remembered() -> list[date]:
    found = st.context.cookies.get(COOKIE, "").split(SEPARATOR)
    return [date.fromisoformat(one) for one in found if choices.is_day(one)]


def _take() -> None:
    picked = st.session_state["pick_since"]
    address.put("since", picked.isoformat() if picked else "")
