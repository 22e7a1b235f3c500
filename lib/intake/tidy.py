"""From the cells of a file to the one table shape; what cannot be read is a problem, not a silent guess."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from lib.facts import LEVELS, STATUSES, Catalogue, Dataset, Indicator
from lib.intake import numbers, periods, spellings
from lib.intake.coded import by_text, combined, each_code, factorized, laid_out, looked_up, with_words
from lib.intake.headings import Matching
from lib.intake.places import Places
from lib.intake.problem import Problem, each
from lib.intake.spellings import NUMERATOR_MARK
from lib.table import COLUMNS, FIGURES, SHOWN

WITHOUT_VALUE = ("missing", "suppressed", "not_applicable", "not_yet_published")
NUMBER_ERRORS = ("number_text", "number_unclear")
HIDDEN_COUNT = -1.0


def empty_table() -> pd.DataFrame:
    """The one table shape with no rows, and the columns `row` and `heading` of reading."""
    frame = pd.DataFrame({column: pd.Series(dtype="str") for column in (*COLUMNS, "heading")})
    days = dict.fromkeys(("period_start", "period_end"), "datetime64[us]")
    return frame.astype(dict.fromkeys(FIGURES, "float64") | days).assign(row=pd.Series(dtype="int64"))


def lengthened(cells: pd.DataFrame, matching: Matching, headings: Sequence[str]) -> pd.DataFrame:
    """One observation a row: text columns by our ids, `row`, and `heading` of where its value stood."""
    base = cells[[str(place) for place in matching.columns.values()] + ["row"]]
    base = base.set_axis([*matching.columns, "row"], axis=1)
    years = {place: {"period": year} for place, year in matching.years.items()}
    spread = [
        (place, {"indicator_id": indicator, **years.get(place, {})})
        for place, indicator in matching.measures.items()
    ]
    spread += [(place, {"period": headings[place]}) for place in _reported(cells, matching.periods)]
    spread += [(place, {"age_group": headings[place]}) for place in matching.ages]
    if not spread:
        value_place = matching.columns.get("value")
        heading = headings[value_place] if value_place is not None else ""
        return base.assign(heading=laid_out([heading], np.zeros(len(base), dtype=np.int8)))
    parts = [
        base.assign(value=cells[str(place)].astype("str"), heading=headings[place], **fixed)
        for place, fixed in spread
    ]
    return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)


def _reported(cells: pd.DataFrame, places: Sequence[int]) -> list[int]:
    """Period columns with any text in them: the empty months of a yearly form have not been reported yet."""
    filled = [place for place in places if (cells[str(place)].astype("str").str.strip() != "").any()]
    return filled or list(places)


class Reading:
    """One file being read: its long cells, what is known of its form, and the problems so far."""

    def __init__(
        self,
        cells: pd.DataFrame,
        decimal_mark: str,
        dataset: Dataset,
        catalogue: Catalogue,
    ) -> None:
        self.cells = cells
        self.decimal_mark = decimal_mark
        self.catalogue = catalogue
        self.indicators: Mapping[str, Indicator] = spellings.dataset_indicators(catalogue, dataset)
        self.indicator_names = spellings.indicators(catalogue, dataset)
        self.services = spellings.services(catalogue, dataset)
        self.headings: dict[str, str] = {}
        # Columns of ours that stand side by side in the file: each cell is told under its own heading.
        self.spread: set[str] = set()
        self.problems: list[Problem] = []

    def table(self) -> pd.DataFrame:
        """The one table shape with `row`, `heading` and `counted`: whether the value is its numerator yet.

        Texts are categories: a big file has few different ones, and each is looked at once.
        """
        only = next(iter(self.indicators)) if len(self.indicators) == 1 else ""
        named = self.named("indicator_id", self.indicator_names, only)
        names = named.cat.categories
        indicator = each_code(named, names.str.removesuffix(NUMERATOR_MARK))
        level, code = self.areas(indicator)
        start, end = self.periods(indicator)
        frame = pd.DataFrame(
            {
                "indicator_id": indicator,
                "area_level": level,
                "area_code": code,
                "period_start": start,
                "period_end": end,
                "age_group": self.named("age_group", spellings.age_groups(), "all"),
                "sex": self.named("sex", spellings.sexes(), "all"),
                "service_id": self.named("service_id", self.services, ""),
            }
        )
        counted = pd.Series(names.str.endswith(NUMERATOR_MARK)[named.cat.codes], index=named.index)
        figures = self.figures(indicator, counted)
        return frame.assign(**figures, heading=self.cells["heading"], row=self.cells["row"], counted=counted)

    def named(self, column: str, known: Mapping[str, str], default: str) -> pd.Series:
        """Ids for names; an unknown name stays as it is, an empty cell or no column gives the default."""
        if column not in self.cells:
            return self._constant(default)
        codes, texts = factorized(self.cells[column])
        ids = [spellings.meaning(text, known) or text.strip() or default for text in texts]
        return laid_out(ids, codes, self.cells.index)

    def _constant(self, text: str) -> pd.Series:
        return laid_out([text], np.zeros(len(self.cells), dtype=np.int8), self.cells.index)

    def areas(self, indicator: pd.Series) -> tuple[pd.Series, pd.Series]:
        """Level and code of each row; where no single area fits, the level given and the text as it is."""
        places = Places(self.catalogue)
        level = self.named("area_level", places.levels, "")
        codes, keys = combined([indicator, level, self.cells["area_code"]])
        found = [places.find(level, text, self._levels(indicator)) for indicator, level, text in keys]
        index = self.cells.index
        return (
            laid_out([place.level for place in found], codes, index),
            laid_out([place.code for place in found], codes, index),
        )

    def _levels(self, indicator: str) -> Sequence[str]:
        return self.indicators[indicator].levels if indicator in self.indicators else LEVELS

    def periods(self, indicator: pd.Series) -> tuple[pd.Series, pd.Series]:
        """First and last day; a day stands for the month or year that the indicator is counted by."""
        columns = ["period"] if "period" in self.cells else ["period_start"]
        columns += ["period_end"] if columns == ["period_start"] and "period_end" in self.cells else []
        codes, keys = combined([indicator, *(self.cells[column] for column in columns)])
        different = pd.DataFrame(keys, columns=["indicator", *columns], dtype="str")
        ends = [by_text(different[column], periods.parse) for column in columns]
        rhythm = (
            self.each_row(different["indicator"], lambda item: item.periodicity)
            .astype("object")
            .fillna("month")
        )
        read = periods.widened(periods.joined(*ends) if len(ends) > 1 else ends[0], rhythm)
        for fault in sorted(set(read["fault"]) - {""}):
            self._tell_codes(f"problem.{fault}", "error", columns[0], read["fault"] == fault, codes)
        self._tell_codes("problem.period_guess", "warning", columns[0], read["guess"], codes)
        start, end = (read[name].take(codes).set_axis(self.cells.index) for name in ("start", "end"))
        return start, end

    def _tell_codes(self, key: str, level: str, column: str, where: pd.Series, codes: np.ndarray) -> None:
        """`tell` where the different texts of the rows, by their codes, have the fault."""
        if where.any():
            self.tell(key, level, column, pd.Series(where.to_numpy(bool)[codes], index=self.cells.index))

    def figures(self, indicator: pd.Series, counted: pd.Series) -> dict[str, pd.Series]:
        """value, numerator, denominator and status; a mark is a status and never a number."""
        counts = counted | (self.each_row(indicator, lambda item: item.kind) == "count")
        everywhere = pd.Series(True, index=indicator.index)
        numerator = self.number("numerator", everywhere)
        denominator = self.number("denominator", everywhere)
        if "value" in self.cells:
            return self._with_status(self.number("value", counts), numerator, denominator)
        value = self._counted(indicator, numerator, denominator)
        return self._with_status(value, numerator, denominator)

    def number(self, column: str, counts: pd.Series) -> pd.DataFrame:
        """`value` and `status` of a column of numbers; -1 in a column of counts means a hidden count."""
        if column not in self.cells:
            return pd.DataFrame({"value": np.nan, "status": self._constant("")})
        codes, texts = factorized(self.cells[column])
        answers = numbers.parse(pd.Series(texts, dtype="str"), self.decimal_mark)
        read = pd.DataFrame({"value": answers["value"].to_numpy()[codes]}, index=self.cells.index)
        read = read.assign(
            **{name: laid_out(answers[name], codes, read.index) for name in ("status", "fault")}
        )
        for fault in sorted(set(read["fault"].unique()) - {"", "number_empty", "number_dash"}):
            level = "error" if fault in NUMBER_ERRORS else "warning"
            self.tell(f"problem.{fault}", level, column, read["fault"] == fault)
        hidden = (read["value"] == HIDDEN_COUNT) & counts
        self.tell("problem.minus_one", "warning", column, hidden)
        status = with_words(read["status"], ["suppressed"])
        return read.assign(value=read["value"].mask(hidden), status=status.mask(hidden, "suppressed"))

    def each_row(self, indicator: pd.Series, trait: Callable[[Indicator], object]) -> pd.Series:
        """A trait of each row's indicator; empty where the indicator is unknown."""
        return looked_up(indicator, {key: trait(item) for key, item in self.indicators.items()})

    def _counted(
        self,
        indicator: pd.Series,
        numerator: pd.DataFrame,
        denominator: pd.DataFrame,
    ) -> pd.DataFrame:
        """A form without a value column: the value follows from numerator and denominator."""
        factor = self.each_row(indicator, factor_of).astype("float64")
        value = numerator["value"] * factor / denominator["value"].where(denominator["value"] > 0)
        return numerator.assign(value=value, fault="")

    def _with_status(
        self,
        value: pd.DataFrame,
        numerator: pd.DataFrame,
        denominator: pd.DataFrame,
    ) -> dict[str, pd.Series]:
        given = self.named("status", spellings.statuses(), "")
        says_none = given.isin(WITHOUT_VALUE)
        self.tell("problem.status_with_value", "error", "status", says_none & value["value"].notna())
        for mark in ("number_empty", "number_dash") if "value" in self.cells else ():
            self.tell(f"problem.{mark}", "warning", "value", (value["fault"] == mark) & ~says_none)
        hidden = numerator["status"] == "suppressed"
        self.tell("problem.hidden_part", "warning", "numerator", hidden & value["value"].notna() & ~says_none)
        figure = value["value"].mask(hidden | says_none)
        words = dict.fromkeys([*STATUSES, "", *given.cat.categories])
        given, marked = (column.cat.set_categories(list(words)) for column in (given, value["status"]))
        status = given.mask(given == "", marked).mask(hidden & ~says_none, "suppressed")
        bare = figure.isna() & status.isin(("", *SHOWN))
        status = status.mask(bare, marked.mask(marked == "", "missing"))
        shown = status != "suppressed"
        return {
            "value": figure,
            "numerator": numerator["value"].where(shown),
            "denominator": denominator["value"],
            "status": status.mask(status == "", "published"),
        }

    def tell(self, key: str, level: str, column: str, where: pd.Series) -> None:
        """Add a problem for each row of `where`, under the heading its cell stands in."""
        if not where.any():
            return
        rows = self.cells[where]
        if column not in {*FIGURES, *self.spread}:
            # A row of several figures stands here once for each of them; its other cells are told once.
            rows = rows.drop_duplicates("row")
        texts = rows[column] if column in rows else pd.Series("", index=rows.index)
        one_heading = pd.Series(self.headings.get(column, column), rows.index)
        heading = rows["heading"] if column == "value" or column in self.spread else one_heading
        for name, part in rows.groupby(heading, sort=False):
            found = texts[part.index].astype("str").tolist()
            self.problems += each(key, level, str(name), part["row"], found)


def factor_of(indicator: Indicator) -> float:
    """What numerator / denominator is multiplied by: 100 for a share, `per` for a rate, else 1."""
    return 100.0 if indicator.kind == "share" else float(indicator.per or 1)
