"""Questions and words of the situation page: what is wrong, what changed, how fresh the figures are."""

import pandas as pd

from lib import figures, names, text
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup import profile as markup
from lib.markup import rows
from lib.markup import small_map as drawing
from lib.ui import asking, chain, choices, parts, pickers, profile

# Model survey figures and register figures in which the districts are held against the city at a glance.
HEAT = (
    "psychological_distress_share",
    "loneliness_share",
    "district_social_assistance_share",
    "unemployment_rate",
    "perceived_safety_share",
    "voting_turnout_share",
)
HEAT_LEVELS = {"turku": "major_district", "varsinais-suomi": "municipality", "suomi": "wellbeing_county"}
MAP_INDICATOR = {
    "turku": "unemployment_rate",
    "varsinais-suomi": "unemployed_share_of_labour_force",
    "suomi": "unemployed_share_of_labour_force",
}
MOST_SERVICES = 6
RANK = {"breach": 0, "late": 1, "few_over": 2, "within_limit": 3, "no_limit": 4}


def queues() -> pd.DataFrame:
    """Each service and age group of the city in its newest month, the worst first."""
    area = choices.home("turku")
    made = []
    for age in ("under_23", "23_plus"):
        table = chain.with_limits(chain.months(area, age), age)
        if table.empty:
            continue
        period = chain.periods(table)[0]
        newest = chain.newest(table, period)
        made.append(
            newest.assign(age=age, state=[chain.state_of(row, period) for _, row in newest.iterrows()])
        )
    if not made:
        return pd.DataFrame(columns=["service_id", "age", "state", "over_share"])
    table = pd.concat(made, ignore_index=True)
    table = table[table["state"].ne("no_limit")].assign(order=lambda part: part["state"].map(RANK))
    return table.sort_values(["order", "over_share"], ascending=[True, False])


def queue_list(table: pd.DataFrame) -> str:
    """The queues that need a look, each opening the ladder on its service and age."""
    entries = [_queue_entry(row) for _, row in table.head(MOST_SERVICES).iterrows()]
    return rows.short_list(parts.words("situation.queues"), entries, parts.words("situation.no_queues"))


def _queue_entry(row: pd.Series) -> rows.Entry:
    service = catalogue().services[row["service_id"]].name[parts.language()]
    small = parts.words(
        "situation.queue",
        waiting=chain.count(row, "waiting_total"),
        over=chain.over_words(row),
        median=chain.days(row, "wait_median"),
        month=text.month_short(row["period_start"].date(), parts.language()),
    )
    return rows.Entry(
        f"{service}, {parts.words('age.' + row['age']).lower()}",
        chain.state_cell(row["state"]),
        small,
        f"service:{row['service_id']} age:{row['age']}",
    )


def compared(scope: str) -> pd.DataFrame:
    """The areas of the scope against its own area, for the indicators of the heat table."""
    level, facts = HEAT_LEVELS[scope], catalogue().indicators
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
    if scope == "turku":
        return [facts[name] for name in HEAT]
    return [one for one in facts.values() if one.dataset == "sotkanet" and one.kind == "share"][:6]


def heat(table: pd.DataFrame, scope: str) -> str:
    """The heat table of the scope."""
    wanted = heat_indicators(scope)
    areas = pickers.areas(HEAT_LEVELS[scope], scope)
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


def finding(queue: pd.DataFrame, table: pd.DataFrame, scope: str) -> str:
    """What is wrong, in one or two sentences."""
    if scope != "turku":
        return heat_finding(table) + "."
    breaches = queue[queue["state"].eq("breach")]
    first = parts.words("situation.no_breach")
    if len(breaches):
        worst = breaches.iloc[0]
        service = catalogue().services[worst["service_id"]].name[parts.language()]
        share = text.figure(worst["over_share"] * 100, "percent", 0, parts.language())
        first = parts.words(
            "situation.breach", service=service, age=parts.words("age." + worst["age"]).lower(), share=share
        )
    return f"{first} {heat_finding(table)}."


def aside(table: pd.DataFrame) -> str:
    """When this was checked and how many comparisons were made."""
    count = int((~table["state"].isin(("not_compared", "missing", "suppressed", "not_applicable"))).sum())
    return parts.words(
        "situation.checked",
        day=text.day(asking.today(), parts.language()),
        count=text.number(count, 0, parts.language()),
    )


def freshness() -> str:
    """Every dataset with its newest figures and the day it was published here."""
    known = asking.coverage().groupby("dataset_id").agg(end=("period_end", "max"), at=("created_at", "max"))
    entries = [
        rows.Entry(
            dataset.name[parts.language()],
            None,
            parts.words(
                "situation.fresh",
                newest=_newest(known.loc[name, "end"], dataset.rhythm),
                day=text.day(known.loc[name, "at"].date(), parts.language()),
                origin=parts.words(f"origin.{dataset.origin}"),
            ),
            f"dataset:{name}",
        )
        for name, dataset in catalogue().datasets.items()
        if name in known.index
    ]
    return rows.short_list(parts.words("situation.freshness"), entries, parts.words("situation.no_data"))


def _newest(end: pd.Timestamp, rhythm: str) -> str:
    return text.month_short(end.date(), parts.language()) if rhythm == "month" else str(end.year)


def small_map(scope: str) -> str:
    """A small map of one figure over the areas of the scope; a press opens the map page."""
    indicator = catalogue().indicators[MAP_INDICATOR[scope]]
    level = HEAT_LEVELS[scope] if scope != "suomi" else "municipality"
    series = asking.observations((indicator.id,), level)
    inside = [code for _, code in pickers.areas(level, scope)]
    table = figures.at_same_period(figures.newest(series[series["area_code"].isin(inside)]))
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
