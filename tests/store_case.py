"""Small tables of the one shape, and deliveries of them, for tests of the store and what stands on it."""

from pathlib import Path

import pandas as pd
import pytest

from lib import settings as settings_module
from lib import store
from lib.table import COLUMNS

STORE = "TILANNEKUVA_STORE_FOLDER"
WHOLE = {
    "age_group": "all",
    "sex": "all",
    "service_id": "",
    "value": float("nan"),
    "numerator": float("nan"),
    "denominator": float("nan"),
    "status": "published",
}
DATASET = "turku_population"
INDICATOR = "residents_by_district"


def row(indicator: str, area: tuple[str, str], year: int = 2020, **cells: object) -> dict[str, object]:
    """One row of a yearly figure; what is not said is as usual."""
    return {
        "indicator_id": indicator,
        "area_level": area[0],
        "area_code": area[1],
        "period_start": pd.Timestamp(year, 1, 1),
        "period_end": pd.Timestamp(year, 12, 31),
        **WHOLE,
        **cells,
    }


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows as a table of the one shape."""
    return pd.DataFrame(rows, columns=COLUMNS)


def residents(*counts: int, year: int = 2020) -> pd.DataFrame:
    """The residents of major districts 1, 2, …"""
    return table(
        *(
            row(INDICATOR, ("major_district", str(code)), year, value=count, numerator=count)
            for code, count in enumerate(counts, start=1)
        )
    )


def delivery(sha256: str, dataset: str = DATASET) -> store.Delivery:
    """A file of some content, sent by an analyst."""
    return store.Delivery(dataset, f"{sha256}.csv", sha256, "real", "analyst", "test")


def use_store(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Let this process open the store of `folder` and forget the one before."""
    patch.setenv(STORE, str(folder))
    forget_store()
    return folder


def forget_store() -> None:
    """Let the next question open the store that the settings name."""
    settings_module.settings.cache_clear()
    store._connection.cache_clear()
    store._watch.cache_clear()
