"""Whether the areas of a received table are known, of the right level, and only one."""

from collections.abc import Mapping

import numpy as np

from lib.facts import LEVELS, Area, Indicator
from lib.intake.checked import Checked
from lib.intake.coded import combined
from lib.intake.merged_municipalities import merger_of
from lib.intake.places import Place, Places
from lib.intake.problem import MOST_OF_ONE_RULE, Problem, more
from lib.intake.spellings import spellings

MOST_SUGGESTIONS = 100


def unknown_areas(checked: Checked) -> list[Problem]:
    """Areas that are unknown, of another level than the figure has, or more than one."""
    table, places = checked.table, Places(checked.catalogue)
    codes, different = combined([table["indicator_id"], table["area_level"], table["area_code"]])
    found = [_area_fault(places, checked.indicators.get(key[0]), *key[1:]) for key in different]
    wrong = np.array([place.fault != "" for place in found], dtype=bool)
    rows = np.flatnonzero(wrong[codes]) if len(found) else np.array([], dtype=int)
    # A row of several figures stands here once for each of them; its area is told once.
    rows = rows[~table["row"].iloc[rows].duplicated().to_numpy()]
    column = checked.headings.get("area_code", "area_code")
    near = {text: places.near(text) for text in _first_unknown(found)}
    problems = [
        _area_problem(found[codes[row]], near, int(table["row"].iat[row]), column, checked.catalogue.areas)
        for row in rows[:MOST_OF_ONE_RULE]
    ]
    return problems + more("problem.area_unknown", "error", column, len(rows))


def _area_fault(places: Places, indicator: Indicator | None, level: str, code: str) -> Place:
    """What is wrong with an area, with `fault` empty when nothing is."""
    if level and level not in LEVELS:
        return Place(level, level, "area_level_unknown")
    if (level, code) in places.known:
        fits = indicator is None or level in indicator.levels
        return Place(level, code) if fits else Place(level, code, "area_level_not_of_indicator", level)
    return places.find(level, code, indicator.levels if indicator else LEVELS)


def _first_unknown(found: list[Place]) -> list[str]:
    """Unknown areas that get a suggestion: finding near names is slow, so a wholly wrong file gets few."""
    unknown = dict.fromkeys(place.code for place in found if place.fault == "area_unknown")
    return list(unknown)[:MOST_SUGGESTIONS]


def _area_problem(
    place: Place, near: dict[str, str], row: int, column: str, areas: Mapping[tuple[str, str], Area]
) -> Problem:
    merger = merger_of(place.code) if place.fault == "area_unknown" else None
    if merger and (now := areas.get(("municipality", merger.successor))):
        told = {"year": merger.year, "successor": f"{now.code} {now.name.fi}", "name": merger.name}
        return Problem("problem.area_merged", "error", row, column, place.code, told)
    if place.fault == "area_unknown" and place.code.casefold() in spellings("total_row"):
        return Problem("problem.area_total", "error", row, column, place.code)
    suggestion = place.suggestion or near.get(place.code, "")
    todo = "todo.area_unknown_near" if place.fault == "area_unknown" and suggestion else ""
    values = {"found": place.code, "suggestion": suggestion}
    if place.fault == "area_of_other_level":
        values["level_key"] = f"intake.area_level.{suggestion.split()[0]}"
    return Problem(f"problem.{place.fault}", "error", row, column, place.code, values, todo)
