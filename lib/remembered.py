"""How the headings of a data set's files were taken when last published, for the next file that has them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from lib.files import write_whole
from lib.intake.spellings import plain
from lib.settings import settings

# Of one data set: more kinds of files than any provider sends.
MOST = 20


def columns(dataset_id: str, headings: Sequence[str]) -> dict[str, str]:
    """The meaning of each plain heading as last published; empty when a file never had these headings."""
    wanted = _key(headings)
    return next((dict(one["columns"]) for one in _all(dataset_id) if one["headings"] == wanted), {})


def familiar(dataset_id: str) -> frozenset[str]:
    """Every plain heading of the files remembered."""
    return frozenset(heading for one in _all(dataset_id) for heading in one["headings"] if heading)


def keep(dataset_id: str, headings: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Remember the mapping for files with these headings; an empty one forgets what was remembered."""
    before = _all(dataset_id)
    mapping = {heading: meaning for heading, meaning in mapping.items() if heading in _key(headings)}
    others = [one for one in before if one["headings"] != _key(headings)]
    kept = [{"headings": _key(headings), "columns": dict(mapping)}] if mapping else []
    if [*kept, *others] != before:
        told = json.dumps([*kept, *others][:MOST], ensure_ascii=False, indent=1)
        write_whole(_path(dataset_id), told.encode())


def _key(headings: Sequence[str]) -> list[str]:
    return sorted(plain(heading) for heading in headings)


def _path(dataset_id: str) -> Path:
    return settings().store_folder / "remembered" / f"{dataset_id}.json"


def _all(dataset_id: str) -> list[dict]:
    """Everything remembered, the newest first; a file that cannot be read is as good as none."""
    try:
        found = json.loads(_path(dataset_id).read_text(encoding="utf-8"))
        return [one for one in found if one["headings"] and one["columns"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []
