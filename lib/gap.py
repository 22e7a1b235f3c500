"""Whether the gap between areas grows: indices by year with limits, the ends of an order, clusters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.statistics import comparison, inequality, segregation, spatial, trend
from lib.statistics.inputs import Floats
from lib.statistics.intervals import Limits

# The same draws for every reader and every run.
SEED = 20_261_124
# Areas that never have a figure may be left out, and are then named, when they are at most this part of all.
MOST_LEFT_OUT = 0.1
NO_LIMITS = Limits(np.float64(np.nan), np.float64(np.nan))
Index = Callable[[Floats, Floats], Floats]
COUNTED = ("numerator", "denominator")
INDEX_COLUMNS = ("value", "lower", "upper", "chance")
ENDS_COLUMNS = ("value", "lower", "upper", "ratio", "ratio_lower", "ratio_upper")


# Each is 0 when the share is the same in all areas; the first is the usual one.
INDICES: Mapping[str, Index] = {
    "dissimilarity": lambda cases, whole: segregation.dissimilarity(cases, whole - cases),
    "gini": lambda cases, whole: inequality.gini(cases / whole, whole),
    "theil": lambda cases, whole: inequality.theil(cases / whole, whole),
}


@dataclass(frozen=True)
class Counts:
    """Numerators and denominators, (years, areas), NaN where unknown or impossible; years without gaps.

    status: (years,) why a year cannot be reckoned, or `published`; reported: (years,) whether anybody gave a
    figure; left_out: codes of areas that never have one.
    """

    codes: tuple[str, ...]
    years: tuple[int, ...]
    cases: Floats
    whole: Floats
    status: tuple[str, ...]
    reported: tuple[bool, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """A trend of the last five years: state of lib.statistics.trend, χ², first and last year used.

    why: empty, or the reason why it cannot be said: a status, `few_years`, `no_interval`, `gap` or
    `turned`.
    """

    state: str
    chi2: float
    first: int
    last: int
    why: str


@dataclass(frozen=True)
class Clusters:
    """table: area_code, value, around (mean of the neighbours' values), cluster, p_adjusted; and the map's
    Moran's I. An area without a value or a neighbour has the cluster `missing` or `island` and no p.

    one_can: whether a single area could pass the false discovery rate, however far out it were.
    """

    table: pd.DataFrame
    moran: spatial.GlobalMoran
    one_can: bool


def counts(table: pd.DataFrame, codes: Sequence[str]) -> Counts:
    """The yearly counts of these areas. table: rows of one indicator and level with at least one row.

    A year counts only when every used area has its numerator and denominator: the index of the others would
    be another thing.
    """
    yearly = table.assign(year=table["period_start"].dt.year)
    years = range(yearly["year"].min(), yearly["year"].max() + 1)
    cases, whole = (_grid(yearly, column, years, codes).to_numpy(float) for column in COUNTED)
    hidden = _grid(yearly, "status", years, codes).eq("suppressed").to_numpy(bool)
    with np.errstate(invalid="ignore"):
        known = (cases >= 0) & (cases <= whole) & (whole > 0)
    used = _used(known | hidden)
    cases, whole = (np.where(known, one, np.nan)[:, used] for one in (cases, whole))
    return Counts(
        tuple(np.asarray(codes)[used].tolist()),
        tuple(years),
        cases,
        whole,
        _statuses(cases, whole, hidden[:, used]),
        tuple((known | hidden).any(1).tolist()),
        tuple(np.asarray(codes)[~used].tolist()),
    )


def _grid(yearly: pd.DataFrame, column: str, years: range, codes: Sequence[str]) -> pd.DataFrame:
    wide = yearly.pivot(index="year", columns="area_code", values=column)
    return wide.reindex(index=years, columns=list(codes))


def _used(reported: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """All areas but the few that never have a figure; when they are many nobody is left out."""
    ever = reported.any(0)
    return ever if 1 - ever.mean() <= MOST_LEFT_OUT else np.ones_like(ever)


def _statuses(cases: Floats, whole: Floats, hidden: NDArray[np.bool_]) -> tuple[str, ...]:
    """Suppressed when an area is hidden, missing when one is not there; an empty group, or one that is
    everybody, has no gap to speak of.
    """
    gone, group = np.isnan(cases).any(1), np.nansum(cases, axis=1)
    single = (group == 0) | (group == np.nansum(whole, axis=1))
    found = np.where(gone, "missing", np.where(single, "not_applicable", "published"))
    return tuple(np.where(hidden.any(1), "suppressed", found).tolist())


def over_time(counted: Counts, index: Index) -> pd.DataFrame:
    """The index of each year: period_start, period_end, value, lower, upper (95 %), chance, status.

    chance: what the index reaches in one of forty draws when all areas have the same share; NaN, like the
    limits, for counts that are no whole numbers, because the draws know nothing of how they were shared out.
    """
    return _by_year(counted, INDEX_COLUMNS, partial(_index_row, index))


def _index_row(index: Index, cases: Floats, whole: Floats, seed: int) -> tuple[float, ...]:
    even = whole * (cases.sum() / whole.sum())
    by_chance = _limits(index, even, whole, seed) if _are_whole(cases, whole) else NO_LIMITS
    return float(index(cases, whole)), *_limits(index, cases, whole, seed), by_chance.upper


def ends(counted: Counts, position: Floats) -> pd.DataFrame:
    """The slope index in percentage points by year, with limits, and the ratio of the ends.

    position: (areas,) what orders the areas, in the order of `counted.codes`; a larger one is less well-off.
    Columns: period_start, period_end, value, lower, upper, ratio, ratio_lower, ratio_upper, status. An area
    without a position makes all years missing.
    """
    found = _by_year(counted, ENDS_COLUMNS, partial(_ends_row, position))
    unordered = found["value"].isna() & found["status"].eq("published")
    return found.assign(status=found["status"].mask(unordered, "missing"))


def _ends_row(position: Floats, cases: Floats, whole: Floats, seed: int) -> tuple[float, ...]:
    row: tuple[float, ...] = ()
    for part in ("slope_index", "relative_index"):
        one = partial(_fitted, part, position)
        row += (float(one(cases, whole)), *_limits(one, cases, whole, seed))
    return row


def _fitted(part: str, position: Floats, cases: Floats, whole: Floats) -> Floats:
    return getattr(inequality.slope_index(100 * cases / whole, whole, position), part)


def _limits(index: Index, cases: Floats, whole: Floats, seed: int) -> Limits:
    """The bootstrap's limits; none for a denominator that was shared out and is no whole number."""
    return inequality.bootstrap(index, cases, whole, seed) if _are_whole(whole) else NO_LIMITS


def _are_whole(*counted: Floats) -> bool:
    return all(bool((one == np.floor(one)).all()) for one in counted)


def _by_year(counted: Counts, columns: Sequence[str], row: Callable[..., tuple[float, ...]]) -> pd.DataFrame:
    """A row for each year; one that cannot be reckoned has its status and no figures."""
    lacking = (float("nan"),) * len(columns)
    each = zip(counted.cases, counted.whole, counted.years, counted.status, strict=True)
    figures = [
        row(cases, whole, SEED + year) if status == "published" else lacking
        for cases, whole, year, status in each
    ]
    starts, ends_ = ([pd.Timestamp(year, *day) for year in counted.years] for day in ((1, 1), (12, 31)))
    found = pd.DataFrame(figures, columns=list(columns), dtype=float)
    return found.assign(period_start=starts, period_end=ends_, status=list(counted.status))


def verdict(indexed: pd.DataFrame) -> Verdict:
    """Whether an index grows: the trend of its last five years by section 4 of docs/methods.md.

    indexed: a table of `over_time` or `ends`, consecutive years.
    """
    columns = (indexed[name].to_numpy(float) for name in ("value", "lower", "upper"))
    found = trend.trend_of_values(*columns)
    state, last = str(found.state[0]), int(found.last[0])
    newest = int(indexed["period_start"].dt.year.iloc[last])
    why = _why(indexed, last) if state == trend.CANNOT else ""
    return Verdict(state, float(found.chi2[0]), newest - trend.POINTS + 1, newest, why)


def parting(found: pd.DataFrame) -> Verdict:
    """Whether the ends of a table of `ends` part, whichever of them is higher.

    A difference whose sign changes within the last five years is `turned`: no one distance could grow.
    """
    signed = verdict(found)
    used = found[found["period_start"].dt.year.between(signed.first, signed.last)]["value"].dropna()
    if signed.state == trend.CANNOT or (used >= 0).all():
        return signed
    if (used > 0).any():
        return Verdict(trend.CANNOT, signed.chi2, signed.first, signed.last, "turned")
    return verdict(found.assign(value=-found["value"], lower=-found["upper"], upper=-found["lower"]))


def _why(indexed: pd.DataFrame, last: int) -> str:
    if indexed["value"].isna().all():
        return str(indexed["status"].iloc[-1])
    if indexed["value"].notna().sum() < trend.POINTS:
        return "few_years"
    return "no_interval" if np.isnan(indexed["lower"].iloc[last]) else "gap"


def clusters(shares: pd.Series, touching: Mapping[str, Sequence[str]], q: float = 0.05) -> Clusters:
    """Areas that resemble their neighbours. shares: by area code, NaN for no value; touching: codes by code.

    No p is smaller than the number of arrangements allows: an area with two neighbours among eight others has
    28, so one of them has p 1/28 at best. StatisticsError: under four areas with a value, no neighbours, or
    all values alike.
    """
    codes, values = list(shares.index), shares.to_numpy(float)
    place = {code: position for position, code in enumerate(codes) if not np.isnan(values[position])}
    links = [[place[other] for other in touching.get(code, ()) if other in place] for code in codes]
    local = spatial.local_moran(values, links, SEED, q)
    floors = np.array([1 / comb(len(place) - 1, len(ones)) for ones in links])
    found = comparison.false_discovery(np.maximum(local.p, floors), q)
    weak = np.isfinite(local.p) & ~found.significant
    columns = {
        "area_code": codes,
        "value": values,
        "around": [values[ones].mean() if ones else np.nan for ones in links],
        "cluster": np.where(weak, spatial.NOT_SIGNIFICANT, local.cluster),
        "p_adjusted": found.adjusted,
    }
    one_can = bool(floors[np.isfinite(local.p)].min() * found.comparisons <= q)
    return Clusters(pd.DataFrame(columns), spatial.global_moran(values, links, SEED), one_can)
