"""Asking an address: patient with what passes, quick with what does not, never more than asked for."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from source_case import World, good, quick, serving

from lib.errors import SourceError

PATH = "/sotkanet/regions"
BUSY = (503, {}, b"busy")


@pytest.fixture
def world():
    with serving(World()) as world:
        yield world


def asked(world, moods, **wishes):
    """The key of the fault, or the answer; and the web with what it slept."""
    world.moods = list(moods)
    web = quick(**wishes)
    try:
        return web.json(world.root + PATH), web
    except SourceError as fault:
        return fault.key, web


def test_the_program_tells_its_own_name(world):
    asked(world, [])
    assert world.asked[0].agent.startswith("Tilannekuva/")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_growing_pauses(world, status):
    found, web = asked(world, [(status, {}, b""), (status, {}, b"")])
    assert found == world.regions and web.slept == [1.0, 4.0]


def test_a_server_that_stays_busy_is_told_after_every_pause(world):
    found, web = asked(world, [BUSY] * 9)
    assert found == "fetch.why.busy" and web.slept == [1.0, 4.0, 10.0] and len(world.asked) == 4


def test_the_pause_that_the_server_asks_for_is_kept(world):
    found, web = asked(world, [(429, {"Retry-After": "7"}, b"")])
    assert found == world.regions and web.slept == [7.0]


def test_a_moment_in_retry_after_becomes_seconds(world):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    _, web = asked(world, [(429, {"Retry-After": moment}, b"")])
    assert 17 < web.slept[0] <= 20


@pytest.mark.parametrize(("written", "slept"), [("99999", 60.0), ("soon", 1.0), ("-5", 1.0)])
def test_an_odd_retry_after_neither_stops_nor_holds_us(world, written, slept):
    _, web = asked(world, [(429, {"Retry-After": written}, b"")])
    assert web.slept == [slept]


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_told_at_once(world, status):
    found, web = asked(world, [(status, {}, b"no")])
    assert found == "fetch.why.refused" and web.slept == [] and len(world.asked) == 1


def test_half_an_answer_is_asked_for_again(world):
    found, web = asked(world, ["half"])
    assert found == world.regions and web.slept == [1.0]


def test_a_server_that_always_breaks_off_is_told_so(world):
    assert asked(world, ["half"] * 9)[0] == "fetch.why.half"


def test_broken_json_is_asked_for_again_and_then_told(world):
    assert asked(world, [(200, {}, b'[{"id": 1')])[0] == world.regions
    assert asked(world, [(200, {}, b'[{"id": 1')] * 9)[0] == "fetch.why.broken"


def test_bytes_that_are_no_text_are_broken_json(world):
    assert asked(world, [(200, {}, b"\xff\xfe[]")] * 9)[0] == "fetch.why.broken"


def test_a_server_that_does_not_answer_in_time_is_told(world):
    found, _ = asked(world, [0.3, 0.3], read_seconds=0.05, pauses=(0.0,))
    assert found == "fetch.why.slow"


def test_a_web_page_in_place_of_data_is_told_at_once(world):
    found, web = asked(world, [(200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html>Huolto</html>")])
    assert found == "fetch.why.web_page" and web.slept == []


def test_a_redirect_to_another_host_is_not_followed(world):
    found, _ = asked(world, [(302, {"Location": "http://elsewhere.invalid/regions"}, b"")])
    assert found == "fetch.why.redirected" and len(world.asked) == 1


def test_a_redirect_within_the_host_is_followed_but_not_for_ever(world):
    assert asked(world, [(301, {"Location": PATH}, b"")])[0] == world.regions
    assert asked(world, [(302, {"Location": PATH}, b"")] * 9)[0] == "fetch.why.redirected"


def test_a_huge_answer_is_not_read_to_its_end(world):
    found, web = asked(world, [good(["x" * 300_000])], most_bytes=100_000)
    assert found == "fetch.why.huge" and web.slept == []


def test_nobody_there_is_told_after_one_more_try_and_the_host_is_left_alone():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/x"
    web = quick()
    for _ in range(2):
        with pytest.raises(SourceError) as fault:
            web.json(address)
        assert fault.value.key == "fetch.why.unreachable"
    assert web.slept == [1.0]
