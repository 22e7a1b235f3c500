"""One line of a received file of work areas, whatever its format, and what is wrong at its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.intake.personal import redacted


@dataclass(frozen=True, init=False)
class FileFault:
    """What is wrong (a key under work_areas.file.), where (row or feature, and number), with its values."""

    what: str
    unit: str
    place: int
    values: Mapping[str, object] = field(default_factory=dict)

    def __init__(self, what: str, unit: str = "", place: int = 0, **values: object) -> None:
        shown = {name: redacted(one) if isinstance(one, str) else one for name, one in values.items()}
        for name, value in {"what": what, "unit": unit, "place": place, "values": shown}.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Line:
    """One member of one version of one work area, as texts; unit: row or feature. place: its number."""

    unit: str
    place: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """What a column says; empty when it says nothing or is not there."""
        return self.cells.get(name, "")

    def fault(self, what: str, **values: object) -> FileFault:
        """Something wrong at this line."""
        return FileFault(what, self.unit, self.place, **values)
