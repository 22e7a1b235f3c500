"""From a source to a new version: fetched rows take the way of a sent file, and every attempt is logged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from lib import attempts, deliveries, intake, publishing, text
from lib.attempts import Attempt
from lib.errors import InputError, SourceError, StoreError
from lib.facts import Catalogue, Dataset, Source
from lib.settings import settings
from lib.sources import protocols
from lib.sources.answer import Answer, Note
from lib.sources.web import Web, told
from lib.text import say

ROLE = "source"
# The columns of a form as the file of a fetch has them; both ends of a year are its period.
WRITTEN = ("indicator_id", "area_level", "area_code", "period", "value", "numerator", "denominator", "status")
LANGUAGE = "fi"
# An answer that tells fewer areas than this share of those stored is half an answer.
SMALLEST_SHARE = 0.5
# A source that has dropped a group of figures, or of areas, would fill the screen.
TOLD_ONCE = ("fetch.note.empty", "fetch.note.few_areas")
Sentence = tuple[str, Mapping[str, Any]]


def fetched(catalogue: Catalogue) -> list[Source]:
    """The sources whose figures fetch themselves, in the order of their ids."""
    return [one for name, one in sorted(catalogue.sources.items()) if one.feed and one.feed.dataset]


def refresh(source: Source, catalogue: Catalogue, web: Web, keep: str = "store") -> Attempt:
    """Ask a source and publish what is new; with keep="nothing" only tell what would change.

    Whatever goes wrong is told in the attempt, and the stored version stays.
    """
    try:
        with _alone(keep):
            attempt = _refreshed(source, catalogue, web, keep)
    except (SourceError, StoreError, InputError) as fault:
        attempt = Attempt(source.id, attempts.now(), "failed", ((fault.key, _plain(fault.values)),))
    if keep == "store":
        attempts.add(attempt)
    return attempt


def _alone(keep: str) -> FileLock:
    """One fetch at a time in a store: cron and a pressed button do not meet."""
    folder = settings().store_folder
    folder.mkdir(parents=True, exist_ok=True)
    return _Busy(folder / ("refresh.lock" if keep == "store" else "refresh-look.lock"), timeout=0)


class _Busy(FileLock):
    """A lock whose being held is a sentence."""

    def acquire(self, *given: Any, **named: Any) -> Any:
        try:
            return super().acquire(*given, **named)
        except Timeout as fault:
            raise told("running") from fault


def _refreshed(source: Source, catalogue: Catalogue, web: Web, keep: str) -> Attempt:
    dataset = catalogue.datasets[source.feed.dataset]
    current = publishing.current_rows(dataset.id)
    answer = _whole_enough(protocols.rows(source, catalogue, web), current)
    if answer.rows.empty:
        return _attempt(source, "failed", _sentences(answer.notes) or [("fetch.why.empty", {"host": ""})])
    content = written(answer.rows, dataset)
    name = f"{source.id}-{date.today().isoformat()}.csv"
    found = deliveries.examined(content, name, dataset, catalogue, date.today())
    if found.refusal:
        raise found.refusal
    if not found.is_sound:
        return _attempt(source, "failed", [_first_fault(found.problems)])
    table = found.rows()
    new = publishing.afterwards(table, found.current, catalogue)
    counts = intake.summary(intake.difference(found.current, new))
    version = 0
    if keep == "store" and counts["added"] + counts["changed"]:
        sent = deliveries.delivery(content, name, dataset, ROLE, _reason(source))
        version = publishing.publish(dataset, table, sent, catalogue)
    return _told(source, answer, counts, version)


def _first_fault(problems: Sequence[intake.Problem]) -> Sentence:
    first = intake.sentence(problems[0], partial(say, language=LANGUAGE))
    return "fetch.why.checks", {"count": intake.counted(problems)["error"], "first": first}


def written(rows: pd.DataFrame, dataset: Dataset) -> bytes:
    """Fetched rows as the file an analyst could have sent: the headings of the form, a year as the period."""
    headings = {column.id: column.name[LANGUAGE] for column in dataset.columns}
    table = rows.assign(period=rows["period_start"].dt.year)[list(WRITTEN)]
    table = table.sort_values(list(WRITTEN[:4]), kind="stable")
    return table.rename(columns=headings).to_csv(sep=";", index=False).encode("utf-8")


def _whole_enough(answer: Answer, current: pd.DataFrame) -> Answer:
    """The answer without indicators whose year it tells for under half of the areas that the store has."""
    key = ["indicator_id", "area_level", "period_start"]
    count = {
        name: table[table["value"].notna() & table["status"].eq("published")].groupby(key).size()
        for name, table in (("now", answer.rows), ("before", current))
    }
    both = pd.DataFrame(count).dropna(subset="before")
    asked = both.index.isin(pd.MultiIndex.from_frame(answer.rows[key].drop_duplicates()))
    few = both[asked & both["now"].fillna(0).lt(both["before"] * SMALLEST_SHARE)]
    names = sorted(set(few.index.get_level_values("indicator_id")))
    notes = [Note("fetch.note.few_areas", {"indicator": name}, True) for name in names]
    return Answer(answer.rows[~answer.rows["indicator_id"].isin(names)], (*answer.notes, *notes))


def _reason(source: Source) -> str:
    day = text.day(date.today(), LANGUAGE)
    return say("fetch.reason", LANGUAGE, source=source.name[LANGUAGE], day=day)


def _told(source: Source, answer: Answer, counts: Mapping[str, int], version: int) -> Attempt:
    years = answer.rows["period_start"].dt.year
    result = "came" if counts["added"] + counts["changed"] else "same"
    result = "partly" if any(note.is_fault for note in answer.notes) else result
    return _attempt(
        source,
        result,
        _sentences(answer.notes),
        added=counts["added"],
        changed=counts["changed"],
        version=version,
        first_year=int(years.min()),
        last_year=int(years.max()),
        brought=tuple(sorted(answer.rows["indicator_id"].unique())),
    )


def _attempt(source: Source, result: str, sentences: Iterable[Sentence], **more: Any) -> Attempt:
    return Attempt(source.id, attempts.now(), result, tuple(sentences), **more)


def _sentences(notes: Iterable[Note]) -> list[Sentence]:
    """Faults first; what is the same for several indicators is told once, with all of them."""
    ordered = sorted(notes, key=lambda note: not note.is_fault)
    told_once: dict[str, list[str]] = {}
    for note in ordered:
        if not note.is_fault or note.key in TOLD_ONCE:
            told_once.setdefault(note.key, []).append(str(note.values["indicator"]))
    found: dict[str, Sentence] = {}
    for number, note in enumerate(ordered):
        names = told_once.get(note.key)
        key = note.key if names else f"{note.key} {number}"
        found[key] = (note.key, {"indicators": names, "count": len(names)} if names else _plain(note.values))
    return list(found.values())


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: value if isinstance(value, (int, float)) else str(value) for name, value in values.items()}
