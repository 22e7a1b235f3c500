"""A file on its way to a version: examined in one way, whoever sent it, and published as what it was."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib import intake, publishing, store
from lib.errors import InputError
from lib.facts import Catalogue, Dataset


@dataclass(frozen=True)
class Examined:
    """What a file holds: `refusal` when it is no table at all, else its rows and every fault of them."""

    refusal: InputError | None
    read: intake.Received | None
    problems: tuple[intake.Problem, ...]
    current: pd.DataFrame

    @property
    def is_sound(self) -> bool:
        """Whether nothing keeps it from being published."""
        return self.refusal is None and not intake.has_errors(self.problems)

    def rows(self) -> pd.DataFrame:
        """The rows without errors, in the one table shape; none of a file that is no table."""
        return intake.accepted(self.read, self.problems) if self.read else pd.DataFrame()


def examined(content: bytes, name: str, dataset: Dataset, catalogue: Catalogue, today: date) -> Examined:
    """Every fault of a file at once; nothing is stored."""
    current = publishing.current_rows(dataset.id)
    try:
        read = intake.read(content, name, dataset, catalogue)
    except InputError as refused:
        return Examined(refused, None, (), current)
    holes = intake.missing_months(read, current, dataset)
    return Examined(None, read, (*intake.check(read, dataset, catalogue, today, current), *holes), current)


def delivery(content: bytes, name: str, dataset: Dataset, role: str, reason: str) -> store.Delivery:
    """Who sends which file, and why."""
    return store.Delivery(
        dataset.id, name, store.fingerprint(content, dataset.id), dataset.origin, role, reason
    )
