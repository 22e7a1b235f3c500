"""How the files of a data set were read when last published, for the next file with the same headings."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from lib.files import write_whole
from lib.intake import Detected, Wishes
from lib.intake.spellings import plain
from lib.settings import settings

# Of one data set: more kinds of files than any provider sends.
MOST = 20
# What can be wished of the text of a file, and of which kind it is.
TEXT_WISHES = {"encoding": str, "separator": str, "decimal_mark": str, "heading_row": int}
NOTHING: Mapping[str, object] = {}


def columns(dataset_id: str, headings: Sequence[str]) -> dict[str, str]:
    """The meaning of each plain heading as last published; empty when a file never had these headings."""
    wanted = _key(headings)
    return next((dict(one["columns"]) for one in _all(dataset_id) if one["headings"] == wanted), {})


def text_of(dataset_id: str, headings: Sequence[str]) -> dict[str, str | int]:
    """Separator, decimal mark, encoding and heading row wished for a file with these headings.

    The headings are those found before any wish: a wrong separator finds the same wrong headings again.
    """
    wanted = _key(headings)
    found = next((one["text"] for one in _all(dataset_id) if one["headings"] == wanted), {})
    return {name: value for name, value in found.items() if isinstance(value, TEXT_WISHES.get(name, ()))}


def familiar(dataset_id: str) -> frozenset[str]:
    """Every plain heading of the files whose columns are remembered."""
    return frozenset(
        heading for one in _all(dataset_id) if one["columns"] for heading in one["headings"] if heading
    )


def keep_file(dataset_id: str, read: Detected, found: Detected | None, wishes: Wishes) -> None:
    """Remember how a file was read. found: how it would have been without wishes about its text."""
    text = {name: value for name in TEXT_WISHES if (value := getattr(wishes, name))}
    before = found.headings if found else read.headings
    if _key(before) != _key(read.headings):
        keep(dataset_id, before, {}, text)
        text = {}
    keep(dataset_id, read.headings, wishes.columns, text)


def keep(
    dataset_id: str, headings: Sequence[str], mapping: Mapping[str, str], text: Mapping[str, object] = NOTHING
) -> None:
    """Remember the mapping for files with these headings; nothing to remember forgets what was remembered."""
    before = _all(dataset_id)
    mapping = {heading: meaning for heading, meaning in mapping.items() if heading in _key(headings)}
    others = [one for one in before if one["headings"] != _key(headings)]
    fresh = {"headings": _key(headings), "columns": dict(mapping), "text": dict(text)}
    kept = [fresh] if mapping or text else []
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
        return [{"text": {}, **one} for one in found if one["headings"] and (one["columns"] or one["text"])]
    except (OSError, ValueError, TypeError, KeyError):
        return []
