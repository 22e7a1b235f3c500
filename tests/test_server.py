"""What surrounds the pages on the wire: packed files, our page and the security headers."""

import asyncio
import gzip
import re
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from store_case import forget_store, use_store
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_routes import create_app_static_serving_routes
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from lib import kept
from lib.errors import TilannekuvaError
from lib.markup.shell import language_script
from lib.server import packing, pictures, preload, shell
from lib.server.assets import FOR_EVER, Pack
from lib.server.folders import FOLDERS, PACKED_BY_NATURE, TYPES, Folder
from lib.server.layers import layers
from lib.server.negotiate import best_coding
from lib.settings import ROOT
from lib.ui import asking, first_picture

FILES = {address: path for folder in FOLDERS for address, path in folder.files().items()}
TEXTS = sorted(address for address in FILES if not address.endswith(PACKED_BY_NATURE))
SCRIPT = next(address for address in TEXTS if address.startswith("/static/js/index."))
MAP = next(address for address in TEXTS if address.endswith(".topojson"))
FONT = "/app/static/fonts/ibm-plex-sans-latin-wght-normal.woff2"
PICTURE = '<div id="first-picture"'
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes

    def content(self) -> bytes:
        """The body as a browser sees it."""
        return UNPACK[self.headers.get("content-encoding")](self.body)


class Server:
    """Our layers around Streamlit's own routes for files; its runtime, which pages need, is not there."""

    def __init__(self) -> None:
        routes = create_app_static_serving_routes(str(ROOT / "app.py"), "")
        routes += create_streamlit_static_assets_routes("")
        self._app = Starlette(routes=routes, middleware=[*layers(), *create_streamlit_middleware()])

    def ask(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """One request; a header's name is written with underscores."""
        path, _, query = address.partition("?")
        sent: list[dict] = []
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "scheme": "http",
            "server": ("127.0.0.1", 8501),
            "client": ("127.0.0.1", 1),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }

        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict:
            # After the request nothing more comes: the browser stays until it has the answer.
            return next(asked, None) or await asyncio.Future()

        async def send(message: dict) -> None:
            sent.append(message)

        asyncio.run(self._app(scope, receive, send))
        starts = [one for one in sent if one["type"] == "http.response.start"]
        assert len(starts) == 1
        body = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
        return Answer(starts[0]["status"], Headers(raw=starts[0]["headers"]), body)


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        use_store(built, monkeypatch)
        yield Server()
    forget_store()


@pytest.fixture
def pictured(server: Server) -> Iterator[Server]:
    """The same server after its first pictures have been made."""
    pictures.refresh()
    yield server
    pictures.made.clear()


def policy_of(answer: Answer) -> dict[str, str]:
    """The rules of an answer's policy by their names."""
    return dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))


def hashes(scripts: list[str]) -> set[str]:
    """What a policy calls inline scripts."""
    return {f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in scripts}


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_every_packed_text_unpacks_to_the_file_itself(server: Server, coding: str):
    for address in TEXTS:
        answer = server.ask(address, accept_encoding=coding)
        assert (answer.status, answer.headers["content-encoding"]) == (200, coding), address
        assert answer.content() == FILES[address].read_bytes(), address
        assert answer.headers["content-length"] == str(len(answer.body)), address
        assert answer.headers["content-type"] == TYPES[Path(address).suffix], address
        assert answer.headers["vary"] == "Accept-Encoding", address


def test_what_is_compressed_by_nature_is_served_as_it_is(server: Server):
    answer = server.ask(FONT, accept_encoding="br, gzip")
    assert answer.headers.get("content-encoding") is None
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.body == FILES[FONT].read_bytes()


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0, gzip;q=0", "*;q=0", "deflate", "br;q=no"])
def test_a_browser_that_takes_neither_form_gets_the_file_and_a_cache_is_told(server: Server, accepted: str):
    answer = server.ask(SCRIPT, accept_encoding=accepted)
    assert answer.status == 200
    assert answer.headers.get("content-encoding") is None
    assert answer.body == FILES[SCRIPT].read_bytes()
    assert "accept-encoding" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.2, gzip;q=0.8", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("BR", "br"),
        ("br;q=0.5, identity", "identity"),
        ("br ; q=1.0", "br"),
        ("*;q=0", "identity"),
        ("", "identity"),
        (",;,", "identity"),
    ],
)
def test_the_form_the_header_ranks_highest_is_chosen_and_brotli_among_equals(accepted: str, coding: str):
    assert best_coding(accepted, ("br", "gzip")) == coding


