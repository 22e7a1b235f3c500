"""Publishing is stopped by kill -9 at random moments: whether anything is lost or torn.

python bench/kill_publish.py [kills] [seed]
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.mkdtemp(prefix="kill-")
os.environ["TILANNEKUVA_STORE_FOLDER"] = FOLDER

import pandas as pd  # noqa: E402 - the folder must be named before anything reads the settings

from lib import query, store  # noqa: E402
from lib.table import COLUMNS  # noqa: E402

FORM, FIGURE = "municipality_population", "residents_of_municipality"
ROWS = 2_000
# Opening the store and one publication take a second together: a kill in this span meets every part of both.
SLOWEST_SECONDS = 2.5


def rows_of(number: int) -> pd.DataFrame:
    """Rows that all carry the number of their publication."""
    return pd.DataFrame(
        {
            "indicator_id": FIGURE,
            "area_level": "municipality",
            "area_code": [f"{place:04}" for place in range(ROWS)],
            "period_start": pd.Timestamp(2020, 1, 1),
            "period_end": pd.Timestamp(2020, 12, 31),
            "age_group": "all",
            "sex": "all",
            "service_id": "",
            "value": float(number),
            "numerator": float(number),
            "denominator": float("nan"),
            "status": "published",
        },
        columns=COLUMNS,
    )


def publish_on_and_on(first: int, told: int) -> None:
    """Publish until killed; each number is told when its publication has been said to be done."""
    for number in range(first, first + 1_000_000):
        sent = store.Delivery(FORM, f"{number}.csv", str(number), "real", "analyst", str(number))
        store.publish(sent, rows_of(number))
        os.write(told, f"{number}\n".encode())


def faults() -> dict[str, object]:
    """What a reader finds: versions whose rows are not whole, and the newest publication."""
    history = query.history(FORM)
    torn = []
    for row in history.itertuples():
        rows = query.all_of_version(row.version_id)
        by_area = store.cursor().execute(
            "SELECT count(*) FROM lake.observation_by_area WHERE version_id = $version",
            {"version": row.version_id},
        )
        whole = len(rows) == ROWS == by_area.fetchone()[0] == row.row_count
        if not whole or set(rows["value"]) != {float(row.reason)}:
            torn.append(int(row.version_id))
    events = history["event_id"].tolist()
    gaps = events != list(range(len(events), 0, -1))
    newest = int(history.iloc[0]["reason"]) if len(history) else 0
    return {"torn": torn, "newest": newest, "versions": len(history), "gaps": gaps}


def in_child(work: object) -> int:
    """A forked process that does the work; its number."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return child


def one_kill(first: int, wait: float) -> int:
    """The last number that was said to be published before the kill; 0 when none was."""
    read, write = os.pipe()
    child = in_child(lambda: publish_on_and_on(first, write))
    os.close(write)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read) as told:
        said = told.read().split()
    return int(said[-1]) if said else 0


def checked() -> dict[str, object]:
    """`faults` asked in a process of its own, as the next start of the program would see it."""
    read, write = os.pipe()
    child = in_child(lambda: os.write(write, json.dumps(faults()).encode()))
    os.close(write)
    with os.fdopen(read) as answer:
        found = answer.read()
    os.waitpid(child, 0)
    return json.loads(found)


def main(kills: int, seed: int) -> None:
    """Kill and look again, as often as asked."""
    chance = random.Random(seed)
    in_one = in_child(lambda: store.cursor())
    os.waitpid(in_one, 0)
    said = lost = 0
    for number in range(kills):
        said = max(said, one_kill(said + number * 1_000 + 1, chance.uniform(0.0, SLOWEST_SECONDS)))
        if (number + 1) % 20 == 0 or number + 1 == kills:
            found = checked()
            lost += found["newest"] < said
            print(
                f"{number + 1} kills: {found['versions']} versions, torn {found['torn']}, lost {lost}, "
                f"events without a gap: {not found['gaps']}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
