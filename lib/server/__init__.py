"""What surrounds the pages on the wire: start-up, packed assets and the first picture."""
