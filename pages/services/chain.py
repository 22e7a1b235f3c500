"""The mental-health service chain: the ladder, one service over time, what is coming, and the flow."""

from lib import text
from lib.ui import (
    address,
    chain,
    chain_charts,
    chain_figures,
    chain_flow,
    chain_words,
    forecast,
    parts,
    pickers,
    service_pages,
)

asked = address.get("area")
with parts.scope_bar():
    area = pickers.service_area(chain.area_options())
    age = pickers.age()
    table = chain.with_limits(chain.months(area, age), age)
    period = pickers.period(chain.periods(table))

parts.model_strip("model.strip.chain")
service_pages.links("chain")
chain_figures.tell_area(asked, area)
rows = chain.newest(table, period)
service = address.get("service")
if service not in set(rows["service_id"]):
    service = chain_words.worst_service(rows)
day = text.day(chain.month_end(rows["period_start"].max()), parts.language())
parts.title(
    chain_words.finding(rows, period, age), parts.words("chain.subtitle"), parts.words("chain.aside", day=day)
)
parts.block(
    chain.ladder_markup(table, period, age, service, area), "ladder", on_choose=chain.choose_from("ladder")
)
shown = chain_figures.view(rows, area, age, period)
parts.table(chain_charts.table_of(shown), "chain", "palveluketju", ("model",))
chain_charts.draw_chart(table, service, age, area)
parts.block(chain_words.truths_markup(table, service, period), "truths")
parts.block(chain_figures.facts_markup(shown, service), "service_facts")
forecast.draw(chain_words.asked(rows, service, age, period))
chain_flow.draw(area, age, period)
