"""The log of attempts to fetch: one JSON line each in the store folder, only added to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from lib import files
from lib.settings import settings

FILE = "fetches.jsonl"
# came: something new; same: all was known; partly: with something left out; failed: nothing at all.
Result = Literal["came", "same", "partly", "failed"]


@dataclass(frozen=True)
class Attempt:
    """One attempt: when, with which result, the sentences as (key, values), and what it brought.

    brought: the indicators whose figures came; added, changed: rows; version: 0 when none was made.
    """

    source: str
    at: str
    result: Result
    sentences: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    added: int = 0
    changed: int = 0
    version: int = 0
    first_year: int = 0
    last_year: int = 0
    brought: tuple[str, ...] = ()

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def answered(self) -> bool:
        return self.result != "failed"


@dataclass(frozen=True)
class Known:
    """Of a source the newest attempt, the newest that it answered, and the one behind each indicator."""

    newest: Attempt
    answered: Attempt | None = None
    behind: Mapping[str, Attempt] = field(default_factory=dict)


def now() -> str:
    """This moment as it is written in the log."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def add(attempt: Attempt) -> None:
    """Add one line."""
    files.add_line(_path(), asdict(attempt))


def known() -> Mapping[str, Known]:
    """The attempts of each source that has any, by the source's id."""
    path = _path()
    return _read(path, path.stat().st_mtime_ns) if path.exists() else {}


def _path() -> Path:
    return settings().store_folder / FILE


@lru_cache(maxsize=2)
def _read(path: Path, written: int) -> Mapping[str, Known]:
    found: dict[str, Known] = {}
    for told in files.lines(path):
        if (attempt := _attempt(told)) is not None:
            before = found.get(attempt.source, Known(attempt))
            behind = {**before.behind, **dict.fromkeys(attempt.brought, attempt)}
            answered = attempt if attempt.answered else before.answered
            found[attempt.source] = Known(attempt, answered, behind)
    return found


def _attempt(told: Mapping[str, Any]) -> Attempt | None:
    """One attempt; None for a line of another shape."""
    try:
        sentences = tuple((key, values) for key, values in told["sentences"])
        return Attempt(**told | {"sentences": sentences, "brought": tuple(told["brought"])})
    except (ValueError, TypeError, KeyError):
        return None
