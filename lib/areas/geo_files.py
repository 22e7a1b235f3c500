"""The folder of map files and its index: what map each level has now, and which ones it had before."""

import fcntl
import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.files import write_whole

FOLDER = Path(__file__).parents[2] / "static" / "geo"
INDEX, ENDING = "index.json", ".topojson"
Entry = dict[str, Any]
Index = dict[str, dict[str, Entry]]


def read_index(folder: Path = FOLDER) -> Index:
    """{level: {scope: entry}}: file, schematic, vintage, licence, source, crs, n, bbox, previous."""
    path = folder / INDEX
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def put(folder: Path, content: bytes, entry: Entry) -> Entry:
    """Keep the map and make it the current one of its level and scope; the one before it can be put back."""
    entry = {**entry, "file": _file_name(content, entry)}
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / entry["file"], content)
    with _index_to_change(folder) as index:
        maps = index.setdefault(entry["level"], {})
        before = maps.get(entry["scope"])
        maps[entry["scope"]] = after = _after(before, entry)
    # The index no longer names a redrawn sketch, so nobody can ask for it.
    for name in _files(before) - _files(after):
        (folder / name).unlink(missing_ok=True)
    return after


def put_back(folder: Path, level: str, scope: str) -> Entry | None:
    """Make the previous map the current one again; None when there is none. The files all stay."""
    with _index_to_change(folder) as index:
        current = index.get(level, {}).get(scope)
        if not current or not current["previous"]:
            return None
        first, *rest = current["previous"]
        index[level][scope] = {**first, "previous": rest}
        return index[level][scope]


def unlisted(folder: Path, level: str, scope: str) -> Entry | None:
    """What a map file that stands in no index says of itself, such as one of work areas; None without it."""
    path = folder / f"{level}-{scope}{ENDING}"
    return {**_meta(path), "file": path.name, "previous": []} if path.exists() else None


# The name of such a file holds a mark of all it was drawn from, so a kept answer can never be old.
@lru_cache(maxsize=32)
def _meta(path: Path) -> Entry:
    return json.loads(path.read_bytes())["meta"]


def _file_name(content: bytes, entry: Entry) -> str:
    return f"{entry['level']}-{entry['scope']}-{hashlib.sha256(content).hexdigest()[:8]}{ENDING}"


def _files(entry: Entry | None) -> set[str]:
    return {e["file"] for e in (entry, *entry["previous"])} if entry else set()


def _after(current: Entry | None, entry: Entry) -> Entry:
    """The entry to keep. A redrawn sketch takes the old sketch's place, also beneath imported borders."""
    if current is None:
        return {**entry, "previous": []}
    history = current["previous"]
    if current["file"] == entry["file"] or (entry["schematic"] and current["schematic"]):
        return {**entry, "previous": history}
    if entry["schematic"]:
        return {**current, "previous": [e for e in history if not e["schematic"]] + [entry]}
    return {**entry, "previous": [{k: v for k, v in current.items() if k != "previous"}, *history]}


@contextmanager
def _index_to_change(folder: Path) -> Iterator[Index]:
    """The index, written back whole at the end; one changer at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    # The lock lies outside the served folder, so that nothing but maps is public.
    with open(Path(tempfile.gettempdir()) / f"geo-index-{_lock_name(folder)}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        index = read_index(folder)
        yield index
        text = json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(folder / INDEX, f"{text}\n".encode())


def _lock_name(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
