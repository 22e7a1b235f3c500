"""How much room words need and have: the two views of a chart, wide and narrow."""

from dataclasses import dataclass

# Mean width in pixels of a letter of 12 px type.
LETTER = 6.2


@dataclass(frozen=True)
class View:
    """A view's least plot width and right margin in pixels, and the letters on a line of a sentence inside."""

    name: str
    plot: int
    right: int
    letters: int


VIEWS = (View("wide", 400, 150, 60), View("narrow", 220, 92, 18))


def wrap(words: str, width: int) -> str:
    """The words on lines of at most `width` letters, broken at blanks and after hyphens."""
    return "\n".join(_wrapped(line, width) for line in words.split("\n"))


def _wrapped(words: str, width: int) -> str:
    lines = [""]
    for part in words.replace("-", "-\0").replace(" ", " \0").split("\0"):
        if lines[-1] and len((lines[-1] + part).rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)
