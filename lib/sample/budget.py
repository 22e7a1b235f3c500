"""The participatory budget: proposals, votes and money by district, about three million euros in all."""

import numpy as np
import pandas as pd

from lib.sample import rows
from lib.sample.town import Floats, Town, district_shares, needs


def table(town: Town, city_code: str, seed: int) -> pd.DataFrame:
    """Proposals, votes and money of every year, districts and the city."""
    rng = np.random.default_rng([seed, 4])
    budget = town.budget
    shares = district_shares(town, "children")
    # Money leans to districts of more need; votes come from where people already take part.
    leaning = _parts(shares * needs(town))
    taking_part = _parts(shares / np.sqrt(needs(town)))
    lots = [year // budget.lot for year in budget.money]
    return pd.concat(
        [
            *_both(town, city_code, "budget_proposals", rng.multinomial(budget.proposals, taking_part).T),
            *_both(town, city_code, "budget_votes", rng.multinomial(budget.votes, taking_part).T),
            *_both(town, city_code, "budget_money", rng.multinomial(lots, leaning).T * budget.lot),
        ],
        ignore_index=True,
    )


def _both(town: Town, city_code: str, indicator: str, numbers: np.ndarray) -> list[pd.DataFrame]:
    write = rows.amounts if indicator == "budget_money" else rows.counts
    codes = [district.code for district in town.district]
    districts = rows.yearly_keys(rows.DISTRICT_LEVEL, codes, town.budget.years)
    city = rows.yearly_keys(rows.CITY_LEVEL, [city_code], town.budget.years)
    return [write(indicator, districts, numbers), write(indicator, city, numbers.sum(axis=0))]


def _parts(weights: Floats) -> Floats:
    return weights / weights.sum()
