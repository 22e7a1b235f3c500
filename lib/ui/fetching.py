"""Figures that fetch themselves: the button, its progress, and what became of the last attempts."""

import streamlit as st

from lib import attempts, fetch_words, refreshing, text
from lib.attempts import Attempt, Known
from lib.catalogue import catalogue
from lib.facts import Source
from lib.markup import sources as markup
from lib.sources.web import Web
from lib.ui import parts
from lib.ui.datasets import moment

HEADS = ("source", "answered", "tried", "outcome")
EVERYTHING = ""


def finding() -> str:
    """How many sources are fetched."""
    return text.plural("fetching.title", parts.language(), len(refreshing.fetched(catalogue())))


def subtitle() -> str:
    """What fetching does and what it does not risk."""
    return parts.words("fetching.subtitle")


def offer() -> None:
    """Which source to fetch and the button; the page is drawn anew when it is done."""
    sources = {one.id: one.name[parts.language()] for one in refreshing.fetched(catalogue())}
    named = {EVERYTHING: parts.words("fetching.all"), **sources}
    with st.container(horizontal=True, vertical_alignment="bottom", key="fetch_row"):
        chosen = st.selectbox(
            parts.words("fetching.which"),
            list(named),
            format_func=named.__getitem__,
            key="fetch_which",
            width=380,
        )
        pressed = st.button(parts.words("fetching.button"), type="primary", key="fetch")
    if pressed:
        _fetch([one for one in refreshing.fetched(catalogue()) if chosen in (EVERYTHING, one.id)])
        st.rerun()


def attempts_markup() -> str:
    """Each fetched source: when it last answered, when it was last tried, and what happened."""
    known = attempts.known()
    rows = [_row(one, known.get(one.id)) for one in refreshing.fetched(catalogue())]
    heads = [parts.words(f"fetching.head.{name}") for name in HEADS]
    return markup.fact_table(heads, rows, finding())


def _fetch(chosen: list[Source]) -> None:
    """Ask one source after another; a host that nobody answers at is not asked twice."""
    web, bar = Web(), st.progress(0.0)
    for place, source in enumerate(chosen):
        name = source.name[parts.language()]
        bar.progress(place / len(chosen), text=parts.words("fetching.at", name=name))
        refreshing.refresh(source, catalogue(), web)
    bar.empty()


def _row(source: Source, known: Known | None) -> markup.FactRow:
    name = (source.name[parts.language()],)
    never = parts.words("fetching.never")
    if known is None:
        return markup.FactRow((name, (never,), (text.EN_DASH,), (parts.words("fetching.embedded"),)))
    answered = _when(known.answered) if known.answered else never
    return markup.FactRow((name, (answered,), (_when(known.newest),), _told(source, known)))


def _when(attempt: Attempt) -> str:
    """Day and time of an attempt; the time does not part from its word."""
    day, blank, time = moment(attempt.moment).partition(" ")
    return day + blank + time.replace(" ", text.NO_BREAK)


def _told(source: Source, known: Known) -> tuple[str, ...]:
    """The outcome, its reasons, and after a failure which version stays."""
    language, newest = parts.language(), known.newest
    told = (fetch_words.outcome(newest, language), *fetch_words.reasons(newest, catalogue(), language))
    return told if newest.answered else (*told, fetch_words.stays(source, language))