@pytest.mark.parametrize("address", [SCRIPT, MAP, FONT, "/", "/kartta?lang=sv"])
def test_head_tells_the_same_as_get_and_has_no_body(server: Server, address: str):
    asked, told = (server.ask(address, method, accept_encoding="br") for method in ("GET", "HEAD"))
    assert asked.body and not told.body
    assert dict(asked.headers) == dict(told.headers)


@pytest.mark.parametrize("address", [SCRIPT, FONT])
def test_a_range_is_cut_from_the_file_itself(server: Server, address: str):
    answer = server.ask(address, accept_encoding="br", range="bytes=10-19")
    assert answer.status == 206
    assert answer.body == FILES[address].read_bytes()[10:20]


@pytest.mark.parametrize("address", [SCRIPT, FONT, "/"])
def test_a_browser_that_holds_this_very_form_is_not_sent_it_again(server: Server, address: str):
    tag = server.ask(address, accept_encoding="br").headers["etag"]
    again = server.ask(address, accept_encoding="br", if_none_match=f'"other", W/{tag}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert "content-encoding" not in again.headers


def test_each_form_has_its_own_tag(server: Server):
    tags = {server.ask(SCRIPT, accept_encoding=coding).headers["etag"] for coding in ("br", "gzip", "")}
    assert len(tags) == 3


def test_only_names_with_a_hash_may_be_kept_for_ever(server: Server):
    kept = {
        address
        for address in FILES
        if server.ask(address, accept_encoding="br").headers["cache-control"] == FOR_EVER
    }
    assert {address for address in FILES if address.startswith("/static/")} <= kept
    ours = {Path(address).name for address in kept if address.startswith("/app/")}
    assert ours and all(re.fullmatch(r".+-[0-9a-f]{8}\.topojson", name) for name in ours)


def test_an_unknown_file_is_answered_by_streamlit(server: Server):
    assert server.ask("/app/static/geo/none-00000000.topojson", accept_encoding="br").status == 404
    # Streamlit answers its own page for whatever it does not know, so that pages have addresses.
    unknown = server.ask("/static/js/none.00000000.js", accept_encoding="br")
    assert unknown.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "address",
    [
        "/app/static/../lib/settings.py",
        "/app/static/geo/../../app.py",
        "/static/../index.html",
        "/static/js/../../../../../requirements.txt",
        "//static/js",
        "/app/static//etc/hostname",
        "/app/static/..\\app.py",
        "/app/static/\x00",
    ],
)
def test_no_address_leads_out_of_the_folders(server: Server, address: str):
    assert server.ask(address, accept_encoding="br").status in (400, 404)


def test_other_methods_are_left_to_streamlit(server: Server):
    assert server.ask(SCRIPT, "POST", accept_encoding="br").status == 405
    assert server.ask(MAP, "OPTIONS", accept_encoding="br").status == 204


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/", "fi"),
        ("/?lang=sv", "sv"),
        ("/kartta?area=1&lang=en", "en"),
        ("/?lang=xx", "fi"),
        ("/mittari", "fi"),
    ],
)
def test_the_page_says_its_language_before_any_script_runs(server: Server, address: str, language: str):
    answer = server.ask(address, accept_encoding="br")
    page = answer.content().decode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert f'<html lang="{language}">' in page
    assert page.count("<title>") == page.count("<title>Tilannekuva</title>") == 1
    spoken = re.findall(r'<p lang="(\w+)">', page[page.index("<noscript>") : page.index("</noscript>")])
    assert spoken[0] == language and sorted(spoken) == ["en", "fi", "sv"]


@pytest.mark.parametrize("coding", ["br", "gzip", ""])
def test_the_page_is_the_same_in_every_form(server: Server, coding: str):
    plain = shell.page_in("fi", preload.index(), preload.late())
    assert server.ask("/", accept_encoding=coding).content().decode() == plain


def test_redirects_stay_as_streamlit_sends_them(server: Server):
    answer = server.ask("/kartta/?lang=sv")
    assert (answer.status, answer.headers["location"]) == (301, "/kartta?lang=sv")


def test_everything_the_page_fetches_early_is_there(server: Server):
    page = server.ask("/").content().decode()
    wanted = re.findall(r'(?:href|src)="\.(/(?:app/)?static/[^"]+)"', page)
    assert set(preload.late()) <= set(wanted)
    assert [address for address in wanted if address not in FILES] == []
    assert len(wanted) == len(set(wanted))


