"""The only reader: one question per function, each answered with one tidy table, also when it is empty."""

from datetime import UTC, datetime

import pandas as pd

from lib import store

HEADS = """
SELECT dataset_id, version_id
FROM (
    SELECT dataset_id, version_id, row_number() OVER (PARTITION BY dataset_id ORDER BY event_id DESC) AS place
    FROM lake.dataset_event WHERE happened_at <= $known_on
)
WHERE place = 1 AND version_id > 0
ORDER BY dataset_id
"""
OBSERVATIONS = """
SELECT * FROM lake.observation
WHERE list_contains($versions, version_id) AND list_contains($indicator_ids, indicator_id)
  AND area_level = $level AND age_group = 'all' AND service_id = ''
ORDER BY indicator_id, area_code, period_start
"""
OF_AREA = """
SELECT * FROM lake.observation_by_area
WHERE list_contains($versions, version_id) AND area_level = $level AND area_code = $code
  AND age_group = 'all' AND service_id = ''
ORDER BY indicator_id, period_start
"""
# A part that came hidden from its sender hides the sum: without it the sum would be too small.
# A sum over age groups is made here, before protection, so that a sum shows although its small parts do not.
SUMMED_OVER_AGES = """
SELECT indicator_id, area_level, area_code, period_start, period_end, service_id,
       CASE WHEN bool_or(status = 'suppressed') THEN NULL
            WHEN count(denominator) > 0 THEN 100.0 * sum(numerator) / nullif(sum(denominator), 0)
            ELSE sum(value) END AS value,
       CASE WHEN bool_or(status = 'suppressed') THEN NULL ELSE sum(numerator) END AS numerator,
       CASE WHEN bool_or(status = 'suppressed') THEN NULL ELSE sum(denominator) END AS denominator,
       CASE WHEN bool_or(status = 'suppressed') THEN 'suppressed'
            WHEN bool_and(status = 'missing') THEN 'missing' ELSE 'published' END AS status,
       any_value(version_id) AS version_id
"""
SERVICE_COUNTS = (
    SUMMED_OVER_AGES
    + """
FROM lake.observation_by_area
WHERE list_contains($versions, version_id) AND area_level = $level AND area_code = $code AND service_id <> ''
  AND list_contains($indicator_ids, indicator_id) AND list_contains($age_groups, age_group)
GROUP BY ALL
ORDER BY indicator_id, service_id, period_start
"""
)
SERVICE_COUNTS_EVERYWHERE = (
    SUMMED_OVER_AGES
    + """
FROM lake.observation
WHERE list_contains($versions, version_id) AND service_id <> ''
  AND list_contains($indicator_ids, indicator_id) AND list_contains($age_groups, age_group)
GROUP BY ALL
ORDER BY indicator_id, area_level, area_code, service_id, period_start
"""
)
SERVICE_VALUES = """
SELECT * FROM lake.observation_by_area
WHERE list_contains($versions, version_id) AND area_level = $level AND area_code = $code AND service_id <> ''
  AND list_contains($indicator_ids, indicator_id) AND age_group = $age_group
ORDER BY indicator_id, service_id, period_start
"""
SERVICE_SERIES = """
SELECT * FROM lake.observation
WHERE list_contains($versions, version_id) AND list_contains($indicator_ids, indicator_id)
  AND service_id <> ''
ORDER BY indicator_id, area_level, area_code, service_id, age_group, period_start
"""
ALL_OF_VERSION = """
SELECT * FROM lake.observation WHERE version_id = $version_id
ORDER BY indicator_id, area_level, area_code, service_id, age_group, period_start
"""
HISTORY = """
SELECT event_id, e.dataset_id, e.version_id, kind, happened_at, e.author_role, reason, file_name, row_count,
       origin, sha256, created_at, parent_version_id, rules_version, method_version
FROM lake.dataset_event e LEFT JOIN lake.dataset_version v ON e.version_id = v.version_id
WHERE e.dataset_id = $dataset_id
ORDER BY event_id DESC
"""
# Joined in the store: two versions of a large dataset are mostly alike, and only what differs is of interest.
CHANGED = """
SELECT n.*, o.value AS value_old
FROM lake.observation n JOIN lake.observation o
  USING (indicator_id, area_level, area_code, period_start, period_end, age_group, sex, service_id)
WHERE n.version_id = $version_id AND o.version_id = $earlier AND n.value IS DISTINCT FROM o.value
ORDER BY indicator_id, area_level, area_code, service_id, age_group, period_start
"""
VERSIONS = """
SELECT * FROM lake.dataset_version WHERE list_contains($versions, version_id) ORDER BY version_id
"""
COVERAGE = """
SELECT o.indicator_id, o.area_level, min(o.period_start) AS first_period, max(o.period_start) AS period_start,
       max(o.period_end) AS period_end, count(DISTINCT o.period_start) AS period_count,
       count(DISTINCT o.area_code) AS area_count, count(*) AS row_count, v.dataset_id, v.version_id,
       v.created_at, v.origin
FROM lake.observation o JOIN lake.dataset_version v ON o.version_id = v.version_id
WHERE list_contains($versions, o.version_id)
GROUP BY ALL
ORDER BY o.indicator_id, o.area_level
"""
ACTIONS = """
SELECT *
FROM (
    SELECT *, row_number() OVER (PARTITION BY action_id ORDER BY revision DESC) AS place
    FROM lake.action WHERE saved_at <= $known_on
)
WHERE place = 1
ORDER BY action_id
"""
ACTION_HISTORY = "SELECT * FROM lake.action WHERE action_id = $action_id ORDER BY revision DESC"
WORK_AREAS = """
SELECT *
FROM (
    SELECT *, row_number() OVER (PARTITION BY code ORDER BY revision DESC) AS place
    FROM lake.work_area WHERE saved_at <= $known_on
)
WHERE place = 1
ORDER BY code
"""
WORK_AREA_HISTORY = "SELECT * FROM lake.work_area WHERE code = $code ORDER BY revision DESC"
# Far enough ahead that "now" never cuts off an event of this moment.
ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


