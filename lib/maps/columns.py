"""The words of a map as columns that repeat nothing, so that a new figure is a small message."""

from collections.abc import Mapping, Sequence
from os.path import commonprefix
from typing import Any

PIECES = " · "
# The second line of a label that is the value the tip begins with.
SAME = "="
Column = dict[str, Any]


def columns(
    order: Sequence[str],
    fills: Mapping[str, str],
    tips: Mapping[str, str],
    labels: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Columns over the sorted codes. tips: the words after the name by code. labels: lines by code."""
    codes = sorted(order)
    places = {code: place for place, code in enumerate(codes)}
    pieces = _pieces([tips[code] for code in codes])
    return {
        "order": [places[code] for code in order],
        "fills": packed([fills[code] for code in codes]),
        "pieces": pieces,
        "lines": packed([str(len(labels[code])) for code in codes]),
        "second": packed(_seconds([labels[code] for code in codes], pieces)),
    }


def packed(texts: Sequence[str]) -> Column:
    """Texts without what they repeat: as numbers of few words, or without their common start and end."""
    words = sorted(set(texts))
    if len(words) <= max(1, len(texts) // 3):
        places = {word: place for place, word in enumerate(words)}
        return {"words": words, "at": [places[one] for one in texts]}
    known = [one for one in texts if one]
    before = commonprefix(known)
    after = commonprefix([one[len(before) :][::-1] for one in known])[::-1]
    ends = -len(after) or None
    return {
        "before": before,
        "after": after,
        "rest": [one[len(before) : ends] if one else None for one in texts],
    }


def _pieces(tips: Sequence[str]) -> list[Column]:
    split = [one.split(PIECES) for one in tips]
    most = max((len(one) for one in split), default=0)
    return [packed([one[place] if place < len(one) else "" for one in split]) for place in range(most)]


def _seconds(labels: Sequence[Sequence[str]], pieces: Sequence[Column]) -> list[str]:
    """The last line of each label, or the sign that it is the bare value which the tip begins with."""
    values = (pieces[0] if pieces else {}).get("rest", [None] * len(labels))
    lasts = [lines[-1] if lines else "" for lines in labels]
    return [SAME if last and last == value else last for last, value in zip(lasts, values, strict=True)]
