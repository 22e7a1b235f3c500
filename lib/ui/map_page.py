"""Questions and words of the map page: which levels and periods there are, and one figure for every area."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib import figures, maps, names, text, uncertainty
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup import rows
from lib.ui import address, asking, choices, parts, pickers, profile, profile_charts

NOT_COMPARED = ("not_compared", *maps.EMPTY)
MOST_OTHERS = 8
# The finding names at most so many areas.
NAMED = 2


@dataclass(frozen=True)
class Shown:
    """What the page shows: one row an area of the scope in `table`, held against `benchmark` (or NaN)."""

    indicator: Indicator
    level: str
    table: pd.DataFrame
    benchmark: float

    @property
    def has_difference(self) -> bool:
        return bool((~self.table["state"].isin(NOT_COMPARED)).any())


def observed(indicator: Indicator, level: str, scope: str) -> pd.DataFrame:
    """All periods of the areas of the scope."""
    series = asking.observations((indicator.id,), level)
    return series[series["area_code"].isin([code for _, code in pickers.areas(level, scope)])]


def levels(indicator: Indicator, scope: str) -> tuple[str, ...]:
    """Levels of the scope of which more than one area has the indicator; one area makes no map."""
    known = asking.coverage()
    having = asking.with_work_areas(set(known[known["indicator_id"].eq(indicator.id)]["area_level"]))
    return tuple(
        level
        for level in pickers.MAPPED[scope]
        if level in having and _has_map(observed(indicator, level, scope))
    )


def _has_map(rows: pd.DataFrame) -> bool:
    """Whether a map tells anything: more than one area, and a value or a reason why it is hidden."""
    empty = rows["status"].isin(("not_applicable", "missing"))
    return rows["area_code"].nunique() > 1 and not empty.all()


def periods(indicator: Indicator, level: str, scope: str) -> list[str]:
    """Years or months that exist, the newest first, as the address writes them."""
    return sorted(set(_written(observed(indicator, level, scope), indicator)), reverse=True)


def _written(series: pd.DataFrame, indicator: Indicator) -> pd.Series:
    return series["period_start"].dt.strftime("%Y" if indicator.periodicity == "year" else "%Y-%m")


def weighed(indicator: Indicator, level: str, scope: str, period: str) -> Shown:
    """Every area of the scope in one period with limits, state and rank; an area without a row is missing."""
    facts = catalogue().indicators
    table = of_period(indicator, level, scope, period)
    table = figures.with_intervals(table, facts)
    table = figures.with_difference(table, _benchmark_rows(indicator, level), facts)
    table = uncertainty.with_reliability(figures.with_rank(table), indicator.kind)
    shown = [short_name(level, code) for code in table["area_code"]]
    table = table.assign(series=shown, lower=table["lower_95"], upper=table["upper_95"])
    known = table["benchmark"].dropna()
    return Shown(indicator, level, table, float(known.iloc[0]) if len(known) else float("nan"))


def of_period(indicator: Indicator, level: str, scope: str, period: str) -> pd.DataFrame:
    """A row for every area of the scope in one period."""
    series = observed(indicator, level, scope)
    return _whole(series[_written(series, indicator).eq(period)], level, scope)


def _whole(table: pd.DataFrame, level: str, scope: str) -> pd.DataFrame:
    codes = pd.DataFrame({"area_code": [code for _, code in pickers.areas(level, scope)]})
    first = table.iloc[0]
    joined = codes.merge(table, on="area_code", how="left")
    same = {name: first[name] for name in ("indicator_id", "area_level", "period_start", "period_end")}
    return joined.assign(**same, status=joined["status"].fillna("missing"))


def _benchmark_rows(indicator: Indicator, level: str) -> pd.DataFrame:
    """The benchmark area's figures; none for a count, since a part is always smaller than its whole."""
    found = asking.of_area(*profile.benchmark_of(level))
    return found.head(0) if indicator.kind == "count" else found


def short_name(level: str, code: str) -> str:
    """An area's name without the code that its official name may begin with."""
    return names.area(asking.facts(), level, code, parts.language()).removeprefix(f"{code} ")


def finding(shown: Shown) -> str:
    """Which areas are highest; where figures are compared, only areas above the benchmark are named."""
    name = shown.indicator.short[parts.language()]
    known = shown.table.dropna(subset="value").sort_values("value", ascending=False)
    if len(known) <= NAMED or known["value"].nunique() == 1:
        return shown.indicator.name[parts.language()]
    if shown.has_difference:
        known = known[known["state"].str.contains("higher")]
    if known.empty:
        return parts.words("map.none_higher", name=name, benchmark=benchmark_name(shown.level))
    listed = list(known["series"].head(NAMED))
    return text.plural(
        "map.finding", parts.language(), len(listed), name=name, areas=parts.words("list.and").join(listed)
    )


