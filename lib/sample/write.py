"""Writes the model tables as Parquet files that say they are model data."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib.catalogue import catalogue
from lib.facts import LANGUAGES
from lib.sample import budget, services, surveys
from lib.sample.planted import read_planted
from lib.sample.town import read_town
from lib.settings import settings
from lib.text import say

SEED = 2026
# The file says what it is even when it has left this folder.
FILE_ENDING = "_mallidata.parquet"
DATE_COLUMNS = ("period_start", "period_end")


def write(folder: Path, seed: int = SEED) -> list[Path]:
    """Write every model dataset into `folder`; the same seed gives the same tables."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for dataset_id, figures in tables(seed).items():
        paths.append(folder / f"{dataset_id}{FILE_ENDING}")
        pq.write_table(_marked(figures), paths[-1], compression="zstd")
    return paths


def tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Every model dataset by id, in the one table shape."""
    folder, city = settings().data_folder / "sample", settings().city_code
    town, planted = read_town(folder), read_planted(folder)
    return {
        "varha_services": services.table(town, planted, catalogue(), city, seed),
        "district_surveys": surveys.district_table(town, planted, city, seed),
        "participatory_budget": budget.table(town, city, seed),
        "city_satisfaction": surveys.city_table(town, seed),
    }


def _marked(figures: pd.DataFrame) -> pa.Table:
    """The table with plain dates, and what it is in its own header."""
    table = pa.Table.from_pandas(figures, preserve_index=False)
    for column in DATE_COLUMNS:
        place = table.schema.get_field_index(column)
        table = table.set_column(place, column, table[column].cast(pa.timestamp("us")).cast(pa.date32()))
    notes = {f"note_{language}": say("sample.note", language) for language in LANGUAGES}
    return table.replace_schema_metadata({"origin": "model", **notes})
