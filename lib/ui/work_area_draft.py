"""What a worker has written about a work area and not yet saved: kept until it is saved or thrown away."""

from dataclasses import replace
from datetime import date

import streamlit as st

from lib.ui import address, asking
from lib.work_areas.shape import NAMES, ROLES, Borders, OwnArea, with_borders

DRAFTS, ROUND = "work_area_drafts", "work_area_round"
# What the form writes of the area itself; the base areas stand in the address.
FIELDS = (*NAMES, "about", "colour")


def of(head: OwnArea, level: str, codes: tuple[str, ...] | None) -> OwnArea:
    """The draft over the newest revision `head`, with base areas of a level; None where they are as saved.

    A field the worker has not touched follows `head`, so that saving takes back nothing of somebody else's.
    """
    base, written = _kept(head)
    if base.revision != head.revision:
        _follow(base, head, written)
    fields = {name: value for name, value in written.items() if name != "valid_from"}
    if codes is None and (before := head.in_hand(asking.today())):
        level, codes = before.level, before.codes
    return replace(head, **fields, borders=_borders(head, Borders(written["valid_from"], level, codes or ())))


def _follow(base: OwnArea, head: OwnArea, written: dict[str, object]) -> None:
    """Take over what somebody else saved in the fields that the worker has not touched."""
    earlier, later = _fresh(base), _fresh(head)
    for name in (*FIELDS, "valid_from"):
        if written[name] == earlier[name] and later[name] != earlier[name]:
            written[name] = st.session_state[key(name, head)] = later[name]
            if name in FIELDS:
                # What was followed once is not the worker's own at the next revision.
                base = replace(base, **{name: later[name]})
    _drafts()[head.code] = (base, written)
    # Base areas that the worker has pressed stand on the borders of their time: that must be said.
    if written == {**later, "author_role": written["author_role"]} and not address.get("members"):
        _drafts()[head.code] = (head, written)


def base_revision(head: OwnArea) -> int:
    """The revision the worker began from."""
    return _kept(head)[0].revision


def forget(head: OwnArea) -> None:
    """Throw a draft away; the fields start from what is saved."""
    _drafts().pop(head.code, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def key(name: str, head: OwnArea) -> str:
    """The key of a field's widget; another one after each saving, so that it starts anew."""
    return f"work_area_{name}_{head.code}_{st.session_state.get(ROUND, 0)}"


def value(name: str, head: OwnArea) -> object:
    """What a field holds."""
    return _kept(head)[1][name]


def start_of(head: OwnArea) -> date:
    """From when the borders in hand hold: those in force, those planned first, or today."""
    borders = head.in_hand(asking.today())
    return borders.valid_from if borders else asking.today()


def _drafts() -> dict[str, tuple[OwnArea, dict[str, object]]]:
    return st.session_state.setdefault(DRAFTS, {})


def _kept(head: OwnArea) -> tuple[OwnArea, dict[str, object]]:
    """The revision begun from, and every field as it was last written."""
    if head.code not in _drafts():
        _drafts()[head.code] = (head, _fresh(head))
    base, written = _drafts()[head.code]
    for name in written:
        # Streamlit forgets a widget that is not drawn; what was written stays here.
        if (held := st.session_state.get(key(name, head))) is not None:
            written[name] = held
    return base, written


def _fresh(head: OwnArea) -> dict[str, object]:
    """The fields of the form as a revision fills them; a saving gets a reason and role of its own."""
    filled = {name: getattr(head, name) for name in FIELDS}
    return {**filled, "author_role": ROLES[0], "reason": "", "valid_from": start_of(head)}


def _borders(head: OwnArea, new: Borders) -> tuple[Borders, ...]:
    """The borders with those in hand: another day is another version, the same day a correction."""
    before = head.in_hand(asking.today())
    if before == new or not new.codes and before is None:
        return head.borders
    is_moved = before is not None and (before.level, set(before.codes)) == (new.level, set(new.codes))
    kept = [one for one in head.borders if one != before] if is_moved else head.borders
    same_members = is_moved and before.valid_from == new.valid_from
    return head.borders if same_members else with_borders(kept, new)
