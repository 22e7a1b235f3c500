"""Yearly shares: district surveys, register-like district figures and satisfaction in the six cities."""

import numpy as np
import pandas as pd

from lib.sample import planted as events
from lib.sample import rows
from lib.sample.planted import Planted
from lib.sample.town import Days, Floats, Survey, Town, district_shares, needs

# What a district is beyond its need, in logits: it stays the same from year to year.
DISTRICT_CHARACTER = 0.05
YEAR_NOISE = 0.015
CITY_YEAR_NOISE = 0.012
SATISFACTION_YEARS = (2021, 2022, 2023, 2024, 2025)


def district_table(town: Town, planted: tuple[Planted, ...], city_code: str, seed: int) -> pd.DataFrame:
    """Every yearly district share, districts and the city, in the one table shape."""
    rng = np.random.default_rng([seed, 2])
    return pd.concat(
        [part for survey in town.survey for part in _shares(survey, town, planted, city_code, rng)],
        ignore_index=True,
    )


def city_table(town: Town, seed: int) -> pd.DataFrame:
    """Satisfaction with life in the six cities by year."""
    rng = np.random.default_rng([seed, 3])
    since = np.array(SATISFACTION_YEARS) - SATISFACTION_YEARS[0]
    percent = np.array([city.level + city.drift * since for city in town.city])
    asked = np.array([[city.asked] * len(since) for city in town.city])
    yes = rng.binomial(asked, _share(_logit(percent / 100) + rng.normal(0, CITY_YEAR_NOISE, percent.shape)))
    keys = rows.yearly_keys(rows.CITY_LEVEL, [city.code for city in town.city], SATISFACTION_YEARS)
    return rows.shares("life_satisfaction_share", keys, yes, asked)


def _shares(
    survey: Survey,
    town: Town,
    planted: tuple[Planted, ...],
    city_code: str,
    rng: np.random.Generator,
) -> list[pd.DataFrame]:
    """One survey: the districts, and the city as the sum of their answers."""
    asked = _asked(survey, town, rng)
    yes = rng.binomial(asked, _expected(survey, town, planted, rng))
    codes = [district.code for district in town.district]
    return [
        rows.shares(survey.indicator, rows.yearly_keys(level, area, survey.years), part, whole)
        for level, area, part, whole in (
            (rows.DISTRICT_LEVEL, codes, yes, asked),
            (rows.CITY_LEVEL, [city_code], yes.sum(axis=0), asked.sum(axis=0)),
        )
    ]


def _asked(survey: Survey, town: Town, rng: np.random.Generator) -> Days:
    """Answers, districts × years: a sample leans to small districts, a register counts everybody."""
    by_size = district_shares(town, survey.weights)
    shares = (1 - survey.even) * by_size + survey.even / len(by_size)
    expected = np.outer(survey.asked * shares, np.ones(len(survey.years)))
    return np.round(expected * rng.normal(1.0, 0.02, expected.shape)).astype(np.int64)


def _expected(survey: Survey, town: Town, planted: tuple[Planted, ...], rng: np.random.Generator) -> Floats:
    """Share expected in each district and year, as a part of 1."""
    since = np.array(survey.years) - survey.years[0]
    city = _logit((survey.level + survey.drift * since) / 100)
    character = survey.need * np.log(needs(town)) + rng.normal(0, DISTRICT_CHARACTER, len(town.district))
    usual = _share(city + character[:, None] + rng.normal(0, YEAR_NOISE, (len(character), len(since))))
    more = events.points(planted, survey.indicator, np.array(survey.years), town) / 100
    return np.clip(usual + more, 0.001, 0.999)


def _logit(share: Floats) -> Floats:
    return np.log(share / (1 - share))


def _share(logit: Floats) -> Floats:
    return 1 / (1 + np.exp(-logit))
