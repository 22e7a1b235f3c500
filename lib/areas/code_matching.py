"""Which row of a received map is which area: by a code field, by names only when no field holds codes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.areas.map_problem import MapProblem, fault, listed, note
from lib.settings import settings

Known = Mapping[str, Collection[str]]
# The usual names, for a tie between fields that match equally well.
USUAL_FIELDS = (
    "code",
    "koodi",
    "natcode",
    "postinumeroalue",
    "posti_alue",
    "tunnus",
    "kunta",
    "numero",
    "nro",
    "id",
)
# One name, areas of several levels: Turku is also a sub-region, Helsinki also a wellbeing county.
AMBIGUOUS_NAMES = frozenset(
    (settings().data_folder / "areas" / "ambiguous_names.txt").read_text(encoding="utf-8").split()
)
# A file that knows fewer than half of the areas is of another level or another year, not a map with gaps.
SMALLEST_SHARE = 0.5
# So many codes are shown to a sender whose file has none of them.
EXAMPLES = 3


@dataclass(frozen=True)
class Matched:
    """codes[i] is the area of row i or None; `field` is the column it was read from."""

    codes: list[str | None]
    field: str
    problems: list[MapProblem] = field(default_factory=list)


def match(table: pd.DataFrame, known: Known, code_field: str | None = None) -> Matched:
    """The code of every row, and what did not match: unknown codes are left out, too few areas refused."""
    if table.empty:
        return Matched([None] * len(table), code_field or "", [fault("geometry.no_rows")])
    if code_field is not None and code_field not in table.columns:
        absent = fault("geometry.no_such_field", field=code_field, **listed(table.columns))
        return Matched([], code_field, [absent])
    fields = [code_field] if code_field else list(table.columns)
    codes = {name: [_code(value, known) for value in table[name]] for name in fields}
    best = max(fields, key=lambda name: (len(set(codes[name]) - {None}), -_rank(name)), default=None)
    if best is None or not any(codes[best]):
        return _by_name(table, known) if code_field is None else _unmatched(table, code_field, known)
    return Matched(codes[best], best, _left_out(codes[best], table[best], known))


def repeated(codes: Iterable[str | None]) -> list[str]:
    """Codes that more than one row has."""
    return sorted(code for code, n in Counter(codes).items() if code and n > 1)


def _code(value: object, known: Known) -> str | None:
    """The known code a value means: 19 and 19.0 are 019, KU853 is 853."""
    text = str(value).strip()
    text = text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
    lengths = sorted({len(code) for code in known})
    bare = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    spellings = (text, bare, *(bare.zfill(n) for n in lengths if bare.isdigit()))
    return next((spelling for spelling in spellings if spelling in known), None)


def _rank(name: str) -> int:
    lowered = name.lower()
    return USUAL_FIELDS.index(lowered) if lowered in USUAL_FIELDS else len(USUAL_FIELDS)


def _by_name(table: pd.DataFrame, known: Known) -> Matched:
    owners = _owners(known)
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    keys = {name: [_key(value) for value in table[name]] for name in texts}
    best = max(texts, key=lambda name: len(owners.keys() & set(keys[name])), default=None)
    if best is None or not owners.keys() & set(keys[best]):
        return _unmatched(table, best or "", known)
    doubtful = {key for key in keys[best] if key in owners and _is_doubtful(key, owners, keys[best])}
    codes = [next(iter(owners[key])) if key in owners and key not in doubtful else None for key in keys[best]]
    problems = [note("geometry.matched_by_name", field=best)]
    if doubtful:
        problems.append(fault("geometry.ambiguous_names", field=best, **listed(sorted(doubtful))))
    return Matched(codes, best, problems + _left_out(codes, table[best], known, doubtful))


def _owners(known: Known) -> dict[str, set[str]]:
    owners = defaultdict(set)
    for code, names in known.items():
        for name in names:
            owners[_key(name)].add(code)
    return owners


def _key(name: object) -> str:
    return str(name).strip().casefold()


def _is_doubtful(key: str, owners: dict[str, set[str]], keys: list[str]) -> bool:
    return key in AMBIGUOUS_NAMES or len(owners[key]) > 1 or keys.count(key) > 1


def _unmatched(table: pd.DataFrame, name: str, known: Known) -> Matched:
    told = {"fields": listed(table.columns)["list"], "examples": ", ".join(sorted(known)[:EXAMPLES])}
    return Matched([None] * len(table), name, [fault("geometry.no_codes", **told)])


def _left_out(
    codes: list[str | None], values: pd.Series, known: Known, told: Collection[str] = ()
) -> list[MapProblem]:
    """What is in the file but not in the level, and the other way round."""
    rows = enumerate(zip(values, codes, strict=True), start=1)
    strange = [f"#{row}" if pd.isna(v) else v for row, (v, code) in rows if not code and _key(v) not in told]
    missing = sorted(known.keys() - set(codes))
    problems = []
    if strange:
        problems.append(note("geometry.unknown_codes", field=values.name, **listed(strange)))
    if missing and not told:
        few = len(missing) > len(known) * SMALLEST_SHARE
        problems.append((fault if few else note)("geometry.areas_missing", all=len(known), **listed(missing)))
    return problems
