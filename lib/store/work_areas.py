"""Work areas: every revision is a row of its own, and nobody's work is written over by another's."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from lib.errors import WorkAreaChangedError
from lib.store.connection import watched, writing

# The revision a new work area, or the first change of a starter of data/, is based on.
NEW_WORK_AREA = 0
# What a caller gives; the store itself adds the revision and the moment.
COLUMNS = (
    "code",
    "name_fi",
    "name_sv",
    "name_en",
    "about",
    "colour",
    "borders",
    "state",
    "author_role",
    "reason",
)

NEWEST_REVISION = "SELECT coalesce(max(revision), 0) FROM lake.work_area WHERE code = $code"
ADD_WORK_AREA = """
INSERT INTO lake.work_area VALUES (
    $code, $revision, $name_fi, $name_sv, $name_en, $about, $colour, $borders, $state, $author_role,
    $saved_at, $reason
)
"""
# Each revision is one row, so their number moves whenever one is saved.
NEWEST_WORK_AREA = "SELECT count(*) FROM lake.work_area"


def save_work_areas(rows: Sequence[Mapping[str, object]], based_on: Sequence[int]) -> None:
    """Add revision `based_on` + 1 of each work area, all of them or none.

    rows: COLUMNS; borders as a list of {valid_from, level, codes}. WorkAreaChangedError when somebody saved
    a revision of one of them after the one it is based on: nothing is stored then.
    """
    with writing() as lake:
        saved_at = datetime.now(UTC)
        for row, base in zip(rows, based_on, strict=True):
            newest = lake.execute(NEWEST_REVISION, {"code": row["code"]}).fetchone()[0]
            if newest != base:
                said = f"work area {row['code']} is at {newest}, not at {base}"
                raise WorkAreaChangedError(said, code=row["code"], newest=newest)
            made = {"revision": base + 1, "saved_at": saved_at}
            lake.execute(ADD_WORK_AREA, {**{name: row[name] for name in COLUMNS}, **made})


def newest_work_area() -> int:
    """The number that answers about work areas are kept under; it moves when anybody saves one."""
    return watched(NEWEST_WORK_AREA)
