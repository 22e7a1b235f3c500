"""Questions and words of the indicator page: all areas of a level in order, the definition and the table."""

import pandas as pd

from lib import charts, figures, names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup import definition
from lib.settings import settings
from lib.ui import address, asking, choices, parts, pickers, profile_charts

# A longer list is cut to its two ends; the table has all.
MOST_RANKED = 40


def levels(indicator: Indicator, scope: str) -> tuple[str, ...]:
    """Levels of the scope that have figures of the indicator; any level it has when the scope has none."""
    known = asking.coverage()
    known = known[known["indicator_id"].eq(indicator.id) & known["area_count"].gt(1)]
    having = asking.with_work_areas(set(known["area_level"]))
    inside = tuple(level for level in pickers.SHOWN[scope] if level in having)
    return inside or tuple(level for level in catalogue().levels if level in having)


def benchmark(level: str, scope: str) -> tuple[str, str]:
    """The area the others are held against: the scope's own area, or the country for larger ones."""
    if level in ("wellbeing_county", "country", "municipality"):
        return ("wellbeing_county", settings().county_code) if scope == choices.COUNTY else ("country", "FI")
    return choices.home(choices.CITY)


def weighed(indicator: Indicator, level: str, scope: str) -> pd.DataFrame:
    """The newest common period of all areas of the level, with limits, state and rank."""
    series = asking.observations((indicator.id,), level)
    inside = {code for _, code in pickers.areas(level, scope)}
    series = series[series["area_code"].isin(inside)] if inside else series
    return compared(series, asking.of_area(*benchmark(level, scope)), level)


def compared(series: pd.DataFrame, whole: pd.DataFrame, level: str) -> pd.DataFrame:
    """The newest common period of all areas of a level, held against the rows of a larger area."""
    facts = catalogue().indicators
    table = figures.with_intervals(figures.at_same_period(figures.newest(series)), facts)
    table = figures.with_rank(figures.with_difference(table, whole, facts))
    shown = [names.area(asking.facts(), level, code, parts.language()) for code in table["area_code"]]
    # A part of a count is always smaller than the whole, so a count has no benchmark.
    counted_only = table["indicator_id"].map(lambda name: facts[name].kind).eq("count")
    return table.assign(
        series=shown,
        lower=table["lower_95"],
        upper=table["upper_95"],
        benchmark=table["benchmark"].mask(counted_only),
    )


def finding(table: pd.DataFrame, indicator: Indicator) -> str:
    """Where the figure is largest and smallest."""
    known = table[table["value"].notna()].sort_values("value")
    if len(known) < 2:
        return indicator.name[parts.language()]
    first, last = known.iloc[-1], known.iloc[0]
    return parts.words(
        "indicator.finding",
        name=indicator.short[parts.language()],
        largest=first["series"],
        high=names.value(first["value"], indicator, parts.language()),
        smallest=last["series"],
        low=names.bare(last["value"], indicator, parts.language()),
    )


def subtitle(table: pd.DataFrame, indicator: Indicator, level: str) -> str:
    """Measure, unit, level and period; an estimate says so."""
    period = names.period(table["period_start"].iloc[0], indicator, parts.language()) if len(table) else ""
    pieces = [
        profile_charts.subtitle(indicator),
        catalogue().levels[level].plural[parts.language()].lower(),
        period,
    ]
    if table["status"].eq("estimate").any():
        pieces.append(parts.words("state.estimate").lower())
    return " · ".join(piece for piece in pieces if piece)


def draw_ranking(table: pd.DataFrame, indicator: Indicator, level: str, scope: str, chosen: str) -> None:
    """Areas in falling order with intervals; the benchmark as an upright line."""
    if table["value"].notna().sum() < 2:
        parts.section(
            parts.words("indicator.no_ranking"), parts.words("indicator.no_ranking_why"), key="rank_head"
        )
        return
    held_against = benchmark(level, scope)
    value = table["benchmark"].dropna()
    heading = counted(table)
    certain = table["lower_95"].notna().any()
    about = parts.words("indicator.ranking" if certain else "indicator.ranking_bare")
    parts.section(heading, about, key="rank_head", model=parts.model_word(indicator))
    if len(table) > MOST_RANKED:
        ordered = table.sort_values("value", ascending=False)
        half = MOST_RANKED // 2
        table = pd.concat([ordered.head(half), ordered.dropna(subset="value").tail(half)])
        parts.foot(parts.words("indicator.cut", shown=MOST_RANKED, all=len(ordered)), "cut_note")
    name = names.area(catalogue(), *held_against, parts.language())
    level_value = float(value.iloc[0]) if len(value) else float(table["value"].median())
    name = name if len(value) else parts.words("indicator.median")
    drawn = table.assign(
        state=table["state"].replace("not_compared", "similar"),
        verdict=[names.state_word(state, parts.language()) for state in table["state"]],
    )
    picked = names.area(asking.facts(), level, chosen, parts.language())
    spec = charts.ranking(
        drawn, profile_charts.style(indicator), heading, charts.Benchmark(name, level_value), picked
    )
    parts.chart(spec, "ranking", heading)


