"""The area card: one area on one A4 page for a residents' meeting, as PDF/UA."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib import look, text
from lib.reports import font, pictures

TEMPLATE = Path(__file__).with_suffix(".typ")
STANDARD = "ua-1"
# Many readers may ask for the same area between two publications.
KEPT = 64
LABELS = (
    "kind",
    "stands_out",
    "where",
    "figures",
    "figure",
    "area",
    "difference",
    "interval",
    "period",
    "reading",
    "ages",
    "age_group",
    "share",
    "services",
    "actions",
    "notes",
    "open",
)
ROLES = (
    "text",
    "text2",
    "text3",
    "line",
    "line_strong",
    "tint",
    "accent",
    "model",
    "model_bg",
    "model_text",
    "similar",
)


@dataclass(frozen=True)
class Figure:
    """One row of the table, written: `difference` is the word of `state`, `note` what makes it less sure."""

    name: str
    value: str
    benchmark: str
    state: str
    difference: str
    interval: str
    period: str
    note: str = ""
    is_model: bool = False


@dataclass(frozen=True)
class Age:
    """An age group: its written shares, and the same in per cent for the bar (None where there is none)."""

    group: str
    value: str
    benchmark: str
    share: float | None
    benchmark_share: float | None


@dataclass(frozen=True)
class Line:
    """A service or an action: what it is, and under it how to get in, or whose it is and until when."""

    name: str
    about: str
    is_model: bool = False


@dataclass(frozen=True)
class Card:
    """Everything on the page, in the reader's language; only labels that never change come from the words.

    place_map: SVG or empty. address: a link or empty. Texts are printed as they are, never read as markup.
    """

    language: str
    made: date
    name: str
    kind: str
    lead: str
    sentences: tuple[str, ...]
    place_map: str
    place_words: str
    place_note: str
    benchmark: str
    figures: tuple[Figure, ...]
    ages: tuple[Age, ...]
    age_words: str
    services: tuple[Line, ...]
    services_words: str
    actions: tuple[Line, ...]
    actions_words: str
    sources: str
    address: str

    @property
    def is_model(self) -> bool:
        """Whether anything on the page is model data."""
        return any(one.is_model for one in (*self.figures, *self.services, *self.actions))


@lru_cache(maxsize=KEPT)
def pdf(card: Card) -> bytes:
    """The card as a tagged PDF/UA-1 file; the same card gives the same bytes."""
    # The compiler is large, and most readers never print.
    import typst

    return typst.compile(
        TEMPLATE.read_bytes(),
        root=TEMPLATE.parent,
        sys_inputs={"card": written(card)},
        font_paths=font.fonts(),
        pdf_standards=[STANDARD],
        format="pdf",
    )


def written(card: Card) -> str:
    """The card with its labels, symbols and colours as JSON, which is all the template reads."""
    states = {one.state for one in card.figures} | {"model"}
    return json.dumps(
        {
            **font.drawable(asdict(card)),
            "made": [card.made.year, card.made.month, card.made.day],
            "title": font.drawable(_title(card)),
            "model": _model_words(card),
            "labels": {name: text.say(f"area_card.label.{name}", card.language) for name in LABELS},
            "footer": _footer(card),
            "marks": {state: pictures.mark(state) for state in states},
            "colours": {role: look.colour(role) for role in ROLES},
            "look": {**_print(), "font": font.FAMILY},
        },
        allow_nan=False,
    )


def _title(card: Card) -> str:
    key = "area_card.title_model" if card.is_model else "area_card.title"
    return text.say(key, card.language, area=card.name)


def _model_words(card: Card) -> dict[str, str]:
    """The word and sentence of the strip; empty on a page without model data."""
    if not card.is_model:
        return {}
    return {
        "word": text.say("model.word", card.language),
        "sentence": text.say("area_card.model", card.language),
    }


def _footer(card: Card) -> str:
    return text.say("area_card.made", card.language, day=text.day(card.made, card.language))


def _print() -> dict[str, Any]:
    tokens = look.tokens()["print"]
    return {name: tokens[name] for name in ("margin_mm", "base_pt", "h1_pt")}
