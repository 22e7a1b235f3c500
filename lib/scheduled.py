"""Publications that wait for their moment: kept whole in the store folder, published once it has come."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pandas as pd
from filelock import FileLock, Timeout

from lib import publishing, store
from lib.errors import StoreError
from lib.facts import Catalogue
from lib.files import write_whole
from lib.settings import settings

ROWS, NOTE = ".parquet", ".json"


@dataclass(frozen=True)
class Waiting:
    """A publication to come: its number, when, what is sent into which data set by whom and why."""

    number: str
    due: datetime
    delivery: store.Delivery
    row_count: int


def folder() -> Path:
    """Where they wait."""
    return settings().store_folder / "scheduled"


def add(delivery: store.Delivery, rows: pd.DataFrame, due: datetime) -> str:
    """Keep checked rows until `due`; the number to cancel them by. The note comes last: it makes it count."""
    number = uuid4().hex
    write_whole(folder() / f"{number}{ROWS}", rows.to_parquet(index=False))
    note = {"due": due.astimezone(UTC).isoformat(), "rows": len(rows), "delivery": asdict(delivery)}
    write_whole(folder() / f"{number}{NOTE}", json.dumps(note).encode())
    return number


def waiting() -> list[Waiting]:
    """All that wait, the next one first."""
    return sorted(_noted(), key=lambda one: (one.due, one.number))


def cancel(number: str) -> None:
    """Take a publication back before its moment; one that is gone already is no fault."""
    if number.isalnum():
        for ending in (NOTE, ROWS):
            (folder() / f"{number}{ending}").unlink(missing_ok=True)


def publish_due(catalogue: Catalogue, now: datetime) -> list[int]:
    """Publish what is due on top of what is current now; the new versions."""
    if not any(one.due <= now for one in _noted()):
        return []
    try:
        with FileLock(folder() / "publish.lock", timeout=0):
            return [_published(one, catalogue) for one in waiting() if one.due <= now]
    except (Timeout, StoreError):
        # Another process is at it, or holds the store: they stay and are published the next time.
        return []


def _published(one: Waiting, catalogue: Catalogue) -> int:
    rows = pd.read_parquet(folder() / f"{one.number}{ROWS}")
    sent = replace(one.delivery, at=None)
    version = publishing.publish(catalogue.datasets[sent.dataset_id], rows, sent, catalogue)
    # A stop between these two publishes the same file again, which is the same version.
    cancel(one.number)
    return version


def _noted() -> Iterator[Waiting]:
    for path in folder().glob(f"*{NOTE}"):
        try:
            note = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            # Published or cancelled between listing and reading.
            continue
        due = datetime.fromisoformat(note["due"])
        yield Waiting(path.stem, due, store.Delivery(**note["delivery"]), note["rows"])
