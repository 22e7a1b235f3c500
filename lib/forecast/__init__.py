"""What is coming: today's course of a queue read from its months, simulated onwards, and tried on the past.

`course.read` reads the course; `queue.replayed` tells where it starts; `simulation.runs` runs it onwards;
`fan` turns runs into quantiles and dates; `backtest` does the same from past months and tells how fans held.
"""
