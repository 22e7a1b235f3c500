"""Actions: every revision is a row of its own, and nobody's text is written over by another's."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import duckdb

from lib.errors import ActionChangedError, StoreError
from lib.store.connection import watched, writing

# The revision a new action is based on: there is nothing before it.
NEW_ACTION = 0
# What a caller gives; the store itself adds the number, the revision and the moment.
ACTION_COLUMNS = (
    "kind",
    "signal_kind",
    "rules_version",
    "indicator_id",
    "area_level",
    "area_code",
    "service_id",
    "age_group",
    "what",
    "owner_kind",
    "owner",
    "start_on",
    "due_on",
    "themes",
    "areas",
    "expected",
    "state",
    "origin",
    "author_role",
    "reason",
)

NEXT_ACTION = "SELECT coalesce(max(action_id), 0) + 1 FROM lake.action"
NEWEST_REVISION = "SELECT coalesce(max(revision), 0) FROM lake.action WHERE action_id = $action_id"
ADD_ACTION = """
INSERT INTO lake.action VALUES (
    $action_id, $revision, $kind, $signal_kind, $rules_version, $indicator_id, $area_level, $area_code,
    $service_id, $age_group, $what, $owner_kind, $owner, $start_on, $due_on, $themes, $areas, $expected,
    $state, $origin, $author_role, $saved_at, $reason
)
"""
# Each revision is one row, so their number moves whenever one is saved.
NEWEST_ACTION = "SELECT count(*) FROM lake.action"


def save_action(row: Mapping[str, object], based_on: int) -> int:
    """Add revision `based_on` + 1 of the action `row["action_id"]` and return the action's number.

    row: ACTION_COLUMNS, and action_id unless it is a new one (based_on NEW_ACTION). ActionChangedError when
    somebody saved a revision after `based_on`: nothing is stored then, and the newest is in its values.
    """
    with writing() as lake:
        action_id = _action_id(lake, row, based_on)
        _add(lake, row, action_id, based_on + 1)
        return action_id


def save_first_actions(rows: Sequence[Mapping[str, object]]) -> int:
    """Add actions, all or none, to a store where nobody has saved any; how many were added."""
    with writing() as lake:
        if lake.execute(NEWEST_ACTION).fetchone()[0]:
            return 0
        for action_id, row in enumerate(rows, start=1):
            _add(lake, row, action_id, NEW_ACTION + 1)
        return len(rows)


def newest_action() -> int:
    """The number that answers about actions are kept under; it moves when anybody saves one."""
    return watched(NEWEST_ACTION)


def _add(lake: duckdb.DuckDBPyConnection, row: Mapping[str, object], action_id: int, revision: int) -> None:
    made = {"action_id": action_id, "revision": revision, "saved_at": datetime.now(UTC)}
    lake.execute(ADD_ACTION, {**{name: row[name] for name in ACTION_COLUMNS}, **made})


def _action_id(lake: duckdb.DuckDBPyConnection, row: Mapping[str, object], based_on: int) -> int:
    """The number to save under, after checking that nobody was there in between."""
    if based_on == NEW_ACTION:
        return lake.execute(NEXT_ACTION).fetchone()[0]
    action_id = int(row["action_id"])
    newest = lake.execute(NEWEST_REVISION, {"action_id": action_id}).fetchone()[0]
    if newest == NEW_ACTION:
        raise StoreError(f"there is no action {action_id}")
    if newest != based_on:
        raise ActionChangedError(f"action {action_id} is at {newest}, not at {based_on}", newest=newest)
    return action_id
