"""Headings that are a source's codes or their labels: he_vakiy, Asukkaat yhteensä, 2024 (HE)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lib.facts import Catalogue, Dataset
from lib.feeds import Feed, group_of
from lib.intake import headings as plain_headings
from lib.intake.headings import OWN_COLUMNS, Matching
from lib.intake.problem import Problem
from lib.intake.spellings import indicators, plain
from lib.intake.wishes import IGNORED, NO_WISHES, Wishes, by_place

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
GROUP = re.compile(r"\(([A-Z]{2})\)|\b([A-Z]{2})\s*$")
RELEASE = "release_year"
# One code alone could be a chance likeness, unless a year or a group in the heading makes it sure.
FEWEST_CODES = 2


@dataclass(frozen=True, slots=True)
class Code:
    """A published code; the year in its heading, and whether the heading was a label and not the code."""

    code: str
    year: str = ""
    is_label: bool = False
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """A file of codes: by place what each column is; `release` tells the year of publication, if any.

    `matching` is as for any file: the codes are its measures.
    """

    codes: Mapping[int, Code]
    matching: Matching
    release: int | None = None


def feed_of(dataset: Dataset, catalogue: Catalogue) -> Feed | None:
    """What is known of the codes of the form's source; None when it has none."""
    source = catalogue.sources.get(dataset.source)
    return source.feed if source and source.feed and source.feed.labels else None


def known(dataset: Dataset, catalogue: Catalogue) -> frozenset[str]:
    """Plain codes and fields by which a row of headings is recognised."""
    feed = feed_of(dataset, catalogue)
    return frozenset(map(plain, (*feed.labels, *feed.fields))) if feed else frozenset()


def found(
    headings: Sequence[str], dataset: Dataset, catalogue: Catalogue, wishes: Wishes = NO_WISHES
) -> Coded | None:
    """What the headings of a file of codes are; None for any other file, or when a wish names a figure."""
    feed, wished = feed_of(dataset, catalogue), by_place(headings, wishes)
    if feed is None or any(meaning not in (IGNORED, *OWN_COLUMNS) for meaning in wished.values()):
        return None
    codes = {
        place: code
        for place, heading in enumerate(headings)
        if place not in wished and (code := code_of(heading, feed, indicators(catalogue, dataset)))
    }
    if len(codes) < FEWEST_CODES and not any(one.is_sure for one in codes.values()):
        return None
    coded = _with_others(headings, codes, feed, dataset, catalogue, wishes)
    return None if {"indicator_id", "value"} & coded.matching.columns.keys() else coded


def code_of(heading: str, feed: Feed, of_ours: Mapping[str, str] | None = None) -> Code | None:
    """The code a heading or a cell stands for; None when it is none, or could be more than one.

    of_ours: what a heading means in our own files, which counts unless a year or a group stands beside it.
    """
    spelled = plain(heading)
    if code := _codes(feed).get(spelled):
        return Code(code)
    year = YEAR.search(heading)
    is_sure = bool(year or GROUP.search(heading))
    if not is_sure and spelled in (of_ours or {}):
        return None
    hits = codes_like(heading, feed)
    return Code(hits[0], year.group() if year else "", True, is_sure) if len(hits) == 1 else None


def codes_like(heading: str, feed: Feed) -> list[str]:
    """The codes whose label a heading is, without its year; several where it lacks the group."""
    group = GROUP.search(heading)
    name = plain(GROUP.sub("", YEAR.sub("", heading)))
    wanted = next(filter(None, group.groups()), "").lower() if group else ""
    hits = [code for code, label in feed.labels.items() if name in (plain(label), plain(code))]
    return [code for code in hits if not wanted or group_of(code) == wanted]


def _codes(feed: Feed) -> dict[str, str]:
    return {plain(code): code for code in feed.labels}


def _with_others(
    headings: Sequence[str],
    codes: Mapping[int, Code],
    feed: Feed,
    dataset: Dataset,
    catalogue: Catalogue,
    wishes: Wishes,
) -> Coded:
    """The columns beside the codes matched as ever, once those that such files always have are set."""
    fields = {plain(name): kind for name, kind in feed.fields.items()}
    wished = by_place(headings, wishes)
    kinds = {
        place: fields[plain(heading)]
        for place, heading in enumerate(headings)
        if plain(heading) in fields and place not in {*wished, *codes}
    }
    # With labels the year is that of the figures, as in the source's own statistical tables.
    has_labels = any(one.is_label for one in codes.values())
    releases = [] if has_labels else [place for place, kind in kinds.items() if kind == "release"]
    unused = [place for place, kind in kinds.items() if kind == "unused"]
    hidden = {*codes, *unused, *releases}
    rest = ["" if place in hidden else heading for place, heading in enumerate(headings)]
    areas = {plain(headings[place]): "area_code" for place, kind in kinds.items() if kind == "area"}
    first = dict(list(areas.items())[:1]) if "area_code" not in wishes.columns.values() else {}
    matched = plain_headings.matched(
        rest, dataset, catalogue, replace(wishes, columns={**first, **wishes.columns})
    )
    has_year = bool(releases) or all(one.year for one in codes.values())
    shared = [place for place in matched.extra if len(codes_like(headings[place], feed)) > 1]
    matched = _with_shared(matched, [headings[place] for place in shared], feed)
    return Coded(codes, _matching(matched, codes, hidden, has_year), releases[0] if releases else None)


def _with_shared(matched: Matching, headings: Sequence[str], feed: Feed) -> Matching:
    """The matching that tells of headings of two groups which group they lack."""
    groups = {
        heading: ", ".join(group_of(code).upper() for code in codes_like(heading, feed))
        for heading in headings
    }
    problems = [
        replace(one, key="problem.label_shared", todo_key="", values={"groups": groups[one.found]})
        if one.key == "problem.column_extra" and one.found in groups
        else one
        for one in matched.problems
    ]
    return replace(matched, problems=tuple(problems))


def _matching(matched: Matching, codes: Mapping[int, Code], hidden: set[int], has_year: bool) -> Matching:
    """The matching of the whole file: what the codes give is not missing."""
    given = ("indicator_id", "value", *(["period"] if has_year else []))
    problems = [one for one in matched.problems if not _is_given(one, given)]
    extra = sorted({place for place in (*matched.extra, *hidden) if place not in codes})
    measures = {place: one.code for place, one in codes.items()}
    return replace(
        matched, measures=measures, periods=(), ages={}, extra=tuple(extra), problems=tuple(problems)
    )


def _is_given(problem: Problem, given: Sequence[str]) -> bool:
    return problem.key == "problem.column_missing" and problem.column in given
