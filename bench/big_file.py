"""Seconds and memory of reading, checking and committing a big file, beside the raw engine reading the same.

`python bench/big_file.py [rows]`: semicolons, decimal comma, one row in a hundred with a fault. The engine
and the program run in processes of their own, so that each has its own peak of memory.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice, product
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
FORM = "sotkanet"
YEARS, SEXES = range(1901, 2026), ("total", "female", "male")
FAULT_EVERY = 100
# The program reads a small file first, as a running server has read many.
SMALL = 1000
RAW = """
SELECT count(*), sum("Arvo") FROM read_csv($path, delim=';', decimal_separator=',', header=true,
types={'Arvo': 'DOUBLE'}, ignore_errors=true)
"""


def write(path: Path, count: int) -> int:
    """A file of yearly shares, every key once; how many rows have a fault."""
    from lib.catalogue import catalogue

    facts = catalogue()
    names = [key for key, one in facts.indicators.items() if one.dataset == FORM and one.kind == "share"]
    areas = [code for level, code in facts.areas if level == "municipality"]
    keys = product(names, YEARS, SEXES, areas)
    with path.open("w", encoding="utf-8") as file:
        file.write("Mittari;Ajankohta;Sukupuoli;Alue;Arvo\n")
        for row, key in enumerate(islice(keys, count)):
            value = "noin 12" if row % FAULT_EVERY == 0 else f"{row % 1000 / 10:.1f}".replace(".", ",")
            file.write(";".join(map(str, (*key, value))) + "\n")
    return -(-count // FAULT_EVERY)


def raw(path: Path, small: Path) -> None:
    """The engine alone: fresh in its process, and again when it has read the small file and the big one."""
    import duckdb

    for what in ("engine, fresh", "engine, again"):
        began = Clock()
        duckdb.execute(RAW, {"path": str(path)}).fetchall()
        began.told(what)
        duckdb.execute(RAW, {"path": str(small)}).fetchall()


def ours(path: Path, small: Path) -> None:
    """Read, every rule, and the sound rows committed to a store of its own, thrown away afterwards."""
    from lib import intake, publishing, query, store
    from lib.catalogue import catalogue

    facts = catalogue()
    dataset = facts.datasets[FORM]
    query.heads()
    intake.check(intake.read(small.read_bytes(), small.name, dataset, facts), dataset, facts)
    content, began = path.read_bytes(), Clock()
    received = intake.read(content, path.name, dataset, facts)
    began.told("read")
    problems = intake.check(received, dataset, facts)
    began.told("read and check")
    texts = sum(problem.key == "problem.number_text" for problem in problems)
    table = intake.accepted(received, problems)
    began.told(f"accepted {len(table)}, {texts} texts for numbers told by row")
    sent = store.Delivery(FORM, path.name, store.fingerprint(content, FORM), dataset.origin, "bench", "bench")
    del received, problems
    version = publishing.publish(dataset, table, sent, facts)
    began.told(f"committed as version {version}")


class Clock:
    """Seconds on the wall and of the processor since it was made."""

    def __init__(self) -> None:
        self.wall, self.work = time.perf_counter(), time.process_time()

    def told(self, what: str) -> None:
        """One line: seconds on the wall, of the processor, and the peak of memory so far."""
        wall, work = time.perf_counter() - self.wall, time.process_time() - self.work
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{wall:7.2f} s  {work:7.2f} s of processor  {peak:6.0f} MB  {what}", flush=True)


def main(count: int) -> None:
    """Write the file, then the engine and the program, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "big.csv", Path(folder) / "small.csv"
        write(small, SMALL)
        faults = write(path, count)
        print(f"{count} rows, {path.stat().st_size / 1e6:.0f} MB, {faults} faults, {os.cpu_count()} cores")
        for part in ("raw", "ours"):
            # A store of its own, so that no figure of the bench is seen anywhere.
            place = os.environ | {"TILANNEKUVA_STORE_FOLDER": str(Path(folder) / "store")}
            subprocess.run([sys.executable, __file__, part, str(path), str(small)], check=True, env=place)


if __name__ == "__main__":
    if sys.argv[1:2] in (["raw"], ["ours"]):
        {"raw": raw, "ours": ours}[sys.argv[1]](*map(Path, sys.argv[2:]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
