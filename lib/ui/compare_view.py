"""Words and pictures of the comparison: finding, table, trends on common axes, likeness, what is missing."""

import pandas as pd
import streamlit as st

from lib import charts, names, similar, text
from lib.catalogue import catalogue
from lib.facts import TOPICS, Indicator
from lib.markup import compare as markup
from lib.ui import address, asking, choices, compare, parts, profile, profile_charts
from lib.ui.compare import Compared

LETTERS = "ABCD"
MOST_NAMED = 2
FEWEST_POINTS = 3
LIMITS = ("value", "lower_95", "upper_95")


def apart(shown: Compared) -> pd.DataFrame:
    """How surely the areas differ, with `reach`: highest less lowest in the level's standard deviations."""
    ends = similar.apart(*(compare.wide(shown.table, name).reindex(list(shown.codes)) for name in LIMITS))
    z = shown.z.reindex(list(shown.codes))
    return ends.assign(reach=(z.max() - z.min()).reindex(ends.index)).sort_values("reach", ascending=False)


def finding(shown: Compared, ends: pd.DataFrame) -> str:
    """Which figures differ most among those that surely differ."""
    sure = ends[ends["sure"].eq(True)]
    if len(shown.codes) < 2:
        return parts.words("compare.alone", area=compare.area_name(shown, shown.codes[0]))
    if sure.empty:
        return parts.words("compare.nothing_sure")
    facts = catalogue().indicators
    listed = [facts[name].short[parts.language()] for name in sure.index[:MOST_NAMED]]
    return parts.words("compare.finding", names="; ".join(listed))


def subtitle(shown: Compared, ends: pd.DataFrame) -> str:
    """How many figures surely differ of those that can be judged, and which areas these are."""
    judged, sure = int(ends["sure"].notna().sum()), int(ends["sure"].eq(True).sum())
    said = parts.words("compare.sure", sure=sure, judged=judged)
    if shown.like == choices.CHOSEN_AREAS or len(shown.codes) < 2:
        return said
    about = compare.like_words(shown.like)
    about = about[0].lower() + about[1:]
    return (
        f"{parts.words('compare.alike', area=compare.area_name(shown, shown.codes[0]), about=about)} {said}"
    )


def legend(shown: Compared) -> str:
    """The areas with their letters; beside each its distance where likeness chose it."""
    return markup.legend(
        [
            (letter, compare.area_name(shown, code), _distance(shown, code), f"area:{shown.level}-{code}")
            for letter, code in zip(LETTERS, shown.codes, strict=False)
        ],
        parts.words("compare.legend"),
    )


def _distance(shown: Compared, code: str) -> str:
    far = shown.found["distance"].get(code, float("nan"))
    if pd.isna(far):
        return ""
    return parts.words("compare.distance", distance=text.number(far, 2, parts.language()))


def table_markup(shown: Compared, ends: pd.DataFrame) -> str:
    """Indicators by topic; within a topic those that differ most come first."""
    facts = catalogue().indicators
    by_topic = {
        topic: tuple(_row(shown, ends, name) for name in ends.index if facts[name].topic == topic)
        for topic in TOPICS
    }
    heads = [
        parts.words(f"compare.head.{name}")
        for name in ("indicator", "picture", "benchmark", "sure", "period")
    ]
    areas = list(zip(LETTERS, (compare.area_name(shown, code) for code in shown.codes), strict=False))
    groups = [markup.Group(parts.words(f"topic.{topic}"), rows) for topic, rows in by_topic.items() if rows]
    return markup.table(heads, areas, groups, parts.words("compare.caption"))


def _row(shown: Compared, ends: pd.DataFrame, name: str) -> markup.Row:
    indicator = catalogue().indicators[name]
    everyone = shown.level_table[shown.level_table["indicator_id"].eq(name)].set_index("area_code")
    own = everyone.reindex(list(shown.codes))
    benchmark = everyone["benchmark"].iloc[0]
    marks = [
        markup.Mark(letter, *(float(getattr(row, column)) for column in LIMITS))
        for letter, row in zip(LETTERS, own.itertuples(), strict=False)
    ]
    sure = ends.loc[name, "sure"]
    return markup.Row(
        indicator.name[parts.language()],
        f"indicator:{name}",
        tuple(_value(row, indicator) for row in own.itertuples()),
        markup.lines(marks, everyone["value"].astype(float).tolist(), float(benchmark)),
        names.bare(benchmark, indicator, parts.language()),
        parts.words({True: "compare.is_sure", False: "compare.not_sure"}.get(sure, "compare.no_interval")),
        sure is True,
        names.period(everyone["period_start"].iloc[0], indicator, parts.language()),
        indicator.origin == "model",
    )


def _value(row: tuple, indicator: Indicator) -> str:
    if pd.isna(row.status):
        return text.EN_DASH
    return names.shown(row.value, row.status, indicator, parts.language())


def missing(shown: Compared) -> str:
    """Which figures some shown area lacks; empty where none does."""
    have = compare.wide(shown.table).reindex(list(shown.codes)).notna()
    lacking = [
        parts.words(
            "compare.lacks",
            name=catalogue().indicators[name].name[parts.language()],
            areas=", ".join(compare.area_name(shown, code) for code in have.index[~have[name]]),
        )
        for name in have.columns[~have.all()]
    ]
    return parts.words("compare.missing", listed="; ".join(lacking)) if lacking else ""


