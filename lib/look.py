"""The design tokens, and what is generated from them: style variables and the Streamlit theme."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from lib.settings import settings

Mode = Literal["light", "dark"]
MODES: tuple[Mode, Mode] = ("light", "dark")
# Streamlit ignores a chart ramp of any other length.
STREAMLIT_RAMP_LENGTH = 10


@cache
def tokens() -> Mapping[str, Any]:
    """The whole of data/tokens.toml."""
    return tomllib.loads((settings().data_folder / "tokens.toml").read_text(encoding="utf-8"))


def colour(role: str, mode: Mode = "light") -> str:
    """The hex colour of a role such as `text` or `worse`; dark falls back to light where it has none."""
    palette = tokens()["color"]
    return palette[mode].get(role, palette["light"][role])


def ramp(name: str, mode: Mode = "light") -> list[str]:
    """A ramp of hex colours: sequential, judged, categorical or area."""
    return tokens()["ramp"][mode][name]


def ramp_text(name: str, mode: Mode = "light") -> list[str]:
    """The label colour that reads on each step of a ramp."""
    return [colour(role, mode) for role in tokens()["ramp"][mode][f"{name}_text"]]


def symbol(name: str) -> str:
    """The path of a symbol in a box from -1 to 1, or Vega's own word such as circle."""
    return tokens()["symbol"][name]


def state(name: str) -> tuple[str, str, bool]:
    """Symbol, colour role and whether it is filled, for a state such as worse_higher."""
    shape, role, filled = tokens()["state"][name]
    return shape, role, filled


def css_variables(mode: Mode) -> str:
    """One CSS declaration per colour, ramp step and size: --text, --sequential-1, --h1-size."""
    lines = [f"--{role.replace('_', '-')}: {colour(role, mode)};" for role in tokens()["color"]["light"]]
    for name in ("sequential", "judged", "categorical", "two", "area"):
        lines += [f"--{name}-{place}: {step};" for place, step in enumerate(ramp(name, mode), start=1)]
    for name in ("sequential", "judged", "two"):
        lines += [f"--{name}-text-{place}: {step};" for place, step in enumerate(ramp_text(name, mode), 1)]
    return "\n".join(lines)


def size_variables() -> str:
    """One CSS declaration per type size and layout length."""
    lines = [
        f"--{name.replace('_', '-')}: {weight} {size}px/{height}px var(--font);"
        for name, (size, height, weight) in _type_sizes()
    ]
    layout = tokens()["layout"]
    lines += [
        f"--{key.replace('_', '-')}: {value}px;" for key, value in layout.items() if isinstance(value, int)
    ]
    return "\n".join([f"--font: '{tokens()['font']['family']}', sans-serif;", *lines])


def _type_sizes() -> list[tuple[str, list[int]]]:
    return [(name, size) for name, size in tokens()["type"].items() if isinstance(size, list)]


def streamlit_theme() -> str:
    """The theme sections of .streamlit/config.toml, generated so that no colour is written twice."""
    sections = ["[theme]", 'base = "light"', *_theme_sizes(), "", *_font_faces()]
    for mode in MODES:
        sections += ["", f"[theme.{mode}]", *_theme_colours(mode)]
    return "\n".join(sections) + "\n"


def _theme_sizes() -> list[str]:
    look = tokens()
    sizes = [f'"{look["type"][name][0]}px"' for name in ("h1", "h2", "h3")]
    return [
        f'font = "{look["font"]["family"]}, {look["font"]["fallback"]}"',
        f"baseFontSize = {look['streamlit']['baseFontSize']}",
        'baseRadius = "4px"',
        'buttonRadius = "4px"',
        "showWidgetBorder = true",
        "linkUnderline = true",
        f"headingFontSizes = [{', '.join(sizes * 2)}]",
        "headingFontWeights = [600, 600, 600, 600, 600, 600]",
        f'metricValueFontSize = "{look["type"]["figure"][0]}px"',
        "metricValueFontWeight = 500",
    ]


def _font_faces() -> list[str]:
    faces: list[str] = []
    ranges = {
        "latin-wght": "U+0000-00FF,U+0131,U+0152-0153,U+2000-206F,U+20AC,U+2212",
        "latin-ext": "U+0100-02BA",
    }
    for file in tokens()["font"]["files"]:
        span = next(span for part, span in ranges.items() if part in file)
        faces += [
            "[[theme.fontFaces]]",
            f'family = "{tokens()["font"]["family"]}"',
            f'url = "app/static/fonts/{file}"',
            'weight = "100 700"',
            f'unicodeRange = "{span}"',
        ]
    return faces


def _theme_colours(mode: Mode) -> list[str]:
    keys = {
        key: role.removeprefix("color.")
        for key, role in tokens()["streamlit"].items()
        if isinstance(role, str) and role.startswith("color.")
    }
    lines = [f'{key} = "{colour(role, mode)}"' for key, role in keys.items()]
    lines.append(f"chartCategoricalColors = {_quoted(ramp('categorical', mode))}")
    for key, name in (("chartSequentialColors", "sequential"), ("chartDivergingColors", "judged")):
        lines.append(f"{key} = {_quoted(stretched(ramp(name, mode), STREAMLIT_RAMP_LENGTH))}")
    return lines


def _quoted(colours: list[str]) -> str:
    return "[" + ", ".join(f'"{one}"' for one in colours) + "]"


def stretched(colours: list[str], length: int) -> list[str]:
    """The ramp with `length` steps, linearly between its own."""
    steps = [_rgb(one) for one in colours]
    places = [place * (len(steps) - 1) / (length - 1) for place in range(length)]
    return [_hex(_between(steps, place)) for place in places]


def _between(steps: list[tuple[int, ...]], place: float) -> list[float]:
    low = min(int(place), len(steps) - 2)
    return [a + (b - a) * (place - low) for a, b in zip(steps[low], steps[low + 1], strict=True)]


def _rgb(colour_text: str) -> tuple[int, ...]:
    return tuple(int(colour_text[at : at + 2], 16) for at in (1, 3, 5))


def _hex(channels: list[float]) -> str:
    return "#" + "".join(f"{round(channel):02X}" for channel in channels)
