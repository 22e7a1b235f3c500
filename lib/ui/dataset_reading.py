"""The quiet fold where the analyst says how the file is to be read, when finding out by itself went wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from lib import intake
from lib.catalogue import catalogue
from lib.facts import Dataset
from lib.intake.spellings import plain
from lib.ui import parts
from lib.ui.datasets import WISHED, Checked

SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
DECIMAL_MARKS = {",": "comma", ".": "point"}
MOST_HEADING_ROW = 40
# Refusals that another way of reading may lift.
MENDABLE = ("input.only_headings", "input.broken_text", "input.too_many_columns")
Written = Callable[[object], str]


def show(file: Checked, dataset: Dataset) -> None:
    """How the file was read, each part as a picker; a change reads the file again at once."""
    if file.is_as_before:
        parts.foot(parts.words("datasets.mend.as_before"), "as_before")
    if not (file.found or file.wishes or file.refusal in MENDABLE):
        return
    with st.expander(parts.words("datasets.mend"), expanded=bool(file.wishes) and not file.is_as_before):
        if file.found is None or file.found.format == "csv":
            _text_pickers(file)
        if file.read:
            _column_pickers(file, dataset)


def _text_pickers(file: Checked) -> None:
    # What nobody could find out is offered as "find out", which is no wish.
    found = file.found or intake.NO_WISHES
    rows = list(range(1, MOST_HEADING_ROW + 1))
    _pick(file, "encoding", found.encoding, _encodings(found.encoding), str.upper)
    _pick(file, "separator", found.separator, list(SEPARATORS), _mark_of(SEPARATORS))
    _pick(file, "decimal_mark", found.decimal_mark, list(DECIMAL_MARKS), _mark_of(DECIMAL_MARKS))
    _pick(file, "heading_row", found.heading_row, rows, _row)


def _encodings(found: str) -> list[str]:
    """UTF-8 with and without its mark is read alike, and so is offered once."""
    return [one for one in intake.ENCODINGS if not found.startswith(one)] if found else [*intake.ENCODINGS]


def _mark_of(names: dict[str, str]) -> Written:
    return lambda mark: parts.words(f"datasets.mark.{names[mark]}")


def _row(number: int) -> str:
    return str(number) if number else parts.words("datasets.mend.no_headings")


def _pick(file: Checked, name: str, found: object, others: Sequence[object], written: Written) -> None:
    """A picker of one trait: what was found first, then the rest."""
    options = [found, *(one for one in others if one != found)]
    wished = getattr(file.wishes, name)
    key = f"wish_{name}_{file.mark}"
    labels = {one: written(one) for one in options if one or file.found}
    is_known = file.found is not None
    labels[found] = parts.words(
        "datasets.mend.found" if is_known else "datasets.mend.find", value=labels.get(found)
    )
    st.selectbox(
        parts.words(f"datasets.mend.{name}"),
        options,
        index=options.index(wished) if wished in options else 0,
        format_func=labels.__getitem__,
        key=key,
        on_change=_wish,
        args=(file.mark, file.wishes, name, key, found),
    )


def _column_pickers(file: Checked, dataset: Dataset) -> None:
    """For each different heading of the file what it means: the suggestion first, then all else.

    A source's own codes mean what they mean.
    """
    codes = {heading for one in file.read.account.used for heading in one.headings}
    codes.update(file.read.account.unused)
    shown = [one for one in file.read.detected.headings if one not in codes]
    suggested = intake.suggested(file.read.detected.headings, dataset, catalogue()) | file.read.guesses
    parts.foot(parts.words("datasets.mend.columns"), "wish_columns")
    first = {plain(one): place for place, one in reversed(list(enumerate(shown))) if plain(one)}
    for heading in (shown[place] for place in sorted(first.values())):
        _pick_meaning(file, heading, suggested.get(heading, intake.IGNORED), dataset)


def _pick_meaning(file: Checked, heading: str, suggestion: str, dataset: Dataset) -> None:
    options = list(dict.fromkeys([suggestion, *intake.meanings(dataset, catalogue())]))
    wished = file.wishes.columns.get(plain(heading), suggestion)
    labels = {one: _meaning(one, dataset) for one in options}
    key = f"wish_column_{plain(heading)}_{file.mark}"
    st.selectbox(
        heading,
        options,
        index=options.index(wished),
        format_func=labels.__getitem__,
        key=key,
        on_change=_wish_column,
        args=(file.mark, file.wishes, plain(heading), key, suggestion),
    )


def _meaning(meaning: str, dataset: Dataset) -> str:
    language = parts.language()
    if meaning == intake.IGNORED:
        return parts.words("datasets.mend.ignored")
    if meaning in catalogue().indicators:
        return catalogue().indicators[meaning].name[language]
    named = {column.id: column.name[language] for column in dataset.columns}
    words = named.get(meaning) or parts.words(f"intake.column.{meaning}")
    return words[:1].upper() + words[1:]


def _wish(mark: str, wishes: intake.Wishes, name: str, key: str, found: object) -> None:
    chosen = st.session_state[key]
    nothing = getattr(intake.NO_WISHES, name)
    st.session_state[WISHED] = (mark, replace(wishes, **{name: nothing if chosen == found else chosen}))


def _wish_column(mark: str, wishes: intake.Wishes, heading: str, key: str, suggestion: str) -> None:
    chosen = st.session_state[key]
    others = {one: meaning for one, meaning in wishes.columns.items() if one != heading}
    columns = others if chosen == suggestion else others | {heading: chosen}
    st.session_state[WISHED] = (mark, replace(wishes, columns=columns))