def subtitle(shown: Shown) -> str:
    """Measure, unit, benchmark value and period; an estimate says so."""
    indicator, language = shown.indicator, parts.language()
    pieces = [profile_charts.subtitle(indicator), benchmark_words(shown), period_words(shown)]
    if shown.table["status"].eq("estimate").any():
        is_district = shown.level == "major_district"
        pieces.append(parts.words("map.estimate") if is_district else parts.words("state.estimate").lower())
    if shown.table["status"].eq("provisional").any():
        pieces.append(text.say("state.provisional", language).lower())
    return " · ".join(piece for piece in pieces if piece)


def benchmark_words(shown: Shown) -> str:
    """The benchmark's name and value; empty when there is none."""
    if pd.isna(shown.benchmark):
        return ""
    value = names.value(shown.benchmark, shown.indicator, parts.language())
    return parts.words("map.benchmark", name=benchmark_name(shown.level), value=value)


def benchmark_name(level: str) -> str:
    """The name of what the areas of a level are held against."""
    return names.area(catalogue(), *profile.benchmark_of(level), parts.language())


def period_words(shown: Shown) -> str:
    """The shown period as a reader says it."""
    return names.period(shown.table["period_start"].iloc[0], shown.indicator, parts.language())


def counted(shown: Shown) -> str:
    """How many areas are above and below the benchmark, in one sentence."""
    if not shown.has_difference:
        return parts.words("map.in_order")
    higher, lower = (int(shown.table["state"].str.contains(side).sum()) for side in ("higher", "lower"))
    if not higher and not lower:
        return parts.words("map.none_differs", benchmark=benchmark_name(shown.level))
    return parts.words("map.counted", higher=higher, lower=lower, benchmark=benchmark_name(shown.level))


def settle_area(shown: Shown) -> str:
    """The area of the address when it is on the map, else the highest one, which becomes the chosen one."""
    asked_level, code = choices.area_key(address.get("area"))
    if asked_level == shown.level and code in set(shown.table["area_code"]):
        return code
    ordered = shown.table.sort_values("value", ascending=False, na_position="last")
    code = str(ordered["area_code"].iloc[0])
    address.put("area", choices.area_value(shown.level, code))
    return code


def pick_area(shown: Shown) -> None:
    """The list beside the map, in the order of names."""
    ordered = shown.table.sort_values("series")["area_code"]
    address.pick(
        st.selectbox,
        "area",
        [choices.area_value(shown.level, code) for code in ordered],
        lambda value: names.area(asking.facts(), *choices.area_key(value), parts.language()),
        label=parts.words("frame.area"),
    )


def tell_replaced(asked: str, indicator: Indicator) -> None:
    """One line when the scope lacks the indicator that was asked for and another one is shown."""
    wanted = catalogue().indicators.get(asked)
    if wanted and wanted.id != indicator.id:
        parts.notice(
            parts.words(
                "map.replaced", name=wanted.name[parts.language()], levels=", ".join(_plurals(wanted))
            )
        )


def _plurals(indicator: Indicator) -> list[str]:
    """The levels that have the indicator, in words."""
    known = asking.coverage()
    having = set(known[known["indicator_id"].eq(indicator.id)]["area_level"])
    return [
        one.plural[parts.language()].lower() for level, one in catalogue().levels.items() if level in having
    ]


def lacking_title(scope: str) -> str:
    """That the indicator has no map in the scope."""
    return parts.words("map.lacking", scope=pickers.scope_name(scope))


def lacking(indicator: Indicator, scope: str) -> str:
    """An indicator without a map in the scope: which levels have it, where to see it, what to see instead."""
    where = [
        rows.Entry(parts.words("map.show_in", scope=pickers.scope_name(one)), None, "", f"map: scope:{one}")
        for one in choices.SCOPES
        if one != scope and levels(indicator, one)
    ]
    why = parts.words("map.lacking_why", levels=", ".join(_plurals(indicator)))
    return rows.short_list(why, where, "") + rows.short_list(parts.words("map.others"), _others(scope), "")


def _others(scope: str) -> list[rows.Entry]:
    found = [one for one in catalogue().indicators.values() if one.topic != "services" and levels(one, scope)]
    found.sort(key=lambda one: (one.headline or 99, one.name.fi))
    return [
        rows.Entry(one.name[parts.language()], None, "", f"map: indicator:{one.id}")
        for one in found[:MOST_OTHERS]
    ]


def file_name(shown: Shown, period: str) -> str:
    """The name of the downloaded table."""
    return f"{shown.indicator.id}-{shown.level}-{period}"
