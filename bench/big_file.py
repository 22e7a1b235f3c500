"""Seconds and memory of reading and checking a big file, beside the raw engine reading the same.

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


def raw(path: Path) -> None:
    """The engine alone."""
    import duckdb

    began = time.perf_counter()
    duckdb.execute(RAW, {"path": str(path)}).fetchall()
    told(time.perf_counter() - began, "engine")


def ours(path: Path) -> None:
    """Read and every rule; what is accepted is said and not committed."""
    from lib import intake
    from lib.catalogue import catalogue

    facts, content = catalogue(), path.read_bytes()
    began = time.perf_counter()
    received = intake.read(content, path.name, facts.datasets[FORM], facts)
    told(time.perf_counter() - began, "read")
    problems = intake.check(received, facts.datasets[FORM], facts)
    told(time.perf_counter() - began, "read and check")
    texts = sum(problem.key == "problem.number_text" for problem in problems)
    table = intake.accepted(received, problems)
    told(time.perf_counter() - began, f"accepted {len(table)}, {texts} texts for numbers told by row")


def told(seconds: float, what: str) -> None:
    """One line: seconds and the peak of memory so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:7.2f} s  {peak:6.0f} MB  {what}", flush=True)


def main(count: int) -> None:
    """Write the file, then the engine and the program, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.csv"
        faults = write(path, count)
        print(f"{count} rows, {path.stat().st_size / 1e6:.0f} MB, {faults} faults, {os.cpu_count()} cores")
        for part in ("raw", "ours"):
            subprocess.run([sys.executable, __file__, part, str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] in (["raw"], ["ours"]):
        {"raw": raw, "ours": ours}[sys.argv[1]](Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
