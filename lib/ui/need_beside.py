"""Promotion and services of one district side by side: series on one axis of years, without a cause."""

import pandas as pd

from lib import names
from lib.catalogue import catalogue
from lib.markup import need_rows, rows
from lib.settings import settings
from lib.statistics import polarity, trend
from lib.ui import asking, parts
from lib.ui import need as page
from lib.ui.need import CITY, DISTRICT, Shown
from lib.ui.need_series import Line, of_indicator, of_services

# The mark of a direction by whether it is for the better: filled when judged, hollow when not.
MARKS = {
    ("increasing", 1): "better_higher",
    ("increasing", -1): "worse_higher",
    ("increasing", 0): "higher",
    ("decreasing", 1): "worse_lower",
    ("decreasing", -1): "better_lower",
    ("decreasing", 0): "lower",
}
DIRECTIONS = ("increasing", "decreasing", "no_change", trend.CANNOT)
CHANGED = DIRECTIONS[:2]


def draw_beside(shown: Shown, code: str) -> str | None:
    """The small charts, what they say in words, and the table; gives back a press that leads elsewhere."""
    promotion = [
        line for one in page.rules().themes for name in one.indicators for line in of_indicator(name, code)
    ]
    services = [line for one in page.rules().services for line in of_services(one, shown, code)]
    groups = {"promotion": promotion, "services": services}
    years = sorted({year for line in (*promotion, *services) for year in line.own})
    is_model = any(line.is_model for line in (*promotion, *services))
    parts.section(
        _finding(groups, code),
        parts.words("need.beside.sub", first=years[0], last=years[-1], area=page.name(code), city=_city()),
        key="need_beside_head",
        model=parts.words("model.word") if is_model else "",
    )
    parts.block(need_rows.told(_sentences(groups), parts.words("need.beside.no_cause")), "need_told")
    heads = [parts.words(f"need.beside.head.{name}") for name in ("figure", "series")]
    heads += [page.name(code), _city(), parts.words("need.beside.head.direction")]
    made = [
        need_rows.Group(parts.words(f"need.beside.{name}"), tuple(_series(line, years) for line in lines))
        for name, lines in groups.items()
    ]
    html = need_rows.beside(made, years, heads, parts.words("need.beside.caption"))
    pressed = parts.block(html, "need_beside").choose
    parts.foot(_foot(), "need_beside_foot")
    origin = "model" if is_model else "real"
    parts.table(table_of(groups, years, code), "need_beside", "edistaminen_ja_palvelut", (origin,))
    return pressed


def _city() -> str:
    return names.area(catalogue(), CITY, settings().city_code, parts.language())


def _finding(groups: dict[str, list[Line]], code: str) -> str:
    """Whether something moves on either side."""
    moves = [any(line.direction in CHANGED for line in lines) for lines in groups.values()]
    key = {(True, True): "both", (True, False): "first", (False, True): "second", (False, False): "neither"}
    return parts.words(f"need.beside.finding.{key[tuple(moves)]}", area=page.name(code))


def _sentences(groups: dict[str, list[Line]]) -> list[tuple[str, str]]:
    """For each side, which figures go which way."""
    return [(parts.words(f"need.beside.{name}"), _directions(lines)) for name, lines in groups.items()]


def _directions(lines: list[Line]) -> str:
    told = [(state, [one.name for one in lines if one.direction == state]) for state in DIRECTIONS]
    return " ".join(
        parts.words("need.beside.direction", direction=_direction_word(state), listed=", ".join(listed))
        for state, listed in told
        if listed
    )


def _direction_word(state: str) -> str:
    return parts.words("need.beside.cannot" if state == trend.CANNOT else f"trend.{state}")


def _cell(line: Line) -> rows.Cell:
    """The direction as mark and word; better or worse is said in words too."""
    sign = polarity.sign(line.polarity)
    mark = MARKS.get((line.direction, sign), "similar" if line.direction == "no_change" else "not_compared")
    judged = [parts.words(f"state.judged.{word}") for word in ("better", "worse") if mark.startswith(word)]
    return rows.Cell(mark, ", ".join([_direction_word(line.direction), *judged]), names.ink(mark))


def _series(line: Line, years: list[int]) -> need_rows.Series:
    return need_rows.Series(
        line.name,
        line.measure,
        line.own,
        line.city,
        _newest(line, {year: points[0] for year, points in line.own.items()}, years[-1]),
        _newest(line, line.city, years[-1]),
        _cell(line),
        line.choose,
        line.is_model,
        parts.words("need.beside.alt", name=line.name, told=_told(line)),
    )


def _told(line: Line) -> str:
    return ", ".join(f"{year} {line.written(points[0], year)}" for year, points in sorted(line.own.items()))


def _newest(line: Line, values: dict[int, float], last: int) -> str:
    """The value of the last year, or of the line's own last one with its year."""
    known = [year for year in values if not pd.isna(values[year])]
    if not known:
        return line.written(float("nan"), last)
    year = max(known)
    return line.written(values[year], year) + ("" if year == last else f" ({year})")


def _foot() -> str:
    used = [catalogue().indicators[name] for one in page.rules().themes for name in one.indicators]
    used += [catalogue().indicators[name] for one in page.rules().services for name in one.indicators]
    used.append(catalogue().indicators[page.rules().residents])
    source = names.listed_sources(used, catalogue(), parts.language())
    return f"{parts.words('need.beside.foot')} {source}"


def table_of(groups: dict[str, list[Line]], years: list[int], code: str) -> pd.DataFrame:
    """Every series by year in the reader's words: district, its limits, and city."""
    listed = [(line, year) for lines in groups.values() for line in lines for year in years]
    return pd.DataFrame(
        {
            parts.words("column.indicator"): [line.name for line, _ in listed],
            parts.words("need.beside.head.measure"): [line.measure for line, _ in listed],
            parts.words("column.period"): [year for _, year in listed],
            page.name(code): [line.written(line.value(year), year) for line, year in listed],
            parts.words("column.interval"): [line.limits(year) for line, year in listed],
            _city(): [line.written(line.city.get(year, float("nan")), year) for line, year in listed],
            parts.words("column.trend"): [_direction_word(line.direction) for line, _ in listed],
            parts.words("column.origin"): [
                parts.words("origin.model" if line.is_model else "origin.real") for line, _ in listed
            ],
        }
    )


def lacking() -> str:
    """The themes of promotion that nothing tells of by district."""
    facts, language = catalogue().themes, parts.language()
    known = asking.coverage()
    known = set(known[known["area_level"].eq(DISTRICT)]["indicator_id"])
    entries = []
    for one in page.rules().themes:
        if not known & set(one.indicators):
            theme = facts[one.theme]
            why = theme.no_indicator[language] if theme.no_indicator else parts.words("need.no_indicator")
            entries.append(rows.Entry(theme.name[language], None, why))
    return rows.short_list(parts.words("need.lacking"), entries, parts.words("need.lacking.none"))
