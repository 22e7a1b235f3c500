"""How often a data set comes, when it last came, and when the next figures are due."""

from lib import names, text
from lib.facts import Dataset
from lib.markup import definition
from lib.signals import arrivals
from lib.ui import asking, parts


def draw(dataset: Dataset) -> None:
    """A short list beside the form."""
    known = asking.coverage()
    own = known[known["dataset_id"].eq(dataset.id)]
    lines = [("rhythm", parts.words(f"datasets.rhythm.{dataset.rhythm}"))]
    if len(own):
        newest = own["period_start"].max().date()
        lines.append(("newest", names.period_of(newest, dataset.rhythm, parts.language())))
        lines.append(("arrived", text.day(own["created_at"].max().date(), parts.language())))
        if due := arrivals.next_due(dataset, newest):
            key = "datasets.rhythm.late" if due < asking.today() else "datasets.rhythm.by"
            lines.append(("next", parts.words(key, day=text.day(due, parts.language()))))
        elif dataset.rhythm != "once":
            lines.append(("next", parts.words("datasets.rhythm.not_agreed")))
    said = [(parts.words(f"datasets.rhythm.{name}"), words) for name, words in lines]
    parts.block(definition.listed(parts.words("datasets.rhythm"), said), "rhythm")
