"""What may lie over the map: places of services and open actions, numbered, with a list in words."""

from collections import defaultdict
from typing import Any

from lib import actions
from lib.catalogue import catalogue
from lib.ui import address, asking, choices, parts, services_map
from lib.ui.map_page import Shown, short_name

SCOPE = choices.CITY


def switches() -> None:
    """Show or hide each layer; the places of services are known in the city only."""
    if address.get("scope") == SCOPE:
        address.switch("points", label=parts.words("map.layer.points"))
    address.switch("deeds", label=parts.words("map.layer.deeds"))


def points() -> list[dict[str, Any]]:
    """The places of services in EPSG:3067 metres under their numbers; services at one place share a mark."""
    if not address.get("points") or address.get("scope") != SCOPE:
        return []
    found: dict[tuple[float, float], list[tuple[str, str]]] = defaultdict(list)
    for one in services_map.points(list(catalogue().services.values())):
        found[(one.x, one.y)].append((str(one.number), one.words))
    return [
        {
            "x": x,
            "y": y,
            "mark": ", ".join(number for number, _ in named),
            "words": [word for _, word in named],
        }
        for (x, y), named in found.items()
    ]


def deeds(shown: Shown) -> dict[str, list[str]]:
    """What is open of actions by area code of the shown level."""
    found: dict[str, list[str]] = defaultdict(list)
    if not address.get("deeds"):
        return found
    codes = set(shown.table["area_code"])
    for one in actions.of_table(asking.actions()):
        is_open = (one.kind, one.state) == ("action", "open")
        if is_open and one.area_level == shown.level and one.area_code in codes:
            found[one.area_code].append(one.what)
    return found


def draw_list(shown: Shown) -> None:
    """The same in words, in the order of the numbers."""
    named = sorted(
        (pair for one in points() for pair in zip(one["mark"].split(", "), one["words"], strict=True)),
        key=lambda pair: int(pair[0]),
    )
    if named:
        listed = "; ".join(f"{number} {word}" for number, word in named)
        parts.foot(parts.words("map.layer.points.list", listed=listed), "points_list")
    if not address.get("deeds"):
        return
    done = [
        f"{short_name(shown.level, code)}: {', '.join(what)}" for code, what in sorted(deeds(shown).items())
    ]
    key = "map.layer.deeds.list" if done else "map.layer.deeds.none"
    parts.foot(parts.words(key, **({"listed": "; ".join(done)} if done else {})), "deeds_list")