def heads(known_on: datetime = ALWAYS) -> dict[str, int]:
    """The current version of each dataset, as it was known at a moment."""
    found = store.cursor().execute(HEADS, {"known_on": known_on}).fetchall()
    return dict(found)


def observations(versions: tuple[int, ...], indicator_ids: tuple[str, ...], level: str) -> pd.DataFrame:
    """All areas of a level, all periods, of the named indicators."""
    return _table(OBSERVATIONS, versions=list(versions), indicator_ids=list(indicator_ids), level=level)


def of_area(versions: tuple[int, ...], level: str, code: str) -> pd.DataFrame:
    """Every indicator of one area, all periods."""
    return _table(OF_AREA, versions=list(versions), level=level, code=code)


def service_counts(
    versions: tuple[int, ...],
    indicator_ids: tuple[str, ...],
    area: tuple[str, str],
    age_groups: tuple[str, ...],
) -> pd.DataFrame:
    """Service counts and shares of one area by month, summed over the age groups."""
    level, code = area
    return _table(
        SERVICE_COUNTS,
        versions=list(versions),
        indicator_ids=list(indicator_ids),
        level=level,
        code=code,
        age_groups=list(age_groups),
    )


def service_counts_everywhere(
    versions: tuple[int, ...], indicator_ids: tuple[str, ...], age_groups: tuple[str, ...]
) -> pd.DataFrame:
    """Service counts and shares of every area by month, summed over the age groups."""
    return _table(
        SERVICE_COUNTS_EVERYWHERE,
        versions=list(versions),
        indicator_ids=list(indicator_ids),
        age_groups=list(age_groups),
    )


def service_values(
    versions: tuple[int, ...], indicator_ids: tuple[str, ...], area: tuple[str, str], age_group: str
) -> pd.DataFrame:
    """Service figures that cannot be summed, such as medians, as delivered for one age group."""
    level, code = area
    return _table(
        SERVICE_VALUES,
        versions=list(versions),
        indicator_ids=list(indicator_ids),
        level=level,
        code=code,
        age_group=age_group,
    )


def service_series(versions: tuple[int, ...], indicator_ids: tuple[str, ...]) -> pd.DataFrame:
    """Every area, service and age group by month, for a scan over all series."""
    return _table(SERVICE_SERIES, versions=list(versions), indicator_ids=list(indicator_ids))


def all_of_version(version_id: int) -> pd.DataFrame:
    """Every row of one version, for a comparison before publishing."""
    return _table(ALL_OF_VERSION, version_id=version_id)


def history(dataset_id: str) -> pd.DataFrame:
    """Every publish and revert of a dataset, newest first, with what is known of the version."""
    return _table(HISTORY, dataset_id=dataset_id)


def changed(version_id: int, earlier: int) -> pd.DataFrame:
    """Rows of a version whose value was another in an earlier one, which is in `value_old`."""
    return _table(CHANGED, version_id=version_id, earlier=earlier)


def versions(known: tuple[int, ...]) -> pd.DataFrame:
    """What is known of each version: dataset, parent, when, by whom, from which file."""
    return _table(VERSIONS, versions=list(known))


def coverage(versions: tuple[int, ...]) -> pd.DataFrame:
    """Which indicator exists for which level and periods, and how fresh it is."""
    return _table(COVERAGE, versions=list(versions))


def actions(known_on: datetime = ALWAYS) -> pd.DataFrame:
    """The newest revision of each action, as it was known at a moment."""
    return _table(ACTIONS, known_on=known_on).drop(columns="place")


def action_history(action_id: int) -> pd.DataFrame:
    """Every revision of one action, newest first."""
    return _table(ACTION_HISTORY, action_id=action_id)


def work_areas(known_on: datetime = ALWAYS) -> pd.DataFrame:
    """The newest revision of each work area that somebody has saved, as it was known at a moment."""
    return _table(WORK_AREAS, known_on=known_on).drop(columns="place")


def work_area_history(code: str) -> pd.DataFrame:
    """Every revision of one work area, newest first."""
    return _table(WORK_AREA_HISTORY, code=code)


def _table(question: str, **values: object) -> pd.DataFrame:
    return store.cursor().execute(question, values).df()
