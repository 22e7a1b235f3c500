"""Questions and words below the briefing: areas against the scope, the six cities, a map, how fresh it is."""

import pandas as pd

from lib import charts, figures, names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup import profile as markup
from lib.markup import rows
from lib.markup import small_map as drawing
from lib.ui import address, asking, chain, chain_charts, chain_figures, choices, parts, pickers, profile
from lib.ui.indicator import table_of as table_of_areas

# Model survey figures and register figures in which the districts are held against the city at a glance.
HEAT = (
    "psychological_distress_share",
    "loneliness_share",
    "district_social_assistance_share",
    "unemployment_rate",
    "perceived_safety_share",
    "voting_turnout_share",
)
MAP_INDICATOR = {
    choices.CITY: "unemployment_rate",
    choices.COUNTY: "unemployed_share_of_labour_force",
    choices.COUNTRY: "unemployed_share_of_labour_force",
}
# The city's promise for 2030: the most satisfied residents of the six largest cities.
PROMISE = "life_satisfaction_share"


def draw_heat(scope: str) -> str | None:
    """The areas of the scope against its own area, at a glance."""
    table = compared(scope)
    parts.section(heat_finding(table), parts.words("situation.heat_caption"), key="heat_head")
    pressed = parts.block(heat(table, scope), "heat").choose
    parts.foot(heat_sources(scope), "heat_foot")
    return pressed


def draw_map(scope: str) -> str | None:
    """One figure on a small map."""
    pressed = parts.block(small_map(scope), "small_map").choose
    parts.foot(source_of(MAP_INDICATOR[scope]), "map_foot")
    return pressed


def draw_ladder() -> str | None:
    """The service chain of the city in its newest month; a press opens it."""
    age = "under_23" if address.get("age") == "all" else address.get("age")
    home = choices.home(choices.CITY)
    table = chain.with_limits(chain.months(home, age), age)
    if table.empty:
        return None
    period = chain.periods(table)[0]
    month = text.month_short(table["period_start"].max().date(), parts.language())
    parts.section(
        parts.words("situation.ladder", age=parts.words(f"age.{age}").lower()),
        parts.words("situation.ladder_sub", month=month),
        key="ladder_head",
        model=parts.words("model.word"),
    )
    pressed = parts.block(chain.ladder_markup(table, period, age, "", home), "ladder").choose
    parts.foot(source_of("waiting_total"), "ladder_foot")
    shown = chain_figures.view(chain.newest(table, period), home, age, period)
    parts.table(chain_charts.table_of(shown), "ladder", "palveluketju", ("model",))
    return pressed


def compared(scope: str) -> pd.DataFrame:
    """The areas of the scope against its own area, for the indicators of the heat table."""
    level, facts = choices.PARTS[scope], catalogue().indicators
    wanted = heat_indicators(scope)
    series = asking.observations(tuple(one.id for one in wanted), level)
    inside = {code for _, code in pickers.areas(level, scope)}
    table = figures.at_same_period(figures.newest(series[series["area_code"].isin(inside)]))
    return figures.with_difference(
        figures.with_intervals(table, facts), asking.of_area(*profile.benchmark_of(level)), facts
    )


def heat_indicators(scope: str) -> list[Indicator]:
    """Six indicators for the city's districts; for larger scopes those of Sotkanet that have a comparison."""
    facts = catalogue().indicators
    if scope == choices.CITY:
        return [facts[name] for name in HEAT]
    return [one for one in facts.values() if one.dataset == "sotkanet" and one.kind == "share"][:6]


def heat(table: pd.DataFrame, scope: str) -> str:
    """The heat table of the scope."""
    wanted = heat_indicators(scope)
    areas = pickers.areas(choices.PARTS[scope], scope)
    listed = markup.heat(table, wanted, areas, catalogue(), parts.language())
    heads = [one.short[parts.language()] + (" ◇" if one.origin == "model" else "") for one in wanted]
    return rows.heat_table(
        heads, listed, parts.words("situation.heat_caption"), parts.words("situation.heat_key")
    )


def heat_sources(scope: str) -> str:
    """Where the figures of the heat table come from."""
    return names.listed_sources(heat_indicators(scope), catalogue(), parts.language())


def source_of(indicator_id: str) -> str:
    """Where one figure comes from, for the foot of its picture."""
    return names.provenance(catalogue().indicators[indicator_id], catalogue(), parts.language())