def table_of(shown: Compared) -> pd.DataFrame:
    """The same figures as a plain table: one row an area and indicator."""
    order = {code: place for place, code in enumerate(shown.codes)}
    rows = shown.table.sort_values(["indicator_id", "area_code"], key=lambda one: one.map(order).fillna(one))
    area = [compare.area_name(shown, code) for code in rows["area_code"]]
    whole = profile.table_of(rows.reset_index(drop=True))
    whole.insert(0, parts.words("column.area"), area)
    return whole


def draw_trends(shown: Compared, ends: pd.DataFrame) -> None:
    """One indicator over time, a picture for each area, all on the same axes."""
    options = with_history(shown, ends)
    if not options:
        return parts.section(parts.words("compare.no_trend"), key="no_compare_trend")
    facts = catalogue().indicators
    parts.section(parts.words("compare.trends"), parts.words("compare.trends_sub"), key="compare_trends")
    name = address.pick(
        st.selectbox,
        "indicator",
        options,
        lambda one: facts[one].name[parts.language()],
        label=parts.words("frame.indicator"),
        width=380,
    )
    _draw_multiples(shown, facts[name])
    return None


def with_history(shown: Compared, ends: pd.DataFrame) -> list[str]:
    """Indicators with enough periods to draw, those that differ most first."""
    history = _periods(shown)
    return [name for name in ends.index if history.get(name, 0) >= FEWEST_POINTS]


def _periods(shown: Compared) -> dict[str, int]:
    table = asking.of_area(shown.level, shown.codes[0])
    return table[table["value"].notna()].groupby("indicator_id")["period_start"].nunique().to_dict()


def _draw_multiples(shown: Compared, indicator: Indicator) -> None:
    table = compare.series(shown.level, shown.codes, indicator.id)
    table = table.assign(series=[compare.area_name(shown, code) for code in table["area_code"]])
    table = pd.concat([table.assign(part="context"), _benchmark(shown, indicator)], ignore_index=True)
    columns = [column for _ in range(2) for column in st.columns(2, gap="large")]
    for place, code in enumerate(shown.codes):
        with columns[place]:
            _draw_one(table, code, compare.area_name(shown, code), indicator, place)
    parts.foot(names.provenance(indicator, catalogue(), parts.language()), "compare_trend_foot")
    parts.table(_trend_table(table, indicator), "compare_trend", indicator.id, (indicator.origin,))


def _benchmark(shown: Compared, indicator: Indicator) -> pd.DataFrame:
    key = profile.benchmark_of(shown.level)
    table = asking.of_area(*key)
    name = names.area(asking.facts(), *key, parts.language())
    return table[table["indicator_id"].eq(indicator.id)].assign(series=name, part="benchmark")


def _trend_table(table: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Areas in rows, years in columns, in words."""
    language = parts.language()
    told = table.assign(
        said=[
            names.shown(value, status, indicator, language)
            for value, status in zip(table["value"], table["status"], strict=True)
        ],
        year=[names.period(start, indicator, language) for start in table["period_start"]],
    )
    whole = told.pivot(index="series", columns="year", values="said").reindex(table["series"].unique())
    return whole.fillna(text.EN_DASH).rename_axis(parts.words("column.area")).reset_index()


def _draw_one(table: pd.DataFrame, code: str, name: str, indicator: Indicator, place: int) -> None:
    mine = table["area_code"].eq(code) & table["part"].eq("context")
    drawn = table.assign(part=table["part"].mask(mine, "speaking"))
    heading = profile_charts.grown(drawn, indicator)
    parts.section(name, heading, key=f"compare_one_{place}", model=parts.model_word(indicator))
    parts.chart(
        charts.trend(drawn, profile_charts.style(indicator), heading), f"compare_chart_{place}", heading
    )


def draw_likeness(shown: Compared) -> None:
    """How the most similar areas were found: the weight of each indicator and the distance of each area."""
    with st.expander(parts.words("compare.how")):
        parts.foot(parts.words("compare.how_words"), "how_words")
        left, right = st.columns(2, gap="large")
        left.dataframe(distances_of(shown), hide_index=True, width="stretch", key="distances_table")
        right.dataframe(weights_of(shown), hide_index=True, width="stretch", key="weights_table")


def distances_of(shown: Compared) -> pd.DataFrame:
    """Every area of the level by its distance, the nearest first."""
    found, language = shown.found.sort_values("distance"), parts.language()
    return pd.DataFrame(
        {
            parts.words("column.area"): [compare.area_name(shown, code) for code in found.index],
            parts.words("compare.column.distance"): [
                parts.words("compare.too_few") if pd.isna(far) else text.number(far, 2, language)
                for far in found["distance"]
            ],
            parts.words("compare.column.shared"): [
                text.number(100 * share, 0, language) for share in found["shared"]
            ],
        }
    )


def weights_of(shown: Compared) -> pd.DataFrame:
    """Every indicator that counts, and its weight in percent."""
    facts, language = catalogue().indicators, parts.language()
    weight = shown.weight.sort_values(ascending=False)
    return pd.DataFrame(
        {
            parts.words("column.indicator"): [facts[name].name[language] for name in weight.index],
            parts.words("compare.column.topic"): [
                parts.words(f"topic.{facts[name].topic}") for name in weight.index
            ],
            parts.words("compare.column.weight"): [text.number(100 * one, 1, language) for one in weight],
        }
    )
