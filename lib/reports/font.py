"""The font of printed pages, and which characters it can draw: PDF/UA allows no character without a shape."""

import struct
from collections.abc import Iterator
from functools import cache
from typing import Any

from lib.settings import ROOT

FOLDER = ROOT / "data" / "fonts"
FAMILY = "IBM Plex Sans"
# What stands in place of a character that the font does not have.
UNKNOWN = "?"
# The layout of the font file's table of characters (OpenType, cmap format 4): sizes in bytes.
TABLE_RECORD, SUBTABLE_RECORD, HEAD, SEGMENTS = 16, 8, 4, 14


@cache
def fonts() -> Any:
    """Our own font alone, so that a page is the same on every machine."""
    # The compiler is large, and most readers never print.
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def drawable(written: Any) -> Any:
    """The same texts, lists and mappings with every character drawable; blanks of any kind become a space."""
    if isinstance(written, str):
        return "".join(_drawn(one) for one in written)
    if isinstance(written, dict):
        return {name: drawable(value) for name, value in written.items()}
    return [drawable(one) for one in written] if isinstance(written, list | tuple) else written


def _drawn(character: str) -> str:
    if character in characters():
        return character
    return " " if character.isspace() else UNKNOWN


@cache
def characters() -> frozenset[str]:
    """The characters that every weight of the font has."""
    kept = [frozenset(_mapped(path.read_bytes())) for path in sorted(FOLDER.glob("*.ttf"))]
    return frozenset.intersection(*kept)


def _mapped(font: bytes) -> Iterator[str]:
    """The characters of a font file that lead to a shape other than the empty one."""
    start = _format_4(font)
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends, firsts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, start + SEGMENTS + place * 2 * count + (2 if place else 0))
        for place in range(4)
    )
    for segment in range(count):
        for code in range(firsts[segment], min(ends[segment], 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                at = start + SEGMENTS + 2 + 6 * count + 2 * segment + offsets[segment]
                glyph = struct.unpack_from(">H", font, at + 2 * (code - firsts[segment]))[0]
                if not glyph:
                    continue
            if (glyph + deltas[segment]) & 0xFFFF:
                yield chr(code)


def _format_4(font: bytes) -> int:
    """Where the table of the basic characters starts."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + TABLE_RECORD * one) for one in range(tables))
    start = next(offset for name, _, offset, _ in records if name == b"cmap")
    subtables = struct.unpack_from(">H", font, start + 2)[0]
    places = (
        start + struct.unpack_from(">HHL", font, start + HEAD + SUBTABLE_RECORD * one)[2]
        for one in range(subtables)
    )
    return next(place for place in places if struct.unpack_from(">H", font, place)[0] == 4)
