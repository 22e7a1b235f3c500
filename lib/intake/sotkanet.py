"""Files of Sotkanet: CSV with and without headings and JSON; region ids become areas of ours."""

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pandas as pd

from lib.facts import Catalogue
from lib.intake.detect import Detected
from lib.intake.places import CODE_PREFIX
from lib.intake.problem import Problem
from lib.intake.spellings import plain
from lib.settings import settings
from lib.sotkanet import COUNT_KEYS, VALUE_KEYS, figure, place_of

HEADINGS = ("indicator", "region", "year", "gender", "primary value", "absolute value")
NEEDED = {plain(heading) for heading in HEADINGS[:5]}
SEPARATOR = ";"
FIRST_ROW = re.compile(rb"^(?:\xef\xbb\xbf)?\d{1,5};\d{1,5};(?:19|20)\d\d;(?:male|female|total);")
# Before an id: the same number without it could be a municipality's code.
MARK = "Sotkanet "


def is_record(record: object) -> bool:
    """Whether a thing from JSON is one figure as Sotkanet gives it."""
    return isinstance(record, dict) and {"indicator", "region", "year", "gender"} <= record.keys()


def rows_of(records: Sequence[object]) -> list[list[str]]:
    """Headings, and a row for each record; a thing that is no record becomes an empty row."""
    return [list(HEADINGS), *(_row(record) if is_record(record) else [] for record in records)]


def with_headings(data: bytes, detected: Detected) -> Detected:
    """As detected; in Sotkanet's file without headings the columns are known by what stands in them."""
    if not FIRST_ROW.match(data[:64]) or len(detected.headings) not in (5, 6):
        return detected
    return replace(detected, heading_row=0, headings=HEADINGS[: len(detected.headings)])


def is_sotkanet(headings: Sequence[str]) -> bool:
    """Whether the headings are those of Sotkanet's own files."""
    return {plain(heading) for heading in headings} >= NEEDED


def prepared(
    cells: pd.DataFrame, headings: Sequence[str], catalogue: Catalogue
) -> tuple[pd.DataFrame, list[Problem]]:
    """Cells with the ids of indicators and regions marked as Sotkanet's or, where known, as our areas.

    Rows of regions that Sotkanet has and we do not hold are left out, with one warning for each category.
    """
    if not is_sotkanet(headings):
        return cells, []
    places = {plain(heading): str(place) for place, heading in reversed(list(enumerate(headings)))}
    texts = cells[places["region"]].astype("str").str.strip()
    known = {text: _area(text, catalogue) for text in texts.unique()}
    category = texts.map(lambda text: known[text][1])
    indicator = cells[places["indicator"]].astype("str").str.strip()
    fresh = cells.assign(
        **{
            places["region"]: texts.map(lambda text: known[text][0]),
            places["indicator"]: indicator.where(~indicator.str.fullmatch(r"\d+"), MARK + indicator),
        }
    )
    heading = headings[int(places["region"])]
    left_out = [_left_out(name, int(count), heading) for name, count in _counts(category)]
    return fresh[category == ""].reset_index(drop=True), left_out


@cache
def _regions() -> dict[str, tuple[str, str]]:
    """Category and code of every region by its id."""
    path = settings().data_folder / "standard" / "sotkanet_regions.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["region"]: (row["category"], row["code"]) for row in csv.DictReader(lines)}


def _area(text: str, catalogue: Catalogue) -> tuple[str, str]:
    """The text to look the area up by, and the category when we do not hold the region."""
    if text not in _regions():
        return (MARK + text if text.isdigit() else text), ""
    category, code = _regions()[text]
    level, code = place_of(category, code)
    if (level, code) not in catalogue.areas:
        return text, category
    if level == "municipality":
        return CODE_PREFIX[level] + code, ""
    return catalogue.areas[level, code].name.fi, ""


def _counts(category: pd.Series) -> list[tuple[str, int]]:
    return sorted(category[category != ""].value_counts().items())


def _left_out(category: str, count: int, heading: str) -> Problem:
    return Problem(
        "problem.regions_left_out", "warning", None, heading, category.casefold(), {"count": str(count)}
    )


def _row(record: dict) -> list[str]:
    named = [str(record[key]) for key in HEADINGS[:4]]
    return [*named, figure(record, VALUE_KEYS), figure(record, COUNT_KEYS)]
