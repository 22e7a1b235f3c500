"""Words and figures in, escaped HTML out: what the screen, the first picture and the reports share."""
