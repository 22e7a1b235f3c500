"""The one connection of a process, the one lock of all writers, and the tables that are there."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from threading import Lock

import duckdb
from filelock import FileLock, Timeout

from lib.errors import StoreBusyError
from lib.settings import settings
from lib.watch import Watch

EXTENSIONS = ("sqlite_scanner", "ducklake")
OPENING = Lock()
# The store as a reader imagines it; see lib.store.draft.
DRAFT: ContextVar[duckdb.DuckDBPyConnection | None] = ContextVar("draft", default=None)

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
CREATE TABLE IF NOT EXISTS lake.action (
    action_id BIGINT, revision BIGINT, kind VARCHAR, signal_kind VARCHAR, rules_version VARCHAR,
    indicator_id VARCHAR, area_level VARCHAR, area_code VARCHAR, service_id VARCHAR, age_group VARCHAR,
    what VARCHAR, owner_kind VARCHAR, owner VARCHAR, start_on DATE, due_on DATE, themes VARCHAR[],
    areas VARCHAR[], expected VARCHAR, state VARCHAR, origin VARCHAR, author_role VARCHAR,
    saved_at TIMESTAMPTZ, reason VARCHAR
);
CREATE TABLE IF NOT EXISTS lake.work_area (
    code VARCHAR, revision BIGINT, name_fi VARCHAR, name_sv VARCHAR, name_en VARCHAR, about VARCHAR,
    colour BIGINT, borders STRUCT(valid_from DATE, level VARCHAR, codes VARCHAR[])[], state VARCHAR,
    author_role VARCHAR, saved_at TIMESTAMPTZ, reason VARCHAR
);
"""
# The newest table: a store that has it has all of them.
HAS_TABLES = """
SELECT count(*) FROM duckdb_tables() WHERE database_name = 'lake' AND table_name = 'work_area'
"""


def cursor() -> duckdb.DuckDBPyConnection:
    """A cursor of this process's one connection, or of the reader's draft; each call takes its own."""
    draft = DRAFT.get()
    return draft.cursor() if draft else _opened(settings().store_folder).cursor()


@contextmanager
def writing() -> Iterator[duckdb.DuckDBPyConnection]:
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


def watched(question: str) -> int:
    """The number a question gives, asked again only when the store's files have changed."""
    return _watch(settings().store_folder, question).number()


def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    # Two threads that ask first would each open the store, and the second would find it locked.
    with OPENING:
        return _connection(folder)


@cache
def _connection(folder: Path) -> duckdb.DuckDBPyConnection:
    folder.mkdir(parents=True, exist_ok=True)
    offline = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    connection = duckdb.connect(config=offline)
    for name in EXTENSIONS:
        connection.execute("LOAD '" + _escaped(_extension(name)) + "'")
    place = {"catalogue": _escaped(folder / "catalogue.sqlite"), "files": _escaped(folder / "files")}
    # A reader that starts during a long publish must not wait for it, so only the first start locks. The mark
    # is made last: a catalogue that another process is just making must not be opened without the lock.
    made = folder / "ready"
    if made.exists():
        connection.execute(ATTACH.format(**place))
        if connection.execute(HAS_TABLES).fetchone()[0]:
            return connection
        connection.execute("DETACH lake")
    with FileLock(folder / "write.lock", timeout=settings().lock_seconds):
        connection.execute(ATTACH.format(**place))
        connection.execute(TABLES)
        made.touch()
    return connection


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


def _extension(name: str) -> Path:
    """The extension file inside its package, so that nothing is fetched at run time."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    folder = Path(found.submodule_search_locations[0])
    return next(folder.rglob(f"{name}.duckdb_extension"))


@cache
def _watch(folder: Path, question: str) -> Watch:
    # A second SQLite library must not open the same file in one process (their locks cancel each other), so
    # Python's own sqlite3 is not used here.
    files = (folder / "catalogue.sqlite", folder / "catalogue.sqlite-wal")
    return Watch(files, lambda: _opened(folder).cursor().execute(question).fetchone()[0])
