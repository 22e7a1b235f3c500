"""Connectors: what a source answers becomes rows of the one shape or a map file, or a sentence why not."""
