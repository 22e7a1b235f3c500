"""Versions of data sets: added, never changed or removed; which is current is told by events."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from lib.errors import StoreError, VersionMovedError
from lib.store.connection import watched, writing
from lib.table import COLUMNS

# A change of the checks an upload passes through; stored with each version.
RULES_VERSION = "1"
# A change in how a figure is computed; stored with each version.
METHOD_VERSION = "1"
NO_VERSION = 0

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
FROM received
"""
ADD_ROWS_BY_AREA = """
INSERT INTO lake.observation_by_area
SELECT indicator_id, area_level, area_code, period_start, period_end, age_group, sex, service_id, value,
       numerator, denominator, status, $version_id
FROM received
"""
# Rows that are asked for together lie together, so that the rest of a file need not be read.
ORDER = ("indicator_id", "area_level", "area_code", "service_id", "age_group", "period_start")
ORDER_BY_AREA = ("area_level", "area_code", "indicator_id", "service_id", "age_group", "period_start")
# Rows handed to the database at a time.
PART = 100_000
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
    """Who sent which file into which dataset, and why; `at`: when, now if nobody says."""

    dataset_id: str
    file_name: str
    sha256: str
    origin: str
    author_role: str
    reason: str
    at: datetime | None = None


def fingerprint(content: bytes, dataset_id: str) -> str:
    """The idempotency key of an upload: sha256 of its bytes and its dataset."""
    return hashlib.sha256(content + b"\0" + dataset_id.encode()).hexdigest()


def publish(delivery: Delivery, rows: pd.DataFrame, base: int | None = None) -> int:
    """Add `rows` as the dataset's newest version and return its id; the same file twice is one version.

    base: the version the rows were made from; VersionMovedError when it is not the current one any more.
    """
    with writing() as lake:
        head = _head(lake, delivery.dataset_id)
        if head and lake.execute(SHA_OF, {"version_id": head}).fetchone()[0] == delivery.sha256:
            return head
        if base is not None and base != head:
            raise VersionMovedError(f"{delivery.dataset_id} is at version {head}, not {base}")
        version_id = lake.execute(NEXT_VERSION).fetchone()[0]
        _add_rows(lake, rows, version_id)
        _add_version(lake, delivery, version_id, head, len(rows))
        _add_event(lake, "publish", version_id, delivery)
        return version_id


def revert(dataset_id: str, version_id: int, author_role: str, reason: str) -> None:
    """Make an earlier version current again; version 0 takes the whole dataset off the screens."""
    delivery = Delivery(dataset_id, "", "", "", author_role, reason)
    with writing() as lake:
        known = {"dataset_id": dataset_id, "version_id": version_id}
        if version_id != NO_VERSION and not lake.execute(VERSION_EXISTS, known).fetchone()[0]:
            raise StoreError(f"{dataset_id} has no version {version_id}")
        _add_event(lake, "revert", version_id, delivery)


def newest_event() -> int:
    """The number every cached figure is kept under; it moves when anybody publishes or reverts."""
    return watched(NEWEST_EVENT)


def _head(lake: duckdb.DuckDBPyConnection, dataset_id: str) -> int:
    found = lake.execute(HEAD, {"dataset_id": dataset_id}).fetchone()
    return found[0] if found else NO_VERSION


def _add_rows(lake: duckdb.DuckDBPyConnection, rows: pd.DataFrame, version_id: int) -> None:
    for question, order in ((ADD_ROWS, ORDER), (ADD_ROWS_BY_AREA, ORDER_BY_AREA)):
        lake.register("received", _ordered(rows, order))
        try:
            lake.execute(question, {"version_id": version_id})
        finally:
            lake.unregister("received")


def _ordered(rows: pd.DataFrame, columns: Sequence[str]) -> pa.RecordBatchReader:
    """The rows in order, a part at a time: a sort in the database would hold all of them once more."""
    keys = [pd.factorize(rows[column], sort=True)[0] for column in reversed(columns)]
    order, table = np.lexsort(keys), pa.Table.from_pandas(rows[COLUMNS], preserve_index=False)
    parts = (
        batch
        for start in range(0, len(order), PART)
        for batch in table.take(order[start : start + PART]).to_batches()
    )
    return pa.RecordBatchReader.from_batches(table.schema, parts)


def _add_version(
    lake: duckdb.DuckDBPyConnection, delivery: Delivery, version_id: int, parent: int, row_count: int
) -> None:
    sent = asdict(delivery)
    # The reason is of the event: a revert has one too.
    del sent["reason"]
    moment = delivery.at or datetime.now(UTC)
    made = {"version_id": version_id, "parent": parent, "at": moment, "row_count": row_count}
    lake.execute(ADD_VERSION, sent | made | {"rules": RULES_VERSION, "method": METHOD_VERSION})


def _add_event(lake: duckdb.DuckDBPyConnection, kind: str, version_id: int, delivery: Delivery) -> None:
    lake.execute(
        ADD_EVENT,
        {
            "event_id": lake.execute(NEXT_EVENT).fetchone()[0],
            "dataset_id": delivery.dataset_id,
            "version_id": version_id,
            "kind": kind,
            "happened_at": delivery.at or datetime.now(UTC),
            "author_role": delivery.author_role,
            "reason": delivery.reason,
        },
    )
