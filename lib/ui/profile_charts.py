"""The two charts of the profile page: a trend among other areas, and age structure beside the city's."""

import pandas as pd

from lib import charts, names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.ui import asking, parts, profile

# The indicator whose history is longest at each level, so that a line can be drawn at all.
TREND_OF = {
    "major_district": "foreign_language_share",
    "postal_area": "residents",
}
AGES = {
    "major_district": ("age_0_17", "age_18_29", "age_30_64", "age_65_over"),
}
POSTAL_AGES = (
    "age_0_6_share",
    "age_7_15_share",
    "age_18_24_share",
    "age_25_64_share",
    "age_65_over_share",
)


def style(indicator: Indicator) -> charts.Style:
    """How a chart writes the figures of an indicator."""
    return charts.Style(indicator.unit, indicator.decimals, parts.language(), indicator.origin, parts.mode())


def draw_trend(level: str, code: str) -> None:
    """A line of this area, the others behind it and the benchmark dashed."""
    indicator = catalogue().indicators.get(TREND_OF.get(profile.base_level(level, code), ""))
    if indicator is None:
        return parts.section(
            parts.words("profile.no_trend"), parts.words("profile.no_trend_why"), key="no_trend"
        )
    series = parts.some(lines(indicator, level, code))
    heading = grown(series, indicator)
    parts.section(heading, subtitle(indicator), key="trend_head", model=parts.model_word(indicator))
    parts.chart(charts.trend(series, style(indicator), heading), "trend_chart", heading)
    parts.foot(names.provenance(indicator, catalogue(), parts.language()), "trend_foot")
    return None


def lines(indicator: Indicator, level: str, code: str) -> pd.DataFrame:
    """This area speaking, its siblings as context, the benchmark dashed."""
    context = asking.observations((indicator.id,), profile.base_level(level, code))
    context = context[context["area_code"].ne(code)].assign(part="context")
    speaking = own_series(level, code).assign(part="speaking")
    top = profile.benchmark_of(level)
    benchmark = asking.of_area(*top)
    benchmark = benchmark[benchmark["indicator_id"].eq(indicator.id)].assign(part="benchmark")
    table = pd.concat([context, speaking, benchmark if indicator.kind != "count" else benchmark.head(0)])
    shown = [
        names.area(asking.facts(), one_level, one_code, parts.language())
        for one_level, one_code in zip(table["area_level"], table["area_code"], strict=True)
    ]
    return table.assign(series=shown).reset_index(drop=True)


def own_series(level: str, code: str) -> pd.DataFrame:
    """This area's rows of the indicator whose history is longest at its level; empty where there is none."""
    series = asking.of_area(level, code)
    return series[series["indicator_id"].eq(TREND_OF.get(profile.base_level(level, code), ""))]


def grown(series: pd.DataFrame, indicator: Indicator) -> str:
    """From what to what the speaking series has gone, in one sentence."""
    own = series[series["part"].eq("speaking") & series["value"].notna()].sort_values("period_start")
    if len(own) < 2:
        return indicator.name[parts.language()]
    first, last = own.iloc[0], own.iloc[-1]
    return parts.words(
        "profile.grown",
        name=indicator.short[parts.language()],
        first=names.bare(first["value"], indicator, parts.language()),
        last=names.value(last["value"], indicator, parts.language()),
        year=first["period_start"].year,
    )


def draw_ages(table: pd.DataFrame, level: str, code: str) -> None:
    """Bars of the age groups with the benchmark as a tick."""
    ages = ages_of(table, profile.base_level(level, code))
    if ages.empty:
        return parts.section(
            parts.words("profile.no_ages"), parts.words("profile.no_ages_why"), key="no_ages"
        )
    heading = oldest_and_youngest(ages)
    indicator = catalogue().indicators[ages["indicator_id"].iloc[-1]]
    year = int(ages["period_start"].iloc[0].year)
    parts.section(heading, parts.words("profile.age_subtitle", year=year), key="age_head")
    area = names.area(catalogue(), *profile.benchmark_of(level), parts.language())
    parts.chart(charts.bars(ages, style(indicator), heading, area), "age_chart", heading)
    parts.foot(names.provenance(indicator, catalogue(), parts.language()), "age_foot")
    return None


def ages_of(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """The rows of the age groups, youngest first, with their names in `series`; empty where none are.

    level: of the base areas where the table is of a work area.
    """
    facts = catalogue().indicators
    wanted = (
        POSTAL_AGES
        if level == "postal_area"
        else [f"{name}_share_by_district" for name in AGES.get(level, ())]
    )
    have = [name for name in wanted if name in set(table["indicator_id"])]
    ages = table.set_index("indicator_id").loc[have].reset_index()
    return ages.assign(series=[facts[name].short[parts.language()] for name in have]).drop(columns="state")


def oldest_and_youngest(ages: pd.DataFrame) -> str:
    """Which age group differs most from the benchmark, and in which direction."""
    gap = ages["value"] - ages["benchmark"]
    widest = ages.loc[gap.abs().idxmax()] if gap.notna().any() else None
    if widest is None:
        return parts.words("profile.ages")
    key = "profile.age_more" if widest["value"] > widest["benchmark"] else "profile.age_less"
    return parts.words(key, group=widest["series"])


def subtitle(indicator: Indicator) -> str:
    """Measure and unit for the line under a finding."""
    unit = text.unit_words(indicator.unit, parts.language())
    return f"{indicator.name[parts.language()]}, {unit}"
