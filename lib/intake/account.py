"""What became of the columns of a source's own table, told to its sender."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Used:
    """Which columns an indicator was computed from, for which years and how many areas of the file."""

    indicator: str
    headings: tuple[str, ...]
    years: tuple[str, ...]
    areas: int


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the columns of codes: used, not used, and what each indicator not computed lacks."""

    used: tuple[Used, ...] = ()
    unused: tuple[str, ...] = ()
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.used or self.lacking)
