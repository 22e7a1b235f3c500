"""The pictures of need against supply: map, 3 × 3 table, list, and the table behind them."""

from typing import Any

import pandas as pd

from lib import names, need, text
from lib.areas import hexagons
from lib.catalogue import catalogue
from lib.markup import need as markup
from lib.markup import need_rows
from lib.ui import choices, parts
from lib.ui import need as page
from lib.ui.map_legend import areas
from lib.ui.need import Shown

DECIMALS = 1
SURE = ("sure", "fairly_sure")
LOOKS = ("need-gap", "need-gap-unsure", "need-other", "need-missing")


def draw_map(shown: Shown, chosen: str) -> None:
    """The map of the districts, on which one class is marked."""
    gap = int(shown.held["is_gap"].sum())
    parts.section(
        text.plural("need.map", parts.language(), gap) if gap else parts.words("need.map.none"),
        parts.words("need.map.sub"),
        key="need_map_head",
        model=_model_word(),
    )
    cells = [_cell(row, chosen) for row in shown.held.itertuples()]
    counted = pd.Series([one.look for one in cells]).value_counts()
    keys = [
        markup.Key(
            look, parts.words(f"need.key.{look.removeprefix('need-')}"), areas(int(counted.get(look, 0)))
        )
        for look in LOOKS
        if look in counted or look == LOOKS[0]
    ]
    label = f"{page.finding(shown)} {parts.words('need.map.label')}"
    parts.press(markup.hexagons(cells, keys, label), "need_map", "area")
    parts.foot(parts.words("need.map.foot"), "need_map_foot")


def _model_word() -> str:
    is_model = any(one.origin == "model" for one in page.indicators())
    return parts.words("model.word") if is_model else ""


def _cell(row: Any, chosen: str) -> markup.Hexagon:
    known = _is_known(row)
    words = [parts.words(f"need.cell.{name}.{getattr(row, f'{name}_level')}") for name in ("need", "supply")]
    if not known:
        words = [parts.words("need.class.unknown")]
    name = page.name(row.area_code)
    first, dash, rest = name.partition("-")
    return markup.Hexagon(
        hexagons.centres()[row.area_code],
        look_of(row),
        tuple(one for one in (first + dash, rest) if one),
        tuple(words),
        f"{name}: {class_words(row)}. {parts.words(f'certainty.{row.certainty}')}",
        _choose(row.area_code),
        row.area_code == chosen,
    )


def _is_known(row: Any) -> bool:
    return bool(row.need_level and row.supply_level)


def look_of(row: Any) -> str:
    """How a district is drawn: only the one class is marked, hollow where it is not sure."""
    if not _is_known(row):
        return "need-missing"
    if not row.is_gap:
        return "need-other"
    return "need-gap" if row.certainty in SURE else "need-gap-unsure"


def class_words(row: Any) -> str:
    """The class of a district: need high, few services."""
    if not _is_known(row):
        return parts.words("need.class.unknown")
    return parts.words(f"need.class.{row.need_level}_{row.supply_level}")


def _choose(code: str) -> str:
    return f"area:{choices.area_value(page.DISTRICT, code)}"


def draw_grid(shown: Shown) -> None:
    """The nine classes with their districts."""
    parts.section(
        parts.words("need.grid"), parts.words("need.grid.sub"), key="need_grid_head", model=_model_word()
    )
    rows = tuple(
        (
            parts.words(f"need.level.need.{level}"),
            tuple(_box(shown.held, level, supply) for supply in need.LEVELS),
        )
        for level in reversed(need.LEVELS)
    )
    grid = markup.Grid(
        parts.words("need.head.need"),
        parts.words("need.head.supply"),
        tuple(parts.words(f"need.level.supply.{level}") for level in need.LEVELS),
        rows,
        parts.words("need.grid.nobody"),
    )
    parts.press(markup.grid(grid, parts.words("need.grid.caption")), "need_grid", "area")
    parts.foot(parts.words("need.grid.foot", border=_number(page.rules().border)), "need_grid_foot")


