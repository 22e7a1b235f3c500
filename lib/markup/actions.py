"""The list of actions: state, what, owner and time, figure and area, and what the data answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.markup.page import rendered
from lib.markup.rows import Cell


@dataclass(frozen=True)
class ActionRow:
    """One action in the reader's words; `choose` opens it, `choose_figure` its figure (empty for no link)."""

    state: Cell
    what: str
    themes: str
    owner: str
    dates: str
    figure: str
    where: str
    told: str
    sure: str
    choose: str
    choose_figure: str
    is_model: bool


def action_list(heads: Sequence[str], rows: Sequence[ActionRow], caption: str, nothing: str) -> str:
    """A table that becomes one block a row on a phone; `nothing` stands where there are no rows."""
    return rendered("actions.html", heads=heads, rows=rows, caption=caption, nothing=nothing)


def answer(state: Cell, sentences: Sequence[str]) -> str:
    """The state of one action and what the data answers, the main sentence first."""
    return rendered("action_answer.html", state=state, sentences=sentences)


def back(words: str, choose: str) -> str:
    """The link from an opened action to the list."""
    return rendered("action_back.html", words=words, choose=choose)


def faults(heading: str, sentences: Sequence[str]) -> str:
    """Everything that keeps a form from being saved."""
    return rendered("action_faults.html", heading=heading, sentences=sentences)
