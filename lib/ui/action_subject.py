"""What a new action is about: the figure of the link, or one chosen here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.actions import Action
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.ui import action_words as words
from lib.ui import address, asking, chain, choices, parts, pickers


def of_link() -> Action:
    """A new action about what the address says; the first known figure and area where it says nothing."""
    indicator = catalogue().indicators[_pick("indicator", "indicator_id", named(catalogue().indicators))]
    level, code = choices.area_key(_pick_area(indicator))
    made = Action(
        indicator.id,
        level,
        code,
        signal_kind=address.get("signal"),
        start_on=asking.today(),
        areas=(choices.area_value(level, code),),
        themes=indicator.themes[:1],
        author_role="analyst",
    )
    if indicator.topic != "services":
        return made
    service = _pick("service", "service_id", named(catalogue().services))
    ages = {age: parts.words(f"age.{age}") for age in choices.AGE_MEMBERS}
    return replace(made, service_id=service, age_group=_pick("age", "age_group", ages))


def area_options(indicator: Indicator | None) -> list[str]:
    """The areas an action about this figure can be about, as the address writes them."""
    if indicator is not None and indicator.topic == "services":
        return chain.area_options()
    scope = address.get("scope")
    levels = pickers.LEVELS_OF_SCOPE[scope]
    inside = [choices.area_value(*key) for level in levels for key in pickers.areas(level, scope)]
    return [choices.area_value(*choices.home(scope)), *inside]


def named(facts: Mapping[str, Any]) -> dict[str, str]:
    """The name of each fact in the reader's language, in the order of the names."""
    names = {name: fact.name[parts.language()] for name, fact in facts.items()}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _pick(name: str, label: str, written: Mapping[str, str]) -> str:
    return address.pick(st.selectbox, name, list(written), written.__getitem__, label=words.field(label))


def _pick_area(indicator: Indicator) -> str:
    options = area_options(indicator)
    asked = address.get("area")
    if asked and asked not in options and indicator.topic != "services":
        options.append(asked)
    return _pick("area", "area_code", {value: pickers.area_label(value) for value in options})
