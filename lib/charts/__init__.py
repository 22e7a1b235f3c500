"""Charts: a table and words in, `Spec(spec, data, alt)` out. No Streamlit, no store, no network.

Draw with `st.vega_lite_chart(chart.data, chart.spec, theme=None, alt=chart.alt)`; without `theme=None` the
sizes of Streamlit win. Specs are built once for each set of axes and kept; all figures, words and labels
stand in `data`, already in the app's language.

`Style(unit, decimals, language, origin, mode)` says how figures are written; "model" is said in `alt`.
Tables have the columns of the one table shape that a chart needs (value, status, period_start, period_end;
denominator where known) and `series`, the shown name. A status that may not be shown hides the row's figures
here as well, whatever the caller left in them.

- `trend(table, style, finding, marks)`: + part = speaking | context | benchmark; lower, upper optional.
- `control(table, style, finding, marks, reasons)`: a table of `control_table(observations, chart, polarity)`;
  reasons: in words, why the limits start anew. `flag_of(direction, polarity)` is the flag of one move.
- `ranking(table, style, finding, benchmark, picked)`: + state (key of tokens [state]); lower, upper optional.
- `six_cities(table, style, finding, own)`: lower, upper optional.
- `bars(table, style, finding, benchmark_name)`: benchmark, state optional.
- `fan(table, style, finding, marks)`: + part = observed | forecast | comparison, lower_50 … upper_95.

`Marks(law, target, events, note)` lies over charts of time: law and target of `Step(start, value)`, events
and note of `Dated(on, words)`. `with_data(chart)` puts the rows inside the spec, for vl-convert. Empty tables
raise ValueError: the page shows the empty state instead of a chart.
"""

from lib.charts.bars import bars
from lib.charts.canvas import with_data
from lib.charts.control import control, control_table, flag_of
from lib.charts.fan import fan
from lib.charts.ranking import ranking
from lib.charts.six_cities import six_cities
from lib.charts.spec import Benchmark, Dated, Marks, Spec, Step, Style
from lib.charts.trend import trend

__all__ = [
    "Benchmark",
    "Dated",
    "Marks",
    "Spec",
    "Step",
    "Style",
    "bars",
    "control",
    "control_table",
    "fan",
    "flag_of",
    "ranking",
    "six_cities",
    "trend",
    "with_data",
]
