"""From checked rows to a published version: estimates made anew, other months kept, nothing overwritten."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from lib import intake, names, query, store
from lib.areas.estimates import with_estimates
from lib.errors import VersionMovedError
from lib.facts import Catalogue, Dataset
from lib.progress import Tell, untold
from lib.sample import actions as sample
from lib.table import COLUMNS

TEXT_COLUMNS = ["age_group", "sex", "service_id"]
WHOLE = {"age_group": "all", "sex": "all", "service_id": ""}


def current_rows(dataset_id: str) -> pd.DataFrame:
    """The rows of the dataset's current version; empty when it has none."""
    version = query.heads().get(dataset_id, store.NO_VERSION)
    return query.all_of_version(version)[COLUMNS]


def publish(
    dataset: Dataset,
    received: pd.DataFrame,
    delivery: store.Delivery,
    catalogue: Catalogue,
    tell: Tell = untold,
) -> int:
    """Publish received rows on top of the current ones; the new version's id.

    tell: hears before the rows are joined and before they are written; if it raises, nothing is stored.
    """
    while True:
        base = query.heads().get(dataset.id, store.NO_VERSION)
        tell("merge", 0.0)
        whole = afterwards(received, query.all_of_version(base)[COLUMNS], catalogue)
        tell("write", 0.0)
        try:
            return store.publish(delivery, whole, base)
        except VersionMovedError:
            # Somebody published in between: their rows must stay under these.
            continue


def afterwards(received: pd.DataFrame, current: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The whole data set as it would stand with the received rows, estimates made anew."""
    return with_estimates(intake.merged(current, with_counts(typed(received), catalogue)), catalogue)


def with_counts(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Rows where a count sent without its numerator is its own: protection and sums read the numerator."""
    counts = {name for name, one in catalogue.indicators.items() if one.kind == "count" and one.numerator}
    own = rows["indicator_id"].isin(counts) & rows["numerator"].isna()
    return rows.assign(numerator=rows["numerator"].mask(own, rows["value"]))


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with dates as dates, codes as text and the wholes filled in."""
    return rows.assign(
        period_start=pd.to_datetime(rows["period_start"]).astype("datetime64[us]"),
        period_end=pd.to_datetime(rows["period_end"]).astype("datetime64[us]"),
        area_code=rows["area_code"].astype(str),
        **{column: rows[column].fillna(WHOLE[column]).replace("", WHOLE[column]) for column in TEXT_COLUMNS},
        **{column: rows[column].astype(float) for column in ("value", "numerator", "denominator")},
    )


def build(catalogue: Catalogue, real: Path, model: Path) -> list[str]:
    """Publish the embedded tables of datasets that nobody has published yet; the names of those added."""
    added = []
    for dataset in catalogue.datasets.values():
        path = next((path for path in _embedded(dataset, real, model) if path.exists()), None)
        # A dataset taken off the screens has a history and must not come back at the next start.
        if path is None or len(query.history(dataset.id)):
            continue
        rows = with_estimates(typed(_read(path)), catalogue)
        for months_back in _instalments(dataset):
            _publish_embedded(dataset, path, rows, months_back)
        added.append(dataset.id)
    return added


def _instalments(dataset: Dataset) -> tuple[int, ...]:
    """Model data of months come as they would have come: first without the newest month, then whole."""
    return (1, 0) if dataset.origin == "model" and dataset.rhythm == "month" else (0,)


def _publish_embedded(dataset: Dataset, path: Path, rows: pd.DataFrame, months_back: int) -> None:
    newest = rows["period_start"].max() - pd.DateOffset(months=months_back)
    sha = store.fingerprint(path.read_bytes() + b"-" * months_back, dataset.id)
    at = _model_arrival(dataset, newest) if dataset.origin == "model" else None
    sent = store.Delivery(dataset.id, path.name, sha, dataset.origin, "embedded", "embedded", at)
    store.publish(sent, rows[rows["period_start"].le(newest)])


def _model_arrival(dataset: Dataset, newest: pd.Timestamp) -> datetime:
    """The day a real delivery would have come, so that a model history can be looked back on."""
    if dataset.rhythm == "month":
        due = newest + pd.DateOffset(months=1, day=max(dataset.arrives_by_day, 1))
    else:
        due = newest + pd.DateOffset(years=1, month=3, day=1)
    return due.to_pydatetime().replace(hour=6, tzinfo=UTC)


def build_actions(folder: Path) -> int:
    """Publish the model actions into a store where nobody has saved any yet; how many were added."""
    return 0 if store.newest_action() else store.save_first_actions(sample.rows(folder))


def _embedded(dataset: Dataset, real: Path, model: Path) -> tuple[Path, Path]:
    return real / f"{dataset.id}.csv", model / f"{names.file_name(dataset.id, ('model',))}.parquet"


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    codes = dict.fromkeys(("area_code", "service_id", "age_group", "sex", "status"), str)
    return pd.read_csv(
        path,
        comment="#",
        dtype=codes,
        keep_default_na=False,
        na_values={
            column: [""] for column in ("value", "numerator", "denominator", "service_id", "age_group", "sex")
        },
    )
