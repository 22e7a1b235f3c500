"""What is dear to find, kept in the store folder under what it was found from; safe to delete at any time."""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

import pandas as pd

from lib.files import write_whole
from lib.settings import ROOT, settings

# Of each kind the newest stay: more than a day's work asks for, few enough to be no burden.
MOST = 60
# What the answers depend on besides the figures: the program and the facts.
PROGRAM = (ROOT / "lib", "*.py"), (ROOT / "lib", "*.html")
FACTS = "*.toml", "*.csv"

FEW = 4
remembered: dict[tuple[object, ...], pd.DataFrame] = {}


def table(kind: str, key: tuple[object, ...], find: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The table kept under a key, found and kept when it is not yet there."""
    path = _path(kind, key, "parquet")
    if not path.exists():
        _write(path, find().to_parquet(index=False))
    return _read(path, path.stat().st_mtime_ns)


def in_memory(key: tuple[object, ...], find: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The table found for a key, remembered while the process asks of few others, and never written."""
    if key not in remembered:
        while len(remembered) >= FEW:
            remembered.pop(next(iter(remembered)), None)
        remembered[key] = find()
    return remembered[key]


def text(kind: str, key: tuple[object, ...]) -> str | None:
    """The text kept under a key; None when there is none."""
    path = _path(kind, key, "html")
    return path.read_text(encoding="utf-8") if path.exists() else None


def put_text(kind: str, key: tuple[object, ...], written: str) -> None:
    """Keep a text under a key."""
    _write(_path(kind, key, "html"), written.encode())


@cache
def made_by() -> str:
    """A mark of the program and the facts at the start: what was kept under another mark is not used."""
    stands = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in _depended_on()]
    return blake2b(repr(stands).encode(), digest_size=8).hexdigest()


def _depended_on() -> Iterator[Path]:
    folder = settings().data_folder
    for root, pattern in (*PROGRAM, *((folder, one) for one in FACTS)):
        yield from sorted(one for one in root.rglob(pattern) if settings().store_folder not in one.parents)


def _path(kind: str, key: tuple[object, ...], ending: str) -> Path:
    name = blake2b(repr(key).encode(), digest_size=16).hexdigest()
    return settings().store_folder / "kept" / f"{kind}-{name}.{ending}"


def _write(path: Path, content: bytes) -> None:
    write_whole(path, content)
    _forget(path)


def _forget(newest: Path) -> None:
    """Delete the oldest of the kind beyond the most that stay."""
    kind = newest.name.split("-", 1)[0]
    same = sorted(newest.parent.glob(f"{kind}-*"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in same[MOST:]:
        old.unlink(missing_ok=True)


@lru_cache(maxsize=8)
def _read(path: Path, written: int) -> pd.DataFrame:
    return pd.read_parquet(path)
