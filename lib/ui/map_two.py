"""Two indicators on one map: the second one's picker, the nine classes and what they find in words."""

import streamlit as st

from lib import maps, names
from lib.catalogue import catalogue
from lib.facts import Indicator
from lib.markup import map as markup
from lib.ui import address, asking, map_page, parts
from lib.ui.map_page import NAMED, Shown
from lib.ui.map_painted import Painted

STEPS = ("low", "middle", "high")
COUNTED = ("count", "money")
# An indicator that fewer of the areas have is not offered: most of the map would be empty.
LEAST_OFFERED = 0.5


def options(shown: Shown) -> list[str]:
    """Other indicators that are no counts and that most areas of the level have, by name."""
    known = asking.coverage()
    least = LEAST_OFFERED * sum(level == shown.level for level, _ in catalogue().areas)
    having = set(known[known["area_level"].eq(shown.level) & known["area_count"].gt(least)]["indicator_id"])
    found = [
        one
        for one in catalogue().indicators.values()
        if one.id in having
        and one.id != shown.indicator.id
        and one.kind not in COUNTED
        and one.topic != "services"
    ]
    found.sort(key=lambda one: (one.headline or 99, one.name.fi))
    return [one.id for one in found]


def pick(shown: Shown) -> None:
    """The second indicator."""
    address.pick(
        st.selectbox,
        "second",
        options(shown),
        lambda one: catalogue().indicators[one].name[parts.language()],
        label=parts.words("map.second"),
        width=380,
    )


def painted(shown: Shown) -> Painted:
    """Nine classes of the areas, the words of both figures, and a key for each class that occurs."""
    second, language = catalogue().indicators[address.get("second")], parts.language()
    scope = address.get("scope")
    period = map_page.periods(second, shown.level, scope)[0]
    other = map_page.of_period(second, shown.level, scope, period)
    fills = maps.two_fills(shown.table, other)
    told = {row.area_code: names.shown(row.value, row.status, second, language) for row in other.itertuples()}
    known = set(other.loc[other["value"].notna(), "area_code"])
    marks = {code: f"{second.short[language]} {word}" for code, word in told.items() if code in known}
    short = {code: _steps(fill) for code, fill in fills.items() if fill.startswith("two-")}
    start = names.period(other["period_start"].iloc[0], second, language)
    note = parts.words("map.two.note", name=second.name[language], period=start)
    if second.origin == "model":
        note = f"{note} {parts.words('model.word')}."
    heading, keys = _finding(shown, second, fills), _keys(fills)
    return Painted(
        fills, keys, heading, note, marks, short, beside=second, columns={second.name[language]: told}
    )


def _keys(fills: dict[str, str]) -> list[markup.Key]:
    counted = maps.counts(fills)
    return [
        markup.Key(f"two-{place}", _steps(f"two-{place}"), str(counted[f"two-{place}"]))
        for place in range(1, len(STEPS) ** 2 + 1)
    ]


def _steps(fill: str) -> str:
    """Korkea / matala: the step of the first and of the second figure."""
    first, second = divmod(int(fill.removeprefix("two-")) - 1, len(STEPS))
    return " / ".join(parts.words(f"map.two.{STEPS[place]}") for place in (first, second))


def _finding(shown: Shown, second: Indicator, fills: dict[str, str]) -> str:
    """Which areas are in the highest third of both."""
    language = parts.language()
    table = shown.table.sort_values("value", ascending=False)
    high = list(table[table["area_code"].map(fills).eq(f"two-{len(STEPS) ** 2}")]["series"])
    values = {"first": shown.indicator.short[language], "second": second.short[language]}
    if not high:
        return parts.words("map.two.none", **values)
    rest = len(high) - NAMED
    areas = (
        parts.words("map.two.more", areas=", ".join(high[:NAMED]), count=rest)
        if rest > 0
        else parts.words("list.and").join(high)
    )
    return parts.words("map.two.finding", areas=areas, **values)


def legend(shown: Shown, painted: Painted) -> str:
    """Three by three, high at the top and at the right, with the number of areas in each."""
    language = parts.language()
    second = catalogue().indicators[address.get("second")]
    words = [parts.words(f"map.two.{step}") for step in STEPS]
    rows = [(words[row], painted.keys[3 * row : 3 * row + 3]) for row in (2, 1, 0)]
    return markup.two(shown.indicator.short[language], second.short[language], words, rows)
