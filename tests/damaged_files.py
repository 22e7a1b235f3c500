"""Files of every format the program reads, damaged in every way we know, and what must hold for each."""

import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

from test_intake_workbooks import ods, packed, xlsx

from lib import deliveries, inbox, intake, store, text
from lib.catalogue import catalogue

DAY = datetime(2026, 11, 24, tzinfo=UTC).date()
FORM = "sotkanet"
HEADINGS = ["Mittari", "Alue", "Ajankohta", "Sukupuoli", "Arvo", "Lisätieto"]
SOUND = [
    ["divorces_25_64", "Turku", 2019, "kaikki", 12.5, "Åbo"],
    ["divorces_25_64", "853", 2020, "naiset", "..", ""],
    ["divorces_25_64", "Raisio", 2019, "miehet", "<5", 'huom; "lainaus"'],
    ["", "", "", "", "", ""],
]
NASTY = (
    *(b"=cmd|'/c calc'!A1", b"+SUM(1)", b"-2+3", b"@x", b'"', b'""', b'";"', b"\r", b"\n\n", b"\t", b"\x1a"),
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80\x81", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"{", b"]"),
    *(b"1e999", b"NaN", b"inf", b"-0", b"9" * 400, b"0000", b"99999", b"010190-123A", b";" * 600),
    *(b"31.2.2020", b"0001-01-01", b"12/9999", "å".encode(), "å".encode("cp1252"), "å".encode("utf-16-le")),
    *("٣".encode(), "²".encode()),
)
RECORD = {"indicator": 761, "region": 833, "year": 2019, "gender": "total", "primary value": 12.5}
CUBE = {
    "version": "2.0",
    "class": "dataset",
    "id": ["Mittari", "Alue", "Vuosi"],
    "size": [1, 2, 2],
    "dimension": {
        "Mittari": {"category": {"index": ["divorces_25_64"]}},
        "Alue": {
            "label": "Alue",
            "category": {"index": {"KU853": 0, "KU680": 1}, "label": {"KU853": "Turku"}},
        },
        "Vuosi": {"label": "Vuosi", "category": {"index": ["2019", "2020"]}},
    },
    "value": [1.5, 2, None, 4],
    "status": {"2": "..."},
}
Chance = random.Random


def sound_files() -> dict[str, bytes]:
    """One small sound file of each kind, by its name."""
    rows = [HEADINGS, *SOUND]
    lines = ["\r\n".join(mark.join(map(_quoted, row)) for row in rows) + "\r\n" for mark in ";,\t"]
    records = (
        "indicator;region;year;gender;primary value;absolute value\n"
        "761;833;2019;total;12.5;30\n761;833;2020;total;11;\n"
    )
    return {
        "semicolon.csv": lines[0].replace("12.5", "12,5").encode(),
        "comma.csv": lines[1].encode("utf-8-sig"),
        "tab.txt": lines[2].encode("utf-16"),
        "bare16.csv": lines[0].encode("utf-16-be"),
        "office.csv": lines[0].encode("cp1252"),
        "sotkanet.csv": records.encode(),
        "bare.csv": records.split("\n", 1)[1].encode(),
        "sotkanet.json": json.dumps([RECORD, RECORD | {"year": 2020}]).encode(),
        "cube.json": json.dumps(CUBE).encode(),
        "book.xlsx": xlsx(Taulu=rows, **{"2020": rows}),
        "book.ods": ods(rows),
    }


