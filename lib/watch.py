"""A number that any process may move, asked again only when the files it stands in have changed."""

import threading
from collections.abc import Callable
from pathlib import Path


class Watch:
    """Notices a change by the files' own time stamps and sizes, and only then asks."""

    def __init__(self, files: tuple[Path, ...], ask: Callable[[], int]) -> None:
        self._lock = threading.Lock()
        self._files = files
        self._ask = ask
        self._stamp: tuple[tuple[int, int], ...] = ()
        self._number = 0

    def number(self) -> int:
        """The number as it stands in the files now."""
        with self._lock:
            # The stamp is taken before the question: a change in between is noticed the next time.
            stamp = tuple(_stamp(path) for path in self._files)
            if stamp != self._stamp:
                self._number = self._ask()
                self._stamp = stamp
            return self._number


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    except FileNotFoundError:
        return 0, 0
