"""How much room words need and have: the two views of a chart, wide and narrow."""

from dataclasses import dataclass

# Widths of IBM Plex Sans as shares of the type's size, rounded up.
DIGIT, SIGN, POINT, LETTER = 0.6, 0.93, 0.29, 0.54
WIDTHS = {
    **dict.fromkeys("0123456789", DIGIT),
    **dict.fromkeys("%—…WM", SIGN),
    **dict.fromkeys(" \u00a0.,:;|il", POINT),
}


@dataclass(frozen=True)
class View:
    """Usual plot width, right margin and least width of both in pixels; letters on a line of a sentence."""

    name: str
    plot: int
    right: int
    letters: int
    across: int


VIEWS = (View("wide", 400, 150, 60, 420), View("narrow", 220, 92, 18, 312))


def width_of(words: str, size: float = 12) -> float:
    """About how many pixels a line of words takes."""
    return sum(WIDTHS.get(letter, LETTER) for letter in words) * size


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
