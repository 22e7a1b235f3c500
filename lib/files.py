"""Files that are never seen half-written, and logs of one JSON line each that a power cut cannot spoil."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from lib.settings import settings


def write_whole(path: Path, content: bytes) -> None:
    """Write so that a reader sees the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp makes the file private; the web server must be able to read it.
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def add_line(path: Path, told: Mapping[str, Any]) -> None:
    """Add one JSON line to a log; writers take turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A line that was cut short must not swallow this one.
    line = f"\n{json.dumps(told, ensure_ascii=False, default=str)}\n"
    with (
        FileLock(path.with_suffix(".lock"), timeout=settings().lock_seconds),
        path.open("a", encoding="utf-8") as log,
    ):
        log.write(line)


def lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a log, the oldest first, without those that a full disk or a power cut left unfinished."""
    written = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [told for line in written if isinstance(told := _told(line), dict)]


def _told(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None