def damaged(data: bytes, chance: Chance) -> bytes:
    """The file after one to four accidents."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(ACCIDENTS)(data, chance)
    return data


def monsters() -> dict[str, Callable[[], bytes]]:
    """Files that ask for far more than they hold, each made only when asked for."""
    head = ";".join(HEADINGS).encode() + b"\n"
    return {
        "zeros.csv": lambda: bytes(20_000_000),
        "zero digits.csv": lambda: head + b"0" * 20_000_000,
        "blank.csv": lambda: b" \r\n" * 3_000_000,
        "separators.csv": lambda: b";" * 5_000_000,
        "long line.csv": lambda: head + b"a" * 5_000_000 + b"\n",
        "long cell below.csv": lambda: head + b"a;b;c;d;e;f\n" * 40_000 + b"q" * 20_000_000 + b";b\n",
        "open quote.csv": lambda: head + b'"' + b"a;b;c\n" * 1_000_000,
        "quotes.csv": lambda: b'"' * 5_000_000,
        "columns.csv": lambda: b"a;" * 10_000 + b"\n" + b"1;" * 10_000,
        "wide rows.csv": lambda: head + (b"1;" * 10_000 + b"\n") * 200,
        "deep.json": lambda: b'[{"a":' + b"[" * 1_000_000,
        "many.json": lambda: json.dumps(CUBE | {"size": [10**9, 10**9, 10**9]}).encode(),
        "huge number.json": lambda: b'[{"indicator":' + b"9" * 100_000 + b',"region":1,"year":1,"gender":1}]',
        "bomb.xlsx": lambda: _bomb(200),
        "big bomb.xlsx": lambda: _bomb(600),
        "wide.xlsx": lambda: xlsx(Taulu=[[f"s{one}" for one in range(10_000)]]),
        "far.xlsx": lambda: _far_cell(),
    }


def judged(name: str, data: bytes) -> deliveries.Examined:
    """What the pages do with any file; AssertionError or any other error when the answer is not sound."""
    facts = catalogue()
    found = deliveries.examined(data, name, facts.datasets[FORM], facts, DAY)
    if found.refusal:
        assert found.refusal.key.startswith("input.")
        assert SAY(found.refusal.key, **found.refusal.values)
        return found
    intake.safe_csv(intake.fault_table(found.problems, SAY))
    intake.annotated(found.read.content, found.problems, SAY, found.read.detected)
    rows = found.rows()
    assert not rows.duplicated(list(rows.columns[:8])).any()
    return found


def dropped(name: str, data: bytes) -> inbox.Outcome:
    """The same file through the inbox: only a sound one leaves a version, and only one."""
    facts, before = catalogue(), store.newest_event()
    inbox.prepare(facts)
    path = inbox.folder() / FORM / name
    path.write_bytes(data)
    os.utime(path, (0, 0))
    (outcome,) = inbox.take_all(facts, DAY, SAY)
    assert outcome.key != "inbox.broken"
    assert (store.newest_event() == before) == (outcome.version == 0)
    return outcome


def SAY(key: str, **values: object) -> str:  # noqa: N802
    return text.say(key, "fi", **values)


def _quoted(cell: object) -> str:
    told = str(cell)
    return '"' + told.replace('"', '""') + '"' if '"' in told else told


def _place(data: bytes, chance: Chance) -> int:
    return chance.randint(0, len(data))


def _cut(data: bytes, chance: Chance) -> bytes:
    return data[: _place(data, chance)]


def _beheaded(data: bytes, chance: Chance) -> bytes:
    return data[chance.randint(0, min(len(data), 40)) :]


def _flipped(data: bytes, chance: Chance) -> bytes:
    many = bytearray(data)
    for _ in range(chance.randint(1, 12) if data else 0):
        many[chance.randrange(len(many))] = chance.randrange(256)
    return bytes(many)


def _strewn(data: bytes, chance: Chance) -> bytes:
    for _ in range(chance.randint(1, 3)):
        place = _place(data, chance)
        data = data[:place] + chance.choice(NASTY) + data[place:]
    return data


def _replaced_cell(data: bytes, chance: Chance) -> bytes:
    mark = chance.choice([b";", b",", b"\t", b"\n"])
    cells = data.split(mark)
    cells[chance.randrange(len(cells))] = chance.choice(NASTY)
    return mark.join(cells)


def _shuffled(data: bytes, chance: Chance) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _doubled(data: bytes, chance: Chance) -> bytes:
    first, last = sorted((_place(data, chance), _place(data, chance)))
    return data[:last] + data[first:last] * chance.randint(1, 20) + data[last:]


def _mixed(data: bytes, chance: Chance) -> bytes:
    place, encoding = _place(data, chance), chance.choice(["utf-16", "utf-16-be", "cp1252", "utf-8-sig"])
    return data[:place] + data[place:].decode("utf-8", "replace").encode(encoding, "replace")


def _repacked(data: bytes, chance: Chance) -> bytes:
    """A workbook whose parts are damaged and its packing sound; other files lose their beginning."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            parts = {one.filename: whole.read(one) for one in whole.infolist()}
    except Exception:  # noqa: BLE001
        return _beheaded(data, chance)
    name = chance.choice(sorted(parts)) if parts else "x"
    parts[name] = chance.choice([_flipped, _cut, _strewn, _doubled])(parts.get(name, b""), chance)
    return packed(**parts)


ACCIDENTS = (
    _cut, _beheaded, _flipped, _strewn, _strewn, _replaced_cell, _replaced_cell, _shuffled, _doubled, _mixed,
    _repacked,
)  # fmt: skip


def _bomb(megabytes: int) -> bytes:
    """A workbook of some hundred kilobytes whose sheet unpacks to so many megabytes of blanks."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(Taulu=[HEADINGS]))) as whole,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in whole.namelist():
            with bomb.open(name, "w") as part:
                part.write(whole.read(name))
                for _ in range(megabytes if "sheet1" in name else 0):
                    part.write(b" " * 1_000_000)
    return file.getvalue()


def _far_cell() -> bytes:
    """One cell at the last corner of a sheet."""
    with zipfile.ZipFile(io.BytesIO(xlsx(Taulu=[["a"]]))) as whole:
        parts = {one.filename: whole.read(one) for one in whole.infolist()}
    name = next(one for one in parts if "sheet1" in one)
    far = parts[name].replace(b"</row>", b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1)
    return packed(**parts | {name: far})
