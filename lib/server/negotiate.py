"""Which packed form of a file a browser takes, and whether it has it (RFC 9110, 12.5.3 and 13.1.2)."""

from collections.abc import Sequence

IDENTITY = "identity"


def best_coding(accepted: str, offered: Sequence[str]) -> str:
    """The coding of `offered`, best first, that the header ranks highest; IDENTITY where it allows none."""
    ranks = _ranks(accepted)
    others = ranks.get("*", 0.0)
    best = max(offered, key=lambda coding: ranks.get(coding, others))
    # Not named, identity is allowed but wanted least.
    wanted = ranks.get(best, others)
    return best if wanted > 0 and wanted >= ranks.get(IDENTITY, 0.0) else IDENTITY


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the browser already holds the form with this tag; weak comparison, as the standard asks."""
    tags = (one.strip().removeprefix("W/") for one in if_none_match.split(","))
    return any(one in ("*", etag) for one in tags)


def _ranks(header: str) -> dict[str, float]:
    pieces = (one.partition(";") for one in header.lower().split(",") if one.strip())
    return {name.strip(): _rank(weight) for name, _, weight in pieces}


def _rank(weight: str) -> float:
    # A weight that is no number gets the file as it is, which every browser can read.
    try:
        return float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
    except ValueError:
        return 0.0
