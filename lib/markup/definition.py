"""A headed list of terms and what they mean."""

from collections.abc import Sequence

from lib.markup.page import rendered


def listed(heading: str, lines: Sequence[tuple[str, str]]) -> str:
    """Terms at left, their texts at right."""
    return rendered("definition.html", heading=heading, lines=lines)
