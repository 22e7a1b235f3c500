"""Signals as rows to be drawn: words, picture, what is being done, and where a press leads."""

import pandas as pd
from markupsafe import Markup

from lib import names, text
from lib.catalogue import catalogue
from lib.markup import signal_pictures, signals
from lib.markup.pictures import Placed
from lib.markup.rows import Cell
from lib.ui import choices, parts, signal_actions, signal_words

INKS = {
    "breach": "breach",
    "concern": "worse",
    "improvement": "better",
    "neutral_high": "neutral-higher",
    "neutral_low": "neutral-higher",
}


def row(signal: pd.Series, scope: str) -> signals.SignalRow:
    """One row of the list."""
    sure, small = signal_words.certainty(signal)
    return signals.SignalRow(
        cell(signal),
        signal_words.sentence(signal, scope),
        signal_words.evidence(signal, scope),
        picture(signal, scope),
        sure,
        small,
        done(signal, scope),
        evidence_view(signal),
        signal_words.indicator(signal).origin == "model",
    )


def cell(signal: pd.Series) -> Cell:
    """State as symbol, word and ink; the symbol points the way the figure went."""
    return Cell(symbol(signal), parts.words(f"status.{signal['state']}"), names.ink(symbol(signal)))


def symbol(signal: pd.Series) -> str:
    """The key of the tokens' states for a signal."""
    state = signal["state"]
    if state in ("breach", "late"):
        return state
    if state == "revised":
        return "similar"
    way = {"up": "higher", "down": "lower"}[signal_words.direction(signal)]
    return {"concern": f"worse_{way}", "improvement": f"better_{way}"}.get(state, way)


def done(signal: pd.Series, scope: str) -> signals.Done:
    """What is being done, or the link to a new action on the signal's series."""
    return signal_actions.done(signal, scope, f"action:new {_subject(signal)} signal:{signal['kind']}")


def evidence_view(signal: pd.Series) -> str:
    """The view that shows the evidence, as the address writes it."""
    if signal["kind"] in ("late", "revised"):
        return f"dataset:{signal['rule']}"
    if signal["kind"] == "gap":
        return f"gap:{signal['indicator_id']} indicator:{signal['indicator_id']}"
    if signal["kind"] == "breach":
        area = choices.area_value(signal["area_level"], signal["area_code"])
        return f"service:{signal['service_id']} age:{signal['age_group']} area:{area}"
    return _subject(signal)


def _subject(signal: pd.Series) -> str:
    area = choices.area_value(signal["area_level"], signal["area_code"])
    pieces = [f"indicator:{signal['indicator_id']}", f"area:{area}"]
    if signal["service_id"]:
        return " ".join([*pieces, f"service:{signal['service_id']}", f"age:{signal['age_group']}"])
    return " ".join([*pieces, f"level:{signal['area_level']}"])


def picture(signal: pd.Series, scope: str) -> Markup:
    """24 months, a comparison, or the months that have come."""
    if signal["kind"] == "late":
        return _months(signal)
    if signal["kind"] == "revised":
        return Markup("")
    if signal["kind"] in ("benchmark", "target"):
        return _against(signal, scope)
    return _series(signal, scope)


def _written(signal: pd.Series) -> str:
    if signal["kind"] == "breach":
        return text.figure(signal["value"], "percent", 0, parts.language())
    return signal_words.value(signal, signal["value"])


def _series(signal: pd.Series, scope: str) -> Markup:
    recent = signal["recent"]
    is_breach = signal["kind"] == "breach"
    run = signal_pictures.Run(
        recent.values,
        _flagged(signal),
        recent.mean,
        recent.lower,
        recent.upper,
        INKS[signal["state"]],
        0.0 if is_breach else float("nan"),
    )
    label = parts.words(
        "signal.picture.series",
        words=signal_words.sentence(signal, scope),
        count=len(recent.values),
        value=_written(signal),
    )
    return signal_pictures.series(run, _written(signal), parts.words("signal.breach.law"), label)


def _flagged(signal: pd.Series) -> tuple[bool, ...]:
    """The points that went the way of the signal; a yearly trend marks its newest."""
    flags = signal["recent"].flags
    if signal["kind"] in ("trend", "gap"):
        return tuple(place == len(flags) - 1 for place in range(len(flags)))
    way = -1 if signal["kind"] == "special_cause" and signal_words.direction(signal) == "down" else 1
    return tuple(flag == way for flag in flags)


def _against(signal: pd.Series, scope: str) -> Markup:
    language = parts.language()
    one = signal_words.indicator(signal)
    whole = names.area(catalogue(), *choices.home(scope), language)
    reference = f"{whole} {names.bare(signal['benchmark'], one, language)}"
    placed = Placed(
        signal["value"],
        signal["lower"],
        signal["upper"],
        (),
        signal["benchmark"],
        INKS[signal["state"]],
        signal["state"] in ("concern", "improvement"),
    )
    label = parts.words(
        "signal.picture.against",
        words=signal_words.sentence(signal, scope),
        value=_written(signal),
        benchmark=signal_words.value(signal, signal["benchmark"]),
    )
    return signal_pictures.against(placed, reference, _written(signal), label)


def _months(signal: pd.Series) -> Markup:
    missing = signal_words.period_of(signal, "period_end")
    there = tuple(bool(value) for value in signal["recent"].values)
    rhythm = catalogue().datasets[signal["rule"]].rhythm
    said = parts.words(f"signal.picture.{rhythm}s", missing=missing)
    return signal_pictures.months(there, missing, said)
