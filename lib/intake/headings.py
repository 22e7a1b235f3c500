"""Which heading of a received file means which of our columns, an indicator, or a period of a wide table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lib.facts import LANGUAGES, Catalogue, Column, Dataset
from lib.intake import wide
from lib.intake.problem import Problem, refusal
from lib.intake.spellings import dataset_indicators, indicators, nearest, plain, spellings
from lib.intake.wishes import IGNORED, NO_WISHES, Wishes, by_place
from lib.table import COLUMNS

# What every form understands although it does not name it: our own export has these headings.
# `period` names both ends of a period at once.
OWN_COLUMNS = ("period", *COLUMNS)
NAMED_BY_US = {*OWN_COLUMNS}
# What statistics offices head these in their own files, understood by every form.
NAMED_BY_SOURCES = ("indicator_id", "area_code", "sex", "value")
WISHED, LEAST_SURE = -1, 1_000
PARTS = ("numerator", "denominator")
# Told one by one up to here; a file of another form would otherwise fill the screen.
MOST_EXTRA_TOLD = 12


@dataclass(frozen=True, slots=True)
class Matching:
    """Places of headings (from 0): our columns; indicators, periods or ages as columns; and the rest."""

    columns: Mapping[str, int]
    measures: Mapping[int, str]
    periods: tuple[int, ...]
    ages: Mapping[int, str]
    extra: tuple[int, ...]
    problems: tuple[Problem, ...]
    # Of figures whose heading holds a year too, such as Väkiluku 2023.
    years: Mapping[int, str] = field(default_factory=dict)


def known(dataset: Dataset, catalogue: Catalogue) -> frozenset[str]:
    """Every plain heading that means something in this form."""
    return frozenset(_by_spelling(dataset)) | frozenset(indicators(catalogue, dataset))


def matched(
    headings: Sequence[str], dataset: Dataset, catalogue: Catalogue, wishes: Wishes = NO_WISHES
) -> Matching:
    """Headings matched by wish, id, name and alias; what is missing, doubled or unknown is a problem."""
    wished = by_place(headings, wishes)
    ignored = tuple(place for place, meaning in wished.items() if meaning == IGNORED)
    of_figures = {place: one for place, one in wished.items() if one not in (IGNORED, *OWN_COLUMNS)}
    places, second = _columns(headings, dataset, wished)
    for column in ("indicator_id", "value") if of_figures else ():
        places.pop(column, None)
    taken = {*places.values(), *second, *ignored}
    left = [place for place in range(len(headings)) if place not in taken]
    measures = of_figures or _measures(headings, left, places, indicators(catalogue, dataset))
    if len(measures) > 1:
        # Beside several figures nobody can tell whose numerator or denominator a column is.
        left = sorted({*left, *(places.pop(part) for part in PARTS if part in places)})
    has_periods = measures or {"period", "period_start", "value"} & places.keys()
    periods = {} if has_periods else wide.periods_of(headings, left)
    ages = {} if measures or periods or {"value", "age_group"} & places.keys() else wide.ages(headings, left)
    if ages:
        places, ages = wide.with_total(headings, places, ages)
    years: Mapping[int, str] = {}
    if not (measures or periods or ages or {"period", "period_start", "value"} & places.keys()):
        measures, years = wide.dated_measures(headings, left, indicators(catalogue, dataset))
    spread, again = wide.first_of_each(wide.with_years(measures, years) or periods or ages)
    extra = tuple(place for place in left if place not in {*spread, *again})
    kept = [{place: what for place, what in part.items() if place in spread} for part in (measures, ages)]
    months = tuple(place for place in periods if place in spread)
    found = Matching(places, kept[0], months, kept[1], (*extra, *second, *again, *ignored), (), years)
    problems = (
        *_missing(replace(found, extra=extra), headings, dataset, catalogue),
        *_doubled(headings, second),
        *wide.same_twice(headings, again),
        *_extra(headings, extra),
        *_personal(headings),
    )
    return replace(found, problems=problems)


def meanings(dataset: Dataset, catalogue: Catalogue) -> tuple[str, ...]:
    """Everything a heading can be said to mean in this form: IGNORED, columns of ours, its indicators."""
    columns = dict.fromkeys([*(column.id for column in dataset.columns), *OWN_COLUMNS])
    return (IGNORED, *columns, *dataset_indicators(catalogue, dataset))


def still_known(columns: Mapping[str, str], dataset: Dataset, catalogue: Catalogue) -> dict[str, str]:
    """The part of a remembered mapping whose meanings the form still has."""
    there = meanings(dataset, catalogue)
    return {heading: meaning for heading, meaning in columns.items() if meaning in there}


def refuse_unknown(wishes: Wishes, dataset: Dataset, catalogue: Catalogue) -> None:
    """InputError for a wish that names no column or indicator of the form."""
    for heading in wishes.columns.keys() - still_known(wishes.columns, dataset, catalogue).keys():
        raise refusal("input.wish_column", heading=heading, meaning=wishes.columns[heading])


def _by_spelling(dataset: Dataset) -> dict[str, tuple[str, int]]:
    """Column id and rank by plain heading; the lower the rank, the surer: id, name, then aliases in order."""
    found = {plain(column): (column, 0) for column in OWN_COLUMNS}
    for column in dataset.columns:
        for rank, spelling in enumerate(_spellings_of(column)):
            found.setdefault(plain(spelling), (column.id, rank))
    for column in NAMED_BY_SOURCES:
        for spelling in spellings(f"source_column.{column}"):
            found.setdefault(plain(spelling), (column, LEAST_SURE))
    return {spelling: meaning for spelling, meaning in found.items() if spelling}


def _spellings_of(column: Column) -> list[str]:
    return [column.id, *(column.name[language] for language in LANGUAGES), *column.aliases]


def _measures(
    headings: Sequence[str], left: Sequence[int], places: Mapping[str, int], spelled: Mapping[str, str]
) -> dict[int, str]:
    """A file with a column of values is long: other headings of figures are then only extra columns."""
    is_long = {"indicator_id", "value"} & places.keys()
    return {} if is_long else wide.measures(headings, left, spelled)


def _columns(
    headings: Sequence[str], dataset: Dataset, wished: Mapping[int, str]
) -> tuple[dict[str, int], tuple[int, ...]]:
    """The surest heading for each column, a wished one first; places of other headings for the same one."""
    spelled = _by_spelling(dataset)
    plains = [plain(heading) for heading in headings]
    hits = [(column, WISHED, place) for place, column in wished.items() if column in OWN_COLUMNS]
    hits += [
        (*spelled[heading], place)
        for place, heading in enumerate(plains)
        if heading in spelled and place not in wished
    ]
    places: dict[str, int] = {}
    second = []
    for column, _, place in sorted(hits, key=lambda hit: (hit[1], hit[2])):
        if column in places:
            second.append(place)
        else:
            places[column] = place
    return places, tuple(sorted(second))


def _missing(
    found: Matching,
    headings: Sequence[str],
    dataset: Dataset,
    catalogue: Catalogue,
) -> list[Problem]:
    one_indicator = sum(1 for item in catalogue.indicators.values() if item.dataset == dataset.id) == 1
    there = {*found.columns}
    there |= {"indicator_id"} if found.measures or one_indicator else set()
    spread = found.measures or found.periods or found.ages
    there |= {"value"} if spread or {"numerator", "denominator"} <= there else set()
    there |= {"period"} if found.periods or found.years or "period_start" in there else set()
    needed = dict.fromkeys(["indicator_id", "area_code", "period", "value"])
    needed |= dict.fromkeys(column.id for column in dataset.columns if column.required)
    unused = {plain(headings[place]): headings[place] for place in found.extra if plain(headings[place])}
    return [_missing_column(column, headings, unused, dataset) for column in needed if column not in there]


def _missing_column(
    column: str,
    headings: Sequence[str],
    unused: Mapping[str, str],
    dataset: Dataset,
) -> Problem:
    spelled = next((_spellings_of(item) for item in dataset.columns if item.id == column), [column])
    close = next(filter(None, (nearest(spelling, unused) for spelling in spelled)), "")
    wanted = {"wanted_key": f"intake.column.{column}"} if column in NAMED_BY_US else {"wanted": column}
    todo = "todo.column_missing_near" if close else "todo.column_missing"
    written = ", ".join(heading for heading in headings if heading)
    return Problem("problem.column_missing", "error", 1, column, written, {**wanted, "nearest": close}, todo)


def _doubled(headings: Sequence[str], second: Sequence[int]) -> list[Problem]:
    """The same heading twice is an error; two different headings for one column are a warning."""
    spelled = [plain(heading) for heading in headings]
    return [
        Problem("problem.heading_twice", "error", 1, headings[place], headings[place])
        if spelled.count(spelled[place]) > 1
        else Problem("problem.heading_second", "warning", 1, headings[place], headings[place])
        for place in second
    ]


def _extra(headings: Sequence[str], extra: Sequence[int]) -> list[Problem]:
    named = [headings[place] for place in extra if headings[place].strip()]
    if len(named) > MOST_EXTRA_TOLD:
        count = {"count": str(len(named))}
        return [Problem("problem.columns_extra", "warning", 1, "", ", ".join(named), count)]
    return [Problem("problem.column_extra", "warning", 1, heading, heading) for heading in named]


def _personal(headings: Sequence[str]) -> list[Problem]:
    personal = {plain(spelling) for spelling in spellings("personal_heading")}
    return [
        Problem("problem.personal_heading", "error", 1, heading, heading)
        for heading in headings
        if plain(heading) in personal
    ]
