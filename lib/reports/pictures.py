"""Small pictures of a printed page as SVG: the mark of a state, and where an area lies."""

from collections.abc import Collection

from lib import look
from lib.areas import geometry

BOX = "-1.25 -1.25 2.5 2.5"
MAP_SIZE = (320, 320)
RING = 0.75


def mark(state: str) -> str:
    """The symbol of a state such as worse_higher: shape tells direction, fill tells judgement."""
    shape, role, filled = look.state(state)
    ink = look.colour(role)
    paint = f'fill="{ink}"' if filled else f'fill="none" stroke="{ink}" stroke-width="0.3"'
    inner = (
        f'<circle r="{RING}" {paint}/>' if shape == "similar" else f'<path d="{look.symbol(shape)}" {paint}/>'
    )
    return _svg(BOX, inner)


def locator(level: str, chosen: Collection[str], others: Collection[str]) -> str:
    """The areas of a level with the chosen ones in ink; empty when the level has no map."""
    try:
        drawn = geometry.paths(level, None, *MAP_SIZE, codes=[*others, *chosen])
    except geometry.NoGeometry:
        return ""
    shapes = [_area(path, "accent" if code in chosen else "tint") for code, path in drawn.paths.items()]
    water = f'<path d="{drawn.water}" fill="{look.colour("page")}"/>' if drawn.water else ""
    return _svg(drawn.viewbox, "".join(shapes) + water)


def is_schematic(level: str) -> bool:
    """Whether the map of a level that has one is a sketch and not the real borders."""
    return bool(geometry.entry(level)["schematic"])


def _area(path: str, role: str) -> str:
    line = look.colour("line_strong")
    return f'<path d="{path}" fill="{look.colour(role)}" stroke="{line}" stroke-width="1"/>'


def _svg(box: str, inner: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inner}</svg>'
