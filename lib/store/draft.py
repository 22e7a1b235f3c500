"""The store as it would be after a publication: in memory, for one reader, and thrown away."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb
import pandas as pd

from lib.store.connection import DRAFT, TABLES, cursor
from lib.table import COLUMNS

OBSERVATIONS = "SELECT * FROM lake.observation WHERE list_contains($versions, version_id)"
WORK_AREAS = "SELECT * FROM lake.work_area"
VERSIONS = "SELECT * FROM lake.dataset_version WHERE list_contains($versions, version_id)"
FILL = "INSERT INTO lake.{table} SELECT * FROM copied"
# Both copies of the rows hold the same, so that one table is enough for both.
ONE_COPY = (
    "DROP TABLE lake.observation_by_area; CREATE VIEW lake.observation_by_area AS FROM lake.observation"
)
ADD_DRAFT = """
INSERT INTO lake.dataset_version
VALUES ($version_id, $dataset_id, $parent, $at, '', '', '', $row_count, '', '', '')
"""


@contextmanager
def drafted(dataset_id: str, rows: pd.DataFrame, heads: dict[str, int]) -> Iterator[tuple[int, ...]]:
    """In this block every question is answered as if `rows` were the newest version of the dataset.

    Gives the versions to ask for. The draft's number is below zero and never the same twice, so that no
    answer about it is taken for one about a real version.
    """
    version_id = -time.time_ns()
    copy = duckdb.connect()
    try:
        copy.execute("ATTACH ':memory:' AS lake")
        copy.execute(TABLES)
        copy.execute(ONE_COPY)
        for table, question in (("observation", OBSERVATIONS), ("dataset_version", VERSIONS)):
            _fill(
                copy, table, cursor().execute(question, {"versions": list(heads.values())}).to_arrow_table()
            )
        _fill(copy, "work_area", cursor().execute(WORK_AREAS).to_arrow_table())
        _fill(copy, "observation", rows[COLUMNS].assign(version_id=version_id))
        made = {"version_id": version_id, "dataset_id": dataset_id, "parent": heads.get(dataset_id, 0)}
        copy.execute(ADD_DRAFT, made | {"at": datetime.now(UTC), "row_count": len(rows)})
        token = DRAFT.set(copy)
        try:
            yield tuple(dict(sorted({**heads, dataset_id: version_id}.items())).values())
        finally:
            DRAFT.reset(token)
    finally:
        copy.close()


def _fill(copy: duckdb.DuckDBPyConnection, table: str, copied: object) -> None:
    copy.register("copied", copied)
    copy.execute(FILL.format(table=table))
    copy.unregister("copied")
