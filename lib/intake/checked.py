"""What every rule is given: a received table with the facts it is held against."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lib.facts import Catalogue, Indicator
from lib.intake.problem import Problem, each
from lib.intake.tidy import looked_up


@dataclass(frozen=True)
class Checked:
    """A received table with what its rules need: the form's indicators, all facts, the day, the headings."""

    table: pd.DataFrame
    indicators: dict[str, Indicator]
    catalogue: Catalogue
    today: date
    headings: dict[str, str] = field(default_factory=dict)

    def each_row(self, trait: Callable[[Indicator], object]) -> pd.Series:
        """A trait of each row's indicator; empty where the indicator is unknown."""
        traits = {key: trait(item) for key, item in self.indicators.items()}
        return looked_up(self.table["indicator_id"], traits)

    def told(self, key: str, level: str, columns: str, where: pd.Series) -> list[Problem]:
        """A problem for each row of `where`; what was found are its cells of `columns`, parted by blanks."""
        rows = self.table[where]
        first, *others = columns.split()
        found = [written(cell) for cell in rows[first]]
        for other in others:
            found = [f"{text} / {written(cell)}" for text, cell in zip(found, rows[other], strict=True)]
        if first != "value":
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
