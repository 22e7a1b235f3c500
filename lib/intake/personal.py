"""What belongs to a person and must not be here: found in cells, and never repeated in anything we say."""

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.intake.spellings import plain, spellings

HIDDEN = "•••"
# a to z and the three letters after z: å, ä and ö.
LETTERS = "a-z" + "".join(map(chr, (0xE5, 0xE4, 0xF6)))
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# The century sign of the identity code; since 2023 U–Y and B–F stand beside - and A (DVV's definition).
CENTURY = "[-+A-FU-Ya-fu-y‐‑–−]"
# The sign may be lost on the way; then only a letter at the end tells a code from a number.
IDENTITY = (
    rf"([0-3][0-9][01][0-9]{{3}})\s?{CENTURY}\s?([0-9]{{3}})([0-9A-Ya-y])"
    r"|\b([0-3][0-9][01][0-9]{3})([0-9]{3})([A-Ya-y])\b"
)
# Wider than the true form on purpose: a mistyped code is still somebody's. Two days side by side are none.
IDENTITY_LIKE = rf"[0-9]{{6}}\s?{CENTURY}\s?[0-9]{{3}}(?:[A-Za-z]|[0-9](?![0-9]))"
E_MAIL = r"[^\s@,;]+(?:@|\s?[(\[]at[)\]]\s?)[^\s@,;]+\.[A-Za-z]{2,}"
PHONE = (
    r"(?:^|[^0-9A-Za-z.,])(?:(?:\+|00)358[\s-]?\(?[0-9]{1,3}\)?(?:[\s-]?[0-9]){5,9}"
    r"|0(?:4[0-9]|50)[0-9]?[\s/-]?[0-9]{3}(?:[\s-]?[0-9]){3,4}"
    r"|\(?0[1-9]\)?[\s-][0-9]{3}(?:[\s-]?[0-9]){3,5})(?:$|[^0-9])"
)
KINDS = ("identity_code", "e_mail", "phone", "street_address")
PERSON_NAME = "person_name"
SURNAME_END = "nen"
MOST_NAMES = 4
# Words with their hyphens; any other sign stands alone and so parts two words.
WORD_OR_SIGN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[^\s]")
# Longer texts are cut: a table of faults is read, not scrolled.
LONGEST_SHOWN = 60
LONGEST_LOOKED_AT = 500


class Redacted(str):
    """A text that was redacted already: thousands of faults show the same few texts."""

    __slots__ = ()


def redacted(found: str) -> Redacted:
    """The text as it may be shown or logged: no identity code, e-mail, phone or street address; short."""
    if isinstance(found, Redacted):
        return found
    found = without_personal_data(found)
    return Redacted(found if len(found) <= LONGEST_SHOWN else found[: LONGEST_SHOWN - 1] + "…")


def without_personal_data(text: str) -> str:
    """The text, at most 500 signs of it, with everything that looks personal hidden."""
    text = text[:LONGEST_LOOKED_AT]
    for pattern in _everything():
        text = pattern.sub(HIDDEN, text)
    return text


def without_identity_codes(line: str) -> str:
    """The text with everything like an identity code hidden, otherwise whole."""
    for pattern in _everything()[:2]:
        line = pattern.sub(HIDDEN, line)
    return line


def personal_kind(cells: pd.Series) -> pd.Series:
    """For each text the kind of personal data in it (one of KINDS), or an empty text."""
    texts = pa.array(cells, pa.string(), from_pandas=True)
    kinds = pd.Series("", index=cells.index, dtype="str")
    for kind, pattern in reversed(list(zip(KINDS, _patterns(), strict=True))):
        hit = pc.fill_null(pc.match_substring_regex(texts, pattern), False).to_numpy(zero_copy_only=False)
        if kind == "identity_code":
            hit[hit] = [has_identity_code(text) for text in cells[hit]]
        kinds = kinds.mask(hit, kind)
    return kinds


def kinds_in(text: str, places: Collection[str] = ()) -> tuple[str, ...]:
    """Every kind of personal data in a free text: KINDS and `person_name`; empty when there is none.

    places: names that are no persons' although they look like it, such as areas. A name is known only in its
    usual form (a common given name, or a name in -nen, with another name beside it); others slip through.
    """
    found = [
        kind
        for kind, pattern in zip(KINDS, _patterns(), strict=True)
        if (has_identity_code(text) if kind == "identity_code" else re.search(pattern, text))
    ]
    return (*found, PERSON_NAME) if _has_person_name(text, places) else tuple(found)


def _has_person_name(text: str, places: Collection[str]) -> bool:
    words = WORD_OR_SIGN.findall(text)
    return any(
        _is_name(first)
        and _is_name(second)
        and not {first, second} & set(places)
        # "Etunimi Sukunimi" by the given name, "X Sukunen" by the commonest ending of surnames.
        and (first.split("-")[0].casefold() in spellings("given_name") or second.endswith(SURNAME_END))
        for first, second in pairwise(words)
    )


def _is_name(word: str) -> bool:
    return len(word) > 1 and all(part.istitle() for part in word.split("-"))


def has_identity_code(text: str) -> bool:
    """Whether a Finnish personal identity code stands in the text: a date and the right check character."""
    return any(_is_valid(*filter(None, found.groups())) for found in re.finditer(IDENTITY, text))


def _is_valid(birth: str, serial: str, check: str) -> bool:
    possible = 1 <= int(birth[:2]) <= 31 and 1 <= int(birth[2:4]) <= 12
    return possible and CHECK_CHARACTERS[int(birth + serial) % 31] == check.upper()


@cache
def _patterns() -> tuple[str, ...]:
    """One pattern for each of KINDS, in the syntax Python and RE2 share."""
    endings = "|".join(sorted(spellings("street")))
    street = rf"(?i)(?:^|[^{LETTERS}])[{LETTERS}-]{{2,}}(?:{endings})\s+[0-9]{{1,4}}[a-z]?\b"
    return (IDENTITY, E_MAIL, PHONE, street)


@cache
def _everything() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in (IDENTITY_LIKE, *_patterns()))


def name_like(texts: Sequence[str], places: Collection[str]) -> list[bool]:
    """Whether each cell is nothing but a person's name: two to four names, one a given name or in -nen.

    places: plain names of areas and the like, which are no persons'.
    """
    return [_is_person(text, places) for text in texts]


def _is_person(text: str, places: Collection[str]) -> bool:
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= MOST_NAMES or plain(text) in places or not all(map(_is_name, words)):
        return False
    known = [word for word in words if word.split("-")[0].casefold() in spellings("given_name")]
    return bool(known) or any(word.endswith(SURNAME_END) for word in words)
