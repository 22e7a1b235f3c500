"""The only writer: rows are added, never changed or removed, one writer at a time."""

from lib.store.actions import ACTION_COLUMNS, NEW_ACTION, newest_action, save_action, save_first_actions
from lib.store.connection import _connection, _watch, cursor
from lib.store.draft import drafted
from lib.store.versions import (
    METHOD_VERSION,
    NO_VERSION,
    RULES_VERSION,
    Delivery,
    fingerprint,
    newest_event,
    publish,
    revert,
)
from lib.store.work_areas import NEW_WORK_AREA, newest_work_area, save_work_areas

__all__ = [
    "ACTION_COLUMNS",
    "METHOD_VERSION",
    "NEW_ACTION",
    "NEW_WORK_AREA",
    "NO_VERSION",
    "RULES_VERSION",
    "Delivery",
    "_connection",
    "_watch",
    "cursor",
    "drafted",
    "fingerprint",
    "newest_action",
    "newest_event",
    "newest_work_area",
    "publish",
    "revert",
    "save_action",
    "save_first_actions",
    "save_work_areas",
]
