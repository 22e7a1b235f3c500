"""Questions and words of the profile page: one area's figures weighed against a benchmark."""

import pandas as pd

from lib import figures, names, text
from lib.catalogue import catalogue
from lib.facts import Service, ServicePoint
from lib.markup import profile as markup
from lib.markup import rows
from lib.settings import settings
from lib.ui import asking, parts

# Benchmarks that are offered for each level, the usual one first.
BENCHMARKS = {
    "major_district": ("municipality",),
    "postal_area": ("municipality",),
    "neighbourhood": ("municipality",),
    "small_area": ("municipality",),
    "work_area": ("municipality",),
    "municipality": ("country", "wellbeing_county"),
    "wellbeing_county": ("country",),
}
HEADLINES = {
    "major_district": ("residents_by_district", "foreign_language_share"),
    "postal_area": ("residents", "median_income"),
    "municipality": ("residents_of_municipality",),
    "wellbeing_county": ("residents_of_municipality",),
}


def benchmark_of(level: str) -> tuple[str, str]:
    """The area that others of this level are held against."""
    wanted = BENCHMARKS[level][0]
    return wanted, {"municipality": settings().city_code, "country": "FI"}[wanted]


def members(level: str, code: str) -> list[tuple[str, str]]:
    """The base areas that an area is made of; itself when it is one."""
    if level != "work_area":
        return [(level, code)]
    area = asking.facts().work_areas.get(code)
    return [(member.level, member.code) for member in area.members] if area else []


def base_level(level: str, code: str) -> str:
    """The level an area's figures come from: of a work area that of its base areas."""
    return next((its for its, _ in members(level, code)), level)


def weighed(level: str, code: str) -> pd.DataFrame:
    """The newest figure of each indicator with limits, benchmark, state, change and trend."""
    facts = catalogue().indicators
    series = asking.of_area(level, code)
    table = figures.with_intervals(figures.newest(series), facts)
    table = figures.with_difference(table, asking.of_area(*benchmark_of(level)), facts)
    return figures.with_trend(table, series, facts)


def siblings(level: str, table: pd.DataFrame, code: str) -> pd.DataFrame:
    """The same indicators and periods of the other areas of the level, for the dot strips."""
    everyone = asking.observations(tuple(table["indicator_id"]), base_level(level, code))
    return everyone.merge(table[["indicator_id", "period_start"]], on=["indicator_id", "period_start"])


def finding(table: pd.DataFrame, level: str, code: str) -> str:
    """How many indicators differ, and which differ most to the worse side."""
    differs, compared = differing(table)
    worst = most_differing(differs[differs["state"].str.contains("worse")], 2)
    sentence = parts.words(
        "profile.differs", benchmark=_benchmark_name(level), differing=len(differs), compared=len(compared)
    )
    if worst.empty:
        return sentence
    facts = catalogue().indicators
    listed = parts.words("list.and").join(
        facts[name].short[parts.language()].lower() for name in worst["indicator_id"]
    )
    return f"{sentence} {parts.words('profile.worst', names=listed)}"


