"""Forecast as a fan: observed months in full ink, then a middle line in bands of 50, 80 and 95 per cent."""

import pandas as pd

from lib.charts import annotations, over_time
from lib.charts.canvas import Canvas, drawn
from lib.charts.labels import End, end_labels, level_ends, margin, short_figure
from lib.charts.rows import Row, band_point, dot, label, line_point
from lib.charts.scale import Plane, time_axis, value_axis
from lib.charts.spec import NO_MARKS, Marks, Spec, Style
from lib.charts.trend import lines_of
from lib.charts.words import between, joined, said_over_time, written
from lib.look import ramp, tokens
from lib.text import period, say

OBSERVED, FORECAST, COMPARISON = "observed", "forecast", "comparison"
# From the back to the front, as the opacities of the tokens are written.
LEVELS = (95, 80, 50)
LIMITS = [f"{side}_{level}" for level in LEVELS for side in ("lower", "upper")]
INKS = {COMPARISON: ("similar", "text2"), FORECAST: ("accent", "text")}


def fan(table: pd.DataFrame, style: Style, finding: str, marks: Marks = NO_MARKS) -> Spec:
    """Columns: series, part, period_start, period_end, value, status; for forecasts lower_50 … upper_95.

    part: "observed", "forecast" (the one that speaks) or "comparison" (the grey one). Without an observed
    value: ValueError, since a fan starts from one.
    """
    placed = over_time.placed(table)
    observed = placed[placed["part"] == OBSERVED]
    if observed["value"].isna().all():
        raise ValueError("a fan needs an observed value to start from")
    fans = {part: _from_last(observed, placed[placed["part"] == part]) for part in INKS}
    plane = _plane(placed, marks, style)
    rows = [
        *over_time.grid(plane),
        *(row for part, one in fans.items() for row in _fan(one, INKS[part][0], style)),
        *lines_of(observed, {"ink": "accent", "width": tokens()["chart"]["series_width_highlight"]}),
        *over_time.law(marks, plane.x),
        *over_time.target(marks, plane.x),
        *_now(observed, plane, style),
        *annotations.unit_above(plane, style),
        *annotations.events(marks, plane, style),
        *annotations.note(marks, observed, plane),
        *over_time.empties(observed, plane, style),
        *end_labels([*_ends(fans, style), *level_ends(marks, style)], plane),
        *_hovers(placed, plane, style),
    ]
    above = annotations.room_above(annotations.dated(marks, plane), style)
    canvas = Canvas(plane, right=margin(), top=above)
    return drawn(canvas, rows, style, _alt(observed, fans, finding, style))


def _from_last(observed: pd.DataFrame, forecast: pd.DataFrame) -> pd.DataFrame:
    """The forecast with the last observation as its first, certain point."""
    if forecast.empty:
        return forecast
    last = observed[observed["value"].notna()].tail(1)
    start = last.assign(series=forecast["series"].iloc[0], **dict.fromkeys(LIMITS, last["value"]))
    return pd.concat([start, forecast[forecast["value"].notna()]], ignore_index=True)


def _plane(placed: pd.DataFrame, marks: Marks, style: Style) -> Plane:
    limits = placed[[name for name in LIMITS if name in placed]].to_numpy(dtype=float).ravel()
    x = time_axis(placed["period_start"].tolist(), placed["period_end"].tolist(), style)
    reached = [*placed["value"], *limits, *over_time.levels(marks)]
    return Plane(x, value_axis(reached, style), tokens()["chart"]["height_default"])


def _fan(forecast: pd.DataFrame, ink: str, style: Style) -> list[Row]:
    bands = [
        band_point(at, limits, f"{ink} {level}", shade, fill=ink)
        for level, shade in zip(LEVELS, ramp("fan", style.mode), strict=True)
        for at, *limits in forecast[["x", f"lower_{level}", f"upper_{level}"]].to_numpy(dtype=float)
    ]
    look = {"ink": ink, "width": tokens()["chart"]["series_width"]}
    return bands + [line_point(row.x, row.value, f"{ink} middle", **look) for row in forecast.itertuples()]


def _now(observed: pd.DataFrame, plane: Plane, style: Style) -> list[Row]:
    """The last observation as a dot, in words on the side where the line does not come from."""
    known = observed[observed["value"].notna()]
    last, before = known.iloc[-1], known["value"].tail(4).iloc[0]
    dy = -16 if before <= last["value"] else 18
    align = "left" if (last["x"] - plane.x.low) / plane.x.span < 0.15 else "right"
    words = say("chart.now", style.language, value=written(last["value"], style))
    where = {"dy": dy, "align": align, "dx": 0}
    return [
        dot(last["x"], last["value"], 4.5, "accent"),
        label(last["x"], last["value"], words, "text", size=13.0, weight=600, **where),
    ]


def _ends(fans: dict[str, pd.DataFrame], style: Style) -> list[End]:
    """The name, the value at the end and its range of 80 per cent."""
    return [
        End(
            last["value"],
            f"{last['series']}\n{short_figure(last['value'], style)} ({_range(last, style)})",
            INKS[part][1],
            rank,
            12,
            600 if part == FORECAST else 400,
        )
        for rank, (part, one) in enumerate(reversed(fans.items()))
        if len(one)
        for last in [one.iloc[-1]]
    ]


def _range(last: pd.Series, style: Style) -> str:
    return between(last["lower_80"], last["upper_80"], style)


def _hovers(placed: pd.DataFrame, plane: Plane, style: Style) -> list[Row]:
    """A forecast month says its interval of 95 per cent, as every interval of a tooltip is."""
    whole = placed.assign(lower=placed.get("lower_95"), upper=placed.get("upper_95"))
    return [
        row
        for name, series in whole.groupby("series", sort=False)
        for row in over_time.hover(series, str(name), plane.y, style)
    ]


def _alt(observed: pd.DataFrame, fans: dict[str, pd.DataFrame], finding: str, style: Style) -> str:
    ends = [
        say(
            "chart.alt.forecast",
            style.language,
            series=last["series"],
            value=written(last["value"], style),
            interval=_range(last, style),
            period=period(last["period_start"], last["period_end"], style.language),
        )
        for one in fans.values()
        if len(one)
        for last in [one.iloc[-1]]
    ]
    return joined([finding, *said_over_time(observed, style), *ends], style)
