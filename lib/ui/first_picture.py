"""The first picture of the landing page: frame and topmost blocks, drawn in the server before any run."""

from functools import cache
from pathlib import Path

from lib import look
from lib.facts import LANGUAGES
from lib.markup import page as markup
from lib.markup import shell
from lib.ui import address, briefing, choices, frame, parts, pickers, raised

STYLE = Path(__file__).with_name("first_picture.css")


def drawn(language: str, scope: str) -> str:
    """The whole picture as markup, for an address that chooses nothing but language and scope."""
    with address.standing({**choices.DEFAULTS, "lang": language, "scope": scope}):
        return shell.picture(_controls(scope), blocks(scope), style())


def blocks(scope: str) -> dict[str, str]:
    """The markup of the page's topmost blocks by their keys, as the landing page itself draws them."""
    found = raised.scan(scope)
    shown = briefing.of_view(found.signals, "", "", scope)
    rows = briefing.shown(shown)
    strip = markup.model_strip(parts.words("model.strip.situation"), parts.language())
    made = {
        "model_strip": strip if scope == choices.CITY else "",
        "page_title": markup.title(
            briefing.title(shown, found, scope), briefing.summary(shown, found, scope), briefing.aside(found)
        ),
        "tally": briefing.tally(shown),
        "signals": briefing.listed(rows, scope),
        "more": briefing.more(shown),
        "signals_foot": markup.foot(briefing.sources(rows)) if len(rows) else "",
    }
    return {key: html for key, html in made.items() if html}


def _controls(scope: str) -> shell.Controls:
    """What the pickers of the frame show while nothing is chosen."""
    return shell.Controls(
        [(one.upper(), one == parts.language()) for one in LANGUAGES],
        [(pickers.scope_name(one), one == scope) for one in choices.SCOPES],
        [
            ("area", parts.words("frame.area"), parts.words("briefing.area_all")),
            ("topic", parts.words("briefing.theme"), parts.words("briefing.theme_all")),
        ],
    )


@cache
def style() -> str:
    """The page's stylesheet and what only the picture needs, with the tokens of both modes in front."""
    modes = {mode: f".first-picture {{\n{look.css_variables(mode)}\n}}" for mode in look.MODES}
    dark = f"@media (prefers-color-scheme: dark) {{\n{modes['dark']}\n}}"
    sizes = f".first-picture {{\n{look.size_variables()}\n}}"
    sheets = [path.read_text(encoding="utf-8") for path in (frame.STYLE, STYLE)]
    return "\n".join([modes["light"], dark, sizes, shell.font_face(), *sheets])
