"""Sources and methods: where figures come from, what they mean, the themes, the law, the methods."""

from lib.ui import agreed, fetching, parts, sources
from lib.ui.follow import follow

parts.model_strip("model.strip.sources")
parts.title(sources.finding(), sources.subtitle())

parts.section(sources.sources_finding(), parts.words("sources.list_sub"), key="sources_head")
parts.block(sources.sources_markup(), "source_rows")

parts.section(fetching.finding(), fetching.subtitle(), key="fetch_head")
fetching.offer()
parts.block(fetching.attempts_markup(), "fetch_rows")

parts.section(sources.defined_finding(), parts.words("sources.defined_sub"), key="defined_head")
sought = sources.search()
indicators = sources.found(sought)
parts.foot(sources.found_words(sought, indicators), "found")
chosen = [parts.block(sources.definitions_markup(indicators, sought), "definitions").choose]
parts.table(sources.table_of(indicators), "definitions_file", "mittarit", ())

parts.section(agreed.themes_finding(), parts.words("sources.themes_sub"), key="themes_head")
chosen.append(parts.block(agreed.themes_markup(), "themes").choose)

parts.section(agreed.limits_finding(), agreed.limits_sub(), key="limits_head")
parts.block(agreed.limits_markup(), "limit_rows")
parts.foot(parts.words("sources.limits_foot"), "limits_foot")

parts.section(parts.words("sources.methods"), parts.words("sources.methods_sub"), key="methods_head")
parts.block(agreed.methods_markup(), "methods")

follow(next((one for one in chosen if one), None))
