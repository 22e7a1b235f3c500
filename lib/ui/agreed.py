"""Words of what others have decided: the themes of the plans, the legal limits, and the methods in short."""

from lib import text
from lib.catalogue import catalogue
from lib.facts import Indicator, Limit, Theme
from lib.markup import sources as markup
from lib.ui import asking, parts

# Kinds of themes besides the pillars, in the order of the page.
KINDS = ("flagship", "county_focus", "duty", "working_group", "network", "ladder")
LIMIT_HEADS = ("limit_name", "ages", "limit", "clock", "valid", "law")
METHODS = (
    "interval",
    "difference",
    "trend",
    "variation",
    "waiting",
    "segregation",
    "signals",
    "suppression",
    "estimate",
    "union",
    "map",
    "version",
)
# The notes of data/limits say so of a date that nobody has looked up in the act.
UNCHECKED = "from memory"
OLDEST = 120


def speaking() -> dict[str, list[Indicator]]:
    """The indicators of each theme that has any."""
    found: dict[str, list[Indicator]] = {}
    for one in catalogue().indicators.values():
        for theme in one.themes:
            found.setdefault(theme, []).append(one)
    return found


def themes_finding() -> str:
    """On how many themes there is a figure; a pillar is counted by its own themes."""
    wanted = [theme for theme in catalogue().themes.values() if theme.kind != "pillar"]
    return parts.words("sources.themes", spoken=_spoken(wanted), all=len(wanted))


def themes_markup() -> str:
    """Each pillar with its themes, then the other plans."""
    known = sorted(catalogue().themes.values(), key=lambda theme: theme.order)
    groups = [
        _group(
            parts.words("sources.pillar", order=pillar.order, name=pillar.name[parts.language()]),
            [theme for theme in known if theme.parent == pillar.id],
            _about(pillar),
        )
        for pillar in known
        if pillar.kind == "pillar"
    ]
    groups += [
        _group(parts.words(f"sources.kind.{kind}"), [theme for theme in known if theme.kind == kind], "")
        for kind in KINDS
    ]
    return markup.themes(groups)


def _group(name: str, themes: list[Theme], about: str) -> markup.ThemeGroup:
    found = speaking()
    small = parts.words("sources.themes_group", all=len(themes), spoken=_spoken(themes))
    lines = tuple(_line(theme, found.get(theme.id, [])) for theme in themes)
    return markup.ThemeGroup(name, small, about, lines)


def _line(theme: Theme, indicators: list[Indicator]) -> markup.ThemeLine:
    language = parts.language()
    spoken = tuple(
        markup.Spoken(one.name[language], f"indicator:{one.id}", one.origin == "model") for one in indicators
    )
    nothing = theme.no_indicator[language] if theme.no_indicator else parts.words("sources.theme_nothing")
    return markup.ThemeLine(theme.name[language], _about(theme), spoken, nothing)


def _about(theme: Theme) -> str:
    return theme.about[parts.language()] if theme.about else ""


def _spoken(themes: list[Theme]) -> int:
    found = speaking()
    return sum(theme.id in found for theme in themes)


def _is_past(limit: Limit) -> bool:
    return limit.valid_to is not None and limit.valid_to < asking.today()


def limits_finding() -> str:
    """How many limits are in force."""
    past = sum(row.is_past for row in limit_rows())
    return parts.words("sources.limits", now=len(limit_rows()) - past, past=past)


def limits_sub() -> str:
    """The day the limits are looked at."""
    return parts.words("sources.limits_sub", day=text.day(asking.today(), parts.language()))


def limit_rows() -> list[markup.FactRow]:
    """The limits as rows; one that holds for two kinds of service in the same words stands once."""
    return list(dict.fromkeys(_limit_row(limit) for limit in sorted(catalogue().limits, key=_is_past)))


def limits_markup() -> str:
    """Every legal limit, those in force first."""
    heads = [parts.words(f"sources.head.{name}") for name in LIMIT_HEADS]
    return markup.fact_table(heads, limit_rows(), parts.words("sources.limits_foot"))


def _limit_row(limit: Limit) -> markup.FactRow:
    language, is_past = parts.language(), _is_past(limit)
    clock = parts.words("sources.clock", start=limit.clock_start[language], end=limit.clock_end[language])
    plain = (limit.name[language], _ages(limit), _length(limit), clock)
    cells = (*((one,) for one in plain), _valid(limit), (limit.law,))
    return markup.FactRow(cells, is_past=is_past)


def _ages(limit: Limit) -> str:
    if limit.age_to >= OLDEST:
        over = parts.words("sources.ages.over", years=limit.age_from)
        return over if limit.age_from else parts.words("sources.ages.all")
    if not limit.age_from:
        return parts.words("sources.ages.under", years=limit.age_to + 1)
    return parts.words("sources.ages.between", years=limit.age_from, until=limit.age_to)


def _length(limit: Limit) -> str:
    if not limit.limit_value:
        return parts.words("sources.limit.same_day")
    return parts.words(f"sources.limit.{limit.limit_unit}", count=limit.limit_value)


def _valid(limit: Limit) -> tuple[str, ...]:
    """The days a limit holds, whether it has ended, and whether its date was looked up in the act."""
    start = text.day(limit.valid_from, parts.language())
    notes = ["sources.valid.past"] if _is_past(limit) else []
    notes += ["sources.valid.unchecked"] if UNCHECKED in limit.confidence else []
    if limit.valid_to is None:
        days = parts.words("sources.valid.since", start=start)
    else:
        days = parts.words("sources.valid.ended", start=start, end=text.day(limit.valid_to, parts.language()))
    return days, *(parts.words(note) for note in notes)


def methods_markup() -> str:
    """The methods a reader meets on the pages, each in a sentence or two."""
    smallest = smallest_shown() | {"share": _share_of_chance()}
    return markup.methods(
        [
            (parts.words(f"sources.method.{name}"), parts.words(f"sources.method.{name}.about", **smallest))
            for name in METHODS
        ]
    )


def _share_of_chance() -> str:
    share = 100 * catalogue().signal_rules.false_discovery
    return text.figure(share, "percent", 0, parts.language())


def smallest_shown() -> dict[str, str]:
    """The limits of disclosure control as the datasets set them."""
    forms = catalogue().datasets.values()
    denominators = sorted({form.smallest_denominator for form in forms} - {0})
    return {
        "count": str(max(form.smallest_shown_count for form in forms)),
        "median": str(max(form.smallest_median_count for form in forms)),
        "denominators": "/".join(map(str, denominators)),
    }
