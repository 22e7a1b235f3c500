"""What every rule is given: a received table with the facts it is held against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from lib.facts import Catalogue, Dataset, Indicator
from lib.intake.coded import looked_up
from lib.intake.problem import Problem, Sheet, each
from lib.intake.tidy import empty_table
from lib.table import FIGURES


@dataclass(frozen=True)
class Checked:
    """A received table with what its rules need: the form, its indicators, all facts, the day.

    mapping: which of our columns each heading was taken for. sheets: of a workbook with several.
    current: the stored rows of the form, or none.
    """

    table: pd.DataFrame
    dataset: Dataset
    indicators: dict[str, Indicator]
    catalogue: Catalogue
    today: date
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    current: pd.DataFrame = field(default_factory=empty_table)

    @cached_property
    def headings(self) -> dict[str, str]:
        """The first heading of each of our columns; both ends of a period may stand under one."""
        found = {column: heading for heading, column in reversed(self.mapping.items())}
        ends = dict.fromkeys(("period_start", "period_end"), found.get("period", ""))
        return {column: heading for column, heading in (ends | found).items() if heading}

    @cached_property
    def spread(self) -> set[str]:
        """Our columns that stand side by side in the file: a fault is told under the heading of its cell."""
        spread = {self.mapping.get(heading, "") for heading in self.table["heading"].unique()}
        ends = {"period_start", "period_end"} if "period" in spread else set()
        return {"value"} | spread | ends | {part for part in FIGURES if part not in self.headings}

    def each_row(self, trait: Callable[[Indicator], object]) -> pd.Series:
        """A trait of each row's indicator; empty where the indicator is unknown."""
        traits = {key: trait(item) for key, item in self.indicators.items()}
        return looked_up(self.table["indicator_id"], traits)

    def told(self, key: str, level: str, columns: str, where: pd.Series) -> list[Problem]:
        """A problem for each row of `where`; what was found are its cells of `columns`, parted by blanks."""
        first, *others = columns.split()
        rows = self.table[where]
        if first not in self.spread:
            # A row of several figures stands here once for each of them; its other cells are told once.
            rows = rows.drop_duplicates("row")
        found = [written(cell) for cell in rows[first]]
        for other in others:
            found = [f"{text} / {written(cell)}" for text, cell in zip(found, rows[other], strict=True)]
        if first not in self.spread:
            return each(key, level, self.headings.get(first, first), rows["row"], found)
        texts = pd.DataFrame({"row": rows["row"], "found": found}).groupby(rows["heading"], sort=False)
        return [
            problem
            for heading, part in texts
            for problem in each(key, level, str(heading) or first, part["row"], part["found"].tolist())
        ]


def written(cell: object) -> str:
    """A cell as a fault shows it: a day in ISO form, a number without needless zeros."""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