def test_the_early_fetches_were_noted_for_the_installed_streamlit():
    noted = re.findall(r'"(/[^"]+)"', preload.LIST.read_text(encoding="utf-8"))
    assert f'streamlit = "{version("streamlit")}"' in preload.LIST.read_text(encoding="utf-8")
    assert sorted(noted) == sorted(preload.late()), "run python -m lib preload with the app running"


def test_the_policy_lets_run_the_scripts_of_the_page_and_no_other(server: Server):
    answer = server.ask("/")
    rules = policy_of(answer)
    scripts = re.findall(r"<script>(.*?)</script>", answer.content().decode(), re.DOTALL)
    scripts += [language_script(language) for language in ("fi", "sv", "en")]
    assert set(rules["script-src"].split()) == {"'self'", "blob:", *hashes(scripts)}
    assert rules["default-src"] == rules["connect-src"] == rules["frame-ancestors"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert not re.search("https?:|wss?:|\\*", answer.headers["content-security-policy"])


@pytest.mark.parametrize(
    "address", ["/", "/kartta", SCRIPT, FONT, MAP, "/app/static/none.png", "/static/../x"]
)
def test_no_answer_may_be_read_as_another_type_or_tell_where_a_reader_came_from(server: Server, address: str):
    headers = server.ask(address, accept_encoding="br").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/index.html", "/lahteet", "/app/static/logo.svg"])
def test_what_a_browser_opens_as_a_page_stands_in_no_foreign_frame(server: Server, address: str):
    headers = server.ask(address, accept_encoding="br").headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_an_unknown_page_of_streamlit_is_refused_rather_than_half_changed():
    with pytest.raises(TilannekuvaError):
        shell.page_in("fi", preload.index().replace("<title>", "<tytle>"), ())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Two small files of our own, one with a hash in its name."""
    place = tmp_path / "static"
    place.mkdir()
    (place / "logo.svg").write_text("<svg/>")
    (place / "map-0123abcd.topojson").write_text("{}")
    return Folder("small", "/app/static/", place, FOLDERS[1].hashed)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Folder) -> Iterator[Path]:
    """An empty store where only the small folder is packed."""
    monkeypatch.setattr(packing, "FOLDERS", (folder,))
    yield use_store(tmp_path / "store", monkeypatch)
    monkeypatch.undo()
    forget_store()


def test_a_pack_is_made_once_and_again_when_a_file_changes(store: Path, folder: Folder):
    (first,) = packing.build()
    made = first.stat().st_mtime_ns
    assert packing.build() == [first] and first.stat().st_mtime_ns == made
    (folder.place / "logo.svg").write_text("<svg></svg>")
    (second,) = packing.build()
    assert list((store / "assets").iterdir()) == [second] != [first]


def test_a_file_changed_while_the_server_runs_is_not_served_from_the_pack(store: Path, folder: Folder):
    pack = Pack(folder, packing.build()[0])
    assert pack.codings("/app/static/logo.svg") == ("br", "gzip")
    (folder.place / "logo.svg").write_text("<svg>other</svg>")
    assert pack.codings("/app/static/logo.svg") == ()
    (folder.place / "logo.svg").unlink()
    assert pack.codings("/app/static/logo.svg") == ()
    # Other bytes would have another name: this one needs no look at the disk.
    assert pack.codings("/app/static/map-0123abcd.topojson") == ("br", "gzip")


def test_a_pack_cut_short_is_never_seen(store: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch):
    (folder.place / "gone.js").symlink_to(folder.place / "nowhere.js")
    (folder.place / "locked.js").write_bytes(b"x")
    monkeypatch.setattr(packing, "GZIP_LEVEL", 99)
    with pytest.raises((ValueError, zlib.error)):
        packing.build()
    assert list((store / "assets").iterdir()) == []


def test_a_store_that_cannot_be_written_holds_up_no_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("in the way")
    use_store(tmp_path / "file" / "store", monkeypatch)
    kept = next(layer for layer in layers() if "packs" in layer.kwargs)
    monkeypatch.undo()
    forget_store()
    assert kept.kwargs["packs"] == []


def test_a_pack_is_no_longer_than_what_it_saves(built: Path):
    packs = [zipfile.ZipFile(path) for path in sorted((built / "assets").iterdir())]
    assert len(packs) == len(FOLDERS)
    held = sum(info.file_size for pack in packs for info in pack.infolist())
    assert held < sum(path.stat().st_size for path in FILES.values())


def test_before_any_picture_is_made_the_page_comes_without_one(server: Server):
    assert PICTURE not in server.ask("/").content().decode()


@pytest.mark.parametrize("address", ["/", "/?lang=sv", "/?scope=suomi&lang=en", "/?lang=fi&scope=turku"])
def test_the_landing_page_carries_one_title_and_one_main_part_before_any_script(
    pictured: Server, address: str
):
    page = pictured.ask(address, accept_encoding="br").content().decode()
    body = page[page.index("<body>") :]
    assert body.count(PICTURE) == body.count("<main>") == body.count("<h1>") == 1
    assert 'data-block="signals"' in body


def test_the_picture_is_in_the_language_and_of_the_scope_that_the_address_says(pictured: Server):
    titles = {
        address: re.findall("<h1>(.*?)</h1>", pictured.ask(address).content().decode())[0]
        for address in ("/", "/?lang=sv", "/?lang=en", "/?scope=varsinais-suomi", "/?scope=suomi")
    }
    assert len(set(titles.values())) == len(titles)
    # The planted breach: the short therapy of those under 23 in the city.
    assert titles["/?lang=en"].startswith("Five matters need attention. Short therapy: 40")


@pytest.mark.parametrize(
    "address",
    [
        "/kartta",
        "/?area=major_district-4",
        "/?state=all",
        "/?lang=xx",
        "/?lang=",
        "/?scope=none",
        "/?embed=true",
        "/?lang=sv&topic=",
    ],
)
def test_an_address_that_chooses_more_or_nothing_known_gets_no_picture(pictured: Server, address: str):
    assert PICTURE not in pictured.ask(address).content().decode()


def test_the_policy_lets_run_the_script_of_the_picture(pictured: Server):
    answer = pictured.ask("/")
    script = re.findall(r"<script>(.*?)</script>", answer.content().decode(), re.DOTALL)[-1]
    assert "first-picture" in script
    assert hashes([script]) < set(policy_of(answer)["script-src"].split())


def test_everything_the_picture_shows_is_there(pictured: Server):
    page = pictured.ask("/").content().decode()
    named = re.findall(r"""["']\.(/app/static/[^"']+)["']""", page[page.index(PICTURE) :])
    assert named == [FONT]
    assert [address for address in named if address not in FILES] == []


@pytest.mark.parametrize("moved", ["newest_event", "newest_action"])
def test_a_picture_is_not_shown_after_a_publication_or_an_action_until_it_is_made_anew(
    pictured: Server, monkeypatch: pytest.MonkeyPatch, moved: str
):
    made = {name: one.page for name, one in pictures.made.items()}
    newest = getattr(pictures.store, moved)()
    monkeypatch.setattr(pictures.store, moved, lambda: newest + 1)
    assert PICTURE not in pictured.ask("/").content().decode()
    pictures.refresh()
    assert PICTURE in pictured.ask("/").content().decode()
    assert all(pictures.made[name].page is not page for name, page in made.items())


def test_yesterdays_picture_of_the_same_figures_says_its_day_until_todays_is_made(
    pictured: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(asking, "real_day", lambda: date(2027, 1, 9))
    before = pictured.ask("/").content().decode()
    assert PICTURE in before and "9.1.2027" not in before
    pictures.refresh()
    assert "9.1.2027" in pictured.ask("/").content().decode()


def test_a_picture_that_is_up_to_date_is_not_made_again(pictured: Server):
    made = dict(pictures.made)
    pictures.refresh()
    assert pictures.made == made


def test_the_next_start_shows_at_once_what_this_one_made(pictured: Server):
    made = pictured.ask("/?lang=sv").content()
    pictures.made.clear()
    assert PICTURE.encode() not in pictured.ask("/?lang=sv").content()
    pictures.recall()
    assert pictured.ask("/?lang=sv").content() == made


def test_what_another_program_or_other_facts_made_is_not_recalled(
    pictured: Server, monkeypatch: pytest.MonkeyPatch
):
    pictures.made.clear()
    monkeypatch.setattr(kept, "made_by", lambda: "another")
    pictures.recall()
    assert not pictures.made


def test_a_picture_that_cannot_be_made_leaves_the_page_as_it_is(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(first_picture, "blocks", lambda scope: 1 / 0)
    pictures.refresh()
    page = server.ask("/").content().decode()
    pictures.made.clear()
    assert page == shell.page_in("fi", preload.index(), preload.late())
