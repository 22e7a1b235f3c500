"""The briefing on top of the situation page: what needs attention, in sentences, and which rows are shown."""

from collections.abc import Sequence

import pandas as pd

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import TOPICS
from lib.markup import signals as markup
from lib.signals import Scan
from lib.ui import address, asking, choices, parts, signal_actions, signal_rows, signal_words

# Five rows fit above the fold at 1440 × 900, and no more than seven figures may compete for the eye.
TOP = 5
ATTENTION = ("breach", "concern")
ALL = "all"
# Written as a word at the beginning of a sentence up to this.
LAST_WORD = 10
# The filters, each with the symbol that stands for its rows.
TALLY = {
    "breach": "breach",
    "concern": "worse_higher",
    "improvement": "better_lower",
    "neutral": "higher",
    "data": "late",
}
GROUP_OF = {"neutral_high": "neutral", "neutral_low": "neutral", "late": "data", "revised": "data"}


def title(found: pd.DataFrame, scan: Scan, scope: str) -> str:
    """How many matters need attention, and the first of them."""
    if found.empty:
        count = text.number(scan.comparisons, 0, parts.language())
        return parts.words("briefing.nothing", count=count)
    urgent = found[found["state"].isin(ATTENTION)]
    if urgent.empty:
        return parts.words("briefing.calm")
    return f"{_counted('attention', len(urgent))} {signal_words.sentence(urgent.iloc[0], scope)}."


def summary(found: pd.DataFrame, scan: Scan, scope: str) -> str:
    """What got better, what has no action, what is late, and what varies as usual."""
    urgent = found[found["state"].isin(ATTENTION)]
    without = sum(signal_actions.is_missing(row, scope) for _, row in urgent.iterrows())
    counts = {
        "without": without,
        "better": int(found["state"].eq("improvement").sum()),
        "late": int(found["state"].eq("late").sum()),
    }
    said = [_counted(name, count) for name, count in counts.items() if count]
    steady = parts.words("briefing.steady", count=text.number(scan.steady, 0, parts.language()))
    return " ".join([*said, steady])


def aside(scan: Scan) -> str:
    """When this was checked, how many comparisons were made, and how many stood."""
    language = parts.language()
    return parts.words(
        "briefing.aside",
        day=text.day(asking.today(), language),
        count=text.number(scan.comparisons, 0, language),
        found=text.number(scan.comparisons - scan.steady, 0, language),
    )


def of_view(found: pd.DataFrame, area: str, topic: str, scope: str) -> pd.DataFrame:
    """The signals of an area and a topic; empty means all."""
    if area:
        level, code = choices.area_key(area)
        own = found["area_level"].eq(level) & found["area_code"].eq(code)
        if level == choices.PARTS[scope]:
            own |= found["others"].map(lambda codes: code in codes)
        found = found[own]
    if topic:
        facts = catalogue().indicators
        found = found[found["indicator_id"].map(lambda name: facts[name].topic).eq(topic)]
    return found


def group(found: pd.DataFrame) -> pd.Series:
    """The filter each signal belongs to."""
    return found["state"].replace(GROUP_OF)


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of the picked filter, all of them or the first five."""
    picked = address.get("state")
    if picked in TALLY:
        return found[group(found).eq(picked)]
    return found if picked == ALL else found.head(TOP)


def tally(found: pd.DataFrame) -> str:
    """The filters with their counts."""
    counts = group(found).value_counts()
    picked = address.get("state")
    every = markup.Tally("state:", "", f"{parts.words('signal.tally.all')} {len(found)}", picked not in TALLY)
    made = [
        markup.Tally(f"state:{name}", symbol, f"{_tally_word(name)} {counts[name]}", picked == name)
        for name, symbol in TALLY.items()
        if name in counts
    ]
    return markup.tally([every, *made], parts.words("signal.tally"))


def _tally_word(name: str) -> str:
    key = {"neutral": "signal.tally.neutral", "data": "signal.tally.data"}.get(name, f"status.{name}")
    return parts.words(key)


def listed(rows: pd.DataFrame, scope: str) -> str:
    """The list itself."""
    heads = [parts.words(f"signal.head.{name}") for name in ("state", "what", "picture", "sure", "done")]
    made = [signal_rows.row(row, scope) for _, row in rows.iterrows()]
    return markup.signal_list(heads, made, parts.words("signal.list"), parts.words("briefing.none_of_filter"))


def sources(rows: pd.DataFrame) -> str:
    """Where the figures of the rows come from; empty without rows."""
    facts = catalogue().indicators
    shown_ids = dict.fromkeys(rows["indicator_id"])
    return names.listed_sources([facts[one] for one in shown_ids], catalogue(), parts.language())


def table_of(rows: pd.DataFrame, scope: str) -> pd.DataFrame:
    """The same rows as a plain table, with the figures behind the sentences."""
    made = [(row, signal_rows.row(row, scope)) for _, row in rows.iterrows()]
    columns = {
        "signal.head.state": [one.state.word for _, one in made],
        "signal.head.what": [one.what for _, one in made],
        "column.area": [
            names.area(catalogue(), row["area_level"], row["area_code"], parts.language()) for row, _ in made
        ],
        "signal.head.figures": [one.evidence for _, one in made],
        "signal.head.sure": [f"{one.sure} · {one.sure_small}".strip(" ·") for _, one in made],
        "signal.head.done": [f"{one.done.what} · {one.done.small}" for _, one in made],
        "column.origin": [parts.words("origin.model" if one.is_model else "origin.real") for _, one in made],
    }
    return pd.DataFrame({parts.words(key): cells for key, cells in columns.items()})


def more(found: pd.DataFrame) -> str:
    """Links to all rows, or the first five again, and to how all this is decided."""
    how = (parts.words("briefing.how"), "sources:methods")
    if address.get("state") == ALL and len(found) > TOP:
        return markup.links([(parts.words("briefing.show_top"), "state:"), how])
    if address.get("state") in TALLY or len(found) <= TOP:
        return markup.links([how])
    count = text.number(len(found), 0, parts.language())
    return markup.links([(parts.words("briefing.show_all", count=count), f"state:{ALL}"), how])


def topics(found: pd.DataFrame) -> Sequence[str]:
    """The topics that have signals, in the order of the facts."""
    there = set(found["indicator_id"].map(lambda name: catalogue().indicators[name].topic))
    return [topic for topic in TOPICS if topic in there]


def _counted(name: str, count: int) -> str:
    written = text.number(count, 0, parts.language())
    key = f"briefing.{name}.{'one' if count == 1 else 'many'}"
    said = parts.words(key, count=written)
    if not said.startswith(written) or count > LAST_WORD:
        return said
    return parts.words(f"number.{count}") + said[len(written) :]
