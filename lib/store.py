"""The only writer: versions are added, never changed or removed, one writer at a time."""

import hashlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from lib.errors import StoreBusyError, StoreError
from lib.settings import settings
from lib.watch import Watch

EXTENSIONS = ("sqlite_scanner", "ducklake")
# A change of the checks an upload passes through; stored with each version.
RULES_VERSION = "1"
# A change in how a figure is computed; stored with each version.
METHOD_VERSION = "1"
NO_VERSION = 0

KEY = [
    "indicator_id",
    "area_level",
    "area_code",
    "period_start",
    "period_end",
    "age_group",
    "sex",
    "service_id",
]
COLUMNS = [*KEY, "value", "numerator", "denominator", "status"]

ATTACH = """
ATTACH 'ducklake:sqlite:{catalogue}' AS lake (
    DATA_PATH '{files}', OVERRIDE_DATA_PATH true, META_JOURNAL_MODE 'WAL', META_BUSY_TIMEOUT 5000,
    DATA_INLINING_ROW_LIMIT 0
)
"""
TABLES = """
CREATE TABLE IF NOT EXISTS lake.observation (
    indicator_id VARCHAR, area_level VARCHAR, area_code VARCHAR, period_start DATE, period_end DATE,
    age_group VARCHAR, sex VARCHAR, service_id VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE,
    status VARCHAR, version_id BIGINT
);
CREATE TABLE IF NOT EXISTS lake.observation_by_area AS FROM lake.observation LIMIT 0;
CREATE TABLE IF NOT EXISTS lake.dataset_version (
    version_id BIGINT, dataset_id VARCHAR, parent_version_id BIGINT, created_at TIMESTAMPTZ,
    author_role VARCHAR, sha256 VARCHAR, file_name VARCHAR, row_count BIGINT, origin VARCHAR,
    rules_version VARCHAR, method_version VARCHAR
);
CREATE TABLE IF NOT EXISTS lake.dataset_event (
    event_id BIGINT, dataset_id VARCHAR, version_id BIGINT, kind VARCHAR, happened_at TIMESTAMPTZ,
    author_role VARCHAR, reason VARCHAR
);
"""
HAS_TABLES = """
SELECT count(*) FROM duckdb_tables() WHERE database_name = 'lake' AND table_name = 'dataset_event'
"""
NEXT_VERSION = "SELECT coalesce(max(version_id), 0) + 1 FROM lake.dataset_version"
NEXT_EVENT = "SELECT coalesce(max(event_id), 0) + 1 FROM lake.dataset_event"
HEAD = """
SELECT version_id FROM lake.dataset_event WHERE dataset_id = $dataset_id ORDER BY event_id DESC LIMIT 1
"""
SHA_OF = "SELECT sha256 FROM lake.dataset_version WHERE version_id = $version_id"
VERSION_EXISTS = """
SELECT count(*) FROM lake.dataset_version WHERE dataset_id = $dataset_id AND version_id = $version_id
"""
ADD_ROWS = """
INSERT INTO lake.observation
SELECT indicator_id, area_level, area_code, period_start, period_end, age_group, sex, service_id, value,
       numerator, denominator, status, $version_id
FROM received ORDER BY indicator_id, area_level, area_code, service_id, age_group, period_start
"""
ADD_ROWS_BY_AREA = """
INSERT INTO lake.observation_by_area
SELECT indicator_id, area_level, area_code, period_start, period_end, age_group, sex, service_id, value,
       numerator, denominator, status, $version_id
FROM received ORDER BY area_level, area_code, indicator_id, service_id, age_group, period_start
"""
ADD_VERSION = """
INSERT INTO lake.dataset_version VALUES (
    $version_id, $dataset_id, $parent, $at, $author_role, $sha256, $file_name, $row_count, $origin, $rules,
    $method
)
"""
ADD_EVENT = """
INSERT INTO lake.dataset_event
VALUES ($event_id, $dataset_id, $version_id, $kind, $happened_at, $author_role, $reason)
"""
NEWEST_EVENT = "SELECT coalesce(max(event_id), 0) FROM lake.dataset_event"


@dataclass(frozen=True)
class Delivery:
    """Who sent which file into which dataset, and why."""

    dataset_id: str
    file_name: str
    sha256: str
    origin: str
    author_role: str
    reason: str


def fingerprint(content: bytes, dataset_id: str) -> str:
    """The idempotency key of an upload: sha256 of its bytes and its dataset."""
    return hashlib.sha256(content + b"\0" + dataset_id.encode()).hexdigest()


def cursor() -> duckdb.DuckDBPyConnection:
    """A cursor of this process's one connection; each call or thread takes its own."""
    return _connection(settings().store_folder).cursor()


