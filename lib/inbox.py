"""The folder where the county drops its files: the same checks as an upload, and nothing dropped is lost."""

import logging
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from lib import deliveries, files, intake, publishing
from lib.errors import StoreError
from lib.facts import Catalogue, Dataset
from lib.intake.export import Say
from lib.settings import settings

log = logging.getLogger("tilannekuva")
ROLE = "inbox"
TAKEN, REFUSED = "taken", "refused"
# A file still being copied keeps changing; one that has rested so long is whole.
REST_SECONDS = 2.0
LOG = "outcomes.jsonl"
FAULTS = ".faults.csv"


@dataclass(frozen=True)
class Outcome:
    """What became of a dropped file. version: 0 when refused. kept: where it lies now, in the inbox.

    key and values: the sentence of a refusal in data/text; faults: how many errors.
    """

    at: str
    dataset_id: str
    file_name: str
    version: int
    kept: str
    faults: int = 0
    key: str = ""
    values: dict[str, object] | None = None


def folder() -> Path:
    """Where the data sets have their folders."""
    return settings().store_folder / "inbox"


def prepare(catalogue: Catalogue) -> None:
    """A folder for every data set, so that whoever drops a file says by its place what it is."""
    for name in catalogue.datasets:
        (folder() / name).mkdir(parents=True, exist_ok=True)


def take_all(catalogue: Catalogue, today: date, say: Say) -> list[Outcome]:
    """Publish or refuse every file that has come to rest; nothing while another process does it."""
    lock = FileLock(folder() / "take.lock", timeout=0)
    try:
        with lock:
            return [_tried(path, dataset, catalogue, today, say) for path, dataset in _waiting(catalogue)]
    except (Timeout, StoreError):
        # Another process is at it, or holds the store: the files stay and are taken the next time.
        return []


def outcomes(most: int) -> list[Outcome]:
    """The newest outcomes, the newest first."""
    return [Outcome(**told) for told in reversed(files.lines(folder() / LOG)[-most:])]


def _waiting(catalogue: Catalogue) -> Iterator[tuple[Path, Dataset]]:
    rested = time.time() - REST_SECONDS
    for name, dataset in catalogue.datasets.items():
        for path in sorted((folder() / name).glob("*")):
            is_own = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
            if is_own and path.stat().st_mtime <= rested:
                yield path, dataset


def _tried(path: Path, dataset: Dataset, catalogue: Catalogue, today: date, say: Say) -> Outcome:
    try:
        return _taken(path, dataset, catalogue, today, say)
    except StoreError:
        raise
    except Exception:
        # A file that breaks the program must not stand in the way of those behind it.
        log.exception("inbox: %s", path.name)
        at = datetime.now(UTC)
        kept = _put_away(path, REFUSED, at)
        return _told(Outcome(_written(at), dataset.id, path.name, 0, kept, 0, "inbox.broken", {}))


def _taken(path: Path, dataset: Dataset, catalogue: Catalogue, today: date, say: Say) -> Outcome:
    at = datetime.now(UTC)
    if path.stat().st_size > settings().upload_megabytes * 1_000_000:
        kept = _put_away(path, REFUSED, at)
        values = {"most": settings().upload_megabytes}
        return _told(Outcome(_written(at), dataset.id, path.name, 0, kept, 0, "inbox.too_big", values))
    content = path.read_bytes()
    examined = deliveries.examined(content, path.name, dataset, catalogue, today)
    if not examined.is_sound:
        return _told(_refused(path, dataset, examined, at, say))
    sent = deliveries.delivery(content, path.name, dataset, ROLE, ROLE, examined.wishes)
    version = publishing.publish(dataset, examined.rows(), sent, catalogue)
    return _told(Outcome(_written(at), dataset.id, path.name, version, _put_away(path, TAKEN, at)))


def _refused(path: Path, dataset: Dataset, examined: deliveries.Examined, at: datetime, say: Say) -> Outcome:
    kept = _put_away(path, REFUSED, at)
    if examined.refusal:
        key, values = examined.refusal.key, dict(examined.refusal.values)
        return Outcome(_written(at), dataset.id, path.name, 0, kept, 0, key, values)
    faults = intake.fault_table(examined.problems, say)
    (folder() / f"{kept}{FAULTS}").write_bytes(intake.safe_csv(faults))
    errors = intake.counted(group.first for group in intake.grouped(examined.problems))["error"]
    return Outcome(_written(at), dataset.id, path.name, 0, kept, errors)


def _put_away(path: Path, where: str, at: datetime) -> str:
    """Move a file out of the way under the moment it was taken, so that no earlier one is written over."""
    target = path.parent / where / f"{at:%Y%m%dT%H%M%S%f}-{path.name}"
    target.parent.mkdir(exist_ok=True)
    os.replace(path, target)
    return str(target.relative_to(folder()))


def _told(outcome: Outcome) -> Outcome:
    files.add_line(folder() / LOG, asdict(outcome))
    return outcome


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
