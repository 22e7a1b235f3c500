"""The path of a figure: sources, intake, store, query, protect, statistics, signals, charts and maps, pages."""
