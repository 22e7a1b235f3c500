"""The path of a figure: sources, intake, store, query, protect, statistics, charts and maps, pages."""
