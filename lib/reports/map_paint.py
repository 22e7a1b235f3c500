"""The strokes of a picture of a map: fills and hatches by their class, circles, frames and text."""

from markupsafe import Markup

from lib import look

RAMPS = {"fill": "sequential", "judged": "judged", "two": "two"}
# Without a class: the role of the fill, and the dashes of the border.
STATES = {
    "plain": ("tint", ""),
    "zero": ("page", ""),
    "missing": ("page", "4 3"),
    "not-applicable": ("page", "1.5 2.5"),
    "not-yet": ("page", "6 3"),
    "suppressed": ("url(#hatch)", ""),
    "unsure": ("url(#unsure)", ""),
}


def paint(fill: str, border: str) -> Markup:
    kind, _, step = fill.partition("-")
    if kind in RAMPS and step.isdecimal():
        colour, dashes = look.ramp(RAMPS[kind])[int(step) - 1], ""
    else:
        role, dashes = STATES[fill]
        colour = role if role.startswith("url") else look.colour(role)
        border = "line_strong" if fill != "plain" else border
    line = Markup('fill="{}" stroke="{}" stroke-width="1"').format(colour, look.colour(border))
    return line + Markup(' stroke-dasharray="{}"').format(dashes) if dashes else line


def circle(x: float, y: float, radius: float) -> Markup:
    fill, line = look.ramp("sequential")[3], look.colour("page")
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.8" stroke="{}"/>').format(
        x, y, radius, fill, line
    )


def text(
    x: float, y: float, words: str, size: int, role: str, weight: int = 400, anchor: str = "start"
) -> Markup:
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" font-size="{}" font-weight="{}" fill="{}" text-anchor="{}">{}</text>'
    ).format(x, y, size, weight, look.colour(role), anchor, words)


def patterns() -> Markup:
    """Hatches: suppressed, uncertain over a class, and the key of the latter."""
    one = Markup(
        '<pattern id="{}" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate({})">{}<line x1="0" x2="0" y1="0" y2="7" stroke="{}" stroke-width="4"/>'
        "</pattern>"
    )
    ground = Markup('<rect width="7" height="7" fill="{}"/>')
    page, strong, sunken = (look.colour(role) for role in ("page", "line_strong", "sunken"))
    return Markup("<defs>{}{}{}</defs>").format(
        one.format("hatch", 45, ground.format(sunken), strong),
        one.format("veil", -45, Markup(""), page),
        one.format("unsure", -45, ground.format(look.ramp("sequential")[2]), page),
    )


def frame(x: float, y: float, width: float, height: float, fill: str = "none") -> Markup:
    return Markup(
        '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}" stroke="{}"/>'
    ).format(x, y, width, height, fill, look.colour("line_strong"))


def stroke(start: tuple[float, float], end: tuple[float, float]) -> Markup:
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}"/>').format(
        *start, *end, look.colour("line_strong")
    )


def ink(fill: str) -> str:
    """The role of text that reads on a fill."""
    kind, _, step = fill.partition("-")
    if kind not in RAMPS or not step.isdecimal():
        return "text"
    return look.tokens()["ramp"]["light"][f"{RAMPS[kind]}_text"][int(step) - 1]
