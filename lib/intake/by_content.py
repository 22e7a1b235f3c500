"""What a column without a telling heading seems to be by what stands in it; a suggestion, always told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from lib.facts import LEVELS, Catalogue, Dataset
from lib.intake import numbers, periods
from lib.intake.headings import Matching
from lib.intake.places import Places
from lib.intake.problem import Problem
from lib.intake.spellings import age_groups, indicators, meaning, plain

# Of the different texts of a column so many must fit; the rest may be notes, totals and slips.
SHARE_THAT_FITS = 0.8
MOST_TEXTS = 500
EARLIEST, LATEST = 1950, 2050
POSTAL_DIGITS = 5
MISSING = "problem.column_missing"
Fits = Callable[[Sequence[str]], np.ndarray]


def guessed(
    matching: Matching,
    cells: pd.DataFrame,
    headings: Sequence[str],
    wished: Collection[int],
    dataset: Dataset,
    catalogue: Catalogue,
) -> tuple[Matching, dict[str, str]]:
    """The matching with columns found by content for those that are missing, and {heading: our column}.

    wished: places that the sender has said the meaning of. Each suggestion is a warning in the matching.
    """
    lacking = [one.column for one in matching.problems if one.key == MISSING]
    spread = matching.measures or matching.periods or matching.ages
    wanted = [*lacking, *([] if spread or "age_group" in matching.columns or not lacking else ["age_group"])]
    open_places = [place for place in matching.extra if place not in wished]
    found: dict[str, int] = {}
    for column, fits in _kinds(dataset, catalogue).items():
        free = [place for place in open_places if place not in found.values()]
        hits = [place for place in free if _does_fit(cells[str(place)], fits)] if column in wanted else []
        # A heading that is itself such a thing is no heading but the first row of figures.
        hits = [place for place in hits if not _is_content(headings[place].strip(), column, fits)]
        # Of several columns of numbers nobody can tell which one is meant.
        if hits and (column != "value" or len(hits) == 1):
            found[column] = hits[0]
    return _with(matching, found, headings), {headings[place]: column for column, place in found.items()}


def _with(matching: Matching, found: Mapping[str, int], headings: Sequence[str]) -> Matching:
    told = {headings[place] for place in found.values()}
    kept = [
        one
        for one in matching.problems
        if not (one.key == MISSING and one.column in found)
        and not (one.key == "problem.column_extra" and one.found in told)
    ]
    said = [_suggestion(headings[place], place, column) for column, place in found.items()]
    extra = tuple(place for place in matching.extra if place not in found.values())
    columns = {**matching.columns, **found}
    return replace(matching, columns=columns, extra=extra, problems=(*kept, *said))


def _suggestion(heading: str, place: int, column: str) -> Problem:
    values = {"place": str(place + 1), "wanted_key": f"intake.column.{column}"}
    return Problem("problem.column_by_content", "warning", 1, heading, heading, values)


def _kinds(dataset: Dataset, catalogue: Catalogue) -> dict[str, Fits]:
    """How each of our columns is known by its texts, the surest first."""
    names, areas, ages = indicators(catalogue, dataset), Places(catalogue), age_groups()
    return {
        "indicator_id": lambda texts: np.array([bool(meaning(text, names)) for text in texts]),
        "area_code": lambda texts: np.array([_is_area(text, areas) for text in texts]),
        "age_group": lambda texts: np.array([plain(text) in ages for text in texts]),
        "period": _are_periods,
        "value": _are_figures,
    }


def _does_fit(column: pd.Series, fits: Fits) -> bool:
    texts = [text for one in column.unique()[:MOST_TEXTS] if (text := str(one).strip())]
    return bool(texts) and bool(fits(texts).mean() >= SHARE_THAT_FITS)


def _is_content(heading: str, column: str, fits: Fits) -> bool:
    if not heading or (column == "value" and not any(letter.isdigit() for letter in heading)):
        return False
    return bool(fits([heading])[0])


def _is_area(text: str, areas: Places) -> bool:
    """A name or a postal code; a bare number of one to three digits could be any count."""
    is_telling = any(letter.isalpha() for letter in text) or (text.isdigit() and len(text) == POSTAL_DIGITS)
    return is_telling and areas.find("", text, LEVELS).fault != "area_unknown"


def _are_periods(texts: Sequence[str]) -> np.ndarray:
    read = periods.parse(pd.Series(texts, dtype="str"))
    year = read["start"].dt.year
    return (read["fault"].eq("") & ~read["guess"] & year.between(EARLIEST, LATEST)).to_numpy()


def _are_figures(texts: Sequence[str]) -> np.ndarray:
    read = numbers.parse(pd.Series(texts, dtype="str"), ",")
    return (read["value"].notna() | read["status"].ne("")).to_numpy()
