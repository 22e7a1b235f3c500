"""From arrays by series, area and month to rows of the one table shape."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.sample.town import Floats, Stream, Town
from lib.table import COLUMNS

CITY_LEVEL = "municipality"
DISTRICT_LEVEL = "major_district"


def with_city(by_district: NDArray) -> NDArray:
    """Series × districts × months with the sum of the districts as one more area, last."""
    return np.concatenate([by_district, by_district.sum(axis=1, keepdims=True)], axis=1)


def service_keys(streams: tuple[Stream, ...], town: Town, city_code: str, calendar: NDArray) -> pd.DataFrame:
    """Series × (districts and the city) × months as rows, in the order of a raveled array."""
    levels = [DISTRICT_LEVEL] * len(town.district) + [CITY_LEVEL]
    codes = [*(district.code for district in town.district), city_code]
    size = (len(streams), len(codes), len(calendar))
    stream, area, month = (places.ravel() for places in np.indices(size))
    return pd.DataFrame(
        {
            "area_level": _texts(levels, area),
            "area_code": _texts(codes, area),
            **_periods(calendar, month),
            "age_group": _texts([item.age_group for item in streams], stream),
            "sex": _texts(["all"], stream * 0),
            "service_id": _texts([item.service for item in streams], stream),
        }
    )


def yearly_keys(level: str, codes: list[str], years: tuple[int, ...]) -> pd.DataFrame:
    """Areas × years as rows, in the order of a raveled array."""
    area, year = (places.ravel() for places in np.indices((len(codes), len(years))))
    calendar = np.array(years).astype(str).astype("datetime64[Y]")
    return pd.DataFrame(
        {
            "area_level": _texts([level], area * 0),
            "area_code": _texts(codes, area),
            **_periods(calendar, year),
            "age_group": _texts(["all"], area * 0),
            "sex": _texts(["all"], area * 0),
            "service_id": _texts([""], area * 0),
        }
    )


def counts(indicator: str, keys: pd.DataFrame, numbers: NDArray) -> pd.DataFrame:
    """Rows of a count: the value is its own numerator and nothing is below it."""
    numbers = np.ravel(numbers).astype(np.float64)
    return _table(indicator, keys, numbers, numbers, np.full(len(keys), np.nan))


def amounts(indicator: str, keys: pd.DataFrame, numbers: NDArray) -> pd.DataFrame:
    """Rows of money or person-years: a value that counts no people."""
    nothing = np.full(len(keys), np.nan)
    return _table(indicator, keys, np.ravel(numbers).astype(np.float64), nothing, nothing)


def shares(indicator: str, keys: pd.DataFrame, part: NDArray, whole: NDArray) -> pd.DataFrame:
    """Rows of a share in percent; missing where there is nobody to be a share of."""
    part, whole = np.ravel(part).astype(np.float64), np.ravel(whole).astype(np.float64)
    percent = 100 * part / np.where(whole > 0, whole, np.nan)
    return _table(indicator, keys, percent, part, whole)


def waits(indicator: str, keys: pd.DataFrame, days: Floats, started: NDArray) -> pd.DataFrame:
    """Rows of a median or percentile in days, with how many people stand behind it."""
    nothing = np.full(len(keys), np.nan)
    return _table(indicator, keys, np.ravel(days), nothing, np.ravel(started).astype(np.float64))


def _table(indicator: str, keys: pd.DataFrame, value: Floats, part: Floats, whole: Floats) -> pd.DataFrame:
    return keys.assign(
        indicator_id=_texts([indicator], np.zeros(len(keys), dtype=np.int64)),
        value=value,
        numerator=part,
        denominator=whole,
        status=_texts(["published", "missing"], np.isnan(value).astype(np.int64)),
    )[COLUMNS]


def _periods(calendar: NDArray, place: NDArray) -> dict[str, NDArray]:
    starts = calendar.astype("datetime64[D]")
    ends = (calendar + 1).astype("datetime64[D]") - 1
    return {
        "period_start": starts[place].astype("datetime64[us]"),
        "period_end": ends[place].astype("datetime64[us]"),
    }


def _texts(names: list[str], place: NDArray) -> pd.Series:
    return pd.Series(names, dtype="str").take(place).reset_index(drop=True)
