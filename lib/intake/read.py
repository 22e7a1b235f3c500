"""From received bytes to the one table shape, with every fault that reading finds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from lib.facts import LANGUAGES, Catalogue, Dataset
from lib.intake import (
    by_content,
    from_json,
    headings,
    intervals,
    sotkanet,
    source_codes,
    source_rows,
    workbook,
)
from lib.intake.account import Account
from lib.intake.coded import with_texts
from lib.intake.detect import Detected, detect
from lib.intake.grid import grid
from lib.intake.headings import Matching
from lib.intake.parts import joined
from lib.intake.places import Places
from lib.intake.problem import Problem, Sheet, counted, has_errors
from lib.intake.source_codes import Coded
from lib.intake.source_figures import SourceFigures
from lib.intake.spellings import NUMERATOR_MARK, indicators, plain
from lib.intake.suspects import suspects
from lib.intake.tidy import Reading, empty_table, lengthened
from lib.intake.wide import TOLD_BESIDE_READING
from lib.intake.wishes import NO_WISHES, Wishes, by_place, refuse_of_text
from lib.table import COLUMNS


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was read: `table` is the one shape with `row` (the file's own) and `heading` of the value.

    `mapping` tells which of our columns each heading was taken for; `file_rows` counts the rows of figures
    in the file and `rejected` those of them with an error. `content` is the CSV that was read: the file
    itself, or what the sheets of a workbook hold; `sheets` are those, when the workbook has several.
    `account`: of a source's own table, which columns each figure came from. `guesses`: the headings whose
    column of ours was found by content.
    """

    table: pd.DataFrame
    problems: tuple[Problem, ...]
    detected: Detected
    mapping: Mapping[str, str]
    file_rows: int
    rejected: int
    content: bytes = b""
    sheets: tuple[Sheet, ...] = ()
    account: Account = Account()
    guesses: Mapping[str, str] = field(default_factory=dict)


def read(
    data: bytes, file_name: str, dataset: Dataset, catalogue: Catalogue, wishes: Wishes = NO_WISHES
) -> Received:
    """Read a file sent for a form; problems for all faults, InputError when it is no table.

    wishes: how its sender says it is to be read; InputError too when they cannot be met.
    """
    headings.refuse_unknown(wishes, dataset, catalogue)
    known = headings.known(dataset, catalogue) | source_codes.known(dataset, catalogue) | wishes.headings
    book = workbook.opened(data, dataset, catalogue)
    if not book:
        content, detected = _flat(data, file_name, known, catalogue, wishes)
        return _read(content, detected, dataset, catalogue, wishes)
    refuse_of_text(wishes)
    detected = workbook.detected(book, file_name, known)
    received = _read(book.content, replace(detected, file_bytes=len(data)), dataset, catalogue, wishes)
    sheets = book.sheets if book.is_several else ()
    return replace(received, problems=(*received.problems, *book.problems), sheets=sheets)


def _flat(
    data: bytes, file_name: str, known: Collection[str], catalogue: Catalogue, wishes: Wishes
) -> tuple[bytes, Detected]:
    """The CSV a file is, or that its JSON makes, and how it is read."""
    table = from_json.opened(data, {*known, *Places(catalogue).areas})
    if table is None:
        found = detect(data, file_name, known, wishes=wishes)
        return data, found if wishes.heading_row else sotkanet.with_headings(data, found)
    refuse_of_text(wishes)
    content, kind = table
    found = detect(content, file_name, known, (from_json.SEPARATOR,))
    return content, replace(found, format=kind, decimal_mark=".", file_bytes=len(data))


