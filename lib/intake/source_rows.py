"""A source's table whose rows tell which figure they hold, turned so that its codes stand side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from lib.feeds import Feed
from lib.intake.headings import Matching
from lib.intake.problem import Problem
from lib.intake.source_codes import Code, Coded, code_of
from lib.intake.source_figures import MOST_NAMED
from lib.intake.source_numbers import read_figures, told_figures
from lib.intake.spellings import plain


def by_rows(
    cells: pd.DataFrame,
    matching: Matching,
    headings: Sequence[str],
    feed: Feed,
    decimal_mark: str,
    of_ours: Mapping[str, str],
) -> tuple[pd.DataFrame, Coded, list[str], list[Problem]] | None:
    """A file whose rows tell the code of their figure, as if the codes stood side by side.

    Cells, what their columns are, their headings, and rows that say the same figure twice; None when the
    column of figures holds no codes, or names of our own. of_ours: what a name means in our own files.
    """
    place = matching.columns.get("indicator_id")
    if (
        place is None
        or "area_code" not in matching.columns
        or not ("value" in matching.columns or matching.periods)
    ):
        return None
    texts = cells[str(place)].astype("str")
    codes = {text: code for text in texts.unique() if (code := code_of(text, feed, of_ours))}
    # A file that names one figure of ours is ours, though others of its names are labels of the source too.
    if not codes or any(plain(text) in of_ours and text not in codes for text in texts.unique()):
        return None
    long = _long(cells, matching, headings, texts.map({text: one.code for text, one in codes.items()}))
    years = texts.map({text: one.year for text, one in codes.items()}).fillna("").to_numpy()
    long = long.assign(
        year=long["year"].mask(long["year"].eq(""), pd.Series(years, cells.index).loc[long.index])
    )
    problems = _unknown(long[long["code"].isna()], texts, headings[place])
    long = long[long["code"].notna()].reset_index(drop=True)
    twice = long[long.duplicated(["area", "year", "code"], keep=False)]
    problems += _twice(twice, headings[matching.columns["area_code"]])
    long, faults = _readable(long, decimal_mark)
    problems += faults
    long = long.drop_duplicates(["area", "year", "code"])
    return (*_side_by_side(long, matching, headings, feed), problems)


def _long(cells: pd.DataFrame, matching: Matching, headings: Sequence[str], codes: pd.Series) -> pd.DataFrame:
    """area, year, code, text and row of each figure; the year from a column or from the headings."""
    area = cells[str(matching.columns["area_code"])].astype("str").str.strip()
    year_place = matching.columns.get("period")
    year = cells[str(year_place)].astype("str").str.strip() if year_place is not None else ""
    base = pd.DataFrame({"area": area, "year": year, "code": codes, "row": cells["row"], "heading": ""})
    if matching.periods:
        parts = [
            base.assign(year=headings[place], heading=headings[place], text=cells[str(place)].astype("str"))
            for place in matching.periods
        ]
        return pd.concat(parts)
    value = matching.columns["value"]
    return base.assign(heading=headings[value], text=cells[str(value)].astype("str"))


def _side_by_side(
    long: pd.DataFrame, matching: Matching, headings: Sequence[str], feed: Feed
) -> tuple[pd.DataFrame, Coded, list[str]]:
    wide = long.pivot(index=["area", "year"], columns="code", values="text").fillna("..")
    rows = long.groupby(["area", "year"])["row"].min().reindex(wide.index)
    codes = list(wide.columns)
    cells = wide.reset_index().set_axis([str(place) for place in range(len(codes) + 2)], axis=1)
    cells = cells.astype("category").assign(row=rows.to_numpy())
    shown = [headings[matching.columns["area_code"]], "", *(feed.labels[code] for code in codes)]
    places = {place: Code(code) for place, code in enumerate(codes, 2)}
    columns = {"area_code": 0, "period": 1}
    side = replace(matching, columns=columns, measures={}, periods=())
    return cells, Coded(places, side), shown


def _readable(long: pd.DataFrame, mark: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Texts that are no figures as missing ones, told on the rows where they stand."""
    read = read_figures(long["text"], mark)
    problems = [
        problem
        for heading, part in long.groupby("heading", sort=False)
        for problem in told_figures(part["text"], read.loc[part.index], part["row"], str(heading))
    ]
    text = long["text"].mask(read["mark"].eq("suppressed"), "...").mask(read["fault"].eq("number_text"), "..")
    return long.assign(text=text), problems


def _unknown(long: pd.DataFrame, texts: pd.Series, heading: str) -> list[Problem]:
    """One warning of the names in the column of figures that are no codes of the source."""
    names = list(dict.fromkeys(texts.loc[long.index]))
    if not names:
        return []
    return [
        Problem(
            "problem.codes_unknown", "warning", None, heading, ", ".join(names), {"count": str(len(names))}
        )
    ]


def _twice(rows: pd.DataFrame, heading: str) -> list[Problem]:
    named = rows.groupby(["area", "year", "code"], sort=False)["row"].transform(
        lambda one: ", ".join(map(str, one.head(MOST_NAMED)))
    )
    return [
        Problem("problem.repeated", "error", int(row), heading, f"{area} · {year} · {code}", {"rows": which})
        for row, area, year, code, which in zip(
            rows["row"], rows["area"], rows["year"], rows["code"], named, strict=True
        )
    ]
