"""The family of errors, and what of each the frame may show."""


class TilannekuvaError(Exception):
    """Anything this program raises on purpose. `key` names the sentence in data/text that a reader sees."""

    key = "error.unexpected"

    def __init__(self, message: str = "", *, key: str = "", **values: object) -> None:
        super().__init__(message)
        self.key, self.values = key or type(self).key, values


class CatalogueError(TilannekuvaError):
    """Our own data files are wrong: one line per fault, each naming file and key."""

    key = "error.catalogue"


class SourceError(TilannekuvaError):
    """The world did not answer, or answered something else than it promised."""

    key = "error.source"


class NothingKnownError(TilannekuvaError):
    """There are no figures of what was asked: a data set was taken away, or had not come on that day."""

    key = "live.nothing_known"


class StoreError(TilannekuvaError):
    """The store cannot do what was asked: it is busy, or the version does not exist."""

    key = "error.store"


class StoreBusyError(StoreError):
    """Another writer holds the lock longer than we wait."""

    key = "error.store_busy"


class VersionMovedError(StoreError):
    """Somebody else published into the same dataset after its rows were read."""

    key = "error.store_busy"


class ActionChangedError(StoreError):
    """Somebody else saved the same action first; `newest` in values is the revision that stands now."""

    key = "error.action_changed"


class WorkAreaChangedError(StoreError):
    """Somebody else saved the same work area first; `code` and `newest` in values say what stands now."""

    key = "error.work_area_changed"


class InputError(TilannekuvaError):
    """A received file cannot be read at all, so there are no rows to check."""

    key = "error.input"


class StatisticsError(TilannekuvaError):
    """The question has no answer with these numbers: it is said, not computed."""

    key = "error.statistics"
