"""The furniture of a page: title, section heads, strip, notices and feet."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lib.markup.symbols import mark
from lib.text import say

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Templates that escape everything they are given, and stop at a name nobody gave."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(mark=mark)
    return made


def rendered(template: str, **values: object) -> str:
    """One template filled in."""
    return environment().get_template(template).render(**values)


def model_strip(sentence: str, language: str) -> str:
    """The strip under the scope bar of a page that shows model data."""
    return rendered("model_strip.html", sentence=sentence, word=say("model.word", language))


def notice(sentence: str) -> str:
    """One line above the page."""
    return rendered("notice.html", sentence=sentence)


def past(sentence: str, way_back: str, choose: str) -> str:
    """One line above a page of a past day, with the way back to now."""
    return rendered("past.html", sentence=sentence, way_back=way_back, choose=choose)


def fault(sentence: str, code: str) -> str:
    """What is not shown, that the figures are safe, and a code."""
    return rendered("fault.html", sentence=sentence, code=code)


def title(heading: str, subtitle: str, aside: str) -> str:
    """The finding of the page."""
    return rendered("title.html", heading=heading, subtitle=subtitle, aside=aside)


def section(heading: str, subtitle: str, model: str) -> str:
    """The finding of a chart or list, with the framed word where it shows model data."""
    return rendered("section.html", heading=heading, subtitle=subtitle, model=model)


def foot(sentence: str) -> str:
    """Source, date and rule."""
    return rendered("foot.html", sentence=sentence)


def quiet_line(about: str, words: str, choose: str) -> str:
    """A sentence, or nothing, and a press after it that does not ask for attention."""
    return rendered("quiet_line.html", about=about, words=words, choose=choose)


def text(sentence: str) -> Markup:
    """A sentence as escaped markup, for putting into larger blocks."""
    return Markup.escape(sentence)
