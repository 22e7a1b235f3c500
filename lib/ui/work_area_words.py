"""What must be said of the figures of work areas: by which borders they are counted, and which cannot be."""

from dataclasses import dataclass

import pandas as pd

from lib import text
from lib.areas.unions import not_united
from lib.catalogue import catalogue
from lib.errors import StatisticsError
from lib.facts import Indicator
from lib.statistics.unions import median_bounds
from lib.ui import asking, parts, profile
from lib.ui.map_page import Shown
from lib.work_areas import checks

# Kinds whose whole surely lies between the lowest and the highest of its parts.
BETWEEN_PARTS = ("median", "mean")


@dataclass(frozen=True)
class Lacking:
    """A figure that cannot be made for a union; lowest and highest of its parts, or NaN."""

    indicator: Indicator
    lowest: float
    highest: float


def counted_from(level: str, code: str) -> str:
    """From when the borders are that all periods are counted by; empty for other areas."""
    area = asking.facts().work_areas.get(code) if level == asking.WORK_AREA else None
    if area is None:
        return ""
    return parts.words("work_areas.counted_from", day=text.day(area.valid_from, parts.language()))


def lacking(members: tuple[tuple[str, str], ...]) -> list[Lacking]:
    """What cannot be counted for a union of these base areas; nothing for one alone."""
    if len(members) < 2:
        return []
    known = pd.concat([asking.of_area(*one) for one in members], ignore_index=True)
    facts = catalogue()
    own = {name: known[known["indicator_id"].eq(name)] for name in not_united(known, facts)}
    found = [_lacking(facts.indicators[name], rows, len(members)) for name, rows in own.items()]
    return sorted(found, key=lambda one: one.indicator.name[parts.language()])


def _lacking(indicator: Indicator, rows: pd.DataFrame, count: int) -> Lacking:
    """The figure with the range of its parts; none where one of so many parts says nothing of the period."""
    newest = rows[rows["period_start"].eq(rows["period_start"].max())]
    applies = newest[newest["status"].ne("not_applicable")]
    try:
        bounds = median_bounds(applies["value"].to_numpy(float))
    except StatisticsError:
        return Lacking(indicator, float("nan"), float("nan"))
    is_between = indicator.kind in BETWEEN_PARTS and newest["area_code"].nunique() == count
    return Lacking(indicator, *(bounds if is_between else (float("nan"), float("nan"))))


def tell_lacking(level: str, code: str) -> None:
    """Under a table of a work area: the figures it cannot have, and why."""
    if level == asking.WORK_AREA and (found := lacking(tuple(profile.members(level, code)))):
        parts.foot(parts.words("work_areas.lacking", names=listed(found)), "work_area_lacking")


def listed(found: list[Lacking]) -> str:
    """The figures by name, with the range that surely holds the whole where there is one."""
    return "; ".join(_written(one) for one in found)


def span_words(one: Lacking) -> str:
    """Between which values of the parts the whole surely lies; empty where that is not known."""
    if pd.isna(one.lowest):
        return ""
    unit, decimals = one.indicator.unit, one.indicator.decimals
    ends = [text.figure(end, unit, decimals, parts.language()) for end in (one.lowest, one.highest)]
    return parts.words("work_areas.between", span=text.EN_DASH.join(ends))


def _written(one: Lacking) -> str:
    name, span = one.indicator.name[parts.language()], span_words(one)
    return f"{name} ({span})" if span else name


def tell_under_map(shown: Shown) -> None:
    """Under the map of work areas: by which borders, and why a figure may be lacking."""
    if shown.level != asking.WORK_AREA:
        return
    said = [parts.words("work_areas.now_borders")]
    if shared := _shared():
        said.append(parts.words("work_areas.on_top", areas=", ".join(shared)))
    if shown.table["status"].eq("not_applicable").any():
        said.append(parts.words("work_areas.not_applicable", name=shown.indicator.short[parts.language()]))
    if shown.table["status"].eq("missing").any():
        said.append(parts.words("work_areas.other_base", base=_bases(shown.indicator)))
    parts.foot(" ".join(said), "work_area_borders")


def _shared() -> list[str]:
    """The work areas that overlap another, by name."""
    areas = asking.facts().work_areas
    found = [checks.belonging(areas, level, asking.facts()) for level in sorted(asking.base_levels())]
    codes = {code for one in found for base in one.in_many for code in one.areas[base]}
    return [areas[code].name[parts.language()] for code in areas if code in codes]


def _bases(indicator: Indicator) -> str:
    """The levels that have the figure, in words."""
    known = asking.coverage()
    having = set(known[known["indicator_id"].eq(indicator.id)]["area_level"])
    levels = [one for name, one in catalogue().levels.items() if name in having]
    return ", ".join(one.plural[parts.language()].lower() for one in levels)
