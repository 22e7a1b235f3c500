"""A form as a file to fill: its headings alone, and the same filled with an example that reads back whole."""

from collections.abc import Sequence
from datetime import date, timedelta

from lib import text
from lib.facts import AGE_GROUPS, Catalogue, Dataset, Indicator, Service
from lib.intake.spellings import dataset_indicators
from lib.limits import limit_in_force

# Offices here open CSV by a double click, and their spreadsheets part cells by this.
SEPARATOR = ";"
LINE_END = "\r\n"
# A sender's file has these before its figures.
WIDE_COLUMNS = ("period", "service_id", "age_group", "area_code")
# Round on purpose: nobody takes them for figures of their own.
PART, WHOLE, OTHER = 100, 1000, 10
MOST_ROWS = 3


def empty(dataset: Dataset, language: str) -> bytes:
    """The headings of the form as CSV (UTF-8 with its mark, semicolons); model data says so above them."""
    return _written(dataset, [_headings(dataset, language)], language)


def filled(dataset: Dataset, catalogue: Catalogue, language: str, today: date) -> bytes:
    """The form with rows of an example under its headings: round figures of the newest whole period."""
    rows = _wide_rows if dataset.measures else _long_rows
    lines = [_headings(dataset, language), *rows(dataset, catalogue, language, today)]
    return _written(dataset, lines, language)


def _written(dataset: Dataset, lines: Sequence[Sequence[str]], language: str) -> bytes:
    above = [[f"# {text.say('model.word', language)}"]] if dataset.origin == "model" else []
    return LINE_END.join([*(SEPARATOR.join(line) for line in [*above, *lines]), ""]).encode("utf-8-sig")


def _headings(dataset: Dataset, language: str) -> list[str]:
    names = {column.id: column.name[language] for column in dataset.columns}
    if not dataset.measures:
        return list(names.values())
    return [*(names[column] for column in WIDE_COLUMNS), *_measures(dataset, language).values()]


def _measures(dataset: Dataset, language: str) -> dict[str, str]:
    """The heading of each figure by its indicator; of two headings for one figure the first."""
    headings: dict[str, str] = {}
    for one in dataset.measures:
        headings.setdefault(one.indicator, one.name[language])
    return headings


def _long_rows(dataset: Dataset, catalogue: Catalogue, language: str, today: date) -> list[list[str]]:
    indicators = list(dataset_indicators(catalogue, dataset).values())[:MOST_ROWS]
    rows = [_cells(indicator, catalogue, language, today) for indicator in indicators]
    return [[cells.get(column.id, "") for column in dataset.columns] for cells in rows]


def _cells(indicator: Indicator, catalogue: Catalogue, language: str, today: date) -> dict[str, str]:
    level, code = _area(indicator, catalogue)
    value = {"share": 100 * PART / WHOLE, "count": PART}.get(indicator.kind, OTHER)
    parts = (str(PART), str(WHOLE)) if indicator.kind == "share" else ("", "")
    return {
        "indicator_id": indicator.name[language],
        "area_level": catalogue.levels[level].name[language],
        "area_code": code,
        "period": _period(indicator, today),
        "value": text.number(value, indicator.decimals, language),
        "numerator": parts[0],
        "denominator": parts[1],
    }


def _wide_rows(dataset: Dataset, catalogue: Catalogue, language: str, today: date) -> list[list[str]]:
    """One row whose figures hang together as the form's sums say."""
    measures = _measures(dataset, language)
    first = catalogue.indicators[next(iter(measures))]
    service, age = _with_limit(catalogue, _last_month(today))
    cells = {
        "period": _period(first, today),
        "service_id": service.name[language],
        "age_group": text.say(f"age.{age}", language),
        "area_code": _area(first, catalogue)[1],
    }
    figures = dict.fromkeys(measures, OTHER)
    for rule in dataset.sums:
        figures[rule.whole] = sum(figures[part] for part in rule.parts)
    return [[*cells.values(), *map(str, figures.values())]]


def _with_limit(catalogue: Catalogue, day: date) -> tuple[Service, str]:
    """The first service and age for which a legal limit is in force: some figures mean nothing without."""
    return next(
        (service, age)
        for service in catalogue.services.values()
        for age in AGE_GROUPS
        if limit_in_force(catalogue.limits, service.limit_kind, age, day)
    )


def _area(indicator: Indicator, catalogue: Catalogue) -> tuple[str, str]:
    return next(area for level in indicator.levels for area in catalogue.areas if area[0] == level)


def _last_month(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)


def _period(indicator: Indicator, today: date) -> str:
    last = _last_month(today)
    return f"{last.month}/{last.year}" if indicator.periodicity == "month" else str(today.year - 1)