def publish(delivery: Delivery, rows: pd.DataFrame) -> int:
    """Add `rows` as the dataset's newest version and return its id; the same file twice is one version."""
    with _writing() as lake:
        head = _head(lake, delivery.dataset_id)
        if head and lake.execute(SHA_OF, {"version_id": head}).fetchone()[0] == delivery.sha256:
            return head
        version_id = lake.execute(NEXT_VERSION).fetchone()[0]
        _add_rows(lake, rows, version_id)
        _add_version(lake, delivery, version_id, head, len(rows))
        _add_event(lake, "publish", version_id, delivery)
        return version_id


def revert(dataset_id: str, version_id: int, author_role: str, reason: str) -> None:
    """Make an earlier version current again; version 0 takes the whole dataset off the screens."""
    delivery = Delivery(dataset_id, "", "", "", author_role, reason)
    with _writing() as lake:
        known = {"dataset_id": dataset_id, "version_id": version_id}
        if version_id != NO_VERSION and not lake.execute(VERSION_EXISTS, known).fetchone()[0]:
            raise StoreError(f"{dataset_id} has no version {version_id}")
        _add_event(lake, "revert", version_id, delivery)


def newest_event() -> int:
    """The number every cached figure is kept under; it moves when anybody publishes or reverts."""
    return _watch(settings().store_folder).number()


def _head(lake: duckdb.DuckDBPyConnection, dataset_id: str) -> int:
    found = lake.execute(HEAD, {"dataset_id": dataset_id}).fetchone()
    return found[0] if found else NO_VERSION


def _add_rows(lake: duckdb.DuckDBPyConnection, rows: pd.DataFrame, version_id: int) -> None:
    lake.register("received", rows[COLUMNS])
    try:
        lake.execute(ADD_ROWS, {"version_id": version_id})
        lake.execute(ADD_ROWS_BY_AREA, {"version_id": version_id})
    finally:
        lake.unregister("received")


def _add_version(
    lake: duckdb.DuckDBPyConnection, delivery: Delivery, version_id: int, parent: int, row_count: int
) -> None:
    sent = asdict(delivery)
    # The reason is of the event: a revert has one too.
    del sent["reason"]
    made = {"version_id": version_id, "parent": parent, "at": datetime.now(UTC), "row_count": row_count}
    lake.execute(ADD_VERSION, sent | made | {"rules": RULES_VERSION, "method": METHOD_VERSION})


def _add_event(lake: duckdb.DuckDBPyConnection, kind: str, version_id: int, delivery: Delivery) -> None:
    lake.execute(
        ADD_EVENT,
        {
            "event_id": lake.execute(NEXT_EVENT).fetchone()[0],
            "dataset_id": delivery.dataset_id,
            "version_id": version_id,
            "kind": kind,
            "happened_at": datetime.now(UTC),
            "author_role": delivery.author_role,
            "reason": delivery.reason,
        },
    )


@contextmanager
def _writing() -> Iterator[duckdb.DuckDBPyConnection]:
    """One writer in the world: the lock, then a transaction that is kept whole or not at all."""
    lock = FileLock(settings().store_folder / "write.lock", timeout=settings().lock_seconds)
    lake = cursor()
    try:
        with lock:
            lake.execute("BEGIN")
            try:
                yield lake
                lake.execute("COMMIT")
            except BaseException:
                lake.execute("ROLLBACK")
                raise
    except Timeout as held:
        raise StoreBusyError("another writer holds the lock") from held


@cache
def _connection(folder: Path) -> duckdb.DuckDBPyConnection:
    folder.mkdir(parents=True, exist_ok=True)
    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    connection = duckdb.connect(config=offline)
    for name in EXTENSIONS:
        connection.execute("LOAD '" + _escaped(_extension(name)) + "'")
    place = {"catalogue": _escaped(folder / "catalogue.sqlite"), "files": _escaped(folder / "files")}
    # A reader that starts during a long publish must not wait for it, so only the first start locks.
    if (folder / "catalogue.sqlite").exists():
        connection.execute(ATTACH.format(**place))
        if connection.execute(HAS_TABLES).fetchone()[0]:
            return connection
        connection.execute("DETACH lake")
    with FileLock(folder / "write.lock", timeout=settings().lock_seconds):
        connection.execute(ATTACH.format(**place))
        connection.execute(TABLES)
    return connection


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


def _extension(name: str) -> Path:
    """The extension file inside its package, so that nothing is fetched at run time."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    folder = Path(found.submodule_search_locations[0])
    return next(folder.rglob(f"{name}.duckdb_extension"))


@cache
def _watch(folder: Path) -> Watch:
    # A second SQLite library must not open the same file in one process (their locks cancel each other), so
    # Python's own sqlite3 is not used here.
    files = (folder / "catalogue.sqlite", folder / "catalogue.sqlite-wal")
    return Watch(files, lambda: _connection(folder).cursor().execute(NEWEST_EVENT).fetchone()[0])
