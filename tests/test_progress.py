"""A large file says how far it is, and the work on it can be stopped without a trace."""

from datetime import date

import pytest
from store_case import row, table

from lib import deliveries, intake, publishing, query, store
from lib.catalogue import catalogue

FORM = "municipality_population"
FIGURE = "residents_of_municipality"
TURKU = ("municipality", "853")
FILE = f"Mittari;Aluetaso;Aluekoodi;Ajankohta;Arvo\n{FIGURE};Kunta;853;2021;195301\n".encode()
TODAY = date(2026, 11, 24)


class Stopped(BaseException):
    """What a press on the button raises in the work."""


def stops_at(wanted):
    def tell(step, done=0.0):
        if step == wanted:
            raise Stopped

    return tell


@pytest.fixture
def form(store_folder):
    sent = store.Delivery(FORM, "first.csv", "first", "real", "analyst", "alku")
    store.publish(sent, table(row(FIGURE, TURKU, 2020, value=194391.0, numerator=194391.0)))
    return catalogue().datasets[FORM]


def test_every_step_is_told_and_its_share_grows(form):
    told = []
    deliveries.examined(FILE, "a.csv", form, catalogue(), TODAY, None, lambda *one: told.append(one))
    assert told[0] == ("read", 0.0)
    shares = [done for step, done in told if step == "check"]
    assert shares == sorted(set(shares)) and shares[0] == 0.0 and shares[-1] < 1.0 and len(shares) > 10


@pytest.mark.parametrize("step", ["read", "check"])
def test_checking_stops_at_any_step_and_stores_nothing(form, step):
    before = store.newest_event()
    with pytest.raises(Stopped):
        deliveries.examined(FILE, "a.csv", form, catalogue(), TODAY, None, stops_at(step))
    assert store.newest_event() == before


@pytest.mark.parametrize("step", ["merge", "write"])
def test_publishing_stops_before_it_writes_and_can_be_done_afterwards(form, step, store_folder):
    received = intake.accepted(
        found := intake.read(FILE, "a.csv", form, catalogue()), intake.check(found, form, catalogue(), TODAY)
    )
    sent = deliveries.delivery(FILE, "a.csv", form, "analyst", "koe")
    before, files = query.heads(), sorted(store_folder.rglob("*.parquet"))
    with pytest.raises(Stopped):
        publishing.publish(form, received, sent, catalogue(), stops_at(step))
    assert (query.heads(), sorted(store_folder.rglob("*.parquet"))) == (before, files)
    version = publishing.publish(form, received, sent, catalogue())
    assert query.heads() == {FORM: version} and len(publishing.current_rows(FORM)) == 2
