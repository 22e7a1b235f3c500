"""What the page carries before Streamlit has drawn: title, early fetches, a word to those without scripts."""

import json
import tomllib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from lib import look
from lib.facts import LANGUAGES
from lib.markup.page import TEMPLATES, rendered
from lib.settings import ROOT
from lib.text import say

FONTS = "./app/static/fonts"
LOGO = ROOT / "static" / "logo.svg"
EARLY_COLOURS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")


@dataclass(frozen=True)
class Controls:
    """What the frame's pickers show: words with whether they are picked; key, label and value of a list."""

    languages: Sequence[tuple[str, bool]]
    scopes: Sequence[tuple[str, bool]]
    lists: Sequence[tuple[str, str, str]]


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


def picture(controls: Controls, blocks: Mapping[str, str], style: str) -> Markup:
    """What stands above the page until it has drawn `blocks` itself; they are markup, by the page's keys."""
    # In a style nothing is an entity either, and the sheets are our own files.
    return Markup(
        rendered(
            "shell_picture.html",
            controls=controls,
            blocks={key: Markup(html) for key, html in blocks.items()},
            logo=b64encode(LOGO.read_bytes()).decode(),
            style=Markup(style),
            script=Markup(picture_script()),
        )
    )


@cache
def picture_script() -> str:
    """The inline script that takes the picture away."""
    return (TEMPLATES / "shell_picture.js").read_text(encoding="utf-8")


def font_face() -> str:
    """The page's font under the picture's own name: words stand in a system font until it has come."""
    file = look.tokens()["font"]["files"][0]
    source = f'src: url("{FONTS}/{file}") format("woff2"); font-weight: 100 700'
    return f'@font-face {{ font-family: "First picture"; {source}; font-display: swap; }}'