def _box(table: pd.DataFrame, level: str, supply: str) -> markup.Box:
    inside = table[table["need_level"].eq(level) & table["supply_level"].eq(supply)]
    listed = tuple(
        markup.Named(page.name(row.area_code), _note(row.certainty), _choose(row.area_code))
        for row in inside.itertuples()
    )
    is_gap = (level, supply) == (need.HIGH, need.LOW)
    return markup.Box(listed, parts.words("need.class.high_low") if is_gap else "")


def _note(certainty: str) -> str:
    return "" if certainty in SURE else parts.words(f"certainty.{certainty}").lower()


def draw_list(shown: Shown, chosen: str) -> None:
    """The districts by need, each with both scores, class and certainty."""
    sure = int(shown.held["certainty"].isin(SURE).sum())
    parts.section(
        parts.words("need.list", sure=sure, all=len(shown.held)),
        parts.words("need.list.sub", border=_number(page.rules().border)),
        key="need_list_head",
        model=_model_word(),
    )
    heads = [parts.words(f"need.head.{name}") for name in ("area", "need", "supply", "class", "certainty")]
    rows = [_held(row, chosen) for row in shown.held.itertuples()]
    html = need_rows.held_list(heads, rows, page.rules().border, parts.words("need.list.caption"))
    parts.press(html, "need_list", "area")
    source = names.listed_sources(page.indicators(), catalogue(), parts.language())
    parts.foot(f"{parts.words('need.list.foot', year=shown.residents_year)} {source}", "need_list_foot")
    parts.table(table_of(shown), "need", "tarve_ja_palvelut", _origins())


def _held(row: Any, chosen: str) -> need_rows.Held:
    return need_rows.Held(
        page.name(row.area_code),
        _choose(row.area_code),
        _point(row.need, row.need_lower, row.need_upper),
        _point(row.supply, row.supply_lower, row.supply_upper),
        markup.mark_of_gap(look_of(row)),
        class_words(row),
        parts.words(f"certainty.{row.certainty}"),
        bool(row.is_gap),
        row.area_code == chosen,
    )


def _point(value: float, lower: float, upper: float) -> need_rows.Point:
    if pd.isna(value):
        return need_rows.Point(value, lower, upper, parts.words("certainty.not_assessed"), "")
    return need_rows.Point(value, lower, upper, _number(value), f"({_number(lower)} … {_number(upper)})")


def _number(value: float) -> str:
    return text.number(value, DECIMALS, parts.language())


def _origins() -> list[str]:
    return [one.origin for one in page.indicators()]


def table_of(shown: Shown) -> pd.DataFrame:
    """Every district with scores, class and the figures behind them, in the reader's words."""
    rows = list(shown.held.itertuples())
    listed = shown.figures.set_index(["figure", "area_code"])
    columns = {
        parts.words("column.area"): [page.name(row.area_code) for row in rows],
        **{
            parts.words(f"need.column.{name}"): [_scored(row, name) for row in rows]
            for name in ("need", "supply")
        },
        parts.words("need.head.class"): [class_words(row) for row in rows],
        parts.words("need.head.certainty"): [parts.words(f"certainty.{row.certainty}") for row in rows],
    }
    for figure in dict.fromkeys(shown.figures["figure"]):
        columns[page.figure_name(figure)] = [_figure(listed, figure, row.area_code) for row in rows]
    origin = "model" if "model" in _origins() else "real"
    sources = names.listed_sources(page.indicators(), catalogue(), parts.language())
    ends = {
        parts.words("column.origin"): parts.words(f"origin.{origin}"),
        parts.words("column.source"): sources,
    }
    return pd.DataFrame(columns | ends)


def _scored(row: Any, name: str) -> str:
    point = _point(*(getattr(row, one) for one in (name, f"{name}_lower", f"{name}_upper")))
    return f"{point.written} {point.limits}" if point.limits else point.written


def _figure(listed: pd.DataFrame, figure: str, code: str) -> str:
    if (figure, code) not in listed.index:
        return parts.words("state.missing")
    row = listed.loc[(figure, code)]
    return page.figure_words(row["value"], row["status"], figure)