def _read(
    data: bytes, detected: Detected, dataset: Dataset, catalogue: Catalogue, wishes: Wishes
) -> Received:
    coded, matching = _matching(detected.headings, dataset, catalogue, wishes)
    cells, uneven = grid(data, detected)
    matching, guesses = _guessed(matching, cells, detected, dataset, catalogue, wishes)
    mapping = _named(detected.headings, matching) | _release(detected.headings, coded)
    of_headings = tuple(replace(problem, row=detected.heading_row) for problem in matching.problems)
    if has_errors(problem for problem in of_headings if problem.key not in TOLD_BESIDE_READING):
        return Received(empty_table(), of_headings, detected, mapping, 0, 0, data, guesses=guesses)
    own = _of_source(cells, coded, matching, detected, dataset, catalogue)
    if own:
        kept, long, left_out, account = own
    else:
        kept, left_out = sotkanet.prepared(cells, detected.headings, catalogue)
        long, account = lengthened(kept, matching, detected.headings), Account()
    reading = Reading(long, detected.decimal_mark, dataset, catalogue)
    reading.headings = {column: heading for heading, column in mapping.items()}
    reading.spread = {
        *(("period",) if matching.periods or matching.years else ()),
        *(("age_group",) if matching.ages else ()),
    }
    table, without_whole = joined(reading.table(), dataset, reading.indicators)
    found = [
        *suspects(cells, matching, detected.headings, _no_persons(catalogue)),
        *reading.problems,
        *without_whole,
    ]
    ordered, limits = intervals.checked(cells, detected.headings, matching, detected.decimal_mark)
    of_headings = intervals.without_limits(of_headings, limits)
    problems = (*of_headings, *uneven, *left_out, *ordered, *found)
    wrong = {problem.row for problem in problems if problem.level == "error" and problem.row is not None}
    count = len(kept) + counted(uneven)["error"]
    return Received(table, problems, detected, mapping, count, len(wrong), data, (), account, guesses)


def _no_persons(catalogue: Catalogue) -> frozenset[str]:
    """Plain names that may look like a person's and are none."""
    services = {plain(one.name[language]) for one in catalogue.services.values() for language in LANGUAGES}
    return frozenset(services) | Places(catalogue).areas.keys()


def _guessed(
    matching: Matching,
    cells: pd.DataFrame,
    detected: Detected,
    dataset: Dataset,
    catalogue: Catalogue,
    wishes: Wishes,
) -> tuple[Matching, Mapping[str, str]]:
    """The matching, with columns known by their content where a heading does not tell what is missing."""
    if not any(problem.key == by_content.MISSING for problem in matching.problems):
        return matching, {}
    wished = by_place(detected.headings, wishes)
    return by_content.guessed(matching, cells, detected.headings, wished, dataset, catalogue)


def _of_source(
    cells: pd.DataFrame,
    coded: Coded | None,
    matching: Matching,
    detected: Detected,
    dataset: Dataset,
    catalogue: Catalogue,
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem], Account] | None:
    """Rows kept, long rows, problems and account of a table of the source's own codes; None for any other."""
    feed = source_codes.feed_of(dataset, catalogue)
    shown, mark, problems = detected.headings, detected.decimal_mark, []
    of_ours = indicators(catalogue, dataset)
    turned = source_rows.by_rows(cells, matching, shown, feed, mark, of_ours) if feed and not coded else None
    if turned:
        cells, coded, shown, problems = turned
    elif coded:
        coded = replace(coded, matching=matching)
    if not coded:
        return None
    figures = SourceFigures(coded, shown, mark, catalogue, feed)
    kept, long = figures.long(cells)
    return kept, long, [*problems, *figures.problems], figures.account()


def _matching(
    shown: Sequence[str], dataset: Dataset, catalogue: Catalogue, wishes: Wishes = NO_WISHES
) -> tuple[Coded | None, Matching]:
    coded = source_codes.found(shown, dataset, catalogue, wishes)
    return coded, coded.matching if coded else headings.matched(shown, dataset, catalogue, wishes)


def accepted(received: Received, problems: Iterable[Problem]) -> pd.DataFrame:
    """The rows without errors, in the one table shape; none when an error concerns the whole file."""
    wrong = {problem.row for problem in problems if problem.level == "error"}
    if None in wrong:
        return empty_table()[COLUMNS]
    kept = received.table[~received.table["row"].isin(wrong)]
    return with_texts(kept[COLUMNS].reset_index(drop=True))


def suggested(shown: Sequence[str], dataset: Dataset, catalogue: Catalogue) -> dict[str, str]:
    """What each heading is taken for when nobody wishes otherwise; the rest are not used."""
    coded, matching = _matching(shown, dataset, catalogue)
    return _named(shown, matching) | _release(shown, coded)


def _release(shown: Sequence[str], coded: Coded | None) -> dict[str, str]:
    """The heading under which a file of codes tells its year of release."""
    is_told = coded is not None and coded.release is not None
    return {shown[coded.release]: source_codes.RELEASE} if is_told else {}


def _named(shown: Sequence[str], matching: Matching) -> dict[str, str]:
    named = {shown[place]: column for column, place in matching.columns.items()}
    spread = {place: indicator.removesuffix(NUMERATOR_MARK) for place, indicator in matching.measures.items()}
    spread |= dict.fromkeys(matching.periods, "period") | dict.fromkeys(matching.ages, "age_group")
    return named | {shown[place]: column for place, column in spread.items()}
