"""A file on its way to a version: examined in one way, whoever sent it, and published as what it was."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib import intake, publishing, remembered, store
from lib.errors import InputError
from lib.facts import LANGUAGES, Catalogue, Dataset
from lib.intake import templates
from lib.progress import Tell, untold


@dataclass(frozen=True)
class Examined:
    """What a file holds: `refusal` when it is no table at all, else its rows and every fault of them.

    wishes: how it was read; is_as_before: they are those remembered from the last file of its headings.
    """

    refusal: InputError | None
    read: intake.Received | None
    problems: tuple[intake.Problem, ...]
    current: pd.DataFrame
    wishes: intake.Wishes = intake.NO_WISHES
    is_as_before: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether nothing keeps it from being published."""
        return self.refusal is None and not intake.has_errors(self.problems)

    def rows(self) -> pd.DataFrame:
        """The rows without errors, in the one table shape; none of a file that is no table."""
        return intake.accepted(self.read, self.problems) if self.read else pd.DataFrame()


def examined(
    content: bytes,
    name: str,
    dataset: Dataset,
    catalogue: Catalogue,
    today: date,
    wishes: intake.Wishes | None = None,
    tell: Tell = untold,
) -> Examined:
    """Every fault of a file at once; nothing is stored. Without wishes those remembered are followed.

    tell: hears of every step, and may end the work by an exception.
    """
    tell("read", 0.0)
    current = publishing.current_rows(dataset.id)
    used = replace(wishes or intake.NO_WISHES, familiar=remembered.familiar(dataset.id))
    try:
        read = intake.read(content, name, dataset, catalogue, used)
        if wishes is None:
            read, used = _as_before(read, content, name, dataset, catalogue, used)
    except InputError as refused:
        return Examined(refused, None, (), current, used)
    holes = intake.missing_months(read, current, dataset)
    own = _example(content, dataset, catalogue, today)
    found = intake.check(read, dataset, catalogue, today, current, tell)
    problems = (*own, *found, *holes)
    return Examined(None, read, problems, current, used, wishes is None and bool(used))


def _example(content: bytes, dataset: Dataset, catalogue: Catalogue, today: date) -> list[intake.Problem]:
    """That it is our own example, whose made-up figures must not become real ones."""
    made = (templates.filled(dataset, catalogue, language, today) for language in LANGUAGES)
    if dataset.origin == "real" and content in made:
        return [intake.Problem("problem.example", "error")]
    return []


def delivery(
    content: bytes,
    name: str,
    dataset: Dataset,
    role: str,
    reason: str,
    wishes: intake.Wishes = intake.NO_WISHES,
) -> store.Delivery:
    """Who sends which file, and why; the same file read in another way is another delivery."""
    mark = store.fingerprint(content + wishes.written().encode(), dataset.id)
    return store.Delivery(dataset.id, name, mark, dataset.origin, role, reason)


def _as_before(
    read: intake.Received,
    content: bytes,
    name: str,
    dataset: Dataset,
    catalogue: Catalogue,
    wishes: intake.Wishes,
) -> tuple[intake.Received, intake.Wishes]:
    """The file read as the last one of its headings was, with the wishes of that one."""
    if text := remembered.text_of(dataset.id, read.detected.headings):
        wishes = replace(wishes, **text)
        read = intake.read(content, name, dataset, catalogue, wishes)
    # Without columns and indicators that there are no more.
    columns = remembered.columns(dataset.id, read.detected.headings)
    if before := intake.still_known(columns, dataset, catalogue):
        wishes = replace(wishes, columns=before)
        read = intake.read(content, name, dataset, catalogue, wishes)
    return read, wishes
