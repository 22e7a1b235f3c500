"""Damaged files of every format through reading, checking and the inbox.

`python bench/fuzz_intake.py N [seed]` tells every error that is no refusal, the slowest file, and the peak of
memory here and in the program that reads workbooks. Each file can be made again by its number and the seed.
"""

import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
# Publishing costs most of a second, reading some hundredths.
INBOX_EVERY = 40
WORKBOOK_EVERY = 10


def tried(name: str, data: bytes, also_drop: bool, told: Counter) -> float:
    """Seconds of one file; what became of it is counted in `told`."""
    import damaged_files

    began = time.perf_counter()
    try:
        found = damaged_files.judged(name, data)
        seconds = time.perf_counter() - began
        told["refused" if found.refusal else "sound" if found.is_sound else "with faults"] += 1
        if also_drop:
            told["published" if damaged_files.dropped(name, data).version else "kept out"] += 1
    except Exception:  # noqa: BLE001
        told["BROKEN"] += 1
        seconds = time.perf_counter() - began
        print(f"BROKEN {name}\n{traceback.format_exc(limit=-4)}", flush=True)
    return seconds


def main(count: int, seed: int) -> None:
    """Every monster once, then `count` damaged files."""
    import damaged_files

    told, slowest = Counter(), (0.0, "")
    for name, make in damaged_files.monsters().items():
        seconds = tried(name, make(), False, told)
        print(f"{seconds:7.2f} s  {_peak()}  {name}", flush=True)
        slowest = max(slowest, (seconds, name))
    files = damaged_files.sound_files()
    flat = [name for name in files if not name.startswith("book")]
    books = [name for name in files if name.startswith("book")]
    small = (0.0, "")
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        name = chance.choice(flat if number % WORKBOOK_EVERY else books)
        data = damaged_files.damaged(files[name], chance)
        seconds = tried(f"{number}-{name}", data, number % INBOX_EVERY == 0, told)
        small = max(small, (seconds, f"{number}-{name}"))
    print(dict(told))
    print(f"slowest of the big {slowest[0]:.2f} s {slowest[1]}, of the damaged {small[0]:.2f} s {small[1]}")
    print(_peak())


def _peak() -> str:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    here, there = (resource.getrusage(kind).ru_maxrss / 1024 for kind in kinds)
    return f"{here:5.0f} MB here, {there:5.0f} MB for workbooks"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TILANNEKUVA_STORE_FOLDER"] = folder
        main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
