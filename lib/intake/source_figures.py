"""The figures of a source's own table: computed from its codes by the formulas that fetching uses too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.facts import Catalogue, Indicator
from lib.feeds import Feed, Formula, formula, group_of
from lib.formulas import computed, has_whole, whole
from lib.intake.account import Account, Used
from lib.intake.places import Places
from lib.intake.problem import Problem, each
from lib.intake.source_codes import Code, Coded
from lib.intake.source_numbers import read_figures, told_figures
from lib.intake.spellings import spellings
from lib.settings import settings
from lib.table import FIGURES

# In the heading of a fault; the rest of a long sum is left off.
MOST_HEADINGS = 3
MOST_NAMED = 4
# A postal code or a municipality's code, with or without a name.
CODE_OF_AREA = re.compile(r"\d{5}(?:\s.*)?|(?:KU)?\d{3}(?:\s.*)?")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one year: the place of each code there."""

    year: str
    rows: pd.Index
    places: Mapping[str, int]


class SourceFigures:
    """One file of codes being read: its cells as long rows of the form, the problems, and the account."""

    def __init__(
        self,
        coded: Coded,
        headings: Sequence[str],
        decimal_mark: str,
        catalogue: Catalogue,
        feed: Feed,
    ) -> None:
        self.coded, self.headings, self.mark, self.feed = coded, headings, decimal_mark, feed
        self.catalogue = catalogue
        self.formulas = _formulas(feed, catalogue)
        self.levels = sorted({level for indicator, _ in self.formulas for level in indicator.levels})
        self.needed = set().union(*(written.codes for _, written in self.formulas))
        self.problems: list[Problem] = []
        self.used: dict[str, Used] = {}

    def long(self, cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows of our areas, and long rows with the texts that Reading takes."""
        cells, codes = self._ours(cells)
        read = {
            place: self._column(cells, place)
            for place, one in self.coded.codes.items()
            if one.code in self.needed
        }
        self._tell_empty(cells, read)
        parts = [part for block in self._blocks(cells) for part in self._figures(block, cells, codes, read)]
        if not parts:
            self._tell_nothing()
            return cells, _nothing()
        return cells, pd.concat(parts).sort_values("row", kind="stable", ignore_index=True)

    def _tell_nothing(self) -> None:
        if not any(one.level == "error" for one in self.problems):
            self.problems.append(Problem("problem.no_figures", "error"))

    def account(self) -> Account:
        """What was used and what was not, known once `long` has been asked."""
        there = {one.code for one in self.coded.codes.values()}
        used = {heading for one in self.used.values() for heading in one.headings}
        unused = [self.headings[place] for place in self.coded.codes if self.headings[place] not in used]
        lacking = {
            indicator.id: tuple(self.feed.labels[code] for code in sorted(written.codes - there))
            for indicator, written in self.formulas
            if indicator.id not in self.used
        }
        return Account(tuple(self.used.values()), tuple(unused), lacking)

    def _ours(self, cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Rows of areas we hold or that nobody can be sure of, with `level` and `code` of each."""
        place = str(self.coded.matching.columns["area_code"])
        texts = cells[place].astype("str").str.strip()
        places = Places(self.catalogue)
        found = {text: places.find("", text, self.levels) for text in texts.unique()}
        out = texts.isin([text for text, one in found.items() if _is_elsewhere(text, one.fault)])
        if out.any():
            self._tell_elsewhere(texts[out], out.all(), self.headings[int(place)])
        kept = cells[~out].reset_index(drop=True)
        named = [(found[text].level, found[text].code) for text in texts[~out]]
        return kept, pd.DataFrame(named, columns=["level", "code"], index=kept.index)

    def _tell_elsewhere(self, texts: pd.Series, is_all: bool, heading: str) -> None:
        key = "problem.no_area_of_ours" if is_all else "problem.areas_not_ours"
        named = ", ".join(list(dict.fromkeys(texts))[:MOST_NAMED])
        level, count = ("error" if is_all else "warning"), {"count": str(len(texts))}
        self.problems.append(Problem(key, level, None, heading, named, count))

    def _column(self, cells: pd.DataFrame, place: int) -> pd.DataFrame:
        """`number`, `mark` and `fault` of a column; what cannot be read is told under its heading."""
        read = read_figures(cells[str(place)], self.mark)
        self.problems += told_figures(cells[str(place)], read, cells["row"], self.headings[place])
        return read

    def _tell_empty(self, cells: pd.DataFrame, read: Mapping[int, pd.DataFrame]) -> None:
        """A warning for each row with empty cells, and not one for each of its many columns."""
        empty = {place: one["fault"].isin(("number_empty", "number_dash")) for place, one in read.items()}
        count = pd.DataFrame(empty, index=cells.index).sum(axis=1)
        rows = cells["row"][count > 0]
        self.problems += each(
            "problem.figures_empty", "warning", "", rows, count[count > 0].astype(int).tolist()
        )

    def _blocks(self, cells: pd.DataFrame) -> Iterator[Block]:
        """The rows year by year; the year is in the headings, in a column, or follows from the release."""
        codes = {place: one for place, one in self.coded.codes.items() if one.code in self.needed}
        for year in sorted({one.year for one in codes.values()} - {""}):
            same = {place: one for place, one in codes.items() if one.year == year}
            yield Block(year, cells.index, self._places(same))
        bare = {place: one for place, one in codes.items() if not one.year}
        period = self.coded.matching.columns.get("period")
        if bare and self.coded.release is not None:
            yield from self._released(cells, bare)
        elif bare and period is not None:
            texts = cells[str(period)].astype("str")
            for year, rows in texts.groupby(texts, sort=True):
                yield Block(str(year), rows.index, self._places(bare))

    def _places(self, codes: Mapping[int, Code]) -> dict[str, int]:
        """The first column of each code; a second one of the same year is a fault."""
        places: dict[str, int] = {}
        for place, one in codes.items():
            if (first := places.setdefault(one.code, place)) != place:
                here, other = self.headings[place], {"other": self.headings[first]}
                fault = Problem("problem.column_same", "error", 1, here, here, other)
                self.problems += [] if fault in self.problems else [fault]
        return places

    def _released(self, cells: pd.DataFrame, codes: Mapping[int, Code]) -> Iterator[Block]:
        """Blocks of each release: a group of codes may be counted a year before another."""
        heading = self.headings[self.coded.release]
        texts = cells[str(self.coded.release)].astype("str").str.strip()
        for text, rows in texts.groupby(texts, sort=True):
            release = int(text) if str(text).isdecimal() and len(text) == 4 else 0
            years = {one.code: self.feed.year_of(one.code, release) for one in codes.values()}
            lost = sorted({group_of(code).upper() for code, year in years.items() if year is None})
            told = {"release": str(text), "groups": ", ".join(lost)}
            key = (
                "problem.release_unknown"
                if len(lost) < len({*map(group_of, years)})
                else "problem.release_strange"
            )
            level = "warning" if key == "problem.release_unknown" else "error"
            if lost:
                self.problems += [
                    replace(one, values={**one.values, **told})
                    for one in each(
                        key, level, heading, cells.loc[rows.index, "row"], [str(text)] * len(rows)
                    )
                ]
            for year in sorted({year for year in years.values() if year}):
                same = {place: one for place, one in codes.items() if years[one.code] == year}
                yield Block(str(year), rows.index, self._places(same))

    def _figures(
        self, block: Block, cells: pd.DataFrame, areas: pd.DataFrame, read: Mapping[int, pd.DataFrame]
    ) -> Iterator[pd.DataFrame]:
        """Long rows of every indicator whose codes the block has, and of the city where it is whole."""
        table = {code: read[place].loc[block.rows] for code, place in block.places.items()}
        values = pd.DataFrame({code: one["number"] for code, one in table.items()}, index=block.rows)
        marks = pd.DataFrame({code: one["mark"] for code, one in table.items()}, index=block.rows)
        texts = cells.loc[block.rows, [str(self.coded.matching.columns["area_code"]), "row"]]
        texts = texts.set_axis(["area_code", "row"], axis=1).astype({"area_code": "str"})
        for indicator, written in self.formulas:
            here = values[areas.loc[block.rows, "level"].isin(["", *indicator.levels])]
            # A year of which nothing is told is not there yet: the newest income may come later.
            if not written.codes <= block.places.keys() or here[list(written.codes)].isna().all(axis=None):
                continue
            headings = [self.headings[block.places[code]] for code in _in_order(written)]
            self._note(indicator.id, headings, block.year, len(here))
            made = computed(indicator, written, here, marks.loc[here.index])
            yield self._texts(texts.join(made, how="right"), indicator, block.year, headings)
            if has_whole(indicator) and self._is_whole(indicator, areas.loc[here.index]):
                city = whole(indicator, written, here, marks, pd.Series(block.year, index=here.index))
                city = city.assign(area_code=settings().city_code, row=int(texts["row"].max()))
                yield self._texts(city, indicator, block.year, headings)

    def _is_whole(self, indicator: Indicator, areas: pd.DataFrame) -> bool:
        """Whether the file tells of every area of the city, each once, and not of the city itself."""
        level = indicator.levels[0]
        every = sorted(code for of, code in self.catalogue.areas if of == level)
        return sorted(areas["code"]) == every

    def _texts(
        self, part: pd.DataFrame, indicator: Indicator, year: str, headings: Sequence[str]
    ) -> pd.DataFrame:
        shown = ", ".join(headings[:MOST_HEADINGS]) + (" …" if len(headings) > MOST_HEADINGS else "")
        texts = {name: self._written(part[name]) for name in FIGURES}
        fixed = {"indicator_id": indicator.id, "period": year, "heading": shown}
        return part[["area_code", "status", "row"]].assign(**texts, **fixed)

    def _written(self, figures: pd.Series) -> list[str]:
        return ["" if np.isnan(one) else f"{one:.15g}".replace(".", self.mark) for one in figures]

    def _note(self, indicator: str, headings: Sequence[str], year: str, areas: int) -> None:
        before = self.used.get(indicator, Used(indicator, (), (), 0))
        self.used[indicator] = Used(
            indicator,
            tuple(dict.fromkeys([*before.headings, *headings])),
            tuple(dict.fromkeys([*before.years, year])),
            max(before.areas, areas),
        )


def _is_elsewhere(text: str, fault: str) -> bool:
    """Whether a text is an area the program does not hold, and not one that is written wrong."""
    is_code = CODE_OF_AREA.fullmatch(text) or text.casefold() in spellings("whole_country")
    return fault == "area_of_other_level" or (fault == "area_unknown" and bool(is_code))


def _formulas(feed: Feed, catalogue: Catalogue) -> list[tuple[Indicator, Formula]]:
    pairs = [
        (catalogue.indicators[one], formula(catalogue.indicators[one].source_code)) for one in feed.indicators
    ]
    return [(indicator, written) for indicator, written in pairs if written]


def _in_order(written: Formula) -> list[str]:
    return list(dict.fromkeys(code for _, code in (*written.numerator, *written.denominator)))


def _nothing() -> pd.DataFrame:
    columns = ["indicator_id", "area_code", "period", *FIGURES, "status", "heading"]
    return pd.DataFrame({column: pd.Series(dtype="str") for column in columns}).assign(
        row=pd.Series(dtype="int64")
    )
