"""The mental-health service chain: the ladder, one service over time, and the two truths."""

from lib import text
from lib.ui import address, chain, chain_charts, chain_words, parts, pickers

with parts.scope_bar():
    area = pickers.service_area(chain.area_options())
    age = pickers.age()
    table = chain.with_limits(chain.months(area, age), age)
    period = pickers.period(chain.periods(table))

parts.model_strip("model.strip.chain")
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
parts.table(chain_charts.table_of(rows), "chain", "palveluketju", ("model",))
chain_charts.draw_chart(table, service, age, area)
parts.block(chain_words.truths_markup(table, service, period), "truths")
