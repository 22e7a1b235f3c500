"""The map page as a visitor meets it: two figures on one map have both sources, and both in the table."""

import pytest
from page_case import opened, sound, words

from lib.catalogue import catalogue

pytestmark = pytest.mark.usefixtures("pages_store")

FIRST, REAL, MODEL = "foreign_language_share", "age_0_17_share_by_district", "psychological_distress_share"
ON_ONE_MAP = {"view": "two", "indicator": FIRST, "level": "major_district"}


@pytest.mark.parametrize("second", [REAL, MODEL])
def test_two_figures_have_both_sources_and_both_stand_in_the_table(second):
    facts = catalogue()
    app = opened("map", **ON_ONE_MAP, second=second)
    found = sound(app)
    for name in (FIRST, second):
        source = facts.sources[facts.indicators[name].source]
        assert source.name["fi"] in words(found["map_foot"])
    table = app.dataframe[0].value
    heading = facts.indicators[second].name["fi"]
    assert table.columns[-1] == heading and table[heading].str.contains("%").all()


def test_a_model_figure_beside_a_real_one_is_marked_above_the_map():
    assert "Toisen mittarin luvut ovat mallidataa" in words(
        sound(opened("map", **ON_ONE_MAP, second=MODEL))["model_strip"]
    )
    assert "model_strip" not in sound(opened("map", **ON_ONE_MAP, second=REAL))
