"""The marks of judgement as inline SVG: shape tells direction, fill tells whether it is judged."""

from functools import cache

from markupsafe import Markup

from lib import look

BOX = "-1.25 -1.25 2.5 2.5"


@cache
def mark(state: str, size: int = 14) -> Markup:
    """The symbol of a state such as worse_higher; decoration only, the word stands beside it."""
    shape, role, filled = look.state(state)
    return drawn(shape, role, filled, size)


def drawn(shape: str, role: str, filled: bool, size: int) -> Markup:  # noqa: FBT001 - read from the tokens' rows
    """One symbol of the tokens in a colour role."""
    ink = f"var(--{role.replace('_', '-')})"
    paint = f'fill="{ink}"' if filled else f'fill="none" stroke="{ink}" stroke-width="0.3"'
    dash = ' stroke-dasharray="0.35 0.3"' if shape == "dashed_box" else ""
    inner = (
        f'<circle r="0.75" {paint}/>'
        if shape == "similar"
        else f'<path d="{look.symbol(shape)}" {paint}{dash}/>'
    )
    return Markup(
        f'<svg class="mark" width="{size}" height="{size}" viewBox="{BOX}" aria-hidden="true">{inner}</svg>'
    )