def heat_finding(table: pd.DataFrame) -> str:
    """The two areas that most often differ to the worse side."""
    worse = (
        table[table["state"].str.contains("worse")].groupby("area_code").size().sort_values(ascending=False)
    )
    if worse.empty:
        return parts.words("situation.heat_none")
    level = table["area_level"].iloc[0]
    worst = [names.area(catalogue(), level, code, parts.language()) for code in worse.index[:2]]
    return parts.words("situation.heat_worst", names=parts.words("list.and").join(worst))


def cities(city_code: str) -> tuple[pd.DataFrame, str]:
    """The six cities' newest share of people satisfied with their life, and the finding."""
    one = catalogue().indicators[PROMISE]
    codes = catalogue().groups["six_cities"].codes
    series = asking.observations((one.id,), "municipality")
    table = figures.at_same_period(figures.newest(parts.some(series[series["area_code"].isin(codes)])))
    table = figures.with_rank(figures.with_intervals(table, catalogue().indicators))
    # The others against the own city, whose question this is.
    table = figures.with_difference(table, table[table["area_code"].eq(city_code)], catalogue().indicators)
    table = table.assign(
        series=[
            names.area(catalogue(), "municipality", code, parts.language()) for code in table["area_code"]
        ],
        lower=table["lower_95"],
        upper=table["upper_95"],
    )
    own = table[table["area_code"].eq(city_code)].iloc[0]
    return table, parts.words(
        "situation.cities",
        place=parts.words(f"ordinal.{int(own['rank'])}"),
        value=names.value(own["value"], one, parts.language()),
    )


def draw_cities(city_code: str) -> None:
    """The promise of 2030: the city among the six largest."""
    one = catalogue().indicators[PROMISE]
    table, finding = cities(city_code)
    year = str(table["period_start"].iloc[0].year)
    parts.section(
        finding,
        parts.words("situation.cities_sub", year=year),
        key="cities_head",
        model=parts.model_word(one),
    )
    style = charts.Style(one.unit, one.decimals, parts.language(), one.origin, parts.mode())
    own = names.area(catalogue(), "municipality", city_code, parts.language())
    parts.chart(charts.six_cities(table, style, finding, own), "cities", finding)
    parts.foot(source_of(one.id), "cities_foot")
    parts.table(table_of_areas(table, one), "cities", one.id, (one.origin,))


def freshness() -> str:
    """Every dataset with its newest figures and the day it was published here."""
    known = asking.coverage().groupby("dataset_id").agg(end=("period_end", "max"), at=("created_at", "max"))
    entries = [
        rows.Entry(
            dataset.name[parts.language()],
            None,
            parts.words(
                "situation.fresh",
                newest=names.period_of(known.loc[name, "end"].date(), dataset.rhythm, parts.language()),
                day=text.day(known.loc[name, "at"].date(), parts.language()),
                origin=parts.words(f"origin.{dataset.origin}"),
            ),
            f"dataset:{name}",
        )
        for name, dataset in catalogue().datasets.items()
        if name in known.index
    ]
    return rows.short_list(parts.words("situation.freshness"), entries, parts.words("situation.no_data"))


def small_map(scope: str) -> str:
    """A small map of one figure over the areas of the scope; a press opens the map page."""
    indicator = catalogue().indicators[MAP_INDICATOR[scope]]
    level = choices.PARTS[scope] if scope != choices.COUNTRY else "municipality"
    series = asking.observations((indicator.id,), level)
    inside = [code for _, code in pickers.areas(level, scope)]
    table = figures.at_same_period(figures.newest(parts.some(series[series["area_code"].isin(inside)])))
    period = names.period(table["period_start"].iloc[0], indicator, parts.language())
    values = {
        code: (
            value,
            f"{names.area(catalogue(), level, code, parts.language())} "
            f"{names.shown(value, status, indicator, parts.language())}",
        )
        for code, value, status in zip(table["area_code"], table["value"], table["status"], strict=True)
    }
    words = drawing.Words(
        indicator.name[parts.language()],
        parts.words(
            "situation.map", level=catalogue().levels[level].plural[parts.language()].lower(), period=period
        ),
        parts.words("situation.open_map"),
        f"indicator:{indicator.id} level:{level}",
        [names.value(edge, indicator, parts.language()) for edge in drawing.edges(values)],
    )
    return drawing.small_map(level, values, words)