def counted(table: pd.DataFrame) -> str:
    """How many areas differ from the benchmark, in one sentence."""
    compared = table[~table["state"].isin(("not_compared", "suppressed", "missing", "not_applicable"))]
    if compared.empty:
        return parts.words("indicator.no_comparison")
    higher = compared["state"].str.contains("higher").sum()
    lower = compared["state"].str.contains("lower").sum()
    if not higher and not lower:
        return parts.words("indicator.counted_none", all=len(compared))
    return parts.words("indicator.counted", higher=higher, lower=lower, all=len(compared))


def definition_markup(indicator: Indicator) -> str:
    """What the figure tells and does not tell, how it is made, and who answers for it."""
    language = parts.language()
    facts = catalogue()
    lines = [
        ("indicator.tells", indicator.tells[language]),
        ("indicator.does_not_tell", indicator.does_not_tell[language]),
        ("column.numerator", indicator.numerator[language] if indicator.numerator else text.EN_DASH),
        ("column.denominator", indicator.denominator[language] if indicator.denominator else text.EN_DASH),
        ("indicator.polarity", parts.words(f"polarity.{indicator.polarity}")),
        (
            "indicator.levels",
            ", ".join(
                facts.levels[level].plural[language].lower()
                for level in (*indicator.levels, *indicator.estimated_levels)
            ),
        ),
        (
            "column.source",
            ", ".join(
                one for one in (facts.sources[indicator.source].name[language], indicator.source_code) if one
            ),
        ),
        (
            "indicator.producer",
            " · ".join(names.official(one, language) for one in (indicator.producer, indicator.licence)),
        ),
        ("indicator.checked_by", indicator.checked_by[language]),
        ("indicator.next_review", text.day(indicator.next_review, language)),
    ]
    heading = parts.words("indicator.definition")
    return definition.listed(heading, [(parts.words(key), value) for key, value in lines])


def table_of(table: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """All areas as a plain table in the reader's words."""
    language = parts.language()
    ordered = table.sort_values("value", ascending=False)
    return pd.DataFrame(
        {
            parts.words("column.rank"): ordered["rank"].astype("Int64"),
            parts.words("column.area"): ordered["series"],
            parts.words("column.code"): ordered["area_code"],
            parts.words("column.value"): [
                names.shown(value, status, indicator, language)
                for value, status in zip(ordered["value"], ordered["status"], strict=True)
            ],
            parts.words("column.interval"): [
                text.EN_DASH
                if pd.isna(low)
                else text.interval(low, high, indicator.unit, indicator.decimals, language)
                for low, high in zip(ordered["lower_95"], ordered["upper_95"], strict=True)
            ],
            parts.words("column.numerator"): [_count(one, language) for one in ordered["numerator"]],
            parts.words("column.denominator"): [_count(one, language) for one in ordered["denominator"]],
            parts.words("column.difference"): [
                names.state_word(state, language) for state in ordered["state"]
            ],
            parts.words("column.status"): [parts.words(f"state.{status}") for status in ordered["status"]],
            parts.words("column.period"): [
                names.period(one, indicator, language) for one in ordered["period_start"]
            ],
            parts.words("column.origin"): parts.words(f"origin.{indicator.origin}"),
            parts.words("column.source"): catalogue().sources[indicator.source].name[language],
        }
    )


def _count(count: float, language: str) -> str:
    return text.EN_DASH if pd.isna(count) else text.number(count, 0, language)


def chosen_code(table: pd.DataFrame, level: str) -> str:
    """The area of the address when it is of this level, else the first of the order."""
    asked_level, code = choices.area_key(address.get("area"))
    if asked_level == level and code in set(table["area_code"]):
        return code
    known = table.dropna(subset="value").sort_values("value", ascending=False)
    return str(known["area_code"].iloc[0]) if len(known) else ""
