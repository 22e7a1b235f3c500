"""What is wrong with a received map, and what was mended: a text key with its values, never a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

# Long lists are cut in the sentence; the count beside them is always whole.
LONGEST_LIST = 12


@dataclass(frozen=True)
class MapProblem:
    """A fault stops the import; a note says what was mended or left out. `key`: data/text/boundaries.toml."""

    key: str
    kind: Literal["fault", "note"]
    values: dict[str, object] = field(default_factory=dict)


def fault(key: str, **values: object) -> MapProblem:
    return MapProblem(key, "fault", values)


def note(key: str, **values: object) -> MapProblem:
    return MapProblem(key, "note", values)


def listed(things: Iterable[object]) -> dict[str, object]:
    """The values `count` and `list` of a sentence that names things."""
    names = [str(thing) for thing in things]
    more = [f"… (+{len(names) - LONGEST_LIST})"] if len(names) > LONGEST_LIST else []
    return {"count": len(names), "list": ", ".join(names[:LONGEST_LIST] + more)}


def has_fault(problems: Iterable[MapProblem]) -> bool:
    return any(problem.kind == "fault" for problem in problems)
