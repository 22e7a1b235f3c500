"""One sentence a signal, its evidence, and how sure it is, in the language of this run."""

from collections.abc import Callable

import pandas as pd

from lib import names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.ui import asking, choices, parts

Maker = Callable[[pd.Series, str], str]
MOST_NAMED = 3
INDEX_DECIMALS = 3


def sentence(row: pd.Series, scope: str) -> str:
    """What has happened, with numbers where they fit."""
    made = _makers(row)[0](row, scope)
    return made[:1].upper() + made[1:]


def evidence(row: pd.Series, scope: str) -> str:
    """The figures behind it, since when, and where else."""
    said = [_makers(row)[1](row, scope), _also(row, scope)]
    if row["by_revision"]:
        said.append(parts.words("signal.by_revision"))
    return " ".join(one for one in said if one)


def _makers(row: pd.Series) -> tuple[Maker, Maker]:
    """What says the sentence and what the evidence; the yearly kinds differ by their keys alone."""
    return {
        "breach": (_breach, _breach_evidence),
        "special_cause": (_special_cause, _special_cause_evidence),
        "late": (_late, _late_evidence),
        "revised": (_revised, _revised_evidence),
    }.get(row["kind"], (_yearly, _yearly_evidence))


def certainty(row: pd.Series) -> tuple[str, str]:
    """How sure, in a word, and what it rests on."""
    word = parts.words(f"certainty.{row['certainty']}")
    if row["kind"] == "special_cause":
        way = direction(row)
        return word, text.plural(f"signal.sure.months.{way}", parts.language(), int(row["window"]))
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return (text.EN_DASH, word) if row["certainty"] == "not_assessed" else (word, "")
    interval = parts.words("signal.sure.interval", interval=_interval(row))
    if row["status"] == "estimate":
        return word, parts.words("signal.sure.estimate", interval=interval)
    return word, interval


def direction(row: pd.Series) -> str:
    """up or down."""
    reference = row["benchmark"] if row["kind"] in ("benchmark", "target") else row["before"]
    return "up" if row["after"] > reference else "down"


def value(row: pd.Series, figure: float) -> str:
    """A figure of the signal's indicator with its unit; of a gap the bare index."""
    if row["kind"] == "gap":
        return text.number(figure, INDEX_DECIMALS, parts.language())
    return "" if pd.isna(figure) else names.value(figure, indicator(row), parts.language())


def indicator(row: pd.Series) -> Indicator:
    """The indicator a signal speaks of."""
    return catalogue().indicators[row["indicator_id"]]


def subject(row: pd.Series) -> str:
    """The indicator as the subject of a sentence."""
    return parts.words(f"subject.{row['indicator_id']}")


def service(row: pd.Series) -> str:
    """The service's name."""
    return catalogue().services[row["service_id"]].name[parts.language()]


def place(row: pd.Series) -> str:
    """The area as a place: Keskustassa."""
    return names.place(catalogue(), row["area_level"], row["area_code"], parts.language())


def is_whole(row: pd.Series, scope: str) -> bool:
    """Whether the signal is about the scope's own area."""
    return (row["area_level"], row["area_code"]) == choices.home(scope)


def _where(row: pd.Series, scope: str) -> str:
    return "whole" if is_whole(row, scope) else "part"


def _whole_place(scope: str) -> str:
    return names.place(catalogue(), *choices.home(scope), parts.language())


def _breach(row: pd.Series, scope: str) -> str:
    return parts.words(
        f"signal.breach.{_where(row, scope)}",
        service=service(row),
        place=place(row),
        share=text.figure(row["value"], "percent", 0, parts.language()),
        group=parts.words(f"signal.age.{row['age_group']}"),
    )


def _breach_evidence(row: pd.Series, scope: str) -> str:
    language = parts.language()
    least = ".at_least" if row["status"] == "at_least" else ""
    said = parts.words(
        f"signal.breach.evidence{least}",
        waiting=text.number(row["denominator"], 0, language),
        over=text.number(row["numerator"], 0, language),
        limit=text.figure(float(row["rule"]), "days", 0, language),
    )
    return f"{said} {text.plural('signal.breach.months', language, int(row['window']))}"


