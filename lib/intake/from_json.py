"""A JSON file of a known kind as the CSV it would be: JSON-stat 2 and Sotkanet; others are refused later."""

import csv
import io
import json
from collections.abc import Collection

from lib.intake import json_stat, sotkanet
from lib.intake.detect import JSON
from lib.json_stat import is_dataset

SEPARATOR = ";"


def opened(data: bytes, known: Collection[str]) -> tuple[bytes, str] | None:
    """CSV (UTF-8 with its mark, semicolons, point) and its format; None when it is no JSON we know."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    if not JSON.match(text[:1024]):
        return None
    try:
        thing = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if is_dataset(thing):
        return _csv(json_stat.rows_of(thing, known)), "json-stat"
    if isinstance(thing, list) and any(map(sotkanet.is_record, thing)):
        return _csv(sotkanet.rows_of(thing)), "json"
    return None


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=SEPARATOR, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig", "replace")