def differing(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures that differ from the benchmark, and all that were compared."""
    compared = table[~table["state"].isin(("not_compared", "missing", "suppressed", "not_applicable"))]
    return compared[compared["state"].ne("similar")], compared


def most_differing(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows that lie relatively farthest from the benchmark, the farthest first."""
    return table.assign(gap=(table["value"] / table["benchmark"] - 1).abs()).nlargest(most, "gap")


def table_markup(table: pd.DataFrame, level: str, code: str) -> str:
    """The indicator table with the other areas as dots."""
    others = siblings(level, table, code)
    others = others[others["area_code"].ne(code)]
    heads = [
        parts.words(f"profile.head.{name}")
        for name in ("indicator", "area", "benchmark", "others", "difference", "trend", "period")
    ]
    comparable = table[table["indicator_id"].map(lambda name: catalogue().indicators[name].kind).ne("count")]
    groups = markup.groups(comparable, others, catalogue(), parts.language())
    return rows.indicator_table(heads, groups, parts.words("profile.caption"))


def headline_markup(table: pd.DataFrame, level: str, code: str) -> str:
    """The one or two figures that tell who lives here."""
    wanted = HEADLINES.get(base_level(level, code), ())
    return rows.headlines(
        [
            _headline(figure)
            for name in wanted
            for figure in table[table["indicator_id"].eq(name)].itertuples()
            if figure.status != "not_applicable"
        ]
    )


def _headline(figure: tuple) -> rows.Headline:
    indicator = catalogue().indicators[figure.indicator_id]
    compared = (
        ""
        if pd.isna(figure.benchmark) or indicator.kind == "count"
        else parts.words(
            "profile.benchmark_value", value=names.value(figure.benchmark, indicator, parts.language())
        )
    )
    when = names.period(figure.period_start, indicator, parts.language())
    return rows.Headline(
        indicator.short[parts.language()],
        names.shown(figure.value, figure.status, indicator, parts.language()),
        " · ".join(part for part in (when, compared) if part),
        indicator.origin == "model",
    )


def _benchmark_name(level: str) -> str:
    return names.area(catalogue(), *benchmark_of(level), parts.language())


def table_of(table: pd.DataFrame) -> pd.DataFrame:
    """The same figures as a plain table in the reader's words, for the table and the file."""
    facts, language = catalogue().indicators, parts.language()
    indicators = [facts[name] for name in table["indicator_id"]]
    return pd.DataFrame(
        {
            parts.words("column.indicator"): [one.name[language] for one in indicators],
            parts.words("column.value"): [
                names.shown(value, status, one, language)
                for value, status, one in zip(table["value"], table["status"], indicators, strict=True)
            ],
            parts.words("column.interval"): [
                text.EN_DASH if pd.isna(low) else text.interval(low, high, one.unit, one.decimals, language)
                for low, high, one in zip(table["lower_95"], table["upper_95"], indicators, strict=True)
            ],
            parts.words("column.benchmark"): [
                names.bare(value, one, language)
                for value, one in zip(table["benchmark"], indicators, strict=True)
            ],
            parts.words("column.difference"): [names.state_word(state, language) for state in table["state"]],
            parts.words("column.period"): [
                names.period(start, one, language)
                for start, one in zip(table["period_start"], indicators, strict=True)
            ],
            parts.words("column.status"): [parts.words(f"state.{status}") for status in table["status"]],
            parts.words("column.origin"): [parts.words(f"origin.{one.origin}") for one in indicators],
            parts.words("column.source"): [
                catalogue().sources[one.source].name[language] for one in indicators
            ],
        }
    )


def services_here(level: str, code: str) -> str:
    """Services that have a place in this area; an empty list says so."""
    found = [
        rows.Entry(
            point.name[parts.language()], None, service.name[parts.language()], f"service:{service.id}"
        )
        for service, point in points_in(level, code)
    ]
    return rows.short_list(parts.words("profile.services"), found, parts.words("profile.no_services"))


def points_in(level: str, code: str) -> list[tuple[Service, ServicePoint]]:
    """The places of services in a major district, or in those that make up a work area."""
    inside = members(level, code)
    return [
        (service, point)
        for service in catalogue().services.values()
        for point in service.points
        if ("major_district", point.major_district) in inside
    ]


def themes_without_indicator() -> str:
    """Themes of the plan that no indicator speaks of yet."""
    spoken = {theme for indicator in catalogue().indicators.values() for theme in indicator.themes}
    missing = [
        rows.Entry(theme.name[parts.language()], None, parts.words("theme.no_indicator"))
        for theme in catalogue().themes.values()
        if theme.kind in ("pillar_theme", "flagship") and theme.id not in spoken
    ]
    return rows.short_list(
        parts.words("profile.no_indicator"), missing, parts.words("profile.all_have_indicator")
    )


def sources_of(table: pd.DataFrame) -> str:
    """Where the figures of the table come from."""
    facts = catalogue()
    shown = [facts.indicators[name] for name in table["indicator_id"]]
    return names.listed_sources(shown, facts, parts.language())