def _special_cause(row: pd.Series, scope: str) -> str:
    unit = "days" if indicator(row).unit == "days" else "other"
    return parts.words(
        f"signal.special_cause.{direction(row)}.{unit}.{_where(row, scope)}",
        service=service(row),
        place=place(row),
        subject=subject(row),
        before=value(row, row["before"]),
        after=value(row, row["after"]),
    )


def _special_cause_evidence(row: pd.Series, scope: str) -> str:
    since = text.in_month(pd.Timestamp(row["since"]).date(), parts.language())
    said = parts.words(
        "signal.special_cause.evidence",
        before=value(row, row["before"]),
        after=value(row, row["after"]),
        since=since,
    )
    return f"{parts.words('signal.group.' + row['age_group'])} {said}"


def _yearly(row: pd.Series, scope: str) -> str:
    key = row["rule"] if row["kind"] in ("benchmark", "target") else direction(row)
    return parts.words(
        f"signal.{row['kind']}.{key}",
        place=place(row),
        subject=subject(row),
        whole=_whole_place(scope),
        benchmark=value(row, row["benchmark"]),
    )


def _yearly_evidence(row: pd.Series, scope: str) -> str:
    said = parts.words(
        f"signal.{row['kind']}.evidence",
        before=value(row, row["before"]),
        after=value(row, row["after"]),
        first=pd.Timestamp(row["since"]).year,
        year=pd.Timestamp(row["period_start"]).year,
    )
    if pd.isna(row["benchmark"]) or row["kind"] == "target" or is_whole(row, scope):
        return said
    against = parts.words("signal.against", place=_whole_place(scope), benchmark=value(row, row["benchmark"]))
    return f"{said} {against[:1].upper() + against[1:]}"


def _what(row: pd.Series) -> str:
    return service(row) if row["service_id"] else catalogue().datasets[row["rule"]].name[parts.language()]


def _late(row: pd.Series, scope: str) -> str:
    return parts.words("signal.late", what=_what(row), month=period_of(row, "period_end"))


def period_of(row: pd.Series, column: str) -> str:
    """A month or a year, as the data set comes."""
    day = pd.Timestamp(row[column]).date()
    return names.period_of(day, catalogue().datasets[row["rule"]].rhythm, parts.language())


def _late_evidence(row: pd.Series, scope: str) -> str:
    due = pd.Timestamp(row["since"]).date()
    return parts.words(
        "signal.late.evidence",
        newest=period_of(row, "period_start"),
        due=text.day(due, parts.language()),
        days=text.number((asking.today() - due).days, 0, parts.language()),
    )


def _revised(row: pd.Series, scope: str) -> str:
    count = text.number(row["people"], 0, parts.language())
    name = catalogue().datasets[row["rule"]].name[parts.language()]
    return parts.words("signal.revised", what=name, count=count)


def _revised_evidence(row: pd.Series, scope: str) -> str:
    return parts.words(
        "signal.revised.evidence",
        place=place(row),
        subject=subject(row),
        before=value(row, row["before"]),
        value=value(row, row["value"]),
    )


def _also(row: pd.Series, scope: str) -> str:
    level = choices.PARTS[scope]
    known = [code for code in row["others"] if (level, code) in catalogue().areas]
    named = [names.area(catalogue(), level, code, parts.language()) for code in known[:MOST_NAMED]]
    if not named:
        return ""
    more = len(known) - len(named)
    key = "signal.also_more" if more else "signal.also"
    return parts.words(key, names=", ".join(named), count=text.number(more, 0, parts.language()))


def _interval(row: pd.Series) -> str:
    one = indicator(row)
    if row["kind"] == "gap":
        return text.interval(row["lower"], row["upper"], "index", INDEX_DECIMALS, parts.language())
    unit, decimals = ("percent", 0) if row["kind"] == "breach" else (one.unit, one.decimals)
    return text.interval(row["lower"], row["upper"], unit, decimals, parts.language())
