"""Which figure of need and supply comes from which level and period, and which are left out."""

import pandas as pd

from lib import names
from lib.catalogue import catalogue
from lib.facts import LEVELS, Indicator
from lib.markup import need_rows
from lib.ui import asking, parts
from lib.ui import need as page
from lib.ui.need import Shown

HEADS = ("figure", "used", "level", "period", "source")


def draw_origins(shown: Shown) -> None:
    """The figures that are weighed, what divides them, and those that are known only for something larger."""
    parts.section(parts.words("need.origins"), parts.words("need.origins.sub"), key="need_origins_head")
    rows = [*_needed(shown), *_supplied(shown), _residents(shown), *_left_out(), _points()]
    heads = [parts.words(f"need.origin.{name}") for name in HEADS]
    parts.block(need_rows.origins(heads, rows, parts.words("need.origins.caption")), "need_origins")


def _needed(shown: Shown) -> list[need_rows.Origin]:
    return [
        _origin(
            catalogue().indicators[one.indicator],
            parts.words("need.used.need", weight=_weight(one.weight)),
            _level(page.DISTRICT),
            str(shown.years.get(one.indicator, parts.words("state.missing"))),
        )
        for one in page.rules().need
    ]


def _supplied(shown: Shown) -> list[need_rows.Origin]:
    made = []
    for one in page.rules().supply:
        indicator = catalogue().indicators[one.indicators[0]]
        used = parts.words("need.used.supply", weight=_weight(one.weight))
        row = _origin(indicator, used, _level(page.DISTRICT), page.window_words(shown))
        made.append(_renamed(row, page.figure_name(one.id)))
    return made


def _renamed(row: need_rows.Origin, name: str) -> need_rows.Origin:
    return need_rows.Origin(name, row.used, row.level, row.period, row.source, row.is_model)


def _residents(shown: Shown) -> need_rows.Origin:
    return _origin(
        catalogue().indicators[page.rules().residents],
        parts.words("need.used.residents"),
        parts.words("need.level.estimated", level=_level(page.DISTRICT)),
        str(shown.residents_year),
    )


def _left_out() -> list[need_rows.Origin]:
    known = asking.coverage()
    return [
        _city_only(catalogue().indicators[name], known[known["indicator_id"].eq(name)])
        for name in page.rules().left_out
    ]


def _city_only(indicator: Indicator, known: pd.DataFrame) -> need_rows.Origin:
    """A figure that is not painted on the districts, with the levels it is known for."""
    found = sorted(set(known["area_level"]), key=LEVELS.index)
    newest = known["period_start"].max()
    period = names.period(newest, indicator, parts.language()) if len(known) else parts.words("state.missing")
    level = ", ".join(_level(one) for one in found or indicator.levels)
    return _origin(indicator, parts.words("need.used.no"), level, period)


def _points() -> need_rows.Origin:
    """Service points: too few are known to be counted."""
    services = catalogue().services.values()
    known = sum(1 for one in services if one.points)
    used = parts.words("need.used.points", known=known, all=len(services))
    return need_rows.Origin(
        parts.words("need.points"),
        used,
        parts.words("need.level.place"),
        parts.words("need.period.now"),
        parts.words("need.points.source"),
        False,
    )


def _origin(indicator: Indicator, used: str, level: str, period: str) -> need_rows.Origin:
    source = catalogue().sources[indicator.source].name[parts.language()]
    is_model = indicator.origin == "model"
    return need_rows.Origin(indicator.name[parts.language()], used, level, period, source, is_model)


def _level(level: str) -> str:
    name = catalogue().levels[level].name[parts.language()]
    return name[:1].upper() + name[1:]


def _weight(weight: float) -> str:
    return f"{weight:g}"
