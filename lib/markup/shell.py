"""What the page carries before Streamlit has drawn: title, early fetches, a word to those without scripts."""

import json
import tomllib
from functools import cache

from markupsafe import Markup

from lib import look
from lib.facts import LANGUAGES
from lib.markup.page import rendered
from lib.text import say

EARLY_COLOURS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")


def language_script(language: str) -> str:
    """The one inline script of our own: tells screen readers the language after it was switched."""
    return f"document.documentElement.lang = {json.dumps(language)}"


def head(language: str, addresses: tuple[str, ...]) -> Markup:
    """The title, and what to fetch at once: the scripts and fonts under `addresses`."""
    return Markup(
        rendered(
            "shell_head.html",
            title=say("shell.title", language),
            early_theme=early_theme(),
            scripts=[one for one in addresses if one.endswith(".js")],
            fonts=[one for one in addresses if one.endswith(".woff2")],
        )
    )


@cache
def early_theme() -> Markup:
    """A script that gives Streamlit font and colours before its theme comes; its own font is not fetched."""
    theme = tomllib.loads(look.streamlit_theme())["theme"]
    early = {
        f"{mode.upper()}_THEME": {
            "bodyFont": theme["font"],
            **{name: theme[mode][name] for name in EARLY_COLOURS},
        }
        for mode in look.MODES
    }
    # In a script nothing is an entity: only a "<" could end it.
    return Markup(f"window.__streamlit = {json.dumps(early)}".replace("<", "\\u003c"))


def without_scripts(language: str) -> Markup:
    """What a reader without JavaScript is told, in every language, that of the page first."""
    order = sorted(LANGUAGES, key=lambda one: one != language)
    sentences = [(one, say("shell.no_script", one)) for one in order]
    return Markup(rendered("shell_no_script.html", sentences=sentences))
