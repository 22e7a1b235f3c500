"""Actions made up for the model data, and their words in the reader's language."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from lib.facts import Words
from lib.sample.town import STRICT, read
from lib.settings import settings

FILE = "actions.toml"
# Who saved them, as the list of revisions tells it.
ROLE = "embedded"


@dataclass(config=STRICT)
class ModelAction:
    """One made-up action; `area` as major_district-4."""

    id: str
    kind: Literal["acknowledged", "explained", "action"]
    indicator_id: str
    area: str
    what: Words
    owner: Words
    owner_kind: Literal["city", "wellbeing_county", "association"]
    start_on: date
    due_on: date | None = None
    signal_kind: str = ""
    service_id: str = ""
    age_group: str = "all"
    themes: tuple[str, ...] = ()
    expected: Literal["decrease", "increase", ""] = ""


def read_actions(folder: Path) -> tuple[ModelAction, ...]:
    """The actions of `folder`/actions.toml."""
    return TypeAdapter(tuple[ModelAction, ...]).validate_python(read(folder / FILE)["action"])


def rows(folder: Path) -> list[dict[str, object]]:
    """The actions as the store takes them, with their Finnish words."""
    return [_row(one) for one in read_actions(folder)]


def in_language(written: str, language: str) -> str:
    """A stored text of a model action in the reader's language; any other text as it was written."""
    found = _words().get(written)
    return found[language] if found else written


def _row(one: ModelAction) -> dict[str, object]:
    level, _, code = one.area.partition("-")
    made = {
        "area_level": level,
        "area_code": code,
        "what": one.what.fi,
        "owner": one.owner.fi,
        "themes": list(one.themes),
        "areas": [one.area],
        "state": "open",
        "origin": "model",
        "author_role": ROLE,
        "reason": "",
        "rules_version": "",
    }
    told = asdict(one)
    return {**{name: told[name] for name in told if name not in ("id", "area", "what", "owner")}, **made}


@cache
def _words() -> Mapping[str, Words]:
    known = read_actions(settings().data_folder / "sample")
    return {words.fi: words for one in known for words in (one.what, one.owner)}
