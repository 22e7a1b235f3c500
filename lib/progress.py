"""Whoever waits for a long piece of work hears how far it is."""

from collections.abc import Callable

# Hears which step begins and how much of it is done; may end the work by an exception.
Tell = Callable[[str, float], None]


def untold(step: str, done: float) -> None:
    """Nobody waits."""
