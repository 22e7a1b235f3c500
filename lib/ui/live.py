"""What keeps an open page true: new versions come without a press, and a past day is said to be one."""

import streamlit as st

from lib import store, text
from lib.catalogue import catalogue
from lib.markup import page as markup
from lib.ui import asking, parts

# A new version shows in less than five seconds; asking costs two looks at a file.
LOOK_SECONDS = 3
SEEN = "live_seen"
# More than this is one sentence with a number.
MOST_NAMED = 3


def say_moment() -> None:
    """Say what came since the page was last drawn, or of which past day everything is."""
    if day := asking.known_day():
        _say_past(text.day(day, parts.language()))
        return
    seen, now = st.session_state.get(SEEN), _newest()
    mark_seen()
    if seen and seen != now:
        parts.notice(_news(*seen))


def mark_seen() -> None:
    """What stands now is no news to this reader, such as what they published themselves."""
    st.session_state[SEEN] = _newest()


@st.fragment(run_every=LOOK_SECONDS)
def follow_store() -> None:
    """Draw the whole page anew when somebody has published; a past day stays as it is."""
    if not asking.known_day() and st.session_state.get(SEEN) != _newest():
        st.rerun()


def _newest() -> tuple[int, int, int]:
    return store.newest_event(), *asking.saved()


def _say_past(day: str) -> None:
    html = markup.past(parts.words("live.past", day=day), parts.words("live.now"), "known:")
    parts.press(html, "past", "known")


def _news(event: int, action: int, work_area: int) -> str:
    """Which data sets have come or gone, or that work areas or actions have been written."""
    events = [asking.history(name) for name in catalogue().datasets]
    changed = [one.iloc[0] for one in events if len(one) and one.iloc[0]["event_id"] > event]
    if not changed:
        is_area = asking.saved()[1] != work_area
        return parts.words("live.work_areas" if is_area else "live.actions")
    if len(changed) > MOST_NAMED:
        return parts.words("live.many", count=len(changed))
    named = [_one(row["dataset_id"], int(row["version_id"])) for row in changed]
    return parts.words("live.new", names=", ".join(named))


def _one(dataset_id: str, version: int) -> str:
    name = catalogue().datasets[dataset_id].name[parts.language()]
    return parts.words("live.version", name=name, version=version) if version else name
