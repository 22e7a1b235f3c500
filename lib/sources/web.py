"""One careful way to ask an address: own name, time-outs, patience with a busy server, a limit of size."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from lib.errors import SourceError

NAME = "Tilannekuva/1.0 (city wellbeing dashboard; fetches in batches)"
BUSY = (429, 500, 502, 503, 504)
MOVED = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 3
PIECE = 65_536
# A server may ask for an hour; nobody waits that long at a screen, and cron comes back tomorrow.
LONGEST_PAUSE = 60.0
Parameters = Sequence[tuple[str, str]]


class Unsteady(Exception):
    """Worth asking again: `cause` names the sentence in the end; `pause`: seconds the server asked for."""

    def __init__(self, cause: str, pause: float | None = None, **values: object) -> None:
        super().__init__(cause)
        self.cause, self.pause, self.values = cause, pause, values


@dataclass
class Web:
    """How we ask: pauses between attempts in seconds, time-outs, and the most bytes of one answer."""

    pauses: tuple[float, ...] = (1.0, 4.0, 10.0)
    connect_seconds: float = 5.0
    read_seconds: float = 30.0
    whole_seconds: float = 300.0
    most_bytes: int = 200 * 1024**2
    sleep: Callable[[float], None] = time.sleep
    dead: set[str] = field(default_factory=set)

    def get(self, url: str, parameters: Parameters = ()) -> bytes:
        """The bytes of an answer; SourceError whose `key` says why there are none."""
        return self._patiently(url, lambda: self._once("GET", url, params=list(parameters)))

    def json(self, url: str, parameters: Parameters = (), send: Mapping[str, Any] | None = None) -> Any:
        """The JSON of an answer; a page of words in its place is a fault, broken JSON is asked for again."""
        method, wishes = ("POST", {"json": send}) if send else ("GET", {"params": list(parameters)})
        return self._patiently(url, lambda: _parsed(self._once(method, url, **wishes)))

    def _patiently(self, url: str, ask: Callable[[], Any]) -> Any:
        host = urlsplit(url).netloc
        if host in self.dead:
            raise told("unreachable", url)
        for pause in (*self.pauses, None):
            try:
                return ask()
            except Unsteady as fault:
                # Where nobody is there, one more try is enough: cron and the reader get their sentence soon.
                is_dead = fault.cause == "unreachable" and pause != self.pauses[0]
                if pause is None or is_dead:
                    self.dead |= {host} if is_dead else set()
                    raise told(fault.cause, url, **fault.values) from fault
                self.sleep(min(pause if fault.pause is None else fault.pause, LONGEST_PAUSE))
        raise told("unreachable", url)

    def _once(self, method: str, url: str, **wishes: Any) -> bytes:
        for _ in range(MOST_REDIRECTS + 1):
            try:
                with self._session(url) as session, self._sent(session, method, url, wishes) as answer:
                    if answer.status_code not in MOVED:
                        return self._body(answer, url)
                    url, wishes = _moved_to(answer, url), {k: v for k, v in wishes.items() if k != "params"}
            except (requests.ConnectTimeout, requests.exceptions.SSLError) as fault:
                raise Unsteady("unreachable") from fault
            except requests.Timeout as fault:
                raise Unsteady("slow") from fault
            except requests.exceptions.ChunkedEncodingError as fault:
                raise Unsteady("half") from fault
            except requests.ConnectionError as fault:
                raise Unsteady("slow" if "timed out" in str(fault) else "unreachable") from fault
        raise told("redirected", url, to=urlsplit(url).netloc)

    def _session(self, url: str) -> requests.Session:
        session = requests.Session()
        session.headers["User-Agent"] = NAME
        # The office's proxy is used, but no password of the machine's user is ever sent.
        session.trust_env = False
        session.proxies = requests.utils.get_environ_proxies(url)
        return session

    def _sent(
        self, session: requests.Session, method: str, url: str, wishes: Mapping[str, Any]
    ) -> requests.Response:
        patience = (self.connect_seconds, self.read_seconds)
        return session.request(method, url, timeout=patience, stream=True, allow_redirects=False, **wishes)

    def _body(self, answer: requests.Response, url: str) -> bytes:
        if answer.status_code in BUSY:
            raise Unsteady("busy", _asked_pause(answer), status=answer.status_code)
        if answer.status_code != 200:
            raise told("refused", url, status=answer.status_code)
        content, end = bytearray(), time.monotonic() + self.whole_seconds
        for piece in answer.iter_content(PIECE):
            content += piece
            if len(content) > self.most_bytes:
                raise told("huge", url, limit_mb=max(1, self.most_bytes // 1024**2))
            if time.monotonic() > end:
                raise told("slow", url)
        return bytes(content)


def told(cause: str, url: str = "", **values: object) -> SourceError:
    """A SourceError whose `key` is the sentence of a cause; values hold the host that was asked."""
    host = urlsplit(url).netloc
    message = f"{cause}: {url} {values or ''}".strip()
    return SourceError(message, key=f"fetch.why.{cause}", host=host, **values)


def _parsed(content: bytes) -> Any:
    start = content[:200].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise told("web_page")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise Unsteady("broken") from fault


def _moved_to(answer: requests.Response, url: str) -> str:
    """The new address when it is of the same host and no less safe; another host is not followed."""
    to = urljoin(url, answer.headers.get("Location", ""))
    before, after = urlsplit(url), urlsplit(to)
    safer = (before.scheme, after.scheme) == ("http", "https") and before.hostname == after.hostname
    if not safer and (before.scheme, before.netloc) != (after.scheme, after.netloc):
        raise told("redirected", url, to=after.netloc)
    return to


def _asked_pause(answer: requests.Response) -> float | None:
    """Seconds of Retry-After, which is a number or a moment; None when there is none to read."""
    written = answer.headers.get("Retry-After", "").strip()
    if written.isdecimal():
        return float(written)
    try:
        return max(0.0, (parsedate_to_datetime(written) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
